"""The forward pass as it is taken down: values, operations, reasons, names, bounds; nothing is kept alive."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pytest
import torch

from core.autograd import forward
from core.autograd.details import Operation, Ref, Value
from tests.core.autograd.recorded_run import Recorded


def recorded(source: str, most_values: int = 4096) -> Recorded:
    run = Recorded(f"import torch\n{source}\n", most_values)
    assert run.trace.error is None
    return run


def operation(run: Recorded, name: str) -> Operation:
    return next(one for one in run.details.operations if one.name == name)


def value(run: Recorded, name: str) -> Value:
    """The last value of a variable."""
    return [one for one in run.details.values if one.variable == name][-1]


X = "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
REASONS = {
    "tracked": ("y = x * 2", None),
    "no_grad": ("with torch.no_grad():\n    y = x * 2", "no_grad"),
    "no_grad_in_place": ("with torch.no_grad():\n    y = x.mul_(2)", "no_grad"),
    "no_grad_decorator": ("@torch.no_grad()\ndef f(t):\n    return t * 2\ny = f(x)", "no_grad"),
    "enabled_within": ("with torch.no_grad(), torch.enable_grad():\n    y = x * 2", None),
    "inference_mode": ("with torch.inference_mode():\n    y = x * 2", "inference_mode"),
    "detach": ("y = x.detach()", "detach"),
    "data": ("y = x.data", "detach"),
    "no_input": ("y = torch.ones(2) * 2", "no input requires grad"),
    "made": ("y = torch.ones(2)", "no input requires grad"),
    "integers": ("y = torch.arange(3)", "no input requires grad"),
    "comparison": ("y = x > 1", "not differentiable"),
    "argmax": ("y = x.argmax()", "not differentiable"),
    "zeros_like": ("y = torch.zeros_like(x)", "not differentiable"),
    "sort": ("y, z = x.sort()", None),
    "inside_custom": (
        "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        y = t * 2\n        return y\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return g * 2\nz = F.apply(x)",
        "no_grad",
    ),
}


@pytest.mark.parametrize("name", REASONS)
def test_why_an_operation_was_not_tracked(name: str) -> None:
    source, reason = REASONS[name]
    run = recorded(X + source)
    assert run.details.operations[-1].untracked == reason
    made = [run.details.values[one] for one in run.details.operations[-1].outputs]
    if not name.endswith("in_place"):
        assert any(one.requires_grad for one in made) == (reason is None)


def test_an_operation_has_its_line_arguments_and_outputs() -> None:
    run = recorded(X + "y = torch.add(x, 3, alpha=2)\nz = torch.cat([x, y], dim=0)[1:3]")
    add, cat, index = run.details.operations[-3:]
    assert (add.name, add.line, add.options) == ("torch.add", 3, {"alpha": 2})
    assert (add.arguments, add.outputs) == ((Ref(0), 3), (1,))
    assert (cat.name, cat.arguments, cat.options) == ("torch.cat", ([Ref(0), Ref(1)],), {"dim": 0})
    assert (index.name, index.line, index.arguments[1]) == ("torch.Tensor.__getitem__", 4, "1:3")
    assert [one.variable for one in run.details.values] == ["x", "y", None, "z"]
    assert value(run, "z").tensor.values == [2.0, 7.0]


def test_a_write_in_place_makes_another_value() -> None:
    run = recorded(X + "y = x * 2\ny.add_(1)\nz = y * y")
    add = operation(run, "torch.Tensor.add_")
    before, after = (run.details.values[one] for one in (add.arguments[0].value, add.outputs[0]))  # type: ignore[union-attr]
    assert (before.tensor.values, before.version) == ([2.0, 4.0], 0)
    assert (after.tensor.values, after.version) == ([3.0, 5.0], 1)
    assert operation(run, "torch.Tensor.mul").arguments[0] == Ref(0)
    assert run.details.operations[-1].arguments == (Ref(after.id), Ref(after.id))


def test_a_write_through_a_view_shows_when_the_base_is_used() -> None:
    run = recorded("b = torch.zeros(4)\nv = b[1:3]\nv[0] = 5\nc = b + 1")
    assert value(run, "c").tensor.values == [1.0, 6.0, 1.0, 1.0]
    used = run.details.operations[-1].arguments[0]
    assert run.details.values[used.value].tensor.values == [0.0, 5.0, 0.0, 0.0]


@pytest.mark.parametrize(
    "write",
    ["w.data.mul_(3)", "w.data[0] = 3.0", "w.data = torch.tensor([3.0, 1.0])", "torch.mul(w.data, 3, out=w.data)"],
)
def test_a_write_that_no_version_tells_of_is_seen(write: str) -> None:
    run = recorded(f"w = torch.ones(2, requires_grad=True)\na = w * 1\n{write}\nb = w * 1")
    used = [one.arguments[0].value for one in run.details.operations if one.name == "torch.Tensor.mul"]
    real = run.scope["w"].tolist()
    assert run.details.values[used[-1]].tensor.values == real
    assert run.details.values[used[0]].tensor.values == [1.0, 1.0]


def test_statistics_are_of_the_moment_however_the_memory_was_written() -> None:
    run = recorded(
        "import numpy\nw = torch.ones(5000)\na = w * 1\nw.data.mul_(3)\nb = w * 1\n"
        "array = w.numpy()\narray[:] = 7\nc = w + 1\nw.add_(0)\narray[:] = 9\nw.add_(0)\n"
        "shared = torch.from_numpy(numpy.full(5000, 2.0))\ns = shared + 1\n"
    )
    stats = {one.variable: one.tensor.statistics for one in run.details.values}
    assert [stats[name].mean for name in "abcs"] == [1.0, 3.0, 8.0, 3.0]  # type: ignore[union-attr]
    last = run.details.values[run.details.operations[-3].outputs[0]]
    assert last.tensor.statistics is not None
    writes = [one for one in run.details.operations if one.name == "torch.Tensor.add_"]
    means = [run.details.values[one.outputs[0]].tensor.statistics.mean for one in writes]  # type: ignore[union-attr]
    assert means == [7.0, 9.0]


def test_nodes_and_slots_of_values() -> None:
    run = recorded("x = torch.arange(6.0, requires_grad=True)\na, b = x.split(3)\n(a * b).sum().backward()")
    nodes = {node.id: node.name for node in run.trace.nodes}
    for name, slot in (("a", 0), ("b", 1)):
        found = value(run, name)
        assert (nodes[found.node], found.slot) == ("SplitBackward0", slot)  # type: ignore[index]
    assert nodes[value(run, "x").node] == "AccumulateGrad"  # type: ignore[index]


def test_what_torch_does_for_itself_is_not_listed() -> None:
    run = recorded(
        "net = torch.nn.Linear(2, 1)\nopt = torch.optim.Adam(net.parameters())\n"
        "loss = net(torch.ones(2)).sum()\nloss.backward()\nopt.step()\nprint(net.weight, repr(loss) * 0)"
    )
    assert [one.name for one in run.details.operations if one.line and one.line >= 4] == [
        "torch.ones",
        "torch.nn.functional.linear",
        "torch.Tensor.sum",
    ]


def test_calls_inside_a_module_have_the_line_that_led_there() -> None:
    run = recorded(
        "net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())\nx = torch.ones(2)\nh = net(x)\nz = h + 1"
    )
    inside = [one for one in run.details.operations if one.line == 4]
    assert [one.name for one in inside] == ["torch.nn.functional.linear", "torch.nn.functional.relu"]
    assert run.details.values[inside[-1].outputs[0]].variable == "h"


def test_parts_come_while_the_program_runs() -> None:
    run = recorded(X + "for _ in range(3000):\n    y = x * 2")
    assert len(run.details.operations) == 3001
    assert len(run._details._parts) > 2


def test_a_long_loop_is_cut_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "MOST_OPERATIONS", 100)
    run = recorded(X + "for _ in range(500):\n    y = x * 2\ny.sum().backward()")
    assert len(run.details.operations) == 100
    assert not run.details.complete
    assert not run.recorder.complete
    assert len(run.trace.passes[0].steps) == 3
    run = recorded(
        X + "for _ in range(60):\n    y = (x * 2).sum()\n    y.backward()\nleft = torch._C._len_torch_function_stack()"
    )
    assert run.scope["left"] == 0
    assert len(run.trace.passes) == 60
    assert {node.line for node in run.trace.nodes if node.name == "SumBackward0"} == {4}
    monkeypatch.undo()
    monkeypatch.setattr(forward, "MOST_FORWARD_VALUES", 100)
    assert 100 <= len(recorded(X + "for _ in range(500):\n    y = x * 2").details.values) <= 101


def test_large_values_are_described() -> None:
    run = recorded("x = torch.arange(10.0)\ny = x * 2", most_values=5)
    assert all(one.tensor.values is None for one in run.details.values)
    assert value(run, "y").tensor.statistics.max == 18.0  # type: ignore[union-attr]


def test_nothing_is_kept_alive() -> None:
    gc.collect()
    gc.disable()
    try:
        run = recorded(
            "import weakref\ngone = []\ndef f():\n    a = torch.ones(5, requires_grad=True)\n    b = a * 2\n    c = b.exp()\n"
            "    gone.extend(weakref.ref(t) for t in (a, b, c))\n    return c.sum().item()\nf()\nalive = sum(one() is not None for one in gone)"
        )
    finally:
        gc.enable()
    assert run.scope["alive"] == 0
    assert [one.variable for one in run.details.values][:3] == ["a", "b", "c"]


def test_random_programs_give_the_values_that_torch_gives() -> None:
    """Each value of a drawn program of assignments is the one that the same program leaves without a recorder."""
    random = np.random.default_rng(7)
    for _ in range(15):
        lines = ["v0 = torch.tensor([0.5, -1.5, 2.0], requires_grad=True)", "v1 = torch.tensor([2.0, 0.25, -1.0])"]
        for number in range(2, 12):
            a, b = (f"v{random.integers(0, number)}" for _ in range(2))
            lines.append(
                str(
                    random.choice(
                        [f"v{number} = {a} * {b}", f"v{number} = torch.sin({a})", f"v{number} = {a}.exp().clamp(max=9)",
                         f"v{number} = ({a} + 1) / ({b} * {b} + 1)", f"v{number} = torch.where({a} > 0, {a}, {b})",
                         f"v{number} = {a}.detach().clone()", f"v{number} = torch.nn.functional.relu({a} - {b})"]
                    )
                )
            )  # fmt: skip
        source = "\n".join(lines)
        run, plain = recorded(source), dict[str, Any]()
        exec(f"import torch\n{source}", plain)
        for number in range(12):
            real, ours = plain[f"v{number}"], value(run, f"v{number}")
            assert torch.equal(torch.tensor(ours.tensor.values), real.detach())
            assert ours.requires_grad == real.requires_grad


def test_nodes_know_the_operation_that_made_them() -> None:
    run = recorded(
        "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        return t * 2\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return g * 2\n"
        "net = torch.nn.Linear(2, 2)\n" + X + "y = F.apply(net(x)) * 3\ny[0] = 5\n"
        "g, = torch.autograd.grad(y.pow(3).sum(), x, create_graph=True)\ng.sum().backward()"
    )
    operations = run.details.operations
    made = {
        node.name: None if more.operation is None else operations[more.operation].name.rpartition(".")[2]
        for node, more in zip(run.trace.nodes, run.details.nodes, strict=True)
        if more.created_by is None
    }
    assert made == {
        "SumBackward0": "sum",
        "PowBackward0": "pow",
        "CopySlices": "__setitem__",
        "MulBackward0": "mul",
        "FBackward": None,
        "ViewBackward0": "linear",
        "AddmmBackward0": "linear",
        "TBackward0": "linear",
        "AccumulateGrad": None,
    }
    in_backward = [
        (node.line, more.operation)
        for node, more in zip(run.trace.nodes, run.details.nodes, strict=True)
        if more.created_by is not None
    ]
    assert {line for line, operation in in_backward if operation is None} == {13}
    [(line, called)] = [(line, operation) for line, operation in in_backward if operation is not None]
    assert called is not None
    assert line == operations[called].line == 8  # The custom function's own backward called it.
