"""What is wrong with a lesson, in words: a sentence for every code and fault, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from core.labs.plain import Fault
from core.lessons.problem import CODES, Code, LessonProblem
from gui.language import LanguageCode, language
from gui.lesson_messages import FAULTS, SENTENCES, problem_line, problem_sentence, what_is_wrong


def test_every_code_and_fault_has_a_sentence() -> None:
    assert set(SENTENCES) == set(CODES)
    assert set(FAULTS) == set(get_args(Fault))


@pytest.mark.parametrize("code", ["en", "ar"])
def test_sentences_are_whole(code: LanguageCode, qapp: object) -> None:
    language().set(code)
    said = set()
    problems = [LessonProblem(one, 7, "steps[2].title", "DETAIL") for one in CODES]
    problems += [LessonProblem("state", 7, "steps[2].state.lab", f"{fault}: DETAIL") for fault in get_args(Fault)]
    for problem in problems:
        sentence = problem_sentence(problem)
        assert "7" in sentence
        assert problem.where in sentence
        assert "{" not in sentence
        assert ("DETAIL" in sentence) == ("{detail}" in (SENTENCES[problem.code]))
        assert len(what_is_wrong(problem)) > 15
        arabic = any("\u0600" <= letter <= "\u06ff" for letter in sentence)
        assert arabic == (code == "ar")
        said.add(what_is_wrong(problem))
    assert len(said) == len(problems)


def test_lines_are_as_compilers_write_them() -> None:
    problem = LessonProblem("missing", 12, "steps[0].text")
    assert problem_line("a.lesson", problem).startswith("a.lesson:12: steps[0].text: ")
    whole = LessonProblem("empty", 1, "")
    assert problem_line("a.lesson", whole).startswith("a.lesson:1: ")
    unknown: Code = "state"
    assert "bound" in what_is_wrong(LessonProblem(unknown, 1, "", "bound"))  # A bare fault is said as it is.
