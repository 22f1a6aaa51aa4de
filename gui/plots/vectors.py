"""Plots painted as lines and symbols, where they would otherwise paint copies of pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsItem


@contextmanager
def as_vectors(items: Iterable[QGraphicsItem]) -> Iterator[None]:
    """Let the plots' items among these paint themselves for a target that has no pixels."""
    plotted = [item for item in items if isinstance(item, pg.GraphicsItem)]
    for item in plotted:
        item.setExportMode(True, {})
    try:
        yield
    finally:
        for item in plotted:
            item.setExportMode(False)
