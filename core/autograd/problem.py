"""Why a question to a kept pass has no answer, or only part of one: codes, no sentences. Data only."""

from __future__ import annotations

from typing import Literal

import msgspec

Problem = Literal[
    # Of the pass.
    "unavailable",  # the program's system cannot keep passes, or the run was not asked to
    "running",  # the program has not ended yet
    "gone",  # the process that kept the pass is no more
    "not kept",  # no such pass, or one beyond those that are kept
    "not main thread",  # a pass of one of the program's threads
    "too large",  # the program holds more memory than is kept, or the answer took more than it may
    "transformed",  # a pass inside vmap or another of torch.func
    # Of the answer.
    "unsupported",  # a node that cannot be called
    "raised",  # a node raised; what ran before it is there
    "timed out",  # what was done until then is there
    "died",  # a node ended the process
    # Of the question.
    "unknown root",
    "unknown node",
    "unknown output",
    "unknown edge",
    "bad shape",
    "bad values",
    # Of a Jacobian.
    "unknown row",
    "too many rows",  # all of it is not given at once, but a choice of rows is
    "too many columns",
    "too many numbers",  # rows times columns; fewer rows are given
    "complex",  # for complex numbers there is no single matrix
    "not differentiable",  # an output of integers, or of no tensor
    # Of a custom function.
    "not custom",  # the node is one of torch's own
    "nothing arrives",  # the pass does not reach the node
    "too many lines",  # more than are recorded; the first of them are there
    "not recorded",  # the call of `apply` was not seen: in a thread, beyond the limits, or by torch itself
    "unknown arguments",  # `apply` was given something that cannot be sent, a module or function, say
    "inputs too large",
    "outputs too large",
    "no floating inputs",  # none of floating point that requires a gradient
    "no floating outputs",  # none of floating point that has a gradient
    "forward raised",  # in float64, where the program's own call did not
]


class Failure(msgspec.Struct, frozen=True):
    """What raised.

    Attributes:
        node: The id of the node that did.
        type: The exception's class.
        message: Torch's or Python's own words.
        line: Of the program, the innermost that it passed through, where that is told.
    """

    node: int
    type: str
    message: str
    line: int | None = None


class ProblemError(Exception):
    """There is no answer.

    Attributes:
        problem: Why.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


class NodeError(Exception):
    """A node raised.

    Attributes:
        failure: Which, and its words.
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure
