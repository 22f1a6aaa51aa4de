"""Answers as they are typed, and as they are shown."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from core.lessons.answering import MOST_TYPED, Found
from core.lessons.expression import Value
from core.lessons.lesson import Question, QuestionKind
from gui.text import fill, translate
from gui.widgets.numbers import normalise, read_number, show_shape

LONGEST = 4000
"""Characters of an answer that is typed."""
EXAMPLES: dict[QuestionKind, str] = {"number": "0.0", "shape": "(1, 2, 3)", "tensor": "[[1, 2], [3, 4]]"}
"""How each looks, for the empty field."""


def read_shape(text: str) -> tuple[int, ...] | None:
    """A shape as typed, with or without brackets, or None if it is none."""
    plain = normalise(text[:LONGEST]).replace("\u060c", ",").strip().removeprefix("torch.Size")
    parts = plain.strip("()[] ").replace(" ", ",").replace("x", ",").replace("×", ",").split(",")
    found = [part for part in parts if part]
    if not all(part.isdecimal() and len(part) < 12 for part in found):
        return None
    if not found and plain.replace(" ", "") not in {"()", "[]", "([])"}:
        return None
    return tuple(int(part) for part in found)


def read_tensor(text: str) -> npt.NDArray[np.float64] | None:
    """A tensor as typed: in nested brackets, or its rows one after the other with semicolons; None if it is none."""
    plain = normalise(text[:LONGEST]).replace("\u060c", ",").replace("\u061b", ";").strip()
    plain = plain.removeprefix("torch.").removeprefix("tensor").strip("() ")
    try:
        if plain.startswith("["):
            found = np.asarray(ast.literal_eval(plain), np.float64)
        else:
            rows = [[float(part) for part in row.replace(",", " ").split()] for row in plain.split(";")]
            found = np.asarray(rows if len(rows) > 1 else rows[0], np.float64)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return found if found.ndim and 0 < found.size <= MOST_TYPED and np.isfinite(found).all() else None


READERS: dict[QuestionKind, Callable[[str], Value]] = {
    "number": read_number,
    "shape": read_shape,
    "tensor": read_tensor,
}


def answer_text(right: Found) -> str:
    """A number, shape or tensor as one reads it."""
    value = right.value
    if isinstance(value, tuple):
        return show_shape(value)
    if isinstance(value, (int, float)):
        return shown_number(value)
    array = np.asarray(value, np.float64)
    return np.array2string(array, separator=", ", max_line_width=46, formatter={"float_kind": _of_array})


def shown_number(value: float) -> str:
    """A number with as many digits as a question is about."""
    return f"{float(value) + 0.0:.5g}"  # Minus zero is zero.


def _of_array(value: float | np.floating[Any]) -> str:
    return shown_number(float(value))


def understood(question: Question, text: str) -> str:
    """What is read from a field, to be seen before it counts; "" where that says nothing new."""
    if question.kind != "tensor" or not text.strip():
        return ""
    found = read_tensor(text)
    if found is None:
        return ""
    return fill(translate("Lesson", "A tensor of shape {shape}"), shape=show_shape(found.shape))


def wanted(kind: QuestionKind) -> str:
    """What has to be typed or chosen, in words."""
    return {
        "number": translate("Lesson", "A number, such as 4 or -0.75"),
        "shape": fill(translate("Lesson", "A shape, such as {example}"), example="(1, 16, 62)"),
        "tensor": fill(
            translate("Lesson", "A tensor, such as {example} or its rows: {rows}"),
            example="[[1, 2], [3, 4]]",
            rows="1 2; 3 4",
        ),
        "choice": translate("Lesson", "Choose one of the answers"),
    }[kind]
