"""A recorded pass beside the same one with changes: what became of each leaf, and where the two part. Data only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.autograd.trace import Step, Tensor, Trace
from core.autograd.what_if import WhatIfAnswer
from core.autograd.what_if_choices import real_values


@dataclass(frozen=True, slots=True)
class LeafPair:
    """A leaf's `.grad` after the pass, or for `torch.autograd.grad` the gradient of one of its inputs.

    Attributes:
        node: The leaf's node; None for an input of `torch.autograd.grad`.
        place: Of that input among the inputs; 0 for a leaf.
        before: As recorded.
        after: With the changes.
        reached: Whether the run with changes came as far as this leaf; it does not when a node raised.
        difference: `after` less `before`, in the tensor's shape; None where values were not kept. A gradient of None
            counts as zeros.
    """

    node: int | None
    place: int
    before: Tensor | None
    after: Tensor | None
    reached: bool
    difference: npt.NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class NodePair:
    """A node whose step differs.

    Attributes:
        node: Its id.
        output: Its first output at which something else arrived; None where only what it sends differs.
        before: What arrived there in the recorded pass.
        after: What arrived there with the changes.
        ran_before: Whether it ran in the recorded pass.
        ran_after: Whether it ran with the changes.
    """

    node: int
    output: int | None
    before: Tensor | None
    after: Tensor | None
    ran_before: bool
    ran_after: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both runs.

    Attributes:
        leaves: In the order in which the engine came to them; the first of them.
        nodes: Those that differ, in the engine's order; the first of them, and the very first is where the runs part.
        leaf_count: How many leaves there are.
        node_count: How many nodes differ.
        same: How many do not.
    """

    leaves: tuple[LeafPair, ...]
    nodes: tuple[NodePair, ...]
    leaf_count: int
    node_count: int
    same: int


def compare(
    trace: Trace,
    number: int,
    answer: WhatIfAnswer,
    captured: Iterable[Tensor | None] = (),
    *,
    most_leaves: int = 30,
    most_nodes: int = 60,
) -> Comparison:
    """Put an answer beside the pass that it is an answer to.

    Args:
        trace: The run.
        number: The pass.
        answer: With changes; its steps may end early.
        captured: For a pass of `torch.autograd.grad`, `WhatIfAnswer.captured` without changes.
        most_leaves: Leaves that are compared; the others are counted.
        most_nodes: The same of nodes.
    """
    leaf_nodes = {node.id for node in trace.nodes if node.kind == "leaf"}
    before = {step.node: step for step in trace.passes[number].steps}
    after = {step.node: step for step in answer.steps}
    order = [*before, *(node for node in after if node not in before)]
    leaves = [node for node in order if node in leaf_nodes]
    ended = answer.problem is None
    pairs = [_leaf(node, before.get(node), after.get(node), ended=ended) for node in leaves[:most_leaves]]
    unchanged = list(captured)
    for place, gradient in enumerate(answer.captured[: max(0, most_leaves - len(leaves))]):
        recorded = unchanged[place] if place < len(unchanged) else None
        reached = ended or gradient is not None
        pairs.append(LeafPair(None, place, recorded, gradient, reached, difference(recorded, gradient)))
    parting = [node for node in order if node in answer.differs]
    return Comparison(
        leaves=tuple(pairs),
        nodes=tuple(_pair(node, before.get(node), after.get(node)) for node in parting[:most_nodes]),
        leaf_count=len(leaves) + len(answer.captured),
        node_count=len(parting),
        same=len(order) - len(parting),
    )


def difference(before: Tensor | None, after: Tensor | None) -> npt.NDArray[np.float64] | None:
    """`after` less `before`; None where one of both was not kept, or neither is there."""
    some = after if after is not None else before
    if some is None or (before is not None and after is not None and before.shape != after.shape):
        return None
    zeros = np.zeros(some.shape)
    first = zeros if before is None else real_values(before)
    second = zeros if after is None else real_values(after)
    if first is None or second is None:
        return None
    with np.errstate(invalid="ignore"):  # Infinity less infinity is no number, and is shown so.
        return second - first


def _leaf(node: int, before: Step | None, after: Step | None, *, ended: bool) -> LeafPair:
    old = None if before is None else before.grad_after
    if after is not None:
        new = after.grad_after
    else:
        # It was not run: its gradient stays as the pass found it.
        new = None if before is None else before.grad_before
    if before is None and after is not None:
        old = after.grad_before
    reached = after is not None or ended
    return LeafPair(node, 0, old, new if reached else None, reached, difference(old, new) if reached else None)


def _pair(node: int, before: Step | None, after: Step | None) -> NodePair:
    old = () if before is None else before.incoming
    new = () if after is None else after.incoming
    for output in range(max(len(old), len(new))):
        first = old[output] if output < len(old) else None
        second = new[output] if output < len(new) else None
        if first != second or before is None or after is None:
            return NodePair(node, output, first, second, before is not None, after is not None)
    first = old[0] if old else None
    return NodePair(node, None, first, first, before is not None, after is not None)
