"""The signal lab: a part of a recording, an `nn.Conv1d`, and the window under the cursor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.convolution.kernels import RANDOM, preset_1d
from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters, conv1d
from core.convolution.validity import Problem, examine
from core.convolution.windows import ZERO, AxisMap, axis_maps
from core.labs.source import Source

if TYPE_CHECKING:
    from core.media.audio import Recording  # decoders, which the interface's process has no use for

Array = npt.NDArray[np.float32]

SHORTEST_PART = 4
ENVELOPE_COLUMNS = 2048
"""Columns of the picture of the whole recording: more than the pixels of a wide screen's stage."""

FIRST_KERNELS = ("sharpen", "difference", "moving_average")
"""What the kernels are set to at first; a layer of more kernels draws the rest at random."""


@dataclass(frozen=True, slots=True)
class SignalState:
    """What the user chose.

    Attributes:
        source: The recording.
        start: First sample of the part that is the layer's input.
        length: Samples of that part, `L`.
        parameters: The layer.
        presets: One name of `PRESETS_1D` a kernel; kernels beyond the last are random.
        cursor: The window looked at, an output index.
        kernel: The kernel looked at, an output channel.
    """

    source: Source = field(default_factory=lambda: Source("sample", "stereo_chord"))
    start: int = 0
    length: int = 64
    parameters: ConvParameters = field(default_factory=lambda: conv1d(2, 3, 3))
    presets: tuple[str, ...] = FIRST_KERNELS
    cursor: int = 0
    kernel: int = 0

    def preset(self, kernel: int) -> str:
        """The preset of one kernel."""
        return self.presets[kernel] if kernel < len(self.presets) else RANDOM

    def with_preset(self, kernel: int, preset: str) -> SignalState:
        """The same state with one kernel's preset changed."""
        count = max(len(self.presets), kernel + 1)
        presets = [self.preset(index) for index in range(count)]
        presets[kernel] = preset
        return replace(self, presets=tuple(presets))


@dataclass(frozen=True, slots=True)
class SignalScene:
    """What there is to show for a state; everything but the place of the cursor.

    Attributes:
        state: The state that this is the scene of.
        rate: Samples a second, Hz.
        frames: Samples of the whole recording.
        envelope: Lowest and highest value of the whole recording by column, (channels, columns, 2).
        signal: The layer's input, (channels, L).
        weight: (Cout, Cin / groups, k); empty where the layer is refused.
        bias: (Cout,); zeros where the layer has none.
        output: (Cout, L_out); empty where the layer is refused.
        axis: The index map between the two.
        problem: Why torch refuses the layer, or None.
        multiply_adds: Products that the layer computes.
    """

    state: SignalState
    rate: int
    frames: int
    envelope: Array
    signal: Array
    weight: Array
    bias: Array
    output: Array
    axis: AxisMap
    problem: Problem | None
    multiply_adds: int

    @property
    def channels(self) -> int:
        """Channels of the recording."""
        return int(self.signal.shape[0])

    @property
    def parameter_count(self) -> int:
        """Numbers that the layer would learn: its weights and its biases."""
        return int(self.weight.size + (self.bias.size if self.state.parameters.bias else 0))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Torch's shapes of input, weight, bias and output, with a batch of one."""
        shapes: dict[str, tuple[int, ...]] = {"input": (1, *self.signal.shape)}
        if self.problem is None:
            shapes["weight"] = self.weight.shape
            if self.state.parameters.bias:
                shapes["bias"] = self.bias.shape
            shapes["output"] = (1, *self.output.shape)
        return shapes


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

    @property
    def padded(self) -> npt.NDArray[np.bool_]:
        """Which taps lie in the padding, (k,)."""
        mask: npt.NDArray[np.bool_] = self.positions != self.sources
        return mask


def weights_of(state: SignalState) -> tuple[Array, Array]:
    """The weights (Cout, Cin / groups, k) and biases (Cout,) that a state's presets stand for."""
    parameters = state.parameters
    channels = max(parameters.in_channels // max(parameters.groups, 1), 0)
    taps = max(parameters.kernel_size[0], 0)
    if not channels or not taps or parameters.out_channels < 1:
        shape = (max(parameters.out_channels, 0), channels, taps)
        return np.zeros(shape, np.float32), np.zeros(shape[0], np.float32)
    kernels = range(parameters.out_channels)
    weight = np.stack([preset_1d(state.preset(o), channels, taps, seed=o) for o in kernels])
    # Small and different for each kernel, so that the bias is seen to be one number a kernel.
    bias = np.array([0.05 * (1 + o % 4) for o in kernels], np.float32)
    return weight, bias if parameters.bias else np.zeros_like(bias)


def fit(state: SignalState, recording: Recording) -> SignalState:
    """The same state with its part inside the recording."""
    frames = recording.samples.shape[1]
    length = max(min(state.length, frames), min(SHORTEST_PART, frames))
    return replace(state, length=length, start=max(0, min(state.start, frames - length)))


def opened(state: SignalState, source: Source, recording: Recording) -> SignalState:
    """The state after opening a recording: its loudest part, and a layer that reads its channels."""
    channels = int(recording.samples.shape[0])
    fitted = fit(replace(state, source=source), recording)
    parameters = state.parameters.changed("in_channels", channels)
    if channels % max(parameters.groups, 1):
        parameters = parameters.changed("groups", 1)
    return replace(fitted, parameters=parameters, start=_loudest(recording, fitted.length), cursor=0)


def _loudest(recording: Recording, length: int) -> int:
    """Where the part of the most energy begins."""
    energy = np.cumsum(np.concatenate([[0.0], np.square(recording.samples, dtype=np.float64).sum(axis=0)]))
    sums = energy[length:] - energy[:-length]
    return int(np.argmax(sums)) if len(sums) else 0


def envelope(samples: Array, columns: int = ENVELOPE_COLUMNS) -> Array:
    """Lowest and highest value by column, (channels, at most `columns`, 2)."""
    frames = samples.shape[1]
    edges = np.unique(np.linspace(0, frames, min(columns, frames) + 1).astype(np.int64)[:-1])
    low = np.minimum.reduceat(samples, edges, axis=1)
    high = np.maximum.reduceat(samples, edges, axis=1)
    return np.stack([low, high], axis=-1)


def resolve(state: SignalState, recording: Recording) -> SignalScene:
    """Everything to show for a state. Runs torch; a refused layer is a value, not an exception."""
    state = fit(state, recording)
    parameters = state.parameters
    part = np.ascontiguousarray(recording.samples[:, state.start : state.start + state.length])
    weight, bias = weights_of(state)
    problem = None
    try:
        output = convolve(part, weight, bias if parameters.bias else None, parameters)
    except (ValueError, RuntimeError) as error:
        problem = examine(parameters, part.shape, error)
        output = np.zeros((parameters.out_channels, 0), np.float32)
    return SignalScene(
        state=state,
        rate=recording.rate,
        frames=int(recording.samples.shape[1]),
        envelope=envelope(recording.samples),
        signal=part,
        weight=weight,
        bias=bias,
        output=output,
        axis=axis_maps(parameters, (part.shape[1],))[0],
        problem=problem,
        multiply_adds=int(output.shape[1] * weight.size),
    )


def window_at(scene: SignalScene, output: int, kernel: int) -> WindowScene | None:
    """The arithmetic of one output value, or None where the layer is refused; runs no convolution."""
    if scene.problem is not None or not scene.output.size:
        return None
    output = max(0, min(output, scene.output.shape[1] - 1))
    kernel = max(0, min(kernel, scene.output.shape[0] - 1))
    parameters = scene.state.parameters
    group = kernel // (parameters.out_channels // parameters.groups)
    width = parameters.in_channels // parameters.groups
    channels = tuple(range(group * width, (group + 1) * width))
    positions = scene.axis.positions(output)
    sources = scene.axis.sources(positions)
    constant = sources == ZERO
    cells = scene.signal[channels[0] : channels[-1] + 1, np.where(constant, 0, sources)]
    values = np.where(constant, np.float32(0), cells)
    weights = scene.weight[kernel]
    products = values.astype(np.float64) * weights
    bias = float(scene.bias[kernel])
    return WindowScene(
        kernel=kernel,
        output=output,
        channels=channels,
        positions=positions,
        sources=sources,
        values=values,
        weights=weights,
        products=products,
        bias=bias,
        total=float(products.sum() + bias),
        torch_value=float(scene.output[kernel, output]),
    )
