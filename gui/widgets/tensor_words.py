"""What is said of a tensor beside its numbers: texts of its cells, statistics, what is not finite."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from core.autograd.tensor import Tensor
from core.autograd.trace import MOST_VALUES
from gui.text import COUNTED, fill, translate
from gui.widgets.numbers import show_number, show_shape

NAMED_ENTRIES = 4
"""Entries that are named one by one."""


def cell_texts(array: npt.NDArray[Any]) -> tuple[tuple[str, ...], ...] | None:
    """The texts of a matrix's cells where they are no decimals: whole numbers, truths, complex numbers."""
    if array.dtype.kind in "iu":
        return tuple(tuple(show_number(float(one), 0) if one else "0" for one in line) for line in array.tolist())
    if array.dtype.kind == "b":
        return tuple(tuple("True" if one else "False" for one in line) for line in array.tolist())
    if array.dtype.kind == "c":
        return tuple(tuple(complex_text(one) for one in line) for line in array.tolist())
    return None


def complex_text(value: complex) -> str:
    """A complex number such as ``1−2i``."""
    imaginary = show_number(value.imag, 1)
    sign = "" if imaginary.startswith("\u2212") else "+"
    return f"{show_number(value.real, 1)}{sign}{imaginary}i"


def statistics_words(tensor: Tensor) -> str:
    """Of a tensor of which only statistics are kept."""
    kept = tensor.statistics
    if kept is None:
        return translate("Tensor", "its values were not kept")
    found = {name: show_number(float(getattr(kept, name)), 4) for name in ("min", "max", "mean", "norm")}
    text = fill(translate("Tensor", "min {min}, max {max}, mean {mean}, norm {norm}"), **found)
    only = fill(translate("Tensor", "Only statistics are kept of more than {most} values."), most=f"{MOST_VALUES:,}")
    return f"{text}\n{only}"


def array_words(array: npt.NDArray[Any]) -> str:
    """Of all values that are kept: least, greatest, mean, norm; of complex numbers by their size."""
    numbers = (np.abs(array) if array.dtype.kind == "c" else array).astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return ""
    with np.errstate(over="ignore"):
        found = {
            "min": finite.min(),
            "max": finite.max(),
            "mean": finite.mean(),
            "norm": float(np.sqrt((finite * finite).sum())),
        }
    shown = {name: show_number(float(value), 4) for name, value in found.items()}
    return fill(translate("Tensor", "min {min}, max {max}, mean {mean}, norm {norm}"), **shown)


def odd_words(array: npt.NDArray[Any]) -> str:
    """How many values are not finite, or ""."""
    if array.dtype.kind not in "fc":
        return ""
    bad, endless = int(np.isnan(array).sum()), int(np.isinf(array).sum())
    parts = []
    if bad:
        parts.append(translate("Tensor", "%n value(s) NaN", "", COUNTED, bad))
    if endless:
        parts.append(translate("Tensor", "%n value(s) infinite", "", COUNTED, endless))
    return " · ".join(parts)


def type_words(tensor: Tensor) -> str:
    """A tensor's shape, with its type where that is not torch's usual one."""
    shape = show_shape(tensor.shape)
    return shape if tensor.dtype == "float32" else f"{shape} {tensor.dtype}"


def entries_words(count: int, shape: tuple[int, ...], entries: list[int], name: str) -> str:
    """Which entries of a tensor are lit, in words."""
    places = [place_words(shape, one) for one in entries[:NAMED_ENTRIES]]
    named = ", ".join(one for one in places if one)
    if count > NAMED_ENTRIES:
        named += ", …"
    text = translate("Tensor", "%n entry(s) of {name}: {places}", "", COUNTED, count)
    if not named:
        return fill(translate("Tensor", "the number {name}"), name=name)
    return fill(text, name=name, places=named)


def place_words(shape: tuple[int, ...], entry: int) -> str:
    """An entry's index as Python writes it, or "" of a bare number."""
    return str([int(one) for one in np.unravel_index(entry, shape)]) if shape else ""
