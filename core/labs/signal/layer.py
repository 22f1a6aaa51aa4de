"""The signal lab's computing: any part of a state's layer over its recording, when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.convolution.kernels import LEARNED, kernel_weights
from core.convolution.learning import learned_kernel
from core.convolution.parameters import conv1d
from core.convolution.part import Array, convolve_cells, padded_cells
from core.convolution.windows import axis_maps
from core.labs.judgement import judged, over_budget
from core.labs.signal.scene import Block
from core.labs.signal.state import SignalState, fit

if TYPE_CHECKING:
    from core.media.audio import Readable

LEARNED_FROM = 24_576
"""Samples at the input's start that a learned kernel learns from."""


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
