"""A trace step by step: each frame is a pure function of the trace and a number; nothing is run again."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal

from core.autograd.details import NodeDetails
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


class PassIndex:
    """What one pass needs for its frames to be made in no time.

    Attributes:
        nodes: In the order in which they ran.
        travelled: Edges in the order in which they carried a gradient.
        travelled_until: How many of these had done so after each number of steps.
        arrivals: For each node, its contributions in the order of arrival, each with its sender's place.
        leaves: Places of the steps that changed a leaf's `.grad`, in order.
        grads_before: Each leaf's `.grad` when the pass began.
    """

    def __init__(
        self, trace: Trace, number: int, edges_from: Mapping[int, Mapping[int, int]], leaves: Set[int]
    ) -> None:
        steps = trace.passes[number].steps
        self.nodes = [record.node for record in steps]
        self.travelled: list[int] = []
        self.travelled_until = [0]
        self.arrivals: dict[int, list[tuple[int, Contribution]]] = defaultdict(list)
        for place, record in enumerate(steps):
            for slot, index in edges_from.get(record.node, {}).items():
                value = record.outgoing[slot] if slot < len(record.outgoing) else None
                if value is None:
                    continue
                edge = trace.edges[index]
                self.travelled.append(index)
                self.arrivals[edge.target].append((place, Contribution(index, record.node, edge.target_slot, value)))
            self.travelled_until.append(len(self.travelled))
        self.leaves = [place for place, record in enumerate(steps) if record.node in leaves]
        self.grads_before: dict[int, Tensor | None] = {}
        for earlier in trace.passes[:number]:
            self.grads_before.update(
                {record.node: record.grad_after for record in earlier.steps if record.node in leaves}
            )
        # What the program did to `.grad` between two passes shows in what the next one found.
        self.grads_before.update({steps[place].node: steps[place].grad_before for place in reversed(self.leaves)})
        for later in trace.passes[number + 1 :]:
            for record in later.steps:
                if record.node in leaves:
                    self.grads_before.setdefault(record.node, record.grad_before)


class Replay:
    """A trace with what is needed to make any of its frames in no time."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._nodes: dict[int, Node] = {node.id: node for node in trace.nodes}
        more = () if trace.details is None else trace.details.nodes
        self._details: dict[int, NodeDetails] = {one.id: one for one in more}
        self._leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
        self._places = [(p, s) for p, one in enumerate(trace.passes) for s in range(len(one.steps))]
        self._first_steps: dict[int, int] = {}
        for index, (one, place) in enumerate(self._places):
            self._first_steps.setdefault(trace.passes[one].steps[place].node, index + 1)
        self._edges_from: dict[int, dict[int, int]] = defaultdict(dict)
        for index, edge in enumerate(trace.edges):
            self._edges_from[edge.source][edge.source_slot] = index
        self._index: tuple[int, PassIndex] | None = None

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

    def details_of(self, number: int) -> NodeDetails | None:
        """More about a node than the trace's contract holds, where that was recorded."""
        return self._details.get(number)

    def edge(self, index: int) -> Edge:
        """An edge by its index in the trace."""
        return self.trace.edges[index]

    def variable(self, node: int) -> Variable | None:
        """The top-level tensor that a node made or accumulates into."""
        return next((one for one in self.trace.variables if one.node == node), None)

    def step_of(self, node: int) -> int | None:
        """The first step after which a node is the current one, or None if it never ran."""
        return self._first_steps.get(node)

    def frame(self, step: int) -> Frame:
        """The frame after a number of steps; beyond the ends is the end."""
        step = max(0, min(step, self.length))
        if not self._places:
            return Frame(0, -1, None, None, (), (), frozenset(), frozenset(), frozenset(), {}, None)
        # Step 0 is before the first step of the first pass that has any.
        number, place = self._places[max(0, step - 1)]
        one = self.trace.passes[number]
        index = self._pass_index(number)
        if step == 0:
            pending = frozenset(index.nodes)
            grads = dict(index.grads_before)
            return Frame(0, number, None, None, (), (), frozenset(), frozenset(), pending, grads, one.line)
        record = one.steps[place]
        node = self._nodes[record.node]
        grads = dict(index.grads_before)
        for leaf in index.leaves[: bisect_right(index.leaves, place)]:
            grads[one.steps[leaf].node] = one.steps[leaf].grad_after
        return Frame(
            step=step,
            pass_index=number,
            node=node,
            record=record,
            contributions=tuple(what for when, what in index.arrivals.get(record.node, ()) if when < place),
            sent=tuple(self._sent(record)),
            travelled=frozenset(index.travelled[: index.travelled_until[place + 1]]),
            done=frozenset(index.nodes[:place]) - {record.node},
            pending=frozenset(index.nodes[place + 1 :]),
            grads=grads,
            line=node.line or one.line,
        )

    def _pass_index(self, number: int) -> PassIndex:
        # One is enough: stepping stays within a pass for long.
        if self._index is None or self._index[0] != number:
            self._index = (number, PassIndex(self.trace, number, self._edges_from, self._leaves))
        return self._index[1]

    def _sent(self, record: Step) -> list[Sent]:
        sent = []
        for slot, value in enumerate(record.outgoing):
            index = self._edges_from.get(record.node, {}).get(slot)
            target = None if index is None else self.trace.edges[index].target
            sent.append(Sent(index, target, value))
        return sent
