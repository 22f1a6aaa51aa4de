"""How a tensor's values are spread: bars over its range."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter

BARS = 41


class Histogram(QWidget):
    """Paints the spread of the finite values, a mark at zero, and both ends of the range."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._range = (0.0, 0.0)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Values in each bar."""
        return self._counts

    def show_values(self, values: npt.NDArray[np.floating]) -> None:
        """Show the spread of all finite values."""
        finite = values[np.isfinite(values)].astype(np.float64)
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
        if low == high:
            low, high = low - 0.5, high + 0.5
        self._counts, _ = np.histogram(finite, BARS, (low, high))
        self._range = low, high
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(290), theme().px(58))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(58))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        most = int(self._counts.max()) if self._counts.size else 0
        if not most:
            return
        painter = left_to_right_painter(self)
        words = theme().px(18)
        height = self.height() - words
        low, high = self._range
        width = self.width() / BARS
        scale = max(abs(low), abs(high))
        painter.setPen(Qt.PenStyle.NoPen)
        for bar, count in enumerate(self._counts.tolist()):
            if count:
                middle = low + (bar + 0.5) / BARS * (high - low)
                tall = max(theme().px(2), height * count / most)
                colour = theme().palette.signed(middle, scale)
                painter.setBrush(colour)
                painter.setPen(QPen(theme().colour("control"), theme().px(1)))
                painter.drawRect(QRectF(bar * width, height - tall, max(1.0, width - 1), tall))
        if low < 0 < high:
            zero = -low / (high - low) * self.width()
            painter.setPen(QPen(theme().colour("ink"), theme().px(1), Qt.PenStyle.DashLine))
            painter.drawLine(round(zero), 0, round(zero), height)
        painter.setPen(theme().colour("soft"))
        painter.setFont(theme().font("tiny", mono=True))
        line = QRectF(0, height, self.width(), words)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, show_number(low, 3))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, show_number(high, 3))
        painter.end()
