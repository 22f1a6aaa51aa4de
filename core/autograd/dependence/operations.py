"""Which entries of its arguments each entry of an operation's result is made of, by the record of the forward pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.autograd.dependence.moves import MOVES, move
from core.autograd.dependence.names import ALONG, ELEMENTWISE, LOSSES, REDUCTIONS
from core.autograd.dependence.relation import (
    Labelled,
    Relation,
    Shape,
    aligned,
    by_axes,
    by_moving,
    numbers_of,
    too_large,
    union_of,
)
from core.autograd.dependence.windows import TapsOfOutput, WindowOfInput, layer_of
from core.autograd.details import Operation, Ref
from core.autograd.tensor import Tensor

_PRODUCTS: Mapping[str, tuple[str, ...]] = {
    "mm": ("mk", "kn", "mn"),
    "bmm": ("bmk", "bkn", "bmn"),
    "mv": ("mk", "k", "m"),
    "dot": ("k", "k", ""),
    "inner": ("k", "k", ""),
    "vdot": ("k", "k", ""),
    "outer": ("m", "n", "mn"),
    "ger": ("m", "n", "mn"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One argument of an operation and one of its results.

    Attributes:
        value: The argument, by the id of its `Value`.
        output: The result, likewise.
        relation: Which entries belong together; None where that is not known.
    """

    value: int
    output: int
    relation: Relation | None


def links_of(operation: Operation, tensor_of: Callable[[int], Tensor]) -> tuple[Link, ...]:
    """How an operation's results depend on the tensors that it was given, by structure alone.

    Args:
        operation: One call.
        tensor_of: Gives the numbers of a value by its id; they are read for indices alone.
    """
    call = _Call(operation, tensor_of)
    given = _tensors(operation)
    found: list[Link] = []
    for output_place, output in enumerate(operation.outputs):
        shape = tensor_of(output).shape
        for place, value in enumerate(given):
            found.append(Link(value, output, call.relation(place, value, shape, output_place)))
    return _merged(found)


def plain_name(name: str) -> str:
    """An operation's own name, without its module and without Python's and torch's marks of writing in place."""
    own = name.rpartition(".")[2]
    if own in ("__getitem__", "__setitem__"):
        return own
    if own.startswith("__"):
        own = own.strip("_")
        for prefix in ("r", "i"):
            if own[:1] == prefix and own[1:] in ("add", "sub", "mul", "truediv", "pow", "floordiv", "matmul"):
                own = own[1:]
    return own.removesuffix("_")


class _Call:
    """One operation, with its arguments by place and by name."""

    def __init__(self, operation: Operation, tensor_of: Callable[[int], Tensor]) -> None:
        self._name = plain_name(operation.name)
        self._arguments = operation.arguments
        self._options = operation.options
        self._tensor_of = tensor_of
        self._outputs = [tensor_of(one).shape for one in operation.outputs]

    def relation(self, place: int, value: int, shape: Shape, output_place: int) -> Relation | None:
        given = self._tensor_of(value).shape
        name = self._name
        if name in ("max", "min") and len(_refs(self._arguments)) > 1:
            name = "maximum"
        if name in ELEMENTWISE or name in LOSSES:
            return by_axes(given, aligned(given), shape, aligned(shape))
        if name in REDUCTIONS:
            return self._reduced(given, shape)
        if name in ALONG:
            return self._along(given, shape)
        if name in MOVES and place == 0:
            return by_moving(given, lambda numbered: move(name, numbered, self._move_arguments(), shape), shape)
        if name in _PRODUCTS or name in ("matmul", "linear", "addmm", "addmv", "baddbmm", "bilinear"):
            return self._product(name, place, given, shape)
        if name in ("cat", "concat", "concatenate", "stack"):
            return self._joined(name, place, given, shape)
        if name in ("split", "chunk", "unbind", "tensor_split", "split_with_sizes"):
            return self._parted(given, shape, output_place)
        if name.startswith("conv") and name[4:] in ("1d", "2d", "3d"):
            return self._convolved(place, given, shape)
        if name.startswith(("max_pool", "avg_pool")):
            return self._pooled(given, shape, place)
        if name in ("layer_norm", "native_layer_norm"):
            return self._normalised(place, given, shape)
        if name == "broadcast_tensors":
            return (
                by_axes(given, aligned(given), shape, aligned(shape)) if place == output_place else _none(given, shape)
            )
        return None

    def _argument(self, place: int, name: str, default: Any = None) -> Any:
        if name in self._options:
            return self._options[name]
        return self._arguments[place] if place < len(self._arguments) else default

    def _reduced(self, given: Shape, shape: Shape) -> Relation | None:
        dims = self._argument(1, "dim", self._options.get("axis"))
        if self._name == "norm":
            dims = self._argument(2, "dim")
        keepdim = len(shape) == len(given)
        chosen = _dims(dims, len(given))
        if chosen is None:
            return None
        axes = list(range(len(given)))
        left = axes if keepdim else [one for one in axes if one not in chosen]
        if keepdim and len(chosen) != len(given) and any(shape[one] != 1 for one in chosen):
            return None
        # A dimension of one entry is no other for being reduced.
        return by_axes(given, axes, shape, left) if len(left) == len(shape) else None

    def _along(self, given: Shape, shape: Shape) -> Relation | None:
        place = 2 if self._name == "normalize" else 1
        dims = _dims(self._argument(place, "dim", 1 if self._name == "normalize" else None), len(given))
        if dims is None or given != shape or len(dims) != 1:
            return None
        axes: list[Any] = list(range(len(given)))
        return by_axes(given, axes, shape, [("made", one) if one in dims else one for one in axes])

    def _move_arguments(self) -> list[Any]:
        known = {"transpose": ("dim0", "dim1"), "select": ("dim", "index"), "narrow": ("dim", "start", "length")}
        given = [self._read(one) for one in self._arguments[1:]]
        given += [
            self._options[name] for name in known.get(self._name, ("dims", "dim", "shifts")) if name in self._options
        ]
        return given

    def _read(self, argument: Any) -> Any:
        """An argument with the numbers of the tensors in it, for indices."""
        if isinstance(argument, Ref):
            array = self._tensor_of(argument.value).array
            if array is None:
                raise TypeError("not kept")
            return array if array.dtype.kind in "b" else array.astype("int64")
        return [self._read(one) for one in argument] if isinstance(argument, list) else argument

    def _product(self, name: str, place: int, given: Shape, shape: Shape) -> Relation | None:
        if name in _PRODUCTS:
            axes = _PRODUCTS[name]
            return by_axes(given, axes[place], shape, axes[2]) if place < 2 else None
        if name in ("addmm", "addmv", "baddbmm"):
            axes = _PRODUCTS[{"addmm": "mm", "addmv": "mv", "baddbmm": "bmm"}[name]]
            own = axes[2][len(axes[2]) - len(given) :] if place == 0 else axes[place - 1]
            return by_axes(given, own, shape, axes[2])
        if name == "linear":
            lead = tuple(range(len(shape) - 1))
            own_axes: tuple[Any, ...] = (*lead, "k") if place == 0 else ("n", "k")[: len(given)]
            return by_axes(given, own_axes, shape, (*lead, "n"))
        if name == "matmul" and len(self._shapes()) == 2:
            first, second = self._shapes()
            batch = max(len(first), len(second)) - 2
            lead = tuple(range(-batch, 0)) if batch > 0 else ()
            rows = ("m",) if len(first) > 1 else ()
            columns = ("n",) if len(second) > 1 else ()
            own_lead = lead[len(lead) - max(0, len(given) - 2) :] if len(given) > 2 else ()
            own_axes = (*own_lead, *rows, "k") if place == 0 else (*own_lead, "k", *columns)
            return by_axes(given, own_axes, shape, (*lead, *rows, *columns))
        return None

    def _shapes(self) -> list[Shape]:
        return [self._tensor_of(one).shape for one in _refs(self._arguments)]

    def _joined(self, name: str, place: int, given: Shape, shape: Shape) -> Relation | None:
        dim = self._argument(1, "dim", 0)
        shapes = self._shapes()
        if not isinstance(dim, int) or place >= len(shapes) or too_large(given, shape):
            return None
        dim %= max(1, len(shape))
        first = place if name == "stack" else sum(one[dim] for one in shapes[:place] if len(one) == len(shape))
        return joined(given, shape, dim, first, stacked=name == "stack")

    def _parted(self, given: Shape, shape: Shape, output_place: int) -> Relation | None:
        unbound = self._name == "unbind"
        dim = self._argument(1 if unbound else 2, "dim", 0)
        if not isinstance(dim, int):
            return None
        dim %= max(1, len(given))
        if unbound:
            return by_moving(given, lambda numbered: np.take(numbered, [output_place], axis=dim).squeeze(dim), shape)
        first = sum(one[dim] for one in self._outputs[:output_place])
        return by_moving(given, lambda numbered: numbered.take(range(first, first + shape[dim]), axis=dim), shape)

    def _convolved(self, place: int, given: Shape, shape: Shape) -> Relation | None:
        shapes = self._shapes()
        if len(shapes) < 2:
            return None
        source, weight = shapes[:2]
        stride, padding = self._argument(3, "stride", 1), self._argument(4, "padding", 0)
        dilation, groups = self._argument(5, "dilation", 1), self._argument(6, "groups", 1)
        if isinstance(padding, str) or too_large(source, shape):
            return None
        layer = layer_of(
            source, shape, weight[2:], _several(stride), _several(padding), _several(dilation), int(groups)
        )
        if layer is None:
            return None
        if place == 0:
            return WindowOfInput(layer)
        if place == 1:
            return TapsOfOutput(layer, given)
        return by_axes(given, ("c",), shape, [("c" if one == int(layer.batched) else one) for one in range(len(shape))])

    def _pooled(self, given: Shape, shape: Shape, place: int) -> Relation | None:
        average = self._name.startswith("avg")
        size = self._argument(1, "kernel_size")
        dimensions = int(self._name.removesuffix("_with_indices")[-2])
        stride = self._argument(2, "stride") or size
        padding = self._argument(3, "padding", 0)
        dilation = 1 if average else self._argument(4, "dilation", 1)
        if place or size is None or too_large(given, shape) or len(given) <= dimensions:
            return None
        kernel = _several(size) * dimensions if isinstance(size, int) else _several(size)
        channels = given[len(given) - dimensions - 1]
        layer = layer_of(given, shape, kernel, _several(stride), _several(padding), _several(dilation), channels)
        return None if layer is None else WindowOfInput(layer)

    def _normalised(self, place: int, given: Shape, shape: Shape) -> Relation | None:
        count = len(_several(self._argument(1, "normalized_shape", [])))
        axes: list[Any] = list(range(len(shape)))
        if place == 0:
            own = [("read", one) if one >= len(shape) - count else one for one in axes]
            return by_axes(given, own, shape, axes)
        return by_axes(given, axes[len(axes) - len(given) :], shape, axes)


def joined(given: Shape, shape: Shape, dim: int, first: int, *, stacked: bool) -> Labelled | None:
    """Of a part that stands at `first` along a dimension of the whole; without that dimension where it is stacked."""
    numbered = numbers_of(given)
    whole = numbers_of(shape) * 0 - 1
    place: list[Any] = [slice(None)] * len(shape)
    if stacked:
        place[dim] = first
    elif len(given) == len(shape):
        place[dim] = slice(first, first + given[dim])
    else:
        return None  # Torch leaves out empty tensors of one dimension.
    try:
        whole[tuple(place)] = numbered
    except (ValueError, IndexError):
        return None
    return Labelled(numbered, whole)


def _none(given: Shape, shape: Shape) -> Relation | None:
    """Nothing of it depends on that."""
    if too_large(given, shape):
        return None
    return Labelled(numbers_of(given), numbers_of(shape) * 0 - 1)


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _dims(given: Any, count: int) -> set[int] | None:
    """Dimensions that were given, counted from the front; all where none was."""
    if given is None or given == []:
        return set(range(count))
    chosen = _several(given)
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in chosen):
        return None
    return {one % max(1, count) for one in chosen} if count else set()


def _refs(argument: Any) -> list[int]:
    if isinstance(argument, Ref):
        return [argument.value]
    if isinstance(argument, (list, tuple)):
        return [value for one in argument for value in _refs(one)]
    return []


def _tensors(operation: Operation) -> list[int]:
    """The values that an operation was given, each as often as it was."""
    return _refs(operation.arguments) + [value for one in operation.options.values() for value in _refs(one)]


def _merged(found: Sequence[Link]) -> tuple[Link, ...]:
    """One link of each pair: what is given twice, as in ``y * y``, lights twice as one."""
    kept: dict[tuple[int, int], list[Relation | None]] = {}
    for one in found:
        kept.setdefault((one.value, one.output), []).append(one.relation)
    return tuple(Link(value, output, union_of(relations)) for (value, output), relations in kept.items())
