"""Collecting garbage by a clock: Python's own collector stops the window for milliseconds in the middle of a slide.

What lives as long as the program is set aside first (`gc.freeze`), so that a collection has little to look at.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 3000


class Tidy(QObject):
    """Takes over from the automatic collector until it is removed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(gc.collect)
        self._timer.start(EVERY_MS)

    def remove(self) -> None:
        """Give the work back to the automatic collector."""
        self._timer.stop()
        gc.enable()
        gc.unfreeze()
