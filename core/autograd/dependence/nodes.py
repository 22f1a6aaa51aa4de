"""Which entries of what arrived and of what was saved each entry of what a node sends on is made of.

What a node sends depends on what arrives as the operation's result depends on its argument, the other way round: a
vector-Jacobian product reads the same table by its columns.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.autograd.dependence.moves import move
from core.autograd.dependence.operations import joined
from core.autograd.dependence.relation import (
    Labelled,
    Relation,
    Shape,
    Turned,
    aligned,
    by_axes,
    by_moving,
    numbers_of,
    too_large,
)
from core.autograd.dependence.windows import Layer, TapsOfInput, TapsOfOutput, WindowOfInput, layer_of
from core.autograd.details import NodeDetails
from core.autograd.notation.elementwise import is_elementwise, names_in
from core.autograd.notation.rules import as_tree, simplified
from core.autograd.notation.tree import UnreadableError, parse
from core.autograd.tensor import Tensor
from core.autograd.trace import Node

Source = tuple[str, int | str]
""" "arrived" with the output's number, or "saved" with torch's name."""

_WHOLE = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class NodeLink:
    """What a node sends along one edge, and something that it is made of.

    Attributes:
        source: What it is made of.
        sent: Place in the node's `next_functions`.
        relation: From the source's entries to the gradient's; None where that is not known.
    """

    source: Source
    sent: int
    relation: Relation | None


def links_of_node(
    node: Node, details: NodeDetails | None, arrived: Sequence[Shape | None], sent: Sequence[Shape | None]
) -> tuple[NodeLink, ...]:
    """How each gradient that a node sends depends on what arrived and what it saved, by structure alone.

    Args:
        node: With what it saved.
        details: Torch's names of the arguments that get gradients.
        arrived: Shapes of what arrived, one for each of the node's outputs.
        sent: Shapes of what it sends, one for each of its `next_functions`.
    """
    rules = _Rules(node, () if details is None else details.arguments, sent)
    saved = {name: value.shape for name, value in node.saved.items() if isinstance(value, Tensor)}
    found = []
    for place, shape in enumerate(sent):
        if shape is None:
            continue
        for slot, came in enumerate(arrived):
            if came is not None:
                found.append(NodeLink(("arrived", slot), place, rules.arrived(place, slot, came, shape)))
        for name, kept in saved.items():
            if rules.reads(place, name):
                found.append(NodeLink(("saved", name), place, rules.saved(place, name, kept, shape, arrived)))
    return tuple(found)


_Axes = tuple[tuple[Hashable, ...], tuple[Hashable, ...]]
_MATMULS: Mapping[str, dict[str, str]] = {
    "Mm": {"self": "mk", "mat2": "kn", "grad": "mn"},
    "Addmm": {"self": "mn", "mat1": "mk", "mat2": "kn", "grad": "mn"},
    "Bmm": {"self": "bmk", "mat2": "bkn", "grad": "bmn"},
    "Baddbmm": {"self": "bmn", "batch1": "bmk", "batch2": "bkn", "grad": "bmn"},
    "Mv": {"self": "mk", "vec": "k", "grad": "m"},
    "Addmv": {"self": "m", "mat": "mk", "vec": "k", "grad": "m"},
    "Dot": {"self": "k", "tensor": "k", "grad": ""},
    "Ger": {"self": "m", "vec2": "n", "grad": "mn"},
}
_MOVES = {
    "Transpose": ("transpose", ("dim0", "dim1")),
    "T": ("t", ()),
    "Permute": ("permute", ("dims",)),
    "Select": ("select", ("dim", "index")),
    "Flip": ("flip", ("dims",)),
    "Roll": ("roll", ("shifts", "dims")),
    "Diagonal": ("diagonal", ("offset", "dim1", "dim2")),
    "Repeat": ("repeat", ("repeats",)),
    **dict.fromkeys(("View", "ReshapeAlias", "UnsafeView", "Unsqueeze", "Squeeze", "AsStrided"), ("view", ())),
    **dict.fromkeys(("Clone", "Alias", "ToCopy", "Copy", "Flatten", "Detach", "Reshape", "Unflatten"), ("view", ())),
}
_REDUCED = ("Sum", "Mean", "Amax", "Amin", "Prod", "Std", "Var", "Logsumexp", "LinalgVectorNorm", "Norm", "Nansum")
_CHOSEN = ("Max", "Min", "Median", "Mode", "Kthvalue")
_READ: Mapping[str, dict[str, tuple[str, ...]]] = {
    "Convolution": {"input": ("weight",), "weight": ("input",), "bias": ()},
    "NativeLayerNorm": {
        "input": ("input", "weight", "result1", "result2"),
        "weight": ("input", "result1", "result2"),
        "bias": (),
    },
}
_SCANNED = ("Softmax", "LogSoftmax", "Cumsum", "Cumprod", "Logcumsumexp")


class _Rules:
    """The structure of one node's derivative."""

    def __init__(self, node: Node, arguments: Sequence[str], sent: Sequence[Shape | None]) -> None:
        self._sent = sent
        self._saved = node.saved
        self._arguments = arguments
        found = re.match(r"([A-Za-z0-9]+?)Backward\d*", node.name)
        self._kind = found.group(1) if found else node.name
        self._trees: dict[str, tuple[bool, frozenset[str]]] = {}
        known = {name: tree for name, value in node.saved.items() if (tree := as_tree(value)) is not None}
        for line in (node.formula or "").splitlines():
            head, _, expression = line.partition(": ")
            try:
                tree = simplified(parse(expression), known)
            except UnreadableError:
                continue
            for name in head.split(", "):
                self._trees[name] = is_elementwise(tree), frozenset(names_in(tree))

    def _argument(self, place: int) -> str:
        return self._arguments[place] if place < len(self._arguments) else ""

    def reads(self, place: int, name: str) -> bool:
        """Whether the gradient for one argument is made with something that was saved; True where that is not known."""
        argument = self._argument(place)
        if self._kind in _READ:
            # One call of torch's makes all of these gradients, so that its rule names all that any of them reads.
            return name in _READ[self._kind].get(argument, (name,))
        kept = self._trees.get(argument)
        return kept is None or name in kept[1]

    def arrived(self, place: int, slot: int, came: Shape, shape: Shape) -> Relation | None:
        """From what arrived at one output to what is sent along one edge."""
        if too_large(came, shape):
            return None
        kind = self._kind
        if kind in _MATMULS:
            return self._product(place, "grad", came, shape)
        if kind == "Convolution":
            return self._convolution(place, "grad", came)
        if kind in _REDUCED or (kind in _CHOSEN and "dim" not in self._saved):
            axes = self._reduced_axes(came, shape)
            return None if axes is None else by_axes(came, axes, shape, aligned(shape))
        if kind in _CHOSEN:
            return self._chosen(came, shape)
        if kind in _SCANNED:
            return self._line(came, shape)
        if kind == "NativeLayerNorm":
            return self._normalised(place, came, shape, came)
        if kind in ("MaxPool2DWithIndices", "MaxPool3DWithIndices"):
            return self._pooled(came, shape)
        moved = self._moved(place, slot, came, shape)
        if moved is not None:
            return Turned(moved)
        elementwise, _ = self._trees.get(self._argument(place), (False, frozenset()))
        if kind == "Expand" or elementwise:
            return by_axes(came, aligned(came), shape, aligned(shape))
        return None

    def saved(
        self, place: int, name: str, kept: Shape, shape: Shape, arrived: Sequence[Shape | None]
    ) -> Relation | None:
        """From what was saved to what is sent along one edge."""
        if too_large(kept, shape):
            return None
        kind = self._kind
        if kind in _MATMULS:
            return self._product(place, name, kept, shape)
        came = next((one for one in arrived if one is not None), None)
        if kind == "Convolution":
            return None if came is None else self._convolution(place, name, came)
        if kind in _SCANNED:
            return self._line(kept, shape)
        if kind == "NativeLayerNorm":
            return None if came is None else self._normalised(place, name, shape, came, kept)
        if kind in _REDUCED and kept != shape:
            axes = self._reduced_axes(kept, shape)
            return None if axes is None else by_axes(kept, axes, shape, aligned(shape))
        if kind in ("Amax", "Amin") or (kind in _REDUCED and kept == shape):
            return None  # Which of them counts is decided by all.
        elementwise, _ = self._trees.get(self._argument(place), (False, frozenset()))
        return by_axes(kept, aligned(kept), shape, aligned(shape)) if elementwise else None

    def _product(self, place: int, name: str, given: Shape, shape: Shape) -> Relation | None:
        axes = _MATMULS[self._kind]
        target = axes.get(self._argument(place))
        if target is None or name not in axes:
            return None
        own = axes[name][max(0, len(axes[name]) - len(given)) :]
        # A bias may have fewer dimensions than the product that it is added to.
        return by_axes(given, own, shape, target[max(0, len(target) - len(shape)) :])

    def _reduced_axes(self, came: Shape, shape: Shape) -> tuple[int, ...] | None:
        """The input's axes that what arrived at a reduction still has."""
        dims = self._saved.get("dim")
        keepdim = bool(self._saved.get("keepdim", False))
        axes = aligned(shape)
        if len(came) == len(shape) and keepdim:
            return axes
        if isinstance(dims, int) and not isinstance(dims, bool):
            dims = [dims]
        if not isinstance(dims, (list, tuple)) or not dims:
            return () if came == () else None
        gone = {int(one) % len(shape) - len(shape) for one in _signed(dims)}
        left = tuple(one for one in axes if one not in gone)
        return left if len(left) == len(came) else None

    def _line(self, given: Shape, shape: Shape) -> Relation | None:
        dim = self._saved.get("dim")
        if given != shape or not isinstance(dim, int):
            return None
        axes: list[Hashable] = list(range(len(shape)))
        source = list(axes)
        if axes:
            source[_signed([dim])[0] % len(axes)] = "read"
        return by_axes(given, source, shape, axes)

    def _chosen(self, came: Shape, shape: Shape) -> Relation | None:
        """Max and its like along a dimension: to the places that were saved."""
        kept = self._saved.get("indices")
        dim = self._saved.get("dim")
        if not isinstance(kept, Tensor) or kept.array is None or not isinstance(dim, int) or not shape:
            return None
        place = _signed([dim])[0] % len(shape)
        numbered = numbers_of(shape)
        indices = np.asarray(kept.array, np.int64)
        if indices.ndim < len(shape):
            indices = np.expand_dims(indices, place)
        try:
            labels = np.take_along_axis(numbered, indices, place).reshape(came)
        except (ValueError, IndexError):
            return None
        return Labelled(labels, numbered)

    def _pooled(self, came: Shape, shape: Shape) -> Relation | None:
        kept = self._saved.get("result1")
        if not isinstance(kept, Tensor) or kept.array is None or kept.shape != came:
            return None
        dimensions = 2 if "2D" in self._kind else 3
        lead = shape[: len(shape) - dimensions]
        size = int(np.prod(shape[len(lead) :]))
        start = numbers_of(lead).reshape(*lead, *(1,) * dimensions) * size
        return Labelled(np.asarray(kept.array, np.int64) + start, numbers_of(shape))

    def _normalised(
        self, place: int, what: object, shape: Shape, came: Shape, kept: Shape | None = None
    ) -> Relation | None:
        count = len(_list(self._saved.get("normalized_shape"))) or 1
        axes: list[Hashable] = list(range(len(came)))
        argument = self._argument(place)
        given = came if kept is None else kept
        source: list[Hashable] = axes[len(axes) - len(given) :]
        if argument == "input":
            for one in range(len(source)):
                if source[one] in axes[len(axes) - count :]:
                    source[one] = ("read", source[one])
        if kept is not None and what not in ("input", "weight", "result1", "result2"):
            return None
        return by_axes(given, source, shape, axes[len(axes) - len(shape) :])

    def _shape(self, name: str, place: int) -> Shape | None:
        kept = self._saved.get(name)
        return kept.shape if isinstance(kept, Tensor) else self._sent[place] if place < len(self._sent) else None

    def _layer(self, came: Shape) -> tuple[Layer, Shape] | None:
        # Each of both is only saved where the other one needs a gradient; else that one is what is sent.
        source, weight = self._shape("input", 0), self._shape("weight", 1)
        if self._saved.get("transposed") is not False or source is None or weight is None:
            return None
        parts = [_list(self._saved.get(name)) for name in ("stride", "padding", "dilation")]
        groups = int(_list(self._saved.get("groups", 1))[0])
        layer = layer_of(source, came, weight[2:], parts[0], parts[1], parts[2], groups)
        return None if layer is None else (layer, weight)

    def _convolution(self, place: int, name: str, came: Shape) -> Relation | None:
        known = self._layer(came)
        argument = self._argument(place)
        if known is None:
            return None
        layer, weight = known
        if argument == "bias":
            channel = int(layer.batched)
            axes = [("c" if one == channel else one) for one in range(len(came))]
            return by_axes(came, axes, (layer.channels[1],), ("c",)) if name == "grad" else None
        if argument == "input":
            if name == "grad":
                return Turned(WindowOfInput(layer))
            return TapsOfInput(layer, weight) if name == "weight" else None
        if argument == "weight":
            if name == "grad":
                return Turned(TapsOfOutput(layer, weight))
            return Turned(TapsOfInput(layer, weight)) if name == "input" else None
        return None

    def _moved(self, place: int, slot: int, came: Shape, shape: Shape) -> Relation | None:
        """From the operation's argument to its result, where that only put entries elsewhere."""
        kind, saved = self._kind, self._saved
        if kind in _MOVES:
            name, wanted = _MOVES[kind]
            given: list[Any] = [_plain(saved.get(one)) for one in wanted]
            if any(one is None for one in given):
                return None
            return by_moving(shape, lambda numbered: move(name, numbered, given, came), came)
        dim = _plain(saved.get("dim", 0))
        if not isinstance(dim, int):
            return None
        if kind == "Slice":
            stops = [_plain(saved.get(one)) for one in ("start", "end", "step")]
            part = [slice(None)] * len(shape)
            if shape:
                start, stop, step = (None if one is None or abs(one) >= _WHOLE else one for one in stops)
                part[dim % len(shape)] = slice(start, stop, step)
            return by_moving(shape, lambda numbered: numbered[tuple(part)], came)
        if kind in ("Cat", "Stack"):
            known = [one for one in self._sent[:place] if one is not None]
            if len(known) != place or not came:
                return None
            axis = dim % len(came)
            if kind == "Stack":
                return joined(shape, came, axis, place, stacked=True)
            return joined(shape, came, axis, sum(one[axis] for one in known), stacked=False)
        if kind in ("Split", "SplitWithSizes", "Chunk", "Unbind"):
            return self._part(kind, slot, came, shape, dim)
        return self._indexed(came, shape) if kind == "Index" else None

    def _part(self, kind: str, slot: int, came: Shape, shape: Shape, dim: int) -> Relation | None:
        if not shape:
            return None
        axis = dim % len(shape)
        if kind == "Unbind":
            return by_moving(shape, lambda numbered: np.take(numbered, [slot], axis=axis).squeeze(axis), came)
        sizes = _list(self._saved.get("split_sizes"))
        size = self._saved.get("split_size")
        first = sum(sizes[:slot]) if sizes else slot * size if isinstance(size, int) else None
        if first is None:
            return None
        return by_moving(shape, lambda numbered: numbered.take(range(first, first + came[axis]), axis=axis), came)

    def _indexed(self, came: Shape, shape: Shape) -> Relation | None:
        places: list[Any] = []
        for one in _list(self._saved.get("indices")):
            if one is None:
                places.append(slice(None))
            elif isinstance(one, Tensor) and one.array is not None:
                places.append(one.array if one.array.dtype.kind == "b" else one.array.astype(np.int64))
            else:
                return None
        return by_moving(shape, lambda numbered: numbered[tuple(places)], came) if places else None


def _list(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [] if value is None else [value]


def _signed(values: Sequence[Any]) -> list[int]:
    """Torch keeps some negative dimensions as unsigned numbers."""
    return [int(one) - (1 << 64) if int(one) >= 1 << 63 else int(one) for one in values]


def _plain(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return _signed([value])[0]
    if isinstance(value, (list, tuple)):
        return _signed(value) if all(isinstance(one, int) for one in value) else list(value)
    return value
