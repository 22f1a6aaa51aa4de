"""The lecturer's own window: notes, what comes next, the time, and what the audience sees."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gui.palette import Palette
from gui.presenting.elapsed import Elapsed
from gui.presenting.notes import StepNotes
from gui.stylesheet import stylesheet
from gui.text import translate
from gui.theme import SIZES
from gui.widgets.parts import Label, dress, scrolled

TICK_MS = 500
HEIGHT = 620
"""The window's height at which everything in it is as large as it is written here."""


class LivePicture(QWidget):
    """A small picture of the audience's screen.

    Signals:
        pointed: The mouse is over a place, from (0, 0) to (1, 1).
        pressed, released: The left button.
    """

    pointed = Signal(QPointF)
    pressed = Signal(QPointF)
    released = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)

    def show_image(self, image: QImage) -> None:
        """Show another picture."""
        self._image = image
        self._fit()
        self.update()

    def _fit(self) -> None:
        """Be as high as the picture is."""
        image = self._image.size() if not self._image.isNull() else QSize(16, 9)
        high = round(self.width() * image.height() / max(1, image.width()))
        high = max(60, min(high, round(self.window().height() * 0.55)))
        if high != self.height():
            self.setFixedHeight(high)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def place(self) -> QRect:
        """Where the picture is."""
        size = (self._image.size() if not self._image.isNull() else QSize(16, 9)).scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        return QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())

    def _share(self, at: QPointF) -> QPointF:
        place = self.place()
        return QPointF((at.x() - place.x()) / max(1, place.width()), (at.y() - place.y()) / max(1, place.height()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self._share(event.position()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self._share(event.position()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.place(), self._image)
        painter.end()


class LecturerWindow(QWidget):
    """Notes and a clock, as large as its own screen allows, in colours of its own.

    Its sizes follow its own height: the zoom is the audience's.

    Signals:
        closed: The user closed it.
        picture_wanted: It is time for another picture of what the audience sees.
    """

    closed = Signal()
    picture_wanted = Signal()

    def __init__(self, owner: QWidget, palette: Palette) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._palette = palette
        self.elapsed = Elapsed()
        self.picture = LivePicture()
        self.title, self.notes, self.text = Label("title"), Label("large"), Label("plain")
        self.next_heading, self.next = Label("heading"), Label("large")
        self.notes_heading, self.text_heading = Label("heading"), Label("heading")
        self.mark = Label("live_mark")
        for label in (self.title, self.notes, self.text, self.next):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.clock, self.timer = Label("clock"), Label("clock")
        self.pause_button, self.reset_button = QPushButton(), QPushButton()
        self._layouts: list[tuple[QHBoxLayout | QVBoxLayout, int]] = []
        outer = QHBoxLayout(self)
        left = QVBoxLayout()
        times = QHBoxLayout()
        for part in (self.timer, self.pause_button, self.reset_button):
            times.addWidget(part)
        times.addStretch(1)
        times.addWidget(self.clock)
        left.addWidget(self.picture)
        left.addWidget(self.mark)
        left.addWidget(self.next_heading)
        left.addWidget(self.next)
        left.addStretch(1)
        left.addLayout(times)
        right = QWidget()
        lines = QVBoxLayout(right)
        for part in (self.title, self.notes_heading, self.notes, self.text_heading, self.text):
            lines.addWidget(part)
        lines.addStretch(1)
        outer.addLayout(left, 5)
        outer.addWidget(scrolled(right, "paper"), 6)
        self._layouts = [(outer, 20), (left, 0), (times, 0), (lines, 20)]
        self.pause_button.clicked.connect(self._pause)
        self.reset_button.clicked.connect(self._reset)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self.tick)
        self.retranslate()
        self._dress()

    def begin(self) -> None:
        """Start the time, if it was never started, and show it."""
        self.elapsed.start(monotonic())
        self._clock.start()
        self.show()
        self.retranslate()

    def end(self) -> None:
        """Hide, and stop everything."""
        self._clock.stop()
        self.hide()

    def show_step(self, step: StepNotes) -> None:
        """Show what the lecturer is told."""
        self.title.setText(step.title)
        self.notes.setText(step.notes or translate("Presenting", "There are no notes on this step."))
        self.text.setText(step.text)
        self.next.setText(step.next_title or translate("Presenting", "Nothing: this is the end."))
        self.text_heading.setVisible(bool(step.text))

    def show_state(self, *, frozen: bool, curtain: bool) -> None:
        """Say what the audience sees where that is not what the lecturer works on."""
        words = ""
        if curtain:
            words = translate("Presenting", "The audience's screen is blank.")
        elif frozen:
            words = translate("Presenting", "The audience's picture is frozen.")
        self.mark.setText(words)
        self.mark.setVisible(bool(words))

    def tick(self) -> None:
        """Show the time that it is."""
        self.clock.setText(QTime.currentTime().toString("HH:mm"))
        self.timer.setText(self.elapsed.written(monotonic()))
        self.picture_wanted.emit()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.setWindowTitle(translate("Presenting", "Notes for the lecturer"))
        self.notes_heading.setText(translate("Presenting", "Notes"))
        self.text_heading.setText(translate("Presenting", "Text of the step"))
        self.next_heading.setText(translate("Presenting", "Next"))
        running = self.elapsed.running
        pause, go_on = translate("Presenting", "Pause"), translate("Presenting", "Start")
        self.pause_button.setText(pause if running else go_on)
        self.reset_button.setText(translate("Presenting", "Reset"))
        self.picture.setAccessibleName(translate("Presenting", "What the audience sees"))
        self.clock.setAccessibleName(translate("Presenting", "Time of day"))
        self.timer.setAccessibleName(translate("Presenting", "Time since the start"))
        self.tick()

    def _pause(self) -> None:
        if self.elapsed.running:
            self.elapsed.pause(monotonic())
        else:
            self.elapsed.start(monotonic())
        self.retranslate()

    def _reset(self) -> None:
        self.elapsed.reset(monotonic())
        self.tick()

    def _px(self, pixels: float) -> int:
        return max(1, round(pixels * max(0.7, self.height() / HEIGHT)))

    def _dress(self) -> None:
        """Take sizes for the window's own height."""
        sheet = stylesheet(self._palette, self._px, SIZES)
        clock = f"QLabel#clock {{ font-family: 'IBM Plex Mono'; font-size: {self._px(26)}px; font-weight: 600; }}"
        ground = f"QWidget#ground {{ background: {self._palette.ground}; }}"
        dress(self, sheet + clock + ground)
        for layout, margin in self._layouts:
            edge = self._px(margin) if margin else 0
            layout.setContentsMargins(edge, edge, edge, edge)
            layout.setSpacing(self._px(10))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self._dress()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
