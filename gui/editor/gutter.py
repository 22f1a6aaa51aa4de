"""What stands beside the lines: their numbers, which can be clicked, and small marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

if TYPE_CHECKING:
    from gui.editor.editor import CodeEditor

Role = Literal["forward", "backward"]
ROLES: tuple[Role, ...] = get_args(Role)
MARK_ROOM, AIR, BAR = 12, 10, 3
"""Pixels at 100 %: for the marks, between number and text, and the bar of a lit line."""


def role_colour(role: Role) -> QColor:
    """The colour of a direction of the clock."""
    return theme().palette.kernel(0 if role == "forward" else 4)


class Gutter(QWidget):
    """The numbers of an editor's lines. A mark's shape says the same as its colour: ▸ forward, ◂ backward, ● wrong."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.hovered: int | None = None
        self.marks: dict[int, Role] = {}
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def width_needed(self) -> int:
        """Pixels that the numbers and marks take."""
        digits = max(2, len(str(self._editor.blockCount())))
        one = QFontMetrics(self._editor.font()).horizontalAdvance("0")
        return one * digits + theme().px(MARK_ROOM + AIR)

    def line_at(self, y: float) -> int | None:
        """The line at a height, counted from 1, or None below the last."""
        for number, place in self._editor.visible_lines():
            if place.top() <= y < place.bottom():
                return number
        return None

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_needed, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        editor, px = self._editor, theme().px
        painter = left_to_right_painter(self)
        font = editor.font()
        painter.setFont(font)
        wrong = editor.wrong_lines
        here = editor.textCursor().blockNumber() + 1 if editor.hasFocus() else None
        for number, place in editor.visible_lines():
            if place.top() > event.rect().bottom():
                break
            if number == self.hovered:
                painter.fillRect(QRectF(0, place.top(), self.width(), place.height()), theme().colour("wash"))
            if number in wrong:
                colour = "danger"
            elif number == editor.current_line:
                colour = "accent"
            else:
                colour = "ink" if number in (self.hovered, here) else "soft"
            painter.setPen(theme().colour(colour))
            room = QRect(0, round(place.top()), self.width() - px(AIR), round(place.height()))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(number))
            self._paint_bar(painter, number, place)
            middle = QPointF(px(MARK_ROOM) / 2, place.center().y())
            if number in wrong:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme().colour("danger"))
                painter.drawEllipse(middle, px(3.5), px(3.5))
            elif number in self.marks:
                self._paint_mark(painter, self.marks[number], middle)
        painter.end()

    def _paint_mark(self, painter: QPainter, role: Role, middle: QPointF) -> None:
        reach = theme().px(4) * (1 if role == "forward" else -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(role_colour(role))
        corners = [QPointF(reach, 0), QPointF(-reach, -abs(reach)), QPointF(-reach, abs(reach))]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))

    def _paint_bar(self, painter: QPainter, number: int, place: QRectF) -> None:
        colour: QColor | None = None
        for role, lines in self._editor.lit.items():
            if number in lines:
                colour = theme().colour("accent") if role == "chosen" else role_colour(role)
        if number == self._editor.current_line:
            colour = theme().colour("accent")
        if colour is not None:
            width = theme().px(BAR)
            painter.fillRect(QRectF(self.width() - width, place.top(), width, place.height()), colour)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.line_at(event.position().y()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, number: int | None) -> None:
        if number != self.hovered:
            self.hovered = number
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.line_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._editor.line_clicked.emit(number)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._editor.wheelEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            return self._editor.show_tip(event)
        return super().event(event)
