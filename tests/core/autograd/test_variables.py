"""What each name stands for, and its `.grad`, at every position of the clock."""

from __future__ import annotations

from functools import cache

import pytest
import torch

from core.autograd.replay import Replay
from core.autograd.variables import Row, Variables
from core.labs.autograd import EXAMPLES
from tests.core.autograd.programs import PROGRAMS
from tests.core.autograd.recorded_run import Recorded

# torch.compile leaves threads of its own.
ALL = {
    **{name: source for name, source in PROGRAMS.items() if "compile" not in source},
    **{path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.py")},
}


@cache
def recorded(name: str) -> tuple[Recorded, Variables]:
    run = Recorded(ALL[name])
    return run, Variables(Replay(run.trace), ALL[name])


def rows(name: str, step: int) -> dict[str, Row]:
    variables = recorded(name)[1]
    return {row.name: row for row in variables.rows(variables.replay.frame(step))}


@pytest.mark.parametrize("name", ALL)
def test_at_the_end_it_is_what_torch_has(name: str) -> None:
    run, variables = recorded(name)
    found = rows(name, variables.replay.length)
    tensors = {
        called: value
        for called, value in run.scope.items()
        if isinstance(value, torch.Tensor) and not called.startswith("__")
    }
    assert tensors.keys() <= found.keys()
    for called, tensor in tensors.items():
        row = found[called]
        assert row.value is not None
        assert (row.value.shape, row.requires_grad, row.is_leaf) == (
            tuple(tensor.shape),
            tensor.requires_grad,
            tensor.is_leaf,
        )
        grad = tensor.grad if tensor.is_leaf or tensor.retains_grad else None
        assert (row.grad is None) == (grad is None)
        if grad is not None and row.grad is not None and row.grad.array is not None and not grad.is_sparse:
            assert torch.allclose(torch.from_numpy(row.grad.array.copy()), grad.detach(), 0, 0, equal_nan=True)


@pytest.mark.parametrize("name", ALL)
def test_rows_keep_their_places_and_names_come_one_after_another(name: str) -> None:
    variables = recorded(name)[1]
    seen = 0
    for step in range(variables.replay.length):
        made = [row.value is not None for row in variables.rows(variables.replay.frame(step))]
        count = made.index(False) if False in made else len(made)
        assert not any(made[count:])
        assert count >= seen
        seen = count


def test_the_lectures_program_moment_by_moment() -> None:
    steps = [rows("mean_of_squares", step) for step in range(11)]
    assert list(steps[0]) == ["x", "y", "z", "a"]
    born = [next(step for step in range(11) if steps[step][name].value is not None) for name in "xyza"]
    assert born == [1, 2, 4, 5]
    assert [[name for name in "xyza" if one[name].fresh] for one in steps] == [
        [], ["x"], ["y"], [], ["z"], ["a"], [], [], [], [], [],
    ]  # fmt: skip
    assert [one["x"].grad is not None for one in steps] == [False] * 10 + [True]
    assert [one["x"].grad_fresh for one in steps] == [False] * 10 + [True]
    assert (steps[5]["x"].is_leaf, steps[5]["y"].is_leaf) == (True, False)
    assert (steps[5]["x"].line, steps[5]["z"].line) == (4, 6)


def test_a_kept_gradient_of_a_result_is_there_from_the_step_that_brought_it() -> None:
    replay = recorded("retain_grad")[1].replay
    kept = [rows("retain_grad", step)["y"].grad is not None for step in range(replay.length + 1)]
    assert kept.index(True) == replay.visits(rows("retain_grad", replay.length)["y"].node or 0)[-1]
    assert all(kept[kept.index(True) :])


def test_names_inside_of_functions_are_left_out_and_parameters_are_not() -> None:
    assert set(rows("function", 0)) == {"x", "a"}
    assert {"model.0.weight", "model.2.bias"} <= set(rows("small_network", 0))


def test_without_a_run_of_the_clock_the_tensors_are_there() -> None:
    run = Recorded("import torch\nx = torch.ones(2)\n")
    bare = run.trace.__class__(**{**{f: getattr(run.trace, f) for f in run.trace.__struct_fields__}, "details": None})
    variables = Variables(Replay(bare))
    (row,) = variables.rows(variables.replay.frame(0))
    assert row.value is not None
    assert row.value.values == [1.0, 1.0]
