"""The Jacobian of one tensor of a recorded pass with respect to another: question and answer. Data only."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

from core.autograd.problem import Failure, Problem

MOST_ROWS = 4096
"""Of one answer."""
MOST_COLUMNS = 4096
"""Of one answer."""
MOST_NUMBERS = 4_194_304
"""Rows times columns of one answer."""


class JacobianLimits(msgspec.Struct, frozen=True):
    """How large an answer may be; never more than the constants of this module."""

    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    numbers: int = MOST_NUMBERS


class Jacobian(msgspec.Struct, frozen=True, tag=True):
    """The question for d(y) / d(x), y and x being outputs of nodes of a kept pass.

    Attributes:
        number: Of the pass.
        of: Whose derivative: a node's id and which of its outputs in the forward pass.
        wrt: With respect to what, likewise; a leaf is output 0 of its AccumulateGrad.
        rows: Those that are wanted, by the place of their element in y, row-major; None for all.
        limits: How large the answer may be.
    """

    number: int
    of: tuple[int, int]
    wrt: tuple[int, int]
    rows: tuple[int, ...] | None = None
    limits: JacobianLimits = JacobianLimits()


class JacobianAnswer(msgspec.Struct, frozen=True, tag=True):
    """Rows of a Jacobian, each the vector-Jacobian product of one element of y.

    Attributes:
        y_shape: Of what is differentiated; also there where the answer would be too large.
        x_shape: Of what it is differentiated by.
        dtype: Of the numbers: "float64", or "float32" for everything less precise.
        rows: Which rows are there, by the place of their element in y, row-major.
        values: Their numbers, row after row, the columns being x's elements, row-major.
        problem: Why that is not all that was asked for, or None.
        failure: With "raised": which node, and its words.
    """

    y_shape: tuple[int, ...] = ()
    x_shape: tuple[int, ...] = ()
    dtype: str = "float32"
    rows: tuple[int, ...] = ()
    values: bytes = b""
    problem: Problem | None = None
    failure: Failure | None = None

    @property
    def array(self) -> npt.NDArray[np.floating]:
        """The rows that are there, of shape (rows, elements of x); read-only."""
        return np.frombuffer(self.values, self.dtype).reshape(len(self.rows), math.prod(self.x_shape))
