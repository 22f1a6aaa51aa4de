"""Presets: what a kernel may be set to with one choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Profile = Callable[[int], npt.NDArray[np.float64]]


def _identity(taps: int) -> npt.NDArray[np.float64]:
    profile = np.zeros(taps)
    profile[taps // 2] = 1.0
    return profile


def _shift(taps: int) -> npt.NDArray[np.float64]:
    profile = np.zeros(taps)
    profile[0] = 1.0
    return profile


def _moving_average(taps: int) -> npt.NDArray[np.float64]:
    return np.full(taps, 1.0 / taps)


def _difference(taps: int) -> npt.NDArray[np.float64]:
    profile = np.zeros(taps)
    if taps > 1:
        profile[0], profile[-1] = -1.0, 1.0
    return profile


def _gaussian(taps: int) -> npt.NDArray[np.float64]:
    # A standard deviation of a quarter of the width leaves about 2 % at the edges.
    place = np.arange(taps) - (taps - 1) / 2
    profile = np.exp(-0.5 * (place / max(taps / 4, 0.5)) ** 2)
    normalised: npt.NDArray[np.float64] = profile / profile.sum()
    return normalised


def _sharpen(taps: int) -> npt.NDArray[np.float64]:
    return 2 * _identity(taps) - _gaussian(taps)


PROFILES: dict[str, Profile] = {
    "identity": _identity,
    "shift": _shift,
    "moving_average": _moving_average,
    "difference": _difference,
    "gaussian": _gaussian,
    "sharpen": _sharpen,
}
"""Presets that are one profile, the same over every channel and divided by their number."""

STEREO_DIFFERENCE = "stereo_difference"
SINE, BAND_PASS = "sine", "band_pass"
RANDOM, LEARNED, CUSTOM = "random", "learned", "custom"
TUNED = (SINE, BAND_PASS)
"""Presets that have a frequency."""
PRESETS_1D: tuple[str, ...] = (*PROFILES, *TUNED, STEREO_DIFFERENCE, RANDOM, LEARNED)


@dataclass(frozen=True, slots=True)
class Kernel:
    """What the user chose one kernel of a layer to be.

    Attributes:
        preset: One of `PRESETS_1D` or `PRESETS_2D`, or "custom".
        frequency: Of a signal's preset in `TUNED` in Hz, 0 for one period over the kernel; of "gabor" in periods
            over the kernel's longer side, 0 for one and a half.
        angle: The direction across the stripes of "gabor", degrees from the columns' direction towards the rows'.
        weights: Of a custom kernel, channel by channel and row by row.
        shape: Their (channels, *kernel_size); cut or filled with zeros where the layer has another.
        bias: Its bias, or None for the one that it has at first.
    """

    preset: str = RANDOM
    frequency: float = 0.0
    angle: float = 0.0
    weights: tuple[float, ...] = ()
    shape: tuple[int, ...] = ()
    bias: float | None = None

    @classmethod
    def of(cls, weights: npt.NDArray[np.floating], bias: float | None = None) -> Kernel:
        """A custom kernel with these weights, (channels, *kernel_size)."""
        return cls(CUSTOM, weights=tuple(weights.astype(np.float64).ravel().tolist()), shape=weights.shape, bias=bias)

    def array(self, channels: int, size: tuple[int, ...]) -> Array:
        """The weights of a custom kernel, (channels, *size)."""
        if int(np.prod(self.shape, dtype=object)) != len(self.weights):
            return np.zeros((channels, *size), np.float32)
        return fitted(np.array(self.weights, np.float32).reshape(self.shape), channels, size)


def tuned_profile(preset: str, taps: int, frequency: float, rate: float) -> npt.NDArray[np.float64]:
    """A sine, or a band-pass filter: a cosine under a Hann window, with a gain of 1 at its frequency.

    Args:
        preset: One of `TUNED`.
        taps: `k`.
        frequency: Hz; 0 for one period over the kernel.
        rate: Samples a second, Hz.
    """
    turns = 2 * np.pi * (frequency / rate if frequency > 0 else 1 / taps)
    # Half a sample off, so that the one period of a short kernel sums to zero.
    place = np.arange(taps) + 0.5
    if preset == SINE:
        wave: npt.NDArray[np.float64] = np.sin(turns * place)
        return wave if frequency <= 0 else wave * (2 / taps)  # A long one would otherwise be deafening.
    window = np.sin(np.pi * place / taps) ** 2
    wave = np.cos(turns * (place - taps / 2)) * window
    gain = abs((wave * np.exp(-1j * turns * place)).sum())
    scaled: npt.NDArray[np.float64] = wave / gain if gain > 1e-9 else wave
    return scaled


def kernel_weights(kernel: Kernel, channels: int, taps: int, *, rate: float = 1.0, seed: int = 0) -> Array:
    """The weights of one kernel over a signal.

    Args:
        kernel: What it was chosen to be; "learned" needs data and is made elsewhere.
        channels: Input channels that the kernel reads, `Cin / groups`.
        taps: `k`.
        rate: Samples a second of the signal, Hz.
        seed: Draws the "random" preset; equal seeds give equal weights.

    Returns:
        (channels, taps), float32.

    Raises:
        KeyError: No preset has that name.
    """
    match kernel.preset:
        case "custom":
            return kernel.array(channels, (taps,))
        case "random":
            # The bound of nn.Conv1d's own initialisation: uniform within 1 / sqrt(fan-in).
            bound = 1.0 / np.sqrt(channels * taps)
            return np.random.default_rng(seed).uniform(-bound, bound, (channels, taps)).astype(np.float32)
        case "stereo_difference":
            signs = np.where(np.arange(channels) % 2 == 0, 1.0, -1.0)
            return (signs[:, None] * _moving_average(taps) / channels).astype(np.float32)
        case "sine" | "band_pass":
            profile = tuned_profile(kernel.preset, taps, kernel.frequency, rate)
        case _:
            profile = PROFILES[kernel.preset](taps)
    return np.tile(profile / channels, (channels, 1)).astype(np.float32)


def fitted(weights: Array, channels: int, size: tuple[int, ...]) -> Array:
    """Weights of another size: middles aligned, what is too much cut off, what is missing zero.

    Args:
        weights: (channels, *taps); of another number of dimensions they are of no use, and zeros come back.
        channels: Wanted; the first are kept.
        size: Wanted, a number a dimension.
    """
    result = np.zeros((channels, *size), np.float32)
    if weights.ndim != result.ndim or not weights.size:
        return result
    rows = min(channels, weights.shape[0])
    source, target = [slice(rows)], [slice(rows)]
    for have, want in zip(weights.shape[1:], size, strict=True):
        wide = min(have, want)
        source.append(slice((have - wide) // 2, (have - wide) // 2 + wide))
        target.append(slice((want - wide) // 2, (want - wide) // 2 + wide))
    result[tuple(target)] = weights[tuple(source)]
    return result
