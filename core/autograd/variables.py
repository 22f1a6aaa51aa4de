"""The program's top-level tensors at any position of the clock: what each name stood for, and its `.grad`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from core.autograd.details import Operation, Ref, Value
from core.autograd.replay import Frame, Replay
from core.autograd.timeline import refs_of
from core.autograd.trace import Step, Tensor, Variable
from core.editing.text import Text, top_level_names


@dataclass(frozen=True, slots=True)
class Row:
    """One name at one position.

    Attributes:
        name: As the program has it, such as ``x`` or ``net.0.weight``.
        value: None where the name stands for nothing yet.
        grad: Its `.grad`, or None.
        requires_grad: As torch says.
        is_leaf: As torch says.
        node: What made it, or its AccumulateGrad; None where there is none, or no pass ever met it.
        line: Where it was made or last written into.
        fresh: Whether this moment made it.
        grad_fresh: Whether this moment changed its `.grad`.
        value_id: The place in `Details.values`, or None for what no call gave.
    """

    name: str
    value: Tensor | None = None
    grad: Tensor | None = None
    requires_grad: bool = False
    is_leaf: bool = True
    node: int | None = None
    line: int | None = None
    fresh: bool = False
    grad_fresh: bool = False
    value_id: int | None = None


class Variables:
    """The rows of a run.

    Args:
        replay: The run.
        source: The program; without it, its functions' own names may be among the rows.

    Attributes:
        names: Of all rows, in the order in which they come to be.
        makers: By value id: the operation that made it.
        leaves: The ids of the leaf nodes.
        reachable: By number of a pass: the nodes that its roots lead to.
    """

    def __init__(self, replay: Replay, source: str = "") -> None:
        self.replay = replay
        self.source = source
        trace = replay.trace
        operations: Sequence[Operation] = () if trace.details is None else trace.details.operations
        self.makers: dict[int, Operation] = {}
        for one in operations:
            for output in one.outputs:
                if output not in self.makers and not _was_given(output, one):
                    self.makers[output] = one
        self.leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
        self._last = {one.name: one for one in trace.variables}
        known = top_level_names(source) if source else None
        named = replay.timeline.named(replay.length)
        first = [name for name in named if name in self._last or known is None or _root(name) in known]
        # An empty run has no clock: all that there is is there at its end, which is its beginning.
        self.names: tuple[str, ...] = tuple(dict.fromkeys([*first, *self._last]))
        self._retained = {
            one.name: self._kept(one) for one in trace.variables if not one.is_leaf and one.grad is not None
        }
        self._row_of_value = lru_cache(maxsize=4096)(self._row)
        self.reachable = lru_cache(maxsize=64)(self._reachable)

    def rows(self, frame: Frame) -> tuple[Row, ...]:
        """All names at a position, those that stand for nothing yet included."""
        named = self.replay.timeline.named(frame.step)
        fresh = {value.id for value in frame.values}
        running = None if frame.record is None else frame.record.node
        at_end = frame.step >= self.replay.length
        return tuple(self._at(name, named.get(name), frame, fresh, running, at_end) for name in self.names)

    def row(self, name: str, frame: Frame) -> Row | None:
        """One name at a position; None where the run has no such name."""
        return next((one for one in self.rows(frame) if one.name == name), None)

    @cached_property
    def text(self) -> Text | None:
        """The program's text with its tree, or None where it cannot be read."""
        try:
            return Text(self.source)
        except SyntaxError:
            return None

    def step_in(self, node: int | None, number: int) -> Step | None:
        """The step of a node in a pass, or None where it did not run there."""
        for position in () if node is None else self.replay.visits(node):
            record = record_at(self.replay, position)
            if record is not None and self.replay.timeline.moments[position - 1].pass_index == number:
                return record
        return None

    def _reachable(self, number: int) -> frozenset[int]:
        """The nodes that the roots of a pass lead to."""
        seen: set[int] = set()
        waiting = list(self.replay.trace.passes[number].roots)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += [self.replay.edge(index).target for index in self.replay.edges_from(node).values()]
        return frozenset(seen)

    @staticmethod
    def given(operation: Operation) -> tuple[int, ...]:
        """The ids of the values that an operation was given."""
        return (*refs_of(operation.arguments), *refs_of(operation.options))

    def retained(self, name: str) -> bool:
        """Whether a result is known to keep its `.grad`."""
        return name in self._retained

    def _at(
        self, name: str, value: Value | None, frame: Frame, fresh: set[int], running: int | None, at_end: bool
    ) -> Row:
        last = self._last.get(name) if at_end else None
        row = Row(name) if value is None else self._row_of_value(name, value.id)
        if last is not None:
            node = row.node if last.node is None else last.node
            row = replace(row, value=last.value, requires_grad=last.requires_grad, is_leaf=last.is_leaf, node=node)
        if row.value is None:
            return row
        if last is not None:
            grad = last.grad
        elif row.is_leaf:
            grad = None if row.node is None else frame.grads.get(row.node)
        else:
            grad = self._retained_at(name, frame.step)
        changed = running is not None and row.node == running
        if changed and row.is_leaf:
            changed = frame.record is not None and frame.record.grad_after is not frame.record.grad_before
        made = value is not None and value.id in fresh
        if grad is None and not made:
            return row  # The same object as at other positions: nothing is compared at length.
        return replace(row, grad=grad, fresh=made, grad_fresh=changed and grad is not None)

    def _row(self, name: str, number: int) -> Row:
        assert self.replay.trace.details is not None
        value = self.replay.trace.details.values[number]
        maker = self.makers.get(number)
        leaf = value.node in self.leaves if value.node is not None else _unmet_leaf(value, maker)
        line = None if maker is None else maker.line
        return Row(name, value.tensor, None, value.requires_grad, leaf, value.node, line, value_id=number)

    def _retained_at(self, name: str, step: int) -> Tensor | None:
        grad = None
        for position, kept in self._retained.get(name, ()):
            if position <= step:
                grad = kept
        return grad

    def _kept(self, variable: Variable) -> list[tuple[int, Tensor]]:
        """When a result's `.grad` became what: what arrived at its node, added up, if that gives what was found."""
        assert variable.grad is not None
        end = [(self.replay.length, variable.grad)]
        slot = self._slot(variable)
        total = None
        found: list[tuple[int, Tensor]] = []
        for position in self.replay.visits(variable.node) if variable.node is not None else ():
            record = record_at(self.replay, position)
            arrived = None if record is None or slot >= len(record.incoming) else record.incoming[slot]
            if arrived is None:
                continue
            if arrived.array is None:
                return end
            total = arrived.array if total is None else total + arrived.array
            found.append((position, Tensor(arrived.shape, arrived.dtype, np.ascontiguousarray(total).tobytes())))
        last = variable.grad.array
        if total is None or last is None or total.shape != last.shape:
            return end
        return found if np.allclose(total, last, equal_nan=True) else end

    def _slot(self, variable: Variable) -> int:
        value = self.replay.timeline.named(self.replay.length).get(variable.name)
        return 0 if value is None else value.slot


def _was_given(output: int, operation: Operation) -> bool:
    """Whether a result is one of the operation's own arguments."""
    if Ref(output) in operation.arguments:
        return True
    # Going through all of it is slow, and seldom needed.
    nested = operation.options or any(isinstance(one, list) for one in operation.arguments)
    return bool(nested) and output in (*refs_of(operation.arguments), *refs_of(operation.options))


def _unmet_leaf(value: Value, maker: Operation | None) -> bool:
    """Whether a value that no node is known of is a leaf: what requires a gradient and was worked out is none."""
    return not value.requires_grad or maker is None or maker.untracked is not None


def _root(name: str) -> str:
    """The variable in a name such as ``net.0.weight``."""
    return re.split(r"[.\[]", name, maxsplit=1)[0]


def record_at(replay: Replay, position: int) -> Step | None:
    """The step of the engine that a position is after; None in the forward pass."""
    moment = replay.timeline.moments[position - 1]
    return None if moment.phase == "forward" else replay.trace.passes[moment.pass_index].steps[moment.place]
