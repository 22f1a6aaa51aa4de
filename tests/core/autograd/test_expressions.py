"""Each expression, worked out in the program's own namespace, gives torch's real node."""

from __future__ import annotations

from functools import cache

import pytest
import torch

from core.autograd.expressions import Expressions
from core.autograd.replay import Replay
from core.labs.autograd import EXAMPLES
from tests.core.autograd.programs import PROGRAMS
from tests.core.autograd.recorded_run import Recorded

# torch.compile leaves threads of its own.
ALL = {
    **{name: source for name, source in PROGRAMS.items() if "compile" not in source},
    **{path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.py")},
}


@cache
def recorded(source: str) -> tuple[Recorded, Expressions]:
    run = Recorded(source)
    return run, Expressions(Replay(run.trace))


@pytest.mark.parametrize("name", ALL)
def test_every_expression_leads_to_the_node(name: str) -> None:
    run, expressions = recorded(ALL[name])
    for node in run.trace.nodes:
        expression = expressions.node(node.id)
        if expression is None:
            continue
        found = eval(expression, run.scope)
        assert type(found).__name__ == node.name
        if node.kind == "leaf":
            leaf = expressions.leaf(node.id)
            assert leaf is not None
            assert eval(leaf, run.scope) is found.variable
            grad = expressions.grad(node.id)
            assert grad is not None
            assert eval(grad, run.scope) is found.variable.grad


@pytest.mark.parametrize("name", ALL)
def test_every_node_behind_a_variable_has_one_and_the_shortest(name: str) -> None:
    run, expressions = recorded(ALL[name])
    reached: dict[object, int] = {}
    waiting = [
        (value.grad_fn, 0)
        for value in run.scope.values()
        if isinstance(value, torch.Tensor) and not value.is_leaf and not (value._is_view() and value._version)
    ]
    while waiting:
        node, far = waiting.pop(0)
        if node is not None and node not in reached:
            reached[node] = far
            waiting += [(child, far + 1) for child, _ in node.next_functions]
    walks = [expressions.walk(node.id) for node in run.trace.nodes]
    assert sorted(len(walk.slots) for walk in walks if walk is not None) == sorted(reached.values())


def test_the_lectures_walk() -> None:
    run, expressions = recorded(ALL["no_backward"])
    ids = {node.name: node.id for node in run.trace.nodes}
    assert expressions.node(ids["SubBackward0"]) == "y.grad_fn"
    assert expressions.node(ids["AccumulateGrad"]) == "y.grad_fn.next_functions[0][0]"
    assert expressions.leaf(ids["AccumulateGrad"]) == "x"
    assert expressions.node(ids["PowBackward0"]) == "z.grad_fn.next_functions[0][0]"
    walk = expressions.walk(ids["PowBackward0"])
    assert walk is not None
    assert walk.back_to(0).expression == "z.grad_fn"
    assert walk.on(0, ids["SubBackward0"]).expression == "z.grad_fn.next_functions[0][0].next_functions[0][0]"


@pytest.mark.parametrize("name", ["no_backward", "split", "sort", "max"])
def test_what_a_node_saved(name: str) -> None:
    source = ALL[name].replace("a.backward()", "")
    run, expressions = recorded(source)
    found = 0
    for node in run.trace.nodes:
        for saved, expression in expressions.saved(node.id).items():
            value = eval(expression, run.scope)
            kept = node.saved.get(saved)
            if isinstance(value, torch.Tensor) and kept is not None:
                assert torch.equal(torch.from_numpy(kept.array.copy()), value.detach())  # type: ignore[union-attr]
                found += 1
    assert found or name in {"split", "max"}


def test_what_a_custom_function_and_a_list_saved() -> None:
    source = ALL["custom_max"].replace("largest.backward()", "").replace('print("x.grad =", x.grad)', "")
    run, expressions = recorded(source)
    custom = next(node for node in run.trace.nodes if node.kind == "custom")
    saved = expressions.saved(custom.id)
    assert list(saved) == ["0", "1"]
    assert torch.equal(eval(saved["0"], run.scope), run.scope["x"])
    run, expressions = recorded(
        "import torch\nx = torch.arange(5.0, requires_grad=True)\na = x[torch.tensor([0, 1])]\n"
    )
    (index,) = [node.id for node in run.trace.nodes if node.name == "IndexBackward0"]
    assert "indices[0]" in expressions.saved(index)
    assert torch.equal(eval(expressions.saved(index)["indices[0]"], run.scope), torch.tensor([0, 1]))


def test_what_no_variable_leads_to_has_none() -> None:
    run, expressions = recorded("import torch\nx = torch.ones(2, requires_grad=True)\n(x * 2).sum().backward()\n")
    ids = {node.name: node.id for node in run.trace.nodes}
    assert expressions.walk(ids["SumBackward0"]) is None
    assert expressions.saved(ids["SumBackward0"]) == {}
    assert expressions.leaf(ids["AccumulateGrad"]) == "x"
    assert expressions.grad(ids["AccumulateGrad"]) == "x.grad"
