"""Layers one after another: how much of the input one output sees, by formula and measured by gradients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters
from core.convolution.windows import AxisMap, axis_maps

if TYPE_CHECKING:
    import torch

Array = npt.NDArray[np.float32]

MOST_LAYERS = 6


@dataclass(frozen=True, slots=True)
class Field:
    """The receptive field of one output along one dimension, after some layers.

    Attributes:
        size: Input cells from the first to the last that the output can read, both counted.
        jump: Input cells between the fields of two neighbouring outputs.
        first: The input place of the first output's first cell; may lie in the padding, below 0.
    """

    size: int
    jump: int
    first: int

    def span(self, output: int) -> tuple[int, int]:
        """The input places that one output can read, from the first up to the second; may lie in the padding."""
        start = self.first + output * self.jump
        return start, start + self.size


def fields(layers: tuple[ConvParameters, ...], dimension: int) -> tuple[Field, ...]:
    """The theoretical receptive field after each layer, along one dimension.

    r grows by d (k - 1) j, the jump j by the factor s; see A. Araujo, W. Norris and J. Sim, "Computing
    Receptive Fields of Convolutional Neural Networks", Distill, 2019, equations 2 and 4.
    """
    found = []
    size, jump, first = 1, 1, 0
    for layer in layers:
        before = layer.padding_per_side[dimension][0]
        first -= before * jump
        size += layer.dilation[dimension] * (layer.kernel_size[dimension] - 1) * jump
        jump *= layer.stride[dimension]
        found.append(Field(size, jump, first))
    return tuple(found)


def sizes(layers: tuple[ConvParameters, ...], size: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The spatial size after each layer; the last is the first that has no output, if there is one."""
    found: list[tuple[int, ...]] = []
    for layer in layers:
        axes: tuple[AxisMap, ...] = axis_maps(layer, found[-1] if found else size)
        found.append(tuple(axis.output_length for axis in axes))
        if not all(found[-1]):
            break
    return tuple(found)


def run(layers: tuple[ConvParameters, ...], weights: tuple[Array, ...], picture: Array) -> tuple[Array, ...]:
    """The output after each layer, without biases and without anything between the layers.

    Args:
        layers: Each reads what the one before gives.
        weights: (Cout, Cin / groups, *kernel_size) of each.
        picture: (Cin, *size).

    Raises:
        ValueError, RuntimeError: torch's own, for layers that do not fit one another.
    """
    import torch

    outputs = []
    with torch.no_grad(), without_remarks():
        value = torch.from_numpy(np.array(picture))
        for module in _modules(layers, weights):
            value = module(value)
            outputs.append(value.numpy())
    return tuple(outputs)


def measured_field(
    layers: tuple[ConvParameters, ...],
    weights: tuple[Array, ...],
    picture: Array,
    output: tuple[int, ...],
) -> Array:
    """How much each cell of the input changes one output: |gradient|, summed over all channels, (*size).

    Torch's autograd sends a one back from the place `output` in every channel of the last layer's output.
    What is not zero is the receptive field as it really is: the part of the theoretical one that lies in the
    input, without the holes that stride and dilation leave.

    Args:
        layers, weights, picture: As of `run`.
        output: An index of the last layer's output.

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    import torch

    with torch.enable_grad(), without_remarks():
        leaf = torch.from_numpy(np.array(picture)).requires_grad_()
        value = leaf
        for module in _modules(layers, weights):
            value = module(value)
        # Magnitudes channel by channel: what two channels send may cancel, and is read all the same.
        total = np.zeros(picture.shape[1:], np.float32)
        for channel in range(value.shape[0]):
            (gradient,) = torch.autograd.grad(value[(channel, *output)], leaf, retain_graph=True)
            total += gradient.abs().sum(dim=0).numpy()
    return total


def _modules(layers: tuple[ConvParameters, ...], weights: tuple[Array, ...]) -> list[torch.nn.modules.conv._ConvNd]:
    import torch

    modules = []
    for layer, weight in zip(layers, weights, strict=True):
        module = build_layer(replace(layer, bias=False))
        with torch.no_grad():
            module.weight.copy_(torch.from_numpy(np.array(weight)))
        module.weight.requires_grad_(False)
        modules.append(module)
    return modules
