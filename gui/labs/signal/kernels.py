"""The layer's kernels, one card each: its weights as bars, its preset, its colour."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from core.convolution.kernels import PRESETS_1D
from gui.messages import preset_name
from gui.palette import mix
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter
from gui.widgets.parts import Label, column, row

Array = npt.NDArray[np.float32]

CARD_WIDTH = 196
MOST_BARS = 96


class KernelBars(QWidget):
    """The weights of one kernel as bars about zero, a group of bars a channel."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._weights: Array = np.zeros((1, 1), np.float32)
        self._scale = 1.0
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_weights(self, weights: Array, scale: float) -> None:
        """Show (channels, taps); `scale` is the magnitude of a full bar."""
        self._weights, self._scale = weights, scale
        self.setAccessibleDescription(str(weights.round(3).tolist()) if weights.size <= 64 else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(150), theme().px(56))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        channels, taps = self._weights.shape
        if not self._weights.size:
            return
        painter = left_to_right_painter(self)
        colour = theme().palette.kernel(self._index)
        gap = theme().px(14) if channels > 1 else 0
        lane = (self.width() - gap * (channels - 1)) / channels
        middle = self.height() / 2
        for channel in range(channels):
            left = channel * (lane + gap)
            painter.setPen(QPen(theme().colour("line"), theme().px(1)))
            painter.drawLine(round(left), round(middle), round(left + lane), round(middle))
            shown = self._weights[channel]
            if taps > MOST_BARS:  # Closer than pixels: the largest magnitude of each group of taps.
                groups = np.array_split(shown, MOST_BARS)
                shown = np.array([group[np.argmax(np.abs(group))] for group in groups])
            step = lane / len(shown)
            for tap, weight in enumerate(shown):
                height = abs(float(weight)) / self._scale * (middle - theme().px(2))
                bar = QRectF(left + tap * step, middle, step, 0).adjusted(step * 0.12, 0, -step * 0.12, 0)
                bar.setTop(middle - height if weight > 0 else middle)
                bar.setHeight(max(height, 1.0))
                # Below zero a bar is pale: the sign is seen twice, never by colour alone.
                pale = mix(colour, theme().colour("paper"), 0.55)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour if weight >= 0 else pale)
                radius = min(theme().px(3), bar.width() / 3)
                painter.drawRoundedRect(bar, radius, radius)
            self._write_values(painter, shown, left, step, middle)
        painter.end()

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
    """

    chosen = Signal(int)
    preset_chosen = Signal(int, str)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.title = Label("heading")
        self.preset = Choice()
        self.bars = KernelBars(index)
        outer = column(self, margins=(12, 8, 10, 8), spacing=4)
        top = row(spacing=6)
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.preset)
        outer.addLayout(top)
        outer.addWidget(self.bars, 1)
        theme().least(self, width=CARD_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.preset.activated.connect(self._preset_activated)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.title.setText(fill(translate("Signal", "kernel {number}"), number=self.index + 1))
        self.setAccessibleName(self.title.text())
        present = self.preset.currentIndex()
        self.preset.clear()
        self.preset.addItems([preset_name(name) for name in PRESETS_1D])
        self.preset.setCurrentIndex(present)
        self.preset.setAccessibleName(fill(translate("Signal", "Preset of kernel {number}"), number=self.index + 1))

    def show_kernel(self, weights: Array, scale: float, preset: str, *, chosen: bool) -> None:
        """Show its weights, preset and whether it is the one looked at."""
        self.bars.show_weights(weights, scale)
        self.preset.setCurrentIndex(PRESETS_1D.index(preset) if preset in PRESETS_1D else -1)
        colour = theme().palette.kernel(self.index).name()
        edge = f"{theme().px(2)}px solid {colour}" if chosen else f"{theme().px(1)}px solid {theme().palette.line}"
        self.setStyleSheet(
            f"QFrame#card {{ border: {edge}; }}"
            f"QFrame#card:focus {{ border: {theme().px(2)}px solid {theme().palette.accent}; }}"
            f"QLabel#heading {{ color: {colour}; }}"
            f"QComboBox {{ border-color: {theme().palette.line}; padding: 0 {theme().px(10)}px;"
            f" font-size: {theme().px(12)}px; }}"
        )

    def _preset_activated(self, position: int) -> None:
        self.preset_chosen.emit(self.index, PRESETS_1D[position])

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

    Signals:
        chosen, preset_chosen: As of `KernelCard`.
    """

    chosen = Signal(int)
    preset_chosen = Signal(int, str)

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
        theme().size(self, height=132)

    @property
    def cards(self) -> list[KernelCard]:
        """The cards, in the order of the output channels."""
        return self._cards

    def show_kernels(self, weights: Array, presets: tuple[str, ...], chosen: int) -> None:
        """Show (Cout, channels, taps) and each one's preset."""
        count = weights.shape[0]
        while len(self._cards) > count:
            card = self._cards.pop()
            self._line.removeWidget(card)
            card.deleteLater()
        while len(self._cards) < count:
            card = KernelCard(len(self._cards))
            card.chosen.connect(self.chosen)
            card.preset_chosen.connect(self.preset_chosen)
            self._line.insertWidget(len(self._cards), card)
            self._cards.append(card)
        scale = float(np.abs(weights).max()) if weights.size else 1.0
        for index, card in enumerate(self._cards):
            card.show_kernel(weights[index], scale or 1.0, presets[index], chosen=index == chosen)
        if 0 <= chosen < count:
            self.ensureWidgetVisible(self._cards[chosen], theme().px(12), 0)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for card in self._cards:
            card.retranslate()
