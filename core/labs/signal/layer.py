"""The signal lab's computing: any part of a state's layer over its recording, when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.convolution.kernels import LEARNED, kernel_weights
from core.convolution.learning import learned_kernel
from core.convolution.parameters import ConvParameters, conv1d
from core.convolution.part import Array, convolve_cells, padded_cells
from core.convolution.validity import PER_AXIS, SCALARS, Problem, Range, Remedy, examine, legal_range, refusal
from core.convolution.windows import axis_maps
from core.labs.signal.scene import Block
from core.labs.signal.state import SignalState, fit

if TYPE_CHECKING:
    from core.media.audio import Readable

LEARNED_FROM = 24_576
"""Samples at the input's start that a learned kernel learns from."""


MOST_WEIGHTS = 4_000_000
MOST_OUTPUTS = 512
"""A layer of more weights or kernels is not built: it would take seconds and gigabytes, and show nothing more."""
MOST_ASKED = 8192
"""Weights of a layer whose legal ranges are asked for."""
BUDGET = "Budget"
"""The kind of a `Problem` that is ours and not torch's; its message is "weights 5000000 4000000": what is too many,
how many there are, and how many there may be."""


def over_budget(parameters: ConvParameters) -> Problem | None:
    """Why a layer is too large for this program, or None; asked before anything is allocated."""
    excess = _excess(parameters)
    if excess is None:
        return None
    what, number, limit = excess
    channels = max(parameters.in_channels // max(parameters.groups, 1), 1)
    kernels = min(MOST_OUTPUTS, MOST_WEIGHTS // max(1, channels * parameters.kernel_size[0]))
    taps = MOST_WEIGHTS // max(1, parameters.out_channels * channels)
    tried = (
        Remedy("out_channels", parameters.changed("out_channels", max(1, kernels))),
        Remedy("kernel_size", parameters.changed("kernel_size", (max(1, taps),))),
    )
    remedies = tuple(remedy for remedy in tried if _excess(remedy.value) is None)
    terms = tuple(remedy.parameter for remedy in remedies) or (what if what != "weights" else "kernel_size",)
    return Problem(BUDGET, f"{what} {number} {limit}", terms, remedies)


def _excess(parameters: ConvParameters) -> tuple[str, int, int] | None:
    channels = max(parameters.in_channels // max(parameters.groups, 1), 1)
    weights = parameters.out_channels * channels * parameters.kernel_size[0]
    for what, number, limit in (
        ("in_channels", parameters.in_channels, MOST_OUTPUTS),
        ("out_channels", parameters.out_channels, MOST_OUTPUTS),
        ("weights", weights, MOST_WEIGHTS),
    ):
        if number > limit:
            return what, number, limit
    return None


@lru_cache(maxsize=64)
def judged(parameters: ConvParameters, shape: tuple[int, ...]) -> Problem | None:
    """Why a layer is too large here or torch refuses it, or None; asked once."""
    too_large = over_budget(parameters)
    if too_large is not None:
        return too_large
    error = refusal(parameters, shape)
    return None if error is None else examine(parameters, shape, error)


def ranges_of(parameters: ConvParameters, shape: tuple[int, ...]) -> dict[str, Range]:
    """For each parameter that is a number, the values around the present one that torch accepts, all else as it is.

    Takes some hundred small convolutions: for asking when nobody waits. A layer of long kernels, of
    which each would take long, is not asked about.
    """
    channels = parameters.in_channels // max(parameters.groups, 1)
    if parameters.out_channels * channels * parameters.kernel_size[0] > MOST_ASKED:
        return {}
    found = {name: legal_range(parameters, name, 0, shape, over_budget) for name in (*PER_AXIS, *SCALARS)}
    return {name: one for name, one in found.items() if one is not None}


class SignalLayer:
    """A state's layer over its recording: any part of its input and output, computed when asked for.

    Attributes:
        state: Fitted to the recording.
        axis: The index map.
        problem: Why torch refuses the layer, or why it is too large here, or None.
        kernels, weight, bias: As of `SignalScene`.
    """

    def __init__(self, state: SignalState, recording: Readable) -> None:
        self.state = state = fit(state, recording)
        self.recording = recording
        parameters = state.parameters
        (self.axis,) = axis_maps(parameters, (state.length,))
        shape = (recording.channels, state.length)
        self.problem = judged(parameters, shape)
        if over_budget(parameters) is not None:
            parameters = conv1d(1, 1, 1)  # Nothing of the layer itself is made.
        self.kernels, self.bias = weights_of(replace(state, parameters=parameters), recording.rate, self.read)
        self.weight = np.ascontiguousarray(self.kernels[..., ::-1]) if state.flip else self.kernels

    def read(self, first: int, stop: int) -> Array:
        """The input's real cells, changes by hand included, (channels, stop - first)."""
        origin = self.state.start
        samples = self.recording.read(origin + first, origin + stop)
        for channel, frame, value in self.state.edits:
            if channel < samples.shape[0] and first <= frame - origin < stop:
                samples = samples if samples.flags.writeable and samples.base is None else samples.copy()
                samples[channel, frame - origin - first] = value
        return samples

    def cells(self, first: int, stop: int) -> Array:
        """The cells at the positions from first up to stop, padding included."""
        return padded_cells((self.axis,), lambda box: self.read(*box[0]), ((first, stop),))

    def outputs(self, first: int, stop: int, kernels: tuple[int, int] | None = None) -> Array:
        """The outputs from first up to stop, (kernels, stop - first).

        Args:
            first: The first output.
            stop: The one behind the last.
            kernels: The first kernel and the one behind the last, all by default.
        """
        parameters = self.state.parameters
        if kernels is None or stop <= first:
            return self.block(first, stop).output[slice(*(kernels or (0, None)))]
        if parameters.groups > 1:  # The kernels asked for may lie in several groups.
            return self.block(first, stop).output[slice(*kernels)]
        chosen = slice(*kernels)
        cells = self.cells(*self.axis.span(first, stop))
        bias = self.bias[chosen] if parameters.bias else None
        alone = parameters.changed("out_channels", kernels[1] - kernels[0])
        return convolve_cells(cells, self.weight[chosen], bias, alone)

    def block(self, first: int, stop: int) -> Block:
        """The outputs from first up to stop, with the cells that they read."""
        if stop <= first:
            return Block(0, self.read(0, 0), first, np.zeros((self.state.parameters.out_channels, 0), np.float32))
        low, high = self.axis.span(first, stop)
        cells = self.cells(low, high)
        bias = self.bias if self.state.parameters.bias else None
        return Block(low, cells, first, convolve_cells(cells, self.weight, bias, self.state.parameters))


@lru_cache(maxsize=16)
def _learned(signal: bytes, shape: tuple[int, ...], taps: int, dilation: int) -> Array:
    """`learned_kernel`, once for the same signal: every look at another place would learn it anew."""
    return learned_kernel(np.frombuffer(signal, np.float32).reshape(shape), taps, dilation)


def weights_of(state: SignalState, rate: float, read: Callable[[int, int], Array] | None = None) -> tuple[Array, Array]:
    """The kernels (Cout, Cin / groups, k) and biases (Cout,) that a state's choices stand for.

    Args:
        state: The state.
        rate: Samples a second, Hz.
        read: Gives the input's real cells, for kernels that are learned from it.
    """
    parameters = state.parameters
    channels = max(parameters.in_channels // max(parameters.groups, 1), 0)
    taps = max(parameters.kernel_size[0], 0)
    if not channels or not taps or parameters.out_channels < 1:
        shape = (max(parameters.out_channels, 0), channels, taps)
        return np.zeros(shape, np.float32), np.zeros(shape[0], np.float32)
    weights, biases = [], []
    for index in range(parameters.out_channels):
        choice = state.kernel_choice(index)
        if choice.preset == LEARNED and read is not None:
            group = index // max(1, parameters.out_channels // max(parameters.groups, 1))
            signal = read(0, min(state.length, LEARNED_FROM))[group * channels : (group + 1) * channels]
            enough = signal.shape[0] == channels
            dilation = max(1, parameters.dilation[0])
            weights.append(
                _learned(signal.tobytes(), signal.shape, taps, dilation)
                if enough
                else np.zeros((channels, taps), np.float32)
            )
        else:
            weights.append(kernel_weights(choice, channels, taps, rate=rate, seed=index))
        # Small and different for each kernel, so that the bias is seen to be one number a kernel.
        biases.append(0.05 * (1 + index % 4) if choice.bias is None else choice.bias)
    bias = np.array(biases, np.float32)
    return np.stack(weights), bias if parameters.bias else np.zeros_like(bias)
