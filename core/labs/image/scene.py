"""What the image lab shows for a state, and the arithmetic of one output value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.convolution.gradients import Gradients
from core.convolution.kernels import Array
from core.convolution.validity import Problem
from core.convolution.windows import AxisMap
from core.labs.image.found import LearnScene, WhyScene
from core.labs.image.state import Area, ImageState, Place


@dataclass(frozen=True, slots=True)
class Maps:
    """Values of one or more channels at every `step`-th place.

    Attributes:
        first: The place of the first value: an input position, which may lie in the padding, or an output.
        step: Places from one value to the next; 1 where every one is there.
        values: (channels, rows, columns).
    """

    first: Place
    step: int
    values: Array

    @property
    def size(self) -> Place:
        """Rows and columns of places that the values stand for."""
        rows, columns = self.values.shape[1:]
        return rows * self.step, columns * self.step

    def holds(self, place: Place) -> bool:
        """Whether the value at a place is there, itself and not one nearby."""
        return self.step == 1 and all(
            0 <= at - first < length for at, first, length in zip(place, self.first, self.size, strict=True)
        )

    def index(self, place: tuple[float, float]) -> Place | None:
        """The row and column among the values that stand for a place, or None outside them."""
        row, column = (int(np.floor((at - first) / self.step)) for at, first in zip(place, self.first, strict=True))
        inside = 0 <= row < self.values.shape[1] and 0 <= column < self.values.shape[2]
        return (row, column) if inside else None


@dataclass(frozen=True, slots=True)
class ImageScene:
    """What there is to show for a state; everything but the place of the cursor.

    Attributes:
        state: The state that this is the scene of.
        full_size: (height, width) of the picture as it was read.
        size: (height, width) of the layer's input.
        channels: Channels of the input.
        levels: Lowest and highest value of the input.
        kernels: What slides as the cards show it, before a flip, (Cout, Cin / groups, kh, kw).
        weight: The layer's, of the same shape.
        bias: (Cout,); zeros where the layer has none.
        axes: The index map of rows and that of columns.
        area: The part of the input that is in the maps.
        input: All channels in that part, with the padding around it; None where the asker has it already.
        output: All output maps there; no values where the layer is refused.
        focus: The map of the kernel looked at, with smaller steps; None where `output` has all.
        parts: What each channel adds to that map, before bias, (Cin / groups, rows, columns); None if not asked for.
        near: Input cells around the cursor, every one, for a picture that is too large to have them all.
        near_output: The outputs there.
        problem: Why torch refuses the layer, or None.
        gradients: Where they are asked for and the whole input is there, else None.
        why: The experiment on why it works, where one is asked for.
        learn: The search for the kernel looked at, where it is asked for.
        other: The scene of the kept setting, without its input, where the two are compared.
        frame: Which frame of the camera it is made of, 0 for any other picture.
    """

    state: ImageState
    full_size: Place
    size: Place
    channels: int
    levels: tuple[float, float]
    kernels: Array
    weight: Array
    bias: Array
    axes: tuple[AxisMap, AxisMap]
    area: Area
    input: Maps | None
    output: Maps
    focus: Maps | None
    parts: Maps | None
    near: Maps | None
    near_output: Maps | None
    problem: Problem | None
    gradients: Gradients | None
    why: WhyScene | None
    learn: LearnScene | None = None
    other: ImageScene | None = None
    frame: int = 0

    @property
    def output_size(self) -> Place:
        """Rows and columns of an output map; (0, 0) where the layer is refused."""
        if self.problem is not None:
            return 0, 0
        return self.axes[0].output_length, self.axes[1].output_length

    @property
    def parameter_count(self) -> int:
        """Numbers that the layer would learn: its weights and its biases."""
        return int(self.weight.size + (self.bias.size if self.state.parameters.bias else 0))

    @property
    def multiply_adds(self) -> int:
        """Products that the layer computes."""
        rows, columns = self.output_size
        return int(rows * columns * self.weight.size)

    @property
    def memory(self) -> tuple[int, int, int]:
        """Bytes of the whole input, of what the scene keeps of input and outputs, and of all whole output maps."""
        rows, columns = self.output_size
        kept = (self.input, self.output, self.focus, self.parts, self.near, self.near_output)
        number = np.dtype(np.float32).itemsize
        return (
            self.channels * self.size[0] * self.size[1] * number,
            sum(maps.values.nbytes for maps in kept if maps is not None),
            self.weight.shape[0] * rows * columns * number,
        )

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Torch's shapes of input, weight, bias and output, with a batch of one."""
        shapes: dict[str, tuple[int, ...]] = {"input": (1, self.channels, *self.size)}
        if self.problem is None:
            shapes["weight"] = self.weight.shape
            if self.state.parameters.bias:
                shapes["bias"] = self.bias.shape
            shapes["output"] = (1, self.state.parameters.out_channels, *self.output_size)
        return shapes

    def channels_of(self, kernel: int) -> range:
        """The input channels that a kernel reads; of a refused layer, as many as its kernels have."""
        if self.problem is not None:
            return range(self.weight.shape[1])
        parameters = self.state.parameters
        width = parameters.in_channels // parameters.groups
        group = kernel // (parameters.out_channels // parameters.groups)
        return range(group * width, (group + 1) * width)

    def kernels_of(self, channel: int) -> range:
        """The kernels that read an input channel; of a refused layer all."""
        if self.problem is not None:
            return range(self.weight.shape[0])
        parameters = self.state.parameters
        count = parameters.out_channels // parameters.groups
        group = channel // (parameters.in_channels // parameters.groups)
        return range(group * count, (group + 1) * count)

    def clamp(self, output: Place) -> Place:
        """The nearest output that there is."""
        rows, columns = self.output_size
        return max(0, min(rows - 1, output[0])), max(0, min(columns - 1, output[1]))

    def nearest_output(self, place: tuple[float, float]) -> Place:
        """The output whose window's middle is nearest to an input place."""
        return self.axes[0].nearest_output(place[0]), self.axes[1].nearest_output(place[1])


def output_reading(scene: ImageScene | None, at: tuple[float, ...] | None) -> Place | None:
    """The output whose window's middle is nearest to a place (row, column) of the input; None where there is none."""
    if at is None or scene is None or not all(scene.output_size):
        return None
    return scene.nearest_output((float(np.floor(at[0])), float(np.floor(at[1]))))


def output_under(scene: ImageScene | None, at: tuple[float, ...] | None) -> Place | None:
    """The output at a place (row, column) of an output map; None where there is none."""
    if at is None or scene is None or not all(scene.output_size):
        return None
    return scene.clamp((int(np.floor(at[0])), int(np.floor(at[1]))))


@dataclass(frozen=True, slots=True)
class Near:
    """What is around the cursor, of a picture that is too large to have all of it.

    Attributes:
        cells, outputs: As `near` and `near_output` of `ImageScene`.
        other_cells, other_outputs: The same for the kept setting, where the two are compared.
    """

    cells: Maps | None
    outputs: Maps | None
    other_cells: Maps | None = None
    other_outputs: Maps | None = None


def place_beside(scene: ImageScene, other: ImageScene, output: Place) -> Place:
    """The output of another layer over the same picture whose window's middle is nearest to that of an output's."""
    if not all(scene.output_size) or not all(other.output_size):
        return 0, 0
    row, column = scene.clamp(output)
    return other.nearest_output((scene.axes[0].centre(row), scene.axes[1].centre(column)))


@dataclass(frozen=True, slots=True)
class PatchScene:
    """The arithmetic of one output value.

    Attributes:
        kernel: Output channel.
        output: (row, column) of the output.
        channels: The input channels that the kernel reads.
        rows: Input rows of the taps, (kh,); may lie in the padding.
        columns: Input columns of the taps, (kw,).
        padded: Which taps lie in the padding, (kh, kw).
        values: What the taps read, (Cin / groups, kh, kw).
        weights: (Cin / groups, kh, kw).
        products: values times weights, float64.
        sums: What each channel adds, (Cin / groups,), float64.
        bias: Added to the sum.
        total: Sum of products and bias, float64.
        torch_value: The same output value as torch computed it, float32.
    """

    kernel: int
    output: Place
    channels: range
    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    padded: npt.NDArray[np.bool_]
    values: Array
    weights: Array
    products: npt.NDArray[np.float64]
    sums: npt.NDArray[np.float64]
    bias: float
    total: float
    torch_value: float


def patch_at(scene: ImageScene, output: Place, kernel: int) -> PatchScene | None:
    """The arithmetic of one output value; runs no convolution.

    None where the layer is refused, and for an output whose window's cells are not in the scene.
    """
    if scene.problem is not None or not all(scene.output_size):
        return None
    output = scene.clamp(output)
    kernel = max(0, min(kernel, scene.weight.shape[0] - 1))
    rows, columns = scene.axes[0].positions(output[0]), scene.axes[1].positions(output[1])
    ends = [(int(rows[0]), int(columns[0])), (int(rows[-1]), int(columns[-1]))]
    cells = next((one for one in (scene.input, scene.near) if one is not None and all(map(one.holds, ends))), None)
    computed = next(
        (
            (maps, channel)
            for maps, channel in ((scene.output, kernel), (scene.near_output, kernel), (_focus_of(scene, kernel), 0))
            if maps is not None and maps.holds(output)
        ),
        None,
    )
    if cells is None or computed is None:
        return None
    channels = scene.channels_of(kernel)
    values = cells.values[channels.start : channels.stop][
        :, (rows - cells.first[0])[:, None], (columns - cells.first[1])[None]
    ]
    weights = scene.weight[kernel]
    products = values.astype(np.float64) * weights
    sums = products.sum(axis=(1, 2))
    bias = float(scene.bias[kernel])
    maps, channel = computed
    sources = [axis.sources(one) for axis, one in zip(scene.axes, (rows, columns), strict=True)]
    return PatchScene(
        kernel=kernel,
        output=output,
        channels=channels,
        rows=rows,
        columns=columns,
        padded=(rows != sources[0])[:, None] | (columns != sources[1])[None, :],
        values=values,
        weights=weights,
        products=products,
        sums=sums,
        bias=bias,
        total=float(sums.sum() + bias),
        torch_value=float(maps.values[channel, output[0] - maps.first[0], output[1] - maps.first[1]]),
    )


def _focus_of(scene: ImageScene, kernel: int) -> Maps | None:
    return scene.focus if kernel == scene.state.kernel else None
