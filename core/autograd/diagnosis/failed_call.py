"""What was given to the latest call into torch, in case that it raises; no tensor is kept for it."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from types import FrameType, MethodWrapperType
from typing import Any, NamedTuple

import torch

from core.autograd.operation_names import LASTING, name_of

MOST_GIVEN = 16
"""Arguments of a call that are looked at."""
MOST_ITEMS = 64
"""Items of a list of arguments that are looked at."""
DEEPEST = 3
_PLAIN = frozenset({bool, int, float, type(None), type(Ellipsis), torch.dtype, torch.device})
_TENSORS = frozenset({torch.Tensor, torch.nn.Parameter, torch.nn.Buffer})
_LISTS = frozenset({list, tuple, torch.Size})
_CALLED = frozenset({*LASTING, MethodWrapperType})


class Given(NamedTuple):
    """A tensor as it was when it was given; of what was written into also whether it was a leaf, and its base."""

    tensor: weakref.ref[torch.Tensor]
    shape: tuple[int, ...]
    dtype: torch.dtype
    device: torch.device
    requires_grad: bool
    inference: bool
    leaf: bool = False
    base: Given | None = None


class Items(NamedTuple):
    """A list or tuple: its first items and how many there were."""

    items: tuple[Any, ...]
    length: int


class Unknown(NamedTuple):
    """Anything else, by the name of its type."""

    kind: str


class FailedCall(NamedTuple):
    """A call that was made and gave no result.

    Attributes:
        frame: The id of the frame that called; it may be gone.
        offset: Of the instruction there.
        function: What was called, or None where it is no function of torch's own.
        arguments, options: What was given; a tensor as `Given`.
        grad_mode: Whether gradients were recorded.
    """

    frame: int
    offset: int
    function: Any
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    grad_mode: bool

    @property
    def name(self) -> str:
        """Torch's name of the function, or ""."""
        return "" if self.function is None else name_of(self.function)


def describe(
    caller: FrameType, function: Any, arguments: tuple[Any, ...], options: Mapping[str, Any] | None, *, writes: bool
) -> FailedCall | None:
    """A call that is about to be made, in plain data; None where looking at tensors is no one's business."""
    if torch._C._get_tracing_state() is not None:
        return None
    given = tuple([_given(one) for one in arguments[:MOST_GIVEN]])
    if writes and given and type(given[0]) is Given:
        given = (_written(given[0], arguments[0]), *given[1:])
    named = {} if options is None else {name: _given(one) for name, one in options.items()}
    called = function if type(function) in _CALLED else None
    return FailedCall(id(caller), caller.f_lasti, called, given, named, torch.is_grad_enabled())


def _given(value: Any, depth: int = 0) -> Any:
    kind = type(value)
    if kind in _TENSORS:
        return _tensor(value)
    if kind in _PLAIN:
        return value
    if kind is str:
        return value[:200]
    if kind in _LISTS and depth < DEEPEST:
        first = value[: MOST_ITEMS if depth == 0 else 4]
        return Items(tuple([_given(one, depth + 1) for one in first]), len(value))
    if kind is slice:
        return slice(*(one if type(one) in _PLAIN else None for one in (value.start, value.stop, value.step)))
    return Unknown(type.__dict__["__name__"].__get__(kind))


def _tensor(tensor: torch.Tensor) -> Given | Unknown:
    try:
        return Given(
            weakref.ref(tensor),
            tuple(tensor.shape),
            tensor.dtype,
            tensor.device,
            tensor.requires_grad,
            tensor.is_inference(),
        )
    except (RuntimeError, NotImplementedError):  # Kinds of tensors that have no shape, say.
        return Unknown("Tensor")


def _written(given: Given, tensor: torch.Tensor) -> Given:
    try:
        base = tensor._base if tensor._is_view() and not given.inference else None
        known = None if base is None else _tensor(base)
        if type(known) is Given and base is not None:
            known = known._replace(leaf=base.is_leaf)
        return given._replace(leaf=tensor.is_leaf, base=known if type(known) is Given else None)
    except RuntimeError:  # A view of something written in place where that is not allowed.
        return given
