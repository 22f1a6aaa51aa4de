"""The spectrum under the cursor, and what each channel adds to the output value."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter


class SpectrumView(QWidget):
    """A line of values over bars of contributions, one place a channel.

    Signals:
        picked: A place, from 0.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self._sums: tuple[float, ...] = ()
        self._names: tuple[str, ...] = ()
        self._levels = (0.0, 1.0)
        self._chosen = 0
        self._under: int | None = None
        self.setMouseTracking(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_spectrum(
        self,
        values: tuple[float, ...],
        sums: tuple[float, ...],
        names: tuple[str, ...],
        levels: tuple[float, float],
        chosen: int,
    ) -> None:
        """Show other numbers.

        Args:
            values: What each channel holds at the place looked at.
            sums: What each channel adds.
            names: Of the channels, for the tooltip and below the first and the last.
            levels: The lowest and the highest of `values` that the plot has room for.
            chosen: The channel that is set off.
        """
        self._values, self._sums, self._names = values, sums, names
        self._levels, self._chosen = levels, chosen
        self.setAccessibleDescription(str([round(value, 4) for value in sums]))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(260), theme().px(150))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(100), theme().px(150))

    def _centre(self, place: int) -> float:
        return (place + 0.5) / max(1, len(self._values)) * self.width()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        count = len(self._values)
        if not count:
            return
        painter = left_to_right_painter(self)
        height = float(self.height())
        text = theme().px(16)
        upper, lower = QRectF(0, 2, self.width(), height * 0.42), QRectF(0, height * 0.48, self.width(), 0)
        lower.setBottom(height - text)
        step = self.width() / count
        shown = self._under if self._under is not None else self._chosen
        wash = theme().colour("wash")
        painter.fillRect(QRectF(shown * step, 0, step, height - text), wash)
        self._paint_line(painter, upper)
        self._paint_bars(painter, lower, step)
        painter.setFont(theme().font("tiny", mono=True))
        painter.setPen(theme().colour("soft"))
        place = QRectF(0, height - text, self.width(), text)
        if shown < len(self._names):
            value, total = show_number(self._values[shown], 3), show_number(self._sums[shown], 3)
            words = f"{self._names[shown]}   x {value}   Σ {total}"
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _paint_line(self, painter: QPainter, room: QRectF) -> None:
        low, high = self._levels
        points = QPolygonF()
        for index, value in enumerate(self._values):
            share = max(0.0, min(1.0, (value - low) / max(1e-12, high - low)))
            points.append(QPointF(self._centre(index), room.bottom() - share * (room.height() - 6) - 2))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(QPen(theme().colour("ink"), theme().px(1.5)))
        painter.drawPolyline(points)
        painter.setBrush(theme().colour("ink"))
        painter.setPen(Qt.PenStyle.NoPen)
        for point in points.toList():
            painter.drawEllipse(point, theme().px(2), theme().px(2))

    def _paint_bars(self, painter: QPainter, room: QRectF, step: float) -> None:
        scale = max((abs(value) for value in self._sums), default=0.0) or 1.0
        middle = room.center().y()
        palette = theme().palette
        painter.setPen(QPen(theme().colour("control"), 1))
        painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
        for index, value in enumerate(self._sums):
            tall = value / scale * room.height() / 2
            bar = QRectF(index * step + step * 0.15, min(middle, middle - tall), step * 0.7, max(1.0, abs(tall)))
            painter.setPen(QPen(theme().colour("control"), 1))
            painter.setBrush(palette.signed(float(np.sign(value)), 1.0))
            painter.drawRect(bar)

    def _at(self, event: QMouseEvent) -> int | None:
        place = int(event.position().x() / max(1, self.width()) * len(self._values))
        return place if 0 <= place < len(self._values) else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = self._at(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event)
        if place is not None:
            self.picked.emit(place)
