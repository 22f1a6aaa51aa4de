"""Checks that every step of a lesson opens and every answer computes. Runs torch; programs run in a child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.autograd.trace import Trace
from core.cards.collection import collection
from core.labs.autograd import AutogradState
from core.labs.image.state import ImageState
from core.labs.signal.state import SignalState
from core.labs.state import AppState
from core.lessons.answering import answer_of
from core.lessons.expression import ExpressionProblem
from core.lessons.layer_names import image_names, signal_names
from core.lessons.lesson import Lesson, Step
from core.lessons.mathematics import formulas_in
from core.lessons.names import Names
from core.lessons.problem import Code, LessonProblem
from core.lessons.run_names import trace_names
from core.media.audio import Readable
from core.media.problem import MediaError

Pixels = npt.NDArray[np.float32]


@dataclass
class Labs:
    """How what a lesson asks of is had.

    Attributes:
        recording, pixels: Of a signal or image lab's state.
        run: Runs a program to its end.
    """

    recording: Callable[[SignalState], Readable]
    pixels: Callable[[ImageState], Pixels]
    run: Callable[[AutogradState], Trace]
    _traces: dict[tuple[str, str], Trace] = field(default_factory=dict)

    def names(self, state: AppState) -> Names:
        """What can be named for the lab that a state shows.

        Raises:
            MediaError: Its recording or picture cannot be had.
        """
        if state.lab == "signal":
            return signal_names(state.signal, self.recording(state.signal))
        if state.lab == "image":
            return image_names(state.image, self.pixels(state.image))
        return trace_names(self.trace(state.autograd))

    def trace(self, state: AutogradState) -> Trace:
        """The run of a state's program, once for all steps that have it."""
        key = state.program, state.path
        if key not in self._traces:
            self._traces[key] = self.run(state)
        return self._traces[key]


def check_lesson(lesson: Lesson, labs: Labs) -> list[LessonProblem]:
    """Everything that is wrong with a lesson that could be read."""
    problems = []
    for index, step in enumerate(lesson.steps):
        problems += _check_step(step, f"steps[{index}]", labs)
    return problems


def _check_step(step: Step, where: str, labs: Labs) -> list[LessonProblem]:
    problems: list[LessonProblem] = []

    def note(code: Code, field_name: str, detail: str) -> None:
        problems.append(LessonProblem(code, step.line, f"{where}.{field_name}", detail))

    question = step.question
    texts = [("title", step.title), ("text", step.text), ("notes", step.notes)]
    if question is not None:
        texts += [("question.ask", question.ask), ("question.explain", question.explain)]
        texts += [(f"question.choices[{place}].text", one.text) for place, one in enumerate(question.choices)]
    for name, words in texts:
        for code in ("en", "ar"):
            for formula, problem in formulas_in(words.of(code)):
                if problem is not None:
                    note("mathematics", f"{name}.{code}", f"{formula[:40]}: {problem}")
    for place, card in enumerate(step.cards):
        if collection().named(card) is None:
            note("card", f"cards[{place}]", card)
    try:
        names = labs.names(step.state)
        if step.state.lab == "autograd" and labs.trace(step.state.autograd).outcome in {
            "timed out",
            "out of memory",
            "died",
        }:
            note("program", "state.autograd", labs.trace(step.state.autograd).outcome)
        elif question is not None:
            answer_of(question, names)
    except MediaError as error:
        note("state", f"state.{step.state.lab}.source", error.code.value)
    except ExpressionProblem as problem:
        note("answer", "question", problem.detail)
    return problems
