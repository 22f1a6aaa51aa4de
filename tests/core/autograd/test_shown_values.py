"""Python values as they are shown; none of the program's own code is asked."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import pytest
import torch

from core.autograd.backward_lines import Shown
from core.autograd.shown_values import MOST_SHOWN, ShownValues, numbers_in


class Loud:
    """What must not be asked."""

    def __repr__(self) -> str:
        raise AssertionError

    def __len__(self) -> NoReturn:
        raise AssertionError

    __str__ = __repr__


class LoudList(list[Any]):
    __len__ = Loud.__len__
    __getitem__ = Loud.__len__  # type: ignore[assignment]
    __repr__ = Loud.__repr__


TEXTS: dict[str, tuple[Any, str]] = {
    "none": (None, "None"),
    "bool": (True, "True"),
    "int": (-3, "-3"),
    "long int": (1 << 20_000, "<int of 20001 bits>"),
    "float": (float("nan"), "nan"),
    "complex": (1 + 2j, "(1+2j)"),
    "text": ("it's", '"it\'s"'),
    "long text": ("a" * 1000, "'" + "a" * 199 + "…"),
    "half a pair": ("\ud800", "'\\ud800'"),
    "dtype": (torch.float64, "torch.float64"),
    "slice": (slice(1, None), "slice(1, None, None)"),
    "slice of the program's": (slice(Loud()), "<slice>"),
    "dict": ({1: Loud()}, "<dict of 1>"),
    "object": (Loud(), "<Loud>"),
    "function": (len, "<builtin_function_or_method>"),
    "array of texts": (np.array(["a"]), "<ndarray (1,) str32>"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    value, text = TEXTS[name]
    assert ShownValues(10).of(value) == Shown(text)


def test_tensors_and_arrays_have_their_numbers() -> None:
    values = ShownValues(4)
    for one in (torch.tensor([1.0, 2.0]), np.array([1.0, 2.0], np.float32)):
        shown = values.of(one)
        assert shown.tensor is not None
        assert (shown.tensor.values, shown.tensor.dtype, numbers_in(shown)) == ([1.0, 2.0], "float32", 2)
    large = values.of(torch.arange(5.0))
    assert large.tensor is not None
    assert (large.tensor.kept, numbers_in(large)) == (None, 0)
    without = values.of(torch.arange(2.0), numbers=False)
    assert without.tensor is not None
    assert without.tensor.kept is None


def test_lists_within_lists_end_somewhere() -> None:
    shown = ShownValues(4).of(LoudList([1, (torch.ones(2), "b")]))
    assert shown.text == "LoudList"
    assert shown.items is not None
    assert shown.items[0] == Shown("1")
    assert numbers_in(shown) == 2
    endless: list[Any] = []
    endless.append(endless)
    deep = ShownValues(4).of(endless)
    depth = 0
    while deep.items:
        deep, depth = deep.items[0], depth + 1
    assert (depth, deep.more) == (3, 1)
    long = ShownValues(4).of(tuple(range(100)))
    assert long.items is not None
    assert (len(long.items), long.more) == (MOST_SHOWN, 100 - MOST_SHOWN)
