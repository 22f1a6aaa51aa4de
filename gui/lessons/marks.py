"""A row of marks, one a step, which tell how far a lesson is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.lessons.player import LessonPlayer
from gui.theme import theme

SIGNED_FROM = 12
"""Pixels of a step's room at 100 % from which on its mark has a sign of its own."""


class Marks(QWidget):
    """Open, seen, answered right or wrong by shape and colour; the present step is larger."""

    def __init__(self, player: LessonPlayer) -> None:
        super().__init__()
        self._player = player
        theme().size(self, height=16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        player, px = self._player, theme().px
        if player.lesson is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(player.lesson.steps)
        room = self.width() / count
        gap = min(px(4), room * 0.3)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for step in range(count):
            place = count - 1 - step if mirrored else step
            here = step == player.index
            height = px(10 if here else 5)
            bar = QRectF(place * room + gap / 2, (self.height() - height) / 2, room - gap, height)
            self._draw(painter, bar, player.progress.marks.get(step), here=here)
        painter.end()

    def _draw(self, painter: QPainter, bar: QRectF, mark: str | None, *, here: bool) -> None:
        px = theme().px
        names = {"right": "good", "wrong": "danger", "seen": "soft", None: "line"}
        colour = theme().colour("ink" if here else names[mark])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = min(bar.height(), bar.width()) / 2
        painter.drawRoundedRect(bar, radius, radius)
        if mark not in {"right", "wrong"} or bar.width() < px(SIGNED_FROM):
            return
        # A tick or a cross on a disc: who does not see the colours sees these.
        centre, size = bar.center(), px(7)
        painter.setBrush(theme().colour(names[mark]))
        painter.setPen(QPen(theme().colour("paper"), px(1.5)))
        painter.drawEllipse(centre, size, size)
        painter.setPen(QPen(theme().colour("paper"), px(1.8), c=Qt.PenCapStyle.RoundCap))
        third = size * 0.4
        if mark == "right":
            low = centre + QPointF(-third * 0.25, third * 0.9)
            painter.drawPolyline([centre + QPointF(-third * 1.1, 0), low, centre + QPointF(third * 1.2, -third * 0.9)])
        else:
            for way in (1, -1):
                painter.drawLine(centre + QPointF(-third, -third * way), centre + QPointF(third, third * way))
