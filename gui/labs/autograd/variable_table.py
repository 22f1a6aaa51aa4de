"""The program's tensors as rows of a table: name and shape, value, `.grad`, requires_grad or what made it.

A step only changes texts: of each row those four, and only where something differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from core.autograd.trace import Tensor
from core.autograd.variables import Row
from gui.labs.autograd.shortened import shortened
from gui.text import as_code, isolate, translate
from gui.theme import theme
from gui.widgets.numbers import MINUS, show_shape

NAME, VALUE, GRAD, MADE = range(4)
WIDTHS = (0, 82, 82, 108)
"""Pixels at 100 % of the columns; the first takes what is left."""
ROW_HEIGHT = 38
HEADER_HEIGHT = 26
MOST_SHOWN = 7
"""Rows that are seen at once; more are scrolled to."""
FEW = 4
"""Numbers that are shown as they are."""
NOTHING = "—"
BETWEEN = " … "
"""Stands between the least and the largest number of a tensor."""
Index = QModelIndex | QPersistentModelIndex


def short_number(value: float) -> str:
    """Three significant digits, a true minus."""
    value += 0.0  # No minus before zero.
    text = f"{value:.0f}" if 1000 <= abs(value) < 1e5 else f"{value:.3g}"
    return text.replace("e+0", "e").replace("e-0", "e-").replace("e+", "e").replace("-", MINUS)


def tensor_words(tensor: Tensor) -> str:
    """A tensor in a few characters: its numbers if they are few, else the least and the largest."""
    values = tensor.array
    if values is None:
        found = tensor.statistics
        return "" if found is None else BETWEEN.join(short_number(float(one)) for one in (found.min, found.max))
    if not values.size:
        return "[]"
    if values.dtype.kind == "c":
        return str(values.flat[0]) if values.size == 1 else ""
    if values.dtype.kind == "b":
        shown = [str(bool(one)) for one in values.flat] if values.size == 1 else []
        return shown[0] if shown else f"{int(values.sum())} True"
    numbers = values.astype(np.float64)
    if values.size == 1:
        return short_number(float(numbers.flat[0]))
    if values.ndim == 1 and values.size <= FEW:
        text = "[" + ", ".join(short_number(float(one)) for one in numbers) + "]"
        if len(text) <= 9:
            return text
    low, high = float(numbers.min()), float(numbers.max())
    if low == high:
        return f"{values.size} × {short_number(low)}"
    return BETWEEN.join((short_number(low), short_number(high)))


class VariableModel(QAbstractTableModel):
    """Rows of a run."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self.node_names: dict[int, str] = {}
        self.lit: int | None = None
        self._texts: list[tuple[str, str, str, str]] = []
        self.room, self._short = -1, dict[str, str]()

    def begin(self, rows: Sequence[Row], node_names: dict[int, str]) -> None:
        """Another run."""
        self.beginResetModel()
        self.rows, self.node_names, self.lit = tuple(rows), node_names, None
        self._texts = [self._words(one) for one in self.rows]
        self.room = -1
        self.endResetModel()

    def show_rows(self, rows: Sequence[Row], lit: int | None) -> None:
        """The same names at another position, and the node that the clock is at."""
        changed = []
        for place, (new, old) in enumerate(zip(rows, self.rows, strict=True)):
            if new != old:
                self._texts[place] = self._words(new)
                changed.append(place)
            elif new.node is not None and lit != self.lit and new.node in (lit, self.lit):
                changed.append(place)
        self.rows, self.lit = tuple(rows), lit
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], MADE))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._texts = [self._words(one) for one in self.rows]
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, MADE)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, MADE))

    def short_name(self, name: str, room: int) -> str:
        """A name of the table in so many characters, told apart from the others."""
        if room != self.room:
            self.room, self._short = room, shortened([one.name for one in self.rows], room)
        return self._short.get(name, name)

    def under(self, place: int) -> str:
        """What stands under a name: the shape, and the type if it is none of the usual."""
        value = self.rows[place].value
        if value is None:
            return ""
        kind = "" if value.dtype == "float32" else f" {value.dtype}"
        return f"{show_shape(value.shape)}{kind}"

    def _words(self, row: Row) -> tuple[str, str, str, str]:
        if row.value is None:
            return row.name, NOTHING, "", ""
        grad = "None" if row.grad is None else tensor_words(row.grad)
        node = "" if row.node is None else self.node_names.get(row.node, "")
        made = translate("Variables", "leaf") if row.is_leaf else node
        return row.name, tensor_words(row.value), grad, made

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(WIDTHS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self._texts[index.row()][index.column()]
            if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
                return f"{text} {self.under(index.row())}"
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self._texts[index.row()][index.column()]
            return isolate(f"{as_code(text)}  {self.under(index.row())}" if index.column() == NAME else text)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == MADE and row.is_leaf and row.value is not None:
            return Qt.CheckState.Checked if row.requires_grad else Qt.CheckState.Unchecked
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            words = (translate("Variables", "Name"), translate("Variables", "Value"))
            return (*words, isolate(".grad"), isolate("requires_grad"))[section]
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Paints a cell; the colours tell what this moment made, a bar beside the text and its weight tell it too."""

    def __init__(self, model: VariableModel, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self._fonts: dict[tuple[str, int], QFont] = {}
        theme().changed.connect(self._fonts.clear)

    def _font(self, size: str, weight: int = 400) -> QFont:
        found = self._fonts.get((size, weight))
        if found is None:
            found = self._fonts[size, weight] = theme().font(size, weight, mono=True)
        return found

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(WIDTHS[index.column()] or 60), theme().px(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.rows[index.row()]
        area = QRectF(option.rect)
        px = theme().px
        column = index.column()
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.node is not None and row.node == self._model.lit and row.value is not None:
            painter.fillRect(area, theme().colour("wash"))
        inner = area.adjusted(px(8), 0, -px(1), 0)
        if column == NAME:
            self._paint_name(painter, inner, row, index.row())
        elif column == MADE:
            self._paint_made(painter, inner, row, str(index.data()))
        else:
            fresh = row.fresh if column == VALUE else row.grad_fresh
            colour = theme().colour("ink")
            if fresh:
                colour = theme().palette.forward if column == VALUE else theme().palette.backward
                painter.fillRect(QRectF(area.x() + px(2), area.y() + px(8), px(3), area.height() - px(16)), colour)
            elif row.value is None or (column == GRAD and row.grad is None):
                colour = theme().colour("soft")
            self._paint_numbers(painter, inner, str(index.data()), colour, 600 if fresh else 400)
        painter.setPen(QPen(theme().colour("line"), theme().palette.line_width))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._view.currentIndex().row() == index.row():
            self._paint_chosen(painter, area, column)
        painter.restore()

    def _paint_name(self, painter: QPainter, area: QRectF, row: Row, place: int) -> None:
        upper = QRectF(area.x(), area.y() + theme().px(3), area.width(), area.height() / 2 - theme().px(1))
        lower = QRectF(area.x(), area.center().y(), area.width(), area.height() / 2 - theme().px(4))
        if row.value is None:
            upper = area
        colour = theme().colour("soft" if row.value is None else "ink")
        one = QFontMetrics(self._font("small", 500)).horizontalAdvance("0")
        name = self._model.short_name(row.name, int(area.width()) // max(1, one))
        self._text(painter, upper, as_code(name), colour, "small", 500, Qt.TextElideMode.ElideMiddle)
        self._text(painter, lower, self._model.under(place), theme().colour("soft"), "tiny")

    def _paint_numbers(self, painter: QPainter, area: QRectF, text: str, colour: QColor, weight: int) -> None:
        """The least over the largest where they do not fit side by side."""
        low, between, high = text.partition(BETWEEN)
        if not between or QFontMetrics(self._font("small", weight)).horizontalAdvance(text) <= area.width():
            self._text(painter, area, text, colour, "small", weight)
            return
        half = area.height() / 2
        self._text(painter, area.adjusted(0, theme().px(3), 0, -half), low + BETWEEN.rstrip(), colour, "small", weight)
        self._text(painter, area.adjusted(0, half, 0, -theme().px(4)), high, colour, "small", weight)

    def _paint_made(self, painter: QPainter, area: QRectF, row: Row, text: str) -> None:
        px = theme().px
        if row.value is None:
            return
        if row.is_leaf:
            side = px(16)
            box = QRectF(area.x(), area.center().y() - side / 2, side, side)
            painter.setPen(QPen(theme().colour("accent" if row.requires_grad else "control"), px(1.5)))
            painter.setBrush(theme().colour("accent") if row.requires_grad else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(4), px(4))
            if row.requires_grad:
                painter.setPen(QPen(theme().colour("on_accent"), px(2)))
                tick = [box.topLeft() + QPointF(x, y) * (side / 16) for x, y in ((4, 8), (7, 11), (12, 5))]
                painter.drawPolyline(tick)
            area = area.adjusted(side + px(7), 0, 0, 0)
            painter.setFont(theme().font("small"))
            painter.setPen(theme().colour("soft"))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            return
        self._text(painter, area, text, theme().colour("soft"), "tiny")

    def _paint_chosen(self, painter: QPainter, area: QRectF, column: int) -> None:
        """A frame around the whole row, thicker at its beginning; its colour alone tells whether keys go there."""
        colour = theme().colour("accent" if self._view.hasFocus() else "control")
        painter.setPen(QPen(colour, theme().px(1.5)))
        frame = area.adjusted(0, 1, 0, -2)
        painter.drawLine(frame.topLeft(), frame.topRight())
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        if column == NAME:
            painter.fillRect(QRectF(area.x(), area.y(), theme().px(4), area.height()), colour)
        if column == MADE:
            edge = frame.adjusted(0, 0, -1, 0)
            painter.drawLine(edge.topRight(), edge.bottomRight())

    def _text(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        colour: QColor,
        size: str,
        weight: int = 400,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        font = self._font(size, weight)
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, elide, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class VariableTable(QTableView):
    """The rows; left to right in every language, as names, shapes and numbers are.

    Up and Down choose a row, Space switches its requires_grad; all other keys go on to the window.

    Signals:
        chosen: The user chose a row, by its place.
        switched: The user wants a leaf to require a gradient, or not: its place, and which.
    """

    chosen = Signal(int)
    switched = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = VariableModel()
        self.setModel(self.rows)
        self.setObjectName("variables")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setItemDelegate(_Painter(self.rows, self))
        self.setShowGrid(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        header.setDefaultAlignment(left | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (VALUE, GRAD, MADE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        theme().changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Give rows and columns their sizes at the present zoom."""
        px = theme().px
        header = self.horizontalHeader()
        header.setFont(theme().font("tiny", 600))
        header.setFixedHeight(px(HEADER_HEIGHT))
        for column in (VALUE, GRAD, MADE):
            self.setColumnWidth(column, px(WIDTHS[column]))
        self.verticalHeader().setMinimumSectionSize(px(ROW_HEIGHT))
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        shown = min(MOST_SHOWN, len(self.rows.rows)) + (0.5 if len(self.rows.rows) > MOST_SHOWN else 0)
        self.setFixedHeight(px(HEADER_HEIGHT) + round(shown * px(ROW_HEIGHT)) + 2)

    def choose(self, place: int | None) -> None:
        """Mark a row as chosen, or none, without telling."""
        self.setCurrentIndex(QModelIndex() if place is None else self.rows.index(place, 0))
        self.viewport().update()

    @property
    def chosen_row(self) -> int | None:
        """The place of the row that is chosen."""
        place = self.currentIndex().row()
        return None if place < 0 else place

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.rows.rows):
            self.choose(place)
            self.scrollTo(self.rows.index(place, 0))
            self.chosen.emit(place)

    def _switch(self, place: int) -> None:
        row = self.rows.rows[place]
        if row.is_leaf and row.value is not None:
            self.switched.emit(place, not row.requires_grad)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            event.ignore()
            return
        row = self.rows.rows[index.row()]
        if index.column() == MADE and row.is_leaf:
            self._switch(index.row())
        else:
            self._choose(index.row())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()  # A drag is none of this table's acts.

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        present = self.chosen_row
        last = len(self.rows.rows) - 1
        places = {
            Qt.Key.Key_Down: 0 if present is None else min(present + 1, last),
            Qt.Key.Key_Up: last if present is None else max(present - 1, 0),
        }
        if not event.modifiers() and self.rows.rows and event.key() in places:
            self._choose(places[Qt.Key(event.key())])
        elif not event.modifiers() and event.key() == Qt.Key.Key_Space and present is not None:
            self._switch(present)
        else:
            # The column around the table scrolls by some of these keys: the window takes them first.
            event.setAccepted(QApplication.sendEvent(self.window(), event) and event.isAccepted())
