"""A small matrix of numbers, each cell tinted by its value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter

Matrix = npt.NDArray[np.floating]

MOST_ROWS = 12
MOST_COLUMNS = 12
"""Beyond these the middle is folded into one cell of dots: the ends stay, as in torch's own printing."""


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
    """

    values: Matrix
    scale: float = 0.0
    padded: npt.NDArray[np.bool_] | None = None
    labels: tuple[str, ...] = ()
    digits: int = 2
    quiet: bool = False


class TensorGrid(QWidget):
    """Paints `Cells`; left to right in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cells = Cells(np.zeros((0, 0)))
        self._rows: list[int | None] = []
        self._columns: list[int | None] = []
        theme().changed.connect(self.updateGeometry)

    def show_cells(self, cells: Cells) -> None:
        """Show other numbers; only the painting changes when the shape is the same."""
        reshaped = cells.values.shape != self._cells.values.shape
        self._cells = cells
        if reshaped:
            self._rows = _shown(cells.values.shape[0], MOST_ROWS)
            self._columns = _shown(cells.values.shape[1], MOST_COLUMNS)
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

    @override
    def sizeHint(self) -> QSize:
        columns, rows = max(1, len(self._columns)), max(1, len(self._rows))
        width = self._label_width() + columns * theme().px(58)
        return QSize(round(width), rows * theme().px(34))

    @override
    def minimumSizeHint(self) -> QSize:
        columns = max(1, len(self._columns))
        return QSize(round(self._label_width() + columns * theme().px(30)), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        values = self._cells.values
        if not values.size:
            return
        painter = left_to_right_painter(self)
        label_width = self._label_width()
        height = theme().px(34)
        width = min((self.width() - label_width) / len(self._columns), theme().px(72))
        gap, radius = theme().px(2), theme().px(6)
        digits, font = self._notation(width - 2 * gap)
        finite = np.abs(values[np.isfinite(values)])
        scale = self._cells.scale or (float(finite.max()) if finite.size else 1.0) or 1.0
        for line, i in enumerate(self._rows):
            if self._cells.labels and i is not None:
                painter.setFont(theme().font("small", mono=True))
                painter.setPen(theme().colour("soft"))
                place = QRectF(0, line * height, label_width, height)
                painter.drawText(
                    place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._cells.labels[i]
                )
            painter.setFont(font)
            for place_index, j in enumerate(self._columns):
                cell = QRectF(label_width + place_index * width, line * height, width, height)
                cell.adjust(gap / 2, gap / 2, -gap / 2, -gap / 2)
                if i is None or j is None:
                    painter.setPen(theme().colour("soft"))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "⋯" if i is not None else "⋮")
                    continue
                self._paint_cell(painter, cell, radius, float(values[i, j]), scale, digits, (i, j))
        painter.end()

    def _paint_cell(
        self,
        painter: QPainter,
        cell: QRectF,
        radius: float,
        value: float,
        scale: float,
        digits: int,
        place: tuple[int, int],
    ) -> None:
        palette = theme().palette
        padded = self._cells.padded is not None and bool(self._cells.padded[place])
        background = QColor(palette.paper) if self._cells.quiet else palette.signed(value, scale * 1.25)
        pen = QPen(theme().colour("control" if padded else "line"), theme().px(palette.line_width))
        if padded:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(background)
        painter.drawRoundedRect(cell, radius, radius)
        painter.setPen(palette.text_on(background))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, show_number(value, digits))

    def _notation(self, width: float) -> tuple[int, QFont]:
        """The most decimals and the largest font that fit every shown number."""
        rows = [i for i in self._rows if i is not None]
        columns = [j for j in self._columns if j is not None]
        shown = [float(self._cells.values[i, j]) for i in rows for j in columns]
        for size in ("body", "small", "tiny"):
            font = theme().font(size, 500, mono=True)
            metrics = QFontMetricsF(font)
            for digits in range(self._cells.digits, -1, -1):
                longest = max((metrics.horizontalAdvance(show_number(v, digits)) for v in shown), default=0)
                if longest <= width and (digits >= min(1, self._cells.digits) or size == "tiny"):
                    return digits, font
        return 0, font


def _shown(count: int, most: int) -> list[int | None]:
    """Which of `count` lines are shown; None stands for those folded away."""
    if count <= most:
        return list(range(count))
    half = (most - 1) // 2
    return [*range(half), None, *range(count - half, count)]
