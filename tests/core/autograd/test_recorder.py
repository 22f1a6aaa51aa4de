"""Traces against plain torch under hooks of the test's own: order, gradients bitwise, `.grad`, edges."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
import torch

from core.autograd.trace import Tensor, Trace
from core.runner.client import Client
from core.runner.protocol import Event, Finished, Program

PROGRAMS = {
    "scalar": "x = torch.tensor(3.0, requires_grad=True)\na = x * x + 2 * x",
    "matrix": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\nw = torch.ones(3, 2, requires_grad=True)\na = (x @ w).sum()",
    "broadcast": "x = torch.ones(3, 1, requires_grad=True)\ny = torch.arange(4.0, requires_grad=True)\na = (x * y).mean()",
    "fan_in": "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x.exp()\na = (y * y + y).sum()",
    "chain": "x = torch.tensor([0.3, 0.7], requires_grad=True)\na = x.sin().cos().tanh().sum()",
    "pow": "x = torch.tensor([1.0, 2.0], requires_grad=True)\na = (3 * x**2 - x**3).mean()",
    "select": "x = torch.arange(5.0, requires_grad=True)\na = x[1] * x[3:].sum()",
    "cat": "x = torch.ones(2, requires_grad=True)\ny = torch.zeros(3, requires_grad=True)\na = torch.cat([x, y, x]).pow(2).sum()",
    "split": "x = torch.arange(6.0, requires_grad=True)\nb, c = x.split(3)\na = (b * 2).sum()",
    "unbind": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\nb, c = x.unbind(0)\na = (b * c).sum()",
    "max": "x = torch.tensor([1.0, 5.0, 5.0], requires_grad=True)\na = x.max() + x.max(0).values",
    "relu": "x = torch.tensor([-1.0, 2.0], requires_grad=True)\na = x.relu().sum()",
    "softmax": "x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\na = x.softmax(0)[0].log()",
    "norm": "x = torch.tensor([3.0, 4.0], requires_grad=True)\na = x.norm()",
    "in_place": "x = torch.ones(3, requires_grad=True)\ny = x * 2\ny.mul_(3)\na = y.sum()",
    "view_in_place": "x = torch.ones(4, requires_grad=True)\ny = x * 1\ny[:2].mul_(5)\na = y.pow(2).sum()",
    "expand": "x = torch.tensor([2.0], requires_grad=True)\na = x.expand(4).pow(2).sum()",
    "transpose": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\na = (x.t() @ x).trace()",
    "where": "x = torch.tensor([-1.0, 1.0], requires_grad=True)\na = torch.where(x > 0, x * 2, x * 3).sum()",
    "double": "x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)\na = x.log().sum()",
    "mixed": "x = torch.tensor([1.0, 2.0], requires_grad=True)\na = (x.double() * 2).sum()",
    "complex": "x = torch.tensor([1.0, 2.0], requires_grad=True)\na = torch.complex(x, x).abs().sum()",
    "conv1d": "torch.manual_seed(0)\nx = torch.randn(1, 2, 8, requires_grad=True)\nw = torch.randn(3, 2, 3, requires_grad=True)\na = torch.nn.functional.conv1d(x, w, padding=1).pow(2).sum()",
    "layer_norm": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\na = torch.nn.functional.layer_norm(x, (3,)).pow(3).sum()",
    "embedding": "w = torch.arange(6.0).reshape(3, 2).requires_grad_()\na = torch.nn.functional.embedding(torch.tensor([0, 2, 0]), w).pow(2).sum()",
    "lstm": "torch.manual_seed(1)\nm = torch.nn.LSTM(2, 3)\nx = torch.randn(4, 1, 2)\na = m(x)[0].sum()",
    "network": "torch.manual_seed(2)\nm = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.GELU(), torch.nn.Linear(4, 1))\na = m(torch.ones(2, 3)).mean()",
    "attention": "torch.manual_seed(3)\nm = torch.nn.MultiheadAttention(4, 2)\nx = torch.randn(3, 1, 4)\na = m(x, x, x)[0].pow(2).sum()",
    "loop": "x = torch.tensor(1.5, requires_grad=True)\na = x\nwhile a < 100:\n    a = a * x",
    "hook": "x = torch.tensor([1.0, 4.0], requires_grad=True)\ny = x * 2\ny.register_hook(lambda g: g * 10)\na = (y * y).sum()",
    "retain_grad": "x = torch.tensor([1.0, 4.0], requires_grad=True)\ny = x * 2\ny.retain_grad()\na = (y * y).sum()",
}


def plain_run(source: str) -> tuple[list[tuple[str, list[Any], list[Any]]], dict[str, Any]]:
    """The program in this process under hooks of the test's own: every node's name, incoming and outgoing."""
    scope: dict[str, Any] = {"torch": torch}
    exec(source, scope)
    root = scope["a"].grad_fn
    seen, stack, ran = [], [root], []
    while stack:
        node = stack.pop()
        if node is None or node in seen:
            continue
        seen.append(node)
        stack.extend(child for child, _ in node.next_functions)
    arrived: dict[int, list[Any]] = {}
    handles = []

    def watch(node: Any, key: int) -> None:
        def before(incoming: Any) -> None:
            arrived[key] = [None if g is None else g.clone() for g in incoming]

        def after(outgoing: Any, _incoming: Any) -> None:
            ran.append((type(node).__name__, arrived[key], [None if g is None else g.clone() for g in outgoing]))

        handles.extend((node.register_prehook(before), node.register_hook(after)))

    for key, node in enumerate(seen):
        watch(node, key)
    scope["a"].backward()
    for handle in handles:
        handle.remove()
    return ran, scope


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    """Every program traced through the real child process, one after another."""
    import threading

    found: dict[str, Trace] = {}
    over = threading.Event()

    def take(event: Event) -> None:
        if isinstance(event, Finished):
            found[name] = event.trace
            over.set()

    client = Client(take)
    try:
        for name, source in PROGRAMS.items():  # noqa: B007  # `take` files the trace under it
            over.clear()
            client.run(Program(f"import torch\n{source}\na.backward()\n"))
            assert over.wait(60)
    finally:
        client.close()
    return found


def as_tensor(shown: Tensor) -> torch.Tensor:
    dtype = getattr(torch, shown.dtype)
    values = shown.values
    if dtype.is_complex:

        def number(value: Any) -> Any:
            return [number(v) for v in value] if isinstance(value, list) else complex(value)

        values = number(values)
    return torch.tensor(values, dtype=dtype).reshape(shown.shape)


def same(shown: Tensor | None, real: torch.Tensor | None) -> bool:
    if shown is None or real is None:
        return shown is None and real is None
    return torch.equal(as_tensor(shown), real) and as_tensor(shown).dtype == real.dtype


@pytest.mark.parametrize("name", PROGRAMS)
def test_order_and_gradients_are_the_engines(name: str, traces: dict[str, Trace]) -> None:
    trace = traces[name]
    assert (trace.outcome, trace.error, len(trace.passes)) == ("finished", None, 1)
    ran, scope = plain_run(PROGRAMS[name])
    steps = trace.passes[0].steps
    names = {node.id: node.name for node in trace.nodes}
    assert [names[step.node] for step in steps] == [node for node, _, _ in ran]
    for step, (_, incoming, outgoing) in zip(steps, ran, strict=True):
        assert all(same(a, b) for a, b in zip(step.incoming, incoming, strict=True))
        assert all(same(a, b) for a, b in zip(step.outgoing, outgoing, strict=False))
    for variable in trace.variables:
        real = scope[variable.name]
        assert same(variable.value, real.detach())
        if real.is_leaf:
            assert same(variable.grad, real.grad)
        assert (variable.is_leaf, variable.requires_grad) == (real.is_leaf, real.requires_grad)


@pytest.mark.parametrize("name", PROGRAMS)
def test_edges_are_next_functions(name: str, traces: dict[str, Trace]) -> None:
    trace = traces[name]
    _, scope = plain_run(PROGRAMS[name])
    names = {node.id: node.name for node in trace.nodes}
    ours = sorted((names[e.source], e.source_slot, names[e.target], e.target_slot) for e in trace.edges)
    theirs, seen, stack = [], set(), [scope["a"].grad_fn]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for slot, (child, child_slot) in enumerate(node.next_functions):
            if child is not None:
                theirs.append((type(node).__name__, slot, type(child).__name__, child_slot))
                stack.append(child)
    assert ours == sorted(theirs)


@pytest.mark.parametrize("name", ["scalar", "fan_in", "in_place", "network"])
def test_every_node_has_the_line_that_made_it(name: str, traces: dict[str, Trace]) -> None:
    lines = ["import torch", *textwrap.dedent(PROGRAMS[name]).splitlines(), "a.backward()"]
    for node in traces[name].nodes:
        assert node.line is not None
        assert 1 <= node.line <= len(lines)
        assert "=" in lines[node.line - 1] or "(" in lines[node.line - 1]


def test_the_lectures_numbers(traces: dict[str, Trace]) -> None:
    import threading

    from core.labs.autograd import example

    over, found = threading.Event(), []

    def take(event: Event) -> None:
        if isinstance(event, Finished):
            found.append(event.trace)
            over.set()

    client = Client(take, keep_warm=False)
    try:
        for name in ("mean_of_squares", "dynamic_graph"):
            over.clear()
            client.run(Program(example(name).program))
            assert over.wait(60)
    finally:
        client.close()
    squares, loop = found
    values = {one.name: one for one in squares.variables}
    assert values["a"].value.values == 4.5
    assert values["x"].grad is not None
    assert values["x"].grad.values == [[-1.5, 0.0], [1.5, 3.0]]
    grad = next(one.grad for one in loop.variables if one.name == "x")
    assert grad is not None
    assert grad.values == pytest.approx([102.4, 1024.0, 0.1024])
