"""The signal lab's controller: the user's acts become states, scenes become what is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from core.convolution.parameters import ConvParameters
from core.labs.signal import SHORTEST_PART, SignalScene, SignalState, window_at
from core.labs.source import Source
from core.labs.state import AppState
from core.media.samples import RECORDINGS
from core.store import Store
from gui.labs.page import LabPage
from gui.labs.signal.inspector import WindowInspector
from gui.labs.signal.stage import SignalStage
from gui.messages import sample_name
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parameter_panel import ParameterPanel
from gui.widgets.parts import Label, row
from gui.widgets.size_formula import ShapeTable, SizeFormula
from gui.widgets.stepper import Stepper
from gui.worker import ComputeService


class SignalLab(LabPage):
    """Conv1d over a recording."""

    def __init__(self, store: Store[AppState], service: ComputeService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._service = service
        self._scene: SignalScene | None = None
        self._pointed: tuple[int, int] | None = None
        self._build_controls()
        self.view = SignalStage(self.stage, self)
        self.view.hide()  # Its cards stand in the stage's own column.
        self.window_view = WindowInspector()
        self.inspector.addWidget(self.window_view)
        self._connect()
        self.retranslate()
        self._show_controls(self.state)
        self.wait_for_scene(True)
        if self.state == SignalState():
            service.open(self.state, self.state.source)  # A first look is at where the recording is loud.
        else:
            service.resolve(self.state)

    def _build_controls(self) -> None:
        self.source_heading, self.layer_heading = Label("heading"), Label("heading")
        self.formula_heading, self.shape_heading = Label("heading"), Label("heading")
        self.samples = Choice()
        self.open_button = QPushButton()
        self.start_label, self.length_label = Label("body"), Label("body")
        self.start, self.length = Stepper(lowest=0), Stepper(lowest=SHORTEST_PART)
        self.parameters = ParameterPanel(1)
        self.formula = SizeFormula(1)
        self.shapes = ShapeTable()
        self.counts = Label("quiet")
        self.counts.setWordWrap(True)
        source_row = row(spacing=8)
        source_row.addWidget(self.samples, 1)
        source_row.addWidget(self.open_button)
        part = QGridLayout()
        theme().space(part, (0, 0, 0, 0), 8)
        part.setColumnStretch(0, 1)
        for line, (label, stepper) in enumerate(((self.start_label, self.start), (self.length_label, self.length))):
            part.addWidget(label, line, 0)
            part.addWidget(stepper, line, 1, Qt.AlignmentFlag.AlignTrailing)
        self.controls.addWidget(self.source_heading)
        self.controls.addLayout(source_row)
        self.controls.addLayout(part)
        self.controls.addSpacing(theme().px(6))
        self.controls.addWidget(self.layer_heading)
        self.controls.addWidget(self.parameters)
        self.controls.addSpacing(theme().px(6))
        self.controls.addWidget(self.formula_heading)
        self.controls.addWidget(self.formula)
        self.controls.addSpacing(theme().px(6))
        self.controls.addWidget(self.shape_heading)
        self.controls.addWidget(self.shapes)
        self.controls.addWidget(self.counts)
        self.controls.addStretch(1)

    def _connect(self) -> None:
        self._store.changed.connect(self._state_changed)
        self._service.signal_resolved.connect(self._show_scene)
        self._service.signal_opened.connect(self._opened)
        self.samples.activated.connect(self._sample_chosen)
        self.open_button.clicked.connect(self.open_asked)
        self.start.chosen.connect(self._start_typed)
        self.length.chosen.connect(self._length_typed)
        self.parameters.changed.connect(self._parameters_chosen)
        self.view.cursor_picked.connect(self._picked)
        self.view.cursor_pointed.connect(self._point)
        self.view.part_moved.connect(self._part_moved)
        self.view.part_settled.connect(self._store.settle)
        self.view.kernel_chosen.connect(self._kernel_chosen)
        self.view.preset_chosen.connect(self._preset_chosen)
        self.view.stepped.connect(self.playback.step)
        self.playback.moved.connect(self._cursor_moved)

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
        if new.signal is old.signal:
            return
        before, after = old.signal, new.signal
        if replace(before, cursor=0, kernel=0) != replace(after, cursor=0, kernel=0):
            self._service.resolve(after)
            self._show_controls(after)
        if after.cursor != self.playback.position:
            self.playback.set_range(self.playback.last, after.cursor)
        self._show_cursor()

    # Scenes.

    def _show_scene(self, scene: SignalScene) -> None:
        self._scene = scene
        self.wait_for_scene(False)
        fitted = replace(scene.state, cursor=self.state.cursor, kernel=self.state.kernel)
        last = max(0, scene.output.shape[1] - 1)
        kernels = max(1, scene.state.parameters.out_channels)
        fitted = replace(fitted, cursor=min(fitted.cursor, last), kernel=min(fitted.kernel, kernels - 1))
        self.playback.set_range(last, fitted.cursor)
        self._note(fitted)
        self._show_controls(fitted)
        self.parameters.show_problem(scene.problem)
        self.formula.show_axes((scene.axis,), refused=scene.problem is not None)
        self.shapes.show_shapes(scene.shapes)
        self._write_counts()
        self.view.show_scene(scene)
        self._show_cursor()
        self.titled.emit()

    def _show_controls(self, state: SignalState) -> None:
        self.parameters.show_parameters(state.parameters)
        self.start.show_value(state.start)
        self.length.show_value(state.length)
        names = list(RECORDINGS)
        known = state.source.kind == "sample" and state.source.name in names
        self.samples.setCurrentIndex(names.index(state.source.name) if known else -1)

    def _show_cursor(self) -> None:
        if self._scene is None:
            return
        cursor, kernel = self.state.cursor, self.state.kernel
        if self._pointed is not None and not self.playback.playing:
            cursor = self._pointed[0]
            kernel = self._pointed[1] if self._pointed[1] >= 0 else kernel
        self.view.show_cursor(cursor, kernel)
        self.window_view.show_window(window_at(self._scene, cursor, kernel), self._scene.channels)

    # Acts.

    def _cursor_moved(self, cursor: int) -> None:
        self._pointed = None
        self._note(replace(self.state, cursor=cursor))

    def _picked(self, cursor: int, kernel: int) -> None:
        self.playback.pause()
        self._pointed = None
        chosen = kernel if kernel >= 0 else self.state.kernel
        self._note(replace(self.state, cursor=cursor, kernel=chosen))
        self.transport.refresh()

    def _point(self, pointed: tuple[int, int] | None) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self._show_cursor()

    def _kernel_chosen(self, kernel: int) -> None:
        self._note(replace(self.state, kernel=kernel))

    def _preset_chosen(self, kernel: int, preset: str) -> None:
        self._set(replace(self.state.with_preset(kernel, preset), kernel=kernel))

    def _parameters_chosen(self, parameters: ConvParameters) -> None:
        self._set(replace(self.state, parameters=parameters))

    def _part_moved(self, start: int) -> None:
        self._set(replace(self.state, start=start), merge="part")

    def _start_typed(self, start: int) -> None:
        self._set(replace(self.state, start=start))

    def _length_typed(self, length: int) -> None:
        self._set(replace(self.state, length=length))

    def _sample_chosen(self, position: int) -> None:
        self._service.open(self.state, Source("sample", list(RECORDINGS)[position]))

    def _opened(self, state: SignalState) -> None:
        if self._scene is None:
            self._note(state)  # The lab's own first choice is no act of the user's.
            self._service.resolve(state)
        else:
            self._set(state)

    @override
    def open_path(self, path: Path) -> None:
        self._service.open(self.state, Source("file", str(path.resolve())))

    @override
    def reset(self) -> None:
        self._service.open(SignalState(), SignalState().source)

    @override
    def step_across(self, by: int) -> None:
        kernels = max(1, self.state.parameters.out_channels)
        self._kernel_chosen(max(0, min(kernels - 1, self.state.kernel + by)))

    # Words.

    @property
    @override
    def subtitle(self) -> str:
        state = self.state
        if state.source.kind == "sample":
            return sample_name(state.source.name)
        return isolate(state.source.title, left_to_right=False)

    def _write_counts(self) -> None:
        scene = self._scene
        if scene is None or scene.problem is not None:
            self.counts.setText("")
            return
        self.counts.setText(
            fill(
                translate("Signal", "{parameters} parameters, {products} multiply-adds"),
                parameters=scene.parameter_count,
                products=scene.multiply_adds,
            )
        )

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.source_heading.setText(translate("Signal", "Recording"))
        self.layer_heading.setText("nn.Conv1d")
        self.formula_heading.setText(translate("Signal", "Output length"))
        self.shape_heading.setText(translate("Signal", "Shapes"))
        self.open_button.setText(translate("Signal", "Open…"))
        self.start_label.setText(translate("Signal", "First sample"))
        self.length_label.setText(translate("Signal", "Length"))
        less, more = translate("Parameters", "Less"), translate("Parameters", "More")
        self.start.set_names(self.start_label.text(), less, more)
        self.length.set_names(self.length_label.text(), less, more)
        self.samples.setAccessibleName(translate("Signal", "Recording"))
        chosen = self.samples.currentIndex()
        self.samples.clear()
        self.samples.addItems([sample_name(name) for name in RECORDINGS])
        self.samples.setCurrentIndex(chosen)
        self.parameters.retranslate()
        self.shapes.retranslate()
        self.view.retranslate()
        self.window_view.retranslate()
        self._write_counts()
