"""Gradients of custom functions beside central differences, against torch.autograd.gradcheck and functional.jacobian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from torch.autograd.functional import jacobian

from core.autograd.details import DetailsGathering
from core.autograd.given_pass import GivenPass, given_pass
from core.autograd.gradcheck import Compared, Given, Gradcheck, GradcheckAnswer, failing, given_to
from core.autograd.gradient_check import GradientCheck
from core.autograd.graph_walk import GraphWalk
from core.autograd.problem import ProblemError
from core.autograd.recorder import Recorder
from core.autograd.tensor import Tensor
from core.autograd.trace import Node
from core.labs.autograd import EXAMPLES

FILE = "checked_program.py"


def checked(source: str, function: str, most_values: int = 4096) -> tuple[GradcheckAnswer, dict[str, Any]]:
    """The answer about the first custom node of this name, and the program's names.

    Asked when the program has ended, of what the pass was given: a function of float64 needs nothing that was freed.
    """
    passes: list[tuple[GivenPass, GraphWalk]] = []
    nodes: list[Node] = []
    details = DetailsGathering()

    def at(_number: int, given: Mapping[str, Any], walk: GraphWalk) -> None:
        passes.append((given_pass(given["t_outputs"], given["args"], given["kwargs"]), walk))

    scope: dict[str, Any] = {"__name__": "__main__"}
    recorder = Recorder(FILE, lambda: scope, lambda *part: nodes.extend(part[4]), most_values, details.add, at)
    recorder.start()
    try:
        exec(compile(source, FILE, "exec"), scope)
    finally:
        _, more, _ = recorder.finish()
    details.add(recorder.last_details())
    nodes += more
    node = next(one.id for one in nodes if one.name == f"{function}Backward")
    try:
        given = given_to(details.details(nodes, complete=True), node)
    except ProblemError as error:
        return GradcheckAnswer(problem=error.problem), scope
    last, walk = passes[-1]
    return GradientCheck(last, walk.id_of, FILE, Gradcheck(0, node, given)).run(), scope


EXAMPLE_FUNCTIONS = {
    "custom_add": "Add",
    "custom_max": "Max",
    "custom_split": "Split",
    "custom_split_unused": "Split",
}


@pytest.mark.parametrize("name", EXAMPLE_FUNCTIONS)
def test_the_lectures_functions_are_right(name: str) -> None:
    answer, scope = checked((EXAMPLES / f"{name}.py").read_text(encoding="utf-8"), EXAMPLE_FUNCTIONS[name])
    assert (answer.problem, answer.verdict, answer.words, answer.function) == (None, True, "", EXAMPLE_FUNCTIONS[name])
    assert answer.largest < 1e-8
    assert not any(one.fails.any() for one in answer.pairs)
    if name == "custom_max":
        (pair,) = answer.pairs
        wanted = jacobian(scope["Max"].apply, scope["x"].detach().double())
        assert pair.matrix(pair.analytical).tolist() == [wanted.tolist()]


HEAD = "import torch\nfrom torch.autograd import Function\n"
FUNCTION = HEAD + (
    "class Own(Function):\n    @staticmethod\n    def forward(ctx, {arguments}):\n        {forward}\n"
    "    @staticmethod\n    def backward(ctx, *g):\n        {backward}\n"
    "x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)\nw = torch.tensor([0.5, 2.0], requires_grad=True)\n"
    "y = Own.apply({given})\n(y[0] if isinstance(y, tuple) else y).sum().backward()\n"
)


def own(
    forward: str,
    backward: str,
    given: str = "x",
    arguments: str = "x",
) -> str:
    return FUNCTION.format(forward=forward, backward=backward, given=given, arguments=arguments)


def test_a_wrong_factor_is_found_with_its_entries() -> None:
    answer, _ = checked(
        own(
            "ctx.save_for_backward(x); return x * x",
            "x, = ctx.saved_tensors; return g[0] * x * torch.tensor([[2., 2.], [2., 3.]])",
        ),
        "Own",
    )
    assert (answer.problem, answer.verdict) == (None, False)
    assert "Jacobian mismatch for output 0 with respect to input 0" in answer.words
    (pair,) = answer.pairs
    assert np.argwhere(pair.fails).tolist() == [[3, 3]]
    assert (pair.output_shape, pair.input_shape) == ((2, 2), (2, 2))
    assert pair.matrix(pair.analytical).diagonal().tolist() == [2.0, 4.0, 6.0, 12.0]
    assert np.allclose(pair.matrix(pair.numerical).diagonal(), [2.0, 4.0, 6.0, 8.0])
    assert answer.largest == pytest.approx(4.0)


def test_several_inputs_and_outputs_and_arguments_that_are_no_tensors() -> None:
    answer, _ = checked(
        own(
            "ctx.save_for_backward(x, w); ctx.times = times; return x * w * times, None, (w * w).sum(), k + 0",
            "x, w = ctx.saved_tensors; return (g[0] * w * ctx.times, None, (g[0] * x).sum(0) * ctx.times + 2 * w * g[2], None, None)",
            "x, 3, w, torch.tensor([1, 2]), (2, [torch.ones(1)])",
            "x, times, w, k, more",
        ),
        "Own",
    )
    assert (answer.problem, answer.verdict, answer.words) == (None, True, "")
    assert [(one.output, one.input) for one in answer.pairs] == [(0, 0), (0, 2), (2, 0), (2, 2)]
    assert not any(one.fails.any() for one in answer.pairs)
    last = answer.pairs[-1]
    assert last.matrix(last.analytical).tolist() == [[1.0, 4.0]]


def test_an_input_that_needs_no_gradient_is_left_alone() -> None:
    answer, _ = checked(own("ctx.w = w; return x * w", "return g[0] * ctx.w, None", "x, w.detach()", "x, w"), "Own")
    assert (answer.verdict, [(one.output, one.input) for one in answer.pairs]) == (True, [(0, 0)])


def test_a_function_that_writes_into_its_input_is_checked_on_copies() -> None:
    answer, _ = checked(own("x.mul_(3); ctx.mark_dirty(x); return x", "return g[0] * 3", "x * 1"), "Own")
    assert (answer.problem, answer.verdict) == (None, True)


def test_missing_gradients_are_zeros_and_fail() -> None:
    answer, _ = checked(own("return x * 2", "return None"), "Own")
    assert answer.verdict is False
    assert answer.pairs[0].fails.sum() == 4


def test_not_a_number_fails() -> None:
    one, other = np.array([[np.nan, 1.0, np.inf]]), np.array([[np.nan, 1.0, np.inf]])
    assert failing(one, other).tolist() == [[True, False, False]]
    answer, _ = checked(own("return x * 2", "return g[0] * float('nan')"), "Own")
    assert answer.verdict is False
    assert answer.pairs[0].fails.all()
    assert np.isnan(answer.largest)


PROBLEMS = {
    "module": (own("ctx.m = m; return x * 1", "return g[0], None", "x, torch.nn.ReLU()", "x, m"), "unknown arguments"),
    "large": (own("return x[:1] * 1", "return g[0].expand(5000, 1)", "torch.rand(5000, 1, requires_grad=True)"), "inputs too large"),
    "two large": (
        own("return (x + w)[:1] * 1", "return None, None", "torch.rand(3000, requires_grad=True), torch.rand(3000, requires_grad=True)", "x, w"),
        "inputs too large",
    ),
    "large output": (own("return x.reshape(-1)[0].expand(5000) * 1", "return torch.zeros(2, 2)"), "outputs too large"),
    "complex": (own("return x.abs()", "return g[0] * torch.ones(2, dtype=torch.cfloat)", "torch.ones(2, dtype=torch.cfloat, requires_grad=True)"), "complex"),
    "complex output": (own("return torch.complex(x, x)", "return g[0].real + g[0].imag").replace("y).sum()", "y).abs().sum()"), "complex"),
    "forward": (own("assert x.dtype is torch.float32; return x * 1", "return g[0]"), "forward raised"),
    "forward exits": (own("exit(3) if x.dtype is torch.float64 else None; return x * 1", "return g[0]"), "forward raised"),
    "backward": (own("return x * 1", "assert g[0].dtype is torch.float32; return g[0]"), "raised"),
    "size by value": (own("return x.reshape(-1)[:2] if x[0, 0] == 1 else x * 1", "return torch.zeros(2, 2)"), "not differentiable"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems_have_codes(name: str) -> None:
    source, problem = PROBLEMS[name]
    answer, _ = checked(source, "Own")
    assert answer.problem == problem
    assert answer.verdict is None
    if problem in ("forward raised", "raised"):
        assert answer.failure is not None
        assert answer.failure.type == ("SystemExit" if name == "forward exits" else "AssertionError")
        assert answer.failure.line == (9 if name == "backward" else 6)


def test_nodes_that_are_not_custom_or_not_there() -> None:
    x = torch.rand(2, requires_grad=True)
    y = x.exp()
    given = GivenPass(((y.grad_fn, 0),), (None,))
    for node, problem in ((0, "not custom"), (5, "unknown node")):
        found = GradientCheck(given, lambda one: 0 if one is y.grad_fn else 1, FILE, Gradcheck(0, node)).run()
        assert found.problem == problem


def test_a_call_that_was_not_seen_has_a_code() -> None:
    source = own("return x * 1", "return g[0]").replace(
        "y = Own.apply(x)",
        "import threading\nmade = []\nt = threading.Thread(target=lambda: made.append(Own.apply(x)))\nt.start()\nt.join()\ny = made[0]",
    )
    answer, _ = checked(source, "Own")
    assert answer.problem == "not recorded"


def test_question_and_answer_cross_a_pipe() -> None:
    tensor = Tensor((1,), "float32", bytes(4))
    question = Gradcheck(1, 2, (Given(3), Given(tensor=tensor, requires_grad=True), Given(items=(Given("a"),))))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(question), type=Gradcheck) == question
    pair = Compared(0, 1, (1,), (), bytes(8), bytes(8), 0.0)
    answer = GradcheckAnswer("F", (pair,), 0.0, False, "no", "timed out")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=GradcheckAnswer) == answer
    assert pair.fails.tolist() == [[False]]
