"""A small matrix of numbers, each cell tinted by its value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from gui.palette import Palette
from gui.theme import theme
from gui.widgets.numbers import normalise, read_number, show_number
from gui.widgets.painting import left_to_right_painter

Matrix = npt.NDArray[np.floating]

MOST_ROWS = 12
MOST_COLUMNS = 12
"""Beyond these, or what there is room for, the middle is folded into one cell of dots: the ends stay, as in
torch's own printing."""
SHADES = 120
"""Steps of colour from zero to either end; more than the eye tells apart."""
LEAST_COLUMN = 41
"""Pixels at 100 % that a number with a sign and one decimal needs."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What a grid shows.

    Attributes:
        values: (rows, columns).
        scale: The magnitude that has the full colour; the largest of `values` if 0.
        padded: Which cells lie in the padding, (rows, columns); hatched, or None.
        labels: One short name a row, or none.
        digits: Decimals.
        quiet: True for cells that stand back (no tint).
        editable: The rows whose numbers can be typed over.
        lit: One cell that is set off from the others, (row, column), or None.
        framed: Cells that belong to what is pointed at elsewhere.
        texts: What the cells say in place of their values, (rows, columns), or None.
        choosable: Whether a cell can be chosen by a click and by the arrow keys; `picked` tells which.
    """

    values: Matrix
    scale: float = 0.0
    padded: npt.NDArray[np.bool_] | None = None
    labels: tuple[str, ...] = ()
    digits: int = 2
    quiet: bool = False
    editable: tuple[int, ...] = ()
    lit: tuple[int, int] | None = None
    framed: frozenset[tuple[int, int]] = frozenset()
    texts: tuple[tuple[str, ...], ...] | None = None
    choosable: bool = False


class TensorGrid(QWidget):
    """Paints `Cells`; left to right in every language.

    An editable cell is typed over after a double click, or after Enter or a digit on the cell that the
    arrow keys went to.

    Signals:
        pointed: The cell under the mouse, (row, column), or None.
        picked: A cell was clicked.
        edited: (row, column, number) that the user typed.
    """

    pointed = Signal(object)
    picked = Signal(int, int)
    edited = Signal(int, int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least_column = LEAST_COLUMN
        self._editor: QLineEdit | None = None
        self._editing = (0, 0)
        self._noted: tuple[tuple[int, int, int, bool, int], Matrix, tuple[int, QFont]] | None = None
        self._at: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cells = Cells(np.zeros((0, 0)))
        self._rows: list[int | None] = []
        self._columns: list[int | None] = []
        theme().changed.connect(self.updateGeometry)

    def show_cells(self, cells: Cells) -> None:
        """Show other numbers; only the painting changes when the shape is the same."""
        if _equal(cells, self._cells):
            return
        reshaped = cells.values.shape != self._cells.values.shape
        self._cells = cells
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cells.editable or cells.choosable else Qt.FocusPolicy.NoFocus)
        if reshaped:
            self._close_editor()
            self._at = None
            self._rows = _shown(cells.values.shape[0], MOST_ROWS)
            self._fold()
            self.updateGeometry()
        self.setAccessibleDescription(str(cells.values.round(4).tolist()) if cells.values.size <= 64 else "")
        self.update()

    @property
    def cells(self) -> Cells:
        """What is shown."""
        return self._cells

    def _label_width(self) -> float:
        if not self._cells.labels:
            return 0.0
        metrics = QFontMetricsF(theme().font("small", mono=True))
        return max(metrics.horizontalAdvance(label) for label in self._cells.labels) + theme().px(8)

    def _fold(self) -> None:
        """Leave out of the middle what there is no room for."""
        room = int((self.width() - self._label_width()) // theme().px(self.least_column))
        count = self._cells.values.shape[1]
        self._columns = _shown(count, max(3, min(MOST_COLUMNS, room)))
        if self.least_column < LEAST_COLUMN and not self._legible():
            # Long numbers, such as those with exponents, need the usual room: a number that is not seen says nothing.
            room = int((self.width() - self._label_width()) // theme().px(LEAST_COLUMN))
            self._columns = _shown(count, max(3, min(MOST_COLUMNS, room)))

    def _legible(self) -> bool:
        """Whether every shown number has room in its cell with some number of decimals."""
        if self._cells.texts is not None or not self._columns:
            return True
        rows, columns = ([one for one in some if one is not None] for some in (self._rows, self._columns))
        shown = self._cells.values[np.ix_(rows, columns)].ravel().tolist()
        room = self._column_width() - 2 * theme().px(2)
        most = room / QFontMetricsF(theme().font("tiny", 500, mono=True)).horizontalAdvance("0")
        return any(
            max((len(show_number(value, digits)) for value in shown), default=0) <= most
            for digits in range(self._cells.digits + 1)
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def sizeHint(self) -> QSize:
        columns, rows = max(1, min(MOST_COLUMNS, self._cells.values.shape[1])), max(1, len(self._rows))
        width = self._label_width() + columns * theme().px(58)
        return QSize(round(width), rows * theme().px(34))

    @override
    def minimumSizeHint(self) -> QSize:
        columns = max(1, min(3, self._cells.values.shape[1]))
        return QSize(round(self._label_width() + columns * theme().px(30)), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        values = self._cells.values
        if not values.size:
            return
        painter = left_to_right_painter(self)
        label_width = self._label_width()
        height = theme().px(34)
        width = self._column_width()
        gap = theme().px(2)
        digits, font = self._notation(width - 2 * gap)
        finite = np.abs(values[np.isfinite(values)])
        scale = (self._cells.scale or (float(finite.max()) if finite.size else 1.0) or 1.0) * 1.25
        if self._cells.labels:
            painter.setFont(theme().font("small", mono=True))
            painter.setPen(theme().colour("soft"))
            for line, i in enumerate(self._rows):
                if i is not None:
                    place = QRectF(0, line * height, label_width, height)
                    side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
                    painter.drawText(place, side, self._cells.labels[i])
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        advance, rise = metrics.horizontalAdvance("0"), (metrics.ascent() - metrics.descent()) / 2
        palette = theme().palette
        edges = _edges(palette, theme().zoom)
        radius = theme().px(6)
        for line, i in enumerate(self._rows):
            for column, j in enumerate(self._columns):
                cell = QRectF(
                    label_width + column * width + gap / 2, line * height + gap / 2, width - gap, height - gap
                )
                if i is None or j is None:
                    painter.setPen(theme().colour("soft"))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "⋯" if i is not None else "⋮")
                    continue
                value = float(values[i, j])
                ground, ink = self._colours(palette, value, scale)
                painter.setPen(edges[self._edge_of((i, j))])
                painter.setBrush(ground)
                painter.drawRoundedRect(cell, radius, radius)
                painter.setPen(ink)
                text = self._cells.texts[i][j] if self._cells.texts is not None else show_number(value, digits)
                if len(text) * advance > cell.width():
                    text = "…"  # Its tint says its size; the number itself stands where it is pointed at.
                middle = cell.center()
                # Mono's letters are all as wide, so the text's place is known without laying it out.
                painter.drawText(QPointF(middle.x() - len(text) * advance / 2, middle.y() + rise), text)
        painter.end()

    def _edge_of(self, place: tuple[int, int]) -> str:
        if place == self._cells.lit or (place == self._at and self.hasFocus()):
            return "lit"
        if place in self._cells.framed:
            return "framed"
        if not isfinite(self._cells.values[place]):
            return "odd"
        return "padded" if self._cells.padded is not None and self._cells.padded[place] else "plain"

    def _colours(self, palette: Palette, value: float, scale: float) -> tuple[QColor, QColor]:
        """A cell's ground and the ink on it."""
        if not isfinite(value):
            return QColor(palette.danger_wash), QColor(palette.danger)
        if self._cells.quiet:
            return QColor(palette.paper), QColor(palette.ink)
        return _shade(palette, round(max(-1.0, min(1.0, value / scale)) * SHADES))

    # Mouse and keys.

    def _column_width(self) -> float:
        return min((self.width() - self._label_width()) / max(1, len(self._columns)), theme().px(72))

    def cell_rect(self, row: int, column: int) -> QRectF | None:
        """Where a cell stands in the widget, or None if it is folded away."""
        if row not in self._rows or column not in self._columns:
            return None
        width, height = self._column_width(), theme().px(34)
        line, place = self._rows.index(row), self._columns.index(column)
        return QRectF(self._label_width() + place * width, line * height, width, height)

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        line = int(position.y() // theme().px(34))
        place = int((position.x() - self._label_width()) // max(1.0, self._column_width()))
        if not (0 <= line < len(self._rows) and 0 <= place < len(self._columns)):
            return None
        row, column = self._rows[line], self._columns[place]
        return None if row is None or column is None else (row, column)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._cell_at(event.position()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self._at = cell
            self.picked.emit(*cell)
            self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self._open_editor(cell)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at is None and self._cells.values.shape[1]:
            if self._cells.editable:
                self._at = (self._cells.editable[0], 0)
            elif self._cells.choosable:
                self._at = self._cells.lit or (0, 0)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if self._at is None or not (self._cells.editable or self._cells.choosable):
            event.ignore()
        elif move is not None:
            lines = [
                row for row in self._rows if row is not None and (self._cells.choosable or row in self._cells.editable)
            ]
            columns = [column for column in self._columns if column is not None]
            line = lines.index(self._at[0]) if self._at[0] in lines else 0
            place = columns.index(self._at[1]) if self._at[1] in columns else 0
            line = max(0, min(len(lines) - 1, line + move[0]))
            place = max(0, min(len(columns) - 1, place + move[1]))
            self._at = (lines[line], columns[place])
            if self._cells.choosable:
                self.picked.emit(*self._at)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open_editor(self._at)
        elif event.text() and (normalise(event.text()).isdigit() or normalise(event.text()) in ("-", ".")):
            self._open_editor(self._at, normalise(event.text()))
        else:
            event.ignore()

    def _open_editor(self, cell: tuple[int, int], text: str | None = None) -> None:
        place = self.cell_rect(*cell)
        if cell[0] not in self._cells.editable or place is None:
            return
        self._close_editor()
        editor = QLineEdit(self)
        editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setStyleSheet("padding: 0; min-height: 0;")
        editor.setAccessibleName(self.accessibleName())
        wide = max(place.width(), theme().px(64))
        left = max(0.0, min(place.center().x() - wide / 2, self.width() - wide))
        editor.setGeometry(QRectF(left, place.top(), wide, place.height()).toRect())
        editor.setText(f"{float(self._cells.values[cell]):.6g}" if text is None else text)
        if text is None:
            editor.selectAll()
        editor.returnPressed.connect(self._commit)
        editor.installEventFilter(self)
        self._editor, self._editing = editor, cell
        editor.show()
        editor.setFocus()

    def _commit(self) -> None:
        editor = self._editor
        if editor is None:
            return
        number = read_number(editor.text())
        cell = self._editing
        self._close_editor()
        self.setFocus()
        if number is not None:
            self.edited.emit(cell[0], cell[1], number)

    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.removeEventFilter(self)
            editor.hide()
            editor.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._editor:
            if event.type() == QEvent.Type.FocusOut:
                self._close_editor()
            elif (
                isinstance(event, QKeyEvent)
                and event.type() == QEvent.Type.KeyPress
                and event.key() == Qt.Key.Key_Escape
            ):
                self._close_editor()
                self.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _notation(self, width: float) -> tuple[int, QFont]:
        """The most decimals and the largest font that fit every shown number; found once for the same numbers."""
        key = (id(self._cells.values), round(width), theme().zoom, theme().presented, len(self._columns))
        if self._noted is None or self._noted[0] != key:
            self._noted = (key, self._cells.values, self._fitting_all(width))
        return self._noted[2]

    def _fitting_all(self, width: float) -> tuple[int, QFont]:
        rows = [i for i in self._rows if i is not None]
        columns = [j for j in self._columns if j is not None]
        if self._cells.texts is not None:
            return self._fitting([max((len(self._cells.texts[i][j]) for i in rows for j in columns), default=0)], width)
        shown = self._cells.values[np.ix_(rows, columns)].ravel().tolist()
        # Every letter of Mono is as wide as the next: the longest text is the widest.
        longest = [
            max((len(show_number(value, digits)) for value in shown), default=0)
            for digits in range(self._cells.digits + 1)
        ]
        return self._fitting(longest, width)

    @staticmethod
    def _fitting(longest: list[int], width: float) -> tuple[int, QFont]:
        """The most decimals and the largest font that fit, by the longest text's letters for each number of them."""
        most = len(longest) - 1
        font = theme().font("tiny", 500, mono=True)
        for size in ("body", "small", "tiny"):
            font = theme().font(size, 500, mono=True)
            advance = QFontMetricsF(font).horizontalAdvance("0")
            for digits in range(most, -1, -1):
                if longest[digits] * advance <= width and (digits >= min(1, most) or size == "tiny"):
                    return digits, font
        return 0, font


@lru_cache(maxsize=32)
def _edges(palette: Palette, zoom: int) -> dict[str, QPen]:
    """The pens of a cell's edge."""
    width, two = theme().px(palette.line_width), theme().px(2)
    assert zoom == theme().zoom
    return {
        "plain": QPen(QColor(palette.line), width),
        "padded": QPen(QColor(palette.control), width, Qt.PenStyle.DashLine),
        "lit": QPen(QColor(palette.accent), two),
        "framed": QPen(QColor(palette.ink), two),
        "odd": QPen(QColor(palette.danger), two, Qt.PenStyle.DotLine),
    }


@lru_cache(maxsize=1024)
def _shade(palette: Palette, share: int) -> tuple[QColor, QColor]:
    """The ground of one of the shades from -SHADES to SHADES, and the ink on it."""
    ground = palette.signed(share, SHADES)
    return ground, palette.text_on(ground)


def _equal(first: Cells, second: Cells) -> bool:
    same = np.array_equal(first.values, second.values) and first.values.shape == second.values.shape
    padded = first.padded is second.padded or (
        first.padded is not None and second.padded is not None and np.array_equal(first.padded, second.padded)
    )
    return (
        same
        and padded
        and replace(first, values=second.values, padded=None) == replace(second, values=second.values, padded=None)
    )


def _shown(count: int, most: int) -> list[int | None]:
    """Which of `count` lines are shown; None stands for those folded away."""
    if count <= most:
        return list(range(count))
    half = (most - 1) // 2
    return [*range(half), None, *range(count - half, count)]
