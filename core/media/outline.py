"""The outline of a whole recording: its lowest and highest values, column by column."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.media.audio import Readable
from core.media.problem import MediaError

Array = npt.NDArray[np.float32]

COLUMNS = 2048
"""More than the pixels of a wide screen's stage."""
BLOCK = 1 << 20
"""Frames read at a time."""
AT_ONCE = 1 << 21
"""Frames of a recording whose outline is made before its first picture; longer ones fill in."""


def column_edges(frames: int, columns: int = COLUMNS) -> npt.NDArray[np.int64]:
    """Where each column begins, and where the last ends: (columns + 1,), or fewer for a short recording."""
    return np.unique(np.linspace(0, frames, min(columns, frames) + 1).astype(np.int64))


def extremes(samples: Array, edges: npt.NDArray[np.int64]) -> Array:
    """Lowest and highest value between edges, (channels, columns, 2); the last edge is the end."""
    starts = edges[:-1] - edges[0]
    low = np.minimum.reduceat(samples, starts, axis=1)
    high = np.maximum.reduceat(samples, starts, axis=1)
    return np.stack([low, high], axis=-1)


class Outline:
    """A recording's outline, made at once or, for a long one, by a thread, column after column.

    Attributes:
        values: (channels, columns, 2) of lowest and highest values; zeros where not yet known.
        share: How much of the recording is in it, 0 to 1.
    """

    def __init__(self, recording: Readable) -> None:
        self._recording = recording
        self._edges = column_edges(recording.frames)
        self.values: Array = np.zeros((recording.channels, len(self._edges) - 1, 2), np.float32)
        self.share = 0.0
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        if recording.frames <= AT_ONCE:
            self.values = extremes(recording.read(0, recording.frames), self._edges)
            self.share = 1.0

    def begin(self, told: Callable[[], None]) -> None:
        """Go on in a thread until the outline is whole; `told` is called, from there, after each part."""
        if self.share < 1.0 and self._thread is None:
            self._thread = threading.Thread(target=self._fill, args=(told,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Leave the outline as it is, and end the thread."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _fill(self, told: Callable[[], None]) -> None:
        columns = len(self._edges) - 1
        width = max(1, BLOCK // max(1, int(self._edges[1] - self._edges[0])))
        for first in range(0, columns, width):
            if self._over.is_set():
                return
            edges = self._edges[first : first + width + 1]
            try:
                samples = self._recording.read(int(edges[0]), int(edges[-1]))
            except MediaError:
                return  # Whoever looks at that place is told what is wrong with it.
            # A new array each time: the one before may be on its way to the window.
            values = self.values.copy()
            values[:, first : first + len(edges) - 1] = extremes(samples, edges)
            self.values = values
            self.share = (first + len(edges) - 1) / columns
            told()
