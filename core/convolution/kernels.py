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
    """What the user chose one kernel of a signal layer to be.

    Attributes:
        preset: One of `PRESETS_1D`, or "custom".
        frequency: Hz, for the presets in `TUNED`; 0 stands for one period over the kernel.
        weights: Of a custom kernel, a row a channel; cut or filled with zeros where the layer has another size.
        bias: Its bias, or None for the one that it has at first.
    """

    preset: str = RANDOM
    frequency: float = 0.0
    weights: tuple[tuple[float, ...], ...] = ()
    bias: float | None = None


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
            return fitted(np.array(kernel.weights, np.float32), channels, taps)
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


def fitted(weights: Array, channels: int, taps: int) -> Array:
    """Weights of another size: middles aligned, what is too much cut off, what is missing zero."""
    result = np.zeros((channels, taps), np.float32)
    if weights.ndim != 2:
        return result
    rows, wide = min(channels, weights.shape[0]), min(taps, weights.shape[1])
    source, target = (weights.shape[1] - wide) // 2, (taps - wide) // 2
    result[:rows, target : target + wide] = weights[:rows, source : source + wide]
    return result


def _outer(rows: list[float], columns: list[float]) -> npt.NDArray[np.float64]:
    return np.outer(rows, columns)


PRESETS_2D: dict[str, npt.NDArray[np.float64]] = {
    "identity": _outer([0, 1, 0], [0, 1, 0]),
    "blur": np.full((3, 3), 1 / 9),
    "gaussian": _outer([0.25, 0.5, 0.25], [0.25, 0.5, 0.25]),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], np.float64),
    "sobel_x": _outer([1, 2, 1], [-1, 0, 1]),
    "sobel_y": _outer([-1, 0, 1], [1, 2, 1]),
    "laplacian": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], np.float64),
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], np.float64),
    "edges": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], np.float64),
}
"""Presets of a 3x3 kernel over one image channel."""
