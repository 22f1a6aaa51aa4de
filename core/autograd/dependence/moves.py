"""Operations that put entries elsewhere, as NumPy does the same to an array of their numbers."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.autograd.dependence.relation import Indices, Shape

_MOVES = """
transpose swapaxes swapdims permute movedim t T mT view reshape view_as reshape_as flatten unflatten ravel
expand expand_as broadcast_to squeeze unsqueeze select narrow flip roll diagonal repeat __getitem__ contiguous
clone detach alias to float double half data
"""
MOVES = frozenset(_MOVES.split())
"""Names of torch's operations that are known here."""


def move(name: str, numbered: Indices, given: Sequence[Any], output_shape: Shape) -> npt.NDArray[Any]:
    """What an operation does to the numbered entries of its first argument.

    Args:
        name: Of `MOVES`.
        numbered: The entries' numbers, in the input's shape.
        given: The arguments behind the tensor, those that torch takes by name in its order.
        output_shape: The result's.

    Raises:
        ValueError: It cannot be done so; also IndexError and TypeError.
    """
    match name:
        case "transpose" | "swapaxes" | "swapdims":
            return np.swapaxes(numbered, given[0], given[1])
        case "t" | "T":
            return np.transpose(numbered)
        case "mT":
            return np.swapaxes(numbered, -1, -2)
        case "permute":
            return np.transpose(numbered, _flat(given))
        case "movedim":
            return np.moveaxis(numbered, given[0], given[1])
        case "expand" | "expand_as" | "broadcast_to":
            return np.broadcast_to(numbered, output_shape)
        case "select":
            return np.asarray(np.take(numbered, given[1], axis=given[0]))
        case "narrow":
            return np.take(numbered, range(given[1], given[1] + given[2]), axis=given[0])
        case "flip":
            return np.flip(numbered, _flat(given))
        case "roll":
            shifts, dims = given[0], given[1] if len(given) > 1 else None
            return np.roll(numbered, shifts, dims)
        case "diagonal":
            return np.asarray(np.diagonal(numbered, *given))
        case "repeat":
            return np.asarray(np.tile(numbered, _flat(given)))
        case "__getitem__":
            return _indexed(numbered, given[0], output_shape)
        case _:
            # The order of the entries stays: views, squeezes, copies.
            return numbered.reshape(output_shape)


def index_of(argument: Any) -> Any:
    """An index as it was recorded, for NumPy: numbers, slices as texts, None, arrays, or a list of these.

    Raises:
        TypeError: There is something else in it.
    """
    if isinstance(argument, list):
        if argument and all(isinstance(one, int) and not isinstance(one, bool) for one in argument):
            return tuple(argument)
        return tuple(index_of(one) for one in argument)
    if argument is None or isinstance(argument, (int, np.ndarray)):
        return argument
    if argument == "Ellipsis":
        return Ellipsis
    if isinstance(argument, str) and ":" in argument:
        return slice(*(int(part) if part else None for part in argument.split(":")))
    raise TypeError("no index")


def _indexed(numbered: Indices, argument: Any, output_shape: Shape) -> npt.NDArray[Any]:
    with contextlib.suppress(IndexError):
        chosen = np.asarray(numbered[index_of(argument)])
        if chosen.shape == output_shape:
            return chosen
    # A tuple and a list of numbers are recorded alike; the result's shape tells which it was.
    return np.asarray(numbered[np.array(argument)])


def _flat(given: Sequence[Any]) -> tuple[int, ...]:
    """Numbers that were given one by one or as a list."""
    if len(given) == 1 and isinstance(given[0], (list, tuple)):
        return tuple(given[0])
    return tuple(given)
