"""Boxes of cells in oblique projection: the front as it is, the depth slanting up to the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui.theme import theme


@dataclass(frozen=True, slots=True)
class Oblique:
    """Where the corners of a box's cells lie on the screen.

    Places are counted in cells: across to the right, down, and deep into the page.

    Attributes:
        left: Of the front's first cell.
        top: Of the front's first cell.
        width: Of a cell's front.
        height: Of a cell's front.
        shift: How far one layer of depth goes to the right.
        lift: How far one layer of depth goes up.
    """

    left: float
    top: float
    width: float
    height: float
    shift: float
    lift: float

    def point(self, across: float, down: float, deep: float = 0) -> QPointF:
        """One corner; on the middle of a pixel where the sizes are whole, so that thin lines are sharp."""
        x = self.left + across * self.width + deep * self.shift
        y = self.top + down * self.height - deep * self.lift
        return QPointF(x + 0.5, y + 0.5)

    def front(self, across: tuple[float, float], down: tuple[float, float]) -> QPolygonF:
        """The front of a part of the box."""
        (a, b), (c, d) = across, down
        return QPolygonF([self.point(a, c), self.point(b, c), self.point(b, d), self.point(a, d)])

    def side(self, across: float, down: tuple[float, float], deep: tuple[float, float]) -> QPolygonF:
        """The face on the right of a part of the box."""
        (c, d), (e, f) = down, deep
        corners = ((c, e), (c, f), (d, f), (d, e))
        return QPolygonF([self.point(across, y, z) for y, z in corners])

    def roof(self, across: tuple[float, float], down: float, deep: tuple[float, float]) -> QPolygonF:
        """The face on top of a part of the box."""
        (a, b), (e, f) = across, deep
        corners = ((a, e), (b, e), (b, f), (a, f))
        return QPolygonF([self.point(x, down, z) for x, z in corners])

    def cell_of(self, point: QPointF) -> tuple[float, float, float]:
        """The place under a point that lies on the front or on the side of a box one cell wide."""
        beyond = point.x() - self.left - self.width
        deep = beyond / self.shift if beyond > 0 and self.shift > 0 else 0.0
        down = (point.y() + deep * self.lift - self.top) / self.height
        return (point.x() - self.left) / self.width, down, deep


def hairline(colour: str, *, dashed: bool = False, width: float = 1.0) -> QPen:
    """A pen of the palette for lines between cells; its width follows the theme and the zoom."""
    pen = QPen(theme().colour(colour), theme().px(theme().palette.line_width * width))
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def draw_dimension(
    painter: QPainter, start: QPointF, end: QPointF, tick: QPointF, ends: tuple[bool, bool] = (True, True)
) -> None:
    """A dimension line: a thin line with a tick across each end that is one, `tick` being half of it."""
    painter.setPen(hairline("control"))
    painter.drawLine(start, end)
    for place, is_end in zip((start, end), ends, strict=True):
        if is_end:
            painter.drawLine(place - tick, place + tick)


def draw_arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """A level arrow to the right, in the colour of what stands back."""
    head = theme().px(5)
    painter.setPen(hairline("soft", width=1.5))
    painter.drawLine(start, end)
    painter.drawPolyline(
        QPolygonF([QPointF(end.x() - head, end.y() - head), end, QPointF(end.x() - head, end.y() + head)])
    )


def draw_text(
    painter: QPainter,
    middle: QPointF,
    text: str,
    *,
    colour: str = "soft",
    size: str = "small",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    within: float = 0,
) -> QRectF:
    """A line of Mono at a point: centred there, or ending or beginning there.

    Args:
        painter: What draws.
        middle: Where; the height is that of the text's middle.
        text: What is written.
        colour: Of the palette.
        size: Of the type scale.
        align: Left begins at the point, right ends there.
        within: The width of the figure, which the text is moved into; 0 for no bound.

    Returns:
        Where it stands.
    """
    painter.setFont(theme().font(size, mono=True))
    painter.setPen(theme().colour(colour))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 2, metrics.height()
    left = middle.x() - width / 2
    if align == Qt.AlignmentFlag.AlignLeft:
        left = middle.x()
    elif align == Qt.AlignmentFlag.AlignRight:
        left = middle.x() - width
    if within:
        left = max(0.0, min(left, within - width))
    place = QRectF(left, middle.y() - height / 2, width, height)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
    return place
