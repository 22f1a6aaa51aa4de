"""The image lab's controller: a picture, one 3x3 kernel over it, and the map that it makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget
from typing_extensions import override

from core.convolution.image_kernels import PRESETS_2D
from core.convolution.parameters import ConvParameters
from core.labs.image import CUSTOM, ImageScene, ImageState, patch_at, preset_taps
from core.labs.source import Source
from core.labs.state import AppState
from core.media.samples import PICTURES
from core.store import Store
from gui.labs.image.inspector import PatchInspector
from gui.labs.image.kernel import KernelEditor
from gui.labs.page import LabPage
from gui.messages import preset_name, sample_name
from gui.plots.picture import PicturePlot
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.numbers import show_number
from gui.widgets.parameter_panel import ParameterPanel
from gui.widgets.parts import Card, Label, Note, row
from gui.widgets.size_formula import ShapeTable, SizeFormula
from gui.worker import ComputeService

FIXED = ("in_channels", "out_channels", "kernel_size", "groups", "bias")
"""One grey channel, one 3x3 kernel: what else there is to Conv2d comes with its own controls later."""


class ImageLab(LabPage):
    """Conv2d over a picture."""

    controls_width = 324

    def __init__(self, store: Store[AppState], service: ComputeService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._service = service
        self._scene: ImageScene | None = None
        self._pointed: tuple[int, int] | None = None
        self.playback.set_speed(30.0)
        self._build_controls()
        self._build_stage()
        self.patch_view = PatchInspector()
        self.inspector.addWidget(self.patch_view)
        self._connect()
        self.retranslate()
        self._show_controls(self.state)
        self.wait_for_scene(True)
        self._holder.hide()
        if self.state == ImageState():
            service.open(self.state, self.state.source)
        else:
            service.resolve(self.state)

    def _build_controls(self) -> None:
        self.source_heading, self.layer_heading = Label("heading"), Label("heading")
        self.kernel_heading, self.formula_heading = Label("heading"), Label("heading")
        self.shape_heading = Label("heading")
        self.samples, self.presets = Choice(), Choice()
        self.open_button = QPushButton()
        self.kernel = KernelEditor()
        self.parameters = ParameterPanel(2, FIXED)
        self.formula = SizeFormula(2)
        self.shapes = ShapeTable()
        source_row, kernel_row = row(spacing=8), row(spacing=8)
        source_row.addWidget(self.samples, 1)
        source_row.addWidget(self.open_button)
        kernel_row.addWidget(self.kernel_heading)
        kernel_row.addStretch(1)
        kernel_row.addWidget(self.presets)
        self.controls.addWidget(self.source_heading)
        self.controls.addLayout(source_row)
        self.controls.addSpacing(theme().px(6))
        self.controls.addLayout(kernel_row)
        self.controls.addWidget(self.kernel)
        self.controls.addSpacing(theme().px(6))
        self.controls.addWidget(self.layer_heading)
        self.controls.addWidget(self.parameters)
        self.controls.addSpacing(theme().px(6))
        self.controls.addWidget(self.formula_heading)
        self.controls.addWidget(self.formula)
        self.controls.addWidget(self.shape_heading)
        self.controls.addWidget(self.shapes)
        self.controls.addStretch(1)

    def _build_stage(self) -> None:
        self.input, self.output = PicturePlot(), PicturePlot()
        self.input_heading, self.output_heading = Label("heading"), Label("heading")
        self.input_note, self.output_note = Note(), Note()
        self._pair = row(spacing=12)
        # Input on the left and what it becomes on the right, in every language.
        self._holder = holder = QWidget()
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        holder.setLayout(self._pair)
        for heading, note, plot in (
            (self.input_heading, self.input_note, self.input),
            (self.output_heading, self.output_note, self.output),
        ):
            card = Card()
            top = row(spacing=10)
            top.addWidget(heading)
            top.addStretch(1)
            top.addWidget(note)
            card.column.addLayout(top)
            card.column.addWidget(plot, 1)
            theme().least(plot, width=80, height=150)
            self._pair.addWidget(card, 1)
        self.stage.addWidget(holder, 1)

    def _connect(self) -> None:
        self._store.changed.connect(self._state_changed)
        self._service.image_resolved.connect(self._show_scene)
        self._service.image_opened.connect(self._opened)
        self.samples.activated.connect(self._sample_chosen)
        self.open_button.clicked.connect(self.open_asked)
        self.presets.activated.connect(self._preset_chosen)
        self.kernel.chosen.connect(self._tap_chosen)
        self.parameters.changed.connect(self._parameters_chosen)
        self.playback.moved.connect(self._place_moved)
        for plot in (self.input, self.output):
            plot.wheeled.connect(self._wheeled)
        self.input.picked.connect(self._picked_input)
        self.output.picked.connect(self._picked_output)
        self.input.pointed.connect(self._pointed_input)
        self.output.pointed.connect(self._pointed_output)
        theme().changed.connect(self._redress)

    # State.

    @property
    def state(self) -> ImageState:
        """What the user chose in this lab."""
        return self._store.state.image

    def _set(self, state: ImageState, merge: str | None = None) -> None:
        self._store.set(replace(self._store.state, image=state), merge=merge)

    def _note(self, state: ImageState) -> None:
        self._store.note(replace(self._store.state, image=state))

    def _state_changed(self, new: AppState, old: AppState) -> None:
        before, after = old.image, new.image
        if after is before:
            return
        if replace(before, cursor=(0, 0)) != replace(after, cursor=(0, 0)):
            self._service.resolve(after)
            self._show_controls(after)
        place = self._place_of(after.cursor)
        if place != self.playback.position:
            self.playback.set_range(self.playback.last, place)
        self._show_cursor()

    # Scenes.

    def _show_scene(self, scene: ImageScene) -> None:
        self._scene = scene
        self.wait_for_scene(False)
        self._holder.show()
        height, width = scene.output.shape[1:]
        cursor = self.state.cursor
        cursor = (min(cursor[0], max(0, height - 1)), min(cursor[1], max(0, width - 1)))
        self.playback.set_range(max(0, height * width - 1), cursor[0] * width + cursor[1])
        self._note(replace(self.state, cursor=cursor))
        self._show_controls(self.state)
        self.parameters.show_problem(scene.problem)
        self.formula.show_axes((scene.rows, scene.columns), refused=scene.problem is not None)
        self.shapes.show_shapes(scene.shapes)
        self._arrange()
        self._draw(scene)
        self._write()
        self._show_cursor()
        self.titled.emit()

    def _draw(self, scene: ImageScene) -> None:
        self.input.show_grey(scene.picture[0])
        if scene.problem is None:
            axes = (scene.rows, scene.columns)
            self.input.show_padding(*(part for axis in axes for part in (axis.before, axis.after)))
        else:
            self.input.show_padding(0, 0, 0, 0)
        self.output.show_signed(scene.output[0], self._scale(scene))

    @staticmethod
    def _scale(scene: ImageScene) -> float:
        """The magnitude of the full colours: the largest but for the 3 % that stand out."""
        if not scene.output.size:
            return 1.0
        return float(np.quantile(np.abs(scene.output), 0.97)) or 1.0

    def _redress(self) -> None:
        if self._scene is not None:
            self._draw(self._scene)
            self._show_controls(self.state)
            self._show_cursor()

    def _show_controls(self, state: ImageState) -> None:
        self.parameters.show_parameters(state.parameters)
        self.kernel.show_taps(state.taps)
        names = [*PRESETS_2D, CUSTOM]
        self.presets.setCurrentIndex(names.index(state.preset))
        known = list(PICTURES)
        own = state.source.kind == "sample" and state.source.name in known
        self.samples.setCurrentIndex(known.index(state.source.name) if own else -1)

    def _show_cursor(self) -> None:
        scene = self._scene
        if scene is None:
            return
        cursor = self.state.cursor
        if self._pointed is not None and not self.playback.playing:
            cursor = self._pointed
        patch = patch_at(scene, cursor)
        self.patch_view.show_patch(patch)
        if patch is None:
            self.input.hide_window()
            self.output.hide_window()
            return
        self.input.show_window(patch.rows, patch.columns, theme().colour("accent"))
        row_, column = patch.output
        self.output.show_window(np.array([row_]), np.array([column]), theme().palette.kernel(0))
        self.output.grow_until(row_, column)

    # Acts.

    def _width(self) -> int:
        return int(self._scene.output.shape[2]) if self._scene is not None else 0

    def _place_of(self, cursor: tuple[int, int]) -> int:
        return cursor[0] * self._width() + cursor[1]

    def _place_moved(self, place: int) -> None:
        self._pointed = None
        if self._width():
            self._note(replace(self.state, cursor=divmod(place, self._width())))

    def _wheeled(self, notches: int) -> None:
        self.playback.step(-notches)

    def _inside(self, row_: int, column: int) -> tuple[int, int] | None:
        if self._scene is None or not self._scene.output.size:
            return None
        height, width = self._scene.output.shape[1:]
        return max(0, min(height - 1, row_)), max(0, min(width - 1, column))

    def _output_of(self, row_: int, column: int) -> tuple[int, int] | None:
        """The output whose window is centred nearest to an input cell."""
        if self._scene is None or not self._scene.output.size:
            return None
        return self._scene.rows.nearest_output(row_), self._scene.columns.nearest_output(column)

    def _pick(self, cursor: tuple[int, int] | None) -> None:
        if cursor is not None:
            self.playback.pause()
            self._pointed = None
            self._note(replace(self.state, cursor=cursor))
            self.transport.refresh()

    def _point(self, cursor: tuple[int, int] | None) -> None:
        if cursor != self._pointed:
            self._pointed = cursor
            self._show_cursor()

    def _picked_input(self, row_: int, column: int) -> None:
        self._pick(self._output_of(row_, column))

    def _picked_output(self, row_: int, column: int) -> None:
        self._pick(self._inside(row_, column))

    def _pointed_input(self, cell: tuple[int, int] | None) -> None:
        self._point(None if cell is None else self._output_of(*cell))

    def _pointed_output(self, cell: tuple[int, int] | None) -> None:
        self._point(None if cell is None else self._inside(*cell))

    def _preset_chosen(self, position: int) -> None:
        names = [*PRESETS_2D, CUSTOM]
        if names[position] != CUSTOM:
            self._set(replace(self.state, taps=preset_taps(names[position])))

    def _tap_chosen(self, index: int, value: float) -> None:
        self._set(self.state.with_tap(index, value), merge=f"tap {index}")

    def _parameters_chosen(self, parameters: ConvParameters) -> None:
        self._set(replace(self.state, parameters=parameters))

    def _opened(self, state: ImageState) -> None:
        if self._scene is None:
            self._note(state)  # The lab's own first choice is no act of the user's.
            self._service.resolve(state)
        else:
            self._set(state)

    def _sample_chosen(self, position: int) -> None:
        self._service.open(self.state, Source("sample", list(PICTURES)[position]))

    @override
    def open_path(self, path: Path) -> None:
        self._service.open(self.state, Source("file", str(path.resolve())))

    @override
    def reset(self) -> None:
        self._service.open(ImageState(), ImageState().source)

    @override
    def step_across(self, by: int) -> None:
        self.playback.pause()
        place = self.playback.position + by * self._width()
        if 0 <= place <= self.playback.last:
            self.playback.go(place)

    # Words.

    @property
    @override
    def subtitle(self) -> str:
        source = self.state.source
        return sample_name(source.name) if source.kind == "sample" else isolate(source.title, left_to_right=False)

    def _write(self) -> None:
        self.input_heading.setText(translate("Image", "Input, grey"))
        self.output_heading.setText(translate("Image", "Output"))
        scene = self._scene
        if scene is None:
            return
        height, width = scene.picture.shape[1:]
        if scene.reduced:
            text = translate("Image", "{size}, made smaller from {full}")
            full = f"{scene.full_size[1]} × {scene.full_size[0]}"
            self.input_note.setText(fill(text, size=f"{width} × {height}", full=full))
        else:
            self.input_note.setText(isolate(f"{width} × {height}"))
        if scene.output.size:
            scale = show_number(self._scale(scene), 2)
            height, width = scene.output.shape[1:]
            text = translate("Image", "{size}, full colour at {scale}")
            self.output_note.setText(fill(text, size=f"{width} × {height}", scale=f"±{scale}"))
        else:
            self.output_note.setText("")

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.source_heading.setText(translate("Image", "Picture"))
        self.kernel_heading.setText(translate("Image", "Kernel"))
        self.layer_heading.setText("nn.Conv2d")
        self.formula_heading.setText(translate("Image", "Output height and width"))
        self.shape_heading.setText(translate("Image", "Shapes"))
        self.open_button.setText(translate("Image", "Open…"))
        self.samples.setAccessibleName(translate("Image", "Picture"))
        self.presets.setAccessibleName(translate("Image", "Preset of the kernel"))
        for choice, names in (
            (self.samples, [sample_name(name) for name in PICTURES]),
            (self.presets, [preset_name(name) for name in (*PRESETS_2D, CUSTOM)]),
        ):
            chosen = choice.currentIndex()
            choice.clear()
            choice.addItems(names)
            choice.setCurrentIndex(chosen)
        self.input.setAccessibleName(translate("Image", "Input, grey"))
        self.output.setAccessibleName(translate("Image", "Output"))
        self.kernel.retranslate()
        self.parameters.retranslate()
        self.shapes.retranslate()
        self.patch_view.retranslate()
        self._write()

    # Room.

    @override
    def fold(self) -> None:
        super().fold()
        if hasattr(self, "_pair"):
            self._arrange()

    def _arrange(self) -> None:
        """Put input and output side by side or one above the other, whichever shows them larger."""
        height, width = (256, 384) if self._scene is None else self._scene.picture.shape[1:]
        room = self._stage_area.viewport().size()
        edges, top = theme().px(68), theme().px(60)
        beside = min((room.width() / 2 - edges) / width, (room.height() - top) / height)
        above = min((room.width() - edges) / width, (room.height() / 2 - top) / height)
        along = QBoxLayout.Direction.LeftToRight if beside >= above else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(along)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
