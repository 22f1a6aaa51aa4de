"""A matrix that is too large for numbers, as one picture: blue, white and red by its values."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.palette import Palette
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

Matrix = npt.NDArray[np.floating]

TALLEST = 180
"""Pixels at 100 %."""
LEAST_CELL = 3
"""Pixels at 100 % of a cell below which single cells are not framed but dotted."""


class HeatMap(QWidget):
    """Paints a matrix of any size; left to right in every language.

    Signals:
        pointed: The cell under the mouse, (row, column), or None.
        picked: A cell was clicked, or reached with the arrow keys.
    """

    pointed = Signal(object)
    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Matrix = np.zeros((0, 0), np.float32)
        self._scale = 0.0
        self._image: QImage | None = None
        self._framed: frozenset[tuple[int, int]] = frozenset()
        self._at: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._redress)

    @property
    def values(self) -> Matrix:
        """What is shown, (rows, columns)."""
        return self._values

    def show_values(self, values: Matrix, scale: float = 0.0) -> None:
        """Show a matrix; `scale` is the magnitude of the full colour, 0 for its own largest finite one."""
        if values.shape != self._values.shape:
            self._at = None
            self.updateGeometry()
        self._values, self._scale = np.asarray(values, np.float32), scale
        self._image = None
        self.update()

    def show_framed(self, framed: frozenset[tuple[int, int]], chosen: tuple[int, int] | None) -> None:
        """Frame cells that belong to what is pointed at, and the one that is chosen."""
        if (framed, chosen) != (self._framed, self._at):
            self._framed, self._at = framed, chosen
            self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell stands in the widget."""
        width, height = self._cell()
        return QRectF(column * width, row * height, width, height)

    def _cell(self) -> tuple[float, float]:
        rows, columns = self._values.shape
        width = min(self.width() / max(1, columns), theme().px(24))
        return width, min(max(self.height(), 1) / max(1, rows), max(width, theme().px(2)))

    def _redress(self) -> None:
        self._image = None
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        rows, columns = self._values.shape
        side = min(theme().px(24), theme().px(290) / max(1, columns))
        return QSize(theme().px(290), round(min(theme().px(TALLEST), max(theme().px(24), rows * side))))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._values.size:
            return
        if self._image is None:
            self._image = _painted(self._values, self._scale)
        painter = left_to_right_painter(self)
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, False)
        painter.setRenderHint(painter.RenderHint.Antialiasing, False)
        width, height = self._cell()
        rows, columns = self._values.shape
        whole = QRectF(0, 0, width * columns, height * rows)
        painter.drawImage(whole, self._image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("line"), theme().px(1)))
        painter.drawRect(whole.adjusted(0, 0, -1, -1))
        for places, colour in ((self._framed, "ink"), ([self._at] if self._at else [], "accent")):
            painter.setPen(QPen(theme().colour(colour), theme().px(2)))
            for row, column in places:
                cell = self.cell_rect(row, column)
                least = theme().px(LEAST_CELL) * 2
                if min(cell.width(), cell.height()) < least:
                    middle = cell.center()
                    cell = QRectF(middle.x() - least / 2, middle.y() - least / 2, least, least)
                painter.drawRect(cell)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
            painter.drawRect(whole.adjusted(1, 1, -1, -1))
        painter.end()

    # Mouse and keys.

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        width, height = self._cell()
        row, column = int(position.y() // max(height, 1e-9)), int(position.x() // max(width, 1e-9))
        inside = 0 <= row < self._values.shape[0] and 0 <= column < self._values.shape[1]
        return (row, column) if inside else None

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
            self.picked.emit(*cell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }.get(Qt.Key(event.key()))
        if move is None or not self._values.size:
            event.ignore()
            return
        row, column = self._at or (0, 0)
        rows, columns = self._values.shape
        if self._at is not None:
            row, column = max(0, min(rows - 1, row + move[0])), max(0, min(columns - 1, column + move[1]))
        self.picked.emit(row, column)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _painted(values: Matrix, scale: float) -> QImage:
    """One pixel a cell; what is not finite is hatched by being the colour of danger."""
    finite = np.isfinite(values)
    known = np.abs(values[finite])
    top = scale or (float(known.max()) if known.size else 1.0) or 1.0
    table, danger = _table(theme().palette)
    with np.errstate(invalid="ignore"):
        shares = np.where(finite, np.clip(values / top, -1, 1), 0)
    pixels = np.ascontiguousarray(table[np.rint((shares + 1) / 2 * (len(table) - 1)).astype(np.intp)])
    pixels[~finite] = danger
    rows, columns = values.shape
    # A copy of its own: the array goes when this returns.
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888).copy()


@lru_cache(maxsize=8)
def _table(palette: Palette) -> tuple[npt.NDArray[np.ubyte], tuple[int, ...]]:
    """257 colours, so that the middle one is exactly 0; and that of what is not finite."""
    from PySide6.QtGui import QColor

    return palette.signed_table(257), tuple(QColor(palette.danger).getRgb())  # type: ignore[arg-type]
