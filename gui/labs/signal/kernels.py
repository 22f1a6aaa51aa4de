"""The layer's kernels, one card each: its weights as bars, its preset, its colour."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from core.convolution.kernels import CUSTOM, PRESETS_1D, TUNED, Kernel
from gui.messages import preset_name
from gui.motion import EXPLAIN_MS, animated
from gui.palette import mix
from gui.plots.lanes import DASHES
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.numbers import read_number, show_number
from gui.widgets.painting import left_to_right_painter
from gui.widgets.parts import Label, column, dress, row

Array = npt.NDArray[np.float32]

CARD_WIDTH = 196
KERNELS_HEIGHT = 132
MOST_BARS = 96
OFFERED = (*PRESETS_1D, CUSTOM)


class KernelBars(QWidget):
    """The weights of one kernel as bars about zero, a group of bars a channel.

    A bar is dragged to another value; the numbers can be typed in the inspector as well.

    Signals:
        pointed: (channel of the kernel, tap) under the mouse, or None.
        dragged: (channel, tap, weight).
        drag_ended: The bar was let go.
        pressed: The mouse was pressed anywhere.
    """

    pointed = Signal(object)
    dragged = Signal(int, int, float)
    drag_ended = Signal()
    pressed = Signal()

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._weights: Array = np.zeros((1, 1), np.float32)
        self._scale = 1.0
        self._held: tuple[int, int] | None = None
        self._turn = 1.0
        self._flipped = False
        self.editable = True
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(EXPLAIN_MS)
        self._animation.setStartValue(-1.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._turned)
        self.setMouseTracking(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_weights(self, weights: Array, scale: float, *, flipped: bool = False) -> None:
        """Show (channels, taps); `scale` is the magnitude of a full bar.

        Where `flipped` differs from before, the bars turn about their middle.
        """
        if flipped != self._flipped:
            self._flipped = flipped
            if animated() and self.isVisible():
                self._animation.start()
        self._weights = weights
        if self._held is None:
            self._scale = scale
        self.setAccessibleDescription(str(weights.round(3).tolist()) if weights.size <= 64 else "")
        self.update()

    def _turned(self, share: float) -> None:
        self._turn = share
        self.update()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._animation.stop()
        self._turn = 1.0

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(150), theme().px(56))

    def _lanes(self) -> tuple[float, float]:
        """The width of a channel's group of bars, and of the gap between two."""
        channels = max(1, self._weights.shape[0])
        gap = theme().px(14) if channels > 1 else 0
        return (self.width() - gap * (channels - 1)) / channels, gap

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        channels, taps = self._weights.shape
        if not self._weights.size:
            return
        painter = left_to_right_painter(self)
        colour = theme().palette.kernel(self._index)
        lane, gap = self._lanes()
        middle = self.height() / 2
        # The line that the kernel's output is drawn with: colours repeat after eight kernels, dashes tell them apart.
        dash = DASHES[self._index // len(theme().palette.kernels) % len(DASHES)]
        painter.setPen(QPen(colour, theme().px(2), dash))
        painter.drawLine(QPointF(0, theme().px(2)), QPointF(theme().px(22), theme().px(2)))
        for channel in range(channels):
            left = channel * (lane + gap)
            painter.setPen(QPen(theme().colour("line"), theme().px(1)))
            painter.drawLine(round(left), round(middle), round(left + lane), round(middle))
            shown = self._weights[channel]
            if taps > MOST_BARS:  # Closer than pixels: the largest magnitude of each group of taps.
                groups = np.array_split(shown, MOST_BARS)
                shown = np.array([group[np.argmax(np.abs(group))] for group in groups])
            step = lane / len(shown)
            painter.save()
            painter.translate(left + lane / 2, 0)
            painter.scale(self._turn if abs(self._turn) > 0.02 else 0.02, 1)
            painter.translate(-left - lane / 2, 0)
            for tap, weight in enumerate(shown):
                height = min(1.0, abs(float(weight)) / self._scale) * (middle - theme().px(2))
                bar = QRectF(left + tap * step, middle, step, 0).adjusted(step * 0.12, 0, -step * 0.12, 0)
                bar.setTop(middle - height if weight > 0 else middle)
                bar.setHeight(max(height, 1.0))
                # Below zero a bar is pale: the sign is seen twice, never by colour alone.
                pale = mix(colour, theme().colour("paper"), 0.55)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour if weight >= 0 else pale)
                radius = min(theme().px(3), bar.width() / 3)
                painter.drawRoundedRect(bar, radius, radius)
            painter.restore()
            if self._turn == 1.0:
                self._write_values(painter, shown, left, step, middle)
        painter.end()

    def _tap_at(self, x: float) -> tuple[int, int] | None:
        channels, taps = self._weights.shape
        lane, gap = self._lanes()
        channel = int(x // max(1.0, lane + gap))
        tap = int((x - channel * (lane + gap)) / max(1e-9, lane) * taps)
        return (channel, tap) if 0 <= channel < channels and 0 <= tap < taps else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        tap = self._tap_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and self.editable and self._weights.shape[1] <= MOST_BARS:
            self._held = tap

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            self.pointed.emit(self._tap_at(event.position().x()))
            return
        middle = self.height() / 2
        value = (middle - event.position().y()) / max(1.0, middle - theme().px(2)) * self._scale
        # Beyond the edge a bar goes on growing, at the most to twice the largest.
        self.dragged.emit(*self._held, max(-2 * self._scale, min(2 * self._scale, round(value, 3))))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._held = None
            self.drag_ended.emit()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    def _write_values(
        self, painter: QPainter, shown: npt.NDArray[np.floating], left: float, step: float, middle: float
    ) -> None:
        """The numbers themselves, where there is room for them."""
        painter.setFont(theme().font("tiny", mono=True))
        metrics = QFontMetricsF(painter.font())
        texts = [show_number(float(weight), 2) for weight in shown]
        if max(metrics.horizontalAdvance(text) for text in texts) > step:
            return
        painter.setPen(theme().colour("soft"))
        height = metrics.height()
        for tap, (text, weight) in enumerate(zip(texts, shown, strict=True)):
            above = weight <= 0
            top = middle - height if above else middle
            place = QRectF(left + tap * step, top, step, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class KernelCard(QFrame):
    """One kernel; a click or Enter chooses it.

    Signals:
        chosen: Its index.
        preset_chosen: Its index and the preset's name.
        frequency_chosen: Its index and the frequency in Hz.
        weight_dragged: Its index, channel, tap, weight.
        weight_pointed: (index, channel, tap), or None.
        drag_ended: A bar was let go.
    """

    chosen = Signal(int)
    preset_chosen = Signal(int, str)
    frequency_chosen = Signal(int, float)
    weight_dragged = Signal(int, int, int, float)
    weight_pointed = Signal(object)
    drag_ended = Signal()

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.title = Label("heading")
        self.preset = Choice()
        self.frequency = QLineEdit()
        self.frequency.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme().size(self.frequency, width=74)
        self.bars = KernelBars(index)
        outer = column(self, margins=(12, 8, 10, 8), spacing=4)
        top = row(spacing=6)
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.frequency)
        top.addWidget(self.preset)
        outer.addLayout(top)
        outer.addWidget(self.bars, 1)
        theme().least(self, width=CARD_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.preset.activated.connect(self._preset_activated)
        self.frequency.editingFinished.connect(self._frequency_typed)
        self.bars.pressed.connect(lambda: self.chosen.emit(self.index))
        self.bars.dragged.connect(lambda c, t, value: self.weight_dragged.emit(self.index, c, t, value))
        self.bars.drag_ended.connect(self.drag_ended)
        self.bars.pointed.connect(self._pointed)
        self._shown: Kernel | None = None
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.title.setText(fill(translate("Signal", "kernel {number}"), number=self.index + 1))
        self.setAccessibleName(self.title.text())
        self.bars.setAccessibleName(self.title.text())
        present = self.preset.currentIndex()
        self.preset.clear()
        self.preset.addItems([preset_name(name) for name in OFFERED])
        self.preset.setCurrentIndex(present)
        self.preset.setAccessibleName(fill(translate("Signal", "Preset of kernel {number}"), number=self.index + 1))
        self.frequency.setAccessibleName(translate("Signal", "Frequency in Hz"))
        self.frequency.setToolTip(translate("Signal", "Frequency in Hz; 0 is one period over the kernel"))

    def show_kernel(self, weights: Array, scale: float, kernel: Kernel, *, chosen: bool, flipped: bool) -> None:
        """Show its weights, preset and whether it is the one looked at."""
        self.bars.show_weights(weights, scale, flipped=flipped)
        self.preset.setCurrentIndex(OFFERED.index(kernel.preset) if kernel.preset in OFFERED else -1)
        self.frequency.setVisible(kernel.preset in TUNED)
        if kernel != self._shown and not self.frequency.hasFocus():
            self.frequency.setText(f"{kernel.frequency:g}")
        self._shown = kernel
        colour = theme().palette.kernel(self.index).name()
        edge = f"{theme().px(2)}px solid {colour}" if chosen else f"{theme().px(1)}px solid {theme().palette.line}"
        sheet = (
            f"QFrame#card {{ border: {edge}; }}"
            f"QLabel#heading {{ color: {colour}; }}"
            f"QComboBox, QLineEdit {{ border-color: {theme().palette.line}; padding: 0 {theme().px(8)}px;"
            f" font-size: {theme().px(12)}px; min-height: {theme().px(24)}px; }}"
        )
        dress(self, sheet)

    def show_gradient(self) -> None:
        """Show numbers that are no weights: there is nothing to choose or to drag."""
        self.bars.editable = False
        self.preset.hide()
        self.frequency.hide()

    def _pointed(self, tap: tuple[int, int] | None) -> None:
        self.weight_pointed.emit(None if tap is None else (self.index, *tap))

    def _preset_activated(self, position: int) -> None:
        self.preset_chosen.emit(self.index, OFFERED[position])

    def _frequency_typed(self) -> None:
        number = read_number(self.frequency.text())
        shown = self._shown.frequency if self._shown is not None else 0.0
        if number is None or number < 0:
            self.frequency.setText(f"{shown:g}")
        elif number != shown:
            self.frequency_chosen.emit(self.index, number)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.index)
        else:
            super().keyPressEvent(event)


class KernelRow(QScrollArea):
    """All kernels side by side; scrolls when there are many.

    Signals: as of `KernelCard`.
    """

    chosen = Signal(int)
    preset_chosen = Signal(int, str)
    frequency_chosen = Signal(int, float)
    weight_dragged = Signal(int, int, int, float)
    weight_pointed = Signal(object)
    drag_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self._line: QHBoxLayout = row(content, spacing=12)
        self.setWidget(content)
        self._cards: list[KernelCard] = []
        theme().size(self, height=KERNELS_HEIGHT)

    @property
    def cards(self) -> list[KernelCard]:
        """The cards, in the order of the output channels."""
        return self._cards

    def show_kernels(self, weights: Array, kernels: tuple[Kernel, ...], chosen: int, *, flipped: bool = False) -> None:
        """Show (Cout, channels, taps) and what each one was chosen to be."""
        count = weights.shape[0]
        while len(self._cards) > count:
            card = self._cards.pop()
            self._line.removeWidget(card)
            card.deleteLater()
        while len(self._cards) < count:
            card = KernelCard(len(self._cards))
            card.chosen.connect(self.chosen)
            card.preset_chosen.connect(self.preset_chosen)
            card.frequency_chosen.connect(self.frequency_chosen)
            card.weight_dragged.connect(self.weight_dragged)
            card.weight_pointed.connect(self.weight_pointed)
            card.drag_ended.connect(self.drag_ended)
            self._line.insertWidget(len(self._cards), card)
            self._cards.append(card)
        scale = float(np.abs(weights).max()) if weights.size else 1.0
        for index, card in enumerate(self._cards):
            card.show_kernel(weights[index], scale or 1.0, kernels[index], chosen=index == chosen, flipped=flipped)
        if 0 <= chosen < count:
            self.ensureWidgetVisible(self._cards[chosen], theme().px(12), 0)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for card in self._cards:
            card.retranslate()
