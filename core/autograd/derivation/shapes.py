"""Torch's operations that move elements about and change none, on `Grid`s."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from core.autograd.derivation.grid import Grid


def axes_of(x: Grid, dim: Any) -> tuple[int, ...] | None:
    """Torch's `dim` as numpy's axes: None for all of them, which an empty list means too."""
    if dim is None or dim == [] or not x.shape:
        return None
    return tuple(map(int, dim)) if isinstance(dim, (list, tuple)) else (int(dim),)


def _sizes(given: tuple[Any, ...]) -> list[int]:
    return [int(one) for one in (given[0] if len(given) == 1 and isinstance(given[0], (list, tuple)) else given)]


def _reshape(x: Grid, *shape: Any, size: Any = None) -> Grid:
    wanted = _sizes(shape) if shape else _sizes((size,))
    return x.done(lambda a: a.reshape(wanted))


def _flatten(x: Grid, start_dim: int = 0, end_dim: int = -1) -> Grid:
    if not x.shape:
        return x.done(lambda a: a.reshape(1))
    start, end = start_dim % len(x.shape), end_dim % len(x.shape)
    return x.done(lambda a: a.reshape(*x.shape[:start], -1, *x.shape[end + 1 :]))


def _transpose(x: Grid, dim0: int, dim1: int) -> Grid:
    return x.done(lambda a: a.swapaxes(dim0, dim1))


def _permute(x: Grid, *dims: Any) -> Grid:
    order = _sizes(dims)
    return x.done(lambda a: a.transpose(order))


def _squeeze(x: Grid, dim: Any = None) -> Grid:
    axes = range(len(x.shape)) if dim is None else [one % len(x.shape) for one in axes_of(x, dim) or ()]
    gone = tuple(axis for axis in axes if x.shape[axis] == 1)
    return x.done(lambda a: a.squeeze(gone))


def _expand(x: Grid, *sizes: Any) -> Grid:
    wanted = _sizes(sizes)
    front = len(wanted) - len(x.shape)
    shape = [x.shape[place - front] if one == -1 else one for place, one in enumerate(wanted)]
    return x.done(lambda a: np.broadcast_to(a, shape))


def _broadcast_tensors(*tensors: Any) -> tuple[Grid, ...]:
    given: list[Grid] = list(tensors[0]) if isinstance(tensors[0], (list, tuple)) else list(tensors)
    shape = np.broadcast_shapes(*(one.shape for one in given))
    return tuple(_expand(one, *shape) for one in given)


def _repeat(x: Grid, *times: Any) -> Grid:
    return x.done(lambda a: np.tile(a, _sizes(times)))


def _select(x: Grid, dim: int, index: int) -> Grid:
    return x.done(lambda a: np.take(a, index, axis=dim))


def _narrow(x: Grid, dim: int, start: int, length: int) -> Grid:
    return x.done(lambda a: np.take(a, range(start, start + length), axis=dim))


def _index_select(x: Grid, dim: int, index: Grid) -> Grid:
    places = index.numbers.astype(int)
    return x.done(lambda a: np.take(a, places, axis=dim))


def _gather(x: Grid, dim: int, index: Grid) -> Grid:
    places = index.numbers.astype(int)
    return x.done(lambda a: np.take_along_axis(a, places, dim))


def _joined(join: Callable[..., Any]) -> Callable[..., Grid]:
    def together(tensors: Any, dim: int = 0) -> Grid:
        terms = join([one.terms for one in tensors], axis=dim) if all(one.symbolic for one in tensors) else None
        return Grid(join([one.numbers for one in tensors], axis=dim), terms)

    return together


def _unbind(x: Grid, dim: int = 0) -> tuple[Grid, ...]:
    return tuple(_select(x, dim, place) for place in range(x.shape[dim]))


def _split(x: Grid, sizes: Any, dim: int = 0) -> tuple[Grid, ...]:
    length = x.shape[dim]
    if isinstance(sizes, int):
        sizes = [min(sizes, length - start) for start in range(0, length, sizes)]
    starts = np.cumsum([0, *sizes])
    return tuple(_narrow(x, dim, int(start), int(size)) for start, size in zip(starts, sizes, strict=False))


def _chunk(x: Grid, chunks: int, dim: int = 0) -> tuple[Grid, ...]:
    return _split(x, -(-x.shape[dim] // chunks), dim)


def _diagonal(x: Grid, offset: int = 0) -> Grid:
    return x.done(lambda a: np.diagonal(a, offset))


def _trace(x: Grid) -> Grid:
    return x.done(lambda a: np.asarray(np.diagonal(a).sum()))


def _getitem(x: Grid, index: Any, shape: tuple[int, ...] | None = None) -> Grid:
    """A record writes tuple and list alike: the shape that came out tells ``x[0, 1]`` from ``x[[0, 1]]``."""
    whole = _index(index)
    made = x.done(lambda a: np.asarray(a[whole]))
    if isinstance(whole, tuple) and shape is not None and made.shape != shape:
        as_list = np.asarray(index)
        made = x.done(lambda a: np.asarray(a[as_list]))
    return made


_SLICE = re.compile(r"(-?\d*):(-?\d*)(?::(-?\d*))?")


def _index(given: Any) -> Any:
    """A recorded index as numpy's: slices are written ``1:``, ``::2``."""
    if isinstance(given, (list, tuple)):
        return tuple(_index(one) for one in given)
    if isinstance(given, Grid):
        return given.numbers.astype(int)
    if isinstance(given, str):
        if given == "Ellipsis":
            return Ellipsis
        found = _SLICE.fullmatch(given)
        if found is None:
            raise ValueError(given)
        return slice(*(int(one) if one else None for one in found.groups()))
    return given


SHAPES: dict[str, Callable[..., Any]] = {
    "reshape": _reshape,
    "view": _reshape,
    "flatten": _flatten,
    "ravel": _flatten,
    "t": lambda x: x.done(lambda a: a.T),
    "T": lambda x: x.done(lambda a: a.T),
    "mT": lambda x: _transpose(x, -2, -1),
    "transpose": _transpose,
    "swapaxes": _transpose,
    "permute": _permute,
    "unsqueeze": lambda x, dim: x.done(lambda a: np.expand_dims(a, dim)),
    "squeeze": _squeeze,
    "expand": _expand,
    "broadcast_to": _expand,
    "broadcast_tensors": _broadcast_tensors,
    "expand_as": lambda x, other: _expand(x, *other.shape),
    "view_as": lambda x, other: _reshape(x, *other.shape),
    "repeat": _repeat,
    "select": _select,
    "narrow": _narrow,
    "index_select": _index_select,
    "gather": _gather,
    "getitem": _getitem,
    "flip": lambda x, *dims: x.done(lambda a: np.flip(a, tuple(_sizes(dims)))),
    "diagonal": _diagonal,
    "trace": _trace,
    "unbind": _unbind,
    "split": _split,
    "split_with_sizes": _split,
    "chunk": _chunk,
    "stack": _joined(np.stack),
    "cat": _joined(np.concatenate),
    "concat": _joined(np.concatenate),
    "hstack": lambda tensors: _joined(np.concatenate)(tensors, min(1, len(tensors[0].shape) - 1)),
    "tril": lambda x, diagonal=0: x.done(lambda a: np.tril(a, diagonal)),
    "triu": lambda x, diagonal=0: x.done(lambda a: np.triu(a, diagonal)),
}
"""By torch's names without package, class and underscores."""

VIEWS = {
    "reshape", "view", "flatten", "ravel", "t", "T", "mT", "transpose", "swapaxes", "permute", "unsqueeze", "squeeze",
    "expand", "broadcast_to", "broadcast_tensors", "expand_as", "view_as", "select", "narrow", "getitem", "diagonal",
    "unbind", "split", "split_with_sizes", "chunk", "contiguous", "detach", "real", "as_strided", "unfold", "data",
}  # fmt: skip
"""What may share its memory with its input."""
