"""The whole recording in one strip, with the part of it that is the layer's input."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.painting import left_to_right_painter


class RecordingStrip(QWidget):
    """Click or drag to move the part; time runs left to right in every language.

    Signals:
        moved: The wanted first sample of the part.
        settled: The drag ended.
    """

    moved = Signal(int)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._envelope: npt.NDArray[np.float32] = np.zeros((1, 0, 2), np.float32)
        self._frames, self._start, self._length = 1, 0, 1
        self._picture: QPixmap | None = None
        theme().changed.connect(self._forget)

    def show_recording(self, envelope: npt.NDArray[np.float32], frames: int) -> None:
        """Show another recording, (channels, columns, 2) of lowest and highest values."""
        if envelope.shape != self._envelope.shape or not np.array_equal(envelope, self._envelope):
            self._envelope = envelope
            self._forget()
        self._frames = max(1, frames)

    def show_part(self, start: int, length: int) -> None:
        """Show where the part lies."""
        self._start, self._length = start, length
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(44))

    def _forget(self) -> None:
        self._picture = None
        self.updateGeometry()
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = left_to_right_painter(picture)
        channels, columns, _ = self._envelope.shape
        peak = float(np.abs(self._envelope).max()) if columns else 0.0
        lane = self.height() / channels
        painter.setPen(QPen(theme().colour("soft"), 1))
        for channel in range(channels):
            middle = lane * (channel + 0.5)
            for x in range(self.width()):
                first = x * columns // self.width()
                last = max(first + 1, (x + 1) * columns // self.width())
                cut = self._envelope[channel, first:last]
                if not len(cut) or peak <= 0:
                    continue
                high, low = float(cut[:, 1].max()) / peak, float(cut[:, 0].min()) / peak
                painter.drawLine(x, round(middle - high * lane * 0.46), x, round(middle - low * lane * 0.46))
        painter.end()
        return picture

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self._draw()
        painter = left_to_right_painter(self)
        painter.drawPixmap(0, 0, self._picture)
        scale = self.width() / self._frames
        least = float(theme().px(4))
        width = max(self._length * scale, least)
        left = min(self._start * scale, self.width() - width)
        fill = QColor(theme().colour("accent"))
        fill.setAlphaF(0.18)
        painter.setBrush(fill)
        painter.setPen(QPen(theme().colour("accent"), theme().px(1.5)))
        painter.drawRoundedRect(QRectF(left + 1, 1, width - 2 if width > 4 else width, self.height() - 2), 3, 3)
        painter.end()

    def _move(self, x: float) -> None:
        start = round(x / max(1, self.width()) * self._frames - self._length / 2)
        self.moved.emit(max(0, min(self._frames - self._length, start)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._move(event.position().x())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(event.position().x())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.settled.emit()
