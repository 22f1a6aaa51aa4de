"""Presets: what a kernel may be set to with one choice."""

from __future__ import annotations

from collections.abc import Callable

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


def _sine(taps: int) -> npt.NDArray[np.float64]:
    # One whole period over the kernel, so that its taps sum to zero.
    wave: npt.NDArray[np.float64] = np.sin(2 * np.pi * (np.arange(taps) + 0.5) / taps)
    return wave


PROFILES: dict[str, Profile] = {
    "identity": _identity,
    "shift": _shift,
    "moving_average": _moving_average,
    "difference": _difference,
    "gaussian": _gaussian,
    "sharpen": _sharpen,
    "sine": _sine,
}
"""Presets that are one profile, the same over every channel and divided by their number."""

STEREO_DIFFERENCE = "stereo_difference"
RANDOM = "random"
PRESETS_1D: tuple[str, ...] = (*PROFILES, STEREO_DIFFERENCE, RANDOM)


def preset_1d(name: str, channels: int, taps: int, *, seed: int = 0) -> Array:
    """The weights of one kernel over a signal.

    Args:
        name: One of `PRESETS_1D`.
        channels: Input channels that the kernel reads, `Cin / groups`.
        taps: `k`.
        seed: Draws the "random" preset; equal seeds give equal weights.

    Returns:
        (channels, taps), float32.

    Raises:
        KeyError: No preset has that name.
    """
    if name == RANDOM:
        # The bound of nn.Conv1d's own initialisation: uniform within 1 / sqrt(fan-in).
        bound = 1.0 / np.sqrt(channels * taps)
        return np.random.default_rng(seed).uniform(-bound, bound, (channels, taps)).astype(np.float32)
    if name == STEREO_DIFFERENCE:
        signs = np.where(np.arange(channels) % 2 == 0, 1.0, -1.0)
        return (signs[:, None] * _moving_average(taps) / channels).astype(np.float32)
    return np.tile(PROFILES[name](taps) / channels, (channels, 1)).astype(np.float32)


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
