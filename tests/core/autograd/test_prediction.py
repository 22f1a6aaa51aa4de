"""What is asked of real runs, and how typed answers are read and judged."""

from __future__ import annotations

import numpy as np
import pytest

from core.autograd.prediction import MOST_NODES, Score, hidden, read_number, read_values, wrong_entries
from core.autograd.replay import Replay
from core.autograd.tensor import Tensor
from core.labs.autograd import example
from tests.core.runner.running import running

PROGRAMS = {
    "fan": example("mean_of_products").program,
    "long": "import torch\ny = x = torch.ones(3, requires_grad=True)\nfor i in range(20):\n    y = y * 1.5\ny.sum().backward()\n",
    "large": "import torch\nx = torch.ones(9, 9, requires_grad=True)\n(x * 2).sum().backward()\n",
    "complex": "import torch\nx = torch.ones(2, dtype=torch.cfloat, requires_grad=True)\n(x * 2).backward(torch.ones(2, dtype=torch.cfloat))\n",
    "none": "x = 1\n",
}


@pytest.fixture(scope="module")
def replays() -> dict[str, Replay]:
    with running() as runs:
        return {name: Replay(runs.run(source).trace) for name, source in PROGRAMS.items()}


def engine_steps(replay: Replay) -> list[int]:
    """The positions after which the engine takes a step."""
    return [step for step in range(replay.length) if replay.frame(step + 1).record is not None]


def tensor(values: object) -> Tensor:
    array = np.array(values, np.float32)
    return Tensor(array.shape, "float32", array.tobytes())


def test_what_is_asked_at_each_step(replays: dict[str, Replay]) -> None:
    replay = replays["fan"]
    found = [hidden(replay, step) for step in engine_steps(replay)]
    assert [one and one.kind for one in found] == ["sends"] * 4 + ["grad"]
    last = found[-1]
    assert last is not None
    assert last.gradient is not None
    assert last.gradient.values == [[-1.5, 0.0], [1.5, 3.0]]
    for one in found:
        assert one is not None
        assert one.node in one.nodes
        assert len(set(one.nodes)) == len(one.nodes) == 5


def test_many_nodes_are_not_all_offered(replays: dict[str, Replay]) -> None:
    replay = replays["long"]
    for step in engine_steps(replay):
        one = hidden(replay, step)
        assert one is not None
        assert one.node in one.nodes
        assert len(one.nodes) == MOST_NODES


def test_at_the_end_nothing_is_asked(replays: dict[str, Replay]) -> None:
    for replay in replays.values():
        assert hidden(replay, replay.length) is None


@pytest.mark.parametrize("name", ["large", "complex"])
def test_a_gradient_that_nobody_types_is_not_asked_for(name: str, replays: dict[str, Replay]) -> None:
    one = hidden(replays[name], engine_steps(replays[name])[0])
    assert one is not None
    assert one.gradient is None
    assert one.nodes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3/4", 0.75),
        ("-3/4", -0.75),
        ("−٣/٤", -0.75),
        ("-0.75", -0.75),
        ("٠٫٧٥", 0.75),
        ("1e-3", 0.001),
        (" 2 / 8 ", 0.25),
        ("0.5/2", 0.25),
        ("inf", float("inf")),
    ],
)
def test_numbers(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "abc", "1/0", "1/2/3", "/2", "1..2", "1e999/1", "(1)"])
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "[[1, 3/4], [-0.75, 0]]",
        "1 3/4; -0.75 0",
        "1, 3/4\n-0.75, 0\n",
        "1 3 / 4 -3/4 0",
        "tensor([[1., .75], [-.75, 0.]])",
        "١، ٣/٤؛ −٠٫٧٥، ٠",
    ],
)
def test_tensors_are_read_row_by_row(text: str) -> None:
    found = read_values(text, (2, 2))
    assert found.problem is None
    np.testing.assert_allclose(found.values, [[1, 0.75], [-0.75, 0]])  # type: ignore[arg-type]


def test_one_number_stands_for_all_entries() -> None:
    found = read_values("1/4", (2, 2)).values
    assert found is not None
    assert found.tolist() == [[0.25, 0.25], [0.25, 0.25]]
    scalar = read_values("2", ()).values
    assert scalar is not None
    assert (scalar.shape, float(scalar)) == ((), 2.0)


def test_what_cannot_be_read() -> None:
    assert read_values(" [] ", (2,)).problem == "empty"
    wrong = read_values("1, x2", (2,))
    assert (wrong.problem, wrong.what) == ("not a number", "x2")
    few = read_values("1 2 3", (2, 2))
    assert (few.problem, few.found, few.needed) == ("wrong count", 3, 4)
    assert read_values("1; 2 3 4", (2, 2)).problem == "unequal rows"


def test_the_tolerance_is_relative() -> None:
    recorded = tensor([1 / 3, 1000.0, 0.0, 1e-9])
    right = np.array([0.333, 1000.9, 0.0, 0.0])
    assert not wrong_entries(right, recorded).any()
    wrong = np.array([0.332, 1002.0, 0.01, -0.01])
    assert wrong_entries(wrong, recorded).all()


def test_zeros_and_what_is_not_finite() -> None:
    recorded = tensor([0.0, np.inf, -np.inf, np.nan])
    assert not wrong_entries(np.array([0.0, np.inf, -np.inf, np.nan]), recorded).any()
    assert wrong_entries(np.array([1e-9, 1e30, np.inf, 0.0]), recorded).all()


def test_the_score() -> None:
    assert Score().after(True).after(False).after(True) == Score(2, 3)
