"""Traces against plain torch, run in another process under hooks of the test's own (`plain_run`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from core.autograd.trace import Tensor, Trace, decode_json
from tests.core.autograd.plain_run import WRAPPED
from tests.core.autograd.programs import PROGRAMS, RAISE

ROOT = Path(__file__).parent.parent.parent.parent
ON_OTHER_THREADS = {"made_on_a_thread"}
PATIENCE = 300


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """All programs, recorded in one process and plain in another."""
    folder = tmp_path_factory.mktemp("runs")
    modules = {"recorded_run": folder, "plain_run": folder / "plain.pt"}
    processes = [
        subprocess.Popen([sys.executable, "-m", f"tests.core.autograd.{name}", str(path)], cwd=ROOT)
        for name, path in modules.items()
    ]
    assert [process.wait(PATIENCE) for process in processes] == [0, 0]
    return folder, torch.load(folder / "plain.pt")


@pytest.fixture(params=PROGRAMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def trace(name: str, runs: tuple[Path, dict[str, Any]]) -> Trace:
    return decode_json((runs[0] / f"{name}.json").read_bytes())


@pytest.fixture
def plain(name: str, runs: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = runs[1][name]
    return found


def as_tensor(shown: Tensor) -> torch.Tensor:
    dtype = getattr(torch, shown.dtype)

    def number(value: Any) -> Any:
        if isinstance(value, list):
            return [number(one) for one in value]
        return (complex if dtype.is_complex else float)(value) if isinstance(value, str) else value

    return torch.tensor(number(shown.values), dtype=dtype).reshape(shown.shape)


def same(shown: Tensor | None, real: Any) -> bool:
    """Bit by bit; NaN is NaN."""
    if shown is None or real is None:
        return shown is None and real is None
    if isinstance(real, str):
        return real == WRAPPED and shown.values is None
    if shown.dtype != str(real.dtype).removeprefix("torch.") or shown.shape != tuple(real.shape):
        return False
    dense = real.to_dense() if real.layout != torch.strided else real
    return torch.equal(as_tensor(shown).nan_to_num(7e30), dense.nan_to_num(7e30))


def matched(trace: Trace, number: int, plain: dict[str, Any]) -> dict[int, int]:
    """The plain run's place of each node of one pass, found by following both graphs from their roots alike."""
    one, edges = trace.passes[number], {(edge.source, edge.source_slot): edge for edge in trace.edges}
    assert len(one.roots) == len(plain["roots"])
    places: dict[int, int] = {}
    waiting = list(zip(one.roots, plain["roots"], strict=True))
    names = {node.id: node.name for node in trace.nodes}
    while waiting:
        node, place = waiting.pop()
        if node in places:
            assert places[node] == place
            continue
        places[node] = place
        assert names[node] == plain["names"][place]
        for slot, target in enumerate(plain["edges"][place]):
            edge = edges.get((node, slot))
            assert (edge is None) == (target is None)
            if edge is not None:
                assert edge.target_slot == target[1]
                waiting.append((edge.target, target[0]))
        assert (node, len(plain["edges"][place])) not in edges
    assert sorted(places.values()) == list(range(len(plain["names"])))
    return places


def test_there_are_many_programs() -> None:
    assert len(PROGRAMS) >= 60
    assert set(PROGRAMS) > RAISE


def test_order_and_gradients_are_the_engines(name: str, trace: Trace, plain: dict[str, Any]) -> None:
    assert len(trace.passes) == len(plain["passes"])
    for number, wanted in enumerate(plain["passes"]):
        places = matched(trace, number, wanted)
        steps = trace.passes[number].steps
        assert [places[step.node] for step in steps] == [place for place, *_ in wanted["steps"]]
        for step, (place, incoming, outgoing, before, after) in zip(steps, wanted["steps"], strict=True):
            assert all(same(a, b) for a, b in zip(step.incoming, incoming, strict=True))
            width = len(wanted["edges"][place])
            assert len(step.outgoing) == width
            assert all(same(a, b) for a, b in zip(step.outgoing, [*outgoing, *[None] * width], strict=False))
            assert same(step.grad_before, before)
            assert same(step.grad_after, after)


def test_lines_names_and_sequence_of_nodes(name: str, trace: Trace, plain: dict[str, Any]) -> None:
    assert trace.details is not None
    assert [one.id for one in trace.details.nodes] == [node.id for node in trace.nodes]
    nodes = {node.id: node for node in trace.nodes}
    details = {one.id: one for one in trace.details.nodes}
    seen_leaves = set()
    for number, wanted in enumerate(plain["passes"]):
        for node, place in matched(trace, number, wanted).items():
            leaf = wanted["leaves"][place]
            # A leaf's AccumulateGrad is made anew for each graph, and keeps its number and first line here.
            if leaf not in seen_leaves:
                assert nodes[node].line == wanted["lines"][place]
            assert (nodes[node].kind == "leaf") == (leaf is not None)
            if leaf is not None:
                seen_leaves.add(leaf)
                if plain["leaf_names"][leaf]:
                    assert nodes[node].variable in plain["leaf_names"][leaf]
            else:
                creator = details[node].created_by
                ours = None if creator is None else (nodes[creator].name, nodes[creator].line)
                assert ours == wanted["created_by"][place]
    order = [
        sorted(matched(trace, number, wanted).items(), key=lambda pair: details[pair[0]].sequence)
        for number, wanted in enumerate(plain["passes"])
    ]
    if name not in ON_OTHER_THREADS:
        for ranked, wanted in zip(order, plain["passes"], strict=True):
            numbers = [wanted["sequences"][place] for _, place in ranked]
            assert numbers == sorted(numbers)


def test_variables_and_errors_are_those_of_the_plain_run(name: str, trace: Trace, plain: dict[str, Any]) -> None:
    assert trace.outcome == ("raised" if name in RAISE else "finished")
    error = None if trace.error is None else (trace.error.type, trace.error.message, trace.error.line)
    assert error == plain["error"]
    ours = {variable.name: variable for variable in trace.variables if not variable.name.startswith("_")}
    assert set(ours) == set(plain["variables"])
    for key, (value, grad, requires_grad, is_leaf) in plain["variables"].items():
        assert same(ours[key].value, value)
        assert same(ours[key].grad, grad)
        assert (ours[key].requires_grad, ours[key].is_leaf) == (requires_grad, is_leaf)


def test_recording_changes_nothing_that_is_printed_or_left(
    name: str, plain: dict[str, Any], runs: tuple[Path, dict[str, Any]]
) -> None:
    assert (runs[0] / f"{name}.txt").read_text() == plain["output"]
    assert plain["output"]
    assert (runs[0] / f"{name}.complete").read_text() == "True"


def test_values_are_those_that_the_variables_had(name: str, trace: Trace, plain: dict[str, Any]) -> None:
    details = trace.details
    assert details is not None
    assert details.complete
    assert [one.id for one in details.values] == list(range(len(details.values)))
    assert [one.id for one in details.operations] == list(range(len(details.operations)))
    empty = {value for one in details.operations if one.name.startswith("torch.empty") for value in one.outputs}
    named = [one for one in details.values if one.variable in plain["history"] and one.id not in empty]
    for one in named:
        assert any(same(one.tensor, real) for real in plain["history"][one.variable]), one
    nodes = {node.id: node for node in trace.nodes}
    assert all(one.node is None or one.node in nodes for one in details.values)
    for variable in trace.variables:
        final = [one for one in details.values if one.node == variable.node and same_data(one.tensor, variable.value)]
        assert final, variable.name
        assert any(one.requires_grad == variable.requires_grad for one in final)


def same_data(a: Tensor, b: Tensor) -> bool:
    return (a.shape, a.dtype, a.values) == (b.shape, b.dtype, b.values)


def test_operations_speak_of_listed_values_in_order(name: str, trace: Trace) -> None:
    assert trace.details is not None
    lines = PROGRAMS[name].count("\n")
    for one in trace.details.operations:
        assert one.line is not None
        assert 1 <= one.line <= lines
        assert all(0 <= value < len(trace.details.values) for value in one.outputs)
        made = [trace.details.values[value] for value in one.outputs]
        if one.untracked is None:
            assert any(value.requires_grad for value in made)
        else:
            assert one.untracked in (
                "no_grad",
                "inference_mode",
                "detach",
                "no input requires grad",
                "not differentiable",
            )


def test_compiled_code_is_one_node_and_reentrant_checkpoints_hide_their_inside(
    runs: tuple[Path, dict[str, Any]],
) -> None:
    def ran(name: str) -> list[list[str]]:
        trace = decode_json((runs[0] / f"{name}.json").read_bytes())
        names = {node.id: node.name for node in trace.nodes}
        return [[names[step.node] for step in one.steps] for one in trace.passes]

    assert ran("compiled_whole") == [["SumBackward0", "CompiledFunctionBackward", "AccumulateGrad"]]
    outer, inner = ran("checkpoint_reentrant")
    assert outer == ["SumBackward0", "CheckpointFunctionBackward", "AccumulateGrad"]
    assert "ExpBackward0" in inner
