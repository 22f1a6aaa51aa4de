"""A sum as it builds up: every term a bar from where the sum stood to where it stands then."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.motion import animated
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

MOST_BARS = 120
"""Terms drawn one by one; of more, neighbours share a bar."""


class Waterfall(QWidget):
    """Draws the bias and the terms of a sum in order; `play` lets them appear one after another.

    Signals:
        pointed: The index of the term under the mouse (-1 for the bias), or None.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._steps = np.zeros(0)
        self._per_bar = 1
        self._colour = QColor()
        self._shown = 1.0
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._grow)
        theme().changed.connect(self.updateGeometry)

    def show_terms(self, bias: float, terms: Sequence[float], colour: QColor) -> None:
        """Show another sum, whole."""
        self._animation.stop()
        self._shown = 1.0
        self._per_bar = -(-max(1, len(terms)) // MOST_BARS)
        grouped = [sum(terms[first : first + self._per_bar]) for first in range(0, len(terms), self._per_bar)]
        self._steps = np.array([bias, *grouped])
        self._colour = colour
        self.update()

    def play(self) -> None:
        """Let the terms appear one after another."""
        if animated() and len(self._steps) > 1:
            self._animation.setDuration(int(min(1600, 90 * len(self._steps))))
            self._animation.start()

    def _grow(self, share: float) -> None:
        self._shown = share
        self.update()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._animation.stop()
        self._shown = 1.0

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(76))

    def _bar_width(self) -> float:
        return self.width() / max(1, len(self._steps))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._steps):
            return
        painter = left_to_right_painter(self)
        after = np.cumsum(self._steps)
        before = after - self._steps
        low, high = min(0.0, float(after.min())), max(0.0, float(after.max()))
        span = (high - low) or 1.0
        edge = theme().px(4)

        def y(value: float) -> float:
            return edge + (high - value) / span * (self.height() - 2 * edge)

        width = self._bar_width()
        painter.setPen(QPen(theme().colour("line"), theme().px(1)))
        painter.drawLine(QPointF(0, y(0)), QPointF(self.width(), y(0)))
        count = max(1, round(self._shown * len(self._steps)))
        for index in range(count):
            top, bottom = y(max(before[index], after[index])), y(min(before[index], after[index]))
            bar = QRectF(index * width, top, width, max(bottom - top, 1.0)).adjusted(width * 0.1, 0, -width * 0.1, 0)
            positive = self._steps[index] >= 0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme().palette.positive if positive else theme().palette.negative))
            if index == 0:
                painter.setBrush(theme().colour("soft"))
            painter.drawRect(bar)
            if index + 1 < count:
                painter.setPen(QPen(theme().colour("control"), theme().px(1), Qt.PenStyle.DotLine))
                painter.drawLine(
                    QPointF(bar.right(), y(after[index])), QPointF(bar.right() + width * 0.2, y(after[index]))
                )
        painter.setPen(QPen(self._colour, theme().px(2)))
        level = y(float(after[count - 1]))
        painter.drawLine(QPointF((count - 1) * width, level), QPointF(self.width(), level))
        painter.end()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bar = int(event.position().x() / max(1e-9, self._bar_width()))
        known = 0 <= bar < len(self._steps)
        self.pointed.emit((bar - 1) * self._per_bar if known and bar else (-1 if known else None))

    @override
    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)
