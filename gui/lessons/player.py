"""Plays a lesson: sets the labs, takes answers, keeps progress. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.autograd.trace import Trace
from core.labs.state import AppState
from core.labs.wire import QuestionAnswered, Refused
from core.lessons.answering import Found, answer_of, is_right
from core.lessons.expression import ExpressionProblem, Value
from core.lessons.lesson import Lesson, Question, Step
from core.lessons.run_names import trace_names
from core.store import Store
from gui.language import language
from gui.lessons.changes import LOOKED_AT, away_from, changed_paths, within
from gui.lessons.preview import found_in
from gui.lessons.progress import Mark, Progress, ProgressFile
from gui.worker import ComputeService

TraceOf = Callable[[str], Trace | None]


class LessonPlayer(QObject):
    """The lesson that is open, and where in it one is.

    Args:
        store: Holds the labs' state, which each step sets.
        service: Computes answers about the signal and image labs.
        trace_of: Gives what was recorded of a program, or None.

    Signals:
        opened: Another lesson is open, or none.
        changed: Another step, or something about its question.
        restored: The labs were set to what the step shows.
        moved: The labs show what the step shows again, or no longer.
        forbidden: Something was to be changed that the step does not allow, and stays as it is.
        waits_for_run: The answer needs a run of the step's program.
    """

    opened = Signal()
    changed = Signal()
    restored = Signal()
    moved = Signal()
    forbidden = Signal()
    waits_for_run = Signal()

    def __init__(
        self,
        store: Store[AppState],
        service: ComputeService,
        trace_of: TraceOf,
        progress: ProgressFile | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._service, self._trace_of = store, service, trace_of
        self._file = progress or ProgressFile()
        self.lesson: Lesson | None = None
        self.index = 0
        self.progress = Progress()
        self.given: Value = None
        self.right: Found | None = None
        self.committed = False
        self.problem = ""
        self.free = False
        self._setting = False
        self._asking: Step | None = None
        self._was_away = False
        store.changed.connect(self._state_changed)
        store.refused.connect(self._refused)
        store.guard = self._may_be
        service.question_answered.connect(self._answered)
        service.refused.connect(self._no_answer)

    # Where one is.

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return None if self.lesson is None else self.lesson.steps[self.index]

    @property
    def question(self) -> Question | None:
        """The step's question."""
        return None if self.step is None else self.step.question

    @property
    def revealed(self) -> bool:
        """Whether the answer is shown."""
        return self.right is not None

    @property
    def verdict(self) -> bool | None:
        """Whether what was given is right; None while that is open, or where nothing was given."""
        if self.question is None or self.right is None or not self.committed:
            return None
        return is_right(self.question, self.right, self.given)

    @property
    def notes(self) -> str:
        """The lecturer's notes on the step."""
        return "" if self.step is None else self.step.notes.of(language().code)

    @property
    def next_title(self) -> str:
        """What the next step is called, or ""."""
        if self.lesson is None or self.index + 1 >= len(self.lesson.steps):
            return ""
        return self.lesson.steps[self.index + 1].title.of(language().code)

    @property
    def away(self) -> bool:
        """Whether the labs show something else than the step does."""
        return self.step is not None and away_from(self._store.state, self.step.state)

    @property
    def needs_run(self) -> bool:
        """Whether the step is about a program that has not run, or not since another one did."""
        step = self.step
        return step is not None and step.state.lab == "autograd" and self._trace_of(step.state.autograd.program) is None

    # Going through.

    def open(self, lesson: Lesson, index: int | None = None) -> None:
        """Begin with a lesson, where one was last or at a step."""
        count = len(lesson.steps)
        self.progress = self._file.of(lesson.id, count)
        self.lesson = lesson
        self.index = self.progress.last if index is None else max(0, min(index, count - 1))
        self._forget_answer()
        self.opened.emit()
        self.go(self.index)

    def reload(self, lesson: Lesson | None) -> None:
        """The file of the open lesson has changed: have its steps, and stay at the present one."""
        if lesson is None or self.lesson is None or self.index >= len(lesson.steps):
            return
        self.lesson = lesson
        self.opened.emit()

    def close(self) -> None:
        """Have no lesson open; the labs stay as they are."""
        self.lesson, self.index = None, 0
        self._forget_answer()
        self.opened.emit()
        self.changed.emit()

    def go(self, index: int) -> None:
        """Show a step; nothing happens beyond the ends."""
        if self.lesson is None or not 0 <= index < len(self.lesson.steps):
            return
        self.index = index
        self.free = False
        self._forget_answer()
        self.progress.last = index
        self.progress.marks.setdefault(index, "seen")
        self._file.keep(self.lesson.id, self.progress)
        self.restore()

    def next(self) -> None:
        """The step after this one."""
        self.go(self.index + 1)

    def back(self) -> None:
        """The step before this one."""
        self.go(self.index - 1)

    def advance(self) -> None:
        """What one key of a clicker does: first the answer, if there is one to be shown, then the next step."""
        waits = self._asking is not None and self._asking is self.step
        if self.question is None or self.revealed or self.problem or waits:
            self.next()
        else:
            self.reveal()

    def restore(self) -> None:
        """Set the labs to what the step shows, as one act."""
        if self.step is None:
            return
        self._setting = True
        clean = not self._store.unsaved
        try:
            self._store.settle()
            self._store.set(self.step.state)
            if self.away:  # A lab that is shown for the first time has put back what was unsaved in it.
                self._store.set(self.step.state)
            self._store.settle()
        finally:
            self._setting = False
        if clean:  # What a lesson shows is nobody's work: nobody is asked to save it.
            self._store.mark_saved(self._store.act, self._store.saved)
        self._was_away = self.away
        self.restored.emit()
        self.changed.emit()

    def play_freely(self) -> None:
        """Allow everything until the next step."""
        self.free = True
        self.changed.emit()

    # The question.

    def commit(self, given: Value) -> None:
        """Take an answer, and have it judged."""
        if self.question is None or self.committed:
            return
        self.given, self.committed = given, True
        self.reveal()

    def reveal(self) -> None:
        """Find the right answer, and show it."""
        step, question = self.step, self.question
        if step is None or question is None or self.revealed:
            return
        self.problem = ""
        if step.state.lab != "autograd":
            self._asking = step
            self._service.ask_answer(step.state, question)
            self.changed.emit()
            return
        trace = self._trace_of(step.state.autograd.program)
        if trace is None:
            self.problem = "run"
            self.waits_for_run.emit()
            self.changed.emit()
            return
        try:
            self._found(answer_of(question, trace_names(trace)))
        except ExpressionProblem as problem:
            self.problem = problem.detail
            self.changed.emit()

    def try_again(self) -> None:
        """Forget what was given."""
        self._forget_answer()
        self.changed.emit()

    def run_recorded(self) -> None:
        """A program's run has ended: go to the moment that the step is about, and answer what waited for it."""
        step = self.step
        if step is None or step.state.lab != "autograd":
            return
        if not self.needs_run:
            if not self.away:
                QTimer.singleShot(0, self, self._go_to_moment)
            if self.problem == "run":
                self.reveal()
        self.changed.emit()

    def _go_to_moment(self) -> None:
        if self.step is not None and not self.away:
            state = self._store.state
            wanted = self.step.state.autograd.step
            self._store.note(replace(state, autograd=replace(state.autograd, step=wanted)))

    def _answered(self, reply: QuestionAnswered) -> None:
        question = self.question
        if question is None or self.revealed or self._asking is not self.step:
            return
        if reply.problem:
            self.problem, self._asking = reply.problem, None
            self.changed.emit()
        else:
            self._found(found_in(question, reply))

    def _no_answer(self, refused: Refused) -> None:
        if refused.lab == "lesson" and self._asking is not None and self._asking is self.step:
            self.problem, self._asking = refused.code, None
            self.changed.emit()

    def _found(self, right: Found) -> None:
        self.right, self.problem, self._asking = right, "", None
        verdict = self.verdict
        if verdict is not None and self.lesson is not None:
            mark: Mark = "right" if verdict else "wrong"
            self.progress.marks[self.index] = mark
            self._file.keep(self.lesson.id, self.progress)
        self.changed.emit()

    def _forget_answer(self) -> None:
        self.given, self.right, self.committed, self.problem = None, None, False, ""
        self._asking = None

    # What may be touched.

    def allows(self, path: str) -> bool:
        """Whether the step lets something be changed."""
        step = self.step
        return step is None or step.allow is None or self.free or within(path, LOOKED_AT) or within(path, step.allow)

    def _may_be(self, new: AppState, old: AppState) -> bool:
        return self._setting or all(self.allows(path) for path in changed_paths(new, old))

    def _refused(self, _state: AppState) -> None:
        self.forbidden.emit()

    def _state_changed(self, _new: AppState, _old: AppState) -> None:
        if self._setting or self.step is None:
            return
        away = self.away
        if away != self._was_away:
            self._was_away = away
            self.moved.emit()
