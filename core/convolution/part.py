"""A part of a layer's output, from the input cells that it reads and from no others."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters
from core.convolution.windows import ZERO, AxisMap, Indices

Array = npt.NDArray[np.float32]
Box = tuple[tuple[int, int], ...]
"""From the first place up to the one behind the last, for each dimension."""
Read = Callable[[Box], Array]
"""Gives the real cells in a box, (channels, *sizes of the box)."""

FFT_FROM = 512
"""Taps. A direct sum of more costs more than the transforms do (python -m benchmarks --only long)."""


def padded_cells(axes: tuple[AxisMap, ...], read: Read, box: Box) -> Array:
    """The cells at the positions in a box, padding included, (channels, *sizes of the box).

    Only the real cells that these positions read are asked for, in at most three runs a dimension: those
    in the part itself, and those that the padding before and after it copies. Where padding puts zeros
    nothing is asked for.

    Args:
        axes: The index map, one a dimension.
        read: Where real cells come from.
        box: Positions; may lie in the padding.
    """
    channels = read(((0, 0),) * len(axes)).shape[0]
    result = np.zeros((channels, *(max(0, stop - first) for first, stop in box)), np.float32)
    runs = [_runs(axis, first, stop) for axis, (first, stop) in zip(axes, box, strict=True)]
    for pieces in itertools.product(*runs):
        values = read(tuple((int(piece.min()), int(piece.max()) + 1) for _, piece in pieces))
        target: tuple[slice, ...] = (slice(None), *(place for place, _ in pieces))
        if all(len(piece) < 2 or (np.diff(piece) == 1).all() for _, piece in pieces):
            result[target] = values  # The real cells themselves, as they lie: no need to pick them one by one.
        else:
            result[target] = values[np.ix_(np.arange(channels), *(piece - piece.min() for _, piece in pieces))]
    return result


def _runs(axis: AxisMap, first: int, stop: int) -> list[tuple[slice, Indices]]:
    """Along one dimension: where in the part each run of copied or real cells stands, and which it reads."""
    edges = [(first, min(stop, 0)), (max(first, 0), min(stop, axis.length)), (max(first, axis.length), stop)]
    found = []
    for low, high in edges:
        if low < high:
            sources = axis.sources(np.arange(low, high, dtype=np.int64))
            if sources[0] != ZERO:  # Padding is zero as a whole or not at all.
                found.append((slice(low - first, high - first), sources))
    return found


def convolve_cells(cells: Array, weight: Array, bias: Array | None, parameters: ConvParameters) -> Array:
    """The outputs whose windows lie in these cells: the layer without its padding, which they hold already.

    Args:
        cells: (Cin, *sizes).
        weight: (Cout, Cin / groups, *kernel_size).
        bias: (Cout,) or None.
        parameters: The layer.

    Returns:
        (Cout, floor((n - d(k-1) - 1) / s) + 1 in each dimension), float32; one-dimensional kernels of
        `FFT_FROM` taps and more by FFT.

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    if weight.ndim == 3 and weight.shape[-1] >= FFT_FROM:
        return convolve_by_fft(cells, weight, bias, parameters)
    none = (0,) * parameters.dimensions
    return convolve(cells, weight, bias, replace(parameters, padding=none, padding_mode="zeros"))


def convolve_at(
    axes: tuple[AxisMap, ...],
    cells: Array,
    outputs: tuple[Indices, ...],
    weight: Array,
    bias: Array | None,
    parameters: ConvParameters,
) -> Array:
    """The outputs at chosen places alone: exact values of a layer whose whole output is too large to compute.

    The windows are picked out of the input and laid side by side, where torch's layer takes one after
    another: the cost grows with the number of outputs and not with the input.

    Args:
        axes: The index map, one a dimension.
        cells: The real cells, (Cin, *size); a memory map is read where it is needed.
        outputs: The output indices wanted, one array a dimension.
        weight: (Cout, Cin / groups, *kernel_size).
        bias: (Cout,) or None.
        parameters: The layer.

    Returns:
        (Cout, *number of outputs in each dimension), float32.

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    if not all(len(one) for one in outputs):
        return np.zeros((weight.shape[0], *(len(one) for one in outputs)), np.float32)
    sources = []
    for axis, wanted in zip(axes, outputs, strict=True):
        taps = np.arange(axis.kernel_size, dtype=np.int64) * axis.dilation
        sources.append(axis.sources(((wanted * axis.stride - axis.before)[:, None] + taps).ravel()))
    picked = cells[np.ix_(np.arange(len(cells)), *(np.where(one == ZERO, 0, one) for one in sources))]
    for dimension, one in enumerate(sources):
        constant = one == ZERO
        if constant.any():
            np.moveaxis(picked, dimension + 1, 0)[constant] = 0
    beside = replace(parameters, stride=parameters.kernel_size, dilation=(1,) * parameters.dimensions)
    return convolve_cells(picked, weight, bias, beside)


def convolve_by_fft(cells: Array, weight: Array, bias: Array | None, parameters: ConvParameters) -> Array:
    """The same by the Fourier transform, block by block (overlap-save), in float64.

    A cross-correlation is a product with the conjugate of the kernel's transform; see
    A. V. Oppenheim and R. W. Schafer, "Discrete-Time Signal Processing", section 8.7.
    """
    import torch

    (stride,), (dilation,), groups = parameters.stride, parameters.dilation, parameters.groups
    length = cells.shape[1]
    kernels, width, taps = weight.shape
    reach = dilation * (taps - 1) + 1
    count = length - reach + 1
    if count < 1:
        return np.zeros((kernels, 0), np.float32)
    spread = torch.zeros((kernels, width, reach), dtype=torch.float64)
    spread[..., ::dilation] = torch.from_numpy(np.array(weight, np.float64))
    size = 1 << max(12, int(np.ceil(np.log2(min(4 * reach, length)))))
    step = size - reach + 1
    if step < 1:
        size, step = 2 * size, 2 * size - reach + 1
    transform = torch.fft.rfft(spread, size).conj().reshape(groups, kernels // groups, width, -1)
    signal = torch.from_numpy(np.array(cells, np.float64))
    result = np.empty((kernels, count), np.float32)
    for start in range(0, count, step):
        piece = torch.fft.rfft(signal[:, start : start + size], size).reshape(groups, 1, width, -1)
        block = torch.fft.irfft((piece * transform).sum(dim=2), size).reshape(kernels, size)
        stop = min(start + step, count)
        result[:, start:stop] = block[:, : stop - start].numpy()
    result = np.ascontiguousarray(result[:, ::stride])
    return result if bias is None else result + np.asarray(bias, np.float32)[:, None]
