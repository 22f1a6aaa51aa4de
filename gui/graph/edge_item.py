"""Edges of the graph: curves with an arrow head, along the data or along the gradient."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsPolygonItem

from core.labs.autograd import Arrows
from gui.theme import theme

ARROWS: tuple[Arrows, ...] = ("data", "gradient")
EdgeState = Literal["waiting", "travelled", "now"]
HEAD = 10
"""Pixels of an arrow head at 100 %."""
APART = 54
"""Pixels between the middles of two parallel curves at 100 %."""

Points = Sequence[tuple[float, float]]


def curve_path(points: Points) -> QPainterPath:
    """The way of an edge from the sender's box to the receiver's: cubic Bezier points, 3n + 1 of them."""
    path = QPainterPath(QPointF(*points[0]))
    for index in range(1, len(points) - 2, 3):
        path.cubicTo(*(QPointF(*point) for point in points[index : index + 3]))
    return path


def bent_path(first: QPointF, last: QPointF, place: int, count: int) -> QPainterPath:
    """The way of one of several edges between the same two boxes, bent so that each can be told from the others.

    Args:
        first: The middle of the sender's side.
        last: The middle of the receiver's side.
        place: Among the edges, from above.
        count: How many they are.
    """
    offset = (place - (count - 1) / 2) * theme().px(APART)
    ends = QPointF(0, offset * 0.25)
    bend = QPointF(0, offset * 4 / 3)  # A cubic's middle moves by three quarters of what its handles do.
    third = QPointF((last.x() - first.x()) * 0.3, (last.y() - first.y()) * 0.3)
    path = QPainterPath(first + ends)
    path.cubicTo(first + third + bend, last - third + bend, last + ends)
    return path


class EdgeItem(QGraphicsPathItem):
    """One link of the drawing: an edge of the trace, or several where one end is a closed group."""

    def __init__(self, key: str, edges: tuple[int, ...], source: str, target: str, path: QPainterPath) -> None:
        super().__init__(path)
        self.key = key
        self.edges = edges
        self.source, self.target = source, target
        self._state: EdgeState = "waiting"
        self._lit = False
        self._colour: QColor | None = None
        self._head = QGraphicsPolygonItem(self)
        self._head.setPen(Qt.PenStyle.NoPen)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._ends = _head_polygon(path, 1), _head_polygon(path, 0)
        self.arrows: Arrows = "gradient"
        self._head.setPolygon(self._ends[0])
        self._draw()

    @property
    def middle(self) -> QPointF:
        """The place for a label."""
        return self.path().pointAtPercent(0.5)

    @property
    def state(self) -> EdgeState:
        """Whether a gradient has gone along it: not yet, before, or now."""
        return self._state

    @property
    def lit(self) -> bool:
        """Whether the mouse is over one of its ends."""
        return self._lit

    @property
    def tip(self) -> QPointF:
        """Where its arrow points to."""
        return self._head.polygon().at(0)

    def set_arrows(self, arrows: Arrows) -> None:
        """Point the way of the data, or of the gradient."""
        if arrows != self.arrows:
            self.arrows = arrows
            self._head.setPolygon(self._ends[0 if arrows == "gradient" else 1])

    def set_state(self, state: EdgeState) -> None:
        """Recolour the edge."""
        if state != self._state:
            self._state = state
            self._draw()

    def set_lit(self, lit: bool) -> None:
        """Light the edge because the mouse is over one of its ends."""
        if lit != self._lit:
            self._lit = lit
            self._draw()

    def set_colour(self, colour: QColor | None) -> None:
        """Give it a colour of its own as long as it is one of several whose gradients add up."""
        if colour != self._colour:
            self._colour = colour
            self._draw()

    def _draw(self) -> None:
        palette = theme().palette
        colour, width = {
            "waiting": (QColor(palette.control), 1.2),
            "travelled": (palette.backward, 1.6),
            "now": (palette.backward, 3.0),
        }[self._state]
        if self._colour is not None:
            colour, width = self._colour, 3.0
        if self._lit:
            colour, width = (QColor(palette.ink) if self._state == "waiting" else colour), max(width, 3.2)
        if len(self.edges) > 1:
            width += 0.8
        pixels = max(1.0, width * palette.line_width * theme().zoom / 100)
        style = Qt.PenStyle.SolidLine
        self.setPen(QPen(colour, pixels, style, Qt.PenCapStyle.FlatCap))
        self._head.setBrush(colour)
        self.setZValue({"waiting": 0.0, "travelled": 0.5, "now": 1.0}[self._state] + (1.5 if self._lit else 0))


def _head_polygon(path: QPainterPath, end: int) -> QPolygonF:
    """A triangle whose tip is at an end of a path: 1 for the last point, 0 for the first."""
    length = max(path.length(), 1e-6)
    size = min(theme().px(HEAD), length / 2)
    tip = path.pointAtPercent(float(end))
    back = path.pointAtPercent(path.percentAtLength(length - size if end else size))
    away = tip - back
    norm = math.hypot(away.x(), away.y()) or 1.0
    along = away / norm
    across = QPointF(-along.y(), along.x())
    foot = tip - along * size
    return QPolygonF([tip, foot + across * size * 0.42, foot - across * size * 0.42])
