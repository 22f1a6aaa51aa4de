"""From a state of the image lab to its scene: only what is in view is computed, in steps where it is large."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.convolution.gradients import Gradients, gradients_of
from core.convolution.kernels import Array
from core.labs.image.layer import ImageLayer
from core.labs.image.learn import learn
from core.labs.image.scene import ImageScene, Maps, Near, place_beside
from core.labs.image.state import LEAST_VIEW, Area, ImageState, Place
from core.labs.image.why import why
from core.labs.source import Source

INPUT_VALUES = 1_600_000
OUTPUT_VALUES = 1_000_000
FOCUS_VALUES = 800_000
PART_VALUES = 240_000
"""Values of a scene's maps at the most; beyond, every second, third, ... place is taken."""
DRAGGED_SHARE = 8
"""While a hand drags, so many times fewer are computed."""
MOST_PRODUCTS = 1_500_000_000
"""Products of one scene's maps at the most, about half a second's."""
NEAR = 24
"""Outputs on each side of the cursor whose cells are all there."""
NEAR_VALUES = 1_000_000
GRADIENT_PRODUCTS = 1_500_000_000


def opened(state: ImageState, source: Source, pixels: Array) -> ImageState:
    """The state after opening a picture: the window in its middle, and a layer that reads its channels."""
    channels, height, width = pixels.shape
    parameters = state.parameters.changed("in_channels", channels)
    if channels % max(parameters.groups, 1) or parameters.groups == state.parameters.in_channels:
        parameters = parameters.changed("groups", 1)
    cursor = (height // 2 // max(1, parameters.stride[0]), width // 2 // max(1, parameters.stride[1]))
    return replace(state, source=source, parameters=parameters, cursor=cursor, view=None, drawn=(), channel=-1)


def fit_area(view: Area | None, size: Place) -> Area:
    """A view within a picture, no smaller than is of use."""
    if view is None:
        return 0, 0, *size
    wanted = [max(min(LEAST_VIEW, length), min(count, length)) for count, length in zip(view[2:], size, strict=True)]
    first = [max(0, min(start, length - count)) for start, count, length in zip(view[:2], wanted, size, strict=True)]
    return first[0], first[1], wanted[0], wanted[1]


def step_for(area_values: float, most: float) -> int:
    """The smallest step at which so many values of a plane, taken in both directions, are no more than `most`."""
    return max(1, int(np.ceil(np.sqrt(area_values / max(1.0, most)))))


def resolve(
    state: ImageState, pixels: Array, full_size: Place, *, dragged: bool = False, with_input: bool = True
) -> ImageScene:
    """Everything to show for a state. Runs torch; a refused layer is a value, not an exception.

    Args:
        state: The state.
        pixels: The layer's input, (Cin, height, width).
        full_size: (height, width) of the picture as it was read.
        dragged: Whether more states follow at once: then fewer values are computed.
        with_input: Whether the input is to be in the scene.
    """
    size = (pixels.shape[1], pixels.shape[2])
    area = fit_area(state.view, size)
    layer = ImageLayer(state, pixels)
    nothing = Maps((0, 0), 1, np.zeros((layer.weight.shape[0], 0, 0), np.float32))
    output, focus, parts, near, near_output, gradients = nothing, None, None, None, None, None
    if layer.problem is None:
        kernel = max(0, min(state.kernel, state.parameters.out_channels - 1))
        state = replace(state, cursor=_within(state.cursor, layer), kernel=kernel)
        share = DRAGGED_SHARE if dragged else 1
        (top, bottom), (left, right) = layer.outputs_in(area)
        plane = float((bottom - top) * (right - left))
        taps = layer.weight[0].size
        count = layer.weight.shape[0]
        most = min(OUTPUT_VALUES, MOST_PRODUCTS / taps) / share
        step = step_for(plane, most / count)
        output = layer.sampled(area, step)
        if step > 1:
            finer = step_for(plane, min(FOCUS_VALUES, MOST_PRODUCTS / taps) / share)
            focus = layer.sampled(area, finer, kernel) if finer < step else None
        if state.level == "map" and state.page == "slide":
            parts = layer.channel_parts(area, step_for(plane, PART_VALUES / share / layer.weight.shape[1]), kernel)
    shown_input = _input(layer, area)
    if layer.problem is None and (state.view is not None or shown_input.step > 1 or output.step > 1):
        near, near_output = _near(layer, state.cursor)
    if layer.problem is None and state.page == "backward" and shown_input.step == 1 and state.view is None:
        gradients = _gradients(layer, state)
    scene = ImageScene(
        state=state,
        full_size=full_size,
        size=size,
        channels=pixels.shape[0],
        levels=levels_of(pixels),
        kernels=layer.kernels,
        weight=layer.weight,
        bias=layer.bias,
        axes=layer.axes,
        area=area,
        input=shown_input if with_input else None,
        output=output,
        focus=focus,
        parts=parts,
        near=near,
        near_output=near_output,
        problem=layer.problem,
        gradients=gradients,
        why=why(state, pixels) if state.page == "why" else None,
        learn=learn(state, pixels) if state.page == "learn" else None,
    )
    if state.page == "compare":
        return replace(scene, other=_other(scene, pixels, dragged))
    return scene


def _kept_state(state: ImageState) -> ImageState:
    """The state of the kept setting by itself; where none was kept the present one stands beside itself."""
    return replace(state.with_setting(state.kept or state.setting), kept=None, page="slide", level="maps")


def _other(scene: ImageScene, pixels: Array, dragged: bool) -> ImageScene:
    """The scene of the kept setting, its window where the present one's is."""
    state = _kept_state(scene.state)
    other = resolve(state, pixels, scene.full_size, dragged=dragged, with_input=False)
    if other.problem is not None:
        return other
    cursor = place_beside(scene, other, scene.state.cursor)
    # The input around the window is sent with it: what it is padded with is another layer's padding.
    near, near_output = _near(ImageLayer(state, pixels), cursor)
    return replace(other, state=replace(other.state, cursor=cursor), near=near, near_output=near_output)


def levels_of(pixels: Array) -> tuple[float, float]:
    """0 and 1 for a photograph within them, else the lowest and highest value (of a large one, of every few pixels)."""
    few = pixels[:, :: max(1, pixels.shape[1] // 512), :: max(1, pixels.shape[2] // 512)]
    low, high = float(few.min()), float(few.max())
    return (0.0, 1.0) if len(pixels) <= 3 and low >= 0 and 0.02 < high <= 1 else (low, high if high > low else low + 1)


def _input(layer: ImageLayer, area: Area) -> Maps:
    top, left, height, width = area
    channels = layer.pixels.shape[0]
    step = step_for(height * width, INPUT_VALUES / channels)
    if step > 1:
        picked = layer.pixels[:, top : top + height : step, left : left + width : step]
        return Maps((top, left), step, np.ascontiguousarray(picked))
    box = []
    for axis, first, count in zip(layer.axes, area[:2], area[2:], strict=True):
        legal = layer.problem is None
        low = -axis.before if legal and first == 0 else first
        high = axis.length + axis.after if legal and first + count == axis.length else first + count
        box.append((low, high))
    (low, high), (start, stop) = box
    if (high - low) * (stop - start) * channels > 2 * INPUT_VALUES:  # Padding far larger than the picture.
        return layer.cells(((top, top + height), (left, left + width)))
    return layer.cells(((low, high), (start, stop)))


def surroundings(state: ImageState, pixels: Array) -> Near:
    """What is around the cursor, for a scene that is there already. Runs torch on some hundred windows."""
    layer = ImageLayer(state, pixels)
    if layer.problem is not None:
        return Near(None, None)
    cells, outputs = _near(layer, _within(state.cursor, layer))
    if state.page != "compare":
        return Near(cells, outputs)
    other = ImageLayer(_kept_state(state), pixels)
    if other.problem is not None:
        return Near(cells, outputs)
    middle = [axis.centre(at) for axis, at in zip(layer.axes, _within(state.cursor, layer), strict=True)]
    row, column = (axis.nearest_output(at) for axis, at in zip(other.axes, middle, strict=True))
    return Near(cells, outputs, *_near(other, (row, column)))


def _within(cursor: Place, layer: ImageLayer) -> Place:
    """The nearest output that there is."""
    rows, columns = layer.axes
    return min(cursor[0], rows.output_length - 1), min(cursor[1], columns.output_length - 1)


def _near(layer: ImageLayer, cursor: Place) -> tuple[Maps | None, Maps | None]:
    """Every cell and output around the cursor, as far as they are not too many."""
    reach = NEAR
    while reach >= 0:
        outputs = tuple(
            (max(0, at - reach), min(axis.output_length, at + reach + 1))
            for axis, at in zip(layer.axes, cursor, strict=True)
        )
        spans = [axis.span(*one) for axis, one in zip(layer.axes, outputs, strict=True)]
        values = layer.pixels.shape[0] * (spans[0][1] - spans[0][0]) * (spans[1][1] - spans[1][0])
        if values <= NEAR_VALUES:
            return layer.block(outputs)
        reach = reach // 2 if reach else -1
    return None, None


def upstream_of(state: ImageState, output: Array) -> Array:
    """The gradient that arrives at the outputs, (Cout, rows, columns)."""
    match state.upstream:
        case "ones":
            return np.ones_like(output)
        case "output":
            return output.copy()
        case "one_hot":
            entries: tuple[tuple[int, int, int, float], ...] = ((state.kernel, *state.cursor, 1.0),)
        case "drawn":
            entries = state.drawn
    upstream = np.zeros_like(output)
    for kernel, row, column, value in entries:
        if kernel < upstream.shape[0] and row < upstream.shape[1] and column < upstream.shape[2]:
            upstream[kernel, row, column] = value
    return upstream


def _gradients(layer: ImageLayer, state: ImageState) -> Gradients | None:
    rows, columns = layer.axes
    products = rows.output_length * columns.output_length * layer.weight.size
    if products > GRADIENT_PRODUCTS:
        return None
    cells, output = layer.block(((0, rows.output_length), (0, columns.output_length)))
    sources = tuple(
        axis.sources(first + np.arange(length, dtype=np.int64))
        for axis, first, length in zip(layer.axes, cells.first, cells.values.shape[1:], strict=True)
    )
    upstream = upstream_of(state, output.values)
    return gradients_of(cells.values, sources, layer.weight, layer.bias, state.parameters, upstream)
