"""One signal's spectrogram, with a kernel's frequency response on the same frequency axis."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from core.convolution.spectrum import FLOOR_DB, Spectrogram
from gui.plots.colours import sequential_table
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

RESPONSE_WIDTH, AXIS_WIDTH, TIME_HEIGHT = 96, 46, 18
"""Pixels at 100 %."""
LOWEST_SHOWN = -70.0
"""Decibels; softer is as dark as silence."""


class SpectrumView(QWidget):
    """Paints levels over time and frequency; frequency runs up, time to the right, in every language.

    Signals:
        picked: Seconds from the input's start, where the mouse was pressed.
    """

    picked = Signal(float)

    def __init__(self, colour_index: int | None, parent: QWidget | None = None) -> None:
        """Show the input, or the output of a kernel (its index gives the colour of the response)."""
        super().__init__(parent)
        self._colour_index = colour_index
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._image: QImage | None = None
        self._bytes = b""
        self._top, self._axis_top = 1.0, 1.0
        self._span, self._seconds = (0.0, 1.0), 1.0
        self._response: npt.NDArray[np.float32] | None = None
        self._time: float | None = None
        self.with_axis = False

    def show_spectrum(
        self,
        spectrogram: Spectrogram,
        index: int,
        axis_top: float,
        span: tuple[float, float],
        seconds: float,
        response: npt.NDArray[np.float32] | None,
    ) -> None:
        """Show other levels.

        Args:
            spectrogram: Of several signals.
            index: The one to show.
            axis_top: Frequency at the upper edge, the same for every view, Hz.
            span: First and last second that the signal covers on the common time axis.
            seconds: Length of that axis.
            response: Decibels from 0 Hz to `axis_top`, or None.
        """
        levels = np.clip((spectrogram.levels[index] - LOWEST_SHOWN) / -LOWEST_SHOWN, 0, 1)
        table = sequential_table()
        pixels = np.ascontiguousarray(table[(levels[::-1] * 255).astype(np.uint8)])
        height, width = pixels.shape[:2]
        self._bytes = pixels.tobytes()
        self._image = QImage(self._bytes, width, height, 3 * width, QImage.Format.Format_RGB888)
        self._top, self._axis_top, self._span, self._seconds = spectrogram.top, axis_top, span, max(seconds, 1e-9)
        self._response = response
        self.update()

    def show_time(self, seconds: float | None) -> None:
        """Move the cursor of the sound, or take it away."""
        if seconds != self._time:
            self._time = seconds
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(84 + (TIME_HEIGHT if self.with_axis else 0)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(56 + (TIME_HEIGHT if self.with_axis else 0)))

    def _area(self) -> QRectF:
        px = theme().px
        below = px(TIME_HEIGHT) if self.with_axis else 0
        return QRectF(px(AXIS_WIDTH), 0, self.width() - px(AXIS_WIDTH) - px(RESPONSE_WIDTH), self.height() - below)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = left_to_right_painter(self)
        area = self._area()
        darkest = QColor(*(int(part) for part in sequential_table()[0]))
        painter.fillRect(area, darkest)
        left = area.left() + self._span[0] / self._seconds * area.width()
        right = area.left() + self._span[1] / self._seconds * area.width()
        share = self._top / self._axis_top
        target = QRectF(left, area.bottom() - area.height() * share, right - left, area.height() * share)
        painter.setClipRect(area)
        painter.drawImage(target, self._image, QRectF(self._image.rect()))
        painter.setClipping(False)
        painter.setFont(theme().font("tiny", mono=True))
        painter.setPen(theme().colour("soft"))
        for part in (0.0, 0.5, 1.0):
            y = area.bottom() - part * area.height()
            text = f"{self._axis_top * part / 1000:.1f}k"
            place = QRectF(0, y - theme().px(8), theme().px(AXIS_WIDTH) - theme().px(6), theme().px(16))
            place.moveTop(max(0.0, min(area.bottom() - place.height(), place.top())))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        if self.with_axis:
            for part in (0.0, 0.25, 0.5, 0.75, 1.0):
                x = area.left() + part * area.width()
                place = QRectF(x - theme().px(40), area.bottom(), theme().px(80), theme().px(TIME_HEIGHT))
                side = Qt.AlignmentFlag.AlignHCenter
                if part == 0:
                    place.moveLeft(x)
                    side = Qt.AlignmentFlag.AlignLeft
                elif part == 1:
                    place.moveRight(x)
                    side = Qt.AlignmentFlag.AlignRight
                painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, f"{self._seconds * part:.2f} s")
        if self._response is not None and self._colour_index is not None:
            self._paint_response(area, painter)
        if self._time is not None:
            x = area.left() + self._time / self._seconds * area.width()
            painter.setPen(QPen(QColor("#FFFFFF"), theme().px(2)))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.end()

    def _paint_response(self, area: QRectF, painter: QPainter) -> None:
        assert self._response is not None
        assert self._colour_index is not None
        width = theme().px(RESPONSE_WIDTH) - theme().px(16)
        left = area.right() + theme().px(10)
        painter.setPen(QPen(theme().colour("line"), theme().px(1)))
        painter.drawLine(QPointF(left, area.top()), QPointF(left, area.bottom()))
        peak = max(float(self._response.max()), FLOOR_DB + 1)
        levels = np.clip((self._response - (peak - 60)) / 60, 0, 1)
        places = area.bottom() - (np.arange(len(levels)) + 0.5) / len(levels) * area.height()
        points = [QPointF(left + float(level) * width, float(y)) for level, y in zip(levels, places, strict=True)]
        colour = theme().palette.kernel(self._colour_index)
        wash = QColor(colour)
        wash.setAlphaF(0.16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawPolygon(QPolygonF([QPointF(left, area.bottom()), *points, QPointF(left, area.top())]))
        painter.setPen(QPen(colour, theme().px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        if area.contains(event.position()):
            self.picked.emit((event.position().x() - area.left()) / area.width() * self._seconds)
