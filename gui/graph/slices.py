"""Letting go of a large scene a little at a time: all at once it would hold the interface."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

SECONDS = 0.008
"""At a stretch."""


class Leftovers(QObject):
    """Scenes that are shown no more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[tuple[QGraphicsScene, list[QGraphicsItem]]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return not self._waiting

    def take(self, scene: QGraphicsScene, items: list[QGraphicsItem]) -> None:
        """Let go of a scene and its items.

        Args:
            scene: Shown by no view any more.
            items: Its items that stand on no other.
        """
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._waiting.append((scene, items))
        self._timer.start()

    def _work(self) -> None:
        end = time.perf_counter() + SECONDS
        while self._waiting and time.perf_counter() < end:
            scene, items = self._waiting[0]
            if items:
                scene.removeItem(items.pop())
            else:
                scene.deleteLater()
                del self._waiting[0]
        if not self._waiting:
            self._timer.stop()
