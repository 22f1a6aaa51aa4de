"""Why real programs raise: every code of `core.autograd.lesson`, each with the lines, shapes and names that belong to it."""

from __future__ import annotations

import gc
import warnings
import weakref
from typing import Any

import pytest
import torch

from core.autograd.lesson import CODES, Lesson
from core.autograd.recorder import Recorder
from core.autograd.trace import Trace, decode_json, encode_json
from tests.core.autograd.programs import FILE, PROGRAMS, RAISE
from tests.core.runner.running import running


def lesson_of(source: str) -> Lesson | None:
    """The lesson of a program that must raise, run here."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    recorder = Recorder(FILE, lambda: scope, lambda *_: None)
    recorder.start()
    try:
        exec(compile(source, FILE, "exec", dont_inherit=True), scope)
    except (Exception, SystemExit) as error:
        return recorder.lesson(error, source)
    finally:
        recorder.finish()
    raise AssertionError("the program did not raise")


LEAF = "x = torch.ones(2, requires_grad=True)\n"
FUNCTION = """
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, t{more}):
        ctx.save_for_backward(t)
        return t * 2
    @staticmethod
    def backward(ctx, g):
        {returns}
x = torch.ones(2, requires_grad=True)
"""


def own(returns: str, more: str = "") -> str:
    return FUNCTION.format(returns=returns, more=more)


CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("freed", LEAF + "a = (x**2).sum()\na.backward()\na.backward()", {"node": "PowBackward0", "saved": "self", "saved_line": 3, "first_backward_line": 4, "line": 5}),
    ("freed", LEAF + "a = x.exp()\nb = a.sum()\nc = (a * a).sum()\nb.backward()\nc.backward()", {"node": "ExpBackward0", "saved": "result", "saved_line": 3, "first_backward_line": 6, "line": 7}),
    ("freed", own("(t,) = ctx.saved_tensors; return g * t") + "a = Own.apply(x).sum()\na.backward()\na.backward()", {"node": "OwnBackward", "saved": "ctx.saved_tensors", "line": 10, "saved_line": 12, "first_backward_line": 13}),
    ("saved_changed", LEAF + "y = x.exp()\na = y.sum()\ny.add_(1)\na.backward()", {"node": "ExpBackward0", "tensor": "y (2,)", "then": 0, "now": 1, "saved_line": 3, "changed_line": 5, "line": 6, "operation": "add_"}),
    ("saved_changed", LEAF + "y = x * 1\nz = (y * y).sum()\ny[0] = 5\ny += 1\nz.backward()", {"tensor": "y (2,)", "then": 0, "now": 2, "saved_line": 4, "changed_line": 5, "operation": "[…] ="}),
    ("saved_changed", LEAF + "w = torch.ones(2)\na = (x * w).sum()\nw[:1].zero_()\na.backward()", {"tensor": "w (2,)", "changed_line": 5, "operation": "zero_"}),
    ("saved_changed", own("(t,) = ctx.saved_tensors; return g * t") + "y = x * 2\na = Own.apply(y).sum()\ny.zero_()\na.backward()", {"node": "OwnBackward", "tensor": "y (2,)", "saved_line": 13, "changed_line": 14}),
    ("saved_changed", "net = torch.nn.Linear(2, 1)\noptimiser = torch.optim.SGD(net.parameters(), lr=0.1)\nb = (net.weight * net.weight).sum()\nnet(torch.ones(1, 2)).sum().backward()\noptimiser.step()\nb.backward()", {"tensor": "net.weight (1, 2)", "saved_line": 4, "changed_line": 6, "line": 7}),
    ("saved_changed_unseen", LEAF + "import threading\ny = x.exp()\na = y.sum()\nt = threading.Thread(target=lambda: y.add_(1))\nt.start()\nt.join()\na.backward()", {"tensor": "y (2,)", "then": 0, "now": 1, "saved_line": 4}),
    ("not_scalar", LEAF + "y = x * 2\ny.backward()", {"root": "y (2,)", "root_shape": "(2,)", "count": 2, "line": 4}),
    ("not_scalar", LEAF + "torch.autograd.grad(x * 2, x)", {"root": "(2,)", "count": 2}),
    ("gradient_shape", LEAF + "y = x * 2\ny.backward(torch.ones(3))", {"gradient_shape": "(3,)", "root_shape": "(2,)", "line": 4}),
    ("gradient_shape", LEAF + "y = x.sum()\ny.backward(torch.ones(1))", {"gradient_shape": "(1,)", "root_shape": "()"}),
    ("no_grad", LEAF + "with torch.no_grad():\n    a = (x * 2).sum()\na.backward()", {"root": "a ()", "off_line": 3, "cause_line": 4, "line": 5, "switch": "torch.no_grad()", "operation": "mul"}),
    ("no_grad", "@torch.no_grad()\ndef f(t):\n    return t * 2\n" + LEAF + "f(x).sum().backward()", {"off_line": 2, "cause_line": 4, "line": 6}),
    ("no_grad", LEAF + "with torch.inference_mode():\n    a = (x * 2).sum()\na.backward()", {"switch": "torch.inference_mode()", "off_line": 3}),
    ("no_grad_unseen", LEAF + "torch.set_grad_enabled(False)\na = (x * 2).sum()\ntorch.set_grad_enabled(True)\na.backward()", {"cause_line": 4, "line": 6}),
    ("detached", LEAF + "c = (x * 2).detach()\nd = c * 3\nd.sum().backward()", {"cause_line": 3, "line": 5, "operation": "detach"}),
    ("detached", LEAF + "x.data.sum().backward()", {"cause_line": 3, "line": 3}),
    ("gradient_root", LEAF + "y = (x * x).sum()\n(g,) = torch.autograd.grad(y, x)\ng.sum().backward()", {"line": 5}),
    ("gradient_root", LEAF + "(x * x).sum().backward()\nx.grad.sum().backward()", {"line": 4}),
    ("no_leaf", "x = torch.ones(2)\ny = torch.ones(2) * 3\na = (x * y).sum()\na.backward()", {"root": "a ()", "leaf": "x (2,)", "made_line": 2, "line": 5}),
    ("no_leaf", "x = torch.tensor(3.0)\nx.backward()", {"root": "x ()", "leaf": "x ()", "made_line": 2}),
    ("no_leaf_unseen", "(torch.ones(2) * 2).sum().backward()", {"line": 2}),
    ("not_differentiable", LEAF + "c = x.argmax()\nc.backward()", {"operation": "argmax", "dtype": "int64", "cause_line": 3, "root": "c ()"}),
    ("not_differentiable", LEAF + "a = (x * 2).long().sum()\na.backward()", {"operation": "long", "cause_line": 3, "line": 4}),
    ("not_differentiable", LEAF + "a = (x > 0).float().mean()\na.backward()", {"dtype": "bool", "cause_line": 3}),
    ("input_unused", LEAF + "u = torch.ones(3, requires_grad=True)\ntorch.autograd.grad(x.sum(), u)", {"input": "u (3,)", "root": "()", "line": 4}),
    ("input_no_grad", LEAF + "u = torch.ones(2)\ntorch.autograd.grad((x * u).sum(), u)", {"input": "u (2,)", "line": 4}),
    ("custom_count", own("return g * 2", ", u") + "a = Own.apply(x, x).sum()\na.backward()", {"function": "Own", "got": 1, "expected": 2, "defined_line": 10, "line": 13}),
    ("custom_count", own("return g, g, g") + "a = Own.apply(x).sum()\na.backward()", {"got": 3, "expected": 1, "defined_line": 10}),
    ("custom_shape", own("return torch.ones(3)") + "a = Own.apply(x).sum()\na.backward()", {"given": "(3,)", "wanted": "(2,)", "defined_line": 10}),
    ("custom_result", own("return ctx.thing") .replace("return t * 2", "ctx.thing = torch.ones(3); return t * 2") + "a = Own.apply(x).sum()\na.backward()", {"expected": 1, "defined_line": 10, "function": "Own"}),
    ("apply_forgotten", own("return g") + "Own()(x)", {"function": "Own", "line": 12}),
    ("apply_forgotten", own("return g") + "y = Own(x)\ny.sum()", {"function": "Own", "line": 13}),
    ("apply_forgotten", own("return g") + "y = Own(x)\ny * 2", {"function": "Own", "line": 13}),
    ("apply_forgotten", own("return g") + "Own.forward(x)", {"function": "Own", "line": 12}),
    ("backward_raised", own("raise ValueError('no')") + "a = Own.apply(x).sum()\na.backward()", {"function": "Own", "kind": "ValueError", "line": 10, "pass_line": 13}),
    ("hook_raised", LEAF + "def hook(g):\n    raise ValueError('no')\ny = x * 2\ny.register_hook(hook)\ny.sum().backward()", {"kind": "ValueError", "line": 4, "pass_line": 7}),
    ("grad_is_none", LEAF + "x.grad.zero_()", {"tensor": "x (2,)", "line": 3}),
    ("grad_is_none", LEAF + "x - 0.1 * x.grad", {"tensor": "x (2,)", "line": 3}),
    ("grad_is_none", "net = torch.nn.Linear(2, 1)\nnet.weight - 0.1 * net.weight.grad", {"tensor": "net.weight (1, 2)", "line": 3}),
    ("leaf_in_place", LEAF + "x.add_(1)", {"tensor": "x (2,)", "operation": "add_", "line": 3}),
    ("leaf_in_place", LEAF + "x += 1", {"tensor": "x (2,)", "line": 3}),
    ("leaf_in_place", LEAF + "x[0] = 1", {"tensor": "x (2,)", "operation": "[…] ="}),
    ("leaf_view_in_place", LEAF + "x[:1].mul_(2)", {"tensor": "(1,)", "base": "x (2,)", "line": 3}),
    ("inference_saved", LEAF + "with torch.inference_mode():\n    c = torch.ones(2)\nx * c", {"tensor": "c (2,)", "line": 5}),
    ("inference_changed", "with torch.inference_mode():\n    c = torch.ones(2)\nc.add_(1)", {"tensor": "c (2,)", "line": 4}),
    ("numpy_requires_grad", LEAF + "(x * 2).numpy()", {"tensor": "(2,)", "line": 3}),
    ("numpy_requires_grad", LEAF + "import numpy\nnumpy.array(x)", {"tensor": "x (2,)", "line": 4}),
    ("not_leaf", LEAF + "y = x * 2\ny.requires_grad = False", {"tensor": "y (2,)", "line": 4}),
    ("matmul", "a = torch.ones(2, 3)\nb = torch.ones(4, 5)\na @ b", {"left": "a (2, 3)", "right": "b (4, 5)", "left_size": 3, "right_size": 4}),
    ("matmul", own("return g @ torch.ones(7)") + "Own.apply(x).sum().backward()", {"left": "g (2,)", "right": "(7,)", "line": 10}),
    ("matmul_transpose_right", "x = torch.ones(2, 3, requires_grad=True)\nw = torch.ones(4, 3)\n(x * 2) @ w", {"left": "(2, 3)", "right": "w (4, 3)", "result": "(2, 4)"}),
    ("matmul_transpose_left", "a = torch.ones(2, 3)\nb = torch.ones(2, 4)\ntorch.mm(a, b)", {"result": "(3, 4)"}),
    ("linear", "net = torch.nn.Sequential(torch.nn.Linear(3, 2))\nnet(torch.ones(4, 5))", {"layer": "net.0", "wanted": 3, "found": 5, "input": "(4, 5)", "line": 3}),
    ("linear_flatten", "net = torch.nn.Linear(400, 2)\nx = torch.ones(8, 16, 5, 5)\nnet(x)", {"layer": "net", "input": "x (8, 16, 5, 5)", "result": "(8, 400)"}),
    ("broadcast", "a = torch.ones(2, 3)\nb = torch.ones(4, 5)\na * b", {"left_size": 3, "right_size": 5, "dim": -1}),
    ("broadcast", "torch.nn.functional.mse_loss(torch.ones(2, 3), torch.ones(2, 4))", {"left": "(2, 3)", "right": "(2, 4)"}),
    ("broadcast_transpose", "a = torch.ones(2, 3)\nb = torch.ones(3, 2)\na + b", {"tensor": "b (3, 2)", "result": "(2, 3)"}),
    ("broadcast_unsqueeze", "a = torch.ones(2, 3)\nb = torch.ones(2)\na - b", {"tensor": "b (2,)", "result": "(2, 1)"}),
    ("cat", "torch.cat([torch.ones(2, 3, 1), torch.ones(3, 4, 2)])", {"place": 1, "dim": 0}),
    ("cat_dim", "torch.cat([torch.ones(2, 3), torch.ones(2, 4)])", {"dim": 0, "better": 1}),
    ("cat_dimensions", "torch.cat([torch.ones(2), torch.ones(3, 1)])", {"left": "(2,)", "right": "(3, 1)"}),
    ("stack", "torch.stack([torch.ones(2), torch.ones(3)])", {"left": "(2,)", "right": "(3,)"}),
    ("conv_dimensions", "torch.nn.Conv2d(1, 4, 3)(torch.ones(28, 28))", {"dimensions": 2, "least": 3, "most": 4, "count": 2}),
    ("conv_channels", "net = torch.nn.Conv2d(3, 1, 3)\nnet(torch.ones(1, 2, 8, 8))", {"layer": "net", "wanted": 3, "found": 2}),
    ("conv_channels", "torch.nn.Conv1d(4, 4, 3, groups=2)(torch.ones(1, 2, 8))", {"wanted": 4, "found": 2, "groups": 2}),
    ("conv_channels", "torch.nn.ConvTranspose1d(4, 2, 3)(torch.ones(1, 2, 8))", {"wanted": 4, "found": 2}),
    ("conv_missing_channel", "torch.nn.Conv2d(1, 4, 3)(torch.ones(5, 28, 28))", {"found": 5, "result": "(5, 1, 28, 28)"}),
    ("conv_kernel", "torch.nn.Conv1d(1, 1, 3, dilation=2)(torch.ones(1, 1, 4))", {"kernel": "(5,)", "padded": "(4,)"}),
    ("conv_groups", "torch.nn.Conv1d(3, 4, 3, groups=2)", {"entering": 3, "leaving": 4, "groups": 2}),
    ("reshape", "torch.ones(6).view(4, -1)", {"tensor": "(6,)", "count": 6, "wanted": "(4, -1)"}),
    ("reshape", "x = torch.ones(2, 3)\ntorch.reshape(x, (4, 2))", {"tensor": "x (2, 3)", "wanted": "(4, 2)"}),
    ("view_stride", "torch.ones(2, 3).t().view(6)", {"tensor": "(3, 2)", "wanted": "(6,)"}),
    ("index", "x = torch.ones(6)\nx[7]", {"tensor": "x (6,)", "index": 7, "dim": 0, "size": 6}),
    ("index", "x = torch.ones(2, 3)\nx[..., -4]", {"index": -4, "dim": 1, "size": 3}),
    ("too_many_indices", "x = torch.ones(2, 3)\nx[0, 0, 0]", {"count": 3, "dims": 2}),
    ("dim", "x = torch.ones(3, 4)\nx.sum(dim=2)", {"tensor": "x (3, 4)", "dim": 2, "dims": 2, "least": -2, "most": 1}),
    ("dim", "torch.nn.functional.softmax(torch.ones(3), dim=1)", {"dim": 1, "dims": 1}),
    ("embedding_range", "net = torch.nn.Embedding(3, 2)\nplaces = torch.tensor([1, 5])\nnet(places)", {"layer": "net", "index": 5, "size": 3}),
    ("class_range", "target = torch.tensor([0, 7])\ntorch.nn.functional.cross_entropy(torch.ones(2, 3), target)", {"index": 7, "size": 3, "last": 2}),
    ("loss_rows", "torch.nn.functional.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1, 2]))", {"rows": 2, "count": 3}),
    ("not_one_value", "x = torch.ones(3)\nx.item()", {"tensor": "x (3,)", "count": 3}),
    ("not_one_value", "x = torch.ones(3)\nfloat(x)", {"count": 3}),
    ("ambiguous_truth", "x = torch.ones(3)\nif x > 0:\n    pass", {"count": 3, "line": 3}),
    ("dtype_mismatch", "a = torch.ones(3).double()\nb = torch.ones(3)\na @ b", {"left_dtype": "float64", "right_dtype": "float32", "operation": "matmul"}),
    ("dtype_mismatch", "net = torch.nn.Linear(2, 1)\nx = torch.arange(2)\nnet(x)", {"left_dtype": "int64", "right_dtype": "float32", "wanted": "float32"}),
    ("needs_floating", "torch.arange(3).mean()", {"tensor_dtype": "int64", "operation": "mean"}),
    ("integers_require_grad", "torch.tensor([1, 2], requires_grad=True)", {"dtype": "int64", "line": 2}),
    ("integers_require_grad", "x = torch.tensor(3)\nx.requires_grad_()", {"dtype": "int64", "line": 3}),
    ("integers_require_grad", "torch.nn.Parameter(torch.arange(3))", {"dtype": "int64"}),
    ("integers_require_grad", "torch.zeros(2, dtype=torch.int32).requires_grad = True", {"dtype": "int32"}),
    ("index_dtype", "x = torch.ones(4)\nx[torch.tensor([1.0])]", {"tensor_dtype": "float32"}),
    ("index_dtype", "torch.nn.Embedding(4, 2)(torch.tensor([1.0]))", {"tensor_dtype": "float32"}),
    ("index_dtype", "torch.nn.functional.cross_entropy(torch.ones(2, 3), torch.tensor([1.0, 2.0]))", {"tensor": "(2,)"}),
    ("device", "x = torch.ones(2, device='meta')\nx + torch.ones(2)", {"left": "x (2,)", "left_device": "meta", "right_device": "cpu"}),
    ("syntax", "x = (1,\n", {"line": 2, "column": 5}),
    ("indentation", "x = 1\n  y = 2", {"line": 3}),
    ("name", "qqzz", {"name": "qqzz", "line": 2}),
    ("name_near", "weight = 2\nprint(wieght)", {"name": "wieght", "near": "weight", "line": 3}),
    ("name_near", "def f(value):\n    return valeu\nf(1)", {"near": "value", "line": 3}),
    ("name_import", "np.zeros(3)", {"statement": "import numpy as np"}),
    ("local", "k = 1\ndef f():\n    print(k)\n    k = 2\nf()", {"name": "k", "line": 4}),
    ("attribute", "(3).zzqq", {"what": "int", "name": "zzqq"}),
    ("attribute_near", "torch.onse(2)", {"what": "torch", "near": "ones"}),
    ("attribute_near", "torch.ones(2).summ()", {"what": "Tensor", "near": "sum"}),
    ("attribute_near", "torch.nn.Linear(2, 1).weights", {"what": "Linear", "near": "weight"}),
    ("attribute_none", "x = None\nx.zzqq", {"name": "zzqq", "line": 3}),
    ("import_missing", "import no_such_module_here", {"module": "no_such_module_here"}),
    ("import_name", "from torch import zzzqqq", {"module": "torch", "name": "zzzqqq"}),
    ("import_near", "from torch import Tensr", {"near": "Tensor"}),
    ("zero_division", "1 / 0", {"line": 2}),
    ("list_index", "[1][2]", {"line": 2}),
    ("key", "{'a': 1}['zz']", {"key": "'zz'"}),
    ("key_near", "d = {'alpha': 1}\nd['alpa']", {"key": "'alpa'", "near": "'alpha'"}),
    ("not_callable", "x = 3\nx(2)", {"name": "x", "kind": "int"}),
    ("unpack", "a, b = [1]", {"wanted": 2}),
    ("type", "len(3)", {"line": 2}),
    ("recursion", "def f(n):\n    return f(n + 1)\nf(0)", {"line": 3}),
    ("memory", "bytearray(2**62)", {"line": 2}),
    ("assertion", "assert 1 == 2", {"line": 2}),
    ("input", "import io, sys\nsys.stdin = io.StringIO()\ntry:\n    x = float(input('x = '))\nfinally:\n    sys.stdin = sys.__stdin__", {"line": 5}),
    ("end_of_file", "import io, pickle\npickle.load(io.BytesIO())", {"line": 3}),
    ("exit", "import sys\nsys.exit(3)", {"line": 3, "status": "3"}),
    ("exit", "def main():\n    raise SystemExit('no data')\nmain()", {"line": 3, "status": "'no data'"}),
    ("exit", "import argparse, sys\nparser = argparse.ArgumentParser(usage='')\nparser.exit(2)", {"line": 4, "status": "2"}),
    ("group", "found = []\nfor t in (torch.ones(2), 'a'):\n    try:\n        torch.relu(t) @ torch.ones(3)\n    except Exception as error:\n        found.append(error)\nraise ExceptionGroup('all', [ExceptionGroup('inner', found), KeyError(1)])", {"line": 8, "count": 3, "cause_line": 5}),
    ("group", "import asyncio\nasync def work():\n    raise ValueError('too small')\nasync def main():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(work())\nasyncio.run(main())", {"count": 1, "first": "ValueError: too small", "cause_line": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "values"), CASES, ids=[f"{i}-{one[0]}" for i, one in enumerate(CASES)])
def test_the_lesson_names_what_went_wrong(code: str, source: str, values: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Torch's, of functions without apply and of losses.
        lesson = lesson_of(f"import torch\n{source}")
    assert lesson is not None
    found = lesson.values()
    assert (lesson.code, {name: found.get(name) for name in values}) == (code, values)
    if code not in ("syntax", "indentation"):
        assert lesson.lines[0].role == "raised"


def test_every_code_has_a_program() -> None:
    assert {code for code, _, _ in CASES} == set(CODES)


IN_THE_CHILD = [
    "freed",
    "saved_changed",
    "matmul_transpose_right",
    "linear",
    "syntax",
    "import_missing",
    "recursion",
    "name_near",
    "custom_shape",
    "not_scalar",
    "exit",
    "group",
]


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    """The first program of some codes, through the real child."""
    with running() as runs:
        runs.client.warm()
        return {
            code: runs.run("import torch\n" + next(source for one, source, _ in CASES if one == code)).trace
            for code in IN_THE_CHILD
        }


def test_nodes_are_those_of_the_trace(traces: dict[str, Trace]) -> None:
    trace = traces["freed"]
    assert trace.details is not None
    assert trace.details.lesson is not None
    (number,) = trace.details.lesson.nodes
    assert {node.id: node.name for node in trace.nodes}[number] == "PowBackward0"


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('my own')",
        "raise KeyError('my own')",
        "raise IndexError",
        "import torch\nx = torch.ones(2, 3)\ntry:\n    x @ x\nexcept RuntimeError:\n    raise ValueError('my own')",
        "import torch\ntorch.ones(2).no_such_thing_at_all_here = 1\nint('a')",
        "import torch\nx = torch.ones(2, 3)\nfor one in (x, None):\n    try:\n        one @ x\n    except RuntimeError:\n        pass\n    except TypeError:\n        raise",
        "import torch\ntorch.linalg.cholesky(-torch.eye(2))",
        "open('/no/such/file')",
    ],
)
def test_what_facts_do_not_tell_has_no_lesson_or_a_plain_one(source: str) -> None:
    lesson = lesson_of(source)
    assert lesson is None or lesson.code == "type"


@pytest.mark.parametrize("name", sorted(RAISE))
def test_programs_that_raise_are_explained(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert lesson_of(PROGRAMS[name]) is not None


def test_a_caught_call_is_not_what_a_later_error_is_about() -> None:
    lesson = lesson_of(PROGRAMS["falls_after_caught"])
    assert lesson is not None
    assert lesson.code == "list_index"


def test_nothing_that_was_given_to_a_call_that_raised_is_kept() -> None:
    scope: dict[str, Any] = {}
    recorder = Recorder(FILE, lambda: scope, lambda *_: None)
    recorder.start()
    try:
        big = torch.ones(2, 3)
        alive = weakref.ref(big)
        with pytest.raises(RuntimeError):
            big @ big
        gc.disable()
        del big
        assert alive() is None
    finally:
        gc.enable()
        recorder.finish()


def test_a_diagnosis_that_fails_is_no_lesson() -> None:
    def broken() -> Any:
        raise OSError

    recorder = Recorder(FILE, broken, lambda *_: None)
    assert recorder.lesson(ValueError(), "") is None


def test_a_lesson_is_in_the_details_alone(traces: dict[str, Trace]) -> None:
    trace = traces["not_scalar"]
    assert trace.error is not None
    assert trace.error.line == 4
    again = decode_json(encode_json(trace, details=True))
    assert again.details is not None
    assert trace.details is not None
    assert again.details.lesson == trace.details.lesson
    assert again.details.lesson is not None
    assert again.details.lesson.code == "not_scalar"
    assert b"not_scalar" not in encode_json(trace)


@pytest.mark.parametrize("code", IN_THE_CHILD)
def test_the_child_tells_the_lesson(code: str, traces: dict[str, Trace]) -> None:
    values, trace = next(values for one, _, values in CASES if one == code), traces[code]
    assert trace.outcome == "raised"
    assert trace.details is not None
    lesson = trace.details.lesson
    assert lesson is not None
    assert lesson.code == code
    assert {name: lesson.values().get(name) for name in values} == values
    assert trace.error is not None
    assert trace.error.line == lesson.line_of("raised")


def test_how_a_program_of_the_child_ends_is_told() -> None:
    def ended(source: str) -> tuple[str | None, str | None]:
        trace = child.run(source).trace
        lesson = None if trace.details is None else trace.details.lesson
        return None if trace.error is None else trace.error.type, None if lesson is None else lesson.code

    with running() as child:
        assert ended("x = input('a number: ')\n") == ("EOFError", "input")
        assert ended("import sys\nsys.exit('nothing to do')\n") == ("SystemExit", "exit")
        for source in ("import sys\nsys.exit()\n", "raise SystemExit(0)\n"):
            assert ended(source) == (None, None)
        assert ended("raise EOFError('my own')\n") == ("EOFError", None)
