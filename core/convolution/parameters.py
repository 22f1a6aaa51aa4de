"""The parameters of `nn.Conv1d` and `nn.Conv2d`, as one frozen value for any number of dimensions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
PADDING_MODES: tuple[PaddingMode, ...] = ("zeros", "reflect", "replicate", "circular")


@dataclass(frozen=True, slots=True)
class ConvParameters:
    """What `nn.Conv1d` or `nn.Conv2d` is built with, under torch's own names.

    Any combination can be held, legal or not: whether torch accepts it is asked of torch
    (`core.convolution.validity`), never decided here. Sizes are tuples with one entry a spatial
    dimension, in torch's order (length) or (height, width).

    Attributes:
        in_channels: Channels of the input, `Cin`.
        out_channels: Number of kernels, `Cout`.
        kernel_size: Taps of a kernel in each dimension, `k`.
        stride: Cells between two windows, `s`.
        padding: Cells added on both sides of each dimension, `p`, or torch's "same" or "valid".
        dilation: Cells between two taps, `d`.
        groups: How many separate blocks the channels are wired in.
        bias: Whether each kernel has one number added to its sums.
        padding_mode: Where the values of padded cells come from.
    """

    in_channels: int
    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...] | Literal["same", "valid"]
    dilation: tuple[int, ...]
    groups: int = 1
    bias: bool = True
    padding_mode: PaddingMode = "zeros"

    def changed(self, name: str, value: Any) -> ConvParameters:
        """The same parameters but for one, named as torch names it.

        Raises:
            TypeError: No parameter has that name.
        """
        return replace(self, **{name: value})

    @property
    def dimensions(self) -> int:
        """How many spatial dimensions the layer slides over: 1 for Conv1d, 2 for Conv2d."""
        return len(self.kernel_size)

    @property
    def name(self) -> str:
        """The torch class that takes these parameters, such as ``nn.Conv1d``."""
        return f"nn.Conv{self.dimensions}d"

    @property
    def padding_per_side(self) -> tuple[tuple[int, int], ...]:
        """Cells added (before, after) in each dimension.

        "same" adds d(k-1) cells in all and puts an odd one after, as torch does
        (``torch.nn.modules.conv._ConvNd``).
        """
        if self.padding == "valid":
            return ((0, 0),) * self.dimensions
        if self.padding == "same":
            totals = (d * (k - 1) for d, k in zip(self.dilation, self.kernel_size, strict=True))
            return tuple((total // 2, total - total // 2) for total in totals)
        return tuple((p, p) for p in self.padding)


def conv1d(
    in_channels: int,
    out_channels: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: int | Literal["same", "valid"] = 0,
    dilation: int = 1,
    groups: int = 1,
    bias: bool = True,
    padding_mode: PaddingMode = "zeros",
) -> ConvParameters:
    """Parameters of an `nn.Conv1d`, with plain numbers for the one dimension."""
    return ConvParameters(
        in_channels,
        out_channels,
        (kernel_size,),
        (stride,),
        padding if isinstance(padding, str) else (padding,),
        (dilation,),
        groups,
        bias,
        padding_mode,
    )


def conv2d(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    *,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] | Literal["same", "valid"] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
    groups: int = 1,
    bias: bool = True,
    padding_mode: PaddingMode = "zeros",
) -> ConvParameters:
    """Parameters of an `nn.Conv2d`; pairs are (height, width)."""
    return ConvParameters(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)
