"""What the pictures of the cards are painted with: a sheet in units of its own, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from gui.palette import Palette, mix
from gui.theme import theme

WIDTH = 380.0
"""Units of a sheet's width: pixels at 100 %, where there is room for them."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn.

    Attributes:
        colour: A field of `Palette`, or a colour.
        width: In units.
        dashed: Whether it is broken.
    """

    colour: str | QColor = "soft"
    width: float = 1.4
    dashed: bool = False


class Canvas:
    """A sheet `WIDTH` by `height` units; the painter is scaled already and runs left to right."""

    def __init__(self, painter: QPainter, height: float) -> None:
        self.painter = painter
        self.height = height

    @property
    def palette(self) -> Palette:
        """The theme's colours."""
        return theme().palette

    def colour(self, colour: str | QColor) -> QColor:
        """A colour by its name in the palette, or itself."""
        return theme().colour(colour) if isinstance(colour, str) else colour

    def thin(self, colour: str | QColor, share: float = 0.25) -> QColor:
        """A colour thinned to a background that keeps its hue."""
        return mix(self.colour("paper"), self.colour(colour), share)

    def pen(self, stroke: Stroke) -> QPen:
        """A pen for a stroke, as wide as the theme's lines at least."""
        pen = QPen(self.colour(stroke.colour), max(stroke.width, self.palette.line_width))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if stroke.dashed:
            pen.setDashPattern([2.5, 2.5])
        return pen

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: str | QColor = "ink",
        size: float = 13,
        *,
        bold: bool = False,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        """Write something around a point: centred, or beginning (AlignLeft) or ending (AlignRight) there."""
        font = QFont(theme().font("small", 600 if bold else 400, mono=True))
        font.setPixelSize(max(1, round(size)))
        self.painter.setFont(font)
        self.painter.setPen(self.colour(colour))
        left = {Qt.AlignmentFlag.AlignLeft: x, Qt.AlignmentFlag.AlignRight: x - 200}.get(side, x - 100)
        self.painter.drawText(QRectF(left, y - 15, 200, 30), side | Qt.AlignmentFlag.AlignVCenter, text)

    def cell(
        self,
        place: QRectF,
        text: str = "",
        fill: str | QColor = "paper",
        edge: Stroke | None = None,
        *,
        hatched: bool = False,
        size: float = 13,
    ) -> None:
        """A square with a rounded edge and something in it; hatched where nothing reads it."""
        background = self.colour(fill)
        self.painter.setPen(self.pen(edge or Stroke("control")))
        self.painter.setBrush(background)
        self.painter.drawRoundedRect(place, 3, 3)
        if hatched:
            self.painter.setBrush(QBrush(self.colour("control"), Qt.BrushStyle.BDiagPattern))
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.drawRoundedRect(place, 3, 3)
        if text:
            ink = self.colour("ink") if fill in ("paper", "ground") else self.palette.text_on(background)
            self.text(place.center().x(), place.center().y(), text, ink, size)

    def line(self, start: QPointF, end: QPointF, stroke: Stroke | None = None) -> None:
        """A straight line."""
        self.painter.setPen(self.pen(stroke or Stroke()))
        self.painter.drawLine(start, end)

    def arrow(self, start: QPointF, end: QPointF, stroke: Stroke | None = None, *, bend: float = 0) -> None:
        """A line with a head at its end, bent sideways by some units."""
        stroke = stroke or Stroke()
        middle = (start + end) / 2
        across = QPointF(-(end.y() - start.y()), end.x() - start.x())
        length = max((across.x() ** 2 + across.y() ** 2) ** 0.5, 1e-6)
        control = middle + across * (bend / length)
        path = QPainterPath(start)
        path.quadTo(control, end)
        self.path(path, stroke)
        come = end - (control if bend else start)
        self.head(end, atan2(come.y(), come.x()), stroke)

    def head(self, tip: QPointF, angle: float, stroke: Stroke) -> None:
        """An arrow's head."""
        size = 6 + stroke.width
        wings = [tip - QPointF(cos(angle + turn), sin(angle + turn)) * size for turn in (0.42, -0.42)]
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour(stroke.colour))
        self.painter.drawPolygon(QPolygonF([tip, *wings]))

    def path(self, path: QPainterPath, stroke: Stroke, fill: QColor | None = None) -> None:
        """Any outline."""
        self.painter.setPen(self.pen(stroke))
        self.painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
        self.painter.drawPath(path)

    def curve(self, points: Sequence[QPointF], stroke: Stroke) -> None:
        """A line through points."""
        self.painter.setPen(self.pen(stroke))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF(list(points)))

    def dot(self, place: QPointF, colour: str | QColor, radius: float = 4) -> None:
        """A filled circle."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour(colour))
        self.painter.drawEllipse(place, radius, radius)

    def bracket(self, left: float, right: float, y: float, colour: str | QColor = "soft") -> None:
        """A bracket under or over what stands between two places."""
        self.curve(
            [QPointF(left, y - 4), QPointF(left, y), QPointF(right, y), QPointF(right, y - 4)], Stroke(colour, 1.4)
        )
