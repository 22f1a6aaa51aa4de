"""What the experiments on why convolution works on pictures found, and the search for a kernel."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from core.convolution.descent import Descent
from core.convolution.kernels import Array
from core.labs.image.state import Place


@dataclass(frozen=True, slots=True)
class ModeError:
    """How far one padding mode and stride are from equivariance.

    Attributes:
        mode: A name of `PADDING_MODES`.
        stride: Of both dimensions.
        largest: As of `Equivariance`; None where torch refuses the layer.
    """

    mode: str
    stride: int
    largest: float | None


@dataclass(frozen=True, slots=True)
class StackField:
    """One layer of a stack.

    Attributes:
        size: (rows, columns) of its output; zeros where it has none.
        field: Rows and columns that one of its outputs can read, by formula.
        jump: Input cells from one field to the next.
        span: The first and last cell + 1 by row and by column that the output looked at can read.
    """

    size: Place
    field: Place
    jump: Place
    span: tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class WhyScene:
    """What an experiment found, for one map of the layer.

    Attributes:
        block: Cells of the input averaged into one of the experiment's, in each direction.
        picture: What the layer reads: the input, moved or permuted, (Cin, height, width).
        first: One map: of the picture as it was, moved or not, (rows, columns); nothing for a stack.
        second: The same map of `picture`.
        shift: Rows and columns by which `first` was moved.
        whole: As of `Equivariance`.
        table: Every padding mode with every stride.
        likeness: Of neighbours in the input, and in `picture`.
        layers: Of the stack.
        measured: How much each cell changes the output looked at, (height, width).
        output: That output's (row, column).
    """

    block: int
    picture: Array
    first: Array
    second: Array
    shift: Place = (0, 0)
    whole: bool = True
    table: tuple[ModeError, ...] = ()
    likeness: tuple[float, float] = (0.0, 0.0)
    layers: tuple[StackField, ...] = ()
    measured: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    output: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class LearnScene:
    """The search for a kernel by gradient descent.

    Attributes:
        block: Cells of the input averaged into one of the search's, in each direction.
        picture: What the kernel reads, (Cin / groups, height, width).
        target: The kernel to be found, (Cin / groups, kh, kw).
        wanted: Its map, without bias, (rows, columns).
        descent: The steps taken.
        limit: The learning rate from which on it diverges.
        usual: The rate of a step for which none was chosen.
    """

    block: int
    picture: Array
    target: Array
    wanted: Array
    descent: Descent
    limit: float
    usual: float
