"""Which entries of one tensor depend on which entries of another, in both directions.

Entries are counted in row-major order, as `numpy.ndarray.flat` does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from typing_extensions import override

Indices = npt.NDArray[np.int64]
Shape = tuple[int, ...]

MOST_ENTRIES = 1 << 17
"""Entries of a tensor beyond which nothing is looked for: what is hovered must light at once."""


class Relation(Protocol):
    """What an output's entries are made of, and what an input's entries go into."""

    @property
    def input_shape(self) -> Shape:
        """Of the tensor that is read."""

    @property
    def output_shape(self) -> Shape:
        """Of the tensor that is made."""

    def inputs_of(self, entry: int) -> Indices:
        """The entries of the input that an entry of the output depends on, ascending."""

    def outputs_of(self, entry: int) -> Indices:
        """The entries of the output that depend on an entry of the input, ascending."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled(Relation):
    """An output's entry depends on the input's entries of the same label; a label below 0 is none.

    Attributes:
        inputs: Labels of the input's entries, in its shape.
        outputs: Labels of the output's entries, in its shape.
    """

    inputs: Indices
    outputs: Indices

    @property
    @override
    def input_shape(self) -> Shape:
        return self.inputs.shape

    @property
    @override
    def output_shape(self) -> Shape:
        return self.outputs.shape

    @override
    def inputs_of(self, entry: int) -> Indices:
        return _same(self.inputs, int(self.outputs.flat[entry]))

    @override
    def outputs_of(self, entry: int) -> Indices:
        return _same(self.outputs, int(self.inputs.flat[entry]))


@dataclass(frozen=True, slots=True)
class Turned(Relation):
    """A relation the other way round: of a gradient to the one that it is made of, as of the Jacobian's transpose."""

    of: Relation

    @property
    @override
    def input_shape(self) -> Shape:
        return self.of.output_shape

    @property
    @override
    def output_shape(self) -> Shape:
        return self.of.input_shape

    @override
    def inputs_of(self, entry: int) -> Indices:
        return self.of.outputs_of(entry)

    @override
    def outputs_of(self, entry: int) -> Indices:
        return self.of.inputs_of(entry)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix(Relation):
    """A relation told by a Jacobian: what is not exactly zero counts.

    Attributes:
        shapes: Of the input and of the output.
        entries: (output's entries, input's entries), true where the output depends on the input.
    """

    shapes: tuple[Shape, Shape]
    entries: npt.NDArray[np.bool_]

    @property
    @override
    def input_shape(self) -> Shape:
        return self.shapes[0]

    @property
    @override
    def output_shape(self) -> Shape:
        return self.shapes[1]

    @override
    def inputs_of(self, entry: int) -> Indices:
        return np.flatnonzero(self.entries[entry])

    @override
    def outputs_of(self, entry: int) -> Indices:
        return np.flatnonzero(self.entries[:, entry])


def from_jacobian(jacobian: npt.NDArray[Any], input_shape: Shape, output_shape: Shape) -> Matrix:
    """A relation from a Jacobian (output's entries, input's entries); NaN counts as dependence.

    Raises:
        ValueError: It is none of these two shapes.
    """
    if jacobian.shape != (math.prod(output_shape), math.prod(input_shape)):
        raise ValueError("the matrix is not of these shapes")
    return Matrix((input_shape, output_shape), jacobian != 0)


def union_of(relations: Sequence[Relation | None]) -> Relation | None:
    """What any of the relations says; None if one of them is not known."""
    known = [one for one in relations if one is not None]
    if len(known) != len(relations) or not known:
        return None
    return known[0] if len(known) == 1 else Union(tuple(known))


@dataclass(frozen=True, slots=True)
class Union(Relation):
    """Several relations of the same two tensors, together."""

    parts: tuple[Relation, ...]

    @property
    @override
    def input_shape(self) -> Shape:
        return self.parts[0].input_shape

    @property
    @override
    def output_shape(self) -> Shape:
        return self.parts[0].output_shape

    @override
    def inputs_of(self, entry: int) -> Indices:
        return np.unique(np.concatenate([one.inputs_of(entry) for one in self.parts]))

    @override
    def outputs_of(self, entry: int) -> Indices:
        return np.unique(np.concatenate([one.outputs_of(entry) for one in self.parts]))


def by_axes(
    input_shape: Shape, input_axes: Sequence[Hashable], output_shape: Shape, output_axes: Sequence[Hashable]
) -> Labelled | None:
    """An output's entry depends on the input's entries at the same place along every axis that both have.

    A matrix product is ``by_axes(a, "mk", c, "mn")``. An axis that is 1 long on one side alone was broadcast or
    reduced there, and joins nothing.

    Args:
        input_shape, output_shape: Of the two tensors.
        input_axes, output_axes: A name for each of their dimensions.
    """
    if too_large(input_shape, output_shape) or (len(input_shape), len(output_shape)) != (
        len(input_axes),
        len(output_axes),
    ):
        return None
    sizes = dict(zip(output_axes, output_shape, strict=True))
    shared = [axis for axis, size in zip(input_axes, input_shape, strict=True) if sizes.get(axis) == size]
    return Labelled(_labels(input_shape, input_axes, shared), _labels(output_shape, output_axes, shared))


def by_moving(input_shape: Shape, move: Callable[[Indices], npt.NDArray[Any]], output_shape: Shape) -> Labelled | None:
    """Each entry of the output is one of the input's: `move` does to numbered entries what was done to the tensor.

    None where it does not give the output's shape, so that a misread argument shows nothing wrong.
    """
    if too_large(input_shape, output_shape):
        return None
    numbered = numbers_of(input_shape)
    try:
        moved = np.asarray(move(numbered))
    except (ValueError, IndexError, TypeError):
        return None
    return Labelled(numbered, moved.astype(np.int64)) if moved.shape == output_shape else None


def numbers_of(shape: Shape) -> Indices:
    """The entries of a tensor, numbered."""
    return np.arange(math.prod(shape), dtype=np.int64).reshape(shape)


def too_large(*shapes: Shape) -> bool:
    """Whether a tensor has too many entries to be looked through at each move of the mouse."""
    return any(math.prod(shape) > MOST_ENTRIES for shape in shapes)


def aligned(shape: Shape) -> tuple[int, ...]:
    """Names of axes as broadcasting aligns them, from the last."""
    return tuple(range(-len(shape), 0))


def _same(labels: Indices, label: int) -> Indices:
    if label < 0:
        return np.zeros(0, np.int64)
    return np.flatnonzero(labels.reshape(-1) == label)


def _labels(shape: Shape, axes: Sequence[Hashable], shared: Sequence[Hashable]) -> Indices:
    """For each entry, its place along the shared axes as one number."""
    labels = np.zeros(shape, np.int64)
    for axis in shared:
        place = list(axes).index(axis)
        size = shape[place]
        along = np.arange(size, dtype=np.int64).reshape([size if one == place else 1 for one in range(len(shape))])
        labels = labels * size + along
    return labels
