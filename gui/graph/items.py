"""Nodes and edges of the computation graph, painted in the state that they are in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsObject,
    QGraphicsPathItem,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from core.autograd.replay import NodeState
from core.autograd.trace import Node
from gui.text import fill, translate
from gui.theme import theme

PAD_X, PAD_Y = 14, 10


def node_lines(node: Node) -> tuple[str, str]:
    """What a node's box says: its name, and what the program calls it or where it stands."""
    if node.kind == "leaf":
        return node.variable or node.name, translate("Graph", "leaf")
    place = "" if node.line is None else fill(translate("Graph", "line {line}"), line=node.line)
    return node.name, f"{node.variable} · {place}" if node.variable and place else node.variable or place


def node_size(node: Node) -> tuple[float, float]:
    """Pixels that a node's box needs, measured with the fonts that paint it."""
    name, under = node_lines(node)
    first = QFontMetricsF(theme().font("body", 600, mono=True))
    second = QFontMetricsF(theme().font("small", mono=True))
    width = max(first.horizontalAdvance(name), second.horizontalAdvance(under)) + 2 * theme().px(PAD_X)
    height = first.height() + (second.height() if under else 0) + 2 * theme().px(PAD_Y)
    return max(width, theme().px(72)), height


class NodeItem(QGraphicsObject):
    """One node; a click asks for the step in which it runs."""

    clicked = Signal(int)

    def __init__(self, node: Node, width: float, height: float) -> None:
        super().__init__()
        self.node = node
        self._box = QRectF(-width / 2, -height / 2, width, height)
        self._state: NodeState = "outside"
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setZValue(2)

    @property
    def state(self) -> NodeState:
        """How far the node is."""
        return self._state

    def set_state(self, state: NodeState) -> None:
        """Recolour the node."""
        if state != self._state:
            self._state = state
            self.update()

    @override
    def boundingRect(self) -> QRectF:
        edge = theme().px(3)
        return self._box.adjusted(-edge, -edge, edge, edge)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        palette = theme().palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setOpacity(0.25 if self._state == "unmade" else 1.0)
        fill_name = {"current": "accent", "done": "wash"}.get(self._state, "paper")
        ink = theme().colour("on_accent" if self._state == "current" else "ink")
        under = theme().colour("on_accent" if self._state == "current" else "soft")
        if self._state == "outside":
            ink = theme().colour("soft")
        edge = QColor(palette.control)
        if self.node.kind == "leaf":
            edge = palette.kernel(0)
        if self._state in ("current", "done"):
            edge = theme().colour("accent")
        pen = QPen(edge, theme().px(2 if self.node.kind == "leaf" or self._state == "current" else 1))
        if self.node.kind == "custom":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme().colour(fill_name))
        radius = theme().px(10)
        painter.drawRoundedRect(self._box, radius, radius)
        name, second = node_lines(self.node)
        painter.setFont(theme().font("body", 600, mono=True))
        painter.setPen(ink)
        inner = self._box.adjusted(0, theme().px(PAD_Y), 0, -theme().px(PAD_Y))
        if second:
            painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)
            painter.setFont(theme().font("small", mono=True))
            painter.setPen(under)
            painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, second)
        else:
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, name)

    @override
    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.node.id)
            event.accept()


class EdgeItem(QGraphicsPathItem):
    """One edge, drawn from root to leaf; `travelled` once a gradient has gone along it."""

    def __init__(self, points: tuple[tuple[float, float], ...]) -> None:
        super().__init__()
        path = QPainterPath(QPointF(*points[0]))
        for index in range(1, len(points) - 2, 3):
            path.cubicTo(*(QPointF(*point) for point in points[index : index + 3]))
        self.setPath(path)
        self._state = "waiting"
        self._draw()

    @property
    def middle(self) -> QPointF:
        """The place for a label."""
        return self.path().pointAtPercent(0.5)

    @property
    def state(self) -> str:
        """ "waiting", "travelled", or "now" while its gradient is being sent."""
        return self._state

    def set_state(self, state: str) -> None:
        """Recolour the edge."""
        if state != self._state:
            self._state = state
            self._draw()

    def _draw(self) -> None:
        colour, width = {
            "waiting": (theme().colour("control"), 1.0),
            "travelled": (theme().colour("accent"), 1.5),
            "now": (theme().palette.kernel(1), 3.0),
        }[self._state]
        self.setPen(QPen(colour, theme().px(width * theme().palette.line_width), c=Qt.PenCapStyle.RoundCap))
        self.setZValue({"waiting": 0, "travelled": 0.5, "now": 1}[self._state])


class GradientPill(QGraphicsObject):
    """What travels along an edge, in a few characters."""

    def __init__(self, text: str, place: QPointF) -> None:
        super().__init__()
        self._text = text
        font = theme().font("small", 500, mono=True)
        width = QFontMetricsF(font).horizontalAdvance(text) + theme().px(16)
        height = QFontMetricsF(font).height() + theme().px(6)
        self._box = QRectF(-width / 2, -height / 2, width, height)
        self.setPos(place)
        self.setZValue(3)

    @override
    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-1, -1, 1, 1)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        colour = theme().palette.kernel(1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(self._box, self._box.height() / 2, self._box.height() / 2)
        painter.setFont(theme().font("small", 500, mono=True))
        painter.setPen(theme().palette.text_on(colour))
        painter.drawText(self._box, Qt.AlignmentFlag.AlignCenter, self._text)
