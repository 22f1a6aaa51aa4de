"""One clock over forward and backward: each thing once, in the order in which torch did it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from core.autograd.replay import Replay
from core.autograd.timeline import Timeline, refs_of
from core.autograd.trace import Trace
from core.labs.autograd import EXAMPLES
from tests.core.autograd.programs import PROGRAMS
from tests.core.autograd.recorded_run import Recorded


@cache
def traced(source: str) -> Trace:
    return Recorded(source).trace


# torch.compile leaves threads of its own.
ALL = {
    **{name: source for name, source in PROGRAMS.items() if "compile" not in source},
    **{path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.py")},
}


@pytest.mark.parametrize("name", ALL)
def test_every_step_and_every_node_has_its_moment(name: str) -> None:
    trace = traced(ALL[name])
    line = Timeline(trace)
    steps = [(one.pass_index, one.place) for one in line.moments if one.phase == "backward"]
    assert steps == [(p, s) for p, one in enumerate(trace.passes) for s in range(len(one.steps))]
    assert [line.moments[line.position_of(*step) - 1].place for step in steps] == [place for _, place in steps]
    assert set(line.born) == {one.id for one in trace.nodes}
    assert sum(one.last - one.first for one in line.stretches) == len(line.moments)
    forward = [one.operations for one in line.moments if one.phase == "forward"]
    assert all(a < b for a, b in forward if a != b)
    assert all(before[1] <= after[0] for before, after in pairwise(forward))
    assert trace.details is not None
    applied = [one.application for one in line.moments if one.application is not None]
    assert applied == [number for number, one in enumerate(trace.details.applications) if one.node is not None]
    for (first, last), moment in ((one.operations, one) for one in line.moments if one.phase == "forward"):
        if moment.application is not None:
            assert trace.details.applications[moment.application].line == moment.line
            continue
        assert {trace.details.operations[index].line for index in (first, last - 1)} == {moment.line}


@pytest.mark.parametrize("name", ALL)
def test_a_node_is_there_before_it_runs_and_after_what_it_was_made_of(name: str) -> None:
    trace = traced(ALL[name])
    replay = Replay(trace)
    born = replay.timeline.born
    for step in range(1, replay.length + 1):
        frame = replay.frame(step)
        if frame.backward:
            assert frame.node is not None
            assert born[frame.node.id] < step
            assert frame.state_of(frame.node.id) == "current"
    assert trace.details is not None
    made_by_engine = {one.id for one in trace.details.nodes if one.created_by is not None}
    written = {edge.source for edge in trace.edges if len(set(replay.visits(edge.source))) > 1}
    for edge in trace.edges:
        if not {edge.source, edge.target} & (made_by_engine | written):
            assert born[edge.target] <= born[edge.source]


@pytest.mark.parametrize("name", ["mean_of_squares", "small_network", "dynamic_graph", "gradient_descent"])
def test_names_stand_for_what_the_program_had_there(name: str) -> None:
    trace = traced(ALL[name])
    assert trace.details is not None
    line = Timeline(trace)
    last = line.named(len(line.moments))
    shapes = {one.name: one.value for one in trace.variables}
    for called, value in last.items():
        if called in shapes:
            assert value.tensor == shapes[called]
    seen: list[int] = []
    for position in range(len(line.moments) + 1):
        named = line.named(position)
        assert len(named) >= len(seen)
        seen = [value.id for value in named.values()]
        made = {output for at in range(1, position + 1) for output in line.values.get(at, ())}
        assert set(line.values.get(position, ())) <= made


def test_the_lectures_program_goes_forward_then_back() -> None:
    replay = Replay(traced(ALL["mean_of_squares"]))
    frames = [replay.frame(step) for step in range(replay.length + 1)]
    names = [frame.node and frame.node.name for frame in frames]
    forward = ["AccumulateGrad", "SubBackward0", "PowBackward0", "MulBackward0", "MeanBackward0"]
    assert names == [None, *forward, *reversed(forward)]
    assert [frame.line for frame in frames] == [4, 4, 5, 6, 6, 7, 7, 6, 6, 5, 5]
    assert [frame.backward for frame in frames] == [False] * 6 + [True] * 5
    assert [frame.pass_step for frame in frames] == [0] * 6 + [1, 2, 3, 4, 5]
    sub, mean = (next(node.id for node in replay.trace.nodes if node.name == name) for name in (forward[1], forward[4]))
    assert [frame.state_of(sub) for frame in frames] == [
        "unmade", "unmade", "current", "made", "made", "made", "pending", "pending", "pending", "current", "done",
    ]  # fmt: skip
    assert replay.visits(mean) == (5, 6)
    assert [replay.visit(mean, step) for step in (0, 3, 8)] == [5, 5, 6]
    assert (replay.next_visit(sub, 2), replay.next_visit(sub, 9), replay.next_visit(sub, 9, -1)) == (9, None, 2)
    assert [replay.next_on_line(6, step) for step in (0, 3, 4, 7, 8)] == [3, 4, 7, 8, 3]
    assert [replay.next_stretch(step) for step in (0, 5, 9)] == [5, 10, 10]
    assert [replay.next_stretch(step, -1) for step in (10, 5, 3)] == [5, 0, 0]
    assert replay.lines() == {4: (True, False), 5: (True, True), 6: (True, True), 7: (True, True)}


def test_a_custom_function_is_a_moment_of_its_own_with_its_results() -> None:
    replay = Replay(traced(ALL["custom_split"]))
    frame = next(
        one for one in map(replay.frame, range(1, replay.length + 1)) if one.moment and one.moment.application == 0
    )
    assert frame.node is not None
    assert frame.node.name == "SplitBackward"
    assert frame.state_of(frame.node.id) == "current"
    (call,) = frame.operations
    assert call.name == "Split.apply"
    assert [value.variable for value in frame.values] == ["left", "right"]
    assert set(replay.timeline.named(frame.step)) == {"x", "left", "right"}
    assert set(replay.timeline.named(frame.step - 1)) == {"x"}


def test_the_result_of_a_custom_function_stays_what_it_is_when_the_lines_of_its_forward_are_gone_through() -> None:
    replay = Replay(traced(ALL["custom_add"]))
    made = next(
        one for one in map(replay.frame, range(1, replay.length + 1)) if one.moment and one.moment.application == 0
    )
    nodes = {replay.timeline.named(step)["total"].node for step in range(made.step, replay.length + 1)}
    assert made.node is not None
    assert nodes == {made.node.id}


def test_a_training_loop_alternates_and_its_weights_change_between() -> None:
    replay = Replay(traced(ALL["gradient_descent"]))
    phases = [one.phase for one in replay.timeline.stretches]
    assert phases == ["forward", "backward"] * 4 + ["forward"]
    weights = []
    for stretch in replay.timeline.stretches[::2]:
        named = replay.timeline.named(stretch.first)
        if "weight" in named:
            weights.append(named["weight"].tensor.values)
    assert len(set(map(str, weights))) == len(weights)
    # Between two passes `.grad` is what the pass before left.
    second = replay.timeline.stretches[2]
    grads = replay.frame(second.first + 1).grads
    assert all(grad is not None for grad in grads.values())


def test_what_hooks_and_custom_functions_call_is_no_moment() -> None:
    source = (
        "import torch\nfrom torch.autograd import Function\n\nclass Double(Function):\n"
        "    @staticmethod\n    def forward(ctx, x):\n        return x * 2\n\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return g * 2 + g * 0\n\n"
        "x = torch.ones(2, requires_grad=True)\nDouble.apply(x).sum().backward()\ny = x + 1\n"
    )
    trace = traced(source)
    assert trace.details is not None
    (span,) = trace.details.spans
    assert [one.line for one in trace.details.operations[slice(*span)]] == [11, 11, 11]
    line = Timeline(trace)
    assert 11 not in {one.line for one in line.moments}
    assert [one.phase for one in line.stretches] == ["forward", "backward", "forward"]


def test_a_trace_without_details_has_its_steps() -> None:
    trace = traced(ALL["small_network"])
    bare = Trace(trace.torch, trace.outcome, None, "", trace.variables, trace.nodes, trace.edges, trace.passes)
    assert Replay(bare).length == bare.step_count
    assert Replay(bare).frame(3).pass_step == 3


def test_references_are_found_at_any_depth() -> None:
    trace = traced("import torch\na = torch.ones(1)\nb = torch.cat([a, a * 2], dim=0)\n")
    assert trace.details is not None
    last = trace.details.operations[-1]
    assert len(list(refs_of(last.arguments))) == 2
