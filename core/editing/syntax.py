"""Whether a program can be read by Python; nothing of it runs."""

from __future__ import annotations

import warnings

import msgspec


class SyntaxProblem(msgspec.Struct, frozen=True):
    """The first place at which Python cannot read a program.

    Attributes:
        line: Counted from 1.
        column: The first character that is meant, counted from 0.
        end: The column behind the last, on the same line; `column` where Python tells no end.
        text: Python's own words, such as "SyntaxError: '(' was never closed".
    """

    line: int
    column: int
    end: int
    text: str


def first_problem(program: str) -> SyntaxProblem | None:
    """Compile a program and throw the outcome away.

    Python's parser may end its process on hostile input: this is called in a process that may be lost.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(program, "program.py", "exec", dont_inherit=True)
        except SyntaxError as error:
            return _told(error, program)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            return SyntaxProblem(1, 0, 0, f"{type(error).__name__}: {error}".rstrip(": "))
    return None


def _told(error: SyntaxError, program: str) -> SyntaxProblem:
    lines = program.split("\n")
    line = max(1, min(error.lineno or 1, len(lines)))
    length = len(lines[line - 1])
    column = max(0, min((error.offset or 1) - 1, length))
    end = column
    if error.end_lineno == error.lineno and error.end_offset:
        end = max(column, min(error.end_offset - 1, length))
    elif error.end_lineno and error.end_lineno > line:
        end = length
    return SyntaxProblem(line, column, end, f"{type(error).__name__}: {error.msg}")
