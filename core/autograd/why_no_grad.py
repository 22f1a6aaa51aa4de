"""Why `.grad` of a tensor is None at a position of the clock, or what has made it what it is; codes, no words.

What torch recorded decides: which nodes are reachable from a pass's root, which ran, what was sent. The program's
text is only asked for what leaves no trace: a call of ``retain_grad``, and where `.grad` was set to None.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

from core.autograd.details import Operation
from core.autograd.replay import Frame
from core.autograd.variables import Row, Variables, record_at
from core.editing.text import Text, callee

Code = Literal[
    "integer",
    "not asked for",
    "from none",
    "made under no_grad",
    "made in inference_mode",
    "detached",
    "not differentiable",
    "not a leaf",
    "no backward",
    "raised before",
    "no pass yet",
    "under way",
    "cleared",
    "nothing arrived",
    "raised",
    "grad only",
    "other inputs",
    "cut by no_grad",
    "cut by inference_mode",
    "cut by detach",
    "cut where not differentiable",
    "unused",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer.

    Attributes:
        code: Which.
        line: Of the program, to look at; None where there is none.
        pass_number: The pass that it is about, counted from 1.
        pass_line: The line that asked for that pass.
        node: The node that it is about, by torch's name.
        operation: The operation that it is about, by its last name.
    """

    code: Code
    line: int | None = None
    pass_number: int | None = None
    pass_line: int | None = None
    node: str | None = None
    operation: str | None = None


@dataclass(frozen=True, slots=True)
class Contributed:
    """A pass that added to `.grad`: its number from 1, its line, and the position at which it did."""

    pass_number: int
    pass_line: int | None
    position: int


MOST_PASSES = 20
"""Passes that are asked, the latest first."""
_UNTRACKED: dict[str, Code] = {
    "no_grad": "made under no_grad",
    "inference_mode": "made in inference_mode",
    "detach": "detached",
    "not differentiable": "not differentiable",
}
_CUT: dict[str, Code] = {
    "no_grad": "cut by no_grad",
    "inference_mode": "cut by inference_mode",
    "detach": "cut by detach",
    "not differentiable": "cut where not differentiable",
}


def why_no_grad(variables: Variables, row: Row, frame: Frame) -> Reason:
    """Why the `.grad` of a row is None; the row has a value.

    Args:
        variables: Of the run.
        row: At the position of `frame`.
        frame: Of the run.
    """
    if not row.requires_grad:
        return _not_required(variables, row)
    return _Passes(variables, row, frame).why()


def contributions(variables: Variables, row: Row, frame: Frame) -> tuple[Contributed, ...]:
    """The passes that made a `.grad` what it is at a position; none where the program itself has set it."""
    replay = variables.replay
    found: list[Contributed] = []
    after = None
    for position in () if row.node is None else replay.visits(row.node):
        record = record_at(replay, position)
        if position > frame.step or record is None:
            continue
        moment = replay.timeline.moments[position - 1]
        if row.is_leaf:
            before = record.grad_before
            zeroed = before is not None and before != after and before.array is not None and not before.array.any()
            if before is None or zeroed:
                found = []
            after = record.grad_after
        if any(one is not None for one in record.incoming):
            found.append(Contributed(moment.pass_index + 1, replay.trace.passes[moment.pass_index].line, position))
    return tuple(found)


def _not_required(variables: Variables, row: Row) -> Reason:
    maker = None if row.value_id is None else variables.makers.get(row.value_id)
    name = None if maker is None else maker.name.rpartition(".")[2]
    if maker is not None and maker.untracked in _UNTRACKED:
        return Reason(_UNTRACKED[maker.untracked], row.line, operation=name)
    kind = "" if row.value is None else row.value.dtype
    if not kind.startswith(("float", "bfloat", "complex")):
        return Reason("integer", row.line, operation=kind)
    if maker is not None and variables.given(maker):
        return Reason("from none", row.line, operation=name)
    return Reason("not asked for", row.line)


class _Passes:
    """The passes up to a position, and what became of one tensor in them."""

    def __init__(self, variables: Variables, row: Row, frame: Frame) -> None:
        self.variables, self.row, self.frame = variables, row, frame
        self.replay = variables.replay
        self.trace = variables.replay.trace
        self.at_end = frame.step >= self.replay.length
        begun: dict[int, int] = {}
        for stretch in self.replay.timeline.stretches:
            if stretch.phase == "backward":
                begun.setdefault(stretch.pass_index, stretch.first)
        self.begun = begun
        self.started = [
            number
            for number in range(len(self.trace.passes))
            if (number in begun and begun[number] < frame.step) or (number not in begun and self.at_end)
        ]
        self.current = frame.pass_index if frame.backward else None

    def why(self) -> Reason:
        row = self.row
        if not row.is_leaf and not self._retained():
            node = None if row.node is None else self.replay.node(row.node).name
            return Reason("not a leaf", row.line, node=node)
        if not any(self.trace.passes[number].steps for number in self.started):
            return self._none_has_run()
        cleared = self._cleared()
        if cleared is not None:
            return cleared
        # The latest pass answers, but for a pass that this tensor has no part in where an earlier one says more.
        first: Reason | None = None
        for number in self.started[:-MOST_PASSES:-1]:
            found = self._of_pass(number)
            if found.code != "unused":
                return found
            first = first or found
        assert first is not None
        return first

    def _retained(self) -> bool:
        if self.variables.retained(self.row.name):
            return True
        text = self.variables.text
        return text is not None and any(
            callee(node) == "retain_grad"
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == self.row.name
            for node in ast.walk(text.tree)
            if isinstance(node, ast.Call)
        )

    def _none_has_run(self) -> Reason:
        if self.at_end and self.trace.error is not None:
            return Reason("raised before", self.trace.error.line)
        coming = [number for number in self.begun if number not in self.started]
        mine = [n for n in coming if self.variables.step_in(self.row.node, n) is not None]
        if coming:
            number = (mine or coming)[0]
            return Reason("no pass yet", self.trace.passes[number].line, number + 1, self.trace.passes[number].line)
        if self.trace.error is not None:
            return Reason("raised before", self.trace.error.line)
        return Reason("no backward", self.row.line)

    def _cleared(self) -> Reason | None:
        """Whether an earlier pass had given it a `.grad` that is gone."""
        given: int | None = None
        for position in () if self.row.node is None else self.replay.visits(self.row.node):
            record = record_at(self.replay, position)
            if record is not None and position <= self.frame.step and any(one is not None for one in record.incoming):
                given = self.replay.timeline.moments[position - 1].pass_index
        if given is None:
            return None
        line = self.trace.passes[given].line
        return Reason("cleared", _clearing_line(self.variables.text, self.row.name), given + 1, line)

    def _of_pass(self, number: int) -> Reason:
        one = self.trace.passes[number]
        told = (number + 1, one.line)
        mine = self.variables.step_in(self.row.node, number)
        ahead = self.current == number and self.frame.pass_step < len(one.steps)
        reachable = self.variables.reachable(number)
        asked = self._asked(number)
        if ahead and (mine is not None or (self.row.node in reachable and asked not in ("grad only", "other inputs"))):
            return Reason("under way", one.line, *told)
        if mine is not None:
            return self._nothing_arrived(number)
        if self.row.node is None or self.row.node not in reachable:
            return self._no_path(number)
        last = number == len(self.trace.passes) - 1
        error = self.trace.error if last else None
        if error is not None and (error.line in (one.line, None) or asked == "raised"):
            return Reason("raised", error.line or one.line, *told)
        if asked is not None:
            return Reason(asked, one.line, *told)
        ran = any(record.node in self.variables.leaves for record in one.steps)
        return Reason("other inputs" if ran else "raised" if error is not None else "grad only", one.line, *told)

    def _asked(self, number: int) -> Code | None:
        """What it means that a leaf was not come to, by what the program's text at a pass's line asks for."""
        line = self.trace.passes[number].line
        text = self.variables.text
        statement = None if line is None or text is None else text.statement_at(line)
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)] if statement is not None else []
        if any(callee(one) == "backward" for one in calls):
            named = any(callee(one) == "backward" and any(k.arg == "inputs" for k in one.keywords) for one in calls)
            return "other inputs" if named else "raised"
        return "grad only" if any(callee(one) == "grad" for one in calls) else None

    def _nothing_arrived(self, number: int) -> Reason:
        one = self.trace.passes[number]
        ran = {record.node for record in one.steps}
        senders = [edge.source for edge in self.trace.edges if edge.target == self.row.node and edge.source in ran]
        sender = self.replay.node(senders[-1]) if senders else None
        return Reason(
            "nothing arrived",
            one.line if sender is None else sender.line,
            number + 1,
            one.line,
            None if sender is None else sender.name,
        )

    def _no_path(self, number: int) -> Reason:
        """The roots were not worked out from the tensor, or the way is cut somewhere."""
        one = self.trace.passes[number]
        told = (number + 1, one.line)
        cut = self._cut(number)
        if cut is None:
            return Reason("unused", one.line, *told)
        assert cut.untracked is not None
        return Reason(_CUT[cut.untracked], cut.line, *told, operation=cut.name.rpartition(".")[2])

    def _cut(self, number: int) -> Operation | None:
        """The operation on the way from the tensor to the roots at which torch stopped to track."""
        details = self.trace.details
        if details is None:
            return None
        roots = set(self.trace.passes[number].roots)
        mine = {
            value.id
            for value in details.values
            if value.id == self.row.value_id
            or (self.row.node is not None and value.node == self.row.node)
            or (value.variable == self.row.name and value.requires_grad)
        }
        came_by: dict[int, tuple[int, Operation]] = {}  # By value: one that was worked out from it, and how.
        waiting = [value.id for value in details.values if value.node in roots]
        seen = set(waiting)
        while waiting:
            value = waiting.pop()
            if value in mine and value in came_by:
                return self._first_cut(value, came_by)
            maker = self.variables.makers.get(value)
            for given in () if maker is None else self.variables.given(maker):
                if given not in seen:
                    assert maker is not None
                    seen.add(given)
                    came_by[given] = (value, maker)
                    waiting.append(given)
        return None

    @staticmethod
    def _first_cut(value: int, came_by: dict[int, tuple[int, Operation]]) -> Operation | None:
        while value in came_by:
            value, operation = came_by[value]
            if operation.untracked in _CUT:
                return operation
        return None


def _clearing_line(text: Text | None, name: str) -> int | None:
    """The line that sets a `.grad` to None, where only one can be meant."""
    found: set[int] = set()
    for node in () if text is None else ast.walk(text.tree):
        if isinstance(node, ast.Call) and callee(node) == "zero_grad":
            found.add(node.lineno)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is None:
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr == "grad":
                    owner = target.value
                    if not isinstance(owner, ast.Name) or owner.id == name:
                        found.add(node.lineno)
        elif isinstance(node, ast.Delete):
            found |= {node.lineno for one in node.targets if isinstance(one, ast.Attribute) and one.attr == "grad"}
    return found.pop() if len(found) == 1 else None
