"""THE index map: which input cells each output cell reads, and which outputs each input cell feeds.

Every highlight, product, matrix and gradient that the program shows reads this map; nothing else
computes an index. One `AxisMap` serves one dimension; a window over an image is the outer product
of two of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.convolution.parameters import ConvParameters, PaddingMode

Indices = npt.NDArray[np.int64]

ZERO = int(np.iinfo(np.int64).min)
"""The source of a padded cell that is no cell of the input but a constant zero."""


@dataclass(frozen=True, slots=True)
class AxisMap:
    """The windows along one dimension.

    Positions are counted in input cells: 0 is the first real cell, -1 the padded cell before it,
    `length` the padded cell after the last. The formulas are those of
    ``torch.nn.Conv1d``'s documentation, section "Shape".

    Attributes:
        length: Real input cells, `L`.
        kernel_size: Taps, `k`.
        stride: Cells from one window to the next, `s`.
        before: Padded cells in front.
        after: Padded cells behind.
        dilation: Cells from one tap to the next, `d`.
        mode: Where padded values come from.
    """

    length: int
    kernel_size: int
    stride: int
    before: int
    after: int
    dilation: int
    mode: PaddingMode

    @property
    def effective_kernel(self) -> int:
        """Cells from the first to the last tap, both counted: d(k-1) + 1."""
        return self.dilation * (self.kernel_size - 1) + 1

    @property
    def slack(self) -> int:
        """Cells that the first tap can travel: L + before + after - d(k-1) - 1, negative if none fits."""
        return self.length + self.before + self.after - self.effective_kernel

    @property
    def output_length(self) -> int:
        """How many windows fit: floor(slack / s) + 1, or 0 if none does."""
        if self.slack < 0 or self.stride < 1:
            return 0
        return self.slack // self.stride + 1

    @property
    def unreached(self) -> int:
        """Trailing cells, padding included, that no window reaches: slack mod s."""
        return self.slack % self.stride if self.output_length else 0

    def positions(self, output: int) -> Indices:
        """Where the taps of one window lie, shape (k,), in input cells; may lie in the padding."""
        start = output * self.stride - self.before
        return np.arange(start, start + self.effective_kernel, self.dilation, dtype=np.int64)

    def sources(self, positions: Indices) -> Indices:
        """Which real cell gives each position its value; `ZERO` where padding puts a zero."""
        inside = (positions >= 0) & (positions < self.length)
        match self.mode:
            case "zeros":
                return np.where(inside, positions, ZERO)
            case "replicate":
                return np.clip(positions, 0, self.length - 1)
            case "circular":
                return positions % self.length
            case "reflect":
                folded = np.abs(positions)
                return np.where(folded >= self.length, 2 * (self.length - 1) - folded, folded)

    def reading(self, position: int) -> list[tuple[int, int]]:
        """The (output, tap) pairs that read one position, in order of output."""
        taps = np.arange(self.kernel_size - 1, -1, -1, dtype=np.int64)
        starts = position + self.before - taps * self.dilation
        outputs = starts // self.stride
        legal = (starts >= 0) & (starts % self.stride == 0) & (outputs < self.output_length)
        return list(zip(outputs[legal].tolist(), taps[legal].tolist(), strict=True))

    def feeding(self, source: int) -> list[tuple[int, int, int]]:
        """The (output, tap, position) triples that read one real cell, itself or a padded copy of it.

        The position differs from the source where the value was copied into the padding.
        """
        padded = np.concatenate([np.arange(-self.before, 0), np.arange(self.length, self.length + self.after)])
        copies = padded[self.sources(padded) == source] if self.mode != "zeros" else padded[:0]
        places = sorted([source, *copies.tolist()])
        return sorted((output, tap, place) for place in places for output, tap in self.reading(place))

    def touched(self, tap: int, first: int = 0, stop: int | None = None) -> Indices:
        """The positions that one tap reads, for the outputs from first up to stop, all by default."""
        outputs = np.arange(first, self.output_length if stop is None else stop, dtype=np.int64)
        return outputs * self.stride - self.before + tap * self.dilation

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """The positions, from the first up to the second, that the outputs from first up to stop read."""
        return first * self.stride - self.before, (stop - 1) * self.stride - self.before + self.effective_kernel

    def outputs_within(self, first: int, stop: int) -> tuple[int, int]:
        """The outputs, from the first up to the second, whose windows' middles lie between two positions."""
        middle = (self.effective_kernel - 1) / 2 - self.before
        low = int(np.ceil((first - middle) / self.stride))
        high = int(np.floor((stop - 1 - middle) / self.stride)) + 1
        low = max(0, min(low, self.output_length))
        return low, max(low, min(high, self.output_length))

    def centre(self, output: int) -> float:
        """The middle of a window in input cells; half a cell where the window is even."""
        return output * self.stride - self.before + (self.effective_kernel - 1) / 2

    def nearest_output(self, position: float) -> int:
        """The output whose window's middle is nearest to a position, within the legal range."""
        wanted = (position + self.before - (self.effective_kernel - 1) / 2) / max(self.stride, 1)
        return max(0, min(self.output_length - 1, int(np.floor(wanted + 0.5))))


def axis_maps(parameters: ConvParameters, size: tuple[int, ...]) -> tuple[AxisMap, ...]:
    """One map a dimension, for an input of the spatial `size` (length,) or (height, width)."""
    return tuple(
        AxisMap(length, k, s, before, after, d, parameters.padding_mode)
        for length, k, s, (before, after), d in zip(
            size,
            parameters.kernel_size,
            parameters.stride,
            parameters.padding_per_side,
            parameters.dilation,
            strict=True,
        )
    )
