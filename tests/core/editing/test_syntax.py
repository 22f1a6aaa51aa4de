"""Remarks on syntax: Python's own, at places that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.editing.syntax import first_problem


@pytest.mark.parametrize(
    ("program", "line", "marked", "words"),
    [
        ("x = (1,\n", 1, "(", "never closed"),
        ("x = 1\nif x\n    pass", 2, "", "expected ':'"),
        ("x = 1\n  y = 2\n", 2, "", "IndentationError"),
        ("return 1", 1, "return 1", "outside function"),
        ("س = 'نص\n", 1, "'", "unterminated"),
        ("قيمة = 1 1", 1, "1", "invalid syntax"),
    ],
)
def test_the_place_and_the_words(program: str, line: int, marked: str, words: str) -> None:
    problem = first_problem(program)
    assert problem is not None
    assert problem.line == line
    assert words in problem.text
    text = program.split("\n")[line - 1]
    assert text[problem.column : max(problem.end, problem.column + 1)].startswith(marked)


@pytest.mark.parametrize("program", ["", "x = 1", "assert (1, 2)", "'\\d'", "x is 1", "import no_such_module"])
def test_what_python_can_read_is_no_problem_and_does_not_run(program: str) -> None:
    assert first_problem(program) is None


@pytest.mark.parametrize("program", ["\0", "(" * 500, "-" * 100_000 + "1", "x = \ud800"])
def test_hostile_programs_are_answered(program: str) -> None:
    assert first_problem(program) is not None


@given(st.text(alphabet="'\"#()[]:=\nab1 \t\\ر", max_size=40))
def test_every_place_is_in_the_text(text: str) -> None:
    problem = first_problem(text)
    if problem is not None:
        lines = text.split("\n")
        assert 1 <= problem.line <= len(lines)
        assert 0 <= problem.column <= problem.end <= len(lines[problem.line - 1])
