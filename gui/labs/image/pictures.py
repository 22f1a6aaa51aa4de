"""A scene's maps as images, and the cells that each of them stands for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from core.labs.image.scene import ImageScene, Maps
from core.media.materials import WAVELENGTHS
from gui.labs.image.names import is_colour, is_cube
from gui.plots.map_images import colour_image, level_image, scale_of, signed_image
from gui.theme import theme

SEEN = (630.0, 540.0, 470.0)
"""Nanometres shown as red, green and blue."""


def covered(maps: Maps) -> QRectF:
    """The cells that maps stand for; x is columns."""
    rows, columns = maps.size
    return QRectF(maps.first[1], maps.first[0], columns, rows)


def together(scene: ImageScene) -> tuple[int, int, int] | None:
    """The channels shown as red, green and blue where all are looked at together, or None."""
    if is_colour(scene):
        return 0, 1, 2
    if is_cube(scene):
        nearest = [int(np.abs(np.asarray(WAVELENGTHS) - wanted).argmin()) for wanted in SEEN]
        return nearest[0], nearest[1], nearest[2]
    return (scene.channels - 1, scene.channels // 2, 0) if scene.channels > 3 else None


def shown_channel(scene: ImageScene, channel: int) -> int:
    """The channel to show: -1 only where there is a picture of all together."""
    if channel < 0 and together(scene) is not None:
        return -1
    return max(0, min(channel, scene.channels - 1))


def input_image(scene: ImageScene, maps: Maps, channel: int) -> QImage:
    """One channel of the input, or with -1 all together."""
    three = together(scene)
    if channel < 0 and three is not None:
        return colour_image(maps.values[list(three)], scene.levels)
    return level_image(maps.values[max(0, channel)], scene.levels, grey=scene.channels <= 3)


def large_output(scene: ImageScene, kernel: int) -> Maps | None:
    """The map of one kernel, as fine as it is there; None for a layer without."""
    if scene.focus is not None and kernel == scene.state.kernel:
        return scene.focus
    if not scene.output.values.size or kernel >= scene.output.values.shape[0]:
        return None
    return Maps(scene.output.first, scene.output.step, scene.output.values[kernel : kernel + 1])


def map_image(maps: Maps, index: int, scale: float | None = None) -> QImage:
    """One map of signed values, in its own colours or with a given magnitude of the full ones."""
    plane = maps.values[index]
    return signed_image(plane, scale_of(plane) if scale is None else scale, theme().palette)


def extent_of(scene: ImageScene) -> tuple[QRectF, QRectF | None, tuple[QRectF, ...]]:
    """What of the input is seen: all cells, those that are no padding, and those that no window reaches."""
    height, width = scene.size
    top, left, rows, columns = scene.area
    seen = QRectF(left, top, columns, rows)
    if scene.problem is not None:
        return seen, None, ()
    (up, down), (before, after) = ((max(0, axis.before), max(0, axis.after)) for axis in scene.axes)
    seen.adjust(
        -before if left == 0 else 0,
        -up if top == 0 else 0,
        after if left + columns == width else 0,
        down if top + rows == height else 0,
    )
    ignored = []
    below, beside = (axis.unreached for axis in scene.axes)
    if below:
        ignored.append(QRectF(-before, height + down - below, width + before + after, below))
    if beside:
        ignored.append(QRectF(width + after - beside, -up, beside, height + up + down - below))
    return seen, QRectF(0, 0, width, height), tuple(ignored)
