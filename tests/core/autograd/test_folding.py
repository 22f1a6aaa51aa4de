"""What is drawn when some are closed: nothing is lost, nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.autograd.folding import MOST_USES, Folded, Group, default_closed, fold, groups_of, opened_for
from core.autograd.trace import Edge, Node, Trace
from tests.core.autograd.foldable import PROGRAMS, recorded
from tests.core.autograd.recorded_run import Recorded


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Trace, tuple[Group, ...]]:
    """Any graph without cycles, some of its nodes leaves, and any forest of groups over it."""
    count = draw(st.integers(1, 14))
    edges = []
    for source in range(count):
        targets = draw(st.lists(st.integers(source + 1, count - 1), max_size=4)) if source + 1 < count else []
        edges += [Edge(source, slot, target, 0) for slot, target in enumerate(targets)]
    inner = {edge.source for edge in edges}
    nodes = tuple(
        Node(number, "N", "operation" if number in inner else "leaf", None, None, {}, None) for number in range(count)
    )
    trace = Trace("2", "finished", None, "", (), nodes, tuple(edges), ())
    groups: list[Group] = []
    free: list[tuple[str | None, list[int]]] = [(None, list(range(count)))]
    while free:
        parent, members = free.pop()
        sizes = draw(st.lists(st.integers(2, 6), max_size=3))
        left = draw(st.permutations(members))
        for size in sizes:
            chosen, left = left[:size], left[size:]
            if len(chosen) >= 2 and (parent is None or len(chosen) < len(members)):
                key = f"g{len(groups)}"
                groups.append(Group(key, "line", key, "", parent, frozenset(chosen)))
                free.append((key, list(chosen)))
    return trace, tuple(groups)


def check(trace: Trace, groups: tuple[Group, ...], closed: frozenset[str], folded: Folded) -> None:
    boxes = {box.key: box for box in folded.boxes}
    assert len(boxes) == len(folded.boxes)
    by_key = {group.key: group for group in groups}
    leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
    # Every node is somewhere; only leaves with many uses are in several places.
    places = {node.id: [box for box in folded.boxes if node.id in box.nodes] for node in trace.nodes}
    users = {leaf: {places[edge.source][0].key for edge in trace.edges if edge.target == leaf} for leaf in leaves}
    for node, there in places.items():
        assert there
        if len(there) > 1:
            assert node in leaves
            assert len(users[node]) > MOST_USES
    for box in folded.boxes:
        assert (box.node is None) != (box.group is None)
        if box.group is not None:
            assert box.group in closed
            assert by_key[box.group].nodes <= box.nodes
            assert box.inside == by_key[box.group].parent
        around = box.inside
        while around is not None:
            assert around not in closed
            around = by_key[around].parent
    # Every edge is in one link, from and to where it belongs, or inside of one box.
    drawn = [edge for link in folded.links for edge in link.edges]
    assert len(drawn) == len(set(drawn))
    for link in folded.links:
        assert link.source != link.target
        for index in link.edges:
            assert trace.edges[index].source in boxes[link.source].nodes
            assert trace.edges[index].target in boxes[link.target].nodes
        if len(link.edges) > 1:
            assert boxes[link.source].group or boxes[link.target].group
    for index in set(range(len(trace.edges))) - set(drawn):
        edge = trace.edges[index]
        assert any({edge.source, edge.target} <= box.nodes and box.group for box in folded.boxes)
    pairs = [
        (link.source, link.target) for link in folded.links if boxes[link.source].group or boxes[link.target].group
    ]
    assert len(pairs) == len(set(pairs))
    assert len({link.key for link in folded.links}) == len(folded.links)


@given(graphs(), st.data())
def test_nothing_is_lost_or_twice(graph: tuple[Trace, tuple[Group, ...]], data: st.DataObject) -> None:
    trace, groups = graph
    closed = frozenset(data.draw(st.sets(st.sampled_from([one.key for one in groups])))) if groups else frozenset()
    check(trace, groups, closed, fold(trace, groups, closed))


@given(graphs())
def test_with_all_open_the_graph_is_itself(graph: tuple[Trace, tuple[Group, ...]]) -> None:
    trace, groups = graph
    folded = fold(trace, groups, frozenset())
    check(trace, groups, frozenset(), folded)
    alone = [box for box in folded.boxes if box.key == str(box.node)]
    assert all(box.nodes == {box.node} for box in folded.boxes)
    assert [link.edges for link in folded.links] == [(index,) for index in range(len(trace.edges))]
    assert [link.key for link in folded.links] == [str(index) for index in range(len(trace.edges))]
    if len(alone) == len(folded.boxes):
        assert [box.node for box in folded.boxes] == [node.id for node in trace.nodes]
        assert [(link.source, link.target) for link in folded.links] == [
            (str(e.source), str(e.target)) for e in trace.edges
        ]


@given(graphs(), st.integers(1, 12))
def test_what_is_closed_at_first_leaves_about_as_many_as_wanted(
    graph: tuple[Trace, tuple[Group, ...]], most: int
) -> None:
    trace, groups = graph
    closed = default_closed(trace, groups, most)
    count = len(fold(trace, groups, closed).boxes)
    everything = frozenset(group.key for group in groups)
    if len(fold(trace, groups, frozenset()).boxes) <= most:
        assert closed == frozenset()
    assert count <= 3 * most or closed == everything
    by_key = {group.key: group for group in groups}
    for key in everything - closed:  # Outermost last.
        parent = by_key[key].parent
        assert parent is None or parent not in closed


@given(graphs(), st.data())
def test_opening_what_must_be_opened_shows_the_node(
    graph: tuple[Trace, tuple[Group, ...]], data: st.DataObject
) -> None:
    trace, groups = graph
    closed = frozenset(data.draw(st.sets(st.sampled_from([one.key for one in groups])))) if groups else frozenset()
    node = data.draw(st.sampled_from([one.id for one in trace.nodes]))
    opened = opened_for(groups, closed, node, trace)
    assert opened <= closed
    assert any(box.node == node for box in fold(trace, groups, closed - opened).boxes)
    if not opened:
        assert any(box.node == node for box in fold(trace, groups, closed).boxes)


@pytest.mark.parametrize("name", PROGRAMS)
def test_groups_of_real_traces_are_a_forest_and_fold_whole(name: str) -> None:
    trace, groups = recorded(name)
    seen: dict[str, Group] = {}
    for group in groups:
        assert group.key not in seen
        assert len(group.nodes) > 1
        assert group.parent is None or group.nodes <= seen[group.parent].nodes
        for other in seen.values():
            assert group.nodes <= other.nodes or not group.nodes & other.nodes
        seen[group.key] = group
    for depth in range(3):
        closed = frozenset(group.key for index, group in enumerate(groups) if index % 3 == depth)
        check(trace, groups, closed, fold(trace, groups, closed))


def test_a_leaf_of_many_uses_has_a_glyph_at_each_and_none_in_closed_groups() -> None:
    trace, groups = recorded("loop")
    folded = fold(trace, groups, frozenset())
    copies = [box for box in folded.boxes if box.key.startswith("leaf:")]
    leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
    assert {box.node for box in copies} == leaves
    assert len(copies) == 5 * len(leaves)
    by_key = {group.key: group for group in groups}
    assert {by_key[box.inside or ""].kind for box in copies} == {"module"}
    first = next(group for group in groups if group.kind == "iteration")
    closed = frozenset(group.key for group in groups if group.kind == "iteration" and group is not first)
    folded = fold(trace, groups, closed)
    assert len([box for box in folded.boxes if box.key.startswith("leaf:")]) == len(leaves)
    assert all(leaves <= box.nodes for box in folded.boxes if box.group is not None)


def test_edges_between_closed_groups_are_one_link_and_parallel_edges_of_nodes_are_not() -> None:
    source = (
        "import torch\nx = torch.ones(2, requires_grad=True)\na = x * x\nb = (a + a) * (a + 1)\nb.sum().backward()\n"
    )
    trace = Recorded(source).trace
    groups = groups_of(trace, source)
    opened = fold(trace, groups, frozenset())
    pairs = [(link.source, link.target) for link in opened.links]
    assert len(pairs) == len(trace.edges)
    assert any(pairs.count(pair) == 2 for pair in pairs)
    [line] = [group for group in groups if group.note == "4"]
    closed = fold(trace, groups, frozenset([line.key]))
    merged = [link for link in closed.links if link.source == line.key]
    assert [len(link.edges) for link in merged] == [3]
