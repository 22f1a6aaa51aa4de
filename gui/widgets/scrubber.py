"""The bar that scrubs through windows or steps; left to right in every language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent, QPen
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
        self._stretches: tuple[tuple[int, str], ...] = ()
        self._high = 34
        theme().changed.connect(self.updateGeometry)

    def set_thin(self, thin: bool) -> None:
        """Take less height, or again as much as at first."""
        self._high = 24 if thin else 34
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(self._high))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(self._high))

    def show_stretches(self, stretches: Sequence[tuple[int, str]]) -> None:
        """Cut the bar into parts, such as the forward pass and each backward pass.

        Args:
            stretches: In order: the last value of each, and its kind, "forward" or "backward".
        """
        self._stretches = tuple(stretches)
        self.update()

    def _parts(self) -> list[tuple[int, int, QColor]]:
        """The bar from its first value to its last: (first, last, colour of what is past)."""
        ends = self._stretches or ((self.maximum(), ""),)
        parts, first = [], self.minimum()
        for last, kind in ends:
            colours = {"forward": theme().palette.forward, "backward": theme().palette.backward}
            parts.append((first, min(last, self.maximum()), colours.get(kind, theme().colour("accent"))))
            first = last
        return parts

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
        each = width / max(1, steps)
        gap = theme().px(3)
        value = self.value() - self.minimum()
        for first, last, colour in self._parts():
            if 0 < steps <= MOST_SEGMENTS:
                pieces = [(step, step + 1) for step in range(first, last)]
            else:
                # A part is one bar, filled as far as it is past.
                pieces = [(first, min(max(value, first), last)), (min(max(value, first), last), last)]
            for begin, end in pieces:
                painter.setBrush(colour if end <= value else theme().colour("line"))
                trailing = gap if end == last or steps <= MOST_SEGMENTS else 0
                bar = QRectF(left + begin * each, middle - thick / 2, max((end - begin) * each - trailing, 1.0), thick)
                if end > begin:
                    painter.drawRoundedRect(bar, thick / 2, thick / 2)
            if first > self.minimum():
                # Where one part ends and the next begins there is a mark besides the colour.
                painter.setBrush(theme().colour("control"))
                mark = QRectF(left + first * each - gap / 2 - 1, middle - thick, theme().px(2), 2 * thick)
                painter.drawRect(mark)
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
