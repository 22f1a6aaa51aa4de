"""A part of a layer's output, from the input cells that it reads and from no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters
from core.convolution.windows import ZERO, AxisMap

Array = npt.NDArray[np.float32]
Read = Callable[[int, int], Array]
"""Gives the real cells from first up to stop, (channels, stop - first)."""

FFT_FROM = 512
"""Taps. A direct sum of more costs more than the transforms do (python -m benchmarks --only long)."""


def padded_cells(axis: AxisMap, read: Read, first: int, stop: int) -> Array:
    """The cells at the positions from first up to stop, padding included, (channels, stop - first).

    Only the real cells that these positions read are asked for, in at most three runs: those in the
    part itself, and those that the padding before and after it copies.
    """
    runs = [(first, min(stop, 0)), (max(first, 0), min(stop, axis.length)), (max(first, axis.length), stop)]
    pieces = []
    for low, high in runs:
        if low >= high:
            continue
        sources = axis.sources(np.arange(low, high, dtype=np.int64))
        constant = sources == ZERO
        real = sources[~constant]
        if not len(real):
            channels = read(0, 0).shape[0]
            pieces.append(np.zeros((channels, high - low), np.float32))
            continue
        origin = int(real.min())
        values = read(origin, int(real.max()) + 1)
        pieces.append(np.where(constant, np.float32(0), values[:, np.where(constant, 0, sources - origin)]))
    return np.ascontiguousarray(np.concatenate(pieces, axis=1)) if pieces else read(0, 0)


def convolve_cells(cells: Array, weight: Array, bias: Array | None, parameters: ConvParameters) -> Array:
    """The outputs whose windows lie in these cells: the layer without its padding, which they hold already.

    Args:
        cells: (Cin, n).
        weight: (Cout, Cin / groups, k).
        bias: (Cout,) or None.
        parameters: The layer.

    Returns:
        (Cout, floor((n - d(k-1) - 1) / s) + 1), float32; kernels of `FFT_FROM` taps and more by FFT.

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    if weight.shape[-1] >= FFT_FROM:
        return convolve_by_fft(cells, weight, bias, parameters)
    return convolve(cells, weight, bias, replace(parameters, padding=(0,), padding_mode="zeros"))


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
