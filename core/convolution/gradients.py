"""The way back through a layer: torch's own gradients, and the contributions that each is the sum of."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters
from core.convolution.windows import ZERO, AxisMap, Indices

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gradients:
    """What torch.autograd found for one upstream gradient.

    Attributes:
        upstream: The gradient that arrives at the outputs, (Cout, *output size).
        cells: The gradient of the padded cells before the padding hands it on, (Cin, *sizes).
        sources: The real cells that are read, ascending, (r,) for each dimension.
        input: The gradient of those, (Cin, r, ...).
        weight: (Cout, Cin / groups, *kernel_size).
        bias: (Cout,).
        transposed_difference: Largest difference between `cells` and torch's transposed convolution of
            `upstream` with the same weights.
    """

    upstream: Array
    cells: Array
    sources: tuple[Indices, ...]
    input: Array
    weight: Array
    bias: Array
    transposed_difference: float


def gradients_of(
    cells: Array,
    sources: tuple[Indices, ...],
    weight: Array,
    bias: Array,
    parameters: ConvParameters,
    upstream: Array,
) -> Gradients:
    """Run the layer over padded cells under autograd, and send a gradient back through it.

    Args:
        cells: (Cin, *sizes), padding included.
        sources: For each dimension, which real place each of them copies, or `ZERO`.
        weight: (Cout, Cin / groups, *kernel_size).
        bias: (Cout,); its gradient is found even where the layer has none, and is then of no use.
        parameters: The layer.
        upstream: (Cout, *output size), one number for each output.

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    import torch

    real, place, first_of = [], [], []
    for one in sources:
        inside = np.flatnonzero(one != ZERO)
        found, first, inverse = np.unique(one[inside], return_index=True, return_inverse=True)
        places = np.zeros(len(one), np.int64)
        places[inside] = inverse
        real.append(found)
        place.append(torch.from_numpy(places))
        first_of.append(inside[first])
    leaf = torch.from_numpy(cells[np.ix_(np.arange(len(cells)), *first_of)]).requires_grad_()
    constant = np.zeros(cells.shape[1:], np.bool_)
    for dimension, one in enumerate(sources):
        np.moveaxis(constant, dimension, 0)[one == ZERO] = True
    none = (0,) * parameters.dimensions
    layer = build_layer(replace(parameters, padding=none, padding_mode="zeros", bias=True))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.array(weight)))
        assert layer.bias is not None
        layer.bias.copy_(torch.from_numpy(np.array(bias)))
    with torch.enable_grad(), without_remarks():
        if leaf.numel():
            gathered = leaf
            for dimension, places_of in enumerate(place):
                gathered = gathered.index_select(dimension + 1, places_of)
        else:
            gathered = torch.zeros(cells.shape, requires_grad=True)
        padded = torch.where(torch.from_numpy(constant), torch.zeros(()), gathered)
        padded.retain_grad()
        layer(padded).backward(torch.from_numpy(np.array(upstream)))
    assert padded.grad is not None
    assert layer.weight.grad is not None
    assert layer.bias.grad is not None
    gradient = leaf.grad if leaf.grad is not None else torch.zeros_like(leaf)
    transposed = {1: torch.nn.functional.conv_transpose1d, 2: torch.nn.functional.conv_transpose2d}
    stamped = transposed[parameters.dimensions](
        torch.from_numpy(np.array(upstream))[None],
        layer.weight.detach(),
        stride=parameters.stride,
        dilation=parameters.dilation,
        groups=parameters.groups,
    )[0]
    # Trailing cells that no window reaches have no place in it, and no gradient.
    difference = padded.grad[tuple(slice(length) for length in stamped.shape)] - stamped
    return Gradients(
        upstream=upstream,
        cells=padded.grad.numpy(),
        sources=tuple(real),
        input=gradient.numpy(),
        weight=layer.weight.grad.numpy(),
        bias=layer.bias.grad.numpy(),
        transposed_difference=float(difference.abs().max()) if difference.numel() else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Contribution:
    """One product of a transposed convolution: what one output's gradient sends to one input cell.

    Attributes:
        kernel: Output channel.
        output: Output index, one number a dimension.
        tap: The tap that read the cell.
        position: Where it read it; differs from the cell where that was copied into the padding.
        weight: The tap's weight.
        upstream: The gradient that arrived at the output.
    """

    kernel: int
    output: tuple[int, ...]
    tap: tuple[int, ...]
    position: tuple[int, ...]
    weight: float
    upstream: float

    @property
    def product(self) -> float:
        """What it adds to the cell's gradient."""
        return self.weight * self.upstream


def contributions(
    axes: tuple[AxisMap, ...],
    source: tuple[int, ...],
    kernels: range,
    weight: Array,
    upstream: Array,
    first_output: tuple[int, ...],
) -> list[Contribution]:
    """Everything that adds to the gradient of one real cell in one channel.

    Args:
        axes: The index map, one a dimension.
        source: The real cell.
        kernels: The output channels that read its channel.
        weight: Their weights on that channel, (Cout, *kernel_size), indexed by output channel.
        upstream: (Cout, *sizes), of the outputs from `first_output` on; others count as zero.
        first_output: The output at the start of `upstream`.
    """
    feeding = [
        [(output, tap, place) for output, tap, place in axis.feeding(one) if 0 <= output - first < length]
        for axis, one, first, length in zip(axes, source, first_output, upstream.shape[1:], strict=True)
    ]
    found = []
    for kernel in kernels:
        for triples in itertools.product(*feeding):
            output, tap, position = (tuple(values) for values in zip(*triples, strict=True))
            arrived = upstream[(kernel, *(one - first for one, first in zip(output, first_output, strict=True)))]
            found.append(Contribution(kernel, output, tap, position, float(weight[(kernel, *tap)]), float(arrived)))
    return found


MOST_STAMPS = 400_000
"""Products taken back for one step of the slide; with more, the finished gradient is shown."""


def gradient_so_far(
    axis: AxisMap, gradients: Gradients, weight: Array, groups: int, first: int, first_output: int, cursor: int
) -> Array:
    """The gradient of the padded cells when only the outputs up to the cursor have sent theirs, (Cin, n).

    Args:
        axis: The index map.
        gradients: The finished ones.
        weight: (Cout, Cin / groups, k).
        groups: Of the layer.
        first: The position of the first cell.
        first_output: The index of the first output.
        cursor: The last output that has sent its gradient.
    """
    result = gradients.cells.copy()
    last = int(axis.positions(cursor)[-1])
    result[:, max(0, last + 1 - first) :] = 0
    later = range(cursor + 1, min(first_output + gradients.upstream.shape[1], (last + axis.before) // axis.stride + 1))
    if len(later) * weight.size > MOST_STAMPS:
        return gradients.cells
    count, width = weight.shape[0] // groups, weight.shape[1]
    for output in later:
        places = axis.positions(output) - first
        inside = (places <= last - first) & (places < result.shape[1])
        for kernel in range(weight.shape[0]):
            channel = kernel // count * width
            sent = weight[kernel][:, inside] * gradients.upstream[kernel, output - first_output]
            result[channel : channel + width, places[inside]] -= sent
    return result


def folded(axes: tuple[AxisMap, ...], cells: Array, first: tuple[int, ...]) -> Array:
    """The cells' gradients with those of padded copies added to the cells that they copy, (Cin, *sizes).

    Padded places are zero; copies of cells that are not among these are left out.

    Args:
        axes: The index map, one a dimension.
        cells: (Cin, *sizes).
        first: The position of the first cell.
    """
    result = cells
    for dimension, (axis, origin) in enumerate(zip(axes, first, strict=True)):
        moved = np.moveaxis(result, dimension + 1, 0)
        sources = axis.sources(origin + np.arange(len(moved), dtype=np.int64))
        kept = (sources != ZERO) & (sources >= origin) & (sources < origin + len(moved))
        added = np.zeros_like(moved)
        np.add.at(added, sources[kept] - origin, moved[kept])
        result = np.moveaxis(added, 0, dimension + 1)
    return np.ascontiguousarray(result)
