"""A pass over again by calling its nodes, in the engine's order, with its sums, and without the user's hooks.

What the engine does around a node (torch/csrc/autograd/engine.cpp: ready queue, `InputBuffer`,
`validate_outputs`, `PyNode::apply`) is done here, to the last bit. The only code of the user's that runs is
that which a node itself consists of: a custom function's backward, and hooks on saved tensors (checkpoints).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence

import torch

from core.autograd.arriving import accumulated, expected, fitted, summed
from core.autograd.custom_nodes import call_custom, is_custom
from core.autograd.given_pass import GivenPass, nodes_behind
from core.autograd.gradient_changes import changed, tensor_of
from core.autograd.graph_walk import GraphNode, GraphWalk
from core.autograd.problem import Failure, NodeError, Problem, ProblemError
from core.autograd.raised import failure_of
from core.autograd.trace import Step, Tensor
from core.autograd.values import Snapshots
from core.autograd.what_if import Change, Cut, Hook, Operation, Upstream, WhatIfAnswer

Gradients = list[torch.Tensor | None]


class NodeReplay:
    """Replays a pass, as often as is asked.

    Args:
        given: What the engine was given.
        number_of: A node's id.
        snapshots: Copies the gradients.
        order: Nodes that are as good as each other for the engine (leaves, all of which come at once) run in
            the order of these ids.
        filename: The program's file, whose lines are told with what a node raises.

    Raises:
        ProblemError: A node is of a kind that cannot be called.
    """

    def __init__(
        self,
        given: GivenPass,
        number_of: Callable[[GraphNode], int],
        snapshots: Snapshots,
        order: Sequence[int] = (),
        *,
        filename: str = "",
    ) -> None:
        self._given = given
        self._snapshots = snapshots
        self._number_of = number_of
        self._filename = filename
        self._places = {number: place for place, number in enumerate(order)}
        self._known = nodes_behind(given.roots)
        self._nodes: dict[int, GraphNode] = {number_of(node): node for node in self._known}
        self._edges_to = self._count_edges()
        self._wanted = self._ways_to_inputs()
        self._captures: dict[int, list[tuple[int, int]]] = defaultdict(list)
        if given.inputs is not None and not given.accumulate:
            for place, (node, output) in enumerate(given.inputs):
                if node in self._known:
                    self._captures[number_of(node)].append((output, place))
        self._begin()

    def _begin(self, *, listening: bool = True) -> None:
        """Forget what was; `listening` if each node's step is to be kept."""
        inputs = self._given.inputs
        self._listening = listening
        self._waiting_for = self._edges_to.copy()
        self._captured: Gradients = [None] * (0 if inputs is None or self._given.accumulate else len(inputs))
        self._buffers: dict[int, Gradients] = {}
        self._ready: list[tuple[int, int, int, int]] = []
        self._queued = 0
        self._steps: list[Step] = []
        self._cuts: set[tuple[int, int]] = set()
        self._hooks: dict[tuple[int, int], list[Operation]] = defaultdict(list)

    def _count_edges(self) -> dict[int, int]:
        """How many edges lead to each node."""
        edges: dict[int, int] = defaultdict(int)
        for node in self._known:
            for child, _ in node.next_functions:
                if child is not None:
                    edges[self._number_of(child)] += 1
        for node, _ in self._given.roots if len(self._given.roots) > 1 else ():
            # Of several roots the engine makes one node that sends to each.
            edges[self._number_of(node)] += 1
        return edges

    def _ways_to_inputs(self) -> tuple[set[int], set[int]] | None:
        """With inputs: the nodes that run, and those that a gradient is sent to. None: all of both."""
        if self._given.inputs is None:
            return None
        ends = {self._number_of(node) for node, _ in self._given.inputs if node in self._known}
        parents: dict[int, list[int]] = defaultdict(list)
        for number, node in self._nodes.items():
            for child, _ in node.next_functions:
                if child is not None:
                    parents[self._number_of(child)].append(number)
        before: set[int] = set()
        stack = list(ends)
        while stack:
            for parent in parents[stack.pop()]:
                if parent not in before:
                    before.add(parent)
                    stack.append(parent)
        return (before | ends if self._given.accumulate else before), before | ends

    def run(self, changes: Sequence[Change] = ()) -> WhatIfAnswer:
        """The pass with changes."""
        self._begin()
        problem: Problem | None = None
        failure: Failure | None = None
        # The engine's nodes see torch as it is; nothing of the program's may listen in.
        with torch._C.DisableTorchFunction(), torch.set_grad_enabled(self._given.create_graph):
            try:
                self._take_changes(changes)
                failure = self._run()
            except ProblemError as error:
                problem = error.problem
        if failure is not None:
            problem = "raised"
        captured = tuple(self._snapshots.of_optional(one) for one in self._captured)
        return WhatIfAnswer(tuple(self._steps), captured, problem, failure)

    def captured_from(self, gradients: Sequence[torch.Tensor | None]) -> Gradients:
        """What arrives at the inputs when these gradients start at the roots; for `torch.autograd.grad`'s passes.

        Raises:
            NodeError: A node raised.
        """
        self._go(gradients)
        return self._captured

    def arriving_at(self, number: int) -> Gradients:
        """What arrives at a node, one for each of its outputs; the node itself is not called.

        Raises:
            ProblemError: "unknown node", or "nothing arrives": the pass does not come to it.
            NodeError: A node before it raised.
        """
        if number not in self._nodes:
            raise ProblemError("unknown node")
        self._go(self._given.gradients, until=number)
        if number not in self._buffers:
            raise ProblemError("nothing arrives")
        return self._buffers[number]

    def _go(self, gradients: Sequence[torch.Tensor | None], until: int | None = None) -> None:
        self._begin(listening=False)
        with torch._C.DisableTorchFunction(), torch.set_grad_enabled(self._given.create_graph):
            self._start(gradients)
            failure = self._run(until)
        if failure is not None:
            raise NodeError(failure)

    def _take_changes(self, changes: Sequence[Change]) -> None:
        upstream = list(self._given.gradients)
        for change in changes:
            match change:
                case Upstream(root=root, values=values):
                    if not 0 <= root < len(upstream):
                        raise ProblemError("unknown root")
                    node, output = self._given.roots[root]
                    like = upstream[root]
                    shape, dtype = expected(node, output) if like is None else (tuple(like.shape), like.dtype)
                    upstream[root] = tensor_of(values, shape, dtype or torch.get_default_dtype())
                case Cut(node=number, slot=slot):
                    sender = self._nodes.get(number)
                    if sender is None:
                        raise ProblemError("unknown node")
                    if not 0 <= slot < len(sender.next_functions) or sender.next_functions[slot][0] is None:
                        raise ProblemError("unknown edge")
                    self._cuts.add((number, slot))
                case Hook(node=number, output=output, operation=operation):
                    receiver = self._nodes.get(number)
                    if receiver is None:
                        raise ProblemError("unknown node")
                    if not 0 <= output < len(receiver._input_metadata):
                        raise ProblemError("unknown output")
                    self._hooks[number, output].append(operation)
        self._start(upstream)

    def _start(self, gradients: Sequence[torch.Tensor | None]) -> None:
        for (node, output), gradient in zip(self._given.roots, gradients, strict=True):
            arriving = None if gradient is None else fitted(gradient, node, output)
            self._arrive(node, output, arriving, awaited=len(gradients) > 1)

    def _run(self, until: int | None = None) -> Failure | None:
        while self._ready:
            number = heapq.heappop(self._ready)[-1]
            if number == until:
                return None
            try:
                self._step(number, self._nodes[number])
            except ProblemError:
                raise
            except Exception as error:  # Whatever a node raises, torch's or the user's own, is the answer.
                return failure_of(error, number, self._filename)
        return None

    def _arrive(self, node: GraphNode, output: int, gradient: torch.Tensor | None, *, awaited: bool = True) -> None:
        number = self._number_of(node)
        if awaited:
            self._waiting_for[number] -= 1
        if self._wanted is not None and number not in self._wanted[1]:
            return
        buffer = self._buffers.setdefault(number, [None] * len(node._input_metadata))
        if gradient is not None:
            buffer[output] = summed(buffer[output], gradient)
        if self._waiting_for[number] == 0:
            # The engine takes the node made last; a leaf before any other.
            self._queued += 1
            place = self._places.get(number, len(self._places))
            heapq.heappush(self._ready, (-node._sequence_nr(), place, self._queued, number))

    def _step(self, number: int, node: GraphNode) -> None:
        arrived = self._buffers.pop(number)
        for output, gradient in enumerate(arrived):
            for operation in self._hooks.get((number, output), ()):
                if gradient is not None:
                    gradient = arrived[output] = _operated(gradient, operation)
        for output, place in self._captures.get(number, ()):
            self._captured[place] = arrived[output]
        if self._wanted is not None and number not in self._wanted[0]:
            return
        incoming = self._shown(arrived)
        if GraphWalk.is_leaf(node):
            if not self._listening:
                return
            before = node.variable.grad
            after = accumulated(before, arrived[0], create_graph=self._given.create_graph)
            grads = self._snapshots.of_optional(before), self._snapshots.of_optional(after)
            self._steps.append(Step(number, incoming, (), *grads))
            return
        outgoing = self._sent(number, node, arrived)
        if self._listening:
            self._steps.append(Step(number, incoming, self._shown(outgoing), None, None))
        del arrived
        for slot, (child, child_output) in enumerate(node.next_functions):
            if child is not None:
                self._arrive(child, child_output, outgoing[slot])

    def _shown(self, gradients: Gradients) -> tuple[Tensor | None, ...]:
        return tuple(self._snapshots.of_optional(one) for one in gradients) if self._listening else ()

    def _sent(self, number: int, node: GraphNode, arrived: Gradients) -> Gradients:
        """What a node sends on, one for each of its `next_functions`, fitted to the receivers."""
        outgoing = call_custom(node, arrived) if is_custom(node) else _called(node, arrived)
        ways = node.next_functions
        outgoing = outgoing[: len(ways)] + [None] * (len(ways) - len(outgoing))
        for slot, (child, child_output) in enumerate(ways):
            gradient = outgoing[slot]
            if child is None or gradient is None:
                continue
            beside = self._wanted is not None and self._number_of(child) not in self._wanted[1]
            if (beside and not is_custom(node)) or (number, slot) in self._cuts:
                # Torch's own nodes do not compute what nobody wants.
                outgoing[slot] = None
            else:
                outgoing[slot] = fitted(gradient, child, child_output)
        return outgoing


def _operated(gradient: torch.Tensor, operation: Operation) -> torch.Tensor:
    try:
        return changed(gradient, operation)
    except (RuntimeError, TypeError):  # No such thing for complex, sparse or subclassed gradients.
        raise ProblemError("unsupported") from None


def _called(node: GraphNode, arrived: Gradients) -> Gradients:
    if not callable(node):
        raise ProblemError("unsupported")
    outgoing = node(*arrived)
    return list(outgoing) if isinstance(outgoing, tuple) else [outgoing]
