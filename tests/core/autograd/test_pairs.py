"""Which tensors of a pass have a Jacobian: those that torch can differentiate by each other."""

from __future__ import annotations

from core.autograd.pairs import behind, first_pair, pass_tensors
from core.autograd.replay import Replay
from tests.core.autograd.recorded_run import Recorded

PROGRAM = """import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.ones(2, requires_grad=True)
unused = torch.ones(3, requires_grad=True)
h = x * w
left, right = h.split(1)
loss = (left * right + h.sum()).sum()
loss.backward()
"""


def test_the_result_comes_first_and_leaves_last() -> None:
    replay = Replay(Recorded(PROGRAM).trace)
    tensors = pass_tensors(replay, 0)
    names = [one.name for one in tensors]
    assert names[0] == "loss"
    assert sorted(str(one) for one in names[-2:]) == ["w", "x"]
    assert {"h", "left", "right"} <= set(names)
    assert "unused" not in names
    assert [one.leaf for one in tensors] == [False] * (len(tensors) - 2) + [True] * 2
    shapes = {one.name: one.shape for one in tensors}
    assert (shapes["loss"], shapes["h"], shapes["left"], shapes["x"]) == ((), (2,), (1,), (2,))
    # Both parts of the split are outputs of one node.
    outputs = {one.name: one.output for one in tensors}
    assert outputs["left"][0] == outputs["right"][0]
    assert {outputs["left"][1], outputs["right"][1]} == {0, 1}


def test_a_gradient_reaches_what_the_graph_says() -> None:
    run = Recorded(PROGRAM)
    replay = Replay(run.trace)
    outputs = {one.name: one.output[0] for one in pass_tensors(replay, 0)}
    reached = behind(replay, outputs["left"])
    assert {outputs["h"], outputs["x"], outputs["w"]} == reached
    assert behind(replay, outputs["x"]) == frozenset()
    assert first_pair(replay, 0) is not None
    of, wrt = first_pair(replay, 0) or ((), ())
    assert of == (outputs["loss"], 0)
    assert wrt[0] in (outputs["x"], outputs["w"])


def test_no_pass_no_tensors() -> None:
    replay = Replay(Recorded("import torch\nx = torch.ones(2, requires_grad=True)\n").trace)
    assert pass_tensors(replay, 0) == ()
    assert first_pair(replay, -1) is None
