"""What an answer is now, for who writes a question: asked of the computing process, or of the last run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from core.autograd.trace import Trace
from core.labs.state import AppState
from core.labs.wire import QuestionAnswered, Refused
from core.lessons.answering import Found, answer_of
from core.lessons.expression import ExpressionProblem, names_in
from core.lessons.lesson import Question
from core.lessons.run_names import trace_names
from gui.worker import ComputeService

DELAY = 350
"""Milliseconds after the last key until an answer is asked for."""


def found_in(question: Question, reply: QuestionAnswered) -> Found:
    """The answer that came from the computing process."""
    if question.kind == "shape":
        return Found(reply.shape)
    if question.kind == "tensor":
        return Found(reply.tensor)
    assert reply.number is not None
    return Found(int(reply.number) if question.kind == "choice" else reply.number)


class AnswerPreview(QObject):
    """Finds the answer of a question that is being written, for a state that stays.

    Signals:
        found: The answer as `Found`; None while it is looked for or there is none, with the reason: "" while it is
            looked for, "run" where the program has to run first, else the part of an expression that has no value.
    """

    found = Signal(object, str)

    def __init__(
        self, state: AppState, service: ComputeService, trace_of: Callable[[str], Trace | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._state, self._service, self._trace_of = state, service, trace_of
        self._question: Question | None = None
        self._asked: Question | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._ask)
        service.question_answered.connect(self._answered)
        service.refused.connect(self._refused)

    def show_question(self, question: Question | None) -> None:
        """The question is this now."""
        if question == self._question:
            return
        self._question, self._asked = question, None
        self._timer.stop()
        self.found.emit(None, "")
        if question is not None and all(text.strip() for text in expressions_of(question)):
            self._timer.start()

    def stop(self) -> None:
        """Ask nothing more."""
        self._timer.stop()
        self._question = self._asked = None

    def _ask(self) -> None:
        question = self._question
        assert question is not None
        try:
            for text in expressions_of(question):
                if not names_in(text):
                    raise ExpressionProblem(text[:40])
            if self._state.lab != "autograd":
                self._asked = question
                self._service.ask_answer(self._state, question)
                return
            trace = self._trace_of(self._state.autograd.program)
            if trace is None:
                self.found.emit(None, "run")
                return
            self.found.emit(answer_of(question, trace_names(trace)), "")
        except ExpressionProblem as problem:
            self.found.emit(None, problem.detail or "…")

    def _refused(self, refused: Refused) -> None:
        if refused.lab == "lesson" and self._asked is not None:
            self._asked = None
            self.found.emit(None, refused.code)

    def _answered(self, reply: QuestionAnswered) -> None:
        question, self._asked = self._asked, None
        if question is None or question is not self._question:
            return
        if reply.problem:
            self.found.emit(None, reply.problem)
        else:
            self.found.emit(found_in(question, reply), "")


def expressions_of(question: Question) -> tuple[str, ...]:
    """The expressions that a question has; at least one."""
    if question.kind != "choice":
        return (question.answer,)
    return tuple(choice.when for choice in question.choices) or ("",)
