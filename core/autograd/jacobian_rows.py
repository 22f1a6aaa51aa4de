"""A Jacobian row by row: a one-hot gradient at y, the nodes between y and x called, what arrives at x is the row."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch

from core.autograd.given_pass import GivenPass, nodes_behind
from core.autograd.graph_walk import GraphNode, GraphWalk
from core.autograd.jacobian import MOST_COLUMNS, MOST_NUMBERS, MOST_ROWS, Jacobian, JacobianAnswer
from core.autograd.node_replay import NodeReplay
from core.autograd.problem import Failure, NodeError, Problem, ProblemError
from core.autograd.values import Snapshots

End = tuple[GraphNode, int]


class JacobianRows:
    """One answer in the making; only for a process that is a copy.

    Args:
        given: The pass that the question is about.
        number_of: A node's id.
        question: What is asked.
        filename: The program's file, whose lines are told with what a node raises.
    """

    def __init__(
        self, given: GivenPass, number_of: Callable[[GraphNode], int], question: Jacobian, filename: str = ""
    ) -> None:
        self._given = given
        self._number_of = number_of
        self._question = question
        self._filename = filename
        self._y_shape: tuple[int, ...] = ()
        self._x_shape: tuple[int, ...] = ()
        self._dtype = "float32"
        self._parts: list[tuple[int, bytes]] = []

    def run(self) -> JacobianAnswer:
        """All rows that are asked for, or as many as there can be."""
        try:
            self._rows()
        except ProblemError as error:
            return self._answer(error.problem)
        except NodeError as error:
            return self._answer("raised", error.failure)
        return self._answer()

    def so_far(self) -> JacobianAnswer:
        """The rows that are there while `run` still works on another thread."""
        return self._answer("timed out")

    def _answer(self, problem: Problem | None = None, failure: Failure | None = None) -> JacobianAnswer:
        parts = list(self._parts)
        rows, values = tuple(row for row, _ in parts), b"".join(numbers for _, numbers in parts)
        return JacobianAnswer(self._y_shape, self._x_shape, self._dtype, rows, values, problem, failure)

    def _rows(self) -> None:
        known = {self._number_of(node): node for node in nodes_behind(self._given.roots)}
        y, x = self._end(known, self._question.of), self._end(known, self._question.wrt)
        y_dtype, self._y_shape = _described(y)
        x_dtype, self._x_shape = _described(x)
        kept = torch.float64 if x_dtype is torch.float64 else torch.float32
        self._dtype = str(kept).removeprefix("torch.")
        rows = self._wanted_rows()
        columns = math.prod(self._x_shape)
        size = columns * kept.itemsize
        device = y[0]._input_metadata[y[1]].device
        between = GivenPass(roots=(y,), gradients=(None,), inputs=(x,), accumulate=False)
        replay = NodeReplay(between, self._number_of, Snapshots(0), filename=self._filename)
        snapshots = Snapshots(columns, columns * len(rows))
        for row in rows:
            start = torch.zeros(math.prod(self._y_shape), dtype=y_dtype, device=device)
            start[row] = 1
            (arrived,) = replay.captured_from([start.reshape(self._y_shape)])
            numbers = bytes(size) if arrived is None else snapshots.of(arrived.detach().to(kept)).kept
            if numbers is None:  # A tensor that has none, or whose numbers are somebody else's to tell.
                raise ProblemError("unsupported")
            self._parts.append((row, numbers))

    def _end(self, known: dict[int, GraphNode], asked: tuple[int, int]) -> End:
        number, output = asked
        node = known.get(number)
        if node is None:
            raise ProblemError("unknown node")
        if not 0 <= output < len(node._input_metadata):
            raise ProblemError("unknown output")
        return node, output

    def _wanted_rows(self) -> tuple[int, ...]:
        limits, wanted = self._question.limits, self._question.rows
        count, columns = math.prod(self._y_shape), math.prod(self._x_shape)
        if columns > min(limits.columns, MOST_COLUMNS):
            raise ProblemError("too many columns")
        if wanted is not None and not all(0 <= row < count for row in wanted):
            raise ProblemError("unknown row")
        rows = range(count) if wanted is None else list(dict.fromkeys(wanted))
        if len(rows) > min(limits.rows, MOST_ROWS):
            raise ProblemError("too many rows")
        if len(rows) * columns > min(limits.numbers, MOST_NUMBERS):
            raise ProblemError("too many numbers")
        return tuple(rows)


def _described(end: End) -> tuple[torch.dtype, tuple[int, ...]]:
    """The type and shape of an output of a node.

    Raises:
        ProblemError: It is nothing that a matrix of real numbers has rows or columns for.
    """
    node, output = end
    metadata = node._input_metadata[output]
    if metadata.is_nested_tensor:
        raise ProblemError("unsupported")
    # A leaf knows best: torch keeps no shape for an output that cannot have a gradient.
    dtype = node.variable.dtype if GraphWalk.is_leaf(node) else metadata.dtype
    if dtype.is_complex:
        raise ProblemError("complex")
    if not dtype.is_floating_point:
        raise ProblemError("not differentiable")
    return dtype, tuple(map(int, metadata.shape))
