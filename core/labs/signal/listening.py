"""The listening page of the signal lab: what goes in and what comes out, as frequencies and as sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.convolution.part import FFT_FROM, Array
from core.convolution.spectrum import FLOOR_DB, Spectrogram, frequency_response, spectrogram
from core.labs.signal.layer import SignalLayer
from core.labs.signal.state import SignalState

if TYPE_CHECKING:
    from core.media.audio import Readable

MOST_OUTPUTS = 8
"""Outputs whose spectrograms are made, from the chosen kernel's page of eight on."""
MOST_PRODUCTS = 2_000_000_000
AT_ONCE = 3_000_000
"""Cells up to which the whole output is computed once; of a longer part only what the columns read is."""


@dataclass(frozen=True, slots=True)
class ListeningScene:
    """What there is to show of a state's sound.

    Attributes:
        state: The state that this is the scene of.
        first_kernel: The first output shown.
        input: Of the mean of the input's channels.
        output: Of the outputs shown.
        responses: How much each kernel shown lets through of each frequency, decibels, (outputs, points)
            from 0 Hz to `top`.
        seconds: How long the input lasts.
        output_offset: Seconds from the input's start to the first window's middle.
        output_seconds: Seconds that the outputs span on the input's time axis.
        peaks: Largest magnitude of the input and of each output shown, (1 + outputs,).
        top: The frequency, Hz, that an axis needs to reach to show what is loud in the outputs.
    """

    state: SignalState
    first_kernel: int
    input: Spectrogram
    output: Spectrogram
    responses: Array
    seconds: float
    output_offset: float
    output_seconds: float
    peaks: Array
    top: float


QUIET = 32.0
"""Decibels below an output's loudest place that need not be on the axis."""


def needed_top(spectrograms: Spectrogram, nyquist: float) -> float:
    """The half, quarter or eighth of the input's frequencies that holds all that is loud, Hz."""
    loud = spectrograms.levels > spectrograms.levels.max(axis=(1, 2), keepdims=True) - QUIET
    loud &= spectrograms.levels > FLOOR_DB
    rows = np.flatnonzero(loud.any(axis=(0, 2)))
    highest = (rows[-1] + 1) / spectrograms.levels.shape[1] * spectrograms.top if len(rows) else 0.0
    return next((nyquist / part for part in (8, 4, 2) if highest <= 0.94 * nyquist / part), nyquist)


def first_shown(kernel: int) -> int:
    """The first output shown when a kernel is looked at."""
    return kernel // MOST_OUTPUTS * MOST_OUTPUTS


def output_reader(layer: SignalLayer, kernels: tuple[int, int]) -> Callable[[int, int], Array]:
    """Gives outputs of some kernels, from the first up to the second, from first up to stop.

    Without their biases, which are silent. A part whose whole output is soon computed is computed once.
    """
    whole: list[Array] = []
    count = layer.axis.output_length
    _, width, taps = layer.weight.shape
    products = (kernels[1] - kernels[0]) * width * min(taps, FFT_FROM) * count
    small = layer.state.length * layer.recording.channels <= AT_ONCE and products <= MOST_PRODUCTS
    bias = layer.bias[slice(*kernels), None]

    def read(first: int, stop: int) -> Array:
        if not small:
            return layer.outputs(first, stop, kernels) - bias
        if not whole:
            whole.append(layer.outputs(0, count, kernels) - bias)
        return whole[0][:, first:stop]

    return read


def resolve_listening(state: SignalState, recording: Readable) -> ListeningScene | None:
    """Spectra of input and outputs on one frequency axis; None where the layer is refused. Runs torch."""
    layer = SignalLayer(state, recording)
    if layer.problem is not None:
        return None
    state, axis, rate = layer.state, layer.axis, float(recording.rate)
    first = first_shown(min(state.kernel, state.parameters.out_channels - 1))
    stop = min(first + MOST_OUTPUTS, state.parameters.out_channels)
    read = output_reader(layer, (first, stop))
    peaks = np.zeros(1 + stop - first, np.float32)

    def mixed(low: int, high: int) -> npt.NDArray[np.float32]:
        values = layer.read(low, high)
        peaks[0] = max(peaks[0], np.abs(values).max(initial=0))
        mean: npt.NDArray[np.float32] = values.mean(axis=0, keepdims=True)
        return mean

    def outputs(low: int, high: int) -> npt.NDArray[np.float32]:
        values = read(low, high)
        np.maximum(peaks[1:], np.abs(values).max(axis=1, initial=0), out=peaks[1:])
        return values

    made = spectrogram(outputs, axis.output_length, rate / axis.stride)
    top = needed_top(made, rate / 2)
    return ListeningScene(
        state=state,
        first_kernel=first,
        input=spectrogram(mixed, state.length, rate),
        output=made,
        responses=np.stack([frequency_response(layer.weight[o], rate, top, axis.dilation) for o in range(first, stop)]),
        seconds=state.length / rate,
        output_offset=axis.centre(0) / rate,
        output_seconds=axis.output_length * axis.stride / rate,
        peaks=peaks,
        top=top,
    )
