"""What becomes of saved tensors, told at each position; torch's own refusal is the oracle."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.autograd.replay import Replay
from core.autograd.saved_state import SavedHistory, SavedState
from tests.core.autograd.recorded_run import Recorded

EXAMPLES = Path(__file__).parent.parent.parent.parent / "resources" / "examples"
START = "import torch\nx = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\n"


def history(source: str) -> tuple[Replay, SavedHistory]:
    replay = Replay(Recorded(source).trace)
    return replay, SavedHistory(replay)


def announced(source: str) -> list[tuple[int, SavedState]]:
    """Everything that is announced, with the first position at which it is."""
    replay, saved = history(source)
    found: dict[tuple[int, str], tuple[int, SavedState]] = {}
    for position in range(replay.length + 1):
        for one in saved.announced(position):
            found.setdefault((one.node, one.name), (position, one))
    return list(found.values())


def test_the_error_is_told_before_the_engine_runs() -> None:
    replay, saved = history((EXAMPLES / "in_place_error.py").read_text())
    node = next(one for one in replay.trace.nodes if one.name == "ExpBackward0")
    fates = [[(one.fate, one.now) for one in saved.states(node, position)] for position in range(2, replay.length + 1)]
    assert fates == [[("kept", 0)], [("kept", 0)], [("changed", 1)], [("changed", 1)]]
    (told,) = saved.announced(4)
    assert (told.line, told.version, told.now, told.name) == (5, 0, 1, "result")
    assert told.write is not None
    assert told.write.line == 7
    assert replay.frame(4).moment is not None
    assert replay.frame(4).moment.phase == "forward"
    assert "modified by an inplace operation" in replay.trace.error.message


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.py")))
def test_of_the_examples_only_those_that_torch_refuses_are_announced(name: str) -> None:
    source = (EXAMPLES / f"{name}.py").read_text()
    error = Recorded(source).trace.error
    refused = error is not None and "modified by an inplace operation" in error.message
    assert bool(announced(source)) == refused


WRITES = {
    "through a view": ("y = x.exp()\nz = y.sum()\ny[0].mul_(2)", 5),
    "through a slice": ("y = x.exp()\nz = y.sum()\ny[:2].zero_()", 5),
    "by an index": ("y = x.exp()\nz = y.sum()\ny[1] = 0", 5),
    "of a factor": ("w = torch.ones(3)\nz = (x * w).sum()\nw += 1", 5),
    "by an operator": ("y = x * 1\nz = (y ** 2).sum()\ny *= 2", 5),
    "through a transposed view": ("w = torch.ones(3, 2)\nz = (x @ w).sum()\nw.t().add_(1)", 5),
}


@pytest.mark.parametrize("how", WRITES)
def test_a_write_is_found_with_its_line(how: str) -> None:
    body, line = WRITES[how]
    source = f"{START}{body}\nz.backward()\n"
    error = Recorded(source).trace.error
    assert error is not None
    assert "modified by an inplace operation" in error.message
    told = announced(source)
    assert told
    assert told[0][1].write is not None
    assert told[0][1].write.line == line


UNTOUCHED = {
    "a copy": "y = x.exp()\nz = y.sum()\ny.clone().add_(1)",
    "a copy by an index": "y = x.exp()\nz = y.sum()\ny[[0, 1]].add_(1)",
    "before it was saved": "y = x * 1\ny.add_(1)\nz = (y ** 2).sum()",
    "another tensor": "y = x.exp()\nz = y.sum()\nw = torch.zeros(3)\nw.add_(1)",
    "nothing that is saved": "y = x + 1\nz = y.sum()\ny.add_(1)",
}


@pytest.mark.parametrize("how", UNTOUCHED)
def test_what_torch_accepts_is_not_announced(how: str) -> None:
    source = f"{START}{UNTOUCHED[how]}\nz.backward()\n"
    assert Recorded(source).trace.error is None
    assert announced(source) == []


def test_freed_after_the_step_that_ran_the_node() -> None:
    replay, saved = history(f"{START}y = x * x\nz = (y * 2).sum()\nz.backward()\n")
    node = next(one for one in replay.trace.nodes if one.name == "MulBackward0" and one.variable == "y")
    ran = replay.visits(node.id)[-1]
    assert {one.fate for one in saved.states(node, ran)} == {"kept"}
    assert {one.fate for one in saved.states(node, ran + 1)} == {"freed"}


def test_an_optimiser_writes_where_no_call_is_seen() -> None:
    source = (
        "import torch\nw = torch.nn.Parameter(torch.ones(2))\nsgd = torch.optim.SGD([w], lr=0.1)\n"
        "x = torch.ones(2, requires_grad=True)\nz = (x * w).sum()\nz.backward(retain_graph=True)\nsgd.step()\n"
        "(w * 1).sum()\nz.backward()\n"
    )
    error = Recorded(source).trace.error
    assert error is not None
    assert "modified by an inplace operation" in error.message
    told = announced(source)
    assert [one.name for _, one in told] == ["other"]
    assert told[0][1].write is not None


def test_of_an_unknown_node_nothing_is_told() -> None:
    replay = Replay(Recorded(f"{START}z = x.sum()\nz.backward()\n").trace)
    leaf = next(one for one in replay.trace.nodes if one.kind == "leaf")
    assert SavedHistory(replay).states(leaf, replay.length) == ()
