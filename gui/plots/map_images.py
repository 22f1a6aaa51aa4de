"""Maps of numbers as images of few bytes: an index a cell, and a table of colours."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from gui.palette import Palette
from gui.plots.colours import sequential_table

Array = npt.NDArray[np.float32]
CLIPPED = 0.03
"""The share of a map's values that may lie beyond the full colours."""
SAMPLED = 40_000
"""Values from which a map's colours are told at the most."""


def scale_of(values: npt.NDArray[np.floating]) -> float:
    """The magnitude of the full colours: the largest but for the 3 % that stand out; never 0."""
    flat = np.abs(values.ravel()[:: -(-values.size // SAMPLED) or 1])
    if not flat.size:
        return 1.0
    last = int((1 - CLIPPED) * (flat.size - 1))
    return float(np.partition(flat, last)[last]) or float(flat.max()) or 1.0


def signed_image(plane: Array, scale: float, palette: Palette) -> QImage:
    """A (rows, columns) map of signed values, the full colours at -scale and +scale."""
    return _indexed(plane, -scale, scale, _signed_colours(palette))


def level_image(plane: Array, levels: tuple[float, float], *, grey: bool) -> QImage:
    """A (rows, columns) plane of levels, as grey or in even steps of lightness with a hue (cividis)."""
    return _indexed(plane, *levels, _grey_colours() if grey else _level_colours())


def colour_image(planes: Array, levels: tuple[float, float]) -> QImage:
    """Three planes (3, rows, columns) as red, green and blue."""
    low, high = levels
    bytes_ = np.clip((planes - low) * (255.0 / max(high - low, 1e-12)) + 0.5, 0, 255).astype(np.uint8)
    pixels = np.ascontiguousarray(bytes_.transpose(1, 2, 0))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def without(image: QImage, mask: npt.NDArray[np.bool_]) -> QImage:
    """The image with some of its pixels, (rows, columns), clear: there is no value."""
    if not mask.any():
        return image
    clear = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(clear.bits(), np.uint32).reshape(clear.height(), clear.bytesPerLine() // 4)
    pixels[:, : clear.width()][mask] = 0
    return clear


def _indexed(plane: Array, low: float, high: float, colours: list[int]) -> QImage:
    with np.errstate(invalid="ignore"):
        index = (plane - np.float32(low)) * np.float32(255.0 / max(high - low, 1e-12))
        index += np.float32(0.5)
        np.clip(index, 0, 255, out=index)
    np.copyto(index, 127, where=np.isnan(index))
    bytes_ = index.astype(np.uint8)
    height, width = bytes_.shape
    image = QImage(bytes_.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
    image.setColorTable(colours)
    return image


def _colour_numbers(table: npt.NDArray[np.ubyte]) -> list[int]:
    return [0xFF000000 | int(red) << 16 | int(green) << 8 | int(blue) for red, green, blue in table[:, :3]]


@lru_cache(maxsize=8)
def _signed_colours(palette: Palette) -> list[int]:
    return _colour_numbers(palette.signed_table())


@lru_cache(maxsize=1)
def _level_colours() -> list[int]:
    return _colour_numbers(sequential_table())


@lru_cache(maxsize=1)
def _grey_colours() -> list[int]:
    return [0xFF000000 | level << 16 | level << 8 | level for level in range(256)]
