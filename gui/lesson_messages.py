"""What is wrong with a lesson, in the user's language: always with line and field, and what would be right."""

from __future__ import annotations

from core.labs.plain import Fault
from core.lessons.problem import Code, LessonProblem
from gui.text import QT_TRANSLATE_NOOP, fill, translate

SENTENCES: dict[Code, str] = {
    "unreadable": QT_TRANSLATE_NOOP("Lesson", "The file cannot be read or written: {detail}."),
    "too large": QT_TRANSLATE_NOOP("Lesson", "This is too large; the limit is {detail}."),
    "encoding": QT_TRANSLATE_NOOP("Lesson", "This is not text in {detail}. Save the lesson in that encoding."),
    "syntax": QT_TRANSLATE_NOOP(
        "Lesson", "This is not YAML ({detail}). Often a text with a colon or question mark needs quotes around it."
    ),
    "depth": QT_TRANSLATE_NOOP("Lesson", "Lists and mappings are nested deeper than {detail} levels."),
    "kind": QT_TRANSLATE_NOOP("Lesson", "Something else belongs here: {detail}."),
    "twice": QT_TRANSLATE_NOOP("Lesson", "This field stands here twice; keep one of the two."),
    "format": QT_TRANSLATE_NOOP("Lesson", "This is no lesson: a lesson says format: {detail}."),
    "version": QT_TRANSLATE_NOOP(
        "Lesson", "The lesson is of another version; this program reads versions up to {detail}."
    ),
    "missing": QT_TRANSLATE_NOOP("Lesson", "This field is missing; add it."),
    "unknown": QT_TRANSLATE_NOOP("Lesson", "There is no such field here. There are: {detail}."),
    "empty": QT_TRANSLATE_NOOP("Lesson", "There has to be at least one entry here."),
    "language": QT_TRANSLATE_NOOP("Lesson", "The text is needed in each language, here: {detail}."),
    "number": QT_TRANSLATE_NOOP("Lesson", "A number in this range is needed: {detail}."),
    "state": QT_TRANSLATE_NOOP("Lesson", "The labs cannot show this: {detail}."),
    "question": QT_TRANSLATE_NOOP("Lesson", "A question is one of these kinds: {detail}."),
    "expression": QT_TRANSLATE_NOOP("Lesson", "This is no expression that an answer can have: {detail}."),
    "answer": QT_TRANSLATE_NOOP(
        "Lesson",
        "The answer has to be computed from the step's state, and be what is asked for; it is not: {detail}.",
    ),
    "choice": QT_TRANSLATE_NOOP("Lesson", "A choice needs at least {detail} answers to choose from."),
    "mathematics": QT_TRANSLATE_NOOP("Lesson", "This formula cannot be set: {detail}."),
    "card": QT_TRANSLATE_NOOP("Lesson", "There is no card of this name: {detail}. The glossary has them all."),
    "program": QT_TRANSLATE_NOOP("Lesson", "The step's program did not come to its end ({detail})."),
    "addition": QT_TRANSLATE_NOOP(
        "Lesson", "A step cannot be put at the end of these without changing what is there; add it in an editor."
    ),
}

FAULTS: dict[Fault, str] = {
    "kind": QT_TRANSLATE_NOOP("Lesson", "Another kind of value is needed here ({detail})."),
    "unknown": QT_TRANSLATE_NOOP("Lesson", "Nothing of that name is there. There are: {detail}."),
    "bound": QT_TRANSLATE_NOOP("Lesson", "This is out of bounds ({detail})."),
    "example": QT_TRANSLATE_NOOP("Lesson", "There is no example of that name. There are: {detail}."),
}
"""Of a state, which `core.lessons.reading` puts before the detail."""


def what_is_wrong(problem: LessonProblem) -> str:
    """What is wrong, and what would be right, without the place."""
    fault, _, detail = problem.detail.partition(": ")
    if problem.code == "state" and fault in FAULTS:
        return fill(translate("Lesson", FAULTS[fault]), detail=detail or "…")
    return fill(translate("Lesson", SENTENCES[problem.code]), detail=problem.detail or "…")


def place_of(problem: LessonProblem) -> str:
    """Line and field."""
    if problem.where:
        return fill(translate("Lesson", "Line {line}, {field}"), line=problem.line, field=problem.where)
    return fill(translate("Lesson", "Line {line}"), line=problem.line)


def problem_sentence(problem: LessonProblem) -> str:
    """One problem: its line, its field, what is wrong and what would be right."""
    return f"{place_of(problem)}: {what_is_wrong(problem)}"


def problem_line(name: str, problem: LessonProblem) -> str:
    """The same as one line of a list, the way compilers write theirs: ``FILE:LINE: field: sentence``."""
    field = f"{problem.where}: " if problem.where else ""
    return f"{name}:{problem.line}: {field}{what_is_wrong(problem)}"
