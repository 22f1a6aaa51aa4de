"""The small parts that every panel is put together from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QScrollBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.icons import icon
from gui.text import isolate
from gui.theme import theme


class Label(QLabel):
    """A text of one of the style sheet's roles: title, subtitle, heading, quiet, name, mono, formula, large.

    Roles in Mono hold numbers, shapes and identifiers: those stay left to right in any sentence.
    """

    def __init__(self, role: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aligned = False
        self._heights: dict[int, int] = {}
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._follow_direction()

    @override
    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        self._aligned = True
        super().setAlignment(alignment)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = event.type()
        if kind == QEvent.Type.LayoutDirectionChange:
            self._follow_direction()
        elif kind in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._heights.clear()

    def _follow_direction(self) -> None:
        """Begin where the layout begins: QLabel itself would put Latin text on the left of an Arabic panel."""
        if not self._aligned:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
            super().setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    @override
    def setText(self, text: str) -> None:
        shown = isolate(text) if text and self.objectName() in {"name", "mono", "formula"} else text
        if shown != self.text():  # Qt would lay out and paint an equal text anew.
            self._heights.clear()
            super().setText(shown)

    @override
    def setWordWrap(self, on: bool) -> None:
        self._heights.clear()
        super().setWordWrap(on)

    @override
    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)  # Qt would break the text into lines whenever it is asked.
        if known is None:
            known = self._heights[width] = super().heightForWidth(width)
        return known


class Note(Label):
    """A text beside a heading that gives way: it is cut with an ellipsis where there is too little room."""

    def __init__(self, role: str = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(role, "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(QGuiApplication.layoutDirection())  # Also where a picture is painted of it alone.
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, self.alignment(), shown)
        painter.end()


class Card(QFrame):
    """A rounded sheet of paper with a column of things on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.column = column(self, margins=(14, 12, 14, 12), spacing=8)


class IconButton(QToolButton):
    """A button with an icon alone; it always has a name for the tooltip and for screen readers."""

    def __init__(self, name: str, role: str = "plain", colour: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(role)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._icon, self._colour, self._pixels = name, colour, 20
        theme().changed.connect(self._dress)
        self._dress()

    def set_icon(self, name: str, colour: str | None = None) -> None:
        """Show another drawing, or the same in another colour."""
        self._icon = name
        self._colour = colour or self._colour
        self._dress()

    def set_name(self, name: str, shortcut: str = "") -> None:
        """Name the button; the shortcut stands behind the name in the tooltip."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {shortcut}" if shortcut else name)

    def _dress(self) -> None:
        self.setIcon(icon(self._icon, self._colour))
        pixels = theme().px(self._pixels)
        self.setIconSize(QSize(pixels, pixels))


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide a widget, if it is otherwise: Qt lays its surroundings out anew all the same."""
    if widget.isHidden() == wanted:
        widget.setVisible(wanted)


def dress(widget: QWidget, sheet: str) -> None:
    """Give a widget a style sheet of its own, if it has another: Qt works through an equal one all the same."""
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)


def column(
    owner: QWidget | None = None,
    margins: tuple[float, float, float, float] = (0, 0, 0, 0),
    spacing: float = 8,
) -> QVBoxLayout:
    """A vertical layout whose spaces follow the zoom."""
    layout = QVBoxLayout() if owner is None else QVBoxLayout(owner)
    theme().space(layout, margins, spacing)
    return layout


def row(
    owner: QWidget | None = None,
    margins: tuple[float, float, float, float] = (0, 0, 0, 0),
    spacing: float = 8,
) -> QHBoxLayout:
    """A horizontal layout whose spaces follow the zoom."""
    layout = QHBoxLayout() if owner is None else QHBoxLayout(owner)
    theme().space(layout, margins, spacing)
    return layout


def rule(*, vertical: bool = False) -> QFrame:
    """A one-pixel line between two things."""
    line = QFrame()
    line.setObjectName("rule_v" if vertical else "rule_h")
    return line


class _Scrolled(QScrollArea):
    """Scrolled by the wheel; keys go on to the window, where the arrow keys are the clock's."""

    over: QScrollBar | None = None

    def put_bar_over(self) -> None:
        """Have the bar over the content's margin, so that the content keeps its width when the bar comes and goes."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar, own = QScrollBar(Qt.Orientation.Vertical, self), self.verticalScrollBar()
        bar.valueChanged.connect(own.setValue)
        own.valueChanged.connect(bar.setValue)
        own.rangeChanged.connect(self._follow)
        bar.hide()
        self.over = bar

    def _follow(self, lowest: int, highest: int) -> None:
        assert self.over is not None
        self.over.setPageStep(self.verticalScrollBar().pageStep())
        self.over.setRange(lowest, highest)
        show_if(self.over, highest > lowest)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.over is not None:
            width = self.over.sizeHint().width()
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.over.setGeometry(0 if mirrored else self.width() - width, 0, width, self.height())
            self.over.setPageStep(self.viewport().height())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.resizeEvent(QResizeEvent(self.size(), self.size()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def scrolled(content: QWidget, ground: str, *, over: bool = False) -> QScrollArea:
    """A column that scrolls when it is taller than its place; never sideways.

    Args:
        content: What is scrolled.
        ground: Its ground's name in the style sheet.
        over: Whether the bar is over the content's margin, which has to be there, and takes no room of its own.
    """
    area = _Scrolled()
    if over:
        area.put_bar_over()
    area.setObjectName(ground)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def stretch_wide(widget: QWidget) -> None:
    """Let a widget take all the width there is, and shrink below what it would like."""
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())


def clear_layout(layout: QLayout, keep: Callable[[QWidget], bool] | None = None) -> None:
    """Take every widget out of a layout and delete it, but for those to keep."""
    for index in reversed(range(layout.count())):
        item = layout.itemAt(index)
        widget = item.widget() if item is not None else None
        if widget is not None and (keep is None or not keep(widget)):
            layout.takeAt(index)
            widget.deleteLater()
