"""One clock over a whole run: the forward pass call by call, and each backward pass step by step, as they happened.

A moment of the forward pass is one call into torch that a node came of, the call of a custom function, or a run of
calls on one line that made no node (the filling of a layer's weights, say). A moment of a backward pass is one step
of the engine. What hooks and custom functions call while the engine runs is no moment of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.autograd.details import Details, Ref, Value
from core.autograd.trace import Trace

Phase = Literal["forward", "backward"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One tick of the clock.

    Attributes:
        phase: Forward or backward.
        line: Of the program, counted from 1.
        operations: Forward: the first of its operations, and the one behind the last.
        pass_index: Backward: the pass; forward: the next one that has steps, else the last, else -1.
        place: Backward: of the step in its pass; forward: -1.
        application: Forward: which of `Details.applications` it is; then there are no operations.
    """

    phase: Phase
    line: int | None
    operations: tuple[int, int]
    pass_index: int
    place: int
    application: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Moments in a row of one phase: those after `first` moments up to `last` of them; one pass, or forward."""

    phase: Phase
    first: int
    last: int
    pass_index: int


class Timeline:
    """A trace's moments, and what came to be at each; position n of the clock is after n moments.

    Attributes:
        moments: In the order in which they happened.
        stretches: The same in a few parts.
        born: By node id: the position at which it is there first.
        fresh: By position: the nodes that this moment made, the last one last.
        values: By position: the ids of the values that this moment made.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._details = trace.details or Details()
        self._lines = {one.id: one.line for one in trace.nodes}
        self._inside = {
            index for span in self._details.spans for index in range(*span)
        }  # Called by hooks and the like.
        self._applied: dict[int, list[int]] = defaultdict(list)  # Custom functions with a node, by what came before.
        for number, one in enumerate(self._details.applications):
            if one.node is not None:
                self._applied[one.after].append(number)
        self.moments: tuple[Moment, ...] = tuple(self._moments())
        self.stretches = tuple(_stretches(self.moments))
        self._position_of_step = {
            (one.pass_index, one.place): position
            for position, one in enumerate(self.moments, 1)
            if one.phase == "backward"
        }
        self.values: dict[int, tuple[int, ...]] = {}
        self._outputs_of: dict[int, list[int]] = defaultdict(list)
        for value in self._details.values:
            if value.node is not None:
                self._outputs_of[value.node].append(value.id)
        self._seen: list[int] = []
        self._see_values()
        self.born = self._births()
        self.fresh: dict[int, tuple[int, ...]] = defaultdict(tuple)
        for node, position in self.born.items():
            self.fresh[position] += (node,)
        self._named = self._names()

    def position_of(self, pass_index: int, place: int) -> int:
        """The position after a step of a pass.

        Raises:
            KeyError: There is no such step.
        """
        return self._position_of_step[pass_index, place]

    def when(self, value: int) -> int:
        """The position at which a value, by its id, is there first; the end for one that is not listed."""
        return self._seen[value] if value < len(self._seen) else len(self.moments)

    def named(self, position: int) -> dict[str, Value]:
        """What each of the program's names stood for at a position, in the order in which they came to be."""
        found = {}
        for name, history in self._named.items():
            place = bisect_right(history, position, key=_when)
            if place:
                found[name] = history[place - 1][1]
        return found

    # The order of things.

    def _moments(self) -> Iterator[Moment]:
        passes = self._trace.passes
        operations = self._details.operations
        with_steps = [number for number, one in enumerate(passes) if one.steps]
        spans = self._details.spans
        done = 0
        for number in with_steps:
            # Where it is not known when a pass ran, nothing of the forward pass is taken for later.
            begun, ended = spans[number] if number < len(spans) else (len(operations), len(operations))
            yield from self._forward(done, begun, number)
            done = max(done, ended)
            for place, record in enumerate(passes[number].steps):
                line = self._lines.get(record.node) or passes[number].line
                yield Moment("backward", line, (0, 0), number, place)
        yield from self._forward(done, len(operations), with_steps[-1] if with_steps else -1)

    def _forward(self, first: int, last: int, pass_index: int) -> Iterator[Moment]:
        """The moments of the operations from `first` on and before `last`."""
        waiting: tuple[int, int, int | None] | None = None  # Calls without a node: first, end, line.
        for index in range(first, last + 1):
            applied = self._applied.pop(index, ())
            if applied and waiting is not None:
                yield Moment("forward", waiting[2], waiting[:2], pass_index, -1)
                waiting = None
            for number in applied:
                line = self._details.applications[number].line
                yield Moment("forward", line, (index, index), pass_index, -1, number)
            if index == last:
                break
            operation = self._details.operations[index]
            if index in self._inside or not self._makes_something(index):
                continue
            if operation.untracked is not None:
                if waiting is not None and waiting[2] == operation.line:
                    waiting = (waiting[0], index + 1, operation.line)
                    continue
                if waiting is not None:
                    yield Moment("forward", waiting[2], waiting[:2], pass_index, -1)
                waiting = (index, index + 1, operation.line)
                continue
            if waiting is not None:
                yield Moment("forward", waiting[2], waiting[:2], pass_index, -1)
                waiting = None
            yield Moment("forward", operation.line, (index, index + 1), pass_index, -1)
        if waiting is not None:
            yield Moment("forward", waiting[2], waiting[:2], pass_index, -1)

    def _makes_something(self, index: int) -> bool:
        """Whether an operation has a result that is none of what it was given."""
        operation = self._details.operations[index]
        given = set(refs_of(operation.arguments)) | set(refs_of(operation.options))
        return any(output not in given for output in operation.outputs)

    # What comes to be when.

    def _see_values(self) -> None:
        """Values are listed in the order in which they came up, so each moment has a run of them."""
        seen = 0
        for position, moment in enumerate(self.moments, 1):
            if moment.phase == "backward":
                continue
            made: list[int] = []
            latest = seen
            if moment.application is not None:
                applied = self._details.applications[moment.application]
                made += self._outputs_of[applied.node] if applied.node is not None else ()
                latest = max([latest, *(value + 1 for value in refs_of(applied.arguments))])
            for operation in self._details.operations[slice(*moment.operations)]:
                made += [output for output in operation.outputs if output not in made]
                mentioned = (*operation.outputs, *refs_of(operation.arguments), *refs_of(operation.options))
                latest = max(latest, *(value + 1 for value in mentioned)) if mentioned else latest
            self._seen.extend([position] * (latest - seen))
            seen = latest
            self.values[position] = tuple(made)
        rest = len(self._details.values) - len(self._seen)
        self._seen.extend([len(self.moments)] * rest)
        for position, moment in enumerate(self.moments, 1):
            if moment.application is not None:
                # What a custom function gives is only listed when it is used, but is there from now on.
                for value in self.values[position]:
                    self._seen[value] = min(self._seen[value], position)

    def _births(self) -> dict[int, int]:
        """When each node was made: torch numbers nodes as it makes them, so an output's node ends a run of them."""
        trace = self._trace
        described = {one.id: one for one in self._details.nodes}
        leaves = {one.id for one in trace.nodes if one.kind == "leaf"}
        born: dict[int, int] = {}
        forward = sorted(
            (one.sequence, one.id) for one in described.values() if one.id not in leaves and one.created_by is None
        )
        next_one = 0
        for position in range(1, len(self.moments) + 1):
            if self.moments[position - 1].phase == "backward":
                continue
            numbers = [
                described[value.node].sequence
                for value in (self._details.values[one] for one in self.values.get(position, ()))
                if value.node is not None and value.node not in leaves and value.node in described
            ]
            latest = max(numbers, default=-1)
            while next_one < len(forward) and forward[next_one][0] <= latest:
                born[forward[next_one][1]] = position
                next_one += 1
        for value in self._details.values:
            if value.node in leaves:
                born.setdefault(value.node, self._seen[value.id])
        first_visit: dict[int, int] = {}
        for (number, place), position in sorted(self._position_of_step.items(), key=lambda item: item[1]):
            first_visit.setdefault(trace.passes[number].steps[place].node, position)
        for one in trace.nodes:
            creator = None if one.id not in described else described[one.id].created_by
            if creator is not None:
                born.setdefault(one.id, first_visit.get(creator, 0))
        return self._with_the_rest(born, first_visit)

    def _with_the_rest(self, born: dict[int, int], first_visit: Mapping[int, int]) -> dict[int, int]:
        """Nodes of which nothing is known are there when what they lead to is; all are before they run.

        A custom function's `apply` that gives its last node, or what a checkpoint makes anew, is such a case.
        """
        led_to: dict[int, list[int]] = defaultdict(list)
        for edge in self._trace.edges:
            led_to[edge.source].append(edge.target)
        waiting = [one.id for one in self._trace.nodes if one.id not in born]
        while waiting:
            node = waiting[-1]
            missing = [target for target in led_to[node] if target not in born]
            if missing:
                waiting += missing
                continue
            born.setdefault(waiting.pop(), max((born[target] for target in led_to[node]), default=0))
        return {node: min(when, first_visit.get(node, when + 1) - 1) for node, when in born.items()}

    def _names(self) -> dict[str, list[tuple[int, Value]]]:
        """By name: (position, value) in order. A leaf goes by its node's name also after it was written into."""
        leaves = {one.id: one.variable for one in self._trace.nodes if one.kind == "leaf"}
        named: dict[str, list[tuple[int, Value]]] = {}
        for value in self._details.values:
            name = value.variable or (None if value.node is None else leaves.get(value.node))
            if name is not None:
                named.setdefault(name, []).append((self._seen[value.id], value))
        return {name: _in_order(sorted(history, key=_when)) for name, history in named.items()}


def _in_order(history: list[tuple[int, Value]]) -> list[tuple[int, Value]]:
    """Without what a custom function's forward made of its result before that was the result."""
    kept: list[tuple[int, Value]] = []
    for one in history:
        if not kept or one[1].id > kept[-1][1].id:
            kept.append(one)
    return kept


def _when(named: tuple[int, Value]) -> int:
    return named[0]


def refs_of(argument: Any) -> Iterator[int]:
    """The ids of the values that an operation's arguments mention."""
    if isinstance(argument, Ref):
        yield argument.value
    elif isinstance(argument, dict):
        for one in argument.values():
            yield from refs_of(one)
    elif isinstance(argument, (list, tuple)):
        for one in argument:
            yield from refs_of(one)


def _stretches(moments: tuple[Moment, ...]) -> Iterator[Stretch]:
    first = 0
    for position, moment in enumerate(moments):
        following = moments[position + 1] if position + 1 < len(moments) else None
        if following is None or (following.phase, following.pass_index) != (moment.phase, moment.pass_index):
            yield Stretch(moment.phase, first, position + 1, moment.pass_index)
            first = position + 1
