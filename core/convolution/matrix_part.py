"""A part of a layer's matrix that is small enough to be looked at: some of its rows and columns, dense.

Rows are outputs and columns input cells, both flattened row-major. What is left out is left out along each
dimension alone: of an image's matrix, which is doubly blocked, fewer and smaller blocks stay, each a band.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.convolution.windows import ZERO, AxisMap, Indices

Array = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Key = tuple[int, ...]
"""A place, one index a dimension."""


@dataclass(frozen=True, slots=True, eq=False)
class MatrixPart:
    """Which rows and columns.

    Attributes:
        outputs: The output indices along each dimension, ascending.
        cells: The input cells along each dimension, ascending; not always neighbours, for padding may copy
            cells from far away.
    """

    outputs: tuple[Indices, ...]
    cells: tuple[Indices, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (
            int(np.prod([len(one) for one in self.outputs])),
            int(np.prod([len(one) for one in self.cells])),
        )

    @property
    def rows(self) -> tuple[Key, ...]:
        """The output of each row."""
        return tuple(itertools.product(*(one.tolist() for one in self.outputs)))

    @property
    def columns(self) -> tuple[Key, ...]:
        """The input cell of each column."""
        return tuple(itertools.product(*(one.tolist() for one in self.cells)))


def whole_part(axes: tuple[AxisMap, ...]) -> MatrixPart:
    """All rows and columns."""
    return MatrixPart(
        tuple(np.arange(axis.output_length, dtype=np.int64) for axis in axes),
        tuple(np.arange(axis.length, dtype=np.int64) for axis in axes),
    )


def reads(axis: AxisMap, outputs: Indices, cells: Indices) -> Mask:
    """Along one axis: whether an output reads a cell with a tap, (outputs, cells, taps)."""
    taps = np.arange(axis.kernel_size, dtype=np.int64) * axis.dilation
    sources = axis.sources((outputs * axis.stride - axis.before)[:, None] + taps)
    found: Mask = sources[:, None, :] == cells[None, :, None]
    return found


def part_values(axes: tuple[AxisMap, ...], weights: Array, part: MatrixPart) -> Array:
    """The numbers of a part; taps that read the same cell add up.

    Args:
        axes: The index map, one a dimension.
        weights: Of one kernel, (channels, *kernel_size).
        part: Which rows and columns.

    Returns:
        (channels, rows, columns), float32.
    """
    values = weights
    for axis, outputs, cells in zip(axes, part.outputs, part.cells, strict=True):
        # The dimension in front is used up, its outputs and cells come last: (channels, other taps, ..., o, c).
        values = np.tensordot(values, reads(axis, outputs, cells).astype(np.float32), axes=(1, 2))
    count = len(axes)
    order = (0, *range(1, 2 * count, 2), *range(2, 2 * count + 1, 2))
    return np.ascontiguousarray(values.transpose(order)).reshape(weights.shape[0], *part.shape)


def part_of_taps(axes: tuple[AxisMap, ...], part: MatrixPart, tap: Key | None = None) -> Mask:
    """Which entries of a part are a connection, (rows, columns): of one tap, or of any."""
    size = tuple(axis.kernel_size for axis in axes)
    chosen = np.ones(size, np.float32) if tap is None else np.zeros(size, np.float32)
    if tap is not None:
        chosen[tap] = 1
    found: Mask = part_values(axes, chosen[None], part)[0] > 0
    return found


# Which part to look at.


def outputs_around(axes: tuple[AxisMap, ...], cursor: Key, counts: Key) -> tuple[Indices, ...]:
    """So many outputs along each dimension, the cursor in their middle or as near to it as the ends allow."""
    chosen = []
    for axis, at, wanted in zip(axes, cursor, counts, strict=True):
        count = max(1, min(wanted, axis.output_length))
        first = max(0, min(at - count // 2, axis.output_length - count))
        chosen.append(np.arange(first, first + count, dtype=np.int64))
    return tuple(chosen)


def square_counts(axes: tuple[AxisMap, AxisMap], most_rows: int) -> tuple[int, int]:
    """Rows and columns of about a square of outputs, no more than `most_rows` together, at least one."""
    lengths = [axis.output_length for axis in axes]
    high = max(1, min(lengths[0], int(max(1, most_rows) ** 0.5)))
    wide = max(1, min(lengths[1], most_rows // high))
    return max(1, min(lengths[0], most_rows // wide)), wide


def part_around(axes: tuple[AxisMap, AxisMap], cursor: Key, most_rows: int, most_columns: int) -> MatrixPart:
    """The part of an image's matrix around one output: as many outputs with whole windows as there is room for.

    Fewer than three of them along a dimension show no blocks, or no bands in them: those count for less.
    Where not even one window has its room, the part of it around its middle.
    """

    def worth(pair: tuple[int, int]) -> tuple[float, int]:
        return pair[0] * pair[1] * min(3, *pair), min(pair)

    counts = max(_fitting(axes, most_rows, most_columns), key=worth, default=None)
    outputs = outputs_around(axes, cursor, (1, 1) if counts is None else counts)
    cells = [read_cells(axis, one) for axis, one in zip(axes, outputs, strict=True)]
    if len(cells[0]) * len(cells[1]) > most_columns:
        cells[1] = _middle_of(cells[1], axes[1].centre(cursor[1]), max(1, most_columns))
        cells[0] = _middle_of(cells[0], axes[0].centre(cursor[0]), max(1, most_columns // len(cells[1])))
    return MatrixPart(outputs, tuple(cells))


def read_cells(axis: AxisMap, outputs: Indices) -> Indices:
    """The cells from the first to the last that neighbouring outputs read, and those that their padding copies."""
    low, high = axis.span(int(outputs[0]), int(outputs[-1]) + 1)
    inside = np.arange(max(0, low), min(axis.length, high), dtype=np.int64)
    taps = np.arange(axis.kernel_size, dtype=np.int64) * axis.dilation
    sources = axis.sources((outputs * axis.stride - axis.before)[:, None] + taps)
    found = np.union1d(inside, sources[sources != ZERO])
    if len(found):
        return found
    return np.array([max(0, min(axis.length - 1, low))], np.int64)  # All of it is padding: its nearest cell.


def _fitting(axes: tuple[AxisMap, AxisMap], most_rows: int, most_columns: int) -> list[tuple[int, int]]:
    """For each number of output rows, the largest number of output columns whose windows fit."""
    found = []
    rows, columns = axes
    for high in range(1, min(rows.output_length, most_rows) + 1):
        tall = min(rows.length, (high - 1) * rows.stride + rows.effective_kernel)
        room = most_columns // tall
        wide = min(columns.output_length, most_rows // high)
        if room < columns.length:
            if room < columns.effective_kernel:
                break
            wide = min(wide, (room - columns.effective_kernel) // columns.stride + 1)
        found.append((high, wide))
    return found


def _middle_of(cells: Indices, centre: float, count: int) -> Indices:
    """So many of the cells, those nearest to a place."""
    near = np.argsort(np.abs(cells - centre), kind="stable")[:count]
    return np.sort(cells[near])
