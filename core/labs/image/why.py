"""Three experiments on why convolution works on pictures: equivariance, locality, compositionality."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.convolution.equivariance import convolved, equivariance, moved, neighbour_likeness, permuted
from core.convolution.kernels import Array
from core.convolution.parameters import PADDING_MODES, ConvParameters, conv2d
from core.convolution.stack import fields, measured_field, sizes
from core.labs.image.found import ModeError, StackField, WhyScene
from core.labs.image.layer import ImageLayer
from core.labs.image.state import ImageState, Place, StackLayer

MOST_CELLS = 160_000
"""Cells of the picture that the experiments work on; a larger one is averaged in blocks first."""
MOST_PRODUCTS = 200_000_000
STRIDES = (1, 2)


def reduced(pixels: Array, most: int = MOST_CELLS) -> tuple[Array, int]:
    """A picture of no more cells than `most`, by averaging blocks; and the block's side."""
    height, width = pixels.shape[1:]
    block = 1
    while (height // block) * (width // block) > most:
        block += 1
    block = max(1, min(block, height, width))
    if block == 1:
        return pixels, 1
    rows, columns = height // block, width // block
    kept = pixels[:, : rows * block, : columns * block]
    averaged = kept.reshape(len(pixels), rows, block, columns, block).mean(axis=(2, 4))
    return np.ascontiguousarray(averaged, np.float32), block


def why(state: ImageState, pixels: Array) -> WhyScene | None:
    """The experiment that a state asks for; None where torch refuses the layer or none is asked for."""
    parameters = state.parameters
    taps = max(1, parameters.in_channels * parameters.kernel_size[0] * parameters.kernel_size[1])
    picture, block = reduced(pixels, max(1, min(MOST_CELLS, MOST_PRODUCTS // taps)))
    if state.experiment == "stack":
        return _stack(state, picture, block)
    layer = ImageLayer(state, picture)
    if layer.problem is not None:
        return None
    kernel = max(0, min(state.kernel, state.parameters.out_channels - 1))
    single, own, weight, bias = alone(layer, kernel)
    if state.experiment == "equivariance":
        shift = (state.shift[0] // block, state.shift[1] // block)
        found = equivariance(single, weight, bias, own, shift)
        return WhyScene(
            block=block,
            picture=moved(picture, shift),
            first=found.moved_after[0],
            second=found.moved_before[0],
            shift=found.shift,
            whole=found.whole,
            table=_table(single, weight, bias, own, shift),
        )
    scattered = permuted(picture)
    read = slice(*_read(state.parameters, kernel))
    return WhyScene(
        block=block,
        picture=scattered,
        first=convolved(single, weight, bias, own)[0],
        second=convolved(single, weight, bias, np.ascontiguousarray(scattered[read]))[0],
        likeness=(neighbour_likeness(picture), neighbour_likeness(scattered)),
    )


def _read(parameters: ConvParameters, kernel: int) -> tuple[int, int]:
    width = parameters.in_channels // parameters.groups
    group = kernel // (parameters.out_channels // parameters.groups)
    return group * width, (group + 1) * width


def alone(layer: ImageLayer, kernel: int) -> tuple[ConvParameters, Array, Array, Array | None]:
    """One kernel of a layer as a layer, the channels that it reads, its weight and its bias."""
    parameters = layer.state.parameters
    first, last = _read(parameters, kernel)
    single = replace(parameters, in_channels=last - first, out_channels=1, groups=1)
    bias = layer.bias[kernel : kernel + 1] if parameters.bias else None
    return single, np.ascontiguousarray(layer.pixels[first:last]), layer.weight[kernel : kernel + 1], bias


def _table(
    parameters: ConvParameters, weight: Array, bias: Array | None, picture: Array, shift: Place
) -> tuple[ModeError, ...]:
    """The same kernel with every padding mode and stride, padded so that every cell has a window around it."""
    half = tuple(d * (k - 1) // 2 for d, k in zip(parameters.dilation, parameters.kernel_size, strict=True))
    found = []
    for mode in PADDING_MODES:
        for stride in STRIDES:
            layer = replace(parameters, padding=half, padding_mode=mode, stride=(stride, stride))
            try:
                largest: float | None = equivariance(layer, weight, bias, picture, shift).largest
            except (ValueError, RuntimeError):
                largest = None
            found.append(ModeError(mode, stride, largest))
    return tuple(found)


def stack_layers(stack: tuple[StackLayer, ...]) -> tuple[ConvParameters, ...]:
    """A stack as layers of one channel, without padding and bias."""
    return tuple(
        conv2d(1, 1, (one.size, one.size), stride=(one.stride, one.stride),
               dilation=(one.dilation, one.dilation), bias=False)
        for one in stack
    )  # fmt: skip


def _stack(state: ImageState, picture: Array, block: int) -> WhyScene:
    grey = picture.mean(axis=0, keepdims=True)
    layers = stack_layers(state.stack)
    shapes = sizes(layers, (grey.shape[1], grey.shape[2]))
    complete = len(shapes) == len(layers) and bool(layers) and all(shapes[-1])
    last = shapes[-1] if complete else (0, 0)
    share = [at / max(1, length) for at, length in zip(state.seen, state_size(picture, block), strict=True)]
    places = [max(0, min(length - 1, int(part * length))) for part, length in zip(share, last, strict=True)]
    output = (places[0], places[1])
    found = []
    by_axis = [fields(layers, axis) for axis in (0, 1)]
    for index in range(len(layers)):
        rows, columns = by_axis[0][index], by_axis[1][index]
        size = shapes[index] if index < len(shapes) else (0, 0)
        # Every layer's field around the middle of the last one's.
        ends: list[Place] = []
        for axis, one in zip(by_axis, (rows, columns), strict=True):
            start, stop = axis[-1].span(output[len(ends)])
            middle = (start + stop) // 2
            ends.append((middle - one.size // 2, middle - one.size // 2 + one.size))
        found.append(
            StackField((size[0], size[1]), (rows.size, columns.size), (rows.jump, columns.jump), (ends[0], ends[1]))
        )
    measured = np.zeros(grey.shape[1:], np.float32)
    if complete:
        weights = tuple(
            np.full((1, 1, *layer.kernel_size), 1 / np.prod(layer.kernel_size), np.float32) for layer in layers
        )
        measured = measured_field(layers, weights, np.ascontiguousarray(grey, np.float32), output)
    nothing = np.zeros((0, 0), np.float32)
    return WhyScene(
        block=block,
        picture=picture,
        first=nothing,
        second=nothing,
        layers=tuple(found),
        measured=measured,
        output=output,
    )


def state_size(picture: Array, block: int) -> Place:
    """(height, width) of the input that a reduced picture stands for."""
    return picture.shape[1] * block, picture.shape[2] * block
