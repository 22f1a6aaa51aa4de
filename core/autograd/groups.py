"""The groups of a graph's nodes that can be folded: by module, loop, iteration and line of the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.autograd.details import Details, NodeDetails
from core.autograd.loops import Part, ways
from core.autograd.trace import Node, Trace

Kind = Literal["module", "loop", "iteration", "line"]


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that belong together; groups lie in each other or apart.

    Attributes:
        key: The same whenever the same program is recorded.
        kind: What they have in common; "module" is one call of a module, "loop" one run through all its iterations.
        label: Of a module the program's name of it, or else its class; of a loop and a line the source; of an iteration
            its number, counted from 0.
        note: Of a module its class, unless that is the label; of a loop and a line its number; else "".
        parent: The key of the group around it.
        nodes: All ids, those of inner groups too; at least two.
    """

    key: str
    kind: Kind
    label: str
    note: str
    parent: str | None
    nodes: frozenset[int]


@dataclass(slots=True)
class _Draft:
    """A group that may come to be."""

    key: str
    kind: Kind
    label: str
    note: str
    parent: int | None
    nodes: set[int]
    operations: int = 0
    kept: bool = True


class _Drafts:
    """All of them, those around others first."""

    def __init__(self, source: str, details: Details | None) -> None:
        self.all: list[_Draft] = []
        self._lines = source.splitlines()
        self._modules = () if details is None else details.modules
        self._known: dict[str, int] = {}
        self._entered: dict[tuple[int, Part], list[int]] = {}

    def path(self, way: Sequence[Part]) -> tuple[int, ...]:
        """The groups that the calls on the way to an operation make, from outside in."""
        path: list[int] = []
        for part in way:
            where = (path[-1] if path else -1, part)
            entered = self._entered.get(where)
            if entered is None:
                before = len(path)
                self._enter_part(path, part)
                self._entered[where] = path[before:]
            else:
                path += entered
        return tuple(path)

    def _enter_part(self, path: list[int], part: Part) -> None:
        if part.kind == "module":
            named = self._modules[part.number] if part.number < len(self._modules) else None
            kind = "" if named is None else named.kind
            label = kind if named is None or named.name is None else named.name
            self._enter(path, f"module:{part.number}.{part.call}", "module", label, kind if label != kind else "")
            return
        here = ""
        for turn in part.turns:
            run = f"{turn.line}.{turn.run}"
            here = f"@{turn.run}.{turn.iteration}"
            self._enter(path, f"loop:{run}", "loop", self._text(turn.line).rstrip(":"), str(turn.line))
            self._enter(path, f"iteration:{run}.{turn.iteration}", "iteration", str(turn.iteration), "")
        self.line(path, part.number, f"{part.call}{here}")

    def line(self, path: list[int], line: int, which: str) -> None:
        """Go into the group of a line."""
        self._enter(path, f"line:{line}.{which}", "line", self._text(line), str(line))

    def _enter(self, path: list[int], key: str, kind: Kind, label: str, note: str) -> None:
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = len(self.all)
            self.all.append(_Draft(key, kind, label, note, path[-1] if path else None, set()))
        path.append(number)

    def _text(self, line: int) -> str:
        return self._lines[line - 1].strip() if 0 < line <= len(self._lines) else ""


def groups_of(trace: Trace, source: str) -> tuple[Group, ...]:
    """The groups of a trace, each after the one around it; without details there are only lines.

    A leaf is in the innermost group that holds all that use it. A line is a group if it made two nodes besides
    leaves. Of groups with the same nodes a line gives way to others, and a loop's only iteration to the loop.
    """
    drafts = _Drafts(source, trace.details)
    paths = _paths(trace, source, drafts)
    leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
    paths |= _leaf_paths(trace, leaves, paths)
    for number, path in paths.items():
        leaf = number in leaves
        for group in path:
            draft = drafts.all[group]
            draft.nodes.add(number)
            draft.operations += not leaf
    _choose(drafts.all)
    return tuple(
        Group(one.key, one.kind, one.label, one.note, _parent_key(drafts.all, one), frozenset(one.nodes))
        for one in drafts.all
        if one.kept
    )


def _paths(trace: Trace, source: str, drafts: _Drafts) -> dict[int, tuple[int, ...]]:
    """The groups around each node that is no leaf, from outside in."""
    details = trace.details
    if details is None or not details.nodes:
        return {node.id: _line_path(drafts, (), node) for node in trace.nodes if node.kind != "leaf"}
    described = {one.id: one for one in details.nodes}
    made_by = _operations_of(details)
    found = [drafts.path(way) for way in ways(source, details.operations)]
    paths: dict[int, tuple[int, ...]] = {}
    others: list[Node] = []
    for node in trace.nodes:
        if node.kind == "leaf":
            continue
        operation = made_by.get(node.id)
        if operation is not None and operation < len(found):
            paths[node.id] = found[operation]
        else:
            others.append(node)
    if others:
        paths |= _paths_between(drafts, others, paths, described)
    return paths


def _operations_of(details: Details) -> dict[int, int]:
    """The operation that made each node, as far as that is known."""
    made = {value.id: value.node for value in details.values if value.node is not None}
    found: dict[int, int] = {}
    for operation in details.operations if any(one.operation is None for one in details.nodes) else ():
        if operation.untracked is None:
            for output in operation.outputs:
                if output in made:
                    found.setdefault(made[output], operation.id)
    custom = {one.id for one in details.nodes if one.created_by is not None}
    found = {node: operation for node, operation in found.items() if node not in custom}
    return found | {one.id: one.operation for one in details.nodes if one.operation is not None}


def _paths_between(
    drafts: _Drafts, others: Iterable[Node], paths: dict[int, tuple[int, ...]], described: dict[int, NodeDetails]
) -> dict[int, tuple[int, ...]]:
    """Of nodes that no operation made: they are where both the node made before and that made after them are."""
    order = sorted(
        (described[number].sequence, number) for number in [*paths, *(one.id for one in others)] if number in described
    )
    before: dict[int, tuple[int, ...] | None] = {}
    after: dict[int, tuple[int, ...] | None] = {}
    for neighbours, numbers in ((before, order), (after, order[::-1])):
        last: tuple[int, ...] | None = None
        for _, number in numbers:
            last = paths.get(number, last)
            neighbours[number] = last
    found = {}
    for node in others:
        one, other = before.get(node.id), after.get(node.id)
        shared = () if one is None or other is None else _shared(one, other)
        found[node.id] = _line_path(drafts, shared, node)
    return found


def _line_path(drafts: _Drafts, around: tuple[int, ...], node: Node) -> tuple[int, ...]:
    path = list(around)
    if node.line is not None and not (path and drafts.all[path[-1]].note == str(node.line)):
        drafts.line(path, node.line, drafts.all[path[-1]].key if path else "")
    return tuple(path)


def _leaf_paths(trace: Trace, leaves: set[int], paths: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    shared: dict[int, tuple[int, ...]] = {}
    for edge in trace.edges:
        if edge.target in leaves:
            path = paths.get(edge.source, ())
            known = shared.get(edge.target)
            shared[edge.target] = path if known is None else _shared(known, path)
    return shared


def _choose(drafts: list[_Draft]) -> None:
    """Keep what is worth folding."""
    for draft in drafts:
        draft.kept = len(draft.nodes) > 1 and (draft.kind != "line" or draft.operations > 1)
    for draft in reversed(drafts):
        around = _parent(drafts, draft)
        if not draft.kept or around is None or len(around.nodes) != len(draft.nodes):
            continue
        if draft.kind == "line" or (draft.kind == "iteration" and around.kind == "loop"):
            draft.kept = False
        elif around.kind == "line":
            around.kept = False


def _parent(drafts: list[_Draft], draft: _Draft) -> _Draft | None:
    number = draft.parent
    while number is not None and not drafts[number].kept:
        number = drafts[number].parent
    return None if number is None else drafts[number]


def _parent_key(drafts: list[_Draft], draft: _Draft) -> str | None:
    around = _parent(drafts, draft)
    return None if around is None else around.key


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """What both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return one[:count]
