"""The way back: the gradient that arrives at the outputs, what it makes of the kernels, and of the input."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from core.convolution.gradients import Gradients, contributions
from core.labs.image.scene import ImageScene, Maps, output_under
from core.labs.image.state import UPSTREAMS, Place
from gui.labs.gradient_inspector import CellGradient
from gui.labs.image.kernel_card import LEAST_WIDTH, KernelBrick, card_width
from gui.labs.image.names import channel_letter, channel_name
from gui.labs.image.pictures import covered, extent_of, map_image
from gui.labs.image.slide import MapCard
from gui.plots.map_images import scale_of
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.gallery import Gallery, Tile
from gui.widgets.numbers import read_number, show_number
from gui.widgets.parts import Card, Label, column, row
from gui.widgets.tensor_grid import Cells, TensorGrid


class BackwardPage(QWidget):
    """Shows the gradients of an `ImageScene`; the cursor is the output that is looked at.

    Signals:
        cursor_picked, cursor_pointed, stepped: As of `SlidePage`.
        kernel_chosen: A kernel.
        channel_chosen: An input channel.
        upstream_chosen: A name of `UPSTREAMS`.
        upstream_typed: The number that is to arrive at the output under the cursor.
        upstream_cleared: The drawn gradient is to be zero again.
        cell_picked: A cell (row, column) of the input was clicked.
        cell_pointed: The same under the mouse, or None.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    stepped = Signal(int)
    kernel_chosen = Signal(int)
    channel_chosen = Signal(int)
    upstream_chosen = Signal(str)
    upstream_typed = Signal(float)
    upstream_cleared = Signal()
    cell_picked = Signal(int, int)
    cell_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._cursor: Place = (0, 0)
        self._cell: Place | None = None
        self._wanted, self._channel = 0, 0
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.input_card, self.arriving_card = MapCard(), MapCard()
        self.input, self.arriving = self.input_card.map, self.arriving_card.map
        self.kernel_card = Card()
        self.kernel_heading, self.bias = Label("heading"), Label("mono")
        self.brick, self.grid = KernelBrick(), TensorGrid()
        for part in (self.kernel_heading, self.brick, self.grid, self.bias):
            self.kernel_card.column.addWidget(part, 1 if part is self.brick else 0)
        theme().size(self.kernel_card, width=LEAST_WIDTH)
        self.below = Card()
        self.choice, self.clear, self.value = Choice(), QPushButton(), QLineEdit()
        self.clear.setObjectName("small")
        self.value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme().size(self.value, width=72)
        self.choice_label, self.value_label, self.explained = Label("body"), Label("quiet"), Label("quiet")
        self.explained.setWordWrap(True)
        top: QHBoxLayout = row(spacing=10)
        acts: tuple[QWidget, ...] = (self.choice_label, self.choice, self.value_label, self.value, self.clear)
        for act in acts:
            top.addWidget(act)
        top.addStretch(1)
        self.inputs, self.outputs = Gallery(), Gallery()
        galleries = row(spacing=24)
        galleries.addWidget(self.inputs, 1)
        galleries.addWidget(self.outputs, 1)
        self.below.column.addLayout(top)
        self.below.column.addWidget(self.explained)
        self.below.column.addLayout(galleries, 1)
        across = row(spacing=12)
        across.addWidget(self.input_card, 1)
        across.addWidget(self.kernel_card)
        across.addWidget(self.arriving_card, 1)
        outer = column(self, spacing=12)
        outer.addLayout(across, 3)
        outer.addWidget(self.below, 2)
        self._connect()

    def _connect(self) -> None:
        self.choice.activated.connect(lambda index: self.upstream_chosen.emit(UPSTREAMS[index]))
        self.clear.clicked.connect(self.upstream_cleared)
        self.value.editingFinished.connect(self._typed)
        self.inputs.chosen.connect(lambda key: self.channel_chosen.emit(int(key)))
        self.outputs.chosen.connect(lambda key: self.kernel_chosen.emit(int(key)))
        self.brick.picked.connect(self._slice_picked)
        self.arriving.picked.connect(self._picked)
        self.arriving.pointed.connect(lambda at: self.cursor_pointed.emit(self._output_at(at)))
        self.input.picked.connect(self._cell_picked)
        self.input.pointed.connect(lambda at: self.cell_pointed.emit(self._cell_at(at)))
        for view in (self.input, self.arriving):
            view.stepped.connect(self.stepped)
        theme().changed.connect(self._draw)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        chosen = self.choice.currentIndex()
        self.choice.clear()
        self.choice.addItems(
            [
                translate("Image", "all ones"),
                translate("Image", "one at the cursor"),
                translate("Image", "the output itself"),
                translate("Image", "set by hand"),
            ]
        )
        self.choice.setCurrentIndex(chosen)
        self.choice_label.setText(translate("Image", "The gradient that arrives"))
        self.choice.setAccessibleName(self.choice_label.text())
        self.clear.setText(translate("Image", "Clear"))
        self.value_label.setText(translate("Image", "at the cursor"))
        self.value.setAccessibleName(translate("Image", "The gradient that arrives at the cursor"))
        self.input_card.heading.setText(translate("Image", "Gradient of the input"))
        self.arriving_card.heading.setText(translate("Image", "Gradient that arrives at the output"))
        self.input.setAccessibleName(self.input_card.heading.text())
        self.arriving.setAccessibleName(self.arriving_card.heading.text())
        self.inputs.setAccessibleName(self.input_card.heading.text())
        self.outputs.setAccessibleName(self.arriving_card.heading.text())
        self._draw()

    @property
    def _kernel(self) -> int:
        count = 1 if self._scene is None else self._scene.weight.shape[0]
        return max(0, min(self._wanted, count - 1))

    def show_scene(self, scene: ImageScene) -> None:
        """Show another scene; one without gradients says why."""
        self._scene = scene
        self._draw()

    def show_choice(self, kernel: int, channel: int) -> None:
        """Show another kernel or input channel."""
        if (kernel, channel) != (self._wanted, self._channel):
            self._wanted, self._channel = kernel, channel
            self._draw()

    def show_cursor(self, cursor: Place, cell: Place | None) -> None:
        """Move the window and the marked cell of the input; nothing is computed."""
        self._cursor, self._cell = cursor, cell
        self._place()

    def _draw(self) -> None:
        scene = self._scene
        if scene is None:
            return
        gradients = scene.gradients
        self.kernel_card.setVisible(gradients is not None)
        self.choice.setCurrentIndex(UPSTREAMS.index(scene.state.upstream))
        by_hand = scene.state.upstream == "drawn"
        for part in (self.clear, self.value, self.value_label):
            part.setVisible(by_hand)
        if gradients is None:
            for view in (self.input, self.arriving):
                view.show_image(None, QRectF())
            for gallery in (self.inputs, self.outputs):
                gallery.show_tiles((), "", (1.0, 1.0))
            self.input_card.note.setText("")
            self.arriving_card.note.setText("")
            self.explained.setText(
                translate("Image", "This layer has no output")
                if scene.problem is not None
                else translate("Image", "Gradients are of the whole picture: zoom out, or make the picture smaller")
            )
            return
        self.explained.setText(
            translate(
                "Image",
                "Every output sends its gradient back through the kernel to the cells of its window; "
                "what meets at a cell adds up. torch.autograd computed all of these.",
            )
        )
        self._draw_maps(scene, gradients)
        self._draw_kernel(scene, gradients)
        self._place()

    def _draw_maps(self, scene: ImageScene, gradients: Gradients) -> None:
        shape = (float(scene.size[0]), float(scene.size[1]))
        arriving = Maps((0, 0), 1, gradients.upstream)
        own = self._input_maps(scene, gradients)
        channel = max(0, min(self._channel, scene.channels - 1))
        upper = scale_of(arriving.values)
        lower = scale_of(own.values)
        self.arriving.show_image(map_image(arriving, self._kernel, upper), covered(arriving),
                                 arriving.values[self._kernel])  # fmt: skip
        self.arriving.show_extent(covered(arriving))
        self.input.show_image(map_image(own, channel, lower), covered(own), own.values[channel])
        ignored = extent_of(scene)[2]
        self.input.show_extent(QRectF(0, 0, scene.size[1], scene.size[0]), None, ignored)
        self.input_card.note.setText(f"{channel_name(channel, scene)}  ·  ±{show_number(lower, 2)}")
        text = translate("Image", "map {number}")
        self.arriving_card.note.setText(f"{fill(text, number=self._kernel + 1)}  ·  ±{show_number(upper, 2)}")
        ink = theme().colour("ink")
        self.inputs.show_tiles(
            [
                Tile(str(index), map_image(own, index, lower), channel_letter(index, scene), ink)
                for index in range(scene.channels)
            ],
            str(channel),
            shape,
        )
        self.outputs.show_tiles(
            [
                Tile(str(index), map_image(arriving, index, upper), str(index + 1), theme().palette.kernel(index))
                for index in range(arriving.values.shape[0])
            ],
            str(self._kernel),
            shape,
        )

    @staticmethod
    def _input_maps(scene: ImageScene, gradients: Gradients) -> Maps:
        """The gradient of every real cell, zero where no window reads it."""
        whole = np.zeros((scene.channels, *scene.size), np.float32)
        whole[np.ix_(np.arange(scene.channels), *gradients.sources)] = gradients.input
        return Maps((0, 0), 1, whole)

    def _draw_kernel(self, scene: ImageScene, gradients: Gradients) -> None:
        weight = gradients.weight[self._kernel]
        scale = float(np.abs(weight).max()) or 1.0
        part = self._slice(scene)
        text = translate("Image", "Gradient of kernel {number}")
        self.kernel_heading.setText(fill(text, number=self._kernel + 1))
        self.brick.setVisible(weight.shape[0] > 1)
        self.brick.show_weights(weight, scale, part)
        theme().size(self.kernel_card, width=card_width(weight.shape[2]))
        self.grid.show_cells(Cells(weight[part], scale=scale))
        self.grid.setAccessibleName(self.kernel_heading.text())
        self.bias.setVisible(scene.state.parameters.bias)
        self.bias.setText(f"∂L/∂b {show_number(float(gradients.bias[self._kernel]), 3)}")

    def _slice(self, scene: ImageScene) -> int:
        read = scene.channels_of(self._kernel)
        return self._channel - read.start if self._channel in read else 0

    def _place(self) -> None:
        scene = self._scene
        if scene is None or scene.gradients is None:
            self.input.hide_window()
            self.arriving.hide_window()
            self.input.mark(None)
            return
        row_, place = scene.clamp(self._cursor)
        colour = theme().palette.kernel(self._kernel)
        self.arriving.show_window(np.array([row_]), np.array([place]), colour)
        self.input.show_window(scene.axes[0].positions(row_), scene.axes[1].positions(place), theme().colour("accent"))
        self.input.mark(None if self._cell is None else (float(self._cell[0]), float(self._cell[1])))
        if not self.value.hasFocus():
            self.value.setText(f"{float(scene.gradients.upstream[self._kernel, row_, place]):g}")

    # The mouse and the keys.

    def _output_at(self, at: tuple[float, float] | None) -> Place | None:
        return output_under(self._scene, at)

    def _cell_at(self, at: tuple[float, float] | None) -> Place | None:
        scene = self._scene
        if at is None or scene is None:
            return None
        row_, place = int(np.floor(at[0])), int(np.floor(at[1]))
        return max(0, min(scene.size[0] - 1, row_)), max(0, min(scene.size[1] - 1, place))

    def _picked(self, row_: float, place: float) -> None:
        output = self._output_at((row_, place))
        if output is not None:
            self.cursor_picked.emit(*output)

    def _cell_picked(self, row_: float, place: float) -> None:
        cell = self._cell_at((row_, place))
        if cell is not None:
            self.cell_picked.emit(*cell)

    def _slice_picked(self, part: int) -> None:
        if self._scene is not None:
            self.channel_chosen.emit(self._scene.channels_of(self._kernel)[part])

    def _typed(self) -> None:
        scene, value = self._scene, read_number(self.value.text())
        if scene is None or scene.gradients is None:
            return
        row_, place = scene.clamp(self._cursor)
        present = float(scene.gradients.upstream[self._kernel, row_, place])
        if value is None:
            self.value.setText(f"{present:g}")
        elif np.float32(value) != np.float32(present):
            self.upstream_typed.emit(value)


def cell_gradient(scene: ImageScene, cell: Place, channel: int, kernel: int) -> CellGradient | None:
    """The gradient of one input cell and of a kernel, for the inspector; None for a scene without gradients."""
    gradients = scene.gradients
    if gradients is None:
        return None
    channel = max(0, min(channel, scene.channels - 1))
    kernel = max(0, min(kernel, scene.weight.shape[0] - 1))
    read = scene.channels_of(kernel)
    width = scene.weight.shape[1]
    parts = contributions(
        scene.axes, cell, scene.kernels_of(channel), scene.weight[:, channel % width], gradients.upstream, (0, 0)
    )
    at = [np.flatnonzero(sources == place) for sources, place in zip(gradients.sources, cell, strict=True)]
    found = all(len(one) for one in at)
    text = translate("Image", "row {row}, column {column}, {channel}")
    return CellGradient(
        which=fill(text, row=cell[0], column=cell[1], channel=channel_name(channel, scene)),
        name=f"{channel_letter(channel, scene)}, {cell[0]}, {cell[1]}",
        parts=parts,
        torch_value=float(gradients.input[channel, at[0][0], at[1][0]]) if found else 0.0,
        kernel=kernel,
        weight=gradients.weight[kernel, channel - read.start if channel in read else 0],
        labels=(),
        bias=float(gradients.bias[kernel]),
        transposed_difference=gradients.transposed_difference,
        dimensions=2,
    )
