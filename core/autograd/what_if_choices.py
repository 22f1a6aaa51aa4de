"""What there is to change in a recorded pass, which changes fit it, and two that are worth a look. Data only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.autograd.trace import Edge, Node, Step, Tensor, Trace
from core.autograd.what_if import Change, Cut, Hook, Negate, Scale, Upstream


@dataclass(frozen=True, slots=True)
class Root:
    """A tensor that the pass began at.

    Attributes:
        place: Among the pass's roots, as `Upstream.root`.
        node: The node that made it.
        output: Which of the node's outputs it is.
        given: The gradient that the engine was given for it.
    """

    place: int
    node: int
    output: int
    given: Tensor


class PassChoices:
    """What can be changed in one pass.

    Attributes:
        nodes: By id, in the order in which they ran.
        edges: By sender, those of `nodes` towards the leaves, in the order of their slots.
        roots: Those whose gradient is known: not of a pass that ended before it came to them, nor of a root that is
            named twice.
        outputs: Of each node, how many gradients arrive at it.
    """

    def __init__(self, trace: Trace, number: int) -> None:
        known = {node.id: node for node in trace.nodes}
        one = trace.passes[number]
        self._steps: dict[int, Step] = {step.node: step for step in one.steps}
        self.nodes: dict[int, Node] = {number: known[number] for number in self._steps}
        self.outputs = {number: len(step.incoming) for number, step in self._steps.items()}
        edges: dict[int, list[Edge]] = defaultdict(list)
        self._arriving: dict[int, list[Edge]] = defaultdict(list)
        for edge in trace.edges:
            if edge.source in self._steps:
                edges[edge.source].append(edge)
                if self._sent(edge) is not None:
                    self._arriving[edge.target].append(edge)
        self.edges = {source: sorted(some, key=lambda edge: edge.source_slot) for source, some in edges.items()}
        found = (self._root(place, node) for place, node in enumerate(one.roots) if one.roots.count(node) == 1)
        self.roots = tuple(root for root in found if root is not None)

    def root(self, place: int) -> Root | None:
        """A root by its place, or None where its gradient is not known."""
        return next((root for root in self.roots if root.place == place), None)

    def fits(self, change: Change) -> bool:
        """Whether a change can be made to this pass; one that was made to another run's may not."""
        match change:
            case Upstream(root=place, values=values):
                root = self.root(place)
                return root is not None and shape_of(values) == root.given.shape
            case Cut(node=node, slot=slot):
                return any(edge.source_slot == slot for edge in self.edges.get(node, ()))
            case Hook(node=node, output=output):
                return 0 <= output < self.outputs.get(node, 0)

    def suggestions(self) -> tuple[Change, ...]:
        """At most two: the first root's gradient doubled, and the first edge of a fan-in cut.

        Where no edges meet, the node after the root has its gradient negated instead.
        """
        found: list[Change] = [doubled for root in self.roots[:1] if (doubled := scaled(root, 2.0)) is not None]
        meeting = next((self._arriving[node] for node in self.nodes if len(self._arriving[node]) > 1), None)
        if meeting:
            found.append(Cut(meeting[0].source, meeting[0].source_slot))
        elif self.nodes:
            found.append(Hook(list(self.nodes)[min(1, len(self.nodes) - 1)], 0, Negate()))
        return tuple(found)

    def _sent(self, edge: Edge) -> Tensor | None:
        outgoing = self._steps[edge.source].outgoing
        return outgoing[edge.source_slot] if edge.source_slot < len(outgoing) else None

    def _root(self, place: int, node: int) -> Root | None:
        step = self._steps.get(node)
        arrived = () if step is None else step.incoming
        output = next((slot for slot, one in enumerate(arrived) if one is not None), None)
        total = None if output is None else arrived[output]
        if total is None or output is None:
            return None
        others = [self._sent(edge) for edge in self._arriving[node] if edge.target_slot == output]
        return Root(place, node, output, _without(total, others))


def _without(total: Tensor, others: Sequence[Tensor | None]) -> Tensor:
    """What is left of a sum; the sum itself where values were not kept."""
    parts = [one.array for one in others if one is not None]
    left = total.array
    if not parts or left is None or any(part is None for part in parts):
        return total
    for part in parts:
        left = left - part
    return Tensor(total.shape, total.dtype, np.ascontiguousarray(left).tobytes())


def scaled(root: Root, factor: float) -> Change | None:
    """A root's gradient times a factor: other values where they are known, else a change of what arrives there."""
    matrix = real_values(root.given)
    if matrix is None:
        return Hook(root.node, root.output, Scale(factor))
    return Upstream(root.place, nested(matrix * factor))


def real_values(tensor: Tensor) -> npt.NDArray[np.float64] | None:
    """A tensor's values in its own shape; None where they were not kept or are complex."""
    kept = tensor.array
    return None if kept is None or kept.dtype.kind == "c" else kept.astype(np.float64)


def nested(values: npt.NDArray[np.float64]) -> Any:
    """Values as a change has them: tuples in tuples, which are frozen; a bare number for no dimensions."""

    def frozen(one: Any) -> Any:
        return tuple(frozen(part) for part in one) if isinstance(one, list) else one

    return frozen(values.tolist())


def shape_of(values: Any) -> tuple[int, ...] | None:
    """The shape of nested values, or None where rows are unequal."""
    try:
        return np.array(values, dtype=np.float64).shape
    except (ValueError, TypeError):
        return None
