"""What acts of the user's make of a state of the image lab, given the scene that they saw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.convolution.kernels import CUSTOM, Kernel
from core.labs.image.resolve import fit_area
from core.labs.image.scene import ImageScene
from core.labs.image.state import Area, ImageState
from core.labs.source import Source

ZOOM = 0.8
"""What a notch of the wheel makes of the rows and columns in view."""


# Kernels.


def with_preset(state: ImageState, scene: ImageScene, preset: str) -> ImageState:
    """The kernel looked at becomes a preset; "custom" keeps its numbers."""
    kernel = state.kernel
    present = state.kernel_choice(kernel)
    choice = Kernel(preset, present.frequency, present.angle, bias=present.bias)
    if preset == CUSTOM and kernel < len(scene.kernels):
        choice = Kernel.of(scene.kernels[kernel], present.bias)
    return state.with_kernel(kernel, choice)


def with_kernel_weight(
    state: ImageState, scene: ImageScene, part: int, row: int, column: int, value: float
) -> ImageState:
    """One number of the kernel looked at is changed, as the card shows it: before a flip."""
    kernel = state.kernel
    if kernel >= len(scene.kernels):
        return state
    present = state.kernel_choice(kernel)
    weights = scene.kernels[kernel].copy()
    if present.preset == CUSTOM and present.shape == weights.shape:
        weights = present.array(weights.shape[0], weights.shape[1:]).copy()  # It may be ahead of the scene.
    weights[part, row, column] = np.float32(value)
    return state.with_kernel(kernel, Kernel.of(weights, present.bias))


def with_layer_weight(
    state: ImageState, scene: ImageScene, part: int, row: int, column: int, value: float
) -> ImageState:
    """One weight of the layer is changed; with a flip it is another number of the kernel."""
    if state.flip:
        rows, columns = scene.kernels.shape[2:]
        row, column = rows - 1 - row, columns - 1 - column
    return with_kernel_weight(state, scene, part, row, column, value)


# The camera.


def frozen(state: ImageState, path: str) -> ImageState:
    """The state with a frozen frame's file in place of the camera; any other state as it is."""
    return replace(state, source=Source("file", path)) if state.source.kind == "camera" else state


def switched_off(state: ImageState, before: ImageState) -> ImageState:
    """A live state with the picture that there was before the camera.

    What was changed of the layer meanwhile stays, unless that picture has other channels than the camera.
    """
    if state.parameters.in_channels != before.parameters.in_channels:
        return before
    return replace(
        state,
        source=before.source,
        cursor=before.cursor,
        view=before.view,
        drawn=before.drawn,
        channel=before.channel,
        grey=before.grey,
        shrink=before.shrink,
    )


# Where the user looks.


def viewing(state: ImageState, scene: ImageScene, wanted: Area) -> ImageState:
    """Another part of the input in view, as far as there is one."""
    area = fit_area(wanted, scene.size)
    return replace(state, view=None if area == (0, 0, *scene.size) else area)


def zoomed(state: ImageState, scene: ImageScene, notches: int, row: float, column: float) -> ImageState:
    """A notch nearer (> 0) or further, the cell under the mouse staying under it."""
    share = ZOOM if notches > 0 else 1 / ZOOM
    area = fit_area(state.view, scene.size)
    counts = [max(1, round(count * share)) for count in area[2:]]
    first = [
        round(at - (at - start) * count / old)
        for at, start, count, old in zip((row, column), area[:2], counts, area[2:], strict=True)
    ]
    return viewing(state, scene, (first[0], first[1], counts[0], counts[1]))


def panned(state: ImageState, scene: ImageScene, rows: int, columns: int) -> ImageState:
    """So many cells further down and to the right; nothing where all is in view."""
    view = state.view
    return state if view is None else viewing(state, scene, (view[0] + rows, view[1] + columns, view[2], view[3]))


def followed(state: ImageState, scene: ImageScene) -> ImageState:
    """The part in view moved so that the window's middle is in it."""
    if state.view is None or not all(scene.output_size):
        return state
    first = []
    for axis, at, start, count in zip(scene.axes, state.cursor, state.view[:2], state.view[2:], strict=True):
        middle = max(0, min(axis.length - 1, round(axis.centre(at))))
        first.append(start if start <= middle < start + count else middle - count // 2)
    return viewing(state, scene, (first[0], first[1], *state.view[2:]))


def shifted(state: ImageState, scene: ImageScene, rows: int, columns: int) -> ImageState:
    """The picture of the experiment on equivariance, moved on."""
    moved = [
        (by + more + length) % (2 * length) - length  # Once around is as far as it is worth going.
        for by, more, length in zip(state.shift, (rows, columns), scene.size, strict=True)
    ]
    return replace(state, shift=(moved[0], moved[1]))
