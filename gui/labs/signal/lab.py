"""The signal lab's controller: the user's acts become states, scenes become what is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.convolution.code import CodeError
from core.convolution.kernels import Kernel
from core.convolution.parameters import ConvParameters
from core.convolution.windows import axis_maps
from core.labs.signal.listening import ListeningScene, first_shown
from core.labs.signal.scene import SignalScene, window_at
from core.labs.signal.state import (
    AROUND_CURSOR,
    FIRST_SPAN,
    SMALLEST_SPAN,
    Page,
    SignalState,
    Upstream,
    custom,
    fit_view,
    follow,
    lecture_experiment,
    margin,
    with_weights,
)
from core.labs.source import Source
from core.labs.state import AppState
from core.labs.wire import Refused
from core.media.kind import FileKind, kind_of
from core.media.sample_names import RECORDINGS
from core.store import Store
from gui.labs.exchange import Exchange, Formats
from gui.labs.gradient_inspector import GradientInspector
from gui.labs.page import LabPage
from gui.labs.signal.cell_gradient import sample_gradient
from gui.labs.signal.controls import SignalControls
from gui.labs.signal.inspector import WindowInspector
from gui.labs.signal.stage import SignalStage
from gui.messages import media_sentence, sample_name
from gui.text import isolate, translate
from gui.widgets.parameter_panel import ProblemCard
from gui.worker import ComputeService

RANGES_AFTER_MS = 500
"""After the last change of the layer: asking torch for legal ranges is for when nobody waits."""


def computed_from(state: SignalState) -> SignalState:
    """The state without what a scene does not depend on: where the user looks."""
    return replace(state, cursor=0, kernel=0, cell=None, view=0, span=0)


def heard_from(state: SignalState) -> SignalState:
    """The state without what its sound does not depend on."""
    bare = replace(computed_from(state), page="slide", upstream="ones", drawn=())
    return replace(bare, kernel=first_shown(state.kernel))


class SignalLab(LabPage):
    """Conv1d over a recording."""

    def __init__(self, store: Store[AppState], service: ComputeService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._service = service
        self._scene: SignalScene | None = None
        self._asked: SignalState | None = None
        self._heard_of: SignalState | None = None
        self._pointed: tuple[int, int] | None = None
        self._cell_pointed: tuple[int, int] | None = None
        self._sounding: int | None = None
        self._restarts = store.restarts
        self._look_first = self._as_is = False
        self._ranges_of: tuple[ConvParameters, int] | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(RANGES_AFTER_MS)
        self._idle.timeout.connect(self._ask_ranges)
        self.panel = SignalControls()
        self.controls.addWidget(self.panel)
        self.controls.addStretch(1)
        self.view = SignalStage(self.stage, lambda: self.tabs_shown, self)
        self.view.hide()  # Its cards stand in the stage's own column.
        self.window_view = WindowInspector()
        self.gradient_view = GradientInspector(1)
        self.gradient_view.hide()
        # Where there is no value to inspect, what is wrong stands in its place.
        self.problem = ProblemCard()
        self.inspector.addWidget(self.problem)
        self.inspector.addWidget(self.window_view)
        self.inspector.addWidget(self.gradient_view)
        formats = Formats(lambda: translate("Signal", "Export the output"), lambda: [("wav", "WAV"), ("npy", "NumPy")])
        self._exchange = Exchange(service, 1, formats, self)
        self._connect()
        self.retranslate()
        self.panel.show_state(self.state)
        self.wait_for_scene(True)
        self._look_first = self.state == SignalState()
        if self._look_first:
            service.open(self.state, self.state.source)  # A first look is at where the recording is loud.
        else:
            self._resolve(self.state)
        self._show_page(self.state)

    def _connect(self) -> None:
        service, view = self._service, self.view
        self._store.changed.connect(self._state_changed)
        service.signal_resolved.connect(self._show_scene)
        service.signal_overtaken.connect(self._show_overtaken)
        service.signal_opened.connect(self._opened)
        service.signal_heard.connect(self._show_heard)
        service.outlined.connect(view.show_outline)
        service.sound_moved.connect(self._sound_moved)
        self._exchange.told.connect(lambda sentence: self.told.emit(sentence, ""))
        self._exchange.export_asked.connect(lambda path: service.export(self.state, path))
        service.layer_ranges.connect(self.panel.parameters.show_ranges)
        service.refused.connect(self._refused)
        self.panel.samples.activated.connect(self._sample_chosen)
        self.panel.open_button.clicked.connect(self.open_asked)
        self.panel.whole_button.clicked.connect(self._whole_chosen)
        self.panel.start.chosen.connect(self._start_typed)
        self.panel.length.chosen.connect(self._length_typed)
        self.panel.parameters.changed.connect(self._parameters_chosen)
        self.panel.kind.activated.connect(self._kind_chosen)
        self.panel.copy_button.clicked.connect(self.copy_code)
        self.panel.paste_button.clicked.connect(self.paste_code)
        self.panel.export_button.clicked.connect(self.export)
        view.page_chosen.connect(self._page_chosen)
        view.cursor_picked.connect(self._picked)
        view.cursor_pointed.connect(self._point)
        view.stepped.connect(self.playback.step)
        view.zoomed.connect(self._zoomed)
        view.panned.connect(self._panned)
        view.part_moved.connect(self._part_moved)
        view.part_settled.connect(self._store.settle)
        view.slide.sample_dragged.connect(self._sample_dragged)
        view.slide.drag_ended.connect(self._store.settle)
        self.problem.chosen.connect(self._parameters_chosen)
        for kernels in (view.slide.kernels, view.matrix.kernels, view.backward.kernels):
            kernels.chosen.connect(self._kernel_chosen)
            kernels.weight_pointed.connect(view.light)
        for kernels in (view.slide.kernels, view.matrix.kernels):
            kernels.preset_chosen.connect(self._preset_chosen)
            kernels.frequency_chosen.connect(self._frequency_chosen)
            kernels.weight_dragged.connect(self._weight_dragged)
            kernels.drag_ended.connect(self._store.settle)
        backward = view.backward
        backward.upstream_chosen.connect(self._upstream_chosen)
        backward.upstream_dragged.connect(self._upstream_dragged)
        backward.upstream_cleared.connect(self._upstream_cleared)
        backward.drag_ended.connect(self._store.settle)
        backward.zoom_in_asked.connect(self._zoom_to_cursor)
        backward.cell_picked.connect(self._cell_picked)
        backward.cell_pointed.connect(self._point_cell)
        listen = view.listen
        listen.play_asked.connect(self._play_sound)
        listen.stop_asked.connect(self._stop_sound)
        listen.volume_chosen.connect(service.set_volume)
        listen.experiment_asked.connect(self.set_up_experiment)
        self.window_view.weight_typed.connect(self._weight_typed)
        self.window_view.sample_typed.connect(self._sample_typed)
        self.window_view.bias_typed.connect(self._bias_typed)
        self.window_view.tap_pointed.connect(view.light)
        self.playback.moved.connect(self._cursor_moved)

    @override
    def present(self, presented: bool) -> None:
        self.view.present(presented)
        super().present(presented)

    @override
    def show_tabs(self, shown: bool) -> None:
        super().show_tabs(shown)
        self.view.top.setVisible(shown and self._scene is not None)

    # State.

    @property
    def state(self) -> SignalState:
        """What the user chose in this lab."""
        return self._store.state.signal

    def _set(self, state: SignalState, merge: str | None = None) -> None:
        self._store.set(replace(self._store.state, signal=state), merge=merge)

    def _note(self, state: SignalState) -> None:
        self._store.note(replace(self._store.state, signal=state))

    def _state_changed(self, new: AppState, old: AppState) -> None:
        if self._restarts != self._store.restarts:
            self._restarts = self._store.restarts
            self._look_first = new.signal == SignalState()
            if self._look_first:
                self._service.open(new.signal, new.signal.source)
        if new.signal is old.signal:
            return
        before, after = old.signal, new.signal
        if computed_from(before) != computed_from(after):
            self._resolve(after)
            self.panel.show_state(after)
        elif not self._covered(after):
            self._resolve(after)
        if before.page != after.page:
            self._show_page(after)
        elif after.page == "listen":
            self._listen(after)
        if (before.view, before.span) != (after.view, after.span):
            self.view.show_view(after.view, after.span)
        if after.cursor != self.playback.position:
            self.playback.set_range(self.playback.last, after.cursor)
        self._show_cursor()

    def _show_page(self, state: SignalState) -> None:
        self.view.show_page(state.page)
        self.window_view.setVisible(state.page != "backward")
        self.gradient_view.setVisible(state.page == "backward")
        if state.page == "listen":
            self._listen(state)

    def _resolve(self, state: SignalState) -> None:
        self._asked = state
        self._service.resolve(state)

    def _listen(self, state: SignalState) -> None:
        wanted = heard_from(state)
        if wanted != self._heard_of:
            self._heard_of = wanted
            self.view.listen.show_waiting()
            self._service.listen(state)

    def _covered(self, state: SignalState) -> bool:
        """Whether the scene that is shown, or asked for, has the numbers of where the user looks now."""
        asked, scene = self._asked, self._scene
        if asked is None or scene is None:
            return True
        one_hot = state.page == "backward" and state.upstream == "one_hot"
        if one_hot and (asked.cursor, asked.kernel) != (state.cursor, state.kernel):
            return False
        same_view = (asked.view, asked.span) == (state.view, state.span)
        if scene.problem is not None:
            return same_view
        block = scene.block_of(state.cursor)
        if scene.overview is not None or block is not scene.blocks[0]:
            # The cursor has numbers of its own around it: others are asked for before it leaves them.
            return same_view and abs(asked.cursor - state.cursor) <= AROUND_CURSOR // 2
        return state.span == asked.span and abs(state.view - asked.view) <= margin(state.span) // 2

    # Scenes.

    def _show_scene(self, scene: SignalScene) -> None:
        self._scene = scene
        self.wait_for_scene(False)
        present = self.state
        last = max(0, scene.output_length - 1)
        kernels = max(1, scene.state.parameters.out_channels)
        fitted = replace(
            scene.state,
            cursor=min(present.cursor, last),
            kernel=max(0, min(present.kernel, kernels - 1)),
            cell=present.cell,
            view=present.view if computed_from(present) == computed_from(scene.state) else scene.state.view,
            span=present.span,
        )
        fitted = fit_view(fitted)
        if computed_from(fitted) != computed_from(present):
            # The recording or the layer bounded what was asked for; the answer is of the bounded state.
            self._asked = fitted
        self.playback.set_range(last, fitted.cursor)
        self.view.show_scene(scene)
        self._note(fitted)
        if self.state.page == "listen":  # A session or a lesson may begin there.
            self._listen(self.state)
        self.panel.show_state(fitted)
        self.panel.show_scene(scene)
        if (scene.state.parameters, scene.axis.length) != self._ranges_of:
            self._ranges_of = (scene.state.parameters, scene.axis.length)
            self.panel.parameters.show_ranges(1, {})
            self._idle.start()
        self.problem.show_problem(scene.problem)
        self.view.show_view(fitted.view, fitted.span)
        self._show_cursor()
        self.titled.emit()

    def _show_overtaken(self, scene: SignalScene) -> None:
        """Show a scene on the way to the newest one, as while a weight is dragged; nothing is noted from it."""
        present = self.state
        if self._scene is None:
            return
        same = (scene.state.source, scene.state.start, scene.state.length, scene.state.parameters, scene.state.page)
        if same == (present.source, present.start, present.length, present.parameters, present.page):
            self._scene = scene
            self.view.show_scene(scene)
            self._show_cursor()

    def _ask_ranges(self) -> None:
        scene = self._scene
        if scene is not None and scene.problem is None:
            self._service.ask_ranges(scene.state.parameters, (scene.channels, scene.axis.length))

    def _show_heard(self, scene: ListeningScene | None) -> None:
        self.view.listen.show_heard(scene)

    def _show_cursor(self) -> None:
        if self._scene is None:
            return
        cursor, kernel = self.state.cursor, self.state.kernel
        if self._pointed is not None and not self.playback.playing:
            cursor = self._pointed[0]
            kernel = self._pointed[1] if self._pointed[1] >= 0 else kernel
        self.view.show_cursor(cursor, kernel)
        if self.state.page == "backward":
            cell = self._cell_pointed or self.state.cell or self._middle_cell(cursor, kernel)
            self.gradient_view.show_cell(sample_gradient(self._scene, cell, kernel))
        else:
            self.window_view.show_window(window_at(self._scene, cursor, kernel), self._scene)

    def _middle_cell(self, cursor: int, kernel: int) -> tuple[int, int]:
        """The input sample in the middle of a window."""
        scene = self._scene
        if scene is None or not scene.output_length:
            return 0, 0
        place = max(0, min(scene.axis.length - 1, round(scene.axis.centre(cursor))))
        return scene.channels_of(kernel)[0], place

    # Where the user looks.

    def _cursor_moved(self, cursor: int) -> None:
        self._pointed = None
        self._look(replace(self.state, cursor=cursor))

    def _look(self, state: SignalState) -> None:
        """Take a state with another cursor, and turn the page to it."""
        self._note(state if self._scene is None else follow(state, self._scene.axis))

    def _picked(self, cursor: int, kernel: int) -> None:
        self.playback.pause()
        self._pointed = None
        chosen = kernel if kernel >= 0 else self.state.kernel
        self._look(replace(self.state, cursor=cursor, kernel=chosen))
        self.transport.refresh()
        self.window_view.play()

    def _point(self, pointed: tuple[int, int] | None) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self._show_cursor()

    def _cell_picked(self, channel: int, place: int) -> None:
        self._note(replace(self.state, cell=(channel, place)))

    def _point_cell(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell_pointed:
            self._cell_pointed = cell
            self._show_cursor()

    def _zoomed(self, notches: int) -> None:
        state, scene = self.state, self._scene
        if scene is None:
            return
        span = max(SMALLEST_SPAN, round(state.span * (0.8 if notches > 0 else 1.25)))
        (axis,) = axis_maps(state.parameters, (state.length,))
        middle = axis.centre(state.cursor) if scene.output_length else state.view + state.span / 2
        if not state.view <= middle < state.view + state.span:
            middle = state.view + state.span / 2
        share = (middle - state.view) / max(1, state.span)
        self._note(fit_view(replace(state, span=span, view=round(middle - share * span))))

    def _zoom_to_cursor(self) -> None:
        """Show the samples around the cursor one by one."""
        state, scene = self.state, self._scene
        if scene is not None and scene.output_length:
            middle = round(scene.axis.centre(state.cursor))
            self._note(fit_view(replace(state, span=FIRST_SPAN, view=middle - FIRST_SPAN // 2)))

    def _panned(self, places: float) -> None:
        state = self.state
        self._note(fit_view(replace(state, view=state.view + round(places))))

    def _page_chosen(self, page: Page) -> None:
        if page != "listen":
            self._stop_sound()
        self._note(replace(self.state, page=page))

    # Acts.

    def _kernel_chosen(self, kernel: int) -> None:
        self._note(replace(self.state, kernel=kernel))

    def _preset_chosen(self, kernel: int, preset: str) -> None:
        present = self.state.kernel_choice(kernel)
        choice = Kernel(preset, present.frequency, bias=present.bias)
        if preset == "custom" and self._scene is not None and kernel < len(self._scene.kernels):
            choice = Kernel.of(self._scene.kernels[kernel], present.bias)
        self._set(replace(self.state.with_kernel(kernel, choice), kernel=kernel))

    def _frequency_chosen(self, kernel: int, frequency: float) -> None:
        choice = replace(self.state.kernel_choice(kernel), frequency=frequency)
        self._set(replace(self.state.with_kernel(kernel, choice), kernel=kernel))

    def _weight_dragged(self, kernel: int, channel: int, tap: int, value: float) -> None:
        self._put_weight(kernel, channel, tap, value, f"weight {kernel} {channel} {tap}")

    def _weight_typed(self, kernel: int, channel: int, tap: int, value: float) -> None:
        self._put_weight(kernel, channel, tap, value, None)

    def _put_weight(self, kernel: int, channel: int, tap: int, value: float, merge: str | None) -> None:
        """Change one weight of the layer; with a flip it is another tap of the kernel."""
        scene = self._scene
        if scene is None or kernel >= len(scene.kernels):
            return
        if self.state.flip:
            tap = scene.kernels.shape[2] - 1 - tap
        present = self.state.kernel_choice(kernel)
        if present.preset == "custom" and present.weights:
            # A drag may be ahead of the scene: the state has the newest numbers.
            kernels = scene.kernels.copy()
            if present.shape == kernels.shape[1:]:
                kernels[kernel] = present.array(kernels.shape[1], kernels.shape[2:])
        else:
            kernels = scene.kernels
        choice = custom(kernels, kernel, channel, tap, value, present.bias)
        self._set(replace(self.state.with_kernel(kernel, choice), kernel=kernel), merge)

    def _bias_typed(self, kernel: int, value: float) -> None:
        choice = replace(self.state.kernel_choice(kernel), bias=value)
        if choice.preset == "random" and kernel >= len(self.state.kernels):
            choice = replace(choice, preset="random")
        self._set(self.state.with_kernel(kernel, choice))

    def _sample_dragged(self, channel: int, place: int, value: float) -> None:
        self._set(self.state.with_sample(channel, place, value), f"sample {channel} {place}")

    def _sample_typed(self, channel: int, place: int, value: float) -> None:
        self._set(self.state.with_sample(channel, place, value))

    def _parameters_chosen(self, parameters: ConvParameters) -> None:
        self._set(replace(self.state, parameters=parameters))

    def _kind_chosen(self, index: int) -> None:
        self._set(replace(self.state, flip=bool(index)))

    def _upstream_chosen(self, upstream: Upstream) -> None:
        self._set(replace(self.state, upstream=upstream))

    def _upstream_dragged(self, kernel: int, output: int, value: float) -> None:
        state, scene = self.state, self._scene
        if state.upstream != "drawn" and scene is not None and scene.gradients is not None and not state.drawn:
            # What is dragged begins as what is seen.
            first = scene.blocks[0].first_output
            if scene.gradients.upstream.size <= 4096:
                rows = scene.gradients.upstream
                drawn = tuple(
                    (o, first + i, float(rows[o, i])) for o in range(rows.shape[0]) for i in range(rows.shape[1])
                )
                state = replace(state, drawn=tuple(entry for entry in drawn if entry[2]))
        self._set(state.with_upstream(kernel, output, value), f"upstream {kernel} {output}")

    def _upstream_cleared(self) -> None:
        self._set(replace(self.state, drawn=()))

    def _part_moved(self, start: int) -> None:
        state = self.state
        if self._scene is not None and state.length >= self._scene.frames:
            # The part is all there is: what moves is the view of it.
            self._note(fit_view(replace(state, view=max(0, start + state.length // 2 - state.span // 2))))
            return
        self._set(replace(state, start=start), merge="part")

    def _start_typed(self, start: int) -> None:
        self._set(replace(self.state, start=start))

    def _length_typed(self, length: int) -> None:
        self._set(replace(self.state, length=length))

    def _whole_chosen(self) -> None:
        if self._scene is not None:
            self._set(replace(self.state, start=0, length=self._scene.frames))

    def _sample_chosen(self, position: int) -> None:
        self._service.open(self.state, Source("sample", list(RECORDINGS)[position]))

    def _opened(self, state: SignalState) -> None:
        as_is, self._as_is = self._as_is, False
        if as_is and state.source == SignalState().source:
            if self._asked is None:
                self._resolve(self.state)
        elif self._scene is None or self._look_first:
            self._look_first = False
            self._note(state)  # The lab's own first choice is no act of the user's.
            if self._asked is None:
                self._resolve(state)
        else:
            self._stop_sound()
            self._set(state)

    @override
    def open_path(self, path: Path) -> None:
        if kind_of(path) is FileKind.WEIGHTS:
            self._service.import_weights(self.state, str(path.resolve()))
        else:
            self._service.open(self.state, Source("file", str(path.resolve())))

    @override
    def reset(self) -> None:
        self._service.open(SignalState(), SignalState().source)

    @override
    def step_across(self, by: int) -> None:
        kernels = max(1, self.state.parameters.out_channels)
        self._kernel_chosen(max(0, min(kernels - 1, self.state.kernel + by)))

    @override
    def take_as_is(self) -> None:
        self._as_is, self._look_first = self._as_is or self._look_first, False

    @override
    def begin_anew(self) -> None:
        super().begin_anew()
        self._pointed = self._cell_pointed = None
        self._stop_sound()

    @override
    def close_lab(self) -> None:
        super().close_lab()
        self._idle.stop()
        self._stop_sound()

    # Sound.

    def set_up_experiment(self) -> None:
        """The lecture's experiment in listening to kernels, as one act."""
        self._set(lecture_experiment())

    def _play_sound(self, kernel: int, first: int) -> None:
        self.view.listen.say("")
        self._sounding = kernel
        self._service.play_sound(self.state, kernel, first, self.view.listen.volume_share)

    def _stop_sound(self) -> None:
        if self._sounding is not None:
            self._sounding = None
            self._service.stop_sound()
            self.view.listen.show_sound(None, 0)

    def _sound_moved(self, frame: int, playing: bool) -> None:
        if not playing:
            self._sounding = None
        self.view.listen.show_sound(self._sounding, frame)

    def _refused(self, refused: Refused) -> None:
        if refused.lab == "sound":
            self._sounding = None
            self.view.listen.show_sound(None, 0)
            self.view.listen.say(media_sentence(refused.code, refused.values))

    # Code and files.

    @override
    def copy_code(self) -> None:
        self._exchange.expect_code()
        self._service.ask_code(self.state)

    @override
    def paste_code(self) -> None:
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
    def shown(self) -> SignalScene | None:
        return self._scene

    # Words.

    @property
    @override
    def subtitle(self) -> str:
        state = self.state
        if state.source.kind == "sample":
            return sample_name(state.source.name)
        return isolate(state.source.title, left_to_right=False)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.panel.retranslate(flip=self.state.flip)
        self.view.retranslate()
        self.window_view.retranslate()
        self.gradient_view.retranslate()
        if self._scene is not None:
            self.problem.show_problem(self._scene.problem)
