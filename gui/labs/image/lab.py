"""The image lab's controller: the user's acts become states, scenes become what is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.convolution.code import CodeError
from core.convolution.parameters import ConvParameters
from core.labs.image import acts, needs
from core.labs.image.needs import computed_from, input_from, layer_from
from core.labs.image.scene import ImageScene, Maps, Near, patch_at, place_beside
from core.labs.image.state import (
    PAGES,
    SHRINKS,
    ImageState,
    Level,
    Page,
    Place,
    Upstream,
    lecture_example,
    with_weights,
)
from core.labs.source import Source
from core.labs.state import AppState
from core.media.sample_names import PICTURES
from core.store import Store
from gui.cards.pointing import document_pages
from gui.labs.exchange import Exchange, Formats
from gui.labs.gradient_inspector import GradientInspector
from gui.labs.image.backward import BackwardPage, cell_gradient
from gui.labs.image.camera import LiveCamera
from gui.labs.image.compare import LETTERS, ComparePage
from gui.labs.image.controls import ImageControls
from gui.labs.image.inspector import PatchInspector
from gui.labs.image.learn import LearnPage
from gui.labs.image.learn_inspector import LearnInspector
from gui.labs.image.matrix import MatrixPage
from gui.labs.image.names import source_title
from gui.labs.image.pasted import PastedPictures
from gui.labs.image.slide import SlidePage
from gui.labs.image.why import WhyPage
from gui.labs.page import LabPage
from gui.messages import media_sentence
from gui.text import translate
from gui.widgets.parameter_panel import ProblemCard
from gui.widgets.parts import column, row
from gui.widgets.segments import Segments
from gui.worker import ComputeService

RANGES_AFTER_MS = 500
"""After the last change of the layer: asking torch for legal ranges is for when nobody waits."""


class ImageLab(LabPage):
    """Conv2d over a picture."""

    controls_width = 324

    def __init__(self, store: Store[AppState], service: ComputeService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._service = service
        self._scene: ImageScene | None = None
        self._asked: ImageState | None = None
        self._asked_near: Place = (0, 0)
        self._dragging = False
        self._input: tuple[tuple[object, ...], Maps] | None = None
        self._restarts = store.restarts
        self._look_first = self._as_is = False
        self._pointed: Place | None = None
        self._other_pointed: Place | None = None
        self._ranges_of: tuple[ConvParameters, Place] | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(RANGES_AFTER_MS)
        self._idle.timeout.connect(self._ask_ranges)
        self.playback.set_speed(30.0)
        self.panel = ImageControls()
        self.controls.addWidget(self.panel)
        self.controls.addStretch(1)
        self.segments = Segments(PAGES)
        document_pages(
            self.segments,
            {
                "slide": "feature_map",
                "matrix": "toeplitz",
                "compare": "kernel",
                "backward": "adjoint",
                "learn": "gradient_descent",
                "why": "stationarity",
            },
        )
        self.slide, self.backward, self.why = SlidePage(), BackwardPage(), WhyPage()
        self.learn, self.matrix, self.compare = LearnPage(), MatrixPage(), ComparePage()
        self._pages: dict[Page, SlidePage | MatrixPage | ComparePage | BackwardPage | WhyPage | LearnPage] = {
            "slide": self.slide,
            "matrix": self.matrix,
            "compare": self.compare,
            "backward": self.backward,
            "learn": self.learn,
            "why": self.why,
        }
        self.live = LiveCamera(store, service, self)
        self.panel.source_row.addWidget(self.live.button)
        self._live_place = column(spacing=0)
        self.stage.addLayout(self._live_place)
        top = row()
        top.addWidget(self.segments)
        top.addStretch(1)
        self.stage.addLayout(top)
        self.segments.hide()
        for page in self._pages.values():
            self.stage.addWidget(page, 1)
            page.hide()
        self._cell: Place | None = None
        self._cell_pointed: Place | None = None
        self.gradient_view = GradientInspector(2)
        self.learn_view = LearnInspector()
        self._weight: Place | None = None
        self.gradient_view.hide()
        self.learn_view.hide()
        self.patch_view = PatchInspector()
        # Where there is no value to inspect, what is wrong stands in its place.
        self.problem = ProblemCard()
        self.inspector.addWidget(self.problem)
        self.inspector.addWidget(self.patch_view)
        self.inspector.addWidget(self.gradient_view)
        self.inspector.addWidget(self.learn_view)
        formats = Formats(
            lambda: translate("Image", "Export output maps or weights"),
            lambda: [
                ("npy", translate("Image", "Output maps, NumPy")),
                ("npz", translate("Image", "Weights as a state_dict, NumPy")),
            ],
        )
        self._pasted = PastedPictures(self)
        self._pasted.saved.connect(lambda path: self.open_path(Path(path)))
        self._pasted.failed.connect(
            lambda path: self.told.emit(media_sentence("unwritable", {"name": Path(path).name}), "")
        )
        self._exchange = Exchange(service, 2, formats, self)
        self._connect()
        self._place_live()
        self.retranslate()
        self.panel.show_state(self.state)
        self.wait_for_scene(True)
        self._look_first = self.state == ImageState()
        if self._look_first:
            service.open(self.state, self.state.source)
        else:
            self._resolve(self.state)

    def _connect(self) -> None:
        service, panel, slide = self._service, self.panel, self.slide
        self._store.changed.connect(self._state_changed)
        service.image_resolved.connect(self._show_scene)
        service.image_overtaken.connect(self._show_overtaken)
        service.near_resolved.connect(self._show_near)
        service.image_opened.connect(self._opened)
        service.layer_ranges.connect(panel.parameters.show_ranges)
        panel.samples.activated.connect(self._sample_chosen)
        panel.open_button.clicked.connect(self.open_asked)
        panel.grey.clicked.connect(self._grey_chosen)
        panel.shrink.activated.connect(self._shrink_chosen)
        panel.plain_button.clicked.connect(lambda: self._set(lecture_example(padded=False)))
        panel.padded_button.clicked.connect(lambda: self._set(lecture_example(padded=True)))
        panel.parameters.changed.connect(self._parameters_chosen)
        panel.kind.activated.connect(lambda index: self._set(replace(self.state, flip=bool(index))))
        panel.copy_button.clicked.connect(self.copy_code)
        panel.paste_button.clicked.connect(self.paste_code)
        panel.export_button.clicked.connect(self.export)
        self._exchange.told.connect(lambda sentence: self.told.emit(sentence, ""))
        self._exchange.export_asked.connect(lambda path: service.export(self.state, path))
        self.live.next_wanted.connect(self._ask_live)
        self.live.told.connect(lambda sentence: self.told.emit(sentence, ""))
        self.live.unfocused.connect(self.stage_widget.setFocus)
        self.folded_changed.connect(self._place_live)
        self.problem.chosen.connect(self._parameters_chosen)
        self.segments.chosen.connect(self._page_chosen)
        backward = self.backward
        backward.cursor_picked.connect(self._picked)
        backward.cursor_pointed.connect(self._point)
        backward.stepped.connect(self.playback.step)
        backward.kernel_chosen.connect(self._kernel_chosen)
        backward.channel_chosen.connect(self._channel_chosen)
        backward.upstream_chosen.connect(self._upstream_chosen)
        backward.upstream_typed.connect(self._upstream_typed)
        backward.upstream_cleared.connect(lambda: self._set(replace(self.state, drawn=())))
        backward.cell_picked.connect(self._cell_picked)
        backward.cell_pointed.connect(self._point_cell)
        compare = self.compare
        compare.cursor_picked.connect(self._picked)
        compare.cursor_pointed.connect(self._point)
        compare.other_pointed.connect(self._point_other)
        compare.stepped.connect(self.playback.step)
        compare.zoomed.connect(self._zoomed)
        compare.panned.connect(self._panned)
        compare.released.connect(self._let_go)
        compare.kernel_chosen.connect(self._kernel_chosen)
        compare.other_kernel_chosen.connect(self._other_kernel_chosen)
        compare.keep_asked.connect(lambda: self._set(replace(self.state, kept=self.state.setting)))
        compare.exchange_asked.connect(lambda: self._set(self.state.exchanged()))
        self.why.experiment_chosen.connect(lambda name: self._note(replace(self.state, experiment=name)))
        self.why.shifted.connect(self._shifted)
        self.why.shift_ended.connect(self._store.settle)
        self.why.stack_changed.connect(lambda stack: self._set(replace(self.state, stack=stack)))
        self.why.seen_picked.connect(lambda row_, place: self._note(replace(self.state, seen=(row_, place))))
        matrix = self.matrix
        matrix.cursor_picked.connect(self._picked)
        matrix.cursor_pointed.connect(self._point)
        matrix.stepped.connect(self.playback.step)
        matrix.kernel_chosen.connect(self._kernel_chosen)
        matrix.channel_chosen.connect(self._channel_chosen)
        learn = self.learn
        learn.target_chosen.connect(self._preset_chosen)
        learn.learning_chosen.connect(lambda learning: self._set(replace(self.state, learning=learning)))
        learn.step_picked.connect(self._step_picked)
        learn.channel_picked.connect(self._slice_picked)
        learn.weight_pointed.connect(self._weight_pointed)
        slide.cursor_picked.connect(self._picked)
        slide.cursor_pointed.connect(self._point)
        slide.stepped.connect(self.playback.step)
        slide.zoomed.connect(self._zoomed)
        slide.panned.connect(self._panned)
        slide.released.connect(self._let_go)
        slide.kernel_chosen.connect(self._kernel_chosen)
        slide.channel_chosen.connect(self._channel_chosen)
        slide.level_chosen.connect(self._level_chosen)
        slide.kernel.preset_chosen.connect(self._preset_chosen)
        slide.kernel.tuned.connect(self._tuned)
        slide.kernel.bias_typed.connect(self._bias_typed)
        slide.kernel.weight_typed.connect(self._kernel_typed)
        slide.kernel.channel_picked.connect(self._slice_picked)
        slide.kernel.weight_pointed.connect(self._light_kernel)
        self.patch_view.channel_picked.connect(self._slice_picked)
        self.patch_view.weight_typed.connect(self._weight_typed)
        self.patch_view.weight_pointed.connect(slide.light)
        self.patch_view.weight_pointed.connect(matrix.light)
        self.playback.moved.connect(self._place_moved)
        self.playback.playing_changed.connect(lambda _playing: self._show_cursor())

    @override
    def present(self, presented: bool) -> None:
        super().present(presented)
        self.slide.present(presented)

    @override
    def show_tabs(self, shown: bool) -> None:
        super().show_tabs(shown)
        self.segments.setVisible(shown and self._scene is not None)

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
        if self._restarts != self._store.restarts:
            self._restarts = self._store.restarts
            self._look_first = after == ImageState()
            if self._look_first:
                self._service.open(after, after.source)
        if after is before:
            return
        self.live.follow(after.source)
        if computed_from(before) != computed_from(after):
            self._resolve(after)
            self.panel.show_state(after)
        elif not needs.is_covered(after, self._asked, self._scene):
            self._resolve(after)
        elif not needs.is_near_covered(after, self._asked_near, self._scene):
            self._asked_near = after.cursor
            self._service.resolve_near(after)
        self._show_page(after.page)
        self._show_choice(after)
        self.panel.show_kernel(after.kernel)
        self._fit_playback(after)
        if after.cursor != before.cursor or computed_from(before) == computed_from(after):
            self._show_cursor()  # Else a scene is on its way, and shows it.

    def _show_page(self, page: Page) -> None:
        self.segments.show_chosen(page)
        ready = self._scene is not None
        self.segments.setVisible(ready and self.tabs_shown)
        for name, widget in self._pages.items():
            widget.setVisible(ready and page == name)
        self.patch_view.setVisible(page not in ("backward", "learn"))
        self.gradient_view.setVisible(page == "backward")
        self.learn_view.setVisible(page == "learn")

    def _show_choice(self, state: ImageState) -> None:
        self.slide.show_choice(state.kernel, state.channel, state.level)
        self.backward.show_choice(state.kernel, state.channel)
        self.why.show_choice(state.experiment, state.channel)
        self.matrix.show_choice(state.kernel, state.channel)
        self.compare.show_choice(state.kernel, state.channel)

    def _draw(self, scene: ImageScene) -> None:
        """Draw the page that is seen."""
        self._pages[self.state.page].show_scene(scene)

    def _resolve(self, state: ImageState) -> None:
        self._asked, self._asked_near = state, state.cursor
        have = self._input is not None and self._input[0] == input_from(state)
        self._service.resolve_image(state, dragged=self._dragging, with_input=not have)

    def _ask_live(self) -> None:
        """Ask for the same of the camera's newest frame."""
        self._input = None
        self._resolve(self.state)

    def _place_live(self) -> None:
        """Let the live mark stand with the controls, or over the stage where they are folded away."""
        with_controls = self.shown_panels[0]
        self.live.bar.stand_in(self.panel.live_place if with_controls else self._live_place, narrow=with_controls)

    def _show_near(self, state: ImageState, near: Near) -> None:
        """Take what is around the cursor into the scene that is shown, if it still is of the same layer."""
        scene = self._scene
        if scene is None or scene.problem is not None or layer_from(state) != layer_from(scene.state):
            return
        other = scene.other
        if other is not None and near.other_cells is not None:
            other = replace(other, near=near.other_cells, near_output=near.other_outputs)
        self._scene = scene = replace(scene, near=near.cells, near_output=near.outputs, other=other)
        self.slide.show_near(scene)
        self.compare.show_near(scene)
        if self.state.page == "matrix":
            self.matrix.show_near(scene)
        self._show_cursor()

    # Scenes.

    def _show_scene(self, scene: ImageScene) -> None:
        filled = self._with_input(scene)
        if filled is None:
            return
        self._scene = scene = filled
        self.wait_for_scene(False)
        self._show_page(self.state.page)
        present = self.state
        fitted = needs.fitted(present, scene)
        if computed_from(fitted) != computed_from(present):
            self._asked = fitted  # The picture bounded what was asked for; the answer is of the bounded state.
            if self._input is not None:
                self._input = input_from(fitted), self._input[1]
        self._columns = scene.output_size[1]
        self._fit_playback(fitted)
        self._show_choice(fitted)
        self._draw(scene)
        self._note(fitted)
        self.panel.show_state(fitted)
        self.panel.show_scene(scene)
        self.panel.show_kernel(fitted.kernel)
        if (scene.state.parameters, scene.size) != self._ranges_of:
            self._ranges_of = (scene.state.parameters, scene.size)
            self.panel.parameters.show_ranges(2, {})
            self._idle.start()
        self.problem.show_problem(scene.problem)
        self._show_cursor()
        self.titled.emit()

    _columns = 0

    def _with_input(self, scene: ImageScene) -> ImageScene | None:
        """The scene with the input it was not sent again; None, and it is asked for anew, if that is gone."""
        key = input_from(scene.state)
        if scene.input is not None:
            # That of a refused layer has no padding: it is of no use to the next.
            self._input = (key, scene.input) if scene.problem is None else None
        elif self._input is not None and self._input[0] == key:
            return replace(scene, input=self._input[1])
        else:
            self._input = None
            self._resolve(self.state)
            return None
        return scene

    def _show_overtaken(self, scene: ImageScene) -> None:
        """Show a scene on the way to the newest one; nothing is noted from it."""
        present = self.state
        if self._scene is None:
            return
        same = (scene.state.source, scene.state.grey, scene.state.shrink, scene.state.parameters, scene.state.page)
        if same == (present.source, present.grey, present.shrink, present.parameters, present.page):
            if scene.input is None and (self._input is None or self._input[0] != input_from(scene.state)):
                return
            filled = self._with_input(scene)
            if filled is not None:
                self._scene = filled
                self._draw(filled)
                self._show_cursor()

    def _ask_ranges(self) -> None:
        scene = self._scene
        if scene is not None and scene.problem is None:
            self._service.ask_ranges(scene.state.parameters, (scene.channels, *scene.size))

    def _show_cursor(self) -> None:
        scene = self._scene
        if scene is None:
            return
        cursor = self.state.cursor
        if self._pointed is not None and not self.playback.playing:
            cursor = self._pointed
        if self.state.page == "backward":
            self.backward.show_cursor(cursor, self._cell_pointed or self._cell)
            cell = self._cell_pointed or self._cell or self._middle_cell(cursor)
            self.gradient_view.show_cell(cell_gradient(scene, cell, self.state.channel, self.state.kernel))
            return
        if self.state.page == "learn":
            learning = self.state.learning
            self.learn.show_choice(learning, self._slice, self._weight)
            self.learn_view.show_step(scene.learn, learning, self._slice, self._weight)
            return
        if self.state.page == "compare":
            self._show_both(scene, cursor)
            return
        if self.state.page == "matrix":
            self.matrix.show_cursor(cursor)
        else:
            self.slide.show_cursor(cursor, growing=self.playback.playing)
        self.patch_view.show_patch(patch_at(scene, cursor, self.state.kernel), scene, self._slice)

    def _show_both(self, scene: ImageScene, cursor: Place) -> None:
        """Mark the cursor in both layers that are compared, and write out the one under the mouse."""
        other, over = scene.other, self._other_pointed
        if other is not None and over is not None:
            cursor = place_beside(other, scene, over)
        self.compare.show_cursor(cursor, over, growing=self.playback.playing)
        patches = self.compare.patches()
        if other is not None and over is not None:
            self.patch_view.show_patch(patches[1], other, 0, LETTERS[1])
        else:
            self.patch_view.show_patch(patches[0], scene, self._slice, LETTERS[0])

    def _middle_cell(self, cursor: Place) -> Place:
        """The input cell in the middle of a window."""
        scene = self._scene
        assert scene is not None
        found = [
            max(0, min(axis.length - 1, round(axis.centre(at)))) for axis, at in zip(scene.axes, cursor, strict=True)
        ]
        return found[0], found[1]

    @property
    def _slice(self) -> int:
        """The channel of the kernel that is looked at."""
        scene, channel = self._scene, self.state.channel
        if scene is None or scene.problem is not None:
            return 0
        read = scene.channels_of(min(self.state.kernel, scene.weight.shape[0] - 1))
        return channel - read.start if channel in read else 0

    # Where the user looks.

    def _place_of(self, cursor: Place) -> int:
        return cursor[0] * self._columns + cursor[1]

    def _fit_playback(self, state: ImageState) -> None:
        """Let the transport move through windows, or through the steps of a search."""
        scene = self._scene
        if scene is None:
            return
        if state.page == "learn":
            last = 0 if scene.learn is None else scene.learn.descent.steps
            wanted = last, min(state.learning.step, last)
        else:
            rows, columns = scene.output_size
            wanted = max(0, rows * columns - 1), self._place_of(state.cursor)
        if wanted != (self.playback.last, self.playback.position):
            self.playback.set_range(*wanted)

    def _step_picked(self, step: int) -> None:
        self.playback.pause()
        self.playback.go(step)

    def _weight_pointed(self, weight: Place | None) -> None:
        self._weight = weight
        self._show_cursor()

    def _place_moved(self, place: int) -> None:
        self._pointed = None
        if self.state.page == "learn":
            self._note(replace(self.state, learning=replace(self.state.learning, step=place)))
            return
        if self._columns:
            row, column = divmod(place, self._columns)
            scene, state = self._scene, replace(self.state, cursor=(row, column))
            self._note(state if scene is None else acts.followed(state, scene))

    def _picked(self, row: int, column: int) -> None:
        self.playback.pause()
        self._pointed = None
        if (row, column) != self.state.cursor:
            self._note(replace(self.state, cursor=(row, column)))
            self.transport.refresh()
        else:
            self._show_cursor()

    def _point(self, cursor: Place | None) -> None:
        if cursor != self._pointed:
            self._pointed = cursor
            self._show_cursor()

    def _point_other(self, place: Place | None) -> None:
        if place != self._other_pointed:
            self._other_pointed = place
            self._show_cursor()

    def _other_kernel_chosen(self, kernel: int) -> None:
        kept = self.state.kept
        if kept is not None:
            self._note(replace(self.state, kept=replace(kept, kernel=kernel)))

    def _kernel_chosen(self, kernel: int) -> None:
        self._note(replace(self.state, kernel=kernel))

    def _channel_chosen(self, channel: int) -> None:
        self._note(replace(self.state, channel=channel))

    def _slice_picked(self, part: int) -> None:
        scene = self._scene
        if scene is not None and scene.problem is None:
            kernel = min(self.state.kernel, scene.weight.shape[0] - 1)
            self._channel_chosen(scene.channels_of(kernel)[part])

    def _page_chosen(self, page: Page) -> None:
        kept = self.state.kept
        if page == "compare" and kept is None:
            kept = self.state.setting  # What is changed from here on is seen beside what there was.
        self._note(replace(self.state, page=page, kept=kept))

    def _cell_picked(self, row_: int, column: int) -> None:
        self._cell = (row_, column)
        self._show_cursor()

    def _point_cell(self, cell: Place | None) -> None:
        if cell != self._cell_pointed:
            self._cell_pointed = cell
            self._show_cursor()

    def _level_chosen(self, level: Level) -> None:
        self._note(replace(self.state, level=level))

    def _zoomed(self, notches: int, row: float, column: float) -> None:
        if self._scene is not None:
            self._note(acts.zoomed(self.state, self._scene, notches, row, column))

    def _panned(self, rows: int, columns: int) -> None:
        if self._scene is not None:
            self._dragging = True
            self._note(acts.panned(self.state, self._scene, rows, columns))
            self.slide.show_view(self.state.view)

    def _let_go(self) -> None:
        """A hand that dragged has let go: what was a preview until now is computed in full."""
        if self._dragging:
            self._dragging = False
            self._resolve(self.state)

    def _light_kernel(self, weight: tuple[int, int, int] | None) -> None:
        """Light a weight of the kernel as the card shows it, which a true convolution turns round."""
        scene = self._scene
        if weight is not None and scene is not None and scene.state.flip:
            rows, columns = scene.kernels.shape[2:]
            weight = (weight[0], rows - 1 - weight[1], columns - 1 - weight[2])
        self.slide.light(weight)

    # Acts.

    def _preset_chosen(self, preset: str) -> None:
        if self._scene is not None:
            self._set(acts.with_preset(self.state, self._scene, preset))

    def _tuned(self, frequency: float, angle: float) -> None:
        kernel = self.state.kernel
        choice = replace(self.state.kernel_choice(kernel), frequency=frequency, angle=angle)
        self._set(self.state.with_kernel(kernel, choice))

    def _bias_typed(self, value: float) -> None:
        kernel = self.state.kernel
        self._set(self.state.with_kernel(kernel, replace(self.state.kernel_choice(kernel), bias=value)))

    def _weight_typed(self, part: int, row: int, column: int, value: float) -> None:
        if self._scene is not None:
            self._set(acts.with_layer_weight(self.state, self._scene, part, row, column, value))

    def _kernel_typed(self, part: int, row: int, column: int, value: float) -> None:
        if self._scene is not None:
            self._set(acts.with_kernel_weight(self.state, self._scene, part, row, column, value))

    def _upstream_chosen(self, upstream: Upstream) -> None:
        self._set(replace(self.state, upstream=upstream))

    def _upstream_typed(self, value: float) -> None:
        self._set(self.state.with_upstream(self.state.kernel, self.state.cursor, value))

    def _shifted(self, rows: int, columns: int) -> None:
        if self._scene is not None:
            self._set(acts.shifted(self.state, self._scene, rows, columns), merge="shift")

    def _parameters_chosen(self, parameters: ConvParameters) -> None:
        self._set(replace(self.state, parameters=parameters))

    def _grey_chosen(self, grey: bool) -> None:
        self._service.open(replace(self.state, grey=grey), self.state.source)

    def _shrink_chosen(self, index: int) -> None:
        self._service.open(replace(self.state, shrink=SHRINKS[index]), self.state.source)

    def _opened(self, state: ImageState) -> None:
        if not self.live.expects(state.source):
            return
        as_is, self._as_is = self._as_is, False
        if as_is and state.source == ImageState().source:
            if self._asked is None:
                self._resolve(self.state)
        elif self._scene is None or self._look_first:
            self._look_first = False
            self._note(state)  # The lab's own first choice is no act of the user's.
            if self._asked is None:
                self._resolve(state)
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
        place = self.playback.position + by * (10 if self.state.page == "learn" else self._columns)
        if 0 <= place <= self.playback.last:
            self.playback.go(place)

    @override
    def switch_camera(self) -> None:
        self.live.switch()

    @override
    def toggle(self) -> None:
        if self.live.on:
            self.live.freeze()
        else:
            super().toggle()

    @override
    def escape(self) -> bool:
        was_on = self.live.on
        self.live.stop()
        return was_on

    @override
    def leave(self) -> None:
        super().leave()
        self.live.stop()

    @override
    def take_as_is(self) -> None:
        self._as_is, self._look_first = self._as_is or self._look_first, False

    @override
    def begin_anew(self) -> None:
        super().begin_anew()
        self._pointed = self._other_pointed = self._cell = self._cell_pointed = self._weight = None

    @override
    def close_lab(self) -> None:
        super().close_lab()
        self._idle.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.live.look()

    # Code and files.

    @override
    def copy_code(self) -> None:
        self._exchange.expect_code()
        self._service.ask_code(self.state)

    @override
    def paste_code(self) -> None:
        image = QGuiApplication.clipboard().image()
        if not image.isNull():
            self._pasted.take(image)
            return
        pasted = self._exchange.pasted()
        if isinstance(pasted, ConvParameters):
            self._parameters_chosen(pasted)
        elif pasted is not None:
            changed = with_weights(self.state, pasted)
            if changed is None:
                self._exchange.refuse(CodeError("shape"))
            else:
                self._set(changed)

    @override
    def export(self) -> None:
        self._exchange.ask_export()

    @property
    @override
    def busy(self) -> bool:
        return self._scene is None

    @property
    @override
    def shown(self) -> ImageScene | None:
        return self._scene

    # Words.

    @property
    @override
    def subtitle(self) -> str:
        return source_title(self.state.source)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.panel.retranslate()
        self.live.retranslate()
        self.segments.set_texts(
            [
                translate("Image", "Slide"),
                translate("Image", "Matrix"),
                translate("Image", "A/B"),
                translate("Image", "Backward"),
                translate("Image", "Learn a kernel"),
                translate("Image", "Why it works"),
            ]
        )
        for page in self._pages.values():
            page.retranslate()
        self.learn_view.retranslate()
        self.gradient_view.retranslate()
        self.patch_view.retranslate()
        if self._scene is not None:
            self.problem.show_problem(self._scene.problem)
