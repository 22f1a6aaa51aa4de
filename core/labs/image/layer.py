"""The image lab's computing: any part of a state's layer over its picture, when it is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.convolution.image_kernels import image_weights
from core.convolution.kernels import Array
from core.convolution.parameters import conv2d
from core.convolution.part import Box, convolve_at, convolve_cells, padded_cells
from core.convolution.windows import axis_maps
from core.labs.image.scene import Maps
from core.labs.image.state import Area, ImageState
from core.labs.judgement import judged, over_budget

Indices = npt.NDArray[np.int64]


class ImageLayer:
    """A state's layer over its picture.

    Args:
        state: The state.
        pixels: The layer's input, (Cin, height, width).

    Attributes:
        axes: The index map of rows and that of columns.
        problem: Why torch refuses the layer, or why it is too large here, or None.
        kernels, weight, bias: As of `ImageScene`.
    """

    def __init__(self, state: ImageState, pixels: Array) -> None:
        self.state, self.pixels = state, pixels
        parameters = state.parameters
        rows, columns = axis_maps(parameters, pixels.shape[1:])
        self.axes = (rows, columns)
        self.problem = judged(parameters, pixels.shape)
        if over_budget(parameters) is not None:
            state = replace(state, parameters=conv2d(1, 1, (1, 1)))  # Nothing of the layer itself is made.
        self.kernels, self.bias = weights_of(state)
        self.weight = np.array(self.kernels[..., ::-1, ::-1], order="C") if state.flip else self.kernels

    def read(self, box: Box) -> Array:
        """The input's real cells."""
        (top, bottom), (left, right) = box
        return self.pixels[:, top:bottom, left:right]

    def cells(self, box: Box) -> Maps:
        """The cells at the positions in a box, padding included."""
        (top, _), (left, _) = box
        return Maps((top, left), 1, padded_cells(self.axes, self.read, box))

    def block(self, outputs: Box) -> tuple[Maps, Maps]:
        """The cells that the outputs in a box read, and all maps of those outputs."""
        box = tuple(axis.span(*one) for axis, one in zip(self.axes, outputs, strict=True))
        cells = self.cells(box)
        made = convolve_cells(cells.values, self.weight, self._bias, self.state.parameters)
        return cells, Maps((outputs[0][0], outputs[1][0]), 1, made)

    def sampled(self, area: Area, step: int, kernel: int | None = None) -> Maps:
        """The outputs whose windows' middles lie in a part of the input, every `step`-th in each direction.

        Args:
            area: The part of the input.
            step: Outputs from one computed to the next.
            kernel: The one map wanted, all by default.
        """
        outputs = self.outputs_in(area)
        places = [np.arange(low, high, step, dtype=np.int64) for low, high in outputs]
        pixels, weight, bias, parameters = self.pixels, self.weight, self._bias, self.state.parameters
        if kernel is not None:
            width, count = weight.shape[1], parameters.out_channels // parameters.groups
            group = kernel // count
            pixels = pixels[group * width : (group + 1) * width]
            weight = weight[kernel : kernel + 1]
            bias = None if bias is None else bias[kernel : kernel + 1]
            parameters = replace(parameters, in_channels=width, out_channels=1, groups=1)
        first = (outputs[0][0], outputs[1][0])
        if step == 1 and all(len(one) for one in places):
            box = tuple(axis.span(*one) for axis, one in zip(self.axes, outputs, strict=True))
            cells = padded_cells(self.axes, lambda part: pixels[:, slice(*part[0]), slice(*part[1])], box)
            return Maps(first, 1, convolve_cells(cells, weight, bias, parameters))
        return Maps(first, step, convolve_at(self.axes, pixels, (places[0], places[1]), weight, bias, parameters))

    def channel_parts(self, area: Area, step: int, kernel: int) -> Maps:
        """What each channel adds to one map: the layer with every channel on its own and no bias."""
        parameters = self.state.parameters
        width = self.weight.shape[1]
        first = kernel // (parameters.out_channels // parameters.groups) * width
        alone = replace(parameters, in_channels=width, out_channels=width, groups=width, bias=False)
        outputs = self.outputs_in(area)
        places = [np.arange(low, high, step, dtype=np.int64) for low, high in outputs]
        weight = np.ascontiguousarray(self.weight[kernel][:, None])
        pixels = self.pixels[first : first + width]
        made = convolve_at(self.axes, pixels, (places[0], places[1]), weight, None, alone)
        return Maps((outputs[0][0], outputs[1][0]), step, made)

    def outputs_in(self, area: Area) -> tuple[tuple[int, int], tuple[int, int]]:
        """The outputs, from the first up to the second by row and by column, whose windows' middles lie in a part.

        All of them where the part is the whole input: those in the middle of padding too.
        """
        found = []
        for axis, first, count in zip(self.axes, area[:2], area[2:], strict=True):
            whole = first <= 0 and first + count >= axis.length
            found.append((0, axis.output_length) if whole else axis.outputs_within(first, first + count))
        return found[0], found[1]

    @property
    def _bias(self) -> Array | None:
        return self.bias if self.state.parameters.bias else None


def weights_of(state: ImageState) -> tuple[Array, Array]:
    """The kernels (Cout, Cin / groups, kh, kw) and biases (Cout,) that a state's choices stand for."""
    parameters = state.parameters
    channels = max(parameters.in_channels // max(parameters.groups, 1), 0)
    height, width = (max(taps, 0) for taps in parameters.kernel_size)
    count = max(parameters.out_channels, 0)
    if not channels or not height or not width or not count:
        return np.zeros((count, channels, height, width), np.float32), np.zeros(count, np.float32)
    choices = [state.kernel_choice(index) for index in range(count)]
    weight = np.stack(
        [image_weights(choice, channels, (height, width), seed=index) for index, choice in enumerate(choices)]
    )
    bias = np.array([0.0 if choice.bias is None else choice.bias for choice in choices], np.float32)
    return weight, bias if parameters.bias else np.zeros_like(bias)
