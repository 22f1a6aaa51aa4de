"""Python values of a program's as they are shown: tensors and arrays by their numbers, others by a short text.

None of the program's own code is asked for a text.
"""

from __future__ import annotations

import contextlib
from typing import Any

import torch

from core.autograd.backward_lines import Shown
from core.autograd.call_arguments import LONGEST_TEXT, type_name
from core.autograd.values import Snapshots, clean

MOST_SHOWN = 16
"""Items of one list."""
DEEPEST = 3
"""Lists within lists."""
LONGEST_NUMBER = 1 << 128
"""A larger whole number is not written out."""


class ShownValues:
    """Makes values to be shown.

    Args:
        most: Numbers of one tensor that are kept.
    """

    def __init__(self, most: int) -> None:
        # What is looked at again and again is mostly thrown away again: how much is kept is counted elsewhere.
        self._snapshots = Snapshots(most, 1 << 62)
        self._described = Snapshots(0, 1)

    def of(self, value: Any, *, numbers: bool = True, depth: int = 0) -> Shown:
        """A value as it is now.

        Args:
            value: Anything.
            numbers: Whether tensors are to have their numbers, or statistics only.
            depth: Of the list that it is in.
        """
        kind = type(value)
        if issubclass(kind, torch.Tensor):
            return Shown(tensor=(self._snapshots if numbers else self._described).of(value))
        if kind.__module__ == "numpy" and kind.__name__ == "ndarray":
            # Types that torch has not, such as texts, and memory that nobody may write to.
            with contextlib.suppress(TypeError, ValueError, RuntimeError):
                return self.of(torch.from_numpy(value.copy()), numbers=numbers)
            return Shown(f"<ndarray {tuple(value.shape)} {value.dtype.name}>")
        if issubclass(kind, (list, tuple)):
            plain: Any = list if issubclass(kind, list) else tuple
            count = plain.__len__(value)
            wanted = MOST_SHOWN if depth < DEEPEST else 0
            items = plain.__getitem__(value, slice(wanted))
            shown = tuple([self.of(one, numbers=numbers, depth=depth + 1) for one in items])
            return Shown(clean(type_name(kind)), items=shown, more=count - len(items))
        return Shown(_text(value, kind))


def numbers_in(shown: Shown) -> int:
    """How many numbers of tensors it keeps."""
    if shown.items is not None:
        return sum(numbers_in(one) for one in shown.items)
    tensor = shown.tensor
    if tensor is None or tensor.kept is None:
        return 0
    count = 1
    for length in tensor.shape:
        count *= length
    return count


def _text(value: Any, kind: type) -> str:
    if value is None or kind in (bool, float, complex):
        return repr(value)
    if kind is int:
        return repr(value) if -LONGEST_NUMBER < value < LONGEST_NUMBER else f"<int of {value.bit_length()} bits>"
    if kind in (str, bytes):
        return _cut(repr(value[:LONGEST_TEXT]), "…" if len(value) > LONGEST_TEXT else "")
    if kind in (torch.dtype, torch.device, torch.layout, torch.memory_format, slice, range, type(Ellipsis)):
        # A slice's or range's parts may be the program's own.
        parts = (value.start, value.stop, value.step) if kind in (slice, range) else ()
        if all(one is None or (type(one) is int and abs(one) < LONGEST_NUMBER) for one in parts):
            return repr(value)
    if kind in (dict, set, frozenset):
        return f"<{kind.__name__} of {len(value)}>"
    return _cut(f"<{type_name(kind)}>")


def _cut(text: str, more: str = "") -> str:
    return clean(text[:LONGEST_TEXT]) + ("…" if len(text) > LONGEST_TEXT else more)
