"""Every code of "what if" has its sentence, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from core.autograd.problem import Failure, Problem
from core.autograd.what_if import (
    ClipNorm,
    ClipValue,
    Cut,
    Hook,
    Negate,
    Noise,
    Replace,
    Scale,
    Upstream,
    WhatIfAnswer,
    Zero,
)
from gui import question_messages
from gui.language import LanguageCode, language
from gui.what_if_messages import ACTS, MENDED_BY_RUNNING, PROBLEMS, Act, act_name, act_of, problem_sentence

CODES = get_args(Problem)
ASKED = CODES[: CODES.index("bad values") + 1]
"""Of the pass, of the answer, and of this question; those that follow are of the other questions."""


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("problem", ASKED)
def test_every_problem_has_a_sentence(problem: Problem, code: LanguageCode) -> None:
    language().set(code)
    failure = Failure(3, "ValueError", "no {good}") if problem == "raised" else None
    sentence = problem_sentence(WhatIfAnswer(problem=problem, failure=failure), "MulBackward0")
    assert len(sentence) > 30
    assert ("no {good}" in sentence and "MulBackward0" in sentence) == (problem == "raised")
    assert "{node}" not in sentence


def test_no_sentence_is_of_a_code_that_is_none() -> None:
    assert set(PROBLEMS) == set(ASKED)
    assert set(ASKED) >= MENDED_BY_RUNNING
    for problem in set(CODES) - set(ASKED):
        # What is no matter of "what if" alone has the words of every question.
        assert problem_sentence(WhatIfAnswer(problem=problem)) == question_messages.problem_sentence(problem)


def test_every_change_has_the_act_that_makes_it() -> None:
    operations = (Scale(2.0), ClipValue(1.0), ClipNorm(1.0), Zero(), Negate(), Noise(0.1, 0))
    changes = (*(Hook(0, 0, one) for one in operations), Cut(0, 0), Upstream(0, 1.0))
    assert [act_of(one) for one in changes] == list(ACTS) == list(get_args(Act))
    assert act_of(Hook(0, 0, Replace(1.0))) is None
    assert len({act_name(act) for act in (*ACTS, None)}) == len(ACTS) + 1
