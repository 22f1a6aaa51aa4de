"""What is wrong with a lesson, in the user's language: always with line and field."""

from __future__ import annotations

from core.lessons.problem import Code, LessonProblem
from gui.text import QT_TRANSLATE_NOOP, fill, translate

SENTENCES: dict[Code, str] = {
    "unreadable": QT_TRANSLATE_NOOP("Lesson", "The file cannot be read: {detail}."),
    "too large": QT_TRANSLATE_NOOP("Lesson", "It is too large; the limit is {detail}."),
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
    "missing": QT_TRANSLATE_NOOP("Lesson", "This field is missing."),
    "unknown": QT_TRANSLATE_NOOP("Lesson", "There is no such field here. There are: {detail}."),
    "empty": QT_TRANSLATE_NOOP("Lesson", "There has to be at least one entry here."),
    "language": QT_TRANSLATE_NOOP("Lesson", "The text is needed in each language, here: {detail}."),
    "number": QT_TRANSLATE_NOOP("Lesson", "A number in this range is needed: {detail}."),
    "state": QT_TRANSLATE_NOOP("Lesson", "The labs cannot show this ({detail})."),
    "question": QT_TRANSLATE_NOOP("Lesson", "A question is one of these kinds: {detail}."),
    "expression": QT_TRANSLATE_NOOP("Lesson", "This is no expression that an answer can have: {detail}."),
    "answer": QT_TRANSLATE_NOOP(
        "Lesson", "The answer has to be one that is computed from the step's state, and this is not: {detail}."
    ),
    "choice": QT_TRANSLATE_NOOP("Lesson", "A choice needs at least {detail} answers to choose from."),
    "mathematics": QT_TRANSLATE_NOOP("Lesson", "This formula cannot be set: {detail}."),
    "program": QT_TRANSLATE_NOOP("Lesson", "The step's program did not come to its end ({detail})."),
}


def problem_sentence(problem: LessonProblem) -> str:
    """One problem: its line, its field, what is wrong and what would be right."""
    sentence = fill(translate("Lesson", SENTENCES[problem.code]), detail=problem.detail or "…")
    if problem.where:
        place = fill(translate("Lesson", "Line {line}, {field}"), line=problem.line, field=problem.where)
    else:
        place = fill(translate("Lesson", "Line {line}"), line=problem.line)
    return f"{place}: {sentence}"
