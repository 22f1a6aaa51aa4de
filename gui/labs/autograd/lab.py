"""The autograd lab's controller: run the program in its process, lay the graph out, step through the trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.autograd.derivation.job import Found
from core.autograd.layout import Layout, Request
from core.autograd.replay import Replay
from core.autograd.trace import Trace
from core.labs.autograd import (
    EXAMPLES,
    FIRST_EXAMPLE,
    PAGES,
    AutogradState,
    CustomChoice,
    JacobianChoice,
    Page,
    example,
)
from core.labs.crossing import Crossing
from core.labs.state import AppState
from core.media.problem import MediaError
from core.media.programs import MOST_LINES, read_program
from core.runner.protocol import Finished, Limits, Program
from core.store import Store
from gui.cards.pointing import document_pages
from gui.editor.gutter import Role
from gui.labs.autograd.by_hand import ByHandPage
from gui.labs.autograd.crossing_card import CrossingCard
from gui.labs.autograd.custom import CustomPage
from gui.labs.autograd.error_card import ErrorCard
from gui.labs.autograd.graph_page import GraphPage
from gui.labs.autograd.inspector import StepInspector
from gui.labs.autograd.jacobian import JacobianPage
from gui.labs.autograd.predict import PredictCard
from gui.labs.autograd.program_file import ProgramFile
from gui.labs.autograd.program_panel import ProgramPanel
from gui.labs.autograd.run_state import RunState
from gui.labs.autograd.what_if import WhatIfPage
from gui.labs.page import GraphAct, LabPage
from gui.messages import example_name, example_names, media_sentence, outcome_sentence
from gui.program_runner import Derivations, GraphLayouts, ProgramRunner
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.documentation import word_at
from gui.widgets.parts import row
from gui.widgets.segments import Segments


class AutogradLab(LabPage):
    """Any program, its real graph, and backpropagation in both directions.

    Signals:
        recorded: A run has ended, and what was recorded of it is shown.
    """

    controls_width = 400
    recorded = Signal()

    def __init__(self, store: Store[AppState], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._replay: Replay | None = None
        self._ran = ""
        self._limits = Limits()
        self._last: Finished | None = None
        self._resumed = 0
        self.playback.set_speed(1.0)
        self.runner = ProgramRunner(self)
        self.run_state = RunState(self.runner, self)
        self.layouts = GraphLayouts(self)
        self.derivations = Derivations(self)
        self._derived: tuple[object, int] | None = None  # What was asked for last: a trace, and its pass.
        self.panel = ProgramPanel(self.controls, lambda: self.state.program)
        self.editor, self.variables, self.output = self.panel.editor, self.panel.variables, self.panel.output
        self.file = ProgramFile(self, store, lambda state: self._note(state))
        self._build_stage()
        self.error_card = ErrorCard()
        self.inspector.addWidget(self.error_card)
        self.predict = PredictCard()
        self.inspector.addWidget(self.predict)
        self.step_view = StepInspector()
        self.crossing_card = CrossingCard()
        self.inspector.addWidget(self.crossing_card)
        self.inspector.addWidget(self.step_view, 1)
        self._connect()
        self.transport.retranslate()
        self.retranslate()
        self._show_program(self.state)
        self.what_if.show_changes(self.state.changes)
        self.graph_page.head.show_arrows(self.state.arrows)
        if not store.restarts:  # What was left unsaved belongs to no session that was opened.
            self.file.put_back(self._set)
        self._show_step()
        self._show_page()
        self.runner.warm()
        self.layouts.warm()

    @override
    def panels_presented(self) -> tuple[bool, bool]:
        return self.state.page == "graph", False  # Beside the graph, the program that it is made of.

    @override
    def present(self, presented: bool) -> None:
        super().present(presented)
        self.graph_page.present(presented)
        self.segments.set_narrow(presented)

    @override
    def show_tabs(self, shown: bool) -> None:
        super().show_tabs(shown)
        self.segments.setVisible(shown)

    def _build_stage(self) -> None:
        self.segments = Segments(PAGES)
        document_pages(
            self.segments,
            {
                "graph": "computation_graph",
                "hand": "chain_rule",
                "jacobian": "jacobian",
                "what_if": "vjp",
                "custom": "custom_function",
            },
        )
        self.by_hand = ByHandPage()
        self.what_if = WhatIfPage(self.runner)
        self.jacobian = JacobianPage(self.runner)
        self.custom = CustomPage(self.runner)
        line = row()
        line.addWidget(self.segments)
        line.addStretch(1)
        self.stage.addLayout(line)
        self.graph_page = GraphPage()
        self.graph = self.graph_page.graph
        self._pages: dict[Page, QWidget] = {
            "graph": self.graph_page,
            "hand": self.by_hand,
            "jacobian": self.jacobian,
            "what_if": self.what_if,
            "custom": self.custom,
        }
        for page in self._pages.values():
            page.hide()
            self.stage.addWidget(page, 1)

    def _connect(self) -> None:
        self._store.changed.connect(self._state_changed)
        self.panel.examples.activated.connect(self._example_chosen)
        self.panel.open_button.clicked.connect(self.open_asked)
        self.panel.run_button.clicked.connect(self.run_program)
        self.panel.stop_button.clicked.connect(self.stop_program)
        self.editor.textChanged.connect(self._edited)
        self.error_card.line_asked.connect(self._line_asked)
        self.file.told.connect(lambda sentence: self.told.emit(sentence, "") if sentence else self.settled.emit())
        self.file.noted.connect(self.noted)
        self.file.titled.connect(self.titled)
        self.editor.act_begun.connect(self._store.settle)
        self.editor.line_clicked.connect(self._line_clicked)
        self.editor.too_long.connect(self._too_long)
        self.run_state.changed.connect(self._write_state)
        self.runner.printed.connect(self._printed)
        self.runner.finished.connect(self._finished)
        self.layouts.ready.connect(self._laid_out)
        self.derivations.ready.connect(self._show_found)
        self.segments.chosen.connect(self._page_chosen)
        self.by_hand.all_wanted.connect(self._all_by_hand)
        self.jacobian.choice_made.connect(self._jacobian_chosen)
        self.custom.choice_made.connect(self._custom_chosen)
        self.custom.line_shown.connect(self._point_into)
        self.custom.template_wanted.connect(lambda: self._set(self._on_this_page(example("custom_template"))))
        self.crossing_card.crossed.connect(self._cross)
        self.playback.moved.connect(self._stepped)
        self.graph.node_chosen.connect(self._node_chosen)
        self.graph.layout_wanted.connect(self._layout_wanted)
        self.graph.folding_changed.connect(lambda closed: self._set(replace(self.state, closed=closed)))
        self.graph_page.head.arrows_chosen.connect(lambda arrows: self._set(replace(self.state, arrows=arrows)))
        self.variables.node_chosen.connect(self._node_chosen)
        self.variables.table.chosen.connect(lambda _: QTimer.singleShot(0, self, self._show_details))
        self.variables.line_asked.connect(self._line_asked)
        self.variables.source_edited.connect(self._source_edited)
        self.variables.told.connect(lambda sentence: self.told.emit(sentence, ""))
        self.what_if.node_chosen.connect(self._node_chosen)
        self.what_if.changes_made.connect(lambda changes: self._set(replace(self.state, changes=changes)))
        self.what_if.run_asked.connect(self.run_program)
        theme().changed.connect(self._redress)

    # State.

    @property
    def state(self) -> AutogradState:
        """What the user chose in this lab."""
        return self._store.state.autograd

    def _set(self, state: AutogradState, merge: str | None = None) -> None:
        self._store.set(replace(self._store.state, autograd=state), merge=merge)

    def _note(self, state: AutogradState) -> None:
        self._store.note(replace(self._store.state, autograd=state))

    def _state_changed(self, new: AppState, old: AppState) -> None:
        before, after = old.autograd, new.autograd
        if after is before:
            return
        if (after.program, after.path) != (before.program, before.path):
            self._show_program(after)
        if after.changes != before.changes:
            self.what_if.show_changes(after.changes)
        if after.all_by_hand != before.all_by_hand:
            self.by_hand.show_step(after.step, after.all_by_hand)
        if after.jacobian != before.jacobian:
            self._show_jacobian()
        if after.custom != before.custom:
            self._show_custom()
        if after.page != before.page:
            self._show_page()
        if after.closed != before.closed:
            self.graph.set_closed(after.closed)
        if after.arrows != before.arrows:
            self.graph_page.head.show_arrows(after.arrows)
        if after.step != before.step:
            if after.step != self.playback.position:
                self.playback.set_range(self.playback.last, after.step)
            self._show_step()

    def _show_program(self, state: AutogradState) -> None:
        self.editor.path = state.path
        self.editor.show_program(state.program)
        self.file.show_state()
        self._mark_lines()
        self.panel.show_example(Path(state.path).stem if _is_example(state.path) else None)
        self._write_state()
        self.titled.emit()

    def _edited(self) -> None:
        text = self.editor.toPlainText()
        if text == self.state.program:
            return
        self.editor.point_at(None)
        self._take_text(text, merge="program")

    def _too_long(self, lines: int) -> None:
        text = translate(
            "Autograd", "With what is on the clipboard the program would have {lines} lines; it may have {limit}."
        )
        self.told.emit(fill(text, lines=f"{lines:,}", limit=f"{MOST_LINES:,}"), "")

    def _take_text(self, text: str, merge: str | None = None) -> None:
        # The text is no longer the example's or the file's: it runs as a program in no file,
        # but in the file's folder it stays, so that its imports go on working.
        path = "" if _is_example(self.state.path) else self.state.path
        self._set(replace(self.state, program=text, path=path), merge=merge)

    def _source_edited(self, text: str) -> None:
        """A switch of the variables panel has changed the program: one act, seen in the editor and run."""
        self._take_text(text)
        self.run_program()

    def _show_details(self) -> None:
        self._controls_area.ensureWidgetVisible(self.variables.details, 0, 0)

    def _line_asked(self, line: int) -> None:
        """Bring a line of the program into sight, with the cursor in it."""
        self._controls_area.ensureWidgetVisible(self.editor)
        self.editor.go_to_line(line)

    # Running.

    def trace_of(self, program: str) -> Trace | None:
        """What was recorded of a program's last run, or None if something else ran since."""
        return self._last.trace if self._last is not None and self._ran == program else None

    @override
    def run_program(self) -> None:
        if not self.state.program.strip():
            self.told.emit(translate("Autograd", "There is no program to run. Write one, or choose an example."), "")
            return
        self.playback.pause()
        self.layouts.cancel()
        self._ran = self.state.program
        self._last = None
        self.output.clear()
        self.editor.point_at(None)
        self.editor.clear_error()
        self.runner.run(Program(self.state.program, self.state.path), self._limits)
        self.run_state.asked()

    @override
    def stop_program(self) -> None:
        self.runner.stop()

    def _printed(self, text: str) -> None:
        self.panel.add_output(text)
        self._write_state()

    def _finished(self, finished: Finished) -> None:
        if not self._ran:
            self._write_state()  # Of a session that is not there any more.
            return
        self._last = finished
        trace = finished.trace
        self._replay = Replay(trace)
        self.graph.clear()
        self.graph_page.show_nothing()
        self._set_step_silently()
        self.variables.show_run(self._replay, self._ran)
        self._mark_lines()
        self.what_if.show_run(self._replay)
        self.jacobian.show_run(self._replay)
        self.custom.show_run(self._replay, self._ran)
        error = trace.error
        if error is not None and error.line is not None and self._ran == self.state.program:
            self.editor.show_error(error.line, None, f"{error.type}: {error.message}")
        sentence = outcome_sentence(finished, self._limits)
        if sentence:
            self.told.emit(sentence, "")
        else:
            self.settled.emit()
        self.graph.show_run(self._replay, self._ran, self.state.closed)
        self._show_step()
        self._write_state()
        self.recorded.emit()

    def _set_step_silently(self) -> None:
        assert self._replay is not None
        # What raised is looked at from where it raised; one steps back from there.
        start = 0 if self._replay.trace.error is None else self._replay.length
        if self._resumed != self._store.restarts:
            # The first run of an opened session goes on where the user was.
            self._resumed = self._store.restarts
            kept = self._store.saved.autograd
            if kept.program == self._ran and kept.step:
                start = min(kept.step, self._replay.length)
        self.playback.set_range(self._replay.length, start)
        self.transport.scrubber.show_stretches([(one.last, one.phase) for one in self._replay.timeline.stretches])
        self._note(replace(self.state, step=start))

    def _laid_out(self, layout: Layout | None) -> None:
        if layout is None or self._replay is None:
            self._write_state()
            return
        self.graph_page.show_layout(layout)
        self._write_state()

    def _redress(self) -> None:
        self.graph.redress()  # The boxes are measured with the fonts: another zoom is another layout.
        self._show_step()

    def _layout_wanted(self, request: Request | None) -> None:
        if request is None:
            self.layouts.cancel()
            self.graph_page.show_nothing()
            self._write_state()
        else:
            self.layouts.request(request)

    # Jacobians.

    def _jacobian_chosen(self, choice: JacobianChoice) -> None:
        self._note(replace(self.state, jacobian=choice))

    def _show_jacobian(self) -> None:
        if self.state.page == "jacobian":
            number = -1 if self._replay is None else self._replay.frame(self.state.step).pass_index
            self.jacobian.show_pass(number, self.state.jacobian)

    # Custom functions.

    def _custom_chosen(self, choice: CustomChoice) -> None:
        self._note(replace(self.state, custom=choice))

    def _point_into(self, line: int | None) -> None:
        """Point at a line inside of a custom function, or with None again at that of the clock."""
        frame = None if self._replay is None else self._replay.frame(self.state.step)
        self._point_at_line(line if line is not None or frame is None else frame.line)

    def _show_custom(self) -> None:
        if self.state.page == "custom":
            frame = None if self._replay is None else self._replay.frame(self.state.step)
            self.custom.show_frame(frame, self.state.custom)

    # By hand.

    def _page_chosen(self, page: Page) -> None:
        self._note(replace(self.state, page=page))

    def _show_page(self) -> None:
        page = self.state.page
        self.segments.show_chosen(page)
        for name, shown in self._pages.items():
            shown.setVisible(name == page)
        if self.presented:
            self.fold()
        if page != "jacobian":
            self.jacobian.stop()
        self._show_jacobian()
        self._point_into(None)
        self._show_custom()
        self._derive()

    def _derive(self) -> None:
        """Derive the pass that is stepped through, where that is looked at and was not done yet."""
        replay = self._replay
        if self.state.page != "hand":
            return
        if replay is None or not replay.length:
            self.derivations.cancel()
            self._derived = None
            self.by_hand.show_nothing(
                translate("Autograd", "Run a program that asks for gradients; they are derived by hand here.")
            )
            return
        wanted = (replay, replay.frame(self.state.step).pass_index)
        if wanted != self._derived:
            self._derived = wanted
            self.by_hand.show_waiting()
            self.derivations.request(replay.trace, wanted[1])

    def _show_found(self, found: Found | None) -> None:
        number = 0 if self._derived is None else self._derived[1]
        self.by_hand.show_found(found, self._replay, number)

    def _all_by_hand(self, everything: bool) -> None:
        self._note(replace(self.state, all_by_hand=everything))

    # Stepping.

    def _stepped(self, step: int) -> None:
        self._note(replace(self.state, step=step))

    def _node_chosen(self, number: int) -> None:
        """A click on a node goes to where it is made, or runs, in what is stepped through."""
        if self._replay is not None:
            self._go(self._replay.visit(number, self.state.step))

    @override
    def act_on_graph(self, act: GraphAct) -> None:
        if self.graph.isVisible():
            self.graph.act(act)

    @override
    def next_part(self, by: int) -> None:
        if self._replay is not None:
            self._go(self._replay.next_stretch(self.state.step, by))

    @override
    def next_visit(self, by: int) -> None:
        node = None if self._replay is None else self._replay.frame(self.state.step).node
        if self._replay is not None and node is not None:
            self._go(self._replay.next_visit(node.id, self.state.step, by))

    @override
    def next_on_line(self, by: int) -> None:
        line = None if self._replay is None else self._replay.frame(self.state.step).line
        if self._replay is not None and line is not None:
            self._go(self._replay.next_on_line(line, self.state.step, by))

    def _line_clicked(self, line: int) -> None:
        """A click on a line's number goes to its next step, and on from visit to visit."""
        if self._replay is not None and self._ran == self.state.program:
            self._go(self._replay.next_on_line(line, self.state.step))

    def _mark_lines(self) -> None:
        """Mark the lines at which the clock stops, and those that ask for a pass."""
        marks: dict[int, Role] = {}
        if self._replay is not None and self._ran == self.state.program:
            marks = dict.fromkeys(self._replay.lines(), "forward")
            marks.update({one.line: "backward" for one in self._replay.trace.passes if one.line is not None})
        self.editor.mark_lines(marks)

    def _go(self, step: int | None) -> None:
        if step is not None:
            self.playback.pause()
            self.playback.go(step)

    def _show_step(self) -> None:
        replay = self._replay
        frame = None if replay is None else replay.frame(self.state.step)
        at_end = replay is not None and self.state.step >= replay.length
        if self.error_card.show_error(replay.trace if replay is not None and at_end else None):
            self.settled.emit()  # The card says more than the notice.
        self.step_view.show_frame(replay, frame)
        self.crossing_card.show_frame(replay, frame)
        self.variables.show_frame(frame)
        self.graph.show_frame(frame)
        self.what_if.show_frame(frame)
        self.predict.show_next(replay, self.state.step)
        self._point_at_line(None if frame is None else frame.line)
        self.by_hand.show_step(self.state.step, self.state.all_by_hand)
        self._show_jacobian()
        self._show_custom()
        self._derive()

    def _point_at_line(self, line: int | None) -> None:
        if self._replay is None or self._ran != self.state.program:
            self.editor.point_at(None)
            return
        error = self._replay.trace.error
        self.editor.point_at(line, None if error is None else error.line)

    # Acts.

    def _cross(self, found: Crossing) -> None:
        """Show a convolution's step in the image lab, as one act that undo takes back."""
        try:
            found.write()
        except OSError as error:
            text = translate("Autograd", "The input could not be written for the image lab ({reason}).")
            self.told.emit(fill(text, reason=error.strerror or ""), "")
            return
        self._store.set(replace(self._store.state, image=found.state, lab="image"))

    def _example_chosen(self, position: int) -> None:
        self._set(self._on_this_page(example(list(example_names())[position])))

    def _on_this_page(self, state: AutogradState) -> AutogradState:
        """Another program is looked at in the way that this one is."""
        now = self.state
        return replace(state, page=now.page, arrows=now.arrows, all_by_hand=now.all_by_hand)

    @override
    def open_path(self, path: Path) -> None:
        try:
            text = read_program(path)
        except MediaError as error:
            self.told.emit(media_sentence(error.code.value, error.values), "")
            return
        state = self._on_this_page(AutogradState(program=text, path=str(path.resolve())))
        self.file.opened(state)
        self._set(state)
        self.settled.emit()  # Whatever could not be opened before.

    @override
    def save(self) -> None:
        self.file.save()

    @override
    def save_as(self) -> None:
        self.file.save_as()

    @override
    def reset(self) -> None:
        self._set(example(FIRST_EXAMPLE))

    @override
    def begin_anew(self) -> None:
        super().begin_anew()
        self.runner.stop()
        self.layouts.cancel()
        self.derivations.cancel()
        self._replay = self._last = self._derived = None
        self._ran = ""
        self.graph.clear()
        self.graph_page.show_nothing()
        self.playback.set_range(0, 0)
        self.transport.scrubber.show_stretches([])
        self.variables.show_run(None)
        self.what_if.show_run(None)
        self.jacobian.show_run(None)
        self.custom.show_run(None, "")
        self.output.clear()
        self.editor.clear_error()
        self._mark_lines()
        self._show_step()
        self._write_state()

    @override
    def forget_unsaved(self, program: str) -> None:
        self.file.drafts.saved(program)

    @override
    def close_lab(self) -> None:
        super().close_lab()
        self.run_state.close()
        self.layouts.close()
        self.derivations.cancel()
        self.jacobian.stop()
        self.editor.end()
        self.file.close()
        self.runner.close()

    @property
    @override
    def busy(self) -> bool:
        jobs = self.layouts.waiting or self.derivations.waiting
        return self.runner.running or self.runner.waiting or jobs

    @property
    @override
    def shown(self) -> Replay | None:
        return self._replay

    @property
    def last_run(self) -> tuple[Finished, str] | None:
        """The run that is seen, and the program that it was of."""
        return None if self._last is None else (self._last, self._ran)

    def show_recorded(self, finished: Finished, ran: str) -> None:
        """Show a run of a program as if it had ended now; nothing is run."""
        self._ran = ran
        self.output.clear()
        self.panel.add_output(finished.trace.output)
        self.runner.finished.emit(finished)

    # Words.

    @property
    @override
    def documented(self) -> str:
        return word_at(self.editor.textCursor()) if self.editor.hasFocus() else self.step_view.documented

    @property
    @override
    def subtitle(self) -> str:
        path = self.state.path
        if _is_example(path):
            return example_name(Path(path).stem)
        if not self.file.changed:
            return isolate(Path(path).name) if path else translate("Autograd", "Your own program")
        if path:
            return fill(translate("Autograd", "{name}, changed"), name=Path(path).name)
        return translate("Autograd", "Your own program, not saved")

    @property
    @override
    def next_moment(self) -> str:
        if self._replay is None or self.state.step >= self._replay.length:
            return ""
        frame = self._replay.frame(self.state.step + 1)
        if frame.backward and frame.node is not None:
            return frame.node.name
        return frame.operations[-1].name if frame.operations else ""

    def _write_state(self) -> None:
        running = self.runner.running
        trace = None if self._replay is None else self._replay.trace
        stale = trace is not None and not running and self._ran != self.state.program
        self.panel.show_state(self.run_state.words(), running=running, stale=stale)
        self.graph_page.show_state(trace, running=running)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.panel.retranslate()
        self.segments.set_texts(
            [
                translate("Autograd", "Graph"),
                translate("Autograd", "By hand"),
                translate("Autograd", "Jacobian"),
                translate("Autograd", "What if"),
                translate("Autograd", "Custom functions"),
            ]
        )
        self.custom.retranslate()
        self.by_hand.retranslate()
        self.graph_page.retranslate()
        self.error_card.retranslate()
        self.jacobian.retranslate()
        self.what_if.retranslate()
        self.predict.retranslate()
        self.step_view.retranslate()
        self.crossing_card.retranslate()
        self._write_state()


def _is_example(path: str) -> bool:
    return bool(path) and Path(path).parent == EXAMPLES
