"""Listening to kernels: input and outputs as sound and as frequencies over time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget

from core.labs.signal.listening import ListeningScene
from core.labs.signal.scene import SignalScene
from gui.labs.signal.spectra import SpectrumView
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Card, IconButton, Label, Note, column, dress, row

FIRST_VOLUME = 50
"""Per cent. Full volume is 12 dB below the loudest that a device can play."""


class SoundRow(QWidget):
    """One thing to be heard: a button, its name, its spectrogram.

    Signals:
        asked: (kernel or -1, seconds from the input's start), or None for silence.
    """

    asked = Signal(object)

    def __init__(self, kernel: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kernel = kernel
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.button = IconButton("play", "round")
        self.name = Label("heading")
        theme().size(self.name, width=62)
        self.view = SpectrumView(None if kernel < 0 else kernel)
        line = row(self, spacing=8)
        line.addWidget(self.button)
        line.addWidget(self.name)
        line.addWidget(self.view, 1)
        self._playing = False
        self.button.clicked.connect(lambda: self.asked.emit(None if self._playing else (self.kernel, 0.0)))
        self.view.picked.connect(lambda seconds: self.asked.emit((self.kernel, seconds)))
        self.retranslate()

    def show_playing(self, playing: bool) -> None:
        """Show whether this is what is heard."""
        self._playing = playing
        self.button.set_icon("stop" if playing else "play")
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        if self.kernel < 0:
            self.name.setText(translate("Signal", "Input"))
        else:
            self.name.setText(fill(translate("Signal", "kernel {number}"), number=self.kernel + 1))
            dress(self.name, f"color: {theme().palette.kernel(self.kernel).name()};")
        action = translate("Signal", "Stop") if self._playing else translate("Signal", "Play")
        self.button.set_name(f"{action}: {self.name.text()}")
        self.view.setAccessibleName(fill(translate("Signal", "Spectrogram of {name}"), name=self.name.text()))


class ListenPage(QWidget):
    """Shows a `ListeningScene`.

    Signals:
        play_asked: (kernel or -1, first sample of what is played).
        stop_asked: Silence is wanted.
        volume_chosen: 0 to 1.
        experiment_asked: The lecture's experiment is to be set up.
    """

    play_asked = Signal(int, int)
    stop_asked = Signal()
    volume_chosen = Signal(float)
    experiment_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heard: ListeningScene | None = None
        self._scene: SignalScene | None = None
        self._playing: int | None = None
        self._waiting = True
        self.card = Card()
        self.card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.heading, self.note = Label("heading"), Note()
        self.experiment = QPushButton()
        self.experiment.setObjectName("small")
        self.volume_label = Label("quiet")
        self.volume = QSlider(Qt.Orientation.Horizontal)
        theme().least(self.volume, height=24)
        self.volume.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.volume.setRange(0, 100)
        self.volume.setValue(FIRST_VOLUME)
        theme().size(self.volume, width=110)
        top = row(spacing=10)
        top.addWidget(self.heading)
        top.addWidget(self.note)
        top.addStretch(1)
        top.addWidget(self.experiment)
        top.addWidget(self.volume_label)
        top.addWidget(self.volume)
        self.message = Label("quiet")
        self.message.setWordWrap(True)
        self.message.hide()
        self._rows: list[SoundRow] = []
        self._row_column: QVBoxLayout = column(spacing=6)
        self.card.column.addLayout(top)
        self.card.column.addWidget(self.message)
        self.card.column.addLayout(self._row_column, 1)
        layout = column(self, spacing=0)
        layout.addWidget(self.card, 1)
        self.experiment.clicked.connect(self.experiment_asked)
        self.volume.valueChanged.connect(lambda value: self.volume_chosen.emit(value / 100))
        self.retranslate()

    @property
    def rows(self) -> list[SoundRow]:
        """The input's row and those of the outputs."""
        return self._rows

    @property
    def volume_share(self) -> float:
        """The volume, 0 to 1."""
        return self.volume.value() / 100

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Signal", "Frequencies over time"))
        self.experiment.setText(translate("Signal", "The lecture's experiment"))
        self.experiment.setToolTip(
            translate("Signal", "Four kernels that are sines of 8,820 taps, at the frequencies of four notes")
        )
        self.volume_label.setText(translate("Signal", "Volume"))
        self.volume.setAccessibleName(self.volume_label.text())
        for one in self._rows:
            one.retranslate()
        self._write()

    def show_scene(self, scene: SignalScene) -> None:
        """Take the state that the spectra are asked for."""
        self._scene = scene
        self._draw()

    def show_waiting(self) -> None:
        """Spectra are being made; those shown are of an older state."""
        self._waiting = True
        self._write()

    def show_heard(self, scene: ListeningScene | None) -> None:
        """Show other spectra; None where there is no output."""
        self._waiting = False
        self._heard = scene
        self._draw()

    def show_sound(self, kernel: int | None, frame: int) -> None:
        """Show what is heard, and which sample of it; None for silence."""
        if kernel != self._playing:
            self._playing = kernel
            for one in self._rows:
                one.show_playing(one.kernel == kernel)
        for one in self._rows:
            one.view.show_time(self._seconds(kernel, frame) if kernel is not None else None)

    def say(self, sentence: str) -> None:
        """Show a sentence over the rows, or none."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        dress(self.message, f"color: {theme().palette.danger};")

    def _seconds(self, kernel: int, frame: int) -> float:
        heard = self._heard
        if heard is None:
            return 0.0
        rate = 2 * heard.input.top
        if kernel < 0:
            return frame / rate
        return heard.output_offset + frame / (2 * heard.output.top)

    def _asked(self, wanted: tuple[int, float] | None) -> None:
        heard = self._heard
        if wanted is None or heard is None:
            self.stop_asked.emit()
            return
        kernel, seconds = wanted
        if kernel < 0:
            frame = round(seconds * 2 * heard.input.top)
        else:
            frame = round((seconds - heard.output_offset) * 2 * heard.output.top)
        self.play_asked.emit(kernel, max(0, frame))

    def _draw(self) -> None:
        heard = self._heard
        kernels = [] if heard is None else [-1, *(heard.first_kernel + o for o in range(len(heard.responses)))]
        if [one.kernel for one in self._rows] != kernels:
            while self._rows:
                gone = self._rows.pop()
                self._row_column.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
            for kernel in kernels:
                made = SoundRow(kernel)
                made.asked.connect(self._asked)
                made.view.with_axis = kernel == kernels[-1]
                self._rows.append(made)
                self._row_column.addWidget(made, 1)
        if heard is not None:
            top = heard.top
            for one in self._rows:
                place = one.kernel - heard.first_kernel
                of_input = one.kernel < 0
                end = heard.output_offset + heard.output_seconds
                one.view.show_spectrum(
                    heard.input if of_input else heard.output,
                    0 if of_input else place,
                    top,
                    (0.0, heard.seconds) if of_input else (heard.output_offset, end),
                    heard.seconds,
                    None if of_input else heard.responses[place],
                )
                one.retranslate()
        self._write()

    def _write(self) -> None:
        heard = self._heard
        if self._waiting:
            self.note.setText(translate("Signal", "Computing…"))
        elif heard is None:
            self.note.setText(translate("Signal", "This layer has no output"))
        elif heard.input.sampled:
            self.note.setText(translate("Signal", "Preview: the columns stand further apart than their windows"))
        else:
            self.note.setText("")
