"""The image lab's state: a picture, an `nn.Conv2d`, the window under the cursor, and what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from core.convolution.kernels import Array, Kernel, fitted
from core.convolution.parameters import ConvParameters, conv2d
from core.labs.source import Source

Place = tuple[int, int]
"""(row, column)."""
Area = tuple[int, int, int, int]
"""First row, first column, rows, columns."""

MOST_KERNELS = 512
LEAST_VIEW = 8
"""Cells of the shorter side of the smallest view."""

FIRST_KERNELS = (Kernel("sobel_x"), Kernel("sobel_y"), Kernel("gaussian"), Kernel("sharpen"))
"""What the kernels are set to at first; a layer of more kernels draws the rest at random."""

Page = Literal["slide", "matrix", "compare", "backward", "learn", "why"]
PAGES: tuple[Page, ...] = ("slide", "matrix", "compare", "backward", "learn", "why")
Experiment = Literal["equivariance", "locality", "stack"]
EXPERIMENTS: tuple[Experiment, ...] = ("equivariance", "locality", "stack")
Level = Literal["maps", "map", "cell"]
LEVELS: tuple[Level, ...] = ("maps", "map", "cell")
Upstream = Literal["ones", "one_hot", "output", "drawn"]
UPSTREAMS: tuple[Upstream, ...] = ("ones", "one_hot", "output", "drawn")
SHRINKS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One layer of the stack whose receptive field is shown; the same in both dimensions.

    Attributes:
        size: Of the kernel.
        stride, dilation: As of `nn.Conv2d`.
    """

    size: int = 3
    stride: int = 1
    dilation: int = 1


MOMENTA = (0.0, 0.5, 0.9, 0.97)
LEARNING_STEPS = 400


@dataclass(frozen=True, slots=True)
class Learning:
    """How a kernel is looked for by gradient descent.

    Attributes:
        rates: From which step on which learning rate, (step, rate), ascending; half the largest one before.
        momentum: As of `torch.optim.SGD`.
        start: 0 to begin with zeros, else what draws the first weights.
        step: The step looked at.
    """

    rates: tuple[tuple[int, float], ...] = ()
    momentum: float = 0.9
    start: int = 0
    step: int = 0

    def with_rate(self, rate: float) -> Learning:
        """The same up to the step looked at, and with another rate from there on."""
        return replace(self, rates=(*(one for one in self.rates if one[0] < self.step), (self.step, rate)))

    def rate_at(self, step: int, usual: float) -> float:
        """The learning rate of a step, `usual` where none was chosen."""
        return next((rate for first, rate in reversed(self.rates) if first <= step), usual)


@dataclass(frozen=True, slots=True)
class Setting:
    """A layer with its kernels, and which of them is looked at: what is compared with another one.

    Attributes:
        parameters, kernels, flip, kernel: As of `ImageState`.
    """

    parameters: ConvParameters
    kernels: tuple[Kernel, ...]
    flip: bool
    kernel: int


@dataclass(frozen=True, slots=True)
class ImageState:
    """What the user chose.

    Attributes:
        source: The picture.
        grey: Whether colour is read as one channel.
        shrink: Cells of the picture that become one of the input's, in each direction; their mean.
        parameters: The layer.
        kernels: One choice a kernel; kernels beyond the last are random.
        flip: Whether the kernels are turned round first: true convolution instead of cross-correlation.
        cursor: The window looked at, an output's (row, column).
        kernel: The kernel looked at, an output channel.
        channel: The input channel looked at; -1 for all of them together, as a picture in colour.
        page: Which view of the lab is shown.
        level: How near the slide is looked at: all maps, one output map, one cell.
        view: The part of the input in view; None for all of it.
        upstream: The gradient that arrives at the outputs.
        drawn: That gradient where it is drawn by hand, (kernel, row, column, value), ascending.
        experiment: Which of the experiments on why it works.
        shift: Rows and columns by which the picture is moved.
        stack: The layers whose receptive field is looked at.
        seen: The cell (row, column) of the input around which it is looked at.
        learning: How the kernel looked at is to be found by gradient descent.
        kept: The setting that the present one is compared with, if one was kept.
    """

    source: Source = field(default_factory=lambda: Source("sample", "picture"))
    grey: bool = False
    shrink: int = 1
    parameters: ConvParameters = field(default_factory=lambda: conv2d(3, 4, (3, 3)))
    kernels: tuple[Kernel, ...] = FIRST_KERNELS
    flip: bool = False
    cursor: Place = (0, 0)
    kernel: int = 0
    channel: int = -1
    page: Page = "slide"
    level: Level = "maps"
    view: Area | None = None
    upstream: Upstream = "one_hot"
    drawn: tuple[tuple[int, int, int, float], ...] = ()
    experiment: Experiment = "equivariance"
    shift: Place = (16, 24)
    stack: tuple[StackLayer, ...] = (StackLayer(), StackLayer(3, 2), StackLayer(3, 1, 2))
    seen: Place = (0, 0)
    learning: Learning = field(default_factory=Learning)
    kept: Setting | None = None

    @property
    def setting(self) -> Setting:
        """The present layer with its kernels."""
        return Setting(self.parameters, self.kernels, self.flip, self.kernel)

    def with_setting(self, setting: Setting) -> ImageState:
        """The same picture under another layer."""
        return replace(
            self,
            parameters=setting.parameters,
            kernels=setting.kernels,
            flip=setting.flip,
            kernel=setting.kernel,
        )

    def exchanged(self) -> ImageState:
        """The present setting and the kept one in each other's place; the same state where none was kept."""
        return self if self.kept is None else replace(self.with_setting(self.kept), kept=self.setting)

    def kernel_choice(self, kernel: int) -> Kernel:
        """What one kernel was chosen to be."""
        return self.kernels[kernel] if kernel < len(self.kernels) else Kernel()

    def with_kernel(self, kernel: int, choice: Kernel) -> ImageState:
        """The same state with one kernel changed."""
        count = max(len(self.kernels), kernel + 1)
        kernels = [self.kernel_choice(index) for index in range(count)]
        kernels[kernel] = choice
        return replace(self, kernels=tuple(kernels))

    def with_upstream(self, kernel: int, place: Place, value: float) -> ImageState:
        """The same state with one number of the drawn gradient changed."""
        kept = [entry for entry in self.drawn if entry[:3] != (kernel, *place)]
        return replace(self, upstream="drawn", drawn=tuple(sorted([*kept, (kernel, *place, value)])))


def with_weights(state: ImageState, weights: Array, bias: Array | None = None) -> ImageState | None:
    """The same state with all kernels set from numbers, and the layer's sizes after them.

    Args:
        state: The state.
        weights: (Cout, Cin / groups, kh, kw) as of `nn.Conv2d`; (channels, kh, kw) is one kernel, (kh, kw) one
            over one channel.
        bias: (Cout,), or None to keep the biases.

    Returns:
        None where the weights have another number of dimensions, or more kernels than are shown.
    """
    shaped = weights.reshape((1,) * (4 - weights.ndim) + weights.shape) if 2 <= weights.ndim <= 4 else weights
    if shaped.ndim != 4 or not shaped.size or shaped.shape[0] > MOST_KERNELS:
        return None
    parameters = state.parameters
    kernels, width, *size = shaped.shape
    groups = parameters.groups if parameters.groups * width == parameters.in_channels else 1
    if kernels % max(groups, 1):
        groups = 1
    if groups == 1 and width != parameters.in_channels:
        shaped = np.stack([fitted(one, parameters.in_channels, tuple(size)) for one in shaped])
    layer = replace(parameters, out_channels=kernels, kernel_size=tuple(size), groups=groups)
    choices = tuple(Kernel.of(one, None if bias is None else float(bias[index])) for index, one in enumerate(shaped))
    return replace(state, parameters=layer, kernels=choices, kernel=min(state.kernel, kernels - 1))


def lecture_example(*, padded: bool) -> ImageState:
    """The lecture's 16 kernels of 3x5 over 20 channels of 64x128, without and with padding (1, 2)."""
    return ImageState(
        source=Source("sample", "cube"),
        parameters=conv2d(20, 16, (3, 5), padding=(1, 2) if padded else (0, 0)),
        kernels=(),
        cursor=(31, 62),
    )
