"""A trace step by step: each frame is a pure function of the trace and a number; nothing is run again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from core.autograd.trace import Edge, Node, Step, Tensor, Trace, Variable

NodeState = Literal["pending", "current", "done", "outside"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one edge brought to a node.

    Attributes:
        edge: Index into `trace.edges`.
        sender: The node it came from.
        slot: Which of the receiver's outputs it belongs to.
        value: The gradient that travelled.
    """

    edge: int
    sender: int
    slot: int
    value: Tensor


@dataclass(frozen=True, slots=True)
class Sent:
    """What the current node sends along one edge; `edge` is None where no gradient is needed."""

    edge: int | None
    target: int | None
    value: Tensor | None


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything to show after a number of engine steps.

    Attributes:
        step: Steps done over all passes; 0 is before the first.
        pass_index: The pass that the last step belongs to, or of the first for step 0; -1 without passes.
        node: The node that ran last, or None at step 0.
        record: That step's record.
        contributions: What edges brought to that node in this pass, in the order of arrival.
        sent: What it sends on, one for each of its `next_functions`.
        travelled: Edges that have carried a gradient in this pass so far, by index.
        done: Nodes that have run in this pass, the current one left out.
        pending: Nodes that will still run in this pass.
        grads: `.grad` of each leaf node as of this step, by node id.
        line: The program's line of the current node, or of the pass at step 0.
    """

    step: int
    pass_index: int
    node: Node | None
    record: Step | None
    contributions: tuple[Contribution, ...]
    sent: tuple[Sent, ...]
    travelled: frozenset[int]
    done: frozenset[int]
    pending: frozenset[int]
    grads: dict[int, Tensor | None]
    line: int | None

    def state_of(self, node: int) -> NodeState:
        """How far a node is in this pass; "outside" if this pass does not run it."""
        if self.node is not None and node == self.node.id:
            return "current"
        if node in self.done:
            return "done"
        return "pending" if node in self.pending else "outside"


class Replay:
    """A trace with what is needed to make any of its frames in no time."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._nodes: dict[int, Node] = {node.id: node for node in trace.nodes}
        self._places = [(p, s) for p, one in enumerate(trace.passes) for s in range(len(one.steps))]
        self._edges_from: dict[int, dict[int, int]] = defaultdict(dict)
        for index, edge in enumerate(trace.edges):
            self._edges_from[edge.source][edge.source_slot] = index

    @property
    def length(self) -> int:
        """Engine steps over all passes."""
        return len(self._places)

    def node(self, number: int) -> Node:
        """A node by its id.

        Raises:
            KeyError: The trace has none of that id.
        """
        return self._nodes[number]

    def edge(self, index: int) -> Edge:
        """An edge by its index in the trace."""
        return self.trace.edges[index]

    def variable(self, node: int) -> Variable | None:
        """The top-level tensor that a node made or accumulates into."""
        return next((one for one in self.trace.variables if one.node == node), None)

    def step_of(self, node: int) -> int | None:
        """The first step after which a node is the current one, or None if it never ran."""
        for index, (one, place) in enumerate(self._places):
            if self.trace.passes[one].steps[place].node == node:
                return index + 1
        return None

    def frame(self, step: int) -> Frame:
        """The frame after a number of steps; beyond the ends is the end."""
        step = max(0, min(step, self.length))
        if not self._places:
            return Frame(0, -1, None, None, (), (), frozenset(), frozenset(), frozenset(), {}, None)
        if step == 0:
            one = self.trace.passes[0]
            pending = frozenset(record.node for record in one.steps)
            grads = self._grads(0, 0)
            return Frame(0, 0, None, None, (), (), frozenset(), frozenset(), pending, grads, one.line)
        number, place = self._places[step - 1]
        one = self.trace.passes[number]
        record = one.steps[place]
        node = self._nodes[record.node]
        before, after = one.steps[:place], one.steps[place + 1 :]
        return Frame(
            step=step,
            pass_index=number,
            node=node,
            record=record,
            contributions=self._contributions(before, record.node),
            sent=tuple(self._sent(record)),
            travelled=frozenset(self._travelled((*before, record))),
            done=frozenset(earlier.node for earlier in before) - {record.node},
            pending=frozenset(later.node for later in after),
            grads=self._grads(number, place + 1),
            line=node.line or one.line,
        )

    def _contributions(self, before: tuple[Step, ...], receiver: int) -> tuple[Contribution, ...]:
        found = []
        for earlier in before:
            for slot, index in self._edges_from[earlier.node].items():
                edge = self.trace.edges[index]
                value = earlier.outgoing[slot] if slot < len(earlier.outgoing) else None
                if edge.target == receiver and value is not None:
                    found.append(Contribution(index, earlier.node, edge.target_slot, value))
        return tuple(found)

    def _sent(self, record: Step) -> list[Sent]:
        sent = []
        for slot, value in enumerate(record.outgoing):
            index = self._edges_from[record.node].get(slot)
            target = None if index is None else self.trace.edges[index].target
            sent.append(Sent(index, target, value))
        return sent

    def _travelled(self, steps: tuple[Step, ...]) -> list[int]:
        return [
            index
            for record in steps
            for slot, index in self._edges_from[record.node].items()
            if slot < len(record.outgoing) and record.outgoing[slot] is not None
        ]

    def _grads(self, number: int, places: int) -> dict[int, Tensor | None]:
        """Each leaf's `.grad` after some steps of a pass; before its first accumulation what it was then."""
        grads: dict[int, Tensor | None] = {}
        for index, one in enumerate(self.trace.passes):
            for place, record in enumerate(one.steps):
                if self._nodes[record.node].kind != "leaf":
                    continue
                if index < number or (index == number and place < places):
                    grads[record.node] = record.grad_after
                else:
                    grads.setdefault(record.node, record.grad_before)
        return grads
