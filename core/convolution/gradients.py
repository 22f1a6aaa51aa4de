"""The way back through a layer: torch's own gradients, and the contributions that each is the sum of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters
from core.convolution.windows import ZERO, AxisMap

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gradients:
    """What torch.autograd found for one upstream gradient.

    Attributes:
        upstream: The gradient that arrives at the outputs, (Cout, m).
        cells: The gradient of the padded cells before the padding hands it on, (Cin, n).
        sources: The real cells that are read, ascending, (r,).
        input: The gradient of those, (Cin, r).
        weight: (Cout, Cin / groups, k).
        bias: (Cout,).
        transposed_difference: Largest difference between `cells` and torch's transposed convolution of
            `upstream` with the same weights.
    """

    upstream: Array
    cells: Array
    sources: npt.NDArray[np.int64]
    input: Array
    weight: Array
    bias: Array
    transposed_difference: float


def gradients_of(
    cells: Array,
    sources: npt.NDArray[np.int64],
    weight: Array,
    bias: Array,
    parameters: ConvParameters,
    upstream: Array,
) -> Gradients:
    """Run the layer over padded cells under autograd, and send a gradient back through it.

    Args:
        cells: (Cin, n), padding included.
        sources: Which real cell each of them copies, or `ZERO`, (n,).
        weight: (Cout, Cin / groups, k).
        bias: (Cout,); its gradient is found even where the layer has none, and is then of no use.
        parameters: The layer.
        upstream: (Cout, m), one number for each output.

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    import torch

    real, inverse = np.unique(sources[sources != ZERO], return_inverse=True)
    place = np.zeros(len(sources), np.int64)
    place[sources != ZERO] = inverse
    first_of = np.zeros(len(real), np.int64)
    first_of[inverse] = np.flatnonzero(sources != ZERO)
    leaf = torch.from_numpy(np.array(cells[:, first_of])).requires_grad_()
    zero = torch.from_numpy(sources == ZERO)
    layer = build_layer(replace(parameters, padding=(0,), padding_mode="zeros", bias=True))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.array(weight)))
        assert layer.bias is not None
        layer.bias.copy_(torch.from_numpy(np.array(bias)))
    with torch.enable_grad(), without_remarks():
        gathered = leaf[:, torch.from_numpy(place)] if len(real) else torch.zeros(cells.shape, requires_grad=True)
        padded = torch.where(zero, torch.zeros(()), gathered)
        padded.retain_grad()
        layer(padded).backward(torch.from_numpy(np.array(upstream)))
    assert padded.grad is not None
    assert layer.weight.grad is not None
    assert layer.bias.grad is not None
    gradient = leaf.grad if leaf.grad is not None else torch.zeros_like(leaf)
    stamped = torch.nn.functional.conv_transpose1d(
        torch.from_numpy(np.array(upstream))[None],
        layer.weight.detach(),
        stride=parameters.stride,
        dilation=parameters.dilation,
        groups=parameters.groups,
    )[0]
    # Trailing cells that no window reaches have no place in it, and no gradient.
    difference = padded.grad[:, : stamped.shape[1]] - stamped
    return Gradients(
        upstream=upstream,
        cells=padded.grad.numpy(),
        sources=real,
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
        output: Output index.
        tap: The tap that read the cell.
        position: Where it read it; differs from the cell where that was copied into the padding.
        weight: The tap's weight.
        upstream: The gradient that arrived at the output.
    """

    kernel: int
    output: int
    tap: int
    position: int
    weight: float
    upstream: float

    @property
    def product(self) -> float:
        """What it adds to the cell's gradient."""
        return self.weight * self.upstream


def contributions(
    axis: AxisMap, source: int, kernels: range, weight: Array, upstream: Array, first_output: int = 0
) -> list[Contribution]:
    """Everything that adds to the gradient of one real cell in one channel.

    Args:
        axis: The index map.
        source: The real cell.
        kernels: The output channels that read its channel.
        weight: Their weights on that channel, (Cout, k), indexed by output channel.
        upstream: (Cout, m), of the outputs from `first_output` on; others count as zero.
        first_output: The output of the first column of `upstream`.
    """
    return [
        Contribution(o, output, tap, position, float(weight[o, tap]), float(upstream[o, output - first_output]))
        for o in kernels
        for output, tap, position in axis.feeding(source)
        if 0 <= output - first_output < upstream.shape[1]
    ]


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


def folded(axis: AxisMap, cells: Array, first: int) -> Array:
    """The cells' gradients with those of padded copies added to the cells that they copy, (Cin, n).

    Padded places are zero; copies of cells that are not among these are left out.
    """
    positions = first + np.arange(cells.shape[1], dtype=np.int64)
    sources = axis.sources(positions)
    kept = (sources != ZERO) & (sources >= first) & (sources < first + cells.shape[1])
    result = np.zeros_like(cells)
    for channel in range(len(cells)):
        np.add.at(result[channel], sources[kept] - first, cells[channel, kept])
    return result
