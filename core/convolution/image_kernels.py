"""Presets of a kernel over an image, at any size."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.convolution.kernels import CUSTOM, RANDOM, Array, Kernel, fitted

Weights = npt.NDArray[np.float64]
Size = tuple[int, int]

STENCILS: dict[str, Weights] = {
    "sobel_x": np.outer([1.0, 2, 1], [-1.0, 0, 1]),
    "sobel_y": np.outer([-1.0, 0, 1], [1.0, 2, 1]),
    "laplacian": np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "emboss": np.array([[-2.0, -1, 0], [-1, 0, 1], [0, 1, 2]]),
    "edges": np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
}
"""Of 3x3, each without effect on a constant; a larger kernel is the same after a Gaussian blur."""

GABOR = "gabor"
PRESETS_2D: tuple[str, ...] = (
    "identity",
    "blur",
    "gaussian",
    "sharpen",
    "sobel_x",
    "sobel_y",
    "laplacian",
    "emboss",
    "edges",
    GABOR,
    RANDOM,
)
LEAST_BLUR = 0.7
"""Cells; the standard deviation that makes three taps nearest to 1-2-1."""


def _gaussian(taps: int) -> Weights:
    # Three taps are the 1-2-1 of the books; beyond, a fifth of the width leaves 4 % of the peak at the edges.
    if taps == 3:
        return np.array([0.25, 0.5, 0.25])
    place = np.arange(taps) - (taps - 1) / 2
    profile = np.exp(-0.5 * (place / max(taps / 5, LEAST_BLUR)) ** 2)
    normalised: Weights = profile / profile.sum()
    return normalised


def _identity(size: Size) -> Weights:
    plane = np.zeros(size)
    plane[size[0] // 2, size[1] // 2] = 1.0
    return plane


def _blurred(stencil: Weights, size: Size) -> Weights:
    """A stencil after a blur that fills the kernel's size; cut where the kernel is smaller, its sum still zero."""
    blur = np.outer(_gaussian(max(1, size[0] - 2)), _gaussian(max(1, size[1] - 2)))
    plane = np.zeros((blur.shape[0] + 2, blur.shape[1] + 2))
    for row in range(3):
        for column in range(3):
            plane[row : row + blur.shape[0], column : column + blur.shape[1]] += stencil[row, column] * blur
    cut = fitted(plane[None].astype(np.float32), 1, size)[0].astype(np.float64)
    balanced: Weights = cut - cut.mean()
    return balanced


def gabor(size: Size, periods: float, angle: float) -> Weights:
    """A wave under a Gaussian, without effect on a constant; its largest answer to any picture of 0 to 1 is 1.

    Args:
        size: (height, width).
        periods: Over the longer side; 0 for one and a half.
        angle: Degrees, the direction that the wave goes; 0 along the rows' direction, so that stripes stand upright.
    """
    rows, columns = np.meshgrid(*(np.arange(length) - (length - 1) / 2 for length in size), indexing="ij")
    turn, longest = np.deg2rad(angle), max(size)
    along = columns * np.cos(turn) + rows * np.sin(turn)
    window = np.exp(-0.5 * ((rows / max(size[0] / 4, 0.5)) ** 2 + (columns / max(size[1] / 4, 0.5)) ** 2))
    wave = np.cos(2 * np.pi * (periods or 1.5) / longest * along) * window
    balanced = wave - window * (wave.sum() / window.sum())
    strength = np.maximum(balanced, 0).sum()
    scaled: Weights = balanced / strength if strength > 1e-9 else np.zeros(size)
    return scaled


def preset_plane(kernel: Kernel, size: Size) -> Weights:
    """A preset over one channel, (height, width).

    Raises:
        KeyError: No preset has that name.
    """
    match kernel.preset:
        case "identity":
            return _identity(size)
        case "blur":
            return np.full(size, 1.0 / (size[0] * size[1]))
        case "gaussian":
            return np.outer(_gaussian(size[0]), _gaussian(size[1]))
        case "sharpen":
            return _identity(size) - _blurred(STENCILS["laplacian"], size)
        case "emboss":  # The relief stands on the picture itself.
            return _identity(size) + _blurred(STENCILS["emboss"], size)
        case "gabor":
            return gabor(size, kernel.frequency, kernel.angle)
        case name:
            return _blurred(STENCILS[name], size)


def image_weights(kernel: Kernel, channels: int, size: Size, *, seed: int = 0) -> Array:
    """The weights of one kernel over an image.

    Args:
        kernel: What it was chosen to be; a preset is the same over every channel, divided by their number.
        channels: Input channels that the kernel reads, `Cin / groups`.
        size: (height, width).
        seed: Draws the "random" preset; equal seeds give equal weights.

    Returns:
        (channels, height, width), float32.

    Raises:
        KeyError: No preset has that name.
    """
    if kernel.preset == CUSTOM:
        return kernel.array(channels, size)
    if kernel.preset == RANDOM:
        # The bound of nn.Conv2d's own initialisation: uniform within 1 / sqrt(fan-in).
        bound = 1.0 / np.sqrt(channels * size[0] * size[1])
        return np.random.default_rng(seed).uniform(-bound, bound, (channels, *size)).astype(np.float32)
    return np.tile(preset_plane(kernel, size) / channels, (channels, 1, 1)).astype(np.float32)
