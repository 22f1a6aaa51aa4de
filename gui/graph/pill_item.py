"""What travels along an edge, and how contributions add up at their receiver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from gui.graph.box_item import Watcher
from gui.graph.lettering import lettering
from gui.theme import theme

MOST_WIDE = 190
"""Pixels of a pill at 100 %; a longer text is cut."""


class GradientPill(QGraphicsItem):
    """A gradient on its way; it rests where it can be read, near its receiver."""

    def __init__(self, text: str, path: QPainterPath, *, midway: bool) -> None:
        super().__init__()
        letters, px = lettering(), theme().px
        lines = [letters.cut("pill", line, px(MOST_WIDE)) for line in text.split("\n")]
        self.text = "\n".join(lines)
        width = max(letters.width("pill", line) for line in lines) + px(18)
        height = letters.heights["pill"] * len(lines) + px(5)
        self._radius = (letters.heights["pill"] + px(5)) / 2
        self.rect = QRectF(-width / 2, -height / 2, width, height)
        self._path = path
        length = max(path.length(), 1e-6)
        near = path.percentAtLength(max(0.0, length - width / 2 - px(16)))
        self._rest = 0.5 if midway else max(0.5, min(near, 1.0))
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(5)
        self.move(1.0)

    @property
    def place_of_rest(self) -> QRectF:
        """Where it ends, in the scene."""
        return self.rect.translated(self._path.pointAtPercent(self._rest))

    def move(self, share: float) -> None:
        """Be somewhere between the sender (0) and the place of rest (1)."""
        self.share = share
        self.setPos(self._path.pointAtPercent(self._rest * share))

    @override
    def boundingRect(self) -> QRectF:
        return self.rect.adjusted(-2, -2, 2, 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        colour = theme().palette.backward
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setPen(QPen(theme().colour("paper"), theme().px(1.5)))
        painter.setBrush(colour)
        painter.drawRoundedRect(self.rect, self._radius, self._radius)
        painter.setFont(lettering().fonts["pill"])
        painter.setPen(theme().palette.text_on(colour))
        painter.drawText(self.rect, Qt.AlignmentFlag.AlignCenter, self.text)


@dataclass(frozen=True, slots=True)
class Term:
    """One of the gradients that add up.

    Attributes:
        key: The link that brought it.
        text: Its number, or "" where only their count is told.
        colour: Of that link now.
    """

    key: str
    text: str
    colour: QColor


class SumItem(QGraphicsItem):
    """How several gradients add up, written out beside their receiver; the mouse over a term lights its sender."""

    def __init__(self, lead: str, terms: Sequence[Term], total: str, watcher: Watcher) -> None:
        super().__init__()
        self.terms = tuple(terms)
        self.lead = lead
        self.total = total
        self._watcher = watcher
        letters, px = lettering(), theme().px
        height = letters.heights["pill"] + px(14)
        self._pieces: list[tuple[QRectF, str, Term | None, bool]] = []
        x = float(px(12))

        def put(text: str, term: Term | None, bold: bool = False) -> None:
            nonlocal x
            role = "pill" if bold or term is not None else "under"
            width = letters.width(role, text) + (px(18) if term is not None else 0)
            if term is not None and not text:
                width = px(16)
            self._pieces.append((QRectF(x, px(5), width, height - px(10)), text, term, bold))
            x += width + px(6)

        if lead:
            put(lead, None)
        for place, term in enumerate(self.terms):
            if term.text and place:
                put("+", None)
            put(term.text, term)
        if total:
            put("=", None)
            put(total, None, True)
        width = x + px(6)
        self.rect = QRectF(-width / 2, -height, width, height)
        self.setAcceptHoverEvents(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(6)

    @property
    def text(self) -> str:
        """All of it in one line."""
        sum_ = " + ".join(term.text for term in self.terms if term.text)
        return " ".join(part for part in (self.lead, sum_, f"= {self.total}" if self.total else "") if part)

    def place_of(self, index: int) -> QPointF:
        """The middle of a term, in the scene."""
        rects = [rect for rect, _, term, _ in self._pieces if term is not None]
        return self.mapToScene(rects[index].translated(self.rect.topLeft()).center())

    @override
    def boundingRect(self) -> QRectF:
        return self.rect.adjusted(-2, -2, 2, 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        letters, px = lettering(), theme().px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setPen(QPen(theme().colour("control"), px(1)))
        painter.setBrush(theme().colour("paper"))
        painter.drawRoundedRect(self.rect, px(8), px(8))
        for where, text, term, bold in self._pieces:
            place = where.translated(self.rect.topLeft())
            painter.setFont(letters.fonts["pill" if bold or term is not None else "under"])
            if term is None:
                painter.setPen(theme().colour("ink" if bold else "soft"))
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(term.colour)
                painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
                painter.setPen(theme().palette.text_on(term.colour))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    @override
    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        at = event.pos() - self.rect.topLeft()
        found = next((term.key for rect, _, term, _ in self._pieces if term is not None and rect.contains(at)), None)
        self._watcher.hovered(None if found is None else f"link:{found}")

    @override
    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._watcher.hovered(None)
