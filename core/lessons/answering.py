"""The right answer to a question, and whether another one is as good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.lessons.expression import ExpressionProblem, Value, evaluate
from core.lessons.lesson import Question

MOST_TYPED = 64
"""Entries of a tensor that someone is asked to type."""


@dataclass(frozen=True)
class Found:
    """The answer to a question.

    Attributes:
        value: A number, a shape as a tuple, a tensor, or of a choice the place of the right one.
    """

    value: Value


def answer_of(question: Question, names: Mapping[str, Any]) -> Found:
    """The right answer.

    Raises:
        ExpressionProblem: There is none, or none of the question's kind, or more than one choice is right.
    """
    if question.kind == "choice":
        right = [place for place, one in enumerate(question.choices) if evaluate(one.when, names) is True]
        if len(right) != 1:
            raise ExpressionProblem(f"{len(right)}")
        return Found(right[0])
    value = evaluate(question.answer, names)
    if question.kind == "number":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ExpressionProblem(f"{question.answer[:40]}: {type(value).__name__}")
    elif question.kind == "shape":
        if not isinstance(value, tuple) or not all(isinstance(one, int) for one in value):
            raise ExpressionProblem(f"{question.answer[:40]}: {type(value).__name__}")
    else:
        array = np.asarray(value, np.float64) if value is not None else None
        if array is None or array.size > MOST_TYPED or not array.size:
            raise ExpressionProblem(f"{question.answer[:40]}: {'None' if array is None else array.shape}")
        value = array
    return Found(value)


def is_right(question: Question, right: Found, given: Value) -> bool:
    """Whether an answer is right: numbers within the question's tolerance, shapes and choices exactly.

    Args:
        question: The question.
        right: Its answer.
        given: A number, a shape as a tuple, a tensor as an array, or the place of a choice.
    """
    if question.kind in {"choice", "shape"}:
        return bool(given == right.value)
    one, other = np.asarray(given, np.float64), np.asarray(right.value, np.float64)
    if one.shape != other.shape:
        return False
    scale = float(np.max(np.abs(other[np.isfinite(other)]), initial=0.0))
    close = np.isclose(one, other, rtol=question.tolerance, atol=question.tolerance * 0.01 * scale, equal_nan=True)
    return bool(np.all(close))
