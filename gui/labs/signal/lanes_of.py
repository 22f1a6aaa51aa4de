"""What of a scene the lanes draw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.labs.signal.scene import SignalScene
from gui.labs.signal.names import channel_letter
from gui.plots.lanes import Lanes
from gui.theme import theme

Array = npt.NDArray[np.float32]


def input_lanes(scene: SignalScene, values: Array | None = None) -> Lanes:
    """The input's channels.

    Args:
        scene: The scene.
        values: What to draw for the cells of the first block in place of the cells themselves, (channels, n).
    """
    axis, channels = scene.axis, scene.channels
    ink = theme().colour("ink")
    names = tuple(channel_letter(c, channels) for c in range(channels))
    padded = scene.problem is None
    before, after = (max(0, axis.before), max(0, axis.after)) if padded else (0, 0)
    if scene.overview is not None:
        return Lanes(
            places=np.repeat(scene.overview.places, 2),
            values=scene.overview.input.reshape(channels, -1),
            names=names,
            colours=(ink,) * channels,
            dashes=(0,) * channels,
            before=before,
            after=after,
            length=axis.length,
            unreached=axis.unreached,
            dense=True,
        )
    block = scene.blocks[0]
    cells = block.cells if values is None else values
    positions = block.first + np.arange(cells.shape[1])
    real = (positions >= 0) & (positions < axis.length)
    return Lanes(
        places=positions[real].astype(np.float64),
        values=np.ascontiguousarray(cells[:, real]),
        names=names,
        colours=(ink,) * channels,
        dashes=(0,) * channels,
        before=before,
        after=after,
        length=axis.length,
        unreached=axis.unreached if padded else 0,
        padded_places=positions[~real].astype(np.float64),
        padding=np.ascontiguousarray(cells[:, ~real]),
    )


def output_lanes(scene: SignalScene, values: Array | None = None) -> Lanes:
    """The outputs, or other values of the first block's outputs, (Cout, m), at the same places."""
    axis = scene.axis
    count = scene.weight.shape[0]
    palette = theme().palette
    names = tuple(str(o + 1) for o in range(count))
    colours = tuple(palette.kernel(o) for o in range(count))
    dashes = tuple(o // len(palette.kernels) for o in range(count))
    if scene.overview is not None and values is None:
        return Lanes(
            places=np.repeat(scene.overview.places, 2),
            values=scene.overview.output.reshape(count, -1),
            names=names,
            colours=colours,
            dashes=(0,) * count,
            length=axis.length,
            dense=True,
        )
    block = scene.blocks[0]
    shown = block.output if values is None else values
    outputs = block.first_output + np.arange(shown.shape[1], dtype=np.float64)
    stride = max(axis.stride, 1)
    return Lanes(
        places=outputs * stride + axis.centre(0),
        values=shown,
        names=names,
        colours=colours,
        dashes=dashes,
        length=axis.length,
    )
