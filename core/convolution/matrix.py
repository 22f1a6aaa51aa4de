"""A layer as the matrix that it is: banded, sparse, its few numbers shared along diagonals.

Row = output, column = input cell. Written for any number of dimensions: two of them make the matrix
doubly blocked. Padded cells have no column of their own: what reads them is added to the column of the
cell that they copy, and nothing is where padding puts a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from core.convolution.parameters import ConvParameters
from core.convolution.windows import ZERO, AxisMap, axis_maps

Indices = npt.NDArray[np.int64]
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SparseMatrix:
    """Entries by coordinate; those at the same place add up.

    Attributes:
        shape: (rows, columns).
        rows: (entries,).
        columns: (entries,).
        values: (entries,), float64.
    """

    shape: tuple[int, int]
    rows: Indices
    columns: Indices
    values: npt.NDArray[np.float64]

    def times(self, vector: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """A x, for x (columns,)."""
        result = np.zeros(self.shape[0])
        np.add.at(result, self.rows, self.values * vector[self.columns])
        return result

    def transposed_times(self, vector: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """A^T g, for g (rows,): what backpropagation does with an upstream gradient."""
        result = np.zeros(self.shape[1])
        np.add.at(result, self.columns, self.values * vector[self.rows])
        return result


def band(axis: AxisMap, first: int, stop: int) -> tuple[Indices, Indices, Indices]:
    """Along one axis: (rows, columns, taps) of the entries of the outputs from first up to stop."""
    outputs = np.arange(first, stop, dtype=np.int64)
    taps = np.arange(axis.kernel_size, dtype=np.int64)
    positions = outputs[:, None] * axis.stride - axis.before + taps * axis.dilation
    sources = axis.sources(positions)
    kept = sources != ZERO
    rows, tap_of = np.broadcast_to(outputs[:, None], kept.shape), np.broadcast_to(taps, kept.shape)
    return rows[kept], sources[kept], tap_of[kept]


def band_block(axis: AxisMap, weights: Array, rows: tuple[int, int], columns: tuple[int, int]) -> Array:
    """The part of one kernel's band (one channel) in these rows and columns, dense, float32."""
    row, column, tap = band(axis, *rows)
    inside = (column >= columns[0]) & (column < columns[1])
    block = np.zeros((rows[1] - rows[0], columns[1] - columns[0]), np.float32)
    np.add.at(block, (row[inside] - rows[0], column[inside] - columns[0]), weights[tap[inside]])
    return block


def layer_matrix(parameters: ConvParameters, size: tuple[int, ...], weight: Array) -> SparseMatrix:
    """The whole layer, channels and groups included, without its bias.

    Args:
        parameters: A layer that torch accepts.
        size: Spatial size of the input.
        weight: (Cout, Cin / groups, *kernel_size).

    Returns:
        A matrix from the flattened input (Cin, *size) to the flattened output (Cout, *output size).
    """
    axes = axis_maps(parameters, size)
    bands = [band(axis, 0, axis.output_length) for axis in axes]
    lengths = [axis.output_length for axis in axes]

    def combined(which: int, extents: list[int]) -> Indices:
        """The product of all axes' entries, as one flat index."""

        def join(flat: Indices, pair: tuple[Indices, int]) -> Indices:
            return (flat[:, None] * pair[1] + pair[0]).ravel()

        pairs = list(zip((one[which] for one in bands), extents, strict=True))
        return reduce(join, pairs, np.zeros(1, np.int64))

    row, column = combined(0, lengths), combined(1, list(size))
    tap = combined(2, list(parameters.kernel_size))
    outputs, inputs = int(np.prod(lengths)), int(np.prod(size))
    per_group, width = parameters.out_channels // parameters.groups, parameters.in_channels // parameters.groups
    flat = weight.reshape(*weight.shape[:2], -1).astype(np.float64)
    rows, columns, values = [], [], []
    for kernel in range(parameters.out_channels):
        for place in range(width):
            channel = kernel // per_group * width + place
            rows.append(row + kernel * outputs)
            columns.append(column + channel * inputs)
            values.append(flat[kernel, place][tap])
    return SparseMatrix(
        (parameters.out_channels * outputs, parameters.in_channels * inputs),
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(values),
    )


@dataclass(frozen=True, slots=True)
class Count:
    """How much smaller a layer is than the full matrix of the same input and output.

    Attributes:
        full: Entries of the full matrix: every output reads every input cell.
        connections: Pairs of output and input cell that the layer connects by some tap.
        weights: Different numbers among them, those that are learned.
    """

    full: int
    connections: int
    weights: int

    @property
    def sparsity(self) -> float:
        """Share of the full matrix's entries that are zero by construction, 0 to 1."""
        return 1 - self.connections / self.full if self.full else 0.0

    @property
    def sharing(self) -> float:
        """How many connections use one weight, on average."""
        return self.connections / self.weights if self.weights else 0.0


def count(parameters: ConvParameters, size: tuple[int, ...]) -> Count:
    """Count without building the matrix; the cost does not grow with the input's size."""
    axes = axis_maps(parameters, size)
    connections = int(np.prod([_connections(axis) for axis in axes], dtype=object))
    outputs = int(np.prod([axis.output_length for axis in axes], dtype=object))
    cells = int(np.prod(size, dtype=object))
    width = parameters.in_channels // max(parameters.groups, 1)
    return Count(
        full=outputs * cells * parameters.out_channels * parameters.in_channels,
        connections=connections * parameters.out_channels * width,
        weights=parameters.out_channels * width * int(np.prod(parameters.kernel_size)),
    )


def _connections(axis: AxisMap) -> int:
    """Pairs of output and real cell along one axis; two taps that read the same cell count once."""
    taps = np.arange(axis.kernel_size, dtype=np.int64)
    if axis.mode == "zeros":
        # A tap reads a real cell for the outputs i with 0 <= i s - before + j d < L.
        offset = taps * axis.dilation - axis.before
        low = np.maximum(0, -(offset // axis.stride))
        high = np.minimum(axis.output_length - 1, (axis.length - 1 - offset) // axis.stride)
        return int(np.maximum(0, high - low + 1).sum())
    # Inside, k different cells; near the ends, where padding copies, they are counted one by one.
    start = min(axis.output_length, -(-axis.before // axis.stride))
    stop = (axis.length + axis.before - axis.effective_kernel) // axis.stride + 1
    stop = max(start, min(axis.output_length, stop))
    total = (stop - start) * axis.kernel_size
    for output in (*range(start), *range(stop, axis.output_length)):
        total += len(np.unique(axis.sources(axis.positions(output))))
    return total
