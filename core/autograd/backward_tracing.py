"""Runs a custom node's backward again, line by line, with the gradients that arrived at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from core.autograd.backward_lines import (
    MOST_LINES,
    MOST_NUMBERS,
    BackwardLines,
    BackwardLinesAnswer,
    Context,
    Shown,
)
from core.autograd.custom_nodes import call_custom, is_custom
from core.autograd.given_pass import GivenPass, nodes_behind
from core.autograd.graph_walk import GraphNode
from core.autograd.line_tracing import EnoughLinesError, LineTracing
from core.autograd.node_replay import Gradients, NodeReplay
from core.autograd.problem import Failure, NodeError, Problem, ProblemError
from core.autograd.raised import failure_of, message_of
from core.autograd.saved_names import saved_names
from core.autograd.shown_values import ShownValues
from core.autograd.tensor import Tensor
from core.autograd.values import Snapshots, clean


class BackwardTracing:
    """One answer in the making; only for a process that is a copy.

    Args:
        given: The pass that the question is about.
        number_of: A node's id.
        filename: The program's file, whose lines are told.
        values: Of one tensor that are kept.
        question: What is asked.
        enough: Called when there are more lines than are recorded; if it returns, an exception ends backward.
    """

    def __init__(
        self,
        given: GivenPass,
        number_of: Callable[[GraphNode], int],
        filename: str,
        values: int,
        question: BackwardLines,
        enough: Callable[[], None] = lambda: None,
    ) -> None:
        self._given = given
        self._number_of = number_of
        self._question = question
        self._snapshots = Snapshots(values)
        self._values = ShownValues(values)
        self._enough_lines = False
        self._function = ""
        self._context = Context()
        self._arrived: tuple[Tensor | None, ...] = ()

        def told() -> None:
            self._enough_lines = True
            enough()

        lines, numbers = min(question.limits.lines, MOST_LINES), min(question.limits.values, MOST_NUMBERS)
        self._tracing = LineTracing(filename, self._values, lines, numbers, told)

    def run(self) -> BackwardLinesAnswer:
        """Backward to its end."""
        try:
            node, arrived = self._find()
        except ProblemError as error:
            return self._answer(error.problem)
        except NodeError as error:
            return self._answer("raised", error.failure)
        self._arrived = tuple(self._snapshots.of_optional(one) for one in arrived)
        self._context = self._look_at(node)
        returned: list[Shown] = []

        def apply(*gradients: torch.Tensor | None) -> Any:
            result = type(node).apply(node, *gradients)
            returned.append(self._values.of(result))
            return result

        try:
            with torch._C.DisableTorchFunction(), torch.set_grad_enabled(self._given.create_graph):
                self._tracing.run(lambda: call_custom(node, arrived, apply))
        except EnoughLinesError:
            return self._answer("too many lines")
        except BaseException as error:  # Whatever it raises, to leave the program included, is the answer.
            failure = failure_of(error, self._question.node, self._tracing.filename)
            return self._answer("raised", failure, returned[0] if returned else None)
        return self._answer(returned=returned[0])

    def so_far(self) -> BackwardLinesAnswer:
        """What is there while `run` still works on another thread."""
        return self._answer("too many lines" if self._enough_lines else "timed out")

    def _answer(
        self, problem: Problem | None = None, failure: Failure | None = None, returned: Shown | None = None
    ) -> BackwardLinesAnswer:
        lines = self._tracing.lines
        return BackwardLinesAnswer(self._function, self._context, self._arrived, lines, returned, problem, failure)

    def _find(self) -> tuple[GraphNode, Gradients]:
        number = self._question.node
        node = next((one for one in nodes_behind(self._given.roots) if self._number_of(one) == number), None)
        if node is None:
            raise ProblemError("unknown node")
        if not is_custom(node):
            raise ProblemError("not custom")
        self._function = clean(type(node)._forward_cls.__name__)
        arrived = NodeReplay(self._given, self._number_of, Snapshots(0), filename=self._tracing.filename).arriving_at(
            number
        )
        recorded = self._question.arrived
        if len(recorded) == len(arrived):
            arrived = [self._recorded(one, there) for one, there in zip(recorded, arrived, strict=True)]
        return node, arrived

    def _recorded(self, recorded: Tensor | None, replayed: torch.Tensor | None) -> torch.Tensor | None:
        """The gradient that arrived: hooks of the program's, which the replay leaves out, may have changed it."""
        array = None if recorded is None else recorded.array
        if recorded is None or array is None or self._snapshots.of_optional(replayed) == recorded:
            return replayed
        dtype = getattr(torch, recorded.dtype)
        return torch.from_numpy(array.copy()).to(dtype)

    def _look_at(self, node: GraphNode) -> Context:
        saved: tuple[Shown, ...] = ()
        problem = None
        try:
            saved = tuple(self._values.of(one) for one in node.saved_tensors)
        except Exception as error:  # Torch's words, or those of a hook on saved tensors.
            problem = message_of(error)
        names = saved_names(type(node)._forward_cls)
        own = {clean(name): self._values.of(value) for name, value in vars(node).items()}
        needs = tuple(map(bool, node.needs_input_grad))
        return Context(saved, names if len(names) == len(saved) else (), needs, own, problem)
