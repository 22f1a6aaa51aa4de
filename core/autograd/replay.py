"""A trace moment by moment: each frame is a pure function of the trace and a number; nothing is run again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from core.autograd.details import Details, NodeDetails, Operation, Value
from core.autograd.timeline import Moment, Stretch, Timeline
from core.autograd.trace import Edge, Node, Step, Tensor, Trace, Variable

NodeState = Literal["unmade", "made", "pending", "current", "done", "outside"]
"""How far a node is: in the forward pass not made yet or made; in a backward pass still to run, done, or no part of
it; in both the one that the moment is about."""


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
    """Everything to show at a position of the clock.

    Attributes:
        step: Moments done; 0 is before the first.
        moment: The last of them, or None at 0.
        pass_index: The pass that the last step belongs to; in the forward pass the next one, or the last if there is
            none; -1 without passes.
        pass_step: Steps of that pass that are done.
        node: The node that ran last, or was made last; None where the moment made none.
        record: That step's record; None in the forward pass.
        contributions: What edges brought to that node in this pass, in the order of arrival.
        sent: What it sends on, one for each of its `next_functions`.
        travelled: Edges that have carried a gradient in this pass so far, by index.
        done: Nodes that have run in this pass, the current one left out.
        pending: Nodes that will still run in this pass.
        fresh: Nodes that this moment made.
        operations: Forward: the calls of this moment; a custom function's as one named ``Name.apply``.
        values: Forward: what they gave.
        grads: `.grad` of each leaf node as of this moment, by node id.
        line: The program's line of this moment, or of the first at 0.
        born: The position at which each node is there first; the same mapping in all frames of a replay.
    """

    step: int
    moment: Moment | None
    pass_index: int
    pass_step: int
    node: Node | None
    record: Step | None
    contributions: tuple[Contribution, ...]
    sent: tuple[Sent, ...]
    travelled: frozenset[int]
    done: frozenset[int]
    pending: frozenset[int]
    fresh: tuple[int, ...]
    operations: tuple[Operation, ...]
    values: tuple[Value, ...]
    grads: dict[int, Tensor | None]
    line: int | None
    born: Mapping[int, int]

    @property
    def backward(self) -> bool:
        """Whether the engine is running a pass."""
        return self.record is not None

    def state_of(self, node: int) -> NodeState:
        """How far a node is."""
        if self.node is not None and node == self.node.id:
            return "current"
        if self.born.get(node, 0) > self.step:
            return "unmade"
        if self.record is None and self.moment is not None:
            return "made"
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
        self.timeline = Timeline(trace)
        self._nodes: dict[int, Node] = {node.id: node for node in trace.nodes}
        more = () if trace.details is None else trace.details.nodes
        self._details: dict[int, NodeDetails] = {one.id: one for one in more}
        self._leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
        self._edges_from: dict[int, dict[int, int]] = defaultdict(dict)
        for index, edge in enumerate(trace.edges):
            self._edges_from[edge.source][edge.source_slot] = index
        self._visits: dict[int, list[int]] = defaultdict(list)
        self._on_line: dict[int, list[int]] = defaultdict(list)
        for position, moment in enumerate(self.timeline.moments, 1):
            if moment.line is not None:
                self._on_line[moment.line].append(position)
            if moment.phase == "backward":
                self._visits[trace.passes[moment.pass_index].steps[moment.place].node].append(position)
        for position, fresh in self.timeline.fresh.items():
            if position and self.timeline.moments[position - 1].phase == "forward":
                for node in fresh:
                    self._visits[node].insert(0, position)
        self._index: tuple[int, PassIndex] | None = None

    @property
    def length(self) -> int:
        """Moments of the whole run: the last position of its clock."""
        return len(self.timeline.moments)

    @property
    def engine_steps(self) -> int:
        """Engine steps over all passes."""
        return self.trace.step_count

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

    def edges_from(self, node: int) -> Mapping[int, int]:
        """A node's edges towards the leaves: by slot of its `next_functions`, their index in the trace."""
        return self._edges_from.get(node, {})

    def variable(self, node: int) -> Variable | None:
        """The top-level tensor that a node made or accumulates into."""
        return next((one for one in self.trace.variables if one.node == node), None)

    # Where to go.

    def visits(self, node: int) -> tuple[int, ...]:
        """The positions at which a node is looked at: when it was made, and each time that it ran."""
        return tuple(self._visits.get(node, ()))

    def visit(self, node: int, step: int) -> int | None:
        """Where a click on a node leads from a position: in the pass, or the forward pass, that is gone through.

        Failing that to the next visit, then to the last one; None if there is none.
        """
        visits = self._visits.get(node)
        if not visits:
            return None
        stretch = self.stretch_at(step)
        if stretch is not None:
            here = [one for one in visits if stretch.first < one <= stretch.last]
            if here:
                return here[0]
        place = bisect_left(visits, step)
        return visits[place] if place < len(visits) else visits[-1]

    def next_visit(self, node: int, step: int, by: int = 1) -> int | None:
        """The next position after a given one (or with -1 the last before it) at which a node is looked at."""
        return _beside(self._visits.get(node, []), step, by)

    def next_on_line(self, line: int, step: int, by: int = 1) -> int | None:
        """The next position on a line after a given one, from the first again after the last; None if there is none."""
        places = self._on_line.get(line, [])
        found = _beside(places, step, by)
        return found if found is not None or not places else places[0 if by > 0 else -1]

    def lines(self) -> Mapping[int, tuple[bool, bool]]:
        """The program's lines that the clock visits, each with whether forward and whether backward."""
        found: dict[int, tuple[bool, bool]] = {}
        for moment in self.timeline.moments:
            if moment.line is not None:
                forward, backward = found.get(moment.line, (False, False))
                found[moment.line] = (forward or moment.phase == "forward", backward or moment.phase == "backward")
        return found

    def stretch_at(self, step: int) -> Stretch | None:
        """The pass, or part of the forward pass, that a position is in; at 0 the first."""
        stretches = self.timeline.stretches
        return next((one for one in stretches if step <= one.last), stretches[-1] if stretches else None)

    def next_stretch(self, step: int, by: int = 1) -> int:
        """Where the next pass or part of the forward pass begins, or with -1 this one or the one before."""
        firsts = [*(one.first for one in self.timeline.stretches), self.length]
        if by > 0:
            return next((one for one in firsts if one > step), self.length)
        return next((one for one in reversed(firsts) if one < step), 0)

    # What is shown there.

    def frame(self, step: int) -> Frame:
        """The frame after a number of moments; beyond the ends is the end."""
        step = max(0, min(step, self.length))
        moments = self.timeline.moments
        if not moments:
            return _empty(self.timeline.born)
        moment = moments[max(0, step - 1)]
        if step == 0 or moment.phase == "forward":
            return self._forward_frame(step, moment)
        return self._backward_frame(step, moment)

    def _forward_frame(self, step: int, moment: Moment) -> Frame:
        details = self.trace.details
        nothing: frozenset[int] = frozenset()
        fresh = self.timeline.fresh.get(step, ()) if step else ()
        operations: tuple[Operation, ...] = ()
        values: tuple[Value, ...] = ()
        if step and details is not None:
            operations = details.operations[slice(*moment.operations)]
            if moment.application is not None:
                operations = (_as_operation(details, moment.application, self.timeline.values.get(step, ())),)
            values = tuple(details.values[one] for one in self.timeline.values.get(step, ()))
        made = next((one.node for one in reversed(values) if one.node is not None and one.node in self._nodes), None)
        number = moment.pass_index
        grads: dict[int, Tensor | None] = {}
        pending = nothing
        gone = self._gone_pass(step)
        if gone is not None:
            # What the program does to `.grad` before the next pass shows in what that one finds.
            grads = self._grads_after(gone)
        elif number >= 0:
            grads = dict(self._pass_index(number).grads_before)
        if step == 0 and moment.phase == "backward":
            pending = frozenset(self._pass_index(number).nodes)
        over = gone is not None and gone.pass_index == number
        return Frame(
            step=step,
            moment=moment if step else None,
            pass_index=number,
            pass_step=len(self.trace.passes[number].steps) if over else 0,
            node=None if made is None else self._nodes[made],
            record=None,
            contributions=(),
            sent=(),
            travelled=nothing,
            done=nothing,
            pending=pending,
            fresh=fresh,
            operations=operations,
            values=values,
            grads=grads,
            line=moment.line if step or moment.phase == "forward" else self.trace.passes[number].line,
            born=self.timeline.born,
        )

    def _gone_pass(self, step: int) -> Moment | None:
        """The last step of the last pass that is over at a position."""
        over = [one.last for one in self.timeline.stretches if one.phase == "backward" and one.last <= step]
        return self.timeline.moments[over[-1] - 1] if over else None

    def _grads_after(self, moment: Moment) -> dict[int, Tensor | None]:
        index = self._pass_index(moment.pass_index)
        steps = self.trace.passes[moment.pass_index].steps
        grads = dict(index.grads_before)
        for leaf in index.leaves[: bisect_right(index.leaves, moment.place)]:
            grads[steps[leaf].node] = steps[leaf].grad_after
        return grads

    def _backward_frame(self, step: int, moment: Moment) -> Frame:
        number, place = moment.pass_index, moment.place
        one = self.trace.passes[number]
        index = self._pass_index(number)
        record = one.steps[place]
        node = self._nodes[record.node]
        return Frame(
            step=step,
            moment=moment,
            pass_index=number,
            pass_step=place + 1,
            node=node,
            record=record,
            contributions=tuple(what for when, what in index.arrivals.get(record.node, ()) if when < place),
            sent=tuple(self._sent(record)),
            travelled=frozenset(index.travelled[: index.travelled_until[place + 1]]),
            done=frozenset(index.nodes[:place]) - {record.node},
            pending=frozenset(index.nodes[place + 1 :]),
            fresh=self.timeline.fresh.get(step, ()),
            operations=(),
            values=(),
            grads=self._grads_after(moment),
            line=moment.line,
            born=self.timeline.born,
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


def _as_operation(details: Details, number: int, made: tuple[int, ...]) -> Operation:
    """The call of a custom function as an operation, such as ``Split.apply``; its id is none of the listed ones."""
    applied = details.applications[number]
    return Operation(-1 - number, f"{applied.name}.apply", applied.line, applied.arguments, {}, made, None)


def _empty(born: Mapping[int, int]) -> Frame:
    """Of a run without moments."""
    none: frozenset[int] = frozenset()
    return Frame(0, None, -1, 0, None, None, (), (), none, none, none, (), (), (), {}, None, born)


def _beside(places: Sequence[int], step: int, by: int) -> int | None:
    """The place after a position in an ascending row, or before it."""
    if by > 0:
        after = bisect_right(places, step)
        return places[after] if after < len(places) else None
    before = bisect_left(places, step)
    return places[before - 1] if before else None
