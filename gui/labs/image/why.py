"""Why convolution works on pictures: three experiments on the picture that is open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from core.convolution.kernels import Array
from core.convolution.stack import MOST_LAYERS
from core.labs.image.found import WhyScene
from core.labs.image.scene import ImageScene, Maps
from core.labs.image.state import EXPERIMENTS, Experiment, StackLayer
from gui.cards.pointing import document_pages
from gui.labs.image.pictures import input_image, shown_channel
from gui.labs.image.slide import MapCard
from gui.plots.map_images import level_image, scale_of, signed_image
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.parts import Card, Label, clear_layout, column, row
from gui.widgets.segments import Segments
from gui.widgets.stepper import Stepper

EXACT = 1e-5
"""A share of the largest output below which a difference is float32's rounding."""


class StackEditor(QWidget):
    """The layers of the stack: kernel size, stride and dilation of each, and what follows.

    Signals:
        changed: The new tuple of `StackLayer`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack: tuple[StackLayer, ...] = ()
        self._names: tuple[str, str, str] = ("kernel_size", "stride", "dilation")
        self._grid = QGridLayout()
        theme().space(self._grid, (0, 0, 0, 0), 8)
        self.add, self.drop = QPushButton(), QPushButton()
        outer, acts = column(self, spacing=8), row(spacing=8)
        for button in (self.add, self.drop):
            button.setObjectName("small")
            acts.addWidget(button)
        acts.addStretch(1)
        outer.addLayout(self._grid)
        outer.addLayout(acts)
        outer.addStretch(1)
        self.steppers: list[list[Stepper]] = []
        self._results: list[Label] = []
        self.add.clicked.connect(lambda: self.changed.emit((*self._stack, StackLayer())))
        self.drop.clicked.connect(lambda: self.changed.emit(self._stack[:-1]))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.add.setText(translate("Image", "One more layer"))
        self.drop.setText(translate("Image", "One layer less"))
        self._build()

    def show_stack(self, stack: tuple[StackLayer, ...], found: WhyScene | None) -> None:
        """Show the layers and what was found of them."""
        rebuilt = len(stack) != len(self._stack)
        self._stack = stack
        if rebuilt or len(self.steppers) != len(stack):
            self._build()
        self.add.setEnabled(len(stack) < MOST_LAYERS)
        self.drop.setEnabled(len(stack) > 1)
        for index, layer in enumerate(stack):
            for stepper, value in zip(self.steppers[index], (layer.size, layer.stride, layer.dilation), strict=True):
                stepper.show_value(value)
            if found is not None and index < len(found.layers):
                one = found.layers[index]
                text = translate("Image", "sees {field}, every {jump}; gives {size}")
                none = translate("Image", "gives nothing: the picture is too small")
                told = fill(text, field=f"{one.field[0]} × {one.field[1]}", jump=one.jump[0],
                            size=f"{one.size[0]} × {one.size[1]}")  # fmt: skip
                self._results[index].setText(told if all(one.size) else none)

    def _build(self) -> None:
        clear_layout(self._grid)
        self.steppers, self._results = [], []
        less, more = translate("Parameters", "Less"), translate("Parameters", "More")
        for place, name in enumerate(self._names):
            self._grid.addWidget(Label("name", name), 0, place + 1)
        for index in range(len(self._stack)):
            title = Label("heading", fill(translate("Image", "Layer {number}"), number=index + 1))
            title.setStyleSheet(f"color: {theme().palette.kernel(index).name()};")
            self._grid.addWidget(title, index + 1, 0)
            steppers = []
            for place, name in enumerate(self._names):
                stepper = Stepper(lowest=1)
                theme().size(stepper.field, width=36)
                stepper.set_names(f"{title.text()}, {name}", less, more)
                stepper.chosen.connect(lambda value, index=index, place=place: self._stepped(index, place, value))
                self._grid.addWidget(stepper, index + 1, place + 1)
                steppers.append(stepper)
            result = Label("quiet")
            self._grid.addWidget(result, index + 1, 4)
            self._grid.setColumnStretch(4, 1)
            self.steppers.append(steppers)
            self._results.append(result)

    def _stepped(self, index: int, place: int, value: int) -> None:
        names = ("size", "stride", "dilation")
        bounded = max(1, min(99, value))
        layer = replace(self._stack[index], **{names[place]: bounded})
        self.changed.emit((*self._stack[:index], layer, *self._stack[index + 1 :]))


class ErrorTable(QWidget):
    """Every padding mode with every stride: how far it is from equivariance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._grid = QGridLayout(self)
        theme().space(self._grid, (0, 0, 0, 0), 8)

    def show_errors(self, found: WhyScene) -> None:
        """Show another table."""
        clear_layout(self._grid)
        strides = sorted({one.stride for one in found.table})
        for place, stride in enumerate(strides):
            self._grid.addWidget(Label("name", f"stride={stride}"), 0, place + 1)
        for line, mode in enumerate(dict.fromkeys(one.mode for one in found.table)):
            self._grid.addWidget(Label("name", mode), line + 1, 0)
            for one in found.table:
                if one.mode == mode:
                    label = Label("mono", self._text(one.largest))
                    exact = one.largest is not None and one.largest < EXACT
                    label.setStyleSheet(f"color: {getattr(theme().palette, 'good' if exact else 'danger')};")
                    self._grid.addWidget(label, line + 1, strides.index(one.stride) + 1)

    @staticmethod
    def _text(largest: float | None) -> str:
        if largest is None:
            return "–"
        return f"✓ {largest:.0e}" if 0 < largest < EXACT else "✓ 0" if not largest else f"{largest:.0%}"


class WhyPage(QWidget):
    """Shows the `WhyScene` of an `ImageScene`.

    Signals:
        experiment_chosen: A name of `EXPERIMENTS`.
        shifted: Rows and columns of the input by which the picture was dragged on.
        shift_ended: It was let go.
        stack_changed: The new tuple of `StackLayer`.
        seen_picked: A cell (row, column) of the input.
    """

    experiment_chosen = Signal(str)
    shifted = Signal(int, int)
    shift_ended = Signal()
    stack_changed = Signal(object)
    seen_picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._channel = -1
        self._experiment: Experiment = "equivariance"
        self.segments = Segments(EXPERIMENTS)
        document_pages(
            self.segments, {"equivariance": "equivariance", "locality": "locality", "stack": "receptive_field"}
        )
        self.explained = Label("body")
        self.explained.setWordWrap(True)
        self.cards = [MapCard() for _ in range(4)]
        self.below = Card()
        self.table, self.editor, self.verdict = ErrorTable(), StackEditor(), Label("large")
        self.verdict.setWordWrap(True)
        self.table_heading = Label("heading")
        for part in (self.verdict, self.table_heading, self.table, self.editor):
            self.below.column.addWidget(part)
        self.below.column.addStretch(1)
        grid_holder = QWidget()
        grid_holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(grid_holder)
        theme().space(grid, (0, 0, 0, 0), 12)
        for index, card in enumerate(self.cards):
            grid.addWidget(card, index // 2, index % 2)
        outer = column(self, spacing=10)
        top = row()
        top.addWidget(self.segments)
        top.addStretch(1)
        outer.addLayout(top)
        outer.addWidget(self.explained)
        outer.addWidget(grid_holder, 1)
        outer.addWidget(self.below)
        self.segments.chosen.connect(self.experiment_chosen)
        self.editor.changed.connect(self.stack_changed)
        self.cards[0].map.panned.connect(self._dragged)
        self.cards[0].map.released.connect(self.shift_ended)
        for card in self.cards[:2]:
            card.map.picked.connect(self._picked)
        theme().changed.connect(self._draw)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.segments.set_texts(
            [translate("Image", "Equivariance"), translate("Image", "Locality"), translate("Image", "Compositionality")]
        )
        self.table_heading.setText(
            translate("Image", "Largest difference, of the largest output, for every padding mode")
        )
        self.editor.retranslate()
        self._draw()

    def show_scene(self, scene: ImageScene) -> None:
        """Show another scene."""
        self._scene = scene
        self._draw()

    def show_choice(self, experiment: Experiment, channel: int) -> None:
        """Show another experiment or input channel."""
        if (experiment, channel) != (self._experiment, self._channel):
            self._experiment, self._channel = experiment, channel
            self._draw()

    def _draw(self) -> None:
        scene = self._scene
        self.segments.show_chosen(self._experiment)
        if scene is None:
            return
        found = scene.why if scene.state.experiment == self._experiment else None
        kind = self._experiment
        shown = {"equivariance": 4, "locality": 3, "stack": 2}[kind]
        for index, card in enumerate(self.cards):
            card.setVisible(index < shown)
        if kind != "stack":
            for card in self.cards:
                card.map.show_frames(())
        self.cards[0].map.drags = kind == "equivariance"
        self.cards[0].map.setCursor(
            Qt.CursorShape.OpenHandCursor if kind == "equivariance" else Qt.CursorShape.ArrowCursor
        )
        for widget, wanted in (
            (self.table, kind == "equivariance"),
            (self.table_heading, kind == "equivariance"),
            (self.verdict, kind != "stack"),
            (self.editor, kind == "stack"),
        ):
            widget.setVisible(wanted)
        self._explain()
        if found is None:
            for card in self.cards:
                card.map.show_image(None, QRectF())
            refused = scene.problem is not None
            self.verdict.setText(translate("Image", "This layer has no output") if refused else "")
            return
        if kind == "equivariance":
            self._draw_equivariance(scene, found)
        elif kind == "locality":
            self._draw_locality(scene, found)
        else:
            self._draw_stack(scene, found)

    def _explain(self) -> None:
        self.explained.setText(
            {
                "equivariance": translate(
                    "Image", "Drag the picture: what leaves on one side comes in on the other. "
                    "Convolving and then moving should give what moving and then convolving gives."
                ),
                "locality": translate(
                    "Image", "All pixels have changed places, in every picture of this size in the same way. "
                    "No pixel is lost, and a fully connected layer would learn as before; a kernel finds no edge."
                ),
                "stack": translate(
                    "Image", "Each layer sees a little more than the one before. Click the picture: framed is what "
                    "one output can see by formula, and coloured what its gradient reaches, by torch."
                ),
            }[self._experiment]
        )  # fmt: skip

    def _show_plane(self, card: MapCard, heading: str, image: QImage, note: str = "") -> None:
        place = QRectF(0, 0, image.width(), image.height())
        card.heading.setText(heading)
        card.map.setAccessibleName(heading)
        card.note.setText(note)
        card.map.show_image(image, place)
        card.map.show_extent(place)

    def _picture(self, scene: ImageScene, picture: Array) -> QImage:
        return input_image(scene, Maps((0, 0), 1, picture), shown_channel(scene, self._channel))

    def _draw_equivariance(self, scene: ImageScene, found: WhyScene) -> None:
        palette = theme().palette
        scale = scale_of(found.first)
        error = found.second - found.first
        largest = float(np.abs(error).max(initial=0.0)) / (float(np.abs(found.first).max(initial=0.0)) or 1.0)
        down, right = (by // found.block * found.block for by in scene.state.shift)
        moved_by = fill(translate("Image", "by {rows} rows and {columns} columns"), rows=down, columns=right)
        self._show_plane(self.cards[0], translate("Image", "The picture, moved"), self._picture(scene, found.picture),
                         moved_by)  # fmt: skip
        self._show_plane(self.cards[1], translate("Image", "Convolved, then moved"),
                         signed_image(found.first, scale, palette))  # fmt: skip
        self._show_plane(self.cards[2], translate("Image", "Moved, then convolved"),
                         signed_image(found.second, scale, palette))  # fmt: skip
        self._show_plane(self.cards[3], translate("Image", "Their difference"), signed_image(error, scale, palette),
                         f"±{show_number(scale, 2)}")  # fmt: skip
        if largest < EXACT:
            self.verdict.setText(translate("Image", "✓ The same: this layer is equivariant to this shift"))
        elif not found.whole:
            text = translate("Image", "Not the same: the shift is no multiple of the stride")
            self.verdict.setText(text)
        else:
            self.verdict.setText(translate("Image", "Not the same: look at the borders"))
        self._colour(largest < EXACT)
        self.table.show_errors(found)

    def _draw_locality(self, scene: ImageScene, found: WhyScene) -> None:
        palette = theme().palette
        scale = scale_of(found.first)
        self._show_plane(self.cards[0], translate("Image", "The picture, its pixels in other places"),
                         self._picture(scene, found.picture))  # fmt: skip
        self._show_plane(self.cards[1], translate("Image", "Map of the picture"),
                         signed_image(found.first, scale, palette), f"±{show_number(scale, 2)}")  # fmt: skip
        self._show_plane(self.cards[2], translate("Image", "Map of the scattered pixels"),
                         signed_image(found.second, scale, palette), f"±{show_number(scale, 2)}")  # fmt: skip
        self.verdict.setText(
            fill(
                translate("Image", "Neighbours are alike by {before} in the picture, by {after} once scattered"),
                before=show_number(found.likeness[0], 2),
                after=show_number(round(found.likeness[1], 2), 2),
            )
        )
        self._colour(True)

    def _draw_stack(self, scene: ImageScene, found: WhyScene) -> None:
        self._show_plane(self.cards[0], translate("Image", "What one output can see, layer by layer"),
                         self._picture(scene, found.picture))  # fmt: skip
        measured = found.measured
        if measured.any():
            image = level_image(measured, (0.0, float(measured.max())), grey=False)
            self._show_plane(self.cards[1], translate("Image", "What its gradient reaches"), image)
        else:
            self.cards[1].map.show_image(None, QRectF())
        frames = []
        for index, layer in enumerate(found.layers):
            (top, bottom), (left, right) = layer.span
            frames.append((QRectF(left, top, right - left, bottom - top), QColor(theme().palette.kernel(index))))
        complete = bool(found.layers) and all(found.layers[-1].size)
        self.cards[0].map.show_frames(frames if complete else ())
        self.cards[1].map.show_frames(frames[-1:] if complete else ())
        self.editor.show_stack(scene.state.stack, found)

    def _colour(self, good: bool) -> None:
        self.verdict.setStyleSheet(f"color: {getattr(theme().palette, 'good' if good else 'danger')};")

    # The mouse.

    def _dragged(self, rows: int, columns: int) -> None:
        scene = self._scene
        if scene is not None and scene.why is not None and self._experiment == "equivariance":
            self.shifted.emit(-rows * scene.why.block, -columns * scene.why.block)

    def _picked(self, row_: float, place: float) -> None:
        scene = self._scene
        if scene is not None and scene.why is not None and self._experiment == "stack":
            block = scene.why.block
            cell = [
                max(0, min(length - 1, int(at * block))) for at, length in zip((row_, place), scene.size, strict=True)
            ]
            self.seen_picked.emit(cell[0], cell[1])
