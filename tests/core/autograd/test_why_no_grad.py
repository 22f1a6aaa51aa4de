"""Why `.grad` is None: the answers to real programs, and torch's own facts beside them."""

from __future__ import annotations

from functools import cache

import pytest
import torch

from core.autograd.replay import Replay
from core.autograd.variables import Variables
from core.autograd.why_no_grad import Reason, contributions, why_no_grad
from core.labs.autograd import EXAMPLES
from tests.core.autograd.programs import PROGRAMS
from tests.core.autograd.recorded_run import Recorded

OWN = {
    "integer": "x = torch.arange(3)\nw = torch.ones(3, requires_grad=True)\n(x * w).sum().backward()",
    "cut_by_no_grad": (
        "x = torch.ones(2, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\nwith torch.no_grad():\n"
        "    h = x * 2\n(h * w).sum().backward()"
    ),
    "cut_by_detach": (
        "x = torch.ones(2, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\nh = (x * 2).detach()\n"
        "(h * w).sum().backward()"
    ),
    "cut_by_argmax": (
        "x = torch.tensor([1.0, 3.0], requires_grad=True)\nw = torch.ones(2, requires_grad=True)\n"
        "best = x.argmax()\n(w[best] * 2).backward()"
    ),
    "cut_by_inference_mode": (
        "x = torch.ones(2, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\nwith torch.inference_mode():\n"
        "    h = x * 2\nc = h.clone()\n(c * w).sum().backward()"
    ),
    "unused": "x = torch.ones(2, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\n(w * 2).sum().backward()",
    "used_for_something_else": (
        "x = torch.ones(2, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\ny = x * 3\n(w * 2).sum().backward()"
    ),
    "item": "x = torch.tensor(2.0, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\n(w * x.item()).sum().backward()",
    "zero_grad": (
        "w = torch.ones(2, requires_grad=True)\nopt = torch.optim.SGD([w], lr=0.1)\n(w * 2).sum().backward()\n"
        "opt.step()\nopt.zero_grad()"
    ),
    "set_to_none_twice": (
        "w = torch.ones(2, requires_grad=True)\nw.grad = None\n(w * 2).sum().backward()\nw.grad = None\n"
    ),
    "none_from_a_function": (
        "class Stop(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        return t * 2\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return None\n"
        "x = torch.ones(2, requires_grad=True)\nStop.apply(x).sum().backward()"
    ),
    "kept_but_unused": (
        "x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.retain_grad()\n(x * 3).sum().backward()"
    ),
    "caught": (
        "x = torch.ones(2, requires_grad=True)\ny = x.exp()\na = y.sum()\ny.add_(1)\n"
        "try:\n    a.backward()\nexcept RuntimeError:\n    pass"
    ),
    "by_the_program": "x = torch.ones(2, requires_grad=True)\nx.grad = torch.ones(2)",
    "data": "x = torch.ones(2, requires_grad=True)\ny = x.data\nw = torch.ones(2, requires_grad=True)\n(y * w).sum().backward()",
}  # fmt: skip
ALL = {
    **{name: source for name, source in PROGRAMS.items() if "compile" not in source},
    **{f"example {path.stem}": path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.py")},
    **{f"own {name}": f"import torch\n{source}\n" for name, source in OWN.items()},
}


@cache
def recorded(name: str) -> tuple[Recorded, Variables]:
    run = Recorded(ALL[name])
    return run, Variables(Replay(run.trace), ALL[name])


def answer(name: str, variable: str, step: int | None = None) -> Reason:
    variables = recorded(name)[1]
    frame = variables.replay.frame(variables.replay.length if step is None else step)
    row = variables.row(variable, frame)
    assert row is not None
    assert row.grad is None
    return why_no_grad(variables, row, frame)


EXPECTED = [
    ("own integer", "x", "integer", 2),
    ("example one_leaf", "x", "not asked for", 5),
    ("example no_leaf", "z", "from none", 7),
    ("example no_grad", "z", "made under no_grad", 7),
    ("inference_mode", "c", "made in inference_mode", 5),
    ("example detach", "constant", "detached", 6),
    ("fancy_index", "mask", "not differentiable", 3),
    ("example mean_of_squares", "y", "not a leaf", 5),
    ("example no_backward", "x", "no backward", 4),
    ("example not_a_scalar", "x", "raised before", 6),
    ("example no_grad", "w", "raised before", 10),
    ("in_place_leaf", "x", "raised before", 3),
    ("example in_place_error", "x", "raised", 8),
    ("raising_hook", "x", "raised", 5),
    ("raising_backward", "x", "raised", None),
    ("own caught", "x", "raised", 7),
    ("grad", "x", "grad only", 5),
    ("example torch_grad", "w", "grad only", 7),
    ("example torch_grad", "x", "grad only", 7),
    ("grad_of_unused", "u", "unused", 4),
    ("inputs", "x", "other inputs", 4),
    ("functional_call", "net.weight", "unused", 6),
    ("own cut_by_no_grad", "x", "cut by no_grad", 5),
    ("own cut_by_detach", "x", "cut by detach", 4),
    ("own data", "x", "cut by detach", 3),
    ("own cut_by_argmax", "x", "cut where not differentiable", 4),
    ("own cut_by_inference_mode", "x", "cut by inference_mode", 5),
    ("own unused", "x", "unused", 4),
    ("own used_for_something_else", "x", "unused", 5),
    ("own item", "x", "unused", 4),
    ("own zero_grad", "w", "cleared", 6),
    ("own set_to_none_twice", "w", "cleared", None),
    ("example gradient_descent", "weight", "cleared", 14),
    ("own none_from_a_function", "x", "nothing arrived", 10),
    ("own kept_but_unused", "y", "unused", 5),
]


@pytest.mark.parametrize(("name", "variable", "code", "line"), EXPECTED)
def test_the_answer_at_the_end(name: str, variable: str, code: str, line: int | None) -> None:
    found = answer(name, variable)
    assert found.code == code
    if line is not None or code == "cleared":
        assert found.line == line


@pytest.mark.parametrize("name", ALL)
def test_torchs_facts_agree_with_every_answer(name: str) -> None:
    run, variables = recorded(name)
    frame = variables.replay.frame(variables.replay.length)
    for row in variables.rows(frame):
        tensor = run.scope.get(row.name)
        if not isinstance(tensor, torch.Tensor) or row.grad is not None:
            continue
        code = why_no_grad(variables, row, frame).code
        free = {
            "integer", "not asked for", "from none", "made under no_grad", "made in inference_mode", "detached",
            "not differentiable",
        }  # fmt: skip
        assert (code in free) == (not tensor.requires_grad)
        assert (code == "integer") == (not tensor.requires_grad and code not in free - {"integer"})
        if code == "integer":
            assert not tensor.dtype.is_floating_point
            assert not tensor.dtype.is_complex
        assert (code == "not a leaf") == (not tensor.is_leaf and not tensor.retains_grad)
        if code == "made in inference_mode":
            assert tensor.is_inference()


@pytest.mark.parametrize("name", ALL)
def test_every_position_has_an_answer_or_passes_that_contributed(name: str) -> None:
    variables = recorded(name)[1]
    trace = variables.replay.trace
    lines = len(ALL[name].splitlines())
    for step in range(variables.replay.length + 1):
        frame = variables.replay.frame(step)
        for row in variables.rows(frame):
            if row.value is None:
                continue
            if row.grad is None:
                found = why_no_grad(variables, row, frame)
                assert found.line is None or 1 <= found.line <= lines
                if found.pass_number is not None:
                    assert trace.passes[found.pass_number - 1].line == found.pass_line
            else:
                assert all(one.position <= step for one in contributions(variables, row, frame))


def test_along_the_clock() -> None:
    codes = [answer("example mean_of_squares", "x", step) for step in range(1, 10)]
    assert [one.code for one in codes] == ["no pass yet"] * 5 + ["under way"] * 4
    assert {one.pass_line for one in codes} == {8}


def test_passes_that_contributed_add_up_and_start_anew_after_zeroing() -> None:
    def passes(name: str, variable: str) -> list[tuple[int, int | None]]:
        variables = recorded(name)[1]
        frame = variables.replay.frame(variables.replay.length)
        row = variables.row(variable, frame)
        assert row is not None
        assert row.grad is not None
        return [(one.pass_number, one.pass_line) for one in contributions(variables, row, frame)]

    assert passes("two_passes", "x") == [(1, 3), (2, 4)]
    assert passes("example accumulation", "w") == [(1, 7), (2, 7)]
    assert passes("zeroed_between", "x") == [(3, 5)]
    assert passes("retain_grad", "y") == [(1, 6)]
    assert passes("own by_the_program", "x") == []
    zeroed = Recorded(
        "import torch\nw = torch.ones(2, requires_grad=True)\n(w * 2).sum().backward()\nw.grad.zero_()\n"
        "(w * 3).sum().backward()\n"
    )
    variables = Variables(Replay(zeroed.trace))
    frame = variables.replay.frame(variables.replay.length)
    row = variables.row("w", frame)
    assert row is not None
    assert [one.pass_number for one in contributions(variables, row, frame)] == [2]
