"""Reads a lesson from its file and says, with line and field, all that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.labs.plain import StateProblem, first_state, from_plain, is_place, places_like
from core.labs.state import AppState
from core.lessons.expression import ExpressionProblem, names_in
from core.lessons.lesson import FORMAT, KINDS, LANGUAGES, VERSION, Choice, Lesson, Question, Step, Words
from core.lessons.problem import Code, LessonProblem
from core.lessons.source import LARGEST, Source, read_source, written

Place = tuple[str | int, ...]
"""Of a field: names, and numbers in lists."""

_TOP = ("format", "version", "id", "title", "about", "setup", "steps")
_STEP = ("title", "text", "state", "question", "allow", "notes", "cards")
_QUESTION = ("kind", "ask", "answer", "choices", "tolerance", "explain")
_CHOICE = ("text", "when")
MOST_STEPS = 500
NOTHING = "nothing"
"""In place of a list of what may be touched."""


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file.

    Raises:
        LessonProblem: The first thing that is wrong with it.
    """
    lesson, problems = inspect_lesson(path)
    if lesson is None:
        raise problems[0]
    return lesson


def inspect_lesson(path: Path) -> tuple[Lesson | None, list[LessonProblem]]:
    """The lesson in a file, or None, and everything that is wrong with it."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return None, [LessonProblem("unreadable", 1, "", error.strerror or "")]
    return parse_lesson(content, str(path))


def parse_lesson(content: bytes, path: str = "") -> tuple[Lesson | None, list[LessonProblem]]:
    """The same of a file's content."""
    try:
        source = read_source(content)
    except LessonProblem as problem:
        return None, [problem]
    reading = _Reading(source, path)
    lesson = reading.lesson()
    return (None if reading.problems else lesson), sorted(reading.problems, key=lambda one: one.line)


class _Reading:
    """Goes through the plain data of one lesson and notes every problem instead of ending at the first."""

    def __init__(self, source: Source, path: str) -> None:
        self._source, self._path = source, path
        self.problems: list[LessonProblem] = []

    def lesson(self) -> Lesson | None:
        data = self._source.data
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            self._note("format", (), FORMAT)
            return None
        version = data.get("version")
        if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= VERSION:
            self._note("version", ("version",), str(VERSION))
            return None
        self._known(data, _TOP, ())
        name = self._text(data, "id", ())
        title, about = self._words(data, "title", ()), self._words(data, "about", (), needed=False)
        setup = self._state(data.get("setup", {}), ("setup",), first_state())
        found = data.get("steps")
        if not isinstance(found, list) or not found:
            self._note("missing" if found is None else "empty", ("steps",))
            return None
        if len(found) > MOST_STEPS:
            self._note("too large", ("steps",), str(MOST_STEPS))
            return None
        steps = tuple(self._step(one, ("steps", index), setup) for index, one in enumerate(found))
        return Lesson(name, title, about, setup, steps, self._path)

    def _step(self, data: object, at: Place, setup: AppState) -> Step:
        if not isinstance(data, dict):
            self._note("kind", at, "mapping")
            data = {}
        self._known(data, _STEP, at)
        return Step(
            self._words(data, "title", at),
            self._words(data, "text", at),
            self._state(data.get("state", {}), (*at, "state"), setup),
            self._question(data["question"], (*at, "question")) if data.get("question") is not None else None,
            self._allowed(data.get("allow"), (*at, "allow")),
            self._words(data, "notes", at, needed=False),
            self._names(data.get("cards", []), (*at, "cards")),
            self._source.line(at),
        )

    def _question(self, data: object, at: Place) -> Question | None:
        if not isinstance(data, dict):
            self._note("kind", at, "mapping")
            return None
        self._known(data, _QUESTION, at)
        kind = data.get("kind")
        if kind not in KINDS:
            self._note("question", (*at, "kind"), ", ".join(KINDS))
            return None
        ask, explain = self._words(data, "ask", at), self._words(data, "explain", at, needed=False)
        answer, choices = "", tuple[Choice, ...]()
        if kind == "choice":
            choices = self._choices(data.get("choices"), (*at, "choices"))
            if "answer" in data:
                self._note("unknown", (*at, "answer"), "choices[].when")
        else:
            answer = self._expression(data, "answer", at)
            if "choices" in data:
                self._note("unknown", (*at, "choices"), "kind: choice")
        tolerance = data.get("tolerance", 0.01)
        if isinstance(tolerance, bool) or not isinstance(tolerance, (int, float)) or not 0 <= tolerance <= 1:
            self._note("number", (*at, "tolerance"), "0 … 1")
            tolerance = 0.01
        return Question(kind, ask, answer, choices, float(tolerance), explain)

    def _choices(self, data: object, at: Place) -> tuple[Choice, ...]:
        if not isinstance(data, list) or len(data) < 2:
            self._note("choice", at, "2")
            return ()
        found = []
        for index, one in enumerate(data):
            here = (*at, index)
            if not isinstance(one, dict):
                self._note("kind", here, "mapping")
                continue
            self._known(one, _CHOICE, here)
            found.append(Choice(self._words(one, "text", here), self._expression(one, "when", here)))
        return tuple(found)

    def _expression(self, data: dict[str, Any], name: str, at: Place) -> str:
        value = data.get(name)
        if isinstance(value, (int, float, list)):
            self._note("answer", (*at, name), str(value)[:40])
            return ""
        text = self._text(data, name, at)
        if text:
            try:
                if not names_in(text):  # An answer that is written down stays when the state is another one.
                    self._note("answer", (*at, name), text[:40])
            except ExpressionProblem as problem:
                self._note("expression", (*at, name), problem.detail)
        return text

    def _state(self, data: object, at: Place, base: AppState) -> AppState:
        try:
            return from_plain({} if data is None else data, base)
        except StateProblem as problem:
            inner = tuple(
                int(part) if part.isdigit() else part
                for part in problem.where.replace("[", ".").replace("]", "").split(".")
                if part
            )
            detail = f"{problem.fault}: {problem.detail}" if problem.detail else problem.fault
            self._note("state", (*at, *inner), detail)
            return base

    def _allowed(self, data: object, at: Place) -> tuple[str, ...] | None:
        if data is None:
            return None
        if data == NOTHING:
            return ()
        paths = self._names(data, at)
        for index, path in enumerate(paths):
            if not is_place(path):  # It would lock what it was meant to free.
                self._note("unknown", (*at, index), ", ".join(places_like(path)))
        return paths

    def _names(self, data: object, at: Place) -> tuple[str, ...]:
        if not isinstance(data, list) or not all(isinstance(one, str) for one in data):
            self._note("kind", at, "list")
            return ()
        return tuple(data)

    def _words(self, data: dict[str, Any], name: str, at: Place, *, needed: bool = True) -> Words:
        value = data.get(name)
        if value is None:
            if needed:
                self._note("missing", (*at, name))
            return Words("", "")
        if not isinstance(value, dict):
            self._note("language", (*at, name), ", ".join(LANGUAGES))
            return Words("", "")
        self._known(value, LANGUAGES, (*at, name))
        texts = {}
        for code in LANGUAGES:
            text = value.get(code)
            if not isinstance(text, str) or not text.strip():
                self._note("language", (*at, name, code), code)
                text = ""
            texts[code] = text.strip()
        return Words(texts["en"], texts["ar"])

    def _text(self, data: dict[str, Any], name: str, at: Place) -> str:
        value = data.get(name)
        if not isinstance(value, str) or not value.strip():
            self._note("missing" if value is None else "kind", (*at, name), "" if value is None else "text")
            return ""
        return value.strip()

    def _known(self, data: dict[str, Any], names: tuple[str, ...], at: Place) -> None:
        for name in data:
            if name not in names:
                self._note("unknown", (*at, name), ", ".join(names))

    def _note(self, code: Code, at: Place, detail: str = "") -> None:
        self.problems.append(LessonProblem(code, self._source.line(at), written(at), detail))
