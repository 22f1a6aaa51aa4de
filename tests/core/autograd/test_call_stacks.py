"""The way to each call: lines and modules; names of modules; nothing is kept alive and nothing seen of the program's variables."""

from __future__ import annotations

import gc
import sys
import weakref

import torch

from core.autograd.call_stacks import CallStacks
from tests.core.autograd.recorded_run import Recorded

BLOCK = """import torch
class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Linear(2, 2)
    def forward(self, x):
        return torch.relu(self.inner(x)) + 1
x = torch.ones(1, 2)
"""


def recorded(source: str) -> Recorded:
    run = Recorded(BLOCK + source)
    assert run.trace.error is None
    return run


def modules_of(run: Recorded, name: str) -> list[tuple[str, str | None]]:
    operation = next(one for one in run.details.operations if one.name.endswith(name))
    return [(run.details.modules[one].kind, run.details.modules[one].name) for one in operation.modules]


def test_modules_are_told_from_outside_in_with_class_and_name() -> None:
    run = recorded("model = torch.nn.Sequential(Block(), torch.nn.Tanh())\ny = model(x)")
    assert modules_of(run, "linear") == [("Sequential", "model"), ("Block", "model.0"), ("Linear", "model.0.inner")]
    assert modules_of(run, "relu") == [("Sequential", "model"), ("Block", "model.0")]
    assert modules_of(run, "tanh") == [("Sequential", "model"), ("Tanh", "model.1")]
    assert modules_of(run, "ones") == []
    assert [one.id for one in run.details.modules] == [0, 1, 2, 3]


def test_lines_between_modules_are_in_their_places() -> None:
    run = recorded("def call(m):\n    return m(x)\nblock = Block()\ny = call(block)")
    [relu] = [one for one in run.details.operations if one.name.endswith("relu")]
    assert [one[0] if len(one) > 1 else "module" for one in relu.stack] == [12, 10, "module", 7]
    [linear] = [one for one in run.details.operations if one.name.endswith("linear")]
    assert [len(one) == 1 for one in linear.stack] == [False, False, True, False, True]
    # Columns: of the call of relu on its line, and of what is called inside of its brackets.
    line = BLOCK.splitlines()[6]
    assert relu.stack[-1][1] == line.index("torch.relu")
    assert linear.stack[-2][1] == line.index("self.inner(")


def test_names_from_lists_dictionaries_and_functions() -> None:
    run = recorded("layers = [Block(), Block()]\ny = layers[1](x)")
    assert modules_of(run, "linear") == [("Block", "layers[1]"), ("Linear", "layers[1].inner")]
    run = recorded("nets = {'a': Block()}\ny = nets['a'](x)")
    assert modules_of(run, "relu") == [("Block", "nets['a']")]
    run = recorded("def main():\n    net = Block()\n    net(x).sum().backward()\nmain()")
    assert modules_of(run, "relu") == [("Block", "net")]
    run = recorded("def main():\n    return Block()(x)\ny = main()")
    assert modules_of(run, "relu") == [("Block", None)]


def test_names_come_without_the_programs_own_code() -> None:
    run = recorded(
        "class Odd(Block):\n    def named_modules(self, *a, **k):\n        raise ValueError\n    def __eq__(self, other):\n"
        "        raise ValueError\n    def __hash__(self):\n        raise ValueError\n"
        "model = Odd()\ny = model(x)"
    )
    assert modules_of(run, "relu") == [("Odd", "model")]


def test_a_module_that_died_is_another_than_the_next_in_its_place() -> None:
    run = recorded("for i in range(4):\n    y = Block()(x)")
    blocks = [one for one in run.details.modules if one.kind == "Block"]
    assert len(blocks) == 4


def test_nothing_is_kept_alive() -> None:
    run = Recorded(BLOCK + "model = Block()\ny = model(x)\n")
    model = weakref.ref(run.scope.pop("model"))
    gc.collect()
    assert model() is None


def test_calls_from_one_place_have_one_site() -> None:
    run = recorded("model = torch.nn.MultiheadAttention(2, 1)\nfor i in range(2):\n    model(x, x, x)")
    sites = [one.site for one in run.details.operations if one.line == 11]
    assert sites[: len(sites) // 2] == sites[len(sites) // 2 :]
    assert len(set(sites)) == len(sites) // 2


def test_variables_of_loops_at_the_top_level_count() -> None:
    run = recorded("for a in (1, 2):\n    for b in 'xy':\n        y = x * a")
    counts = [one.stack[-1][3:] for one in run.details.operations if one.name.endswith("mul")]
    assert len({outer for outer, _ in counts}) == 2
    assert len(set(counts)) == 4
    assert counts[0][0] == counts[1][0] != counts[2][0] == counts[3][0]


def test_of_very_deep_calls_nothing_is_told() -> None:
    stacks = CallStacks("nowhere")

    def deep(left: int) -> tuple[tuple[tuple[int, ...], ...], int | None]:
        return stacks.of(sys._getframe()) if left == 0 else deep(left - 1)

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(3000)
    try:
        assert deep(1100) == ((), None)
    finally:
        sys.setrecursionlimit(before)
    assert stacks.of(sys._getframe()) == ((), 0)
    assert torch.nn.Module._wrapped_call_impl.__code__.co_varnames[0] == "self"
