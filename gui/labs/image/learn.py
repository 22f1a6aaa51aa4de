"""A kernel is learned: gradient descent looks for the filter that the user chose, step by step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from core.convolution.kernels import Array
from core.labs.image.found import LearnScene
from core.labs.image.scene import ImageScene
from core.labs.image.state import MOMENTA, Learning
from gui.labs.image.kernel_card import OFFERED, KernelBrick
from gui.labs.image.names import channel_name
from gui.labs.image.slide import MapCard
from gui.messages import preset_name
from gui.plots.loss_curve import LossCurve
from gui.plots.map_images import scale_of, signed_image
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.numbers import read_number, show_number
from gui.widgets.parts import Card, Label, column, dress, row
from gui.widgets.tensor_grid import Cells, TensorGrid

FOUND = 1e-4
"""Share of the first loss below which the kernel counts as found."""
CURVE_HEIGHT, MAP_HEIGHT, BRICK_HEIGHT = 150, 150, 76
"""Pixels at 100 %."""


class KernelColumn(MapCard):
    """A map, and the kernel behind it in numbers.

    Signals:
        pointed: (row, column) of the weight under the mouse, or None.
        channel_picked: A channel of the kernel.
    """

    pointed = Signal(object)
    channel_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.brick, self.grid = Label("quiet"), KernelBrick(), TensorGrid()
        theme().least(self.map, height=MAP_HEIGHT)
        theme().size(self.brick, height=BRICK_HEIGHT)
        for place, part in enumerate((self.name, self.brick, self.grid)):
            self.column.insertWidget(place + 1, part)
        self.grid.pointed.connect(self.pointed)
        self.brick.picked.connect(self.channel_picked)

    def show_kernel(self, weights: Array, scale: float, part: int, lit: tuple[int, int] | None) -> None:
        """Show (channels, rows, columns), and one channel of it in numbers."""
        self.brick.setVisible(weights.shape[0] > 1)
        self.brick.show_weights(weights, scale, part)
        self.grid.show_cells(Cells(weights[part], scale=scale, lit=lit))

    def show_plane(self, plane: Array, scale: float) -> None:
        """Show a map; the full colours at `scale`."""
        with np.errstate(invalid="ignore"):
            image = signed_image(plane, scale, theme().palette)
        place = QRectF(0, 0, plane.shape[1], plane.shape[0])
        self.map.show_image(image, place)
        self.map.show_extent(place)


class LearnPage(QWidget):
    """Shows the `LearnScene` of an `ImageScene`.

    Signals:
        target_chosen: A name of `OFFERED`, for the kernel looked at.
        learning_chosen: The new `Learning`.
        step_picked: A step.
        channel_picked: A channel of the kernel.
        weight_pointed: (row, column) of the weight under the mouse, or None.
    """

    target_chosen = Signal(str)
    learning_chosen = Signal(object)
    step_picked = Signal(int)
    channel_picked = Signal(int)
    weight_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._learning = Learning()
        self._part = 0
        self._weight: tuple[int, int] | None = None
        self.target, self.momentum = Choice(), Choice()
        self.rate = QLineEdit()
        self.rate.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme().size(self.rate, width=84)
        self.slower, self.faster = QPushButton(), QPushButton()
        self.zeros, self.drawn = QPushButton(), QPushButton()
        self.target_label, self.rate_label, self.momentum_label = Label("quiet"), Label("quiet"), Label("quiet")
        for button in (self.slower, self.faster, self.zeros, self.drawn):
            button.setObjectName("small")
        first, second = row(spacing=8), row(spacing=8)
        for part in (self.target_label, self.target, self.zeros, self.drawn):
            first.addWidget(part)
        first.addStretch(1)
        settings = (self.rate_label, self.slower, self.rate, self.faster, self.momentum_label, self.momentum)
        for setting in settings:
            second.addWidget(setting)
        second.addStretch(1)
        self.above = Card()
        self.verdict = Label("large")
        self.verdict.setWordWrap(True)
        self.curve = LossCurve()
        theme().size(self.curve, height=CURVE_HEIGHT)
        self.above.column.addLayout(first)
        self.above.column.addLayout(second)
        self.above.column.addWidget(self.verdict)
        self.above.column.addWidget(self.curve)
        self.wanted, self.found, self.missing = KernelColumn(), KernelColumn(), KernelColumn()
        # From what is wanted to what is missing, in every language.
        side_by_side = QWidget()
        side_by_side.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        across = row(side_by_side, spacing=12)
        for card in self.columns:
            across.addWidget(card, 1)
        outer = column(self, spacing=12)
        outer.addWidget(self.above)
        outer.addWidget(side_by_side, 1)
        self._connect()

    @property
    def columns(self) -> tuple[KernelColumn, KernelColumn, KernelColumn]:
        """What is wanted, what there is, and what is missing."""
        return self.wanted, self.found, self.missing

    def _connect(self) -> None:
        self.target.activated.connect(lambda index: self.target_chosen.emit(OFFERED[index]))
        self.momentum.activated.connect(self._momentum_chosen)
        self.rate.editingFinished.connect(self._rate_typed)
        self.slower.clicked.connect(lambda: self._scale_rate(0.5))
        self.faster.clicked.connect(lambda: self._scale_rate(2.0))
        self.zeros.clicked.connect(lambda: self._start(0))
        self.drawn.clicked.connect(lambda: self._start(self._learning.start + 1))
        self.curve.step_picked.connect(self.step_picked)
        for card in self.columns:
            card.pointed.connect(self.weight_pointed)
            card.channel_picked.connect(self.channel_picked)
        theme().changed.connect(self._draw)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for choice, names in (
            (self.target, [preset_name(name) for name in OFFERED]),
            (self.momentum, [f"{one:g}" for one in MOMENTA]),
        ):
            chosen = choice.currentIndex()
            choice.clear()
            choice.addItems(names)
            choice.setCurrentIndex(chosen)
        self.target_label.setText(translate("Image", "The filter to find"))
        self.target.setAccessibleName(self.target_label.text())
        self.rate_label.setText(translate("Image", "Learning rate from here on"))
        self.rate.setAccessibleName(translate("Image", "Learning rate"))
        self.slower.setText(translate("Image", "half"))
        self.faster.setText(translate("Image", "double"))
        self.momentum_label.setText(translate("Image", "Momentum"))
        self.momentum.setAccessibleName(self.momentum_label.text())
        self.zeros.setText(translate("Image", "Begin with zeros"))
        self.drawn.setText(translate("Image", "Begin with random weights"))
        self.curve.setAccessibleName(translate("Image", "The loss at every step"))
        self._draw()

    def show_scene(self, scene: ImageScene) -> None:
        """Show another search."""
        self._scene = scene
        self._draw()

    def show_choice(self, learning: Learning, part: int, weight: tuple[int, int] | None) -> None:
        """Show another step, channel of the kernel, or weight."""
        if (learning, part, weight) != (self._learning, self._part, self._weight):
            self._learning, self._part, self._weight = learning, part, weight
            self._draw_step()

    @property
    def step(self) -> int:
        """The step shown."""
        scene = self._scene
        last = 0 if scene is None or scene.learn is None else scene.learn.descent.steps
        return max(0, min(self._learning.step, last))

    def _draw(self) -> None:
        scene = self._scene
        found = None if scene is None else scene.learn
        for part in (self.curve, *self.columns):
            part.setVisible(found is not None)
        if scene is None:
            return
        choice = scene.state.kernel_choice(scene.state.kernel).preset
        self.target.setCurrentIndex(OFFERED.index(choice) if choice in OFFERED else -1)
        if found is None:
            refused = scene.problem is not None
            self.verdict.setText(translate("Image", "This layer has no output") if refused else "")
            return
        self.curve.show_losses(found.descent.losses, [first for first, _ in scene.state.learning.rates if first])
        self.wanted.show_plane(found.wanted, scale_of(found.wanted))
        self._draw_step()

    def _draw_step(self) -> None:
        scene = self._scene
        found = None if scene is None else scene.learn
        if scene is None or found is None:
            return
        step, run = self.step, found.descent
        part = min(self._part, found.target.shape[0] - 1)
        self.curve.show_step(step)
        weights, gradient = run.weights[step], run.gradients[step]
        scale = float(np.abs(found.target).max()) or 1.0
        shades = scale_of(found.wanted)
        self.wanted.show_kernel(found.target, scale, part, self._weight)
        self.found.show_kernel(weights, scale, part, self._weight)
        steepest = float(np.abs(np.nan_to_num(gradient)).max()) or 1.0
        self.missing.show_kernel(gradient, steepest, part, self._weight)
        self.found.show_plane(run.maps[step], shades)
        self.missing.show_plane(run.maps[step] - found.wanted, shades)
        self.momentum.setCurrentIndex(MOMENTA.index(self._learning.momentum)
                                      if self._learning.momentum in MOMENTA else -1)  # fmt: skip
        if not self.rate.hasFocus():
            self.rate.setText(f"{self._rate(found):.3g}")
        self._write(scene, found)

    def _write(self, scene: ImageScene, found: LearnScene) -> None:
        step = self.step
        self.wanted.heading.setText(translate("Image", "The filter and its map"))
        self.found.heading.setText(translate("Image", "What was learned"))
        self.missing.heading.setText(translate("Image", "What is missing"))
        kernel = scene.state.kernel
        read = scene.channels_of(min(kernel, scene.weight.shape[0] - 1))
        name = channel_name(read.start + min(self._part, len(read) - 1), scene)
        weights, gradient = translate("Image", "weights, {channel}"), translate("Image", "gradient, {channel}")
        for card, text in ((self.wanted, weights), (self.found, weights), (self.missing, gradient)):
            card.name.setText(fill(text, channel=name))
            card.map.setAccessibleName(card.heading.text())
            card.grid.setAccessibleName(f"{card.heading.text()}, {card.name.text()}")
        self._judge(found, step)

    def _judge(self, found: LearnScene, step: int) -> None:
        """Say how far it is, and whether and why it diverges."""
        run, rate = found.descent, self._rate(found)
        first, present = run.losses[0], run.losses[step]
        share = present / first if first > 0 else 0.0
        colour = "ink"
        if rate >= found.limit:
            text = translate(
                "Image",
                "Step {step}: loss {loss}. It diverges: beyond a learning rate of {limit}, every step overshoots "
                "more than the one before.",
            )
            colour = "danger"
        elif share < FOUND:
            text, colour = translate("Image", "✓ Found at step {step}: loss {loss}, {share} of the first"), "good"
        else:
            text = translate("Image", "Step {step}: loss {loss}, {share} of the first")
        self.verdict.setText(
            fill(
                text,
                step=step,
                loss=show_number(float(present), 5) if 1e-4 < present < 1e6 else f"{present:.2e}",
                share=f"{share:.2%}" if share > 1e-4 else f"{share:.0e}",
                limit=f"{found.limit:.3g}",
            )
        )
        dress(self.verdict, f"color: {theme().colour(colour).name()};")

    def _rate(self, found: LearnScene) -> float:
        return self._learning.rate_at(self.step, found.usual)

    # Acts.

    def _found(self) -> LearnScene | None:
        return None if self._scene is None else self._scene.learn

    def _momentum_chosen(self, index: int) -> None:
        self._emit(momentum=MOMENTA[index])

    def _start(self, start: int) -> None:
        self._emit(start=start, step=0)

    def _emit(self, **changes: object) -> None:
        self.learning_chosen.emit(replace(self._learning, **changes))  # type: ignore[arg-type]

    def _scale_rate(self, times: float) -> None:
        found = self._found()
        if found is not None:
            self.learning_chosen.emit(self._learning.with_rate(float(f"{self._rate(found) * times:.4g}")))

    def _rate_typed(self) -> None:
        found, value = self._found(), read_number(self.rate.text())
        if found is None:
            return
        shown = f"{self._rate(found):.3g}"
        if value is None or value < 0 or self.rate.text() == shown:
            self.rate.setText(shown)
        else:
            self.learning_chosen.emit(self._learning.with_rate(value))
