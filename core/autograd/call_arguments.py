"""What was given to a call into torch, as plain data; nothing of the program's own is asked for its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from core.autograd.details import Argument, Ref
from core.autograd.values import clean

MOST_ITEMS = 64
"""Items of one list that are listed, and tensors of one call."""
LONGEST_TEXT = 200
"""Characters of one text."""
DEEPEST = 4
"""Lists within lists."""
MORE = "…"
"""Stands for what is left out."""

_WHOLE = 1 << 63
_TEXTS = frozenset({torch.dtype, torch.device, torch.layout, torch.memory_format, type(Ellipsis), range, complex})
type_name: Callable[[type], str] = type.__dict__["__name__"].__get__


class PlainArguments:
    """The arguments of one call.

    Args:
        value_of: Gives the id of the value that a tensor had when it was given.

    Attributes:
        tensors: Those among the arguments, as far as these are listed.
    """

    def __init__(self, value_of: Callable[[torch.Tensor], int]) -> None:
        self.tensors: list[torch.Tensor] = []
        self._value_of = value_of

    def all(self, given: tuple[Any, ...]) -> tuple[Argument, ...]:
        """Those given by place."""
        return tuple([self.one(one) for one in given[:MOST_ITEMS]])

    def one(self, given: Any, depth: int = 0) -> Argument:
        """One of them."""
        kind = type(given)
        if kind is bool or given is None:
            return given
        if kind is int:
            return given if -_WHOLE <= given < _WHOLE else str(given)[:LONGEST_TEXT]
        if kind is float:
            return given if given - given == 0 else str(given)  # Neither NaN nor infinite.
        if kind is str:
            return clean(given[:LONGEST_TEXT])
        if issubclass(kind, torch.Tensor):
            if len(self.tensors) >= MOST_ITEMS:
                return MORE
            self.tensors.append(given)
            return Ref(self._value_of(given))
        if issubclass(kind, (list, tuple)):
            return self._listed(given, depth)
        if kind is slice:
            return _slice(given)
        return str(given) if kind in _TEXTS else f"<{clean(type_name(kind))}>"

    def _listed(self, given: list[Any] | tuple[Any, ...], depth: int) -> Argument:
        if depth == DEEPEST:
            return MORE
        # By Python's own methods: those of the program's own kinds of lists may be anything.
        plain: Any = list if issubclass(type(given), list) else tuple
        items, count = plain.__getitem__(given, slice(MOST_ITEMS)), plain.__len__(given)
        listed = [self.one(item, depth + 1) for item in items]
        return [*listed, MORE] if count > MOST_ITEMS else listed


def is_whole(given: Any, depth: int = 0) -> bool:
    """Whether what `PlainArguments` makes of an argument is enough to make it again."""
    kind = type(given)
    if given is None or kind is bool or issubclass(kind, torch.Tensor):
        return True
    if kind is int:
        return bool(-_WHOLE <= given < _WHOLE)
    if kind is float:
        return bool(given - given == 0)
    if kind is str:
        return len(given) <= LONGEST_TEXT and clean(given) == given
    if kind is list or kind is tuple or kind is torch.Size:
        return depth < DEEPEST and len(given) <= MOST_ITEMS and all(is_whole(one, depth + 1) for one in given)
    return False


def _slice(given: slice) -> str:
    parts = [given.start, given.stop] + ([] if given.step is None else [given.step])
    return ":".join("" if one is None else str(one) if type(one) is int else MORE for one in parts)
