"""Why a recorded pass does not answer: a sentence for each code."""

from __future__ import annotations

from typing import get_args

import pytest

from core.autograd.problem import Failure, Problem
from gui.question_messages import problem_sentence


@pytest.mark.parametrize("problem", get_args(Problem))
def test_every_problem_has_a_sentence(problem: Problem) -> None:
    sentence = problem_sentence(problem, Failure(1, "RuntimeError", "no good"))
    assert len(sentence) > 20
    assert "{" not in sentence
    if problem in ("raised", "forward raised"):
        assert "no good" in sentence
