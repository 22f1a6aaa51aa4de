"""What the signal lab shows for a state, and the arithmetic of one output value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.convolution.gradients import Gradients
from core.convolution.part import FFT_FROM, Array
from core.convolution.validity import Problem
from core.convolution.windows import AxisMap
from core.labs.signal.state import SignalState


@dataclass(frozen=True, slots=True)
class Block:
    """A run of outputs with every padded cell that they read.

    Attributes:
        first: The position of the first cell.
        cells: (channels, n), padding included.
        first_output: The index of the first output.
        output: (Cout, m); no column where the layer is refused.
    """

    first: int
    cells: Array
    first_output: int
    output: Array

    def holds(self, output: int) -> bool:
        """Whether an output is in it."""
        return bool(0 <= output - self.first_output < self.output.shape[1])


@dataclass(frozen=True, slots=True)
class Overview:
    """Lowest and highest values by column, for a view too wide to draw every sample.

    Attributes:
        places: The middle of each column, in input samples, (columns,).
        input: (channels, columns, 2).
        output: (Cout, columns, 2).
        preview: Whether only a few outputs of each column were computed.
    """

    places: npt.NDArray[np.float64]
    input: Array
    output: Array
    preview: bool


@dataclass(frozen=True, slots=True)
class SignalScene:
    """What there is to show for a state; everything but the place of the cursor.

    Attributes:
        state: The state that this is the scene of.
        rate: Samples a second, Hz.
        frames: Samples of the whole recording.
        channels: Channels of the recording.
        envelope: Lowest and highest value of the whole recording by column, (channels, columns, 2).
        outlined: How much of the recording is in the envelope, 0 to 1.
        kernels: What slides as the cards show it, before a flip, (Cout, Cin / groups, k).
        weight: The layer's, (Cout, Cin / groups, k).
        bias: (Cout,); zeros where the layer has none.
        axis: The index map.
        blocks: What is in view, and what is around the cursor if that is elsewhere.
        overview: Of a wide view, else None.
        problem: Why torch refuses the layer, or None.
        gradients: Of the first block, on the page that shows them and in a view that draws every sample, else None.
    """

    state: SignalState
    rate: int
    frames: int
    channels: int
    envelope: Array
    outlined: float
    kernels: Array
    weight: Array
    bias: Array
    axis: AxisMap
    blocks: tuple[Block, ...]
    overview: Overview | None
    problem: Problem | None
    gradients: Gradients | None

    @property
    def output_length(self) -> int:
        """`L_out`; 0 where the layer is refused."""
        return 0 if self.problem is not None else self.axis.output_length

    @property
    def parameter_count(self) -> int:
        """Numbers that the layer would learn: its weights and its biases."""
        return int(self.weight.size + (self.bias.size if self.state.parameters.bias else 0))

    @property
    def multiply_adds(self) -> int:
        """Products that the layer computes."""
        return int(self.output_length * self.weight.size)

    @property
    def by_fft(self) -> bool:
        """Whether the outputs were computed by FFT."""
        return bool(self.weight.shape[-1] >= FFT_FROM)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Torch's shapes of input, weight, bias and output, with a batch of one."""
        shapes: dict[str, tuple[int, ...]] = {"input": (1, self.channels, self.axis.length)}
        if self.problem is None:
            shapes["weight"] = self.weight.shape
            if self.state.parameters.bias:
                shapes["bias"] = self.bias.shape
            shapes["output"] = (1, self.state.parameters.out_channels, self.output_length)
        return shapes

    def block_of(self, output: int) -> Block | None:
        """The block that holds an output, if any does."""
        return next((block for block in self.blocks if block.holds(output)), None)

    def channels_of(self, kernel: int) -> tuple[int, ...]:
        """The input channels that a kernel reads."""
        parameters = self.state.parameters
        width = parameters.in_channels // parameters.groups
        group = kernel // (parameters.out_channels // parameters.groups)
        return tuple(range(group * width, (group + 1) * width))

    def kernels_of(self, channel: int) -> range:
        """The kernels that read an input channel."""
        parameters = self.state.parameters
        count = parameters.out_channels // parameters.groups
        group = channel // (parameters.in_channels // parameters.groups)
        return range(group * count, (group + 1) * count)


@dataclass(frozen=True, slots=True)
class WindowScene:
    """The arithmetic of one output value.

    Attributes:
        kernel: Output channel.
        output: Output index.
        channels: The input channels that the kernel reads.
        positions: Where its taps lie, (k,), in input samples; may lie in the padding.
        sources: Which real sample each tap reads, (k,); `ZERO` where padding puts a zero.
        values: What the taps read, (Cin / groups, k).
        weights: (Cin / groups, k).
        products: values times weights, float64.
        bias: Added to the sum.
        total: Sum of products and bias, float64.
        torch_value: The same output value as torch computed it, float32.
        correlated: What `numpy.correlate` makes of the values and the kernel as its card shows it, bias added.
        convolved: The same of `numpy.convolve`.
    """

    kernel: int
    output: int
    channels: tuple[int, ...]
    positions: npt.NDArray[np.int64]
    sources: npt.NDArray[np.int64]
    values: Array
    weights: Array
    products: npt.NDArray[np.float64]
    bias: float
    total: float
    torch_value: float
    correlated: float
    convolved: float

    @property
    def padded(self) -> npt.NDArray[np.bool_]:
        """Which taps lie in the padding, (k,)."""
        mask: npt.NDArray[np.bool_] = self.positions != self.sources
        return mask


def window_at(scene: SignalScene, output: int, kernel: int) -> WindowScene | None:
    """The arithmetic of one output value; runs no convolution.

    None where the layer is refused, and for an output that no block of the scene holds.
    """
    if scene.problem is not None or not scene.output_length:
        return None
    output = max(0, min(output, scene.output_length - 1))
    block = scene.block_of(output)
    if block is None:
        return None
    kernel = max(0, min(kernel, scene.weight.shape[0] - 1))
    channels = scene.channels_of(kernel)
    positions = scene.axis.positions(output)
    values = block.cells[channels[0] : channels[-1] + 1, positions - block.first]
    weights = scene.weight[kernel]
    products = values.astype(np.float64) * weights
    bias = float(scene.bias[kernel])
    shown = scene.kernels[kernel].astype(np.float64)
    pairs = list(zip(values.astype(np.float64), shown, strict=True))
    return WindowScene(
        kernel=kernel,
        output=output,
        channels=channels,
        positions=positions,
        sources=scene.axis.sources(positions),
        values=values,
        weights=weights,
        products=products,
        bias=bias,
        total=float(products.sum() + bias),
        torch_value=float(block.output[kernel, output - block.first_output]),
        correlated=sum(float(np.correlate(x, w, "valid")[0]) for x, w in pairs) + bias,
        convolved=sum(float(np.convolve(x, w, "valid")[0]) for x, w in pairs) + bias,
    )
