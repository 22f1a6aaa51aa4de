"""A program that recurses without end is told so by Python's own error, in torch or out of it."""

from __future__ import annotations

import sys

import pytest

from tests.core.autograd.recorded_run import Recorded

ENDLESS = {
    "in_torch": "def f(x):\n    return f(x * 2)\nf(torch.ones(1, requires_grad=True))",
    "after_torch": "def f(x):\n    return f(x) * 2\nf(torch.ones(1))",
    "module": "class M(torch.nn.Module):\n    def forward(self, x):\n        return self(x + 1)\nM()(torch.ones(1))",
    "without_torch": "def f(n):\n    return f(n + 1)\nf(0)",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_recursion_is_pythons_error(name: str) -> None:
    run = Recorded(f"import torch\n{ENDLESS[name]}")
    assert run.trace.error is not None
    assert run.trace.error.type == "RecursionError"
    assert run.trace.error.message.startswith("maximum recursion depth exceeded")
    assert run.recorder.complete


def test_a_program_may_catch_it_and_go_on_and_sees_its_own_limit() -> None:
    before = sys.getrecursionlimit()
    run = Recorded(
        "import sys, torch\nlimits = [sys.getrecursionlimit()]\nsys.setrecursionlimit(700)\nlimits.append(sys.getrecursionlimit())\n"
        "def f(x, n):\n    try:\n        return f(x * 2, n + 1)\n    except RecursionError:\n        return n\n"
        "depth = f(torch.zeros(1), 0)\ntry:\n    sys.setrecursionlimit(-1)\nexcept ValueError as error:\n    wrong = str(error)\n"
        "sys.setrecursionlimit(2**31 - 1)\nx = torch.ones(1) + 1\nsys.setrecursionlimit(limits[0])\n"
    )
    assert run.trace.error is None
    assert run.scope["limits"] == [before, 700]
    assert 300 < run.scope["depth"] < 700
    assert "recursion limit" in run.scope["wrong"]
    assert sys.getrecursionlimit() == before
    assert sys.getrecursionlimit.__module__ == "sys"
