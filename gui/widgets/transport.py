"""The bar below every lab: to the start, back, play, next, to the end, scrub, speed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.playback import SPEEDS, Playback
from gui.text import isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import IconButton, Label, row
from gui.widgets.scrubber import Scrubber


class Transport(QWidget):
    """Shows and moves a `Playback`. Time runs left to right in every language."""

    def __init__(self, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._playback = playback
        self.first = IconButton("first", "round")
        self.back = IconButton("back", "round")
        self.play = IconButton("play", "round_primary", "on_accent")
        self.next = IconButton("next", "round")
        self.finish = IconButton("last", "round")
        self.scrubber = Scrubber()
        self.place = Label("mono")
        self.speed = Choice()
        self.speed.setObjectName("mono")
        line = self._line = row(self, margins=(20, 10, 20, 10), spacing=10)
        for part in (self.first, self.back, self.play, self.next, self.finish):
            line.addWidget(part)
        line.addSpacing(theme().px(6))
        line.addWidget(self.place)
        line.addWidget(self.scrubber, 1)
        line.addWidget(self.speed)
        self.first.clicked.connect(playback.first)
        self.back.clicked.connect(self._back)
        self.play.clicked.connect(playback.toggle)
        self.next.clicked.connect(self._next)
        self.finish.clicked.connect(playback.finish)
        self.scrubber.valueChanged.connect(self._scrubbed)
        self.speed.activated.connect(self._speed_chosen)
        playback.moved.connect(self.refresh)
        playback.range_changed.connect(self.refresh)
        playback.playing_changed.connect(self._show_playing)
        theme().changed.connect(self._fold)
        theme().changed.connect(self.refresh)
        self._thin = False
        self.retranslate()
        self.refresh()

    def set_thin(self, thin: bool) -> None:
        """Leave everything out but the place and the scrubber, as on a stage, where keys move the clock."""
        self._thin = thin
        theme().space(self._line, (16, 0, 16, 0) if thin else (20, 10, 20, 10), 10)
        self.scrubber.set_thin(thin)
        for button in (self.back, self.play, self.next):
            button.setVisible(not thin)
        self._fold()

    def _back(self) -> None:
        self._playback.step(-1)

    def _next(self) -> None:
        self._playback.step(1)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.first.set_name(translate("Transport", "To the start"), "Home")
        self.back.set_name(translate("Transport", "Previous"), "←")
        self.next.set_name(translate("Transport", "Next"), "→")
        self.finish.set_name(translate("Transport", "To the end"), "End")
        self.scrubber.setAccessibleName(translate("Transport", "Position"))
        self.speed.setAccessibleName(translate("Transport", "Speed"))
        self.speed.setToolTip(translate("Transport", "Steps per second"))
        chosen = SPEEDS.index(self._playback.speed) if self._playback.speed in SPEEDS else 4
        self.speed.clear()
        self.speed.addItems([isolate(f"{speed:g} / s") for speed in SPEEDS])
        self.speed.setCurrentIndex(chosen)
        self._show_playing(self._playback.playing)

    def refresh(self) -> None:
        """Show where the playback stands."""
        playback = self._playback
        self.scrubber.blockSignals(True)
        self.scrubber.setRange(0, playback.last)
        self.scrubber.setValue(playback.position)
        self.scrubber.blockSignals(False)
        self.scrubber.update()
        width = len(str(playback.last))
        text = f"{playback.position:>{width}} / {playback.last}"
        # Of a fixed size, so that the whole window is not laid out anew at each step.
        metrics = QFontMetrics(theme().font("body", mono=True))  # The label's own may be of the zoom before.
        wide, high = metrics.horizontalAdvance(text) + theme().px(4), metrics.height()
        if (wide, high) != (self.place.width(), self.place.height()):
            self.place.setFixedSize(wide, high)
        self.place.setText(text)
        enabled = playback.last > 0
        for button in (self.first, self.back):
            button.setEnabled(enabled and playback.position > 0)
        for button in (self.next, self.finish):
            button.setEnabled(enabled and playback.position < playback.last)
        self.play.setEnabled(enabled)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Leave out what does not fit, the least needed first."""
        px = theme().px
        self.speed.setVisible(not self._thin and self.width() >= px(620))
        for button in (self.first, self.finish):
            button.setVisible(not self._thin and self.width() >= px(480))
        self.place.setVisible(self.width() >= px(340))

    def _scrubbed(self, position: int) -> None:
        self._playback.pause()
        self._playback.go(position)

    def _speed_chosen(self, index: int) -> None:
        self._playback.set_speed(SPEEDS[index])

    def _show_playing(self, playing: bool) -> None:
        self.play.set_icon("pause" if playing else "play")
        name = translate("Transport", "Pause") if playing else translate("Transport", "Play")
        self.play.set_name(name, translate("Transport", "Space"))
