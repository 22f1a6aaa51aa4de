"""What can be wrong with a lesson."""

from __future__ import annotations

from typing import Literal, get_args

Code = Literal[
    "unreadable",
    "too large",
    "encoding",
    "syntax",
    "depth",
    "kind",
    "twice",
    "format",
    "version",
    "missing",
    "unknown",
    "empty",
    "language",
    "number",
    "state",
    "question",
    "expression",
    "answer",
    "choice",
    "mathematics",
    "program",
    "card",
    "addition",
]
CODES: tuple[Code, ...] = get_args(Code)


class LessonProblem(Exception):  # noqa: N818
    """One thing that is wrong.

    Attributes:
        code: What.
        line: Of the file, counted from 1.
        where: The field, such as "steps[2].question.answer"; "" for the file itself.
        detail: What stands there, or what would be right, the same in every language.
    """

    def __init__(self, code: Code, line: int, where: str, detail: str = "") -> None:
        super().__init__(f"line {line}: {where}: {code} {detail}".rstrip())
        self.code, self.line, self.where, self.detail = code, line, where, detail
