"""What became of a node's saved tensors up to a position of the clock: kept, written over, freed.

Torch refuses to run a node whose saved tensor was written in place since. When and where that was is found in the
record of the forward pass, so that it can be told before the engine comes by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from core.autograd.dependence.operations import plain_name
from core.autograd.details import Details, NodeDetails, Operation, Ref, Value
from core.autograd.replay import Replay
from core.autograd.timeline import refs_of
from core.autograd.trace import Node, Tensor

Fate = Literal["kept", "changed", "freed"]
"""What a saved tensor is at a moment: as it was saved; written over; let go by the pass that ran its node."""

_NAMES = """
view view_as reshape reshape_as transpose t T mT permute movedim squeeze unsqueeze select narrow expand expand_as
diagonal unflatten flatten ravel detach data split chunk unbind swapaxes swapdims unfold real imag
"""
_VIEWS = frozenset(_NAMES.split())
"""Operations whose result lies in the memory of their first argument, or may."""


@dataclass(frozen=True, slots=True)
class Write:
    """One write into a tensor's memory.

    Attributes:
        position: Of the clock: it is done there.
        line: Of the program; None where no call of it was recorded, as of an optimiser's step.
        version: Torch's count of writes after it.
    """

    position: int
    line: int | None
    version: int


@dataclass(frozen=True, slots=True)
class SavedState:
    """One saved tensor at a position.

    Attributes:
        node: The id of the node that saved it.
        name: Torch's name of it.
        fate: What it is there.
        line: Where it was saved.
        version: Torch's count of writes when it was saved.
        write: The first write since, if it was changed.
        now: The version at the position.
    """

    node: int
    name: str
    fate: Fate
    line: int | None
    version: int
    write: Write | None
    now: int


class SavedHistory:
    """The writes of a whole run, asked by node and position."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        trace = replay.trace
        self._details = trace.details or Details()
        self._positions = _positions(replay)
        self._memory = _memories(self._details)
        self._writes = self._found()
        self._made_by: dict[int, Operation] = {}
        for operation in self._details.operations:
            for output in operation.outputs:
                node = self._details.values[output].node
                if node is not None:
                    self._made_by.setdefault(node, operation)
        self.overwritten = {node.id: at for node in trace.nodes if (at := self._first_write(node)) is not None}
        """By node: the position at which something that it saved is written over first."""
        self._written = [node for node in trace.nodes if node.id in self.overwritten]

    def states(self, node: Node, position: int) -> tuple[SavedState, ...]:
        """Each tensor that a node saved, at a position at which the node is there."""
        more = self._replay.details_of(node.id)
        if more is None:
            return ()
        return tuple(
            self._state(node, more, name, version, last, position) for name, (version, last) in more.versions.items()
        )

    def announced(self, position: int) -> tuple[SavedState, ...]:
        """Everything that was written over, and that the engine will meet, at a position: it will refuse there."""
        born = self._replay.timeline.born
        found = []
        for node in self._written:
            if born.get(node.id, 0) <= position:
                found += [one for one in self.states(node, position) if one.fate == "changed"]
        return tuple(found)

    def _first_write(self, node: Node) -> int | None:
        more = self._replay.details_of(node.id)
        if more is None:
            return None
        states = [
            self._state(node, more, name, version, last, self._replay.length)
            for name, (version, last) in more.versions.items()
        ]
        return min((one.write.position for one in states if one.write is not None), default=None)

    def _state(self, node: Node, more: NodeDetails, name: str, version: int, last: int, position: int) -> SavedState:
        born = self._replay.timeline.born.get(node.id, 0)
        freed = self._freed_at(more)
        writes = self._writes_into(node, name, version, last)
        since = [one for one in writes if one.version > version and born <= one.position <= position]
        fate: Fate = "changed" if since else "kept"
        if freed is not None and position > freed:
            fate = "freed"
        now = max((one.version for one in since), default=version)
        return SavedState(node.id, name, fate, node.line, version, since[0] if since else None, now)

    def _freed_at(self, more: NodeDetails) -> int | None:
        """The position of the step that freed it: it is there still while that step is looked at."""
        if more.freed is None:
            return None
        number, steps = more.freed
        try:
            return self._replay.timeline.position_of(number, max(0, steps - 1))
        except KeyError:
            return None

    def _writes_into(self, node: Node, name: str, version: int, last: int) -> tuple[Write, ...]:
        """Later writes into what a node saved under a name, the first one first."""
        value = self._value_of(node, name, version)
        known = () if value is None else tuple(self._writes.get(self._memory[value.id], ()))
        if last > version and not any(one.version > version for one in known):
            # Torch's count says that it was written into; by what was not seen.
            place = self._replay.visits(node.id)
            return (*known, Write(place[-1] if place else self._replay.length, None, last))
        return known

    def _value_of(self, node: Node, name: str, version: int) -> Value | None:
        """The value that a node saved under a name, among what its operation was given and gave."""
        operation = self._made_by.get(node.id) or self._call_around(node)
        if operation is None:
            return None
        values = self._details.values
        given = [values[one] for one in _given(operation)]
        made = [values[one] for one in operation.outputs]
        kept = node.saved.get(name)
        candidates = made if name.startswith("result") else given
        if isinstance(kept, Tensor):
            candidates = [one for one in candidates if _same_memory_possible(one, kept, version)]
        distinct = {self._memory[one.id]: one for one in candidates}
        if len(distinct) == 1:
            return next(iter(distinct.values()))
        place = _PLACES.get(name)
        if place is not None and place < len(given) and given[place] in candidates:
            return given[place]
        alike = {key: one for key, one in distinct.items() if isinstance(kept, Tensor) and one.tensor == kept}
        return next(iter(alike.values())) if len(alike) == 1 else None

    def _call_around(self, node: Node) -> Operation | None:
        """The call inside of which a node was made that is not its result's, as a matrix product's by ``@``."""
        born = self._replay.timeline.born.get(node.id, 0)
        moment = self._replay.frame(born).moment if born else None
        inside = self._details.operations[slice(*moment.operations)] if moment is not None else ()
        return inside[0] if len(inside) == 1 else None

    def _found(self) -> dict[int, list[Write]]:
        """By memory: every write, in order."""
        values = self._details.values
        found: dict[int, list[Write]] = defaultdict(list)
        latest: dict[int, int] = {}
        by_call = {output: one for one in self._details.operations for output in one.outputs}
        for value in values:
            memory = self._memory[value.id]
            before = latest.get(memory)
            latest[memory] = max(value.version, before or 0)
            if before is None or value.version <= before:
                continue
            operation = by_call.get(value.id)
            wrote = operation is not None and value.id not in _given(operation)
            if operation is not None and wrote:
                found[memory].append(Write(self._positions[operation.id], operation.line, value.version))
            else:
                found[memory].append(Write(self._replay.timeline.when(value.id), None, value.version))
        return found


_PLACES: Mapping[str, int] = {
    **dict.fromkeys(("self", "input", "mat1"), 0),
    **dict.fromkeys(("other", "weight", "mat2", "target", "vec"), 1),
}
"""Where a saved tensor stands among the tensors that the operation was given."""


def _same_memory_possible(value: Value, kept: Tensor, version: int) -> bool:
    """Whether a value may be what was saved; a transposed weight has its entries, in another shape."""
    if value.version != version or value.tensor.dtype != kept.dtype:
        return False
    return sorted(value.tensor.shape) == sorted(kept.shape)


def _given(operation: Operation) -> list[int]:
    return [*refs_of(operation.arguments), *refs_of(operation.options)]


def _positions(replay: Replay) -> list[int]:
    """The position of the clock at which each operation is done."""
    operations = (replay.trace.details or Details()).operations
    found: list[int | None] = [None] * len(operations)
    last_of_pass: dict[int, int] = {}
    for position, moment in enumerate(replay.timeline.moments, 1):
        if moment.phase == "backward":
            last_of_pass[moment.pass_index] = position
            continue
        for index in range(*moment.operations):
            found[index] = position
    for number, span in enumerate((replay.trace.details or Details()).spans):
        for index in range(*span):
            if index < len(found):
                found[index] = last_of_pass.get(number)
    # What makes nothing has no moment: it is done with the next one.
    following = replay.length
    for index in reversed(range(len(found))):
        following = found[index] = found[index] or following
    return [one or 0 for one in found]


def _memories(details: Details) -> list[int]:
    """For each value, a number that is the same for all values in one memory."""
    owner = list(range(len(details.values)))

    def root(value: int) -> int:
        while owner[value] != value:
            owner[value] = owner[owner[value]]
            value = owner[value]
        return value

    for first, second in _together(details):
        one, other = sorted((root(first), root(second)))
        owner[other] = one
    return [root(value) for value in range(len(owner))]


def _together(details: Details) -> Iterator[tuple[int, int]]:
    """Pairs of values of one memory: written in place, viewed, or the same leaf later on."""
    leaves: dict[int, int] = {}
    for operation in details.operations:
        given = _given(operation)
        if not given:
            continue
        name = operation.name.rpartition(".")[2]
        first = given[0]
        for output in operation.outputs:
            if output in given:
                continue
            own, old = details.values[output], details.values[first]
            grown = own.version > old.version and own.tensor.shape == old.tensor.shape
            viewed = plain_name(name) in _VIEWS or (name == "__getitem__" and not _copies(operation, details))
            if viewed or (grown and _writes(name)):
                yield first, output
    named: dict[str, int] = {}
    for value in details.values:
        if value.node is not None and value.requires_grad and value.variable is not None:
            # A parameter that an optimiser wrote into is the same leaf, of a higher version.
            before = leaves.get(value.node)
            if before is not None and details.values[before].version < value.version:
                yield before, value.id
            leaves[value.node] = value.id
        if value.variable is not None:
            earlier = named.get(value.variable)
            same_leaf = earlier is not None and details.values[earlier].node == value.node and value.node is not None
            if earlier is not None and same_leaf and details.values[earlier].tensor.shape == value.tensor.shape:
                yield earlier, value.id
            named[value.variable] = value.id


def _writes(name: str) -> bool:
    """Whether a call of that name writes into its first argument."""
    if name.startswith("__"):
        return name.startswith("__i") or name == "__setitem__"
    return name.endswith("_") or name == "data"


def _copies(operation: Operation, details: Details) -> bool:
    """Whether an index makes a copy: one that holds a tensor or a list."""
    index = operation.arguments[1] if len(operation.arguments) > 1 else None
    if isinstance(index, list) and index and all(type(one) is int for one in index):
        # A tuple and a list of numbers are recorded alike: the former takes as many dimensions away.
        before, after = (details.values[one].tensor.shape for one in (_given(operation)[0], operation.outputs[0]))
        return len(after) != len(before) - len(index)
    parts = index if isinstance(index, list) else [index]
    return any(isinstance(one, (Ref, list, bool)) for one in parts)
