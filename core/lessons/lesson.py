"""A lesson as data; docs/lesson-format.md describes the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.labs.state import AppState

FORMAT = "convgrad.lesson"
VERSION = 1
ENDING = ".lesson"
LANGUAGES = ("en", "ar")
QuestionKind = Literal["number", "choice", "shape", "tensor"]
KINDS: tuple[QuestionKind, ...] = ("number", "choice", "shape", "tensor")


@dataclass(frozen=True, slots=True)
class Words:
    """The same in each language, as Markdown with mathematics between dollar signs."""

    en: str
    ar: str

    def of(self, language: str) -> str:
        """Those of one language."""
        return self.ar if language == "ar" else self.en


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers.

    Attributes:
        text: What is offered.
        when: An expression that is true of the state where this is right; see `core.lessons.expression`.
    """

    text: Words
    when: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a step is explained.

    Attributes:
        kind: What the answer is.
        ask: The question.
        answer: An expression for it; "" where one of several is chosen.
        choices: Of a choice.
        tolerance: How far a number may be off, as a part of the answer's magnitude.
        explain: What is said once the answer is there.
    """

    kind: QuestionKind
    ask: Words
    answer: str = ""
    choices: tuple[Choice, ...] = ()
    tolerance: float = 0.01
    explain: Words = Words("", "")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lesson.

    Attributes:
        title, text: What is said.
        state: What the labs show.
        question: What is asked, if anything is.
        allow: What may be touched, as paths of the state such as "signal.parameters.stride"; None for everything.
        notes: For the lecturer alone.
        cards: Terms whose cards belong to it.
        line: Of the file, counted from 1; 0 for one that is in none.
    """

    title: Words
    text: Words
    state: AppState
    question: Question | None = None
    allow: tuple[str, ...] | None = None
    notes: Words = Words("", "")
    cards: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson.

    Attributes:
        id: Names it among others, also for the progress that is kept.
        title, about: What it is called and what it is about.
        setup: What every step's state is said over.
        steps: In order; there is at least one.
        path: The file, or "".
    """

    id: str
    title: Words
    about: Words
    setup: AppState
    steps: tuple[Step, ...]
    path: str = ""
