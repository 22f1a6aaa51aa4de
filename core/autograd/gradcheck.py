"""A custom function's gradients beside central differences of its forward: question and answer. Data only."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from core.autograd.details import Argument, Details, Ref
from core.autograd.problem import Failure, Problem, ProblemError
from core.autograd.tensor import Tensor

EPS = 1e-6
"""By how much an input's element is moved to either side, in float64."""
ATOL, RTOL = 1e-5, 1e-3
"""An entry fails where ``|analytical - numerical| > ATOL + RTOL * |numerical|``, as in `torch.autograd.gradcheck`."""
MOST_ENTRIES = 4096
"""Elements of all inputs together, and of all outputs together."""
MOST_NUMBERS = 4_194_304
"""Entries of all Jacobians together."""


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """One argument of ``apply``: a tensor, a tuple of arguments, or a plain value.

    Attributes:
        plain: None, a bool, a number or a text.
        tensor: Its values.
        requires_grad: Of the tensor.
        items: Of a tuple or list.
    """

    plain: Any = None
    tensor: Tensor | None = None
    requires_grad: bool = False
    items: tuple[Given, ...] | None = None


class Gradcheck(msgspec.Struct, frozen=True, tag=True):
    """The question: are a custom function's gradients those of its forward?

    Attributes:
        number: Of a kept pass.
        node: The custom node's id.
        given: What its ``apply`` was given; the client puts it in.
    """

    number: int
    node: int
    given: tuple[Given, ...] = ()


class Compared(msgspec.Struct, frozen=True):
    """The Jacobians of one output with respect to one input: rows are the output's elements, columns the input's.

    Attributes:
        output: Its place among what forward returns.
        input: Its place among the arguments of ``apply``.
        output_shape, input_shape: As torch's.
        analytical: By vector-Jacobian products through backward; float64, row-major.
        numerical: By central differences of forward; likewise.
        largest: The greatest difference; NaN where one of both is.
    """

    output: int
    input: int
    output_shape: tuple[int, ...]
    input_shape: tuple[int, ...]
    analytical: bytes
    numerical: bytes
    largest: float

    def matrix(self, values: bytes) -> npt.NDArray[np.float64]:
        """`analytical` or `numerical` as an array of (elements of the output, elements of the input); read-only."""
        rows = int(np.prod(self.output_shape, dtype=np.int64))
        columns = int(np.prod(self.input_shape, dtype=np.int64))
        return np.frombuffer(values, np.float64).reshape(rows, columns)

    @property
    def fails(self) -> npt.NDArray[np.bool_]:
        """Which entries fail; where both have no number there, or the same infinity, they do not differ."""
        return failing(self.matrix(self.analytical), self.matrix(self.numerical))


def failing(analytical: npt.NDArray[np.float64], numerical: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """The entries of two matrices that differ by more than `ATOL` and `RTOL` allow."""
    return ~np.isclose(analytical, numerical, rtol=RTOL, atol=ATOL, equal_nan=False)


class GradcheckAnswer(msgspec.Struct, frozen=True, tag=True):
    """Both sides of each pair, and torch's own verdict.

    Attributes:
        function: The class's name.
        pairs: Of each output and input of floating point, in the order of outputs.
        largest: The greatest difference in all of them.
        verdict: What `torch.autograd.gradcheck` says; None where it was not reached.
        words: Its words, where it says no; of what was raised, where something else was.
        problem: Why that is not all, or None.
        failure: With "forward raised" and "raised": the words, and the line.
    """

    function: str = ""
    pairs: tuple[Compared, ...] = ()
    largest: float = 0.0
    verdict: bool | None = None
    words: str = ""
    problem: Problem | None = None
    failure: Failure | None = None


def given_to(details: Details, node: int) -> tuple[Given, ...]:
    """What the ``apply`` call that made a custom node was given.

    Raises:
        ProblemError: "not recorded", "unknown arguments", "inputs too large".
    """
    made = next((one for one in details.applications if one.node == node), None)
    if made is None:
        raise ProblemError("not recorded")
    if not made.whole:
        raise ProblemError("unknown arguments")
    return tuple(_given(one, details) for one in made.arguments)


def _given(argument: Argument, details: Details) -> Given:
    if isinstance(argument, Ref):
        value = details.values[argument.value]
        if value.tensor.kept is None:
            raise ProblemError("inputs too large")
        return Given(tensor=value.tensor, requires_grad=value.requires_grad)
    if isinstance(argument, list):
        return Given(items=tuple(_given(one, details) for one in argument))
    return Given(plain=argument)
