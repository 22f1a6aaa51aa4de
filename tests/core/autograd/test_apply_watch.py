"""Calls of custom functions as they are seen, and what is not seen of the one who looks."""

from __future__ import annotations

import traceback

import torch
from torch._functorch import utils as functorch_utils

from core.autograd.details import Application, Ref
from core.autograd.trace import decode_json, encode_json
from tests.core.autograd.recorded_run import Recorded

HEAD = (
    "import torch\nfrom torch.autograd import Function\nclass Own(Function):\n    @staticmethod\n"
    "    def forward(ctx, x, *others):\n        return x * 2\n    @staticmethod\n    def backward(ctx, g):\n        return g * 2, *[None] * 9\n"
    "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"
)


def applications(source: str) -> tuple[Application, ...]:
    run = Recorded(HEAD + source)
    assert run.trace.error is None
    return run.details.applications


def test_each_call_with_its_arguments_and_its_node() -> None:
    run = Recorded(HEAD + "y = Own.apply(x, 3, 'a', None, (1, [2]))\nz = Own.apply(y)\nz.sum().backward()\n")
    names = {node.id: node.name for node in run.trace.nodes}
    first, second = run.details.applications
    assert (first.name, first.line, first.whole) == ("Own", 11, True)
    assert first.arguments[1:] == (3, "a", None, [1, [2]])
    assert isinstance(first.arguments[0], Ref)
    assert run.details.values[first.arguments[0].value].tensor.values == [1.0, 2.0]
    assert run.details.values[first.arguments[0].value].requires_grad
    assert first.node is not None
    assert second.node is not None
    assert (names[first.node], names[second.node], first.node != second.node) == ("OwnBackward", "OwnBackward", True)
    (root,) = [edge.source for edge in run.trace.edges if edge.target == second.node]
    assert names[root] == "SumBackward0"


def test_what_cannot_be_told_is_said_to_be_missing() -> None:
    for argument in (
        "torch.nn.ReLU()",
        "len",
        "{}",
        "float('inf')",
        "'a' * 1000",
        "list(range(1000))",
        "torch.float64",
    ):
        (found,) = applications(f"y = Own.apply(x, {argument})\n")
        assert not found.whole, argument


def test_functions_with_setup_context_and_by_name() -> None:
    source = (
        "class Two(Function):\n    @staticmethod\n    def forward(x, times=5):\n        return x * times\n"
        "    @staticmethod\n    def setup_context(ctx, inputs, output):\n        ctx.times = inputs[1]\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return g * ctx.times, None\n"
        "Two.apply(x).sum().backward()\n"
    )
    (found,) = applications(source)
    assert found.arguments[1:] == (5,)
    assert found.node is not None


def test_not_seen_are_calls_without_gradients_in_threads_and_of_torch_itself() -> None:
    assert applications("with torch.no_grad():\n    Own.apply(x)\n") == ()
    assert (
        applications("import threading\nt = threading.Thread(target=Own.apply, args=(x,))\nt.start()\nt.join()\n") == ()
    )
    again = (
        "from torch.utils.checkpoint import checkpoint\ncheckpoint(torch.sin, x, use_reentrant=True).sum().backward()\n"
    )
    assert applications(again) == ()
    assert applications("torch.func.vmap(torch.sin)(x)\n") == ()


def test_calls_that_make_no_node_do_not_take_the_next_ones() -> None:
    first, second, third = applications("Own.apply(x.detach(), 1)\nOwn.apply(x.detach(), 2)\ny = Own.apply(x, 3)\n")
    assert (first.node, second.node) == (None, None)
    assert third.node is not None
    assert third.arguments[1] == 3


def test_calls_within_forward_and_within_backward() -> None:
    source = (
        "class Outer(Function):\n    @staticmethod\n    def forward(ctx, x):\n        with torch.enable_grad():\n            return Own.apply(x).detach()\n"
        "    @staticmethod\n    def backward(ctx, g):\n        with torch.enable_grad():\n            Own.apply(g)\n        return g\n"
        "Outer.apply(x).sum().backward()\n"
    )
    assert [one.name for one in applications(source)] == ["Outer", "Own", "Own"]


def test_they_are_written_with_the_details() -> None:
    run = Recorded(HEAD + "Own.apply(x, (x, 2)).sum().backward()\n")
    again = decode_json(encode_json(run.trace, details=True))
    assert again.details is not None
    assert again.details.applications == run.details.applications
    assert isinstance(again.details.applications[0].arguments[1][0], Ref)


def test_it_is_in_no_traceback_and_leaves_nothing() -> None:
    before = functorch_utils.unwrap_dead_wrappers
    source = (
        HEAD.replace("return x * 2", "raise ValueError('no')")
        + "import traceback\ntry:\n    Own.apply(x)\nexcept ValueError as error:\n    told = traceback.format_exc()\n"
    )
    run = Recorded(source)
    assert functorch_utils.unwrap_dead_wrappers is before
    scope: dict[str, str] = {}
    exec(compile(source, "program.py", "exec"), scope)
    assert run.scope["told"] == scope["told"]
    assert traceback.format_exc() == "NoneType: None\n"
    assert torch.is_grad_enabled()
