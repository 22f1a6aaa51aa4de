"""The image lab: a picture in grey, an `nn.Conv2d` with one editable 3x3 kernel, and its window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.convolution.image_kernels import PRESETS_2D, image_weights
from core.convolution.kernels import Kernel
from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters, conv2d
from core.convolution.validity import Problem, examine
from core.convolution.windows import ZERO, AxisMap, axis_maps
from core.labs.source import Source

if TYPE_CHECKING:
    from core.media.images import Picture  # decoders, which the interface's process has no use for

Array = npt.NDArray[np.float32]
Taps = tuple[float, ...]

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in grey (ITU-R BT.601)."""

LONGEST_SIDE = 768
"""A larger picture is shown and convolved at this size; the scene says so."""

CUSTOM = "custom"


def preset_taps(name: str) -> Taps:
    """The nine numbers of a preset, row by row.

    Raises:
        KeyError: No preset has that name.
    """
    return tuple(float(value) for value in image_weights(Kernel(name), 1, (3, 3)).ravel())


@dataclass(frozen=True, slots=True)
class ImageState:
    """What the user chose.

    Attributes:
        source: The picture.
        parameters: The layer, from one grey channel to one map.
        taps: The kernel's numbers, row by row.
        bias: Added to every output value.
        cursor: The window looked at, (row, column) of the output.
    """

    source: Source = field(default_factory=lambda: Source("sample", "picture"))
    parameters: ConvParameters = field(default_factory=lambda: conv2d(1, 1, (3, 3)))
    taps: Taps = field(default_factory=lambda: preset_taps("sobel_x"))
    bias: float = 0.0
    cursor: tuple[int, int] = (0, 0)

    @property
    def preset(self) -> str:
        """The preset whose numbers the kernel has, or "custom"."""
        return next((name for name in PRESETS_2D if preset_taps(name) == self.taps), CUSTOM)

    def with_tap(self, index: int, value: float) -> ImageState:
        """The same state with one number of the kernel changed."""
        taps = list(self.taps)
        taps[index] = value
        return replace(self, taps=tuple(taps))


@dataclass(frozen=True, slots=True)
class ImageScene:
    """What there is to show for a state; everything but the place of the cursor.

    Attributes:
        state: The state that this is the scene of.
        full_size: (height, width) of the picture as it was read.
        picture: The layer's input, (1, height, width), 0 to 1.
        weight: (1, 1, 3, 3).
        output: (1, height, width); empty where the layer is refused.
        rows: The index map from output rows to input rows.
        columns: The same for columns.
        problem: Why torch refuses the layer, or None.
    """

    state: ImageState
    full_size: tuple[int, int]
    picture: Array
    weight: Array
    output: Array
    rows: AxisMap
    columns: AxisMap
    problem: Problem | None

    @property
    def reduced(self) -> bool:
        """Whether the picture is shown smaller than it was read."""
        return self.full_size != self.picture.shape[1:]

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Torch's shapes of input, weight, bias and output, with a batch of one."""
        shapes: dict[str, tuple[int, ...]] = {"input": (1, *self.picture.shape)}
        if self.problem is None:
            shapes["weight"] = self.weight.shape
            if self.state.parameters.bias:
                shapes["bias"] = (1,)
            shapes["output"] = (1, *self.output.shape)
        return shapes


@dataclass(frozen=True, slots=True)
class PatchScene:
    """The arithmetic of one output value.

    Attributes:
        output: (row, column) of the output.
        rows: Input rows of the taps, (kh,); may lie in the padding.
        columns: Input columns of the taps, (kw,).
        padded: Which taps lie in the padding, (kh, kw).
        values: What the taps read, (kh, kw).
        weights: (kh, kw).
        products: values times weights, float64.
        bias: Added to the sum.
        total: Sum of products and bias, float64.
        torch_value: The same output value as torch computed it, float32.
    """

    output: tuple[int, int]
    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    padded: npt.NDArray[np.bool_]
    values: Array
    weights: Array
    products: npt.NDArray[np.float64]
    bias: float
    total: float
    torch_value: float


def grey(picture: Picture) -> Array:
    """The picture as one channel, (1, height, width), no longer than `LONGEST_SIDE` on a side."""
    pixels = picture.pixels
    if pixels.shape[0] == len(LUMA):
        pixels = np.tensordot(LUMA, pixels, axes=1)[None]
    else:
        pixels = pixels.mean(axis=0, keepdims=True)
    longest = max(pixels.shape[1:])
    if longest > LONGEST_SIDE:
        pixels = _reduce(pixels, -(-longest // LONGEST_SIDE))
    return np.ascontiguousarray(pixels, np.float32)


def _reduce(pixels: Array, factor: int) -> Array:
    """Means of blocks of `factor` pixels a side; an incomplete last block is left out."""
    channels, height, width = pixels.shape
    height, width = max(height // factor, 1) * factor, max(width // factor, 1) * factor
    if height > pixels.shape[1] or width > pixels.shape[2]:  # A strip thinner than a block.
        return pixels[:, :: min(factor, pixels.shape[1]), :: min(factor, pixels.shape[2])]
    blocks = pixels[:, :height, :width].reshape(channels, height // factor, factor, width // factor, factor)
    means: Array = blocks.mean(axis=(2, 4))
    return means


def opened(state: ImageState, source: Source, picture: Picture) -> ImageState:
    """The state after opening a picture: the window in its middle."""
    height, width = grey(picture).shape[1:]
    return replace(state, source=source, cursor=(height // 2, width // 2))


def resolve(state: ImageState, picture: Picture) -> ImageScene:
    """Everything to show for a state. Runs torch; a refused layer is a value, not an exception."""
    parameters = state.parameters
    pixels = grey(picture)
    weight = np.array(state.taps, np.float32).reshape(1, 1, 3, 3)
    problem = None
    try:
        output = convolve(pixels, weight, np.array([state.bias], np.float32), parameters)
    except (ValueError, RuntimeError) as error:
        problem = examine(parameters, pixels.shape, error)
        output = np.zeros((1, 0, 0), np.float32)
    rows, columns = axis_maps(parameters, pixels.shape[1:])
    height, width = picture.pixels.shape[1:]
    return ImageScene(state, (height, width), pixels, weight, output, rows, columns, problem)


def patch_at(scene: ImageScene, output: tuple[int, int]) -> PatchScene | None:
    """The arithmetic of one output value, or None where the layer is refused; runs no convolution."""
    if scene.problem is not None or not scene.output.size:
        return None
    row = max(0, min(output[0], scene.output.shape[1] - 1))
    column = max(0, min(output[1], scene.output.shape[2] - 1))
    rows, columns = scene.rows.positions(row), scene.columns.positions(column)
    row_sources, column_sources = scene.rows.sources(rows), scene.columns.sources(columns)
    constant = (row_sources == ZERO)[:, None] | (column_sources == ZERO)[None, :]
    cells = scene.picture[0][
        np.ix_(np.where(row_sources == ZERO, 0, row_sources), np.where(column_sources == ZERO, 0, column_sources))
    ]
    values = np.where(constant, np.float32(0), cells)
    weights = scene.weight[0, 0]
    products = values.astype(np.float64) * weights
    bias = scene.state.bias if scene.state.parameters.bias else 0.0
    return PatchScene(
        output=(row, column),
        rows=rows,
        columns=columns,
        padded=(rows != row_sources)[:, None] | (columns != column_sources)[None, :],
        values=values,
        weights=weights,
        products=products,
        bias=bias,
        total=float(products.sum() + bias),
        torch_value=float(scene.output[0, row, column]),
    )
