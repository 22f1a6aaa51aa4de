"""Arguments as plain data, bounded, without asking the program's own objects for anything."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from msgspec import json, msgpack

from core.autograd.call_arguments import DEEPEST, LONGEST_TEXT, MORE, MOST_ITEMS, PlainArguments
from core.autograd.details import Ref


class Loud:
    def __repr__(self) -> str:
        raise SystemExit

    __str__ = __repr__

    def __len__(self) -> int:
        raise SystemExit

    def __getitem__(self, _: object) -> object:
        raise SystemExit

    def __iter__(self) -> Any:
        raise SystemExit

    def __index__(self) -> int:
        raise SystemExit


class LoudList(Loud, list):  # type: ignore[type-arg]
    pass


class LoudMeta(type):
    def __getattribute__(cls, name: str) -> Any:
        raise SystemExit


PLAIN = {
    "numbers": ([True, 3, 2.5, None], [True, 3, 2.5, None]),
    "not_finite": ([float("nan"), float("inf")], ["nan", "inf"]),
    "huge": (1 << 80, str(1 << 80)),
    "text": ("a" * 500, "a" * LONGEST_TEXT),
    "half_a_pair": ("\udcff", "?"),
    "slices": (
        [slice(None), slice(1, None), slice(1, 5, 2), slice(torch.ones(1), None)],
        [":", "1:", "1:5:2", f"{MORE}:"],
    ),
    "torch": (
        [torch.float64, torch.device("cpu"), torch.Size([2, 3]), ...],
        ["torch.float64", "cpu", [2, 3], "Ellipsis"],
    ),
    "complex": (1 + 2j, "(1+2j)"),
    "named": (torch.ones(2, 3).max(1), [Ref(0), Ref(1)]),
    "numpy": ([np.ones(2), np.float64(3)], ["<ndarray>", "<float64>"]),
    "loud": ([Loud(), LoudList([1]), Loud], ["<Loud>", [1], "<type>"]),
    "loud_type": (LoudMeta("LoudType", (), {})(), "<LoudType>"),
    "long": (list(range(100)), [*range(MOST_ITEMS), MORE]),
}


@pytest.mark.parametrize("name", PLAIN)
def test_arguments_as_plain_data(name: str) -> None:
    given, wanted = PLAIN[name]
    arguments = PlainArguments(lambda _: len(arguments.tensors) - 1)
    found = arguments.one(given)
    assert found == wanted
    json.encode(found)
    msgpack.encode(found)


def test_lists_within_lists_end() -> None:
    endless: list[Any] = [1]
    endless.append(endless)
    found = PlainArguments(lambda _: 0).one(endless)
    for _ in range(DEEPEST):
        assert found[0] == 1
        found = found[1]
    assert found == MORE


def test_tensors_are_collected_as_far_as_they_are_listed() -> None:
    arguments = PlainArguments(lambda _: 5)
    tensors = [torch.ones(1) for _ in range(MOST_ITEMS + 10)]
    assert arguments.all((tensors,)) == ([*[Ref(5)] * MOST_ITEMS, MORE],)
    assert all(a is b for a, b in zip(arguments.tensors, tensors, strict=False))
