"""The colours of levels that have no sign."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg


@lru_cache(maxsize=1)
def sequential_table() -> npt.NDArray[np.ubyte]:
    """Cividis, (256, 3): even steps of lightness, also to colour-blind eyes; the same in every theme."""
    table: npt.NDArray[np.ubyte] = pg.colormap.get("cividis").getLookupTable(nPts=256, alpha=False)
    return table
