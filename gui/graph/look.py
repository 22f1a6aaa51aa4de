"""How a box looks in each state: told by fill, outline and a sign at its corner, never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.autograd.replay import NodeState
from gui.palette import Palette, ThemeName, mix
from gui.theme import theme

Shown = Literal["unmade", "made", "fresh", "pending", "current", "done", "outside"]
Sign = Literal["", "new", "waiting", "now", "done", "outside"]

SIGNS: dict[Shown, Sign] = {
    "unmade": "",
    "made": "",
    "fresh": "new",
    "pending": "waiting",
    "current": "now",
    "done": "done",
    "outside": "outside",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and lines of a box.

    Attributes:
        fill: Behind the words.
        edge: The outline.
        width: Of the outline, pixels at 100 %.
        line: Its style.
        ink: The name.
        soft: What stands under it.
        sign: At the corner.
        sign_colour: Of the sign.
    """

    fill: QColor
    edge: QColor
    width: float
    line: Qt.PenStyle
    ink: QColor
    soft: QColor
    sign: Sign
    sign_colour: QColor


def shown_state(state: NodeState, fresh: bool) -> Shown:
    """A state, told apart from that of a node that was made at this very moment."""
    return "fresh" if fresh and state == "made" else state


def look_of(shown: Shown, backward: bool, kind: str) -> Look:
    """The look of a node of a kind ("operation", "leaf", "custom", "group") in the present palette."""
    return _look(shown, backward, kind, theme().palette, theme().palette.name)


@lru_cache(maxsize=256)
def _look(shown: Shown, backward: bool, kind: str, palette: Palette, _name: ThemeName) -> Look:
    tint = palette.backward if backward else palette.forward
    paper = QColor(palette.paper)
    edge = palette.forward if kind == "leaf" else QColor(palette.control)
    width = 2.0 if kind == "leaf" else 1.2
    line = Qt.PenStyle.DashLine if kind == "custom" else Qt.PenStyle.SolidLine
    ink, soft = QColor(palette.ink), QColor(palette.soft)
    fill = paper
    sign_colour = QColor(palette.soft)
    match shown:
        case "unmade":
            ink, soft = mix(paper, ink, 0.55), mix(paper, soft, 0.7)
            edge, line, width = mix(paper, edge, 0.6), Qt.PenStyle.DotLine, 1.2
        case "fresh":
            fill, edge, width = mix(paper, tint, 0.14), tint, 2.0
            sign_colour = tint
        case "current":
            fill, edge, width = tint, tint, 2.0
            ink = soft = palette.text_on(tint)
            sign_colour = tint
        case "done":
            fill, edge = mix(paper, palette.backward, 0.12), palette.backward
            sign_colour = palette.backward
        case "outside":
            ink, edge = soft, mix(paper, edge, 0.6)
        case _:
            pass
    return Look(fill, edge, width, line, ink, soft, SIGNS[shown], sign_colour)


def paint_sign(painter: QPainter, sign: Sign, centre: QPointF, colour: QColor) -> None:
    """A sign of about 14 pixels on a disc of paper."""
    if not sign:
        return
    px = theme().px
    paper = theme().colour("paper")
    radius = px(8)
    filled = sign in ("now", "done", "new")
    painter.setPen(QPen(colour, px(1.5)))
    painter.setBrush(colour if filled else paper)
    painter.drawEllipse(centre, radius, radius)
    ink = theme().palette.text_on(colour) if filled else colour
    pen = QPen(ink, px(1.8), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, unit = centre.x(), centre.y(), radius / 8
    if sign == "done":
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(x - 3.4 * unit, y + 0.2 * unit),
                    QPointF(x - 0.9 * unit, y + 2.8 * unit),
                    QPointF(x + 3.6 * unit, y - 2.6 * unit),
                ]
            )
        )
    elif sign == "now":
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - 2.2 * unit, y - 3.8 * unit),
                    QPointF(x + 4 * unit, y),
                    QPointF(x - 2.2 * unit, y + 3.8 * unit),
                ]
            )
        )
    elif sign == "new":
        painter.drawLine(QPointF(x - 3.4 * unit, y), QPointF(x + 3.4 * unit, y))
        painter.drawLine(QPointF(x, y - 3.4 * unit), QPointF(x, y + 3.4 * unit))
    elif sign == "waiting":
        for offset in (-3.4, 0, 3.4):
            painter.drawPoint(QPointF(x + offset * unit, y))
    elif sign == "outside":
        painter.drawLine(QPointF(x - 3.2 * unit, y), QPointF(x + 3.2 * unit, y))


def paint_ring(painter: QPainter, box: QRectF, radius: float, *, cursor: bool, hit: bool, lit: bool) -> None:
    """What surrounds a box: the keyboard's cursor, a hit of the search, the light of the mouse."""
    px = theme().px
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if hit or lit:
        gap = px(3)
        colour = QColor(theme().palette.kernel(4)) if hit else theme().colour("ink")
        painter.setPen(QPen(colour, px(2.5 if hit else 1.5), Qt.PenStyle.DashDotLine if hit else Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(box.adjusted(-gap, -gap, gap, gap), radius + gap, radius + gap)
    if cursor:
        gap = px(6)
        painter.setPen(QPen(theme().colour("accent"), px(2.5)))
        painter.drawRoundedRect(box.adjusted(-gap, -gap, gap, gap), radius + gap, radius + gap)
