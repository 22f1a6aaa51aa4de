"""The signal lab's state: a part of a recording, an `nn.Conv1d`, the window under the cursor, and what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.convolution.kernels import Kernel, fitted
from core.convolution.parameters import ConvParameters, conv1d
from core.convolution.part import Array
from core.convolution.windows import AxisMap, axis_maps
from core.labs.source import Source

if TYPE_CHECKING:
    from core.media.audio import Readable  # decoders, which the interface's process has no use for

SHORTEST_PART = 4
FIRST_SPAN = 160
SMALLEST_SPAN = 16
AROUND_CURSOR = 256
"""Outputs on each side of a cursor that is out of view, for stepping on at once."""
MOST_KERNELS = 64
MOST_TAPS = 65_536

FIRST_KERNELS = (Kernel("sharpen"), Kernel("difference"), Kernel("moving_average"))
"""What the kernels are set to at first; a layer of more kernels draws the rest at random."""

Page = Literal["slide", "matrix", "figures", "backward", "listen"]
PAGES: tuple[Page, ...] = ("slide", "matrix", "figures", "backward", "listen")
Upstream = Literal["ones", "one_hot", "output", "drawn"]
UPSTREAMS: tuple[Upstream, ...] = ("ones", "one_hot", "output", "drawn")

LECTURE_NOTES = (1661.0, 1244.0, 830.0, 932.0)
"""Hz; of the lecture's experiment in listening to kernels."""


@dataclass(frozen=True, slots=True)
class SignalState:
    """What the user chose.

    Attributes:
        source: The recording.
        start: First sample of the part that is the layer's input.
        length: Samples of that part, `L`.
        parameters: The layer.
        kernels: One choice a kernel; kernels beyond the last are random.
        flip: Whether the kernels are turned round first: true convolution instead of cross-correlation.
        edits: Samples changed by hand, (channel, sample of the recording, value), ascending.
        cursor: The window looked at, an output index.
        kernel: The kernel looked at, an output channel.
        cell: The input cell whose gradient is looked at, (channel, input sample); None for the middle of the window.
        page: Which view of the lab is shown.
        view: First place in view, in input samples.
        span: Places in view.
        upstream: The gradient that arrives at the outputs.
        drawn: That gradient where it is drawn by hand, (kernel, output, value), ascending.
    """

    source: Source = field(default_factory=lambda: Source("sample", "stereo_chord"))
    start: int = 0
    length: int = 64
    parameters: ConvParameters = field(default_factory=lambda: conv1d(2, 3, 3))
    kernels: tuple[Kernel, ...] = FIRST_KERNELS
    flip: bool = False
    edits: tuple[tuple[int, int, float], ...] = ()
    cursor: int = 0
    kernel: int = 0
    cell: tuple[int, int] | None = None
    page: Page = "slide"
    view: int = 0
    span: int = FIRST_SPAN
    upstream: Upstream = "ones"
    drawn: tuple[tuple[int, int, float], ...] = ()

    def kernel_choice(self, kernel: int) -> Kernel:
        """What one kernel was chosen to be."""
        return self.kernels[kernel] if kernel < len(self.kernels) else Kernel()

    def with_kernel(self, kernel: int, choice: Kernel) -> SignalState:
        """The same state with one kernel changed."""
        count = max(len(self.kernels), kernel + 1)
        kernels = [self.kernel_choice(index) for index in range(count)]
        kernels[kernel] = choice
        return replace(self, kernels=tuple(kernels))

    def with_sample(self, channel: int, place: int, value: float) -> SignalState:
        """The same state with one sample of the part changed by hand."""
        return replace(self, edits=_put(self.edits, (channel, self.start + place), value))

    def with_upstream(self, kernel: int, output: int, value: float) -> SignalState:
        """The same state with one number of the drawn gradient changed."""
        return replace(self, upstream="drawn", drawn=_put(self.drawn, (kernel, output), value))


def _put(
    entries: tuple[tuple[int, int, float], ...], place: tuple[int, int], value: float
) -> tuple[tuple[int, int, float], ...]:
    kept = [entry for entry in entries if entry[:2] != place]
    return tuple(sorted([*kept, (*place, value)]))


def custom(kernels: Array, index: int, channel: int, tap: int, value: float, bias: float | None) -> Kernel:
    """A kernel with one weight changed by hand: from then on it is "custom"."""
    changed = kernels[index].astype(np.float64)
    changed[channel, tap] = value
    return Kernel.of(changed, bias)


def with_weights(state: SignalState, weights: Array, bias: Array | None = None) -> SignalState | None:
    """The same state with all kernels set from numbers, and the layer's sizes after them.

    Args:
        state: The state.
        weights: (Cout, Cin / groups, k) as of `nn.Conv1d`; (channels, k) is one kernel, (k,) one over one channel.
        bias: (Cout,), or None to keep the biases.

    Returns:
        None where the weights have another number of dimensions, or more kernels or taps than are shown.
    """
    shaped = weights.reshape((1,) * (3 - weights.ndim) + weights.shape) if weights.ndim <= 3 else weights
    if shaped.ndim != 3 or not shaped.size or shaped.shape[0] > MOST_KERNELS or shaped.shape[2] > MOST_TAPS:
        return None
    parameters = state.parameters
    kernels, width, taps = shaped.shape
    groups = parameters.groups if parameters.groups * width == parameters.in_channels else 1
    if kernels % max(groups, 1):
        groups = 1
    if groups == 1 and width != parameters.in_channels:
        shaped = np.stack([fitted(one, parameters.in_channels, (taps,)) for one in shaped])
    layer = replace(parameters, out_channels=kernels, kernel_size=(taps,), groups=groups)
    choices = tuple(Kernel.of(one, None if bias is None else float(bias[index])) for index, one in enumerate(shaped))
    return replace(state, parameters=layer, kernels=choices, kernel=min(state.kernel, kernels - 1))


def lecture_experiment() -> SignalState:
    """The lecture's experiment in one state: four long sines at four notes' frequencies, over all of the recording."""
    return SignalState(
        start=0,
        length=88_200,
        parameters=conv1d(2, len(LECTURE_NOTES), 8820, bias=False),
        kernels=tuple(Kernel("sine", note) for note in LECTURE_NOTES),
        page="listen",
        view=0,
        span=88_200,
    )


def fit(state: SignalState, recording: Readable) -> SignalState:
    """The same state with its part inside the recording and its view inside the padded part."""
    length = max(min(state.length, recording.frames), min(SHORTEST_PART, recording.frames))
    start = max(0, min(state.start, recording.frames - length))
    return fit_view(replace(state, length=length, start=start))


def fit_view(state: SignalState) -> SignalState:
    """The same state with its view inside the padded part."""
    (axis,) = axis_maps(state.parameters, (state.length,))
    before, after = max(0, axis.before), max(0, axis.after)
    span = max(SMALLEST_SPAN, min(state.span, max(FIRST_SPAN, state.length + before + after)))
    view = max(-before, min(state.view, state.length + after - span))
    return replace(state, span=span, view=view if span < state.length + before + after else -before)


def margin(span: int) -> int:
    """Places on each side of a view whose numbers are at hand before they are asked for."""
    return max(span, min(6 * span, 2048))


def follow(state: SignalState, axis: AxisMap) -> SignalState:
    """The same state with its view turned, like a page, to where the cursor's window lies."""
    if axis.output_length < 1:
        return state
    positions = axis.span(state.cursor, state.cursor + 1)
    middle = axis.centre(state.cursor)
    fits = positions[1] - positions[0] <= state.span
    inside = (
        (positions[0] >= state.view and positions[1] <= state.view + state.span)
        if fits
        else (state.view <= middle < state.view + state.span)
    )
    if inside:
        return state
    return fit_view(replace(state, view=int(middle) - state.span // 2))
