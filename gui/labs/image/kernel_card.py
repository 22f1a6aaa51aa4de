"""One kernel: its slices as a brick, the numbers of the slice looked at, its preset and its bias."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from core.convolution.image_kernels import PRESETS_2D
from core.convolution.kernels import CUSTOM, Array, Kernel
from core.labs.image.scene import ImageScene
from gui.labs.image.names import channel_name
from gui.messages import preset_name
from gui.plots.map_images import signed_image
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.numbers import read_number
from gui.widgets.painting import left_to_right_painter
from gui.widgets.parts import Card, Label, dress, row
from gui.widgets.tensor_grid import Cells, TensorGrid

OFFERED = (*PRESETS_2D, CUSTOM)
GABOR = "gabor"
LEAST_WIDTH, MOST_WIDTH = 204, 300
"""Pixels at 100 %."""


def card_width(columns: int) -> int:
    """Pixels at 100 % of a card that shows so many columns of numbers."""
    return max(LEAST_WIDTH, min(MOST_WIDTH, 26 + columns * 50))


class KernelBrick(QWidget):
    """All slices of a kernel, one sheet a channel, drawn behind one another; a click brings a channel to the front.

    Signals:
        picked: A channel of the kernel.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: Array = np.zeros((1, 1, 1), np.float32)
        self._scale, self._front = 1.0, 0
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._kept: QPixmap | None = None
        theme().changed.connect(self._forget)

    def _forget(self) -> None:
        self._kept = None
        self.update()

    def show_weights(self, weights: Array, scale: float, front: int) -> None:
        """Show (channels, rows, columns), the full colours at `scale`, one channel set off."""
        same = (weights is self._weights or np.array_equal(weights, self._weights)) and scale == self._scale
        if not same or front != self._front:
            self._weights, self._scale, self._front = weights, scale, front
            self._forget()

    def sheets(self) -> list[QRectF]:
        """Where each channel's sheet stands, the first one in front at the lower left."""
        channels, rows, columns = self._weights.shape
        depth = min(0.6, 0.09 * (channels - 1))
        room = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        cell = min(room.width() * (1 - depth * 0.6) / columns, room.height() * (1 - depth * 0.6) / rows)
        cell = min(cell, theme().px(30))
        width, height = cell * columns, cell * rows
        shift = min((room.width() - width), (room.height() - height), 22.0 * (channels - 1)) / max(1, channels - 1)
        left = room.left() + (room.width() - width - shift * (channels - 1)) / 2
        bottom = room.bottom() - (room.height() - height - shift * (channels - 1)) / 2
        return [
            QRectF(left + index * shift, bottom - height - index * shift, width, height) for index in range(channels)
        ]

    def front_rect(self) -> QRectF:
        """The sheet of the channel that is set off."""
        return self.sheets()[self._front]

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(150), theme().px(120))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(56))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._weights.size:
            return
        # Kept as pixels: the lines from the window to the kernel run over it, and move at every step.
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = QPixmap(self.size() * ratio)
            self._kept.setDevicePixelRatio(ratio)
            self._kept.fill(Qt.GlobalColor.transparent)
            self._paint_sheets(self._kept)
        painter = left_to_right_painter(self)
        painter.drawPixmap(0, 0, self._kept)
        painter.end()

    def _paint_sheets(self, target: QPixmap) -> None:
        painter = left_to_right_painter(target)
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
        painter.setRenderHint(painter.RenderHint.Antialiasing, on=False)
        sheets = self.sheets()
        order = [index for index in reversed(range(len(sheets))) if index != self._front] + [self._front]
        for index in order:
            painter.drawImage(sheets[index], signed_image(self._weights[index], self._scale, theme().palette))
            chosen = index == self._front
            painter.setPen(QPen(theme().colour("accent" if chosen else "control"), theme().px(2 if chosen else 1)))
            painter.drawRect(sheets[index])
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point: QPointF = event.position()
        for index, sheet in enumerate(self.sheets()):
            if sheet.contains(point):
                self.picked.emit(index)
                return


class KernelCard(Card):
    """Shows the kernel looked at; everything about it is changed here.

    Signals:
        preset_chosen: A name of `OFFERED`.
        tuned: The frequency and the angle of a Gabor kernel.
        weight_typed: (channel of the kernel, row, column, number).
        weight_pointed: (channel of the kernel, row, column) under the mouse, or None.
        bias_typed: A number.
        channel_picked: A channel of the kernel.
    """

    preset_chosen = Signal(str)
    tuned = Signal(float, float)
    weight_typed = Signal(int, int, int, float)
    weight_pointed = Signal(object)
    bias_typed = Signal(float)
    channel_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._scene: ImageScene | None = None
        self._kernel, self._slice = 0, 0
        self._choice = Kernel()
        self._columns = 0
        theme().space(self.column, (12, 10, 12, 10), 6)
        self.heading = Label("heading")
        self.preset = Choice()
        self.brick = KernelBrick()
        self.slice_name = Label("quiet")
        self.grid = TensorGrid()
        self.tuning = QWidget()
        tuning = row(self.tuning, spacing=6)
        self.frequency_label, self.angle_label = Label("quiet"), Label("quiet")
        self.frequency, self.angle = QLineEdit(), QLineEdit()
        self.bias_label, self.bias = Label("quiet"), QLineEdit()
        for field in (self.frequency, self.angle, self.bias):
            field.setAlignment(Qt.AlignmentFlag.AlignCenter)
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            theme().size(field, width=56)
        for part in (self.frequency_label, self.frequency, self.angle_label, self.angle):
            tuning.addWidget(part)
        top, last = row(spacing=6), row(spacing=6)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.preset)
        last.addWidget(self.bias_label)
        last.addStretch(1)
        last.addWidget(self.bias)
        self.column.addLayout(top)
        self.column.addWidget(self.brick, 1)
        self.column.addWidget(self.slice_name)
        self.column.addWidget(self.grid)
        self.column.addWidget(self.tuning)
        self.column.addLayout(last)
        self._fit(3)
        self.preset.activated.connect(lambda index: self.preset_chosen.emit(OFFERED[index]))
        self.brick.picked.connect(self.channel_picked)
        self.grid.edited.connect(lambda line, place, value: self.weight_typed.emit(self._slice, line, place, value))
        self.grid.pointed.connect(self._pointed)
        self.frequency.editingFinished.connect(self._tuned)
        self.angle.editingFinished.connect(self._tuned)
        self.bias.editingFinished.connect(self._bias_typed)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_kernel(self, scene: ImageScene, kernel: int, part: int) -> None:
        """Show a kernel of a scene, and one of its channels in numbers."""
        self._scene = scene
        self._kernel, self._slice = kernel, part
        self._refresh()

    def _fit(self, columns: int) -> None:
        """Be as wide as a row of weights needs, within reason."""
        if columns != self._columns:
            self._columns = columns
            theme().size(self, width=card_width(columns))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        chosen = self.preset.currentIndex()
        self.preset.clear()
        self.preset.addItems([preset_name(name) for name in OFFERED])
        self.preset.setCurrentIndex(chosen)
        self.preset.setAccessibleName(translate("Image", "Preset of the kernel"))
        self.bias_label.setText(translate("Image", "bias"))
        self.bias.setAccessibleName(self.bias_label.text())
        self.frequency_label.setText(translate("Image", "waves"))
        self.angle_label.setText(translate("Image", "angle"))
        self.frequency.setAccessibleName(translate("Image", "Waves over the kernel's longer side"))
        self.frequency.setToolTip(self.frequency.accessibleName())
        self.angle.setAccessibleName(translate("Image", "Direction of the waves in degrees"))
        self.angle.setToolTip(self.angle.accessibleName())
        self._refresh()

    def _refresh(self) -> None:
        scene = self._scene
        if scene is None or not scene.kernels.size:
            self.grid.hide()
            return
        weights = scene.kernels[self._kernel]
        part = max(0, min(self._slice, weights.shape[0] - 1))
        self._slice = part
        self._choice = choice = scene.state.kernel_choice(self._kernel)
        scale = float(np.abs(weights).max()) or 1.0
        number = self._kernel + 1
        self.heading.setText(fill(translate("Image", "Kernel {number}"), number=number))
        dress(self.heading, f"color: {theme().palette.kernel(self._kernel).name()};")
        self.preset.setCurrentIndex(OFFERED.index(choice.preset) if choice.preset in OFFERED else -1)
        self.brick.setVisible(weights.shape[0] > 1)
        self.brick.show_weights(weights, scale, part)
        self.slice_name.setText(channel_name(scene.channels_of(self._kernel)[part], scene))
        rows = tuple(range(weights.shape[1]))
        self._fit(weights.shape[2])
        self.grid.setVisible(True)
        self.grid.setAccessibleName(translate("Image", "Weights of the kernel over one channel"))
        self.grid.show_cells(Cells(weights[part], scale=scale, editable=rows))
        self.tuning.setVisible(choice.preset == GABOR)
        for field, text in ((self.frequency, f"{choice.frequency:g}"), (self.angle, f"{choice.angle:g}")):
            if not field.hasFocus():
                field.setText(text)
        with_bias = scene.state.parameters.bias
        self.bias_label.setVisible(with_bias)
        self.bias.setVisible(with_bias)
        if not self.bias.hasFocus():
            self.bias.setText(f"{float(scene.bias[self._kernel]):.6g}")

    def _pointed(self, cell: tuple[int, int] | None) -> None:
        self.weight_pointed.emit(None if cell is None else (self._slice, *cell))

    def _tuned(self) -> None:
        frequency, angle = read_number(self.frequency.text()), read_number(self.angle.text())
        if frequency is None or angle is None or frequency < 0:
            self.frequency.setText(f"{self._choice.frequency:g}")
            self.angle.setText(f"{self._choice.angle:g}")
        elif (frequency, angle) != (self._choice.frequency, self._choice.angle):
            self.tuned.emit(frequency, angle)

    def _bias_typed(self) -> None:
        scene = self._scene
        if scene is None:
            return
        present = float(scene.bias[self._kernel])
        value = read_number(self.bias.text())
        if value is None:
            self.bias.setText(f"{present:.6g}")
        elif np.float32(value) != np.float32(present) and self.bias.text() != f"{present:.6g}":
            self.bias_typed.emit(value)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.weight_pointed.emit(None)
