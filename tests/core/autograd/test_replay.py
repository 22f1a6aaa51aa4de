"""Frames of a trace: consistent with it at every step, forwards and backwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.autograd.replay import Replay
from core.autograd.trace import Edge, Node, Pass, Step, Tensor, Trace, decode_json, encode_json


def number(value: float) -> Tensor:
    return Tensor((), "float32", value)


def node(key: int, name: str, kind: str = "operation") -> Node:
    return Node(key, name, kind, key + 1, None, {}, None)  # type: ignore[arg-type]


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """A drawn graph of numbered nodes; gradients are numbers, and what arrives is what was sent."""
    count = draw(st.integers(2, 8))
    nodes = tuple(
        node(i, "AccumulateGrad" if i == count - 1 else f"Op{i}", "leaf" if i == count - 1 else "operation")
        for i in range(count)
    )
    edges, outgoing = [], {i: [] for i in range(count)}
    for i in range(count - 1):
        targets = draw(st.lists(st.integers(i + 1, count - 1), min_size=1, max_size=3))
        for slot, target in enumerate([*targets[:-1], i + 1]):
            edges.append(Edge(i, slot, target, 0))
            outgoing[i].append((target, float(draw(st.integers(-5, 5)))))
    arrived = dict.fromkeys(range(count), 0.0)
    arrived[0] = 1.0
    steps = []
    for i in range(count):
        for target, value in outgoing[i]:
            arrived[target] += value
        leaf = i == count - 1
        steps.append(
            Step(
                i,
                (number(arrived[i]),),
                tuple(number(value) for _, value in outgoing[i]),
                None,
                number(arrived[i]) if leaf else None,
            )
        )
    return Trace("2.13", "finished", None, "", (), nodes, tuple(edges), (Pass(1, (0,), tuple(steps)),))


@given(traces())
def test_contributions_add_up_to_what_arrived(trace: Trace) -> None:
    replay = Replay(trace)
    for step in range(2, replay.length + 1):
        frame = replay.frame(step)
        assert frame.record is not None
        assert frame.record.incoming[0] is not None
        assert sum(one.value.values for one in frame.contributions) == frame.record.incoming[0].values


@given(traces())
def test_every_node_is_pending_then_current_then_done(trace: Trace) -> None:
    replay = Replay(trace)
    for step in range(replay.length + 1):
        frame = replay.frame(step)
        for one in trace.nodes:
            place = next(i for i, s in enumerate(trace.passes[0].steps, 1) if s.node == one.id)
            expected = "current" if place == step else "done" if place < step else "pending"
            assert frame.state_of(one.id) == expected
        leaf = trace.nodes[-1].id
        assert (frame.grads[leaf] is not None) == (step == replay.length)
        carried = {i for i, e in enumerate(trace.edges) if e.source < step}
        assert frame.travelled == carried


@given(traces(), st.integers(-5, 30))
def test_beyond_the_ends_is_the_end(trace: Trace, step: int) -> None:
    replay = Replay(trace)
    assert replay.frame(step).step == max(0, min(step, replay.length))
    assert replay.frame(step) == replay.frame(step)


@given(traces())
def test_a_trace_survives_json(trace: Trace) -> None:
    assert decode_json(encode_json(trace)) == trace


def test_no_passes_no_steps() -> None:
    replay = Replay(Trace("2.13", "finished", None, "", (), (), (), ()))
    assert replay.length == 0
    assert replay.frame(3).pass_index == -1


def leaf_passes() -> Trace:
    """Two leaves; the first pass reaches both, `.grad` of one is cleared, the second pass reaches that one."""
    nodes = (node(0, "Mul"), node(1, "AccumulateGrad", "leaf"), node(2, "AccumulateGrad", "leaf"))
    edges = (Edge(0, 0, 1, 0), Edge(0, 1, 2, 0))
    first = Pass(
        1,
        (0,),
        (
            Step(0, (number(1),), (number(2), number(3)), None, None),
            Step(1, (number(2),), (), None, number(2)),
            Step(2, (number(3),), (), number(10), number(13)),
        ),
    )
    empty = Pass(2, (), ())
    second = Pass(
        3,
        (0,),
        (Step(0, (number(1),), (number(5), None), None, None), Step(1, (number(5),), (), None, number(5))),
    )
    return Trace("2.13", "finished", None, "", (), nodes, edges, (empty, first, second))


def test_grads_are_those_of_the_moment() -> None:
    replay = Replay(leaf_passes())
    shown = [
        tuple(grad and grad.values for grad in (frame.grads[1], frame.grads[2]))
        for frame in (replay.frame(step) for step in range(replay.length + 1))
    ]
    # Cleared between the passes: the second pass found nothing in it.
    assert shown == [(None, 10), (None, 10), (2, 10), (2, 13), (None, 13), (5, 13)]
    assert [replay.frame(step).pass_index for step in range(6)] == [1, 1, 1, 1, 2, 2]
    assert replay.frame(4).sent[1].value is None
    assert replay.frame(4).state_of(2) == "outside"
    assert [replay.visits(key) for key in (0, 1, 2, 99)] == [(1, 4), (2, 5), (3,), ()]
    assert [replay.visit(0, step) for step in range(6)] == [1, 1, 1, 1, 4, 4]
