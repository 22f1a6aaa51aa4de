"""im2col: every window laid out as one line of a matrix, so that a convolution is one matrix product.

``torch.nn.functional.unfold`` lays the same numbers out the other way round, each window a column, with the
channels' taps one below the other: W (Cout, Cin k) times its (Cin k, outputs) is the layer without its bias.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.convolution.parameters import ConvParameters
from core.convolution.windows import AxisMap, Indices, axis_maps

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows side by side.

    Attributes:
        values: (channels, outputs, taps), outputs and taps flattened row-major; nan where a cell is not known.
        padded: Which of them lie in the padding, (outputs, taps).
    """

    values: Array
    padded: npt.NDArray[np.bool_]


def windows_of(
    axes: tuple[AxisMap, AxisMap], outputs: tuple[Indices, ...], taps: tuple[Indices, ...], cells: Array, first: Indices
) -> Windows:
    """The windows of some outputs, at some taps.

    Args:
        axes: The index map of rows and that of columns.
        outputs: The output indices along each dimension.
        taps: The kernel's rows and columns wanted.
        cells: Cells with their padding, (channels, rows, columns).
        first: The position of the first of them, (2,).
    """
    positions = [
        (one * axis.stride - axis.before)[:, None] + tap * axis.dilation
        for axis, one, tap in zip(axes, outputs, taps, strict=True)
    ]
    real = [(at >= 0) & (at < axis.length) for axis, at in zip(axes, positions, strict=True)]
    index = [at - int(start) for at, start in zip(positions, first, strict=True)]
    known = [(at >= 0) & (at < size) for at, size in zip(index, cells.shape[1:], strict=True)]
    at = [np.where(inside, one, 0) for inside, one in zip(known, index, strict=True)]

    def crossed(pair: list[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
        both: npt.NDArray[np.bool_] = pair[0][:, None, :, None] & pair[1][None, :, None, :]
        return both.reshape(len(outputs[0]) * len(outputs[1]), -1)

    there = crossed(known)
    if not cells.size:
        values = np.full((cells.shape[0], *there.shape), np.nan, np.float32)
    else:
        values = cells[:, at[0][:, None, :, None], at[1][None, :, None, :]].reshape(cells.shape[0], *there.shape)
        values = np.where(there, values, np.float32(np.nan))
    return Windows(values, ~crossed(real))


@dataclass(frozen=True, slots=True)
class Unfolded:
    """How large im2col's matrix is.

    Attributes:
        windows: One for every output place.
        taps: Numbers of a window, all input channels together.
        cells: Numbers of the input.
    """

    windows: int
    taps: int
    cells: int

    @property
    def entries(self) -> int:
        """Numbers of the matrix."""
        return self.windows * self.taps

    @property
    def growth(self) -> float:
        """How many times as many numbers it has as the input."""
        return self.entries / self.cells if self.cells else 0.0


def unfolded(parameters: ConvParameters, size: tuple[int, ...]) -> Unfolded:
    """Count without building the matrix."""
    outputs = [axis.output_length for axis in axis_maps(parameters, size)]
    return Unfolded(
        windows=int(np.prod(outputs, dtype=object)),
        taps=parameters.in_channels * int(np.prod(parameters.kernel_size, dtype=object)),
        cells=parameters.in_channels * int(np.prod(size, dtype=object)),
    )
