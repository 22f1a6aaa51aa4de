"""The bar that scrubs through windows or steps; left to right in every language."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

MOST_SEGMENTS = 60
"""Up to this many steps the bar is cut into one piece a step, so that steps can be counted."""


class Scrubber(QAbstractSlider):
    """A slider whose past is filled; few steps are shown as separate pieces.

    Keys and accessibility are QAbstractSlider's own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(34))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(34))

    def _share(self) -> float:
        span = self.maximum() - self.minimum()
        return (self.value() - self.minimum()) / span if span > 0 else 0.0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = left_to_right_painter(self)
        thick, middle, edge = theme().px(6), self.height() / 2, theme().px(9)
        left, width = float(edge), float(self.width() - 2 * edge)
        steps = self.maximum() - self.minimum()
        painter.setPen(Qt.PenStyle.NoPen)
        if 0 < steps <= MOST_SEGMENTS:
            gap = theme().px(3)
            piece = width / steps
            for step in range(steps):
                past = step < self.value() - self.minimum()
                painter.setBrush(theme().colour("accent" if past else "line"))
                bar = QRectF(left + step * piece, middle - thick / 2, max(piece - gap, 1.0), thick)
                painter.drawRoundedRect(bar, thick / 2, thick / 2)
        else:
            painter.setBrush(theme().colour("line"))
            painter.drawRoundedRect(QRectF(left, middle - thick / 2, width, thick), thick / 2, thick / 2)
            painter.setBrush(theme().colour("accent"))
            past_bar = QRectF(left, middle - thick / 2, width * self._share(), thick)
            painter.drawRoundedRect(past_bar, thick / 2, thick / 2)
        handle = theme().px(8)
        painter.setBrush(theme().colour("paper"))
        painter.setPen(QPen(theme().colour("accent"), theme().px(3 if self.hasFocus() else 2)))
        centre = left + width * self._share()
        painter.drawEllipse(QRectF(centre - handle, middle - handle, 2 * handle, 2 * handle))
        painter.end()

    def _value_at(self, x: float) -> int:
        edge = theme().px(9)
        share = (x - edge) / max(1, self.width() - 2 * edge)
        return round(self.minimum() + max(0.0, min(1.0, share)) * (self.maximum() - self.minimum()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._value_at(event.position().x()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._value_at(event.position().x()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
