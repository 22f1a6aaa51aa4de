"""At the step of a convolution: the way to the image lab, where its gradients are shown cell by cell."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.autograd.replay import Frame, Replay
from core.labs.crossing import Crossing, Obstacle, crossing, is_convolution
from gui.settings import home
from gui.text import translate
from gui.widgets.parts import Card, Label


class CrossingCard(Card):
    """Shown where the clock's node is a ConvolutionBackward.

    Signals:
        crossed: A `Crossing` that the user wants to see in the image lab.
    """

    crossed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._frame: Frame | None = None
        self.heading, self.words = Label("heading"), Label("quiet")
        self.words.setWordWrap(True)
        self.open = QPushButton()
        self.open.clicked.connect(self._cross)
        for part in (self.heading, self.words, self.open):
            self.column.addWidget(part)
        self.hide()

    def show_frame(self, replay: Replay | None, frame: Frame | None) -> None:
        """Show whether, and how, the step can be looked at in the image lab."""
        self._replay, self._frame = replay, frame
        self.setVisible(replay is not None and frame is not None and is_convolution(frame.node))
        if not self.isHidden():
            self._write()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.show_frame(self._replay, self._frame)

    def _found(self) -> Crossing | Obstacle:
        if self._replay is None or self._frame is None:
            return "no convolution"
        return crossing(self._replay, self._frame, home() / "convolutions")

    def _write(self) -> None:
        found = self._found()
        self.heading.setText(translate("Autograd", "The way back through a convolution"))
        self.open.setText(translate("Autograd", "Open in the image lab"))
        self.open.setEnabled(isinstance(found, Crossing))
        if not isinstance(found, Crossing):
            text = obstacle_sentence(found)
        elif found.samples > 1:
            text = translate(
                "Autograd",
                "Its input, kernels and arrived gradient, the first sample of the batch: the kernels' gradient there "
                "is of that sample alone.",
            )
        else:
            text = translate("Autograd", "Its own input, kernels and arrived gradient, cell by cell.")
        self.words.setText(text)

    def _cross(self) -> None:
        found = self._found()
        if isinstance(found, Crossing):
            self.crossed.emit(found)


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Why a step cannot be looked at in the image lab."""
    match obstacle:
        case "no convolution":
            return translate("Autograd", "This node is no convolution.")
        case "not running":
            return translate("Autograd", "No gradient has arrived here yet: go on to this node's step of the pass.")
        case "transposed":
            return translate("Autograd", "The image lab has no transposed convolutions.")
        case "volume":
            return translate("Autograd", "The image lab has convolutions over one and two dimensions, not over three.")
        case "large":
            return translate("Autograd", "Its tensors are too large: of these only statistics were recorded.")
        case "freed":
            return translate("Autograd", "What this node had saved was freed before it could be recorded.")
        case "not finite":
            return translate("Autograd", "Its tensors hold NaN or infinities, which no picture shows.")
