"""Every way in which an export can fail has a sentence, in both languages and for a terminal."""

from __future__ import annotations

import string
from typing import get_args

import pytest

from gui.export.request import Code, ExportProblem
from gui.export_messages import MARKS, PROBLEMS, export_sentence, plain_sentence
from gui.language import language

CODES = [code for code in get_args(Code) if code != "refused"]


def problem(code: Code) -> ExportProblem:
    names = [name for _, name, _, _ in string.Formatter().parse(PROBLEMS[code]) if name]
    return ExportProblem(code, **dict.fromkeys(names, 3))


def test_the_table_is_complete() -> None:
    assert sorted(PROBLEMS) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_problem_is_said_in_both_languages_and_plainly(code: Code) -> None:
    said = {}
    for one in ("en", "ar"):
        language().set(one)  # type: ignore[arg-type]
        said[one] = export_sentence(problem(code))
        plain = plain_sentence(problem(code))
        assert plain == PROBLEMS[code].format(**problem(code).values)
        assert not set(plain) & set(MARKS)
    assert said["en"] != said["ar"]


def test_what_a_lab_has_said_is_said() -> None:
    refused = ExportProblem("refused", "\u2066gone.wav\u2069 is not there.")
    assert export_sentence(refused) == "\u2066gone.wav\u2069 is not there."
    assert plain_sentence(refused) == "gone.wav is not there."
