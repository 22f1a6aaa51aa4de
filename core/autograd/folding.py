"""What of a graph is drawn when some of its groups are closed: pure functions of the trace and of what is closed.

A closed group is one box. Nodes of a group need not be next to each other in the graph, so that closing groups may
make cycles out of a graph without any; Graphviz takes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.autograd.groups import Group as Group
from core.autograd.groups import groups_of as groups_of
from core.autograd.trace import Trace

MOST_USES = 3
"""A leaf that is used in more places than these has a glyph at each: one in the middle would make Graphviz slow."""
MOST_BOXES = 150
LEAST_BOXES = 5
"""Rather than to fewer boxes than these, a graph is folded to somewhat more than are wanted."""


@dataclass(frozen=True, slots=True)
class FoldedBox:
    """A node or a closed group.

    Attributes:
        key: The node's id as text, the group's key, or ``leaf:ID:k`` for one of several glyphs of a leaf, each in the
            innermost group of what uses it.
        node: Its id; None for a group.
        group: The closed group's key; None for a node.
        nodes: All that it stands for; of a closed group also leaves of which a glyph would be inside.
        inside: The open group around it.
    """

    key: str
    node: int | None
    group: str | None
    nodes: frozenset[int]
    inside: str | None


@dataclass(frozen=True, slots=True)
class FoldedLink:
    """An edge between two nodes, or all edges from one box to another where one of them is a group.

    Attributes:
        key: Of a single edge between nodes its place in the trace, as text; ``SOURCE>TARGET`` otherwise.
        source: The key of the box nearer the root.
        target: The key of the box that gets the gradient.
        edges: Places in `Trace.edges`.
    """

    key: str
    source: str
    target: str
    edges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Boxes in the order of their first nodes in the trace, and the links between them.

    Each node is in one box, but a leaf that is used in many places in one for each; each edge is in one link, or
    inside of one closed group.
    """

    boxes: tuple[FoldedBox, ...]
    links: tuple[FoldedLink, ...]


@dataclass(slots=True)
class _Places:
    """Where nodes are drawn: the outermost closed group around them, and the innermost open one.

    Of a leaf with several glyphs: the nodes with one each, and the closed groups that have glyphs in them.
    """

    closed: dict[int, Group]
    inside: dict[int, str]
    copies: dict[int, dict[int, str]]
    within: dict[str, set[int]]

    def key(self, node: int) -> str:
        """Of the box of a node that has no copies."""
        group = self.closed.get(node)
        return str(node) if group is None else group.key


def _places(trace: Trace, groups: Sequence[Group], closed: frozenset[str]) -> _Places:
    tops: dict[int, Group] = {}
    inside: dict[int, str] = {}
    hidden: set[str] = set()
    for group in groups:
        if group.parent in hidden:
            hidden.add(group.key)
        elif group.key in closed:
            hidden.add(group.key)
            tops.update(dict.fromkeys(group.nodes, group))
        else:
            inside.update(dict.fromkeys(group.nodes, group.key))
    places = _Places(tops, inside, {}, {})
    leaves = {node.id for node in trace.nodes if node.kind == "leaf" and node.id not in tops}
    uses: dict[int, dict[str, int]] = {}
    for edge in trace.edges:
        if edge.target in leaves:
            uses.setdefault(edge.target, {}).setdefault(places.key(edge.source), edge.source)
    for leaf, users in uses.items():
        if len(users) > MOST_USES:
            alone = [user for user in users.values() if user not in tops]
            places.copies[leaf] = {user: f"leaf:{leaf}:{place}" for place, user in enumerate(alone)}
            for key in users.keys() - set(map(str, alone)):
                places.within.setdefault(key, set()).add(leaf)
    return places


def fold(trace: Trace, groups: Sequence[Group], closed: frozenset[str]) -> Folded:
    """What is drawn.

    Args:
        trace: The graph.
        groups: Of the trace, each after the one around it.
        closed: Keys of groups; what is inside of a closed one may be closed or not.
    """
    places = _places(trace, groups, closed)
    boxes: list[FoldedBox] = []
    drawn: set[str] = set()
    inside = places.inside
    for node in trace.nodes:
        number = node.id
        group = places.closed.get(number)
        if group is not None:
            if group.key not in drawn:
                drawn.add(group.key)
                nodes = group.nodes.union(places.within.get(group.key, ()))
                boxes.append(FoldedBox(group.key, None, group.key, nodes, group.parent))
        elif number in places.copies:
            alone = frozenset((number,))
            for user, key in places.copies[number].items():
                boxes.append(FoldedBox(key, number, None, alone, inside.get(user)))
        else:
            boxes.append(FoldedBox(str(number), number, None, frozenset((number,)), inside.get(number)))
    return Folded(tuple(boxes), _links(trace, places))


def _links(trace: Trace, places: _Places) -> tuple[FoldedLink, ...]:
    merged: dict[tuple[str, str], list[int]] = {}
    single: dict[int, FoldedLink] = {}
    for index, edge in enumerate(trace.edges):
        source, target = places.key(edge.source), places.key(edge.target)
        copies = places.copies.get(edge.target)
        if edge.source not in places.closed and edge.target not in places.closed:
            single[index] = FoldedLink(str(index), source, target if copies is None else copies[edge.source], (index,))
        elif source != target and copies is None:
            merged.setdefault((source, target), []).append(index)
    links = single | {
        edges[0]: FoldedLink(f"{source}>{target}", source, target, tuple(edges))
        for (source, target), edges in merged.items()
    }
    return tuple([links[index] for index in sorted(links)])


def default_closed(trace: Trace, groups: Sequence[Group], most: int = MOST_BOXES) -> frozenset[str]:
    """What to close at first, the outermost groups last, so that about so many boxes are drawn."""
    before: tuple[int, frozenset[str]] = (_count(trace, groups, frozenset()), frozenset())
    if before[0] <= most or not groups:
        return frozenset()
    depths: dict[str, int] = {}
    for group in groups:
        depths[group.key] = 0 if group.parent is None else depths[group.parent] + 1
    for depth in range(max(depths.values()), -1, -1):
        closed = frozenset(key for key, own in depths.items() if own >= depth)
        count = _count(trace, groups, closed)
        if count <= most:
            return before[1] if count < LEAST_BOXES and before[0] <= 3 * most else closed
        before = count, closed
    return before[1]


def _count(trace: Trace, groups: Sequence[Group], closed: frozenset[str]) -> int:
    """How many boxes are drawn."""
    places = _places(trace, groups, closed)
    copies = sum(len(users) - 1 for users in places.copies.values())
    tops = {group.key for group in places.closed.values()}
    return len(trace.nodes) - len(places.closed) + len(tops) + copies


def opened_for(
    groups: Sequence[Group], closed: frozenset[str], node: int, trace: Trace | None = None
) -> frozenset[str]:
    """Which of the closed groups must be opened for a node to be seen.

    Args:
        groups: Of the trace.
        closed: Keys of groups.
        node: Its id.
        trace: If given, for a leaf whose glyphs are all inside of closed groups what must be opened to see the first.
    """
    around = frozenset(group.key for group in groups if group.key in closed and node in group.nodes)
    if around or trace is None or _places(trace, groups, closed).copies.get(node) != {}:
        return around
    user = next(edge.source for edge in trace.edges if edge.target == node)
    return opened_for(groups, closed, user)
