"""The groups of real traces: modules by name, loops with their iterations, lines, and where leaves belong."""

from __future__ import annotations

from msgspec.structs import replace

from core.autograd.groups import Group, groups_of
from core.autograd.trace import Trace
from tests.core.autograd.foldable import LINES, PROGRAMS, recorded
from tests.core.autograd.recorded_run import Recorded


def names(trace: Trace, group: Group) -> list[str]:
    return sorted(node.name for node in trace.nodes if node.id in group.nodes)


def test_modules_lie_in_modules_by_their_names() -> None:
    trace, groups = recorded("modules")
    modules = {group.label: group for group in groups if group.kind == "module"}
    by_key = {group.key: group for group in groups}
    assert {label: group.note for label, group in modules.items()} == {
        "model": "Sequential",
        "model.0": "Block",
        "model.0.first": "Linear",
        "model.0.norm": "LayerNorm",
        "model.2": "Block",
        "model.2.first": "Linear",
        "model.2.norm": "LayerNorm",
    }  # The ReLU is one node, and no group.
    for label, group in modules.items():
        around = [one for one in modules if label.startswith(f"{one}.")]
        parent = group
        while parent.parent is not None and by_key[parent.parent].kind != "module":
            parent = by_key[parent.parent]
        inner = max(around, key=len, default=None)
        assert (by_key[parent.parent].label if parent.parent else None) == inner
    assert names(trace, modules["model.2.first"]) == [
        "AccumulateGrad",
        "AccumulateGrad",
        "AddmmBackward0",
        "TBackward0",
    ]
    assert names(trace, modules["model.2.norm"]) == ["AccumulateGrad", "AccumulateGrad", "NativeLayerNormBackward0"]


def test_a_module_called_in_a_loop_is_in_the_iterations_and_its_weights_are_in_the_loop() -> None:
    trace, groups = recorded("loop")
    loop, *others = groups
    assert (loop.kind, loop.label, loop.note, loop.parent) == ("loop", "for t in range(5)", "5", None)
    iterations = [group for group in others if group.kind == "iteration"]
    assert [group.label for group in iterations] == ["0", "1", "2", "3", "4"]
    assert {group.parent for group in iterations} == {loop.key}
    leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
    assert leaves <= loop.nodes
    modules = [group for group in others if group.kind == "module"]
    assert [(group.parent, group.label) for group in modules] == [(one.key, "cell") for one in iterations]
    for group in iterations:
        assert not leaves & group.nodes
        assert "ThnnFusedLstmCellBackward0" in names(trace, group) or "TanhBackward0" in names(trace, group)


def test_lines_are_groups_of_two_operations_in_their_iterations_and_functions() -> None:
    trace, groups = recorded("lines")
    by_key = {group.key: group for group in groups}
    sines = [group for group in groups if group.kind == "line" and group.note == "6"]
    assert [names(trace, group) for group in sines if "0" not in by_key[group.parent or ""].label] == [
        ["MulBackward0", "SinBackward0"]
    ] * 2
    assert [by_key[group.parent or ""].kind for group in sines] == ["iteration"] * 3
    assert {group.label for group in sines} == {"y = torch.sin(y) * 2"}
    # One multiplication a line is no group; both calls of f are in the line that called it.
    assert not any(group.note in ("7", "10") for group in groups)
    [called] = [group for group in groups if group.note == "11"]
    assert names(trace, called) == ["AddBackward0"] * 3 + ["MulBackward0"] * 2
    [leaf] = [node.id for node in trace.nodes if node.variable == "w"]
    [loop] = [group for group in groups if group.kind == "loop"]
    assert [group.key for group in groups if leaf in group.nodes] == [loop.key]


def test_custom_functions_are_where_the_nodes_before_and_after_them_are() -> None:
    trace, groups = recorded("custom")
    modules = [group for group in groups if group.kind == "module"]
    assert [names(trace, group) for group in modules] == [["CosBackward0", "SinBackward0", "TwiceBackward"]] * 2
    second = [
        node.id for node, more in zip(trace.nodes, trace.details.nodes, strict=True) if more.created_by is not None
    ]  # type: ignore[union-attr]
    assert second
    assert any(set(second) <= group.nodes and group.kind == "line" for group in groups)


def test_without_details_there_are_lines_alone() -> None:
    trace, _ = recorded("lines")
    groups = groups_of(replace(trace, details=None), LINES)
    assert {group.kind for group in groups} == {"line"}
    assert {group.note for group in groups} == {"6", "7", "9", "10"}


def test_keys_are_the_same_in_another_run() -> None:
    for name, source in PROGRAMS.items():
        assert [group.key for group in groups_of(Recorded(source).trace, source)] == [
            group.key for group in recorded(name)[1]
        ]
