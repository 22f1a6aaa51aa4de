"""What a signal and a kernel are made of: frequencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

FLOOR_DB = -90.0
"""Decibels below full scale from which on nothing is shown."""
ROWS = 384
COLUMNS = 480


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """Levels over time and frequency.

    Attributes:
        levels: (signals, rows, columns), decibels relative to a sine of full scale; row 0 is the lowest frequency.
        top: The frequency of the upper edge, Hz.
        sampled: Whether columns stand further apart than their windows are wide: a preview.
    """

    levels: Array
    top: float
    sampled: bool


def spectrogram(
    read: Callable[[int, int], npt.NDArray[np.float32]], frames: int, rate: float, *, rows: int = ROWS
) -> Spectrogram:
    """The short-time spectra of signals of one length, a Hann window a column.

    Args:
        read: Gives the samples from first up to stop, (signals, stop - first).
        frames: How many there are.
        rate: Samples a second, Hz; may be a fraction of the recording's where the layer has a stride.
        rows: Frequencies.

    Returns:
        At most `COLUMNS` columns; the cost does not grow with the signal's length.
    """
    size = 2 * rows
    if frames < 1:
        signals = read(0, 0).shape[0]
        return Spectrogram(np.full((signals, rows, 1), FLOOR_DB, np.float32), rate / 2, sampled=False)
    columns = max(1, min(COLUMNS, frames // max(1, size // 4)))
    window = np.hanning(size + 1)[:-1]
    centres = (np.arange(columns) + 0.5) * frames / columns
    levels = []
    for centre in centres:
        first = int(centre) - size // 2
        low, high = max(0, first), min(frames, first + size)
        values = read(low, high)
        piece = np.zeros((len(values), size))
        piece[:, low - first : high - first] = values
        magnitude = np.abs(np.fft.rfft(piece * window))[:, 1 : rows + 1] * 2 / window.sum()
        levels.append(20 * np.log10(np.maximum(magnitude, 10 ** (FLOOR_DB / 20))))
    stacked = np.stack(levels, axis=-1).astype(np.float32)
    return Spectrogram(stacked, rate / 2, sampled=frames / columns > size)


def frequency_response(weights: Array, rate: float, top: float, dilation: int = 1, points: int = ROWS) -> Array:
    """How much a kernel lets through of each frequency, decibels, (points,) from 0 Hz to `top`.

    A dilated kernel is the same kernel with zeros between its taps. Channels add up: the response is
    to the same sine on every channel that the kernel reads.

    Args:
        weights: (channels, taps).
        rate: Samples a second of the input, Hz.
        top: The highest frequency, Hz.
        dilation: Samples from one tap to the next.
        points: Frequencies.
    """
    profile = weights.astype(np.float64).sum(axis=0)
    size = 1 << int(np.ceil(np.log2(max(dilation * len(profile), 4 * points))))
    spread = np.zeros(size)
    spread[: dilation * len(profile) : dilation] = profile
    magnitude = np.abs(np.fft.rfft(spread))
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    # The largest within each point's share, so that a narrow peak is not stepped over.
    edges = np.linspace(0, top, points + 1)
    starts = np.minimum(np.searchsorted(frequencies, edges[:-1]), len(frequencies) - 1)
    peaks = np.maximum.reduceat(magnitude[: max(2, int(np.searchsorted(frequencies, top)) + 1)], starts)
    levels: Array = (20 * np.log10(np.maximum(peaks, 10 ** (FLOOR_DB / 20)))).astype(np.float32)
    return levels
