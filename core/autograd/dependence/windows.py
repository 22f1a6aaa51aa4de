"""The same for convolutions and pooling, by the one index map of `core.convolution.windows`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from typing_extensions import override

from core.autograd.dependence.relation import Indices, Relation, Shape, too_large
from core.convolution.windows import AxisMap


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution, or pooling where each channel is a group of its own.

    Attributes:
        input_shape: (N, Cin, *size) or (Cin, *size).
        output_shape: The same with Cout and the output's size.
        groups: Of channels.
        maps: One a spatial dimension.
    """

    input_shape: Shape
    output_shape: Shape
    groups: int
    maps: tuple[AxisMap, ...]

    @property
    def batched(self) -> bool:
        """Whether there is a dimension in front of the channels."""
        return len(self.input_shape) == len(self.maps) + 2

    @property
    def channels(self) -> tuple[int, int]:
        """Cin and Cout."""
        place = int(self.batched)
        return self.input_shape[place], self.output_shape[place]

    def split(self, shape: Shape, entry: int) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
        """An entry's place as (the sample, if batched), channel, (position along each dimension)."""
        place = tuple(int(one) for one in np.unravel_index(entry, shape))
        start = int(self.batched)
        return place[:start], place[start], place[start + 1 :]

    def group_of(self, channel: int, channels: int) -> int:
        """The group that one of so many channels is in."""
        return channel // max(1, channels // self.groups)

    def in_group(self, group: int, channels: int) -> range:
        """The channels of a group, of so many in all."""
        size = max(1, channels // self.groups)
        return range(group * size, (group + 1) * size)


def layer_of(
    input_shape: Shape,
    output_shape: Shape,
    kernel_size: Sequence[int],
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    groups: int,
) -> Layer | None:
    """A layer by its numbers, one a dimension or one for all; None if they do not give the output's shape."""
    dimensions = len(kernel_size)
    if len(input_shape) not in (dimensions + 1, dimensions + 2) or not groups:
        return None
    size = input_shape[len(input_shape) - dimensions :]
    each = [list(one) * dimensions if len(one) == 1 else list(one) for one in (stride, padding, dilation)]
    if any(len(one) != dimensions for one in each):
        return None
    maps = tuple(
        AxisMap(length, k, s, p, p, d, "zeros") for length, k, s, p, d in zip(size, kernel_size, *each, strict=True)
    )
    layer = Layer(input_shape, output_shape, groups, maps)
    made = tuple(one.output_length for one in maps)
    fits = len(input_shape) == len(output_shape) and made == output_shape[len(output_shape) - dimensions :]
    return layer if fits else None


@dataclass(frozen=True, slots=True)
class WindowOfInput(Relation):
    """An output reads the cells of its window, in all channels of its group."""

    layer: Layer

    @property
    @override
    def input_shape(self) -> Shape:
        return self.layer.input_shape

    @property
    @override
    def output_shape(self) -> Shape:
        return self.layer.output_shape

    @override
    def inputs_of(self, entry: int) -> Indices:
        layer = self.layer
        sample, channel, place = layer.split(layer.output_shape, entry)
        group = layer.group_of(channel, layer.channels[1])
        along = []
        for one, output in zip(layer.maps, place, strict=True):
            sources = one.sources(one.positions(output))
            along.append(sorted(set(sources[sources >= 0].tolist())))
        return _numbered(layer.input_shape, sample, layer.in_group(group, layer.channels[0]), along)

    @override
    def outputs_of(self, entry: int) -> Indices:
        layer = self.layer
        sample, channel, place = layer.split(layer.input_shape, entry)
        group = layer.group_of(channel, layer.channels[0])
        along = [
            sorted({output for output, _, _ in one.feeding(cell)}) for one, cell in zip(layer.maps, place, strict=True)
        ]
        return _numbered(layer.output_shape, sample, layer.in_group(group, layer.channels[1]), along)


@dataclass(frozen=True, slots=True)
class TapsOfOutput(Relation):
    """An output reads its kernel's taps, those aside that stand on the padding; and so does the gradient of a tap."""

    layer: Layer
    weight: Shape

    @property
    @override
    def input_shape(self) -> Shape:
        return self.weight

    @property
    @override
    def output_shape(self) -> Shape:
        return self.layer.output_shape

    @override
    def inputs_of(self, entry: int) -> Indices:
        layer = self.layer
        _, channel, place = layer.split(layer.output_shape, entry)
        along = []
        for one, output in zip(layer.maps, place, strict=True):
            along.append(np.flatnonzero(one.sources(one.positions(output)) >= 0).tolist())
        return _numbered(self.input_shape, (), (channel,), [range(self.input_shape[1]), *along])

    @override
    def outputs_of(self, entry: int) -> Indices:
        layer = self.layer
        channel, _, *taps = (int(one) for one in np.unravel_index(entry, self.input_shape))
        along = []
        for one, tap in zip(layer.maps, taps, strict=True):
            along.append(np.flatnonzero(one.sources(one.touched(tap)) >= 0).tolist())
        samples = [(n,) for n in range(layer.output_shape[0])] if layer.batched else [()]
        found = [_numbered(layer.output_shape, sample, (channel,), along) for sample in samples]
        return np.concatenate(found) if found else np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class TapsOfInput(Relation):
    """The gradient of an input's cell is made with the taps that read it; that of a tap with the cells under it."""

    layer: Layer
    weight: Shape

    @property
    @override
    def input_shape(self) -> Shape:
        return self.weight

    @property
    @override
    def output_shape(self) -> Shape:
        return self.layer.input_shape

    @override
    def inputs_of(self, entry: int) -> Indices:
        layer = self.layer
        _, channel, place = layer.split(layer.input_shape, entry)
        group = layer.group_of(channel, layer.channels[0])
        along = [sorted({tap for _, tap, _ in one.feeding(cell)}) for one, cell in zip(layer.maps, place, strict=True)]
        within = channel - layer.in_group(group, layer.channels[0])[0]
        return _numbered(self.input_shape, (), layer.in_group(group, layer.channels[1]), [(within,), *along])

    @override
    def outputs_of(self, entry: int) -> Indices:
        layer = self.layer
        kernel, within, *taps = (int(one) for one in np.unravel_index(entry, self.input_shape))
        group = layer.group_of(kernel, layer.channels[1])
        along = []
        for one, tap in zip(layer.maps, taps, strict=True):
            sources = one.sources(one.touched(tap))
            along.append(sorted(set(sources[sources >= 0].tolist())))
        channel = layer.in_group(group, layer.channels[0])[within]
        samples = [(n,) for n in range(layer.input_shape[0])] if layer.batched else [()]
        found = [_numbered(layer.input_shape, sample, (channel,), along) for sample in samples]
        return np.concatenate(found) if found else np.zeros(0, np.int64)


def _numbered(
    shape: Shape, sample: tuple[int, ...], channels: Sequence[int], along: Sequence[Sequence[int]]
) -> Indices:
    """The numbers of all entries of a sample, in these channels, at these places along each dimension."""
    if math.prod(map(len, along)) * len(channels) == 0 or too_large(tuple(map(len, along))):
        return np.zeros(0, np.int64)
    places = list(product(*((one,) for one in sample), channels, *along))
    return np.sort(np.ravel_multi_index(tuple(np.array(places, np.int64).T), shape)).astype(np.int64)
