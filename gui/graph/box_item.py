"""What nodes and closed groups have in common: a box with a state, a light, a cursor, and a place in the drawing."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent
from typing_extensions import override

from core.autograd.folding import FoldedBox
from gui.graph.look import Look
from gui.theme import theme

ROOM = 10
"""Pixels around a box for its rings, marks and signs."""
FAR = 0.34
"""Scale below which words would not be read: boxes are plain."""


class Watcher(Protocol):
    """Who is told of the mouse."""

    def hovered(self, key: str | None) -> None:
        """The mouse came over a box, or left it."""


class BoxItem(QGraphicsItem):
    """A box of the drawing, painted once a state and kept as pixels."""

    def __init__(self, box: FoldedBox, size: tuple[float, float], watcher: Watcher) -> None:
        super().__init__()
        self.box = box
        self.key = box.key
        width, height = size
        self.rect = QRectF(-width / 2, -height / 2, width, height)
        room = theme().px(ROOM)
        self._bounds = self.rect.adjusted(-room, -room, room, room)
        self._watcher = watcher
        self.cursor_here = self.hit = self.lit = False
        self.setAcceptHoverEvents(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)  # The view tells clicks from drags.
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(2)

    def look(self) -> Look:
        """How the box looks now."""
        raise NotImplementedError

    def set_lit(self, lit: bool) -> None:
        """Light the box because the mouse is over it or beside it."""
        if lit != self.lit:
            self.lit = lit
            self.update()

    def set_hit(self, hit: bool) -> None:
        """Mark the box as found by the search."""
        if hit != self.hit:
            self.hit = hit
            self.update()

    def set_cursor_here(self, here: bool) -> None:
        """Mark the box as where the keyboard is."""
        if here != self.cursor_here:
            self.cursor_here = here
            self.update()

    @override
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._watcher.hovered(self.key)

    @override
    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._watcher.hovered(None)
