"""What recorders fall over: each trap once, with the recorder in this process and plain torch as the oracle."""

from __future__ import annotations

import gc
import io
import sys
import threading
import traceback
import warnings
import weakref
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest
import torch

from core.autograd import graph_walk
from core.autograd.recorder import Recorder
from core.autograd.statistics import statistics
from core.autograd.trace import Edge, Node, Pass, Step, Variable
from core.autograd.values import Snapshots

FILE = "traps_program.py"


class Recorded:
    """A program run under the recorder, and what was told of it."""

    def __init__(self, source: str, most_values: int = 4096) -> None:
        self.scope: dict[str, Any] = {"__name__": "__main__"}
        self.parts: dict[int, tuple[int | None, tuple[int, ...], list[Step]]] = {}
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.error: BaseException | None = None
        self.recorder = Recorder(FILE, lambda: self.scope, self._take, most_values)
        self.recorder.start()
        try:
            exec(compile(source, FILE, "exec"), self.scope)
        except Exception as error:
            self.error = error
        finally:
            variables, nodes, edges = self.recorder.finish()
        self.variables: dict[str, Variable] = {one.name: one for one in variables}
        self.nodes += nodes
        self.edges += edges

    def _take(self, number: int, line: int | None, roots: Any, steps: Any, nodes: Any, edges: Any) -> None:
        self.parts.setdefault(number, (line, tuple(roots), []))[2].extend(steps)
        self.nodes += nodes
        self.edges += edges

    @property
    def passes(self) -> list[Pass]:
        return [Pass(line, roots, tuple(steps)) for _, (line, roots, steps) in sorted(self.parts.items())]

    def ran(self, number: int = 0) -> list[str]:
        names = {node.id: node.name for node in self.nodes}
        return [names[step.node] for step in self.passes[number].steps]

    def node(self, name: str) -> Node:
        return next(node for node in self.nodes if node.name == name)


def plain(source: str) -> tuple[dict[str, Any], BaseException | None]:
    """The same program without a recorder."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(source, FILE, "exec"), scope)
    except Exception as error:
        return scope, error
    return scope, None


@pytest.fixture(autouse=True)
def torch_as_it_was() -> Iterator[None]:
    engine = (torch.autograd.graph.log, torch.autograd.graph._register_logging_hooks_on_whole_graph)
    yield
    assert not torch.is_anomaly_enabled()
    assert (torch.autograd.graph.log, torch.autograd.graph._register_logging_hooks_on_whole_graph) == engine


SAME = {
    "second": "x = torch.ones(2, requires_grad=True)\ny = (x**2).sum()\ny.backward()\ny.backward()\n",
    "in_place": "x = torch.ones(2, requires_grad=True)\ny = x.exp()\nz = y.sum()\ny.add_(1)\nz.backward()\n",
    "in_place_create_graph": "x = torch.ones(2, requires_grad=True)\ny = x.exp()\nz = y.sum()\ny.add_(1)\ntorch.autograd.grad(z, x, create_graph=True)\n",
    "not_scalar": "x = torch.ones(2, requires_grad=True)\n(x * 2).backward()\n",
    "unused": "x = torch.ones(2, requires_grad=True)\ny = torch.ones(2, requires_grad=True)\ntorch.autograd.grad(x.sum(), y)\n",
    "hook_raises": "x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.register_hook(lambda g: 1 / 0)\ny.sum().backward()\n",
    "wrong_count": "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, a, b): return a + b\n    @staticmethod\n    def backward(ctx, g): return g\nx = torch.ones(2, requires_grad=True)\nF.apply(x, x).sum().backward()\n",
    "wrong_shape": "class F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, a): return a * 1\n    @staticmethod\n    def backward(ctx, g): return g[:1].repeat(5)\nx = torch.ones(2, requires_grad=True)\nF.apply(x).sum().backward()\n",
    "nan_wanted": "x = torch.zeros(1, requires_grad=True)\nwith torch.autograd.detect_anomaly():\n    (torch.sqrt(x) * 0).sum().backward()\n",
    "inference": "with torch.inference_mode():\n    x = torch.ones(2)\nx.requires_grad_()\n",
    "view_of_no_grad": "x = torch.ones(4, requires_grad=True)\nwith torch.no_grad():\n    v = x[:2]\nv.mul_(2)\n",
}


@pytest.mark.parametrize("name", SAME)
def test_errors_and_their_tracebacks_are_those_of_the_plain_run(name: str) -> None:
    source = "import torch\n" + SAME[name]

    def told(error: BaseException | None) -> tuple[str, str, list[tuple[str, int | None, str]]]:
        assert error is not None
        frames = traceback.extract_tb(error.__traceback__)
        # The first frame is this test's own.
        return type(error).__name__, str(error), [(f.filename, f.lineno, f.name) for f in frames[1:]]

    with warnings.catch_warnings(record=True) as seen_plain:
        warnings.simplefilter("always")
        wanted = told(plain(source)[1])
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        found = told(Recorded(source).error)
    assert found == wanted
    assert [str(one.message)[:60] for one in seen] == [str(one.message)[:60] for one in seen_plain]


QUIET = {
    "random": "torch.manual_seed(3)\nx = torch.randn(3, requires_grad=True)\n(x * torch.rand(3)).sum().backward()\nprint(x.grad, torch.rand(2))\n",
    "training": "torch.manual_seed(3)\nm = torch.nn.Linear(3, 1)\no = torch.optim.Adam(m.parameters())\nfor _ in range(5):\n    o.zero_grad()\n    l = m(torch.randn(4, 3)).pow(2).mean()\n    l.backward()\n    o.step()\n    print(l.item())\nprint(m.weight)\n",
    "saved_hooks": "def pack(t):\n    print('pack')\n    return t.numpy()\ndef unpack(a):\n    print('unpack')\n    return torch.from_numpy(a)\nx = torch.ones(2)\nw = torch.ones(2, requires_grad=True)\nwith torch.autograd.graph.saved_tensors_hooks(lambda t: pack(t.detach()), unpack):\n    y = (w * x).exp()\ny.sum().backward()\nprint(w.grad)\n",
    "checkpoint": "from torch.utils.checkpoint import checkpoint\ndef f(t):\n    print('run')\n    return t.exp() * t\nfor reentrant in (False, True):\n    x = torch.ones(2, requires_grad=True)\n    checkpoint(f, x, use_reentrant=reentrant).sum().backward()\n    print(x.grad)\n",
    "subclass": "class T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None):\n        print(getattr(f, '__name__', f))\n        return super().__torch_function__(f, types, args, kwargs or {})\nx = torch.ones(2).as_subclass(T).requires_grad_()\n(x * 2).sum().backward()\nprint(type(x.grad))\n",
    "mode": "from torch.utils._python_dispatch import TorchDispatchMode\nclass M(TorchDispatchMode):\n    def __torch_dispatch__(self, f, types, args=(), kwargs=None):\n        print(f)\n        return f(*args, **(kwargs or {}))\nx = torch.ones(2, requires_grad=True)\nwith M():\n    (x * 2).sum().backward()\n",
    "views": "x = torch.ones(4, requires_grad=True)\nb = x * 1\nv = b[:2]\nb.mul_(3)\nw = v * 2\n(w.sum() + b.sum()).backward()\nprint(x.grad, v.grad_fn.name())\n",
    "func": "from torch.func import grad, vmap\nprint(vmap(grad(lambda t: (t ** 3).sum()))(torch.arange(3.0)))\n",
    "jacobian": "print(torch.autograd.functional.jacobian(lambda t: t ** 2, torch.arange(3.0), vectorize=True))\n",
    "hessian": "print(torch.autograd.functional.hessian(lambda t: (t ** 3).sum(), torch.arange(3.0)))\n",
    "threads": "import threading\nx = torch.ones(3, requires_grad=True)\ndef go():\n    (x * 2).sum().backward()\nts = [threading.Thread(target=go) for _ in range(4)]\nfor t in ts: t.start()\nfor t in ts: t.join()\nprint(x.grad)\n",
    "post_accumulate": "x = torch.ones(3, requires_grad=True)\ndef used(p):\n    print(p.grad)\n    p.grad = None\nx.register_post_accumulate_grad_hook(used)\n(x * 2).sum().backward()\nprint(x.grad)\n",
    "node_hooks": "x = torch.ones(3, requires_grad=True)\ny = x * 2\ny.grad_fn.register_hook(lambda i, o: print('post', i, o))\ny.grad_fn.register_prehook(lambda o: (o[0] * 5,))\ny.sum().backward()\nprint(x.grad)\n",
    "sparse": "e = torch.nn.Embedding(5, 2, sparse=True)\ntorch.nn.init.ones_(e.weight)\ne(torch.tensor([1, 1, 3])).sum().backward()\nprint(e.weight.grad)\n",
    "inputs": "x = torch.ones(2, requires_grad=True)\ny = x * 2\nz = y.exp()\nprint(torch.autograd.grad(z.sum(), [y]))\nprint(x.grad)\n",
    "traceback": "import sys, traceback\nx = torch.ones(2, requires_grad=True)\n(x * 2).sum().backward()\ntry:\n    (x * 2).backward()\nexcept RuntimeError:\n    traceback.print_exc(file=sys.stdout)\n",
}


@pytest.mark.parametrize("name", QUIET)
def test_recording_changes_nothing_that_the_program_prints(name: str) -> None:
    source = "import torch\n" + QUIET[name]
    wanted, found = io.StringIO(), io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with redirect_stdout(wanted), redirect_stderr(wanted):
            assert plain(source)[1] is None
        with redirect_stdout(found), redirect_stderr(found):
            recorded = Recorded(source)
    assert recorded.error is None
    assert found.getvalue() == wanted.getvalue()
    assert wanted.getvalue()
    assert recorded.passes


def test_nodes_and_tensors_are_not_kept_alive() -> None:
    recorded = Recorded(
        "import torch, weakref\nkept = []\nfor _ in range(3):\n    x = torch.ones(1000, requires_grad=True)\n"
        "    y = (x * 2).exp()\n    kept.append(weakref.ref(x))\n    y.sum().backward()\n    del x, y\n"
        "import gc\ngc.collect()\nalive = sum(one() is not None for one in kept)\n"
    )
    assert recorded.scope["alive"] == 0
    assert len(recorded.passes) == 3
    assert len({step.node for one in recorded.passes for step in one.steps}) == 12


def test_a_recorder_is_let_go_of_after_its_run() -> None:
    watched = []
    for _ in range(3):
        scope: dict[str, Any] = {"__name__": "__main__"}
        recorder = Recorder(FILE, lambda scope=scope: scope, lambda *_: None)  # type: ignore[misc]
        recorder.start()
        exec(
            compile("import torch\nx = torch.ones(2, requires_grad=True)\n(x * 2).sum().backward()", FILE, "exec"),
            scope,
        )
        recorder.finish()
        watched.append(weakref.ref(recorder))
        del recorder, scope
    gc.collect()
    assert [one() for one in watched] == [None, None, None]


def test_hooks_are_no_cycle() -> None:
    gc.collect()
    gc.disable()
    try:
        recorded = Recorded(
            "import torch\nx = torch.ones(3, requires_grad=True)\ny = (x * 2).exp().sum()\ny.backward()\n"
        )
        leaf = weakref.ref(recorded.scope["x"])
        recorded.scope.clear()
        assert leaf() is None
    finally:
        gc.enable()


def test_a_leaf_keeps_its_number_over_passes_although_its_node_is_made_anew() -> None:
    recorded = Recorded(
        "import torch\nw = torch.ones(2, requires_grad=True)\nfor i in range(3):\n    (w * i).sum().backward()\n"
    )
    leaves = [node for node in recorded.nodes if node.kind == "leaf"]
    assert [(leaf.name, leaf.variable) for leaf in leaves] == [("AccumulateGrad", "w")]
    last = [one.steps[-1] for one in recorded.passes]
    assert [step.node for step in last] == [leaves[0].id] * 3
    assert [step.grad_after.values for step in last if step.grad_after] == [[0.0, 0.0], [1.0, 1.0], [3.0, 3.0]]
    assert [step.grad_before and step.grad_before.values for step in last] == [None, [0.0, 0.0], [1.0, 1.0]]


def test_deep_graphs_need_no_recursion() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(1, requires_grad=True)\ny = x\nfor _ in range(8000):\n    y = y + 1\ny.backward()\n"
    )
    assert len(recorded.passes[0].steps) == 8001
    assert recorded.recorder.complete
    assert sys.getrecursionlimit() < 8000


def test_too_large_a_graph_is_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_walk, "MOST_NODES", 50)
    recorded = Recorded(
        "import torch\nx = torch.ones(1, requires_grad=True)\n(x * 2).backward()\ny = x\nfor _ in range(80):\n    y = y + 1\ny.backward()\n"
    )
    assert recorded.error is None
    assert recorded.scope["x"].grad.item() == 3.0
    assert not recorded.recorder.complete
    assert recorded.ran(0) == ["MulBackward0", "AccumulateGrad"]


def test_second_order_nodes_have_the_line_that_made_them() -> None:
    recorded = Recorded(
        "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x**3\n"
        "(slope,) = torch.autograd.grad(y, x, create_graph=True)\nslope.backward()\n"
    )
    assert recorded.node("MulBackward0").line == 4
    assert recorded.node("MulBackward0").variable == "slope"
    assert recorded.scope["x"].grad.item() == 12.0


def test_second_order_lines_inside_a_custom_backward() -> None:
    recorded = Recorded(
        "import torch\nclass Cube(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n"
        "        ctx.save_for_backward(x)\n        return x**3\n    @staticmethod\n    def backward(ctx, g):\n"
        "        (x,) = ctx.saved_tensors\n        s = x * x\n        return g * 3 * s\n"
        "x = torch.tensor(2.0, requires_grad=True)\n(d,) = torch.autograd.grad(Cube.apply(x), x, create_graph=True)\nd.backward()\n"
    )
    assert recorded.scope["x"].grad.item() == 12.0
    assert {node.line for node in recorded.nodes if node.name == "MulBackward0"} >= {10, 11}
    custom = recorded.node("CubeBackward")
    assert (custom.kind, custom.line, custom.formula) == ("custom", 13, None)
    assert isinstance(custom.saved["0"], object)
    assert custom.saved["0"].values == 2.0  # type: ignore[union-attr]


def test_reentrant_passes_do_not_mix() -> None:
    recorded = Recorded(
        "import torch\nw = torch.tensor(3.0, requires_grad=True)\ny = w * 2\n"
        "def inner(grad):\n    with torch.enable_grad():\n        (w * 5).backward()\ny.register_hook(inner)\n(y * w).backward()\n"
    )
    assert recorded.scope["w"].grad.item() == 17.0
    outer, nested = recorded.passes
    assert (outer.line, nested.line) == (8, 6)
    assert recorded.ran(0) == ["MulBackward0", "MulBackward0", "AccumulateGrad"]
    assert recorded.ran(1) == ["MulBackward0", "AccumulateGrad"]


def test_a_gradient_is_copied_before_it_changes() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(2, requires_grad=True)\nx.sum().backward()\nx.grad.mul_(100)\n(x * 2).sum().backward()\n"
    )
    first, second = (one.steps[-1] for one in recorded.passes)
    assert first.grad_after is not None
    assert second.grad_before is not None
    assert second.grad_after is not None
    assert [one.values for one in (first.grad_after, second.grad_before, second.grad_after)] == [
        [1.0, 1.0],
        [100.0, 100.0],
        [102.0, 102.0],
    ]


def test_torch_grad_lists_what_ran_only() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\nz = y.exp().sum()\ntorch.autograd.grad(z, y)\n"
    )
    assert recorded.ran() == ["SumBackward0", "ExpBackward0"]
    assert recorded.variables["x"].grad is None


def test_no_gradient_needed_is_null_and_unused_outputs_are_null() -> None:
    recorded = Recorded(
        "import torch\nx = torch.arange(6.0, requires_grad=True)\na, b = x.split(3)\n(a * torch.ones(3)).sum().backward()\n"
    )
    times, split = (
        next(s for s in recorded.passes[0].steps if s.node == recorded.node(n).id)
        for n in ("MulBackward0", "SplitBackward0")
    )
    assert times.outgoing[1] is None
    assert split.incoming[1] is None
    assert [edge.source_slot for edge in recorded.edges if edge.source == times.node] == [0]


def test_freed_saved_tensors_are_left_out_one_by_one() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(2, requires_grad=True)\ny = x.pow(3)\nz = torch.autograd.grad(y.sum(), x)[0]\n"
    )
    assert recorded.node("PowBackward0").saved["exponent"] == 3
    late = Recorded(
        "import torch\nx = torch.ones(2, requires_grad=True)\ny = x.pow(3)\nimport torch.autograd.graph as g\nr = g.Variable._execution_engine.run_backward((y.sum(),), (torch.tensor(1.0),), False, False, (), allow_unreachable=True, accumulate_grad=True)\n"
    )
    assert "self" not in late.node("PowBackward0").saved
    assert late.node("PowBackward0").saved["exponent"] == 3


def test_names_of_parameters_lists_and_locals() -> None:
    recorded = Recorded(
        "import torch\nnet = torch.nn.Sequential(torch.nn.Linear(2, 1))\nws = [torch.ones(2, requires_grad=True)]\n"
        "d = {'b': torch.ones(1, requires_grad=True)}\n"
        "def loss():\n    inner = torch.ones(2, requires_grad=True)\n    out = net(inner * ws[0]) + d['b']\n    out.sum().backward()\nloss()\n"
    )
    names = {node.variable for node in recorded.nodes if node.kind == "leaf"}
    assert names == {"net.0.weight", "net.0.bias", "ws[0]", "d['b']", "inner"}


def test_the_programs_own_anomaly_mode_stays() -> None:
    recorded = Recorded(
        "import torch\ntorch.autograd.set_detect_anomaly(True)\nx = torch.zeros(1, requires_grad=True)\n"
        "seen = []\ny = x * 2\ny.register_hook(lambda g: seen.append(torch.is_anomaly_check_nan_enabled()))\ny.sum().backward()\n"
    )
    assert recorded.scope["seen"] == [True]


def test_an_expanded_gradient_is_described_without_a_copy() -> None:
    wide = torch.tensor([3.0, -1.0]).expand(500_000_000, 2)
    found = statistics(wide)
    assert (found.min, found.max, found.mean) == (-1.0, 3.0, 1.0)
    assert found.norm == pytest.approx((500_000_000 * 10) ** 0.5)


@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.int32, torch.bool, torch.complex64]
)
def test_statistics_are_torchs(dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    tensor = (torch.randn(7, 9) * 3).to(dtype)
    found = statistics(tensor.t()[::2])
    plain_numbers = tensor.t()[::2]
    wide = plain_numbers.abs().double() if dtype.is_complex else plain_numbers.double()
    assert (found.min, found.max) == (pytest.approx(wide.min().item()), pytest.approx(wide.max().item()))
    assert found.mean == pytest.approx(wide.mean().item())
    assert found.norm == pytest.approx(torch.linalg.vector_norm(wide).item())


def test_statistics_of_sparse_count_the_zeros() -> None:
    sparse = torch.sparse_coo_tensor(
        torch.tensor([[1, 1, 5]]), torch.tensor([2.0, 3.0, 7.0]), (100,), check_invariants=True
    )
    found = statistics(sparse)
    assert (found.min, found.max, found.mean) == (0.0, 7.0, 0.12)


def test_values_that_are_not_finite_are_words() -> None:
    taken = Snapshots().of(torch.tensor([[float("nan"), float("inf")], [-float("inf"), 1e300]], dtype=torch.float64))
    assert taken.values == [["nan", "inf"], ["-inf", 1e300]]


def test_a_run_keeps_no_more_values_than_it_may() -> None:
    snapshots = Snapshots(most=10, most_of_run=15)
    assert snapshots.of(torch.ones(10)).values == [1.0] * 10
    assert snapshots.of(torch.ones(10)).values is not None
    assert snapshots.exhausted
    assert snapshots.of(torch.ones(2)).values is None


def test_tensors_without_data_have_a_shape() -> None:
    taken = Snapshots().of(torch.ones(2, 3, device="meta"))
    assert (taken.shape, taken.values) == ((2, 3), None)


def test_passes_of_several_threads_are_kept_apart() -> None:
    recorded = Recorded("import torch\n" + QUIET["threads"].replace("print(x.grad)\n", ""))
    assert recorded.scope["x"].grad.tolist() == [8.0] * 3
    assert len(recorded.passes) == 4
    assert all(sorted(recorded.ran(i)) == ["AccumulateGrad", "MulBackward0", "SumBackward0"] for i in range(4))
    assert threading.active_count() == 1


def test_nodes_of_several_threads_with_the_same_sequence_number_are_kept_apart() -> None:
    recorded = Recorded(
        "import threading, torch\nx = torch.ones(2, requires_grad=True)\nmade = []\n"
        "def make(k):\n    made.append(((x * k).exp(), k))\n"
        "for k in (2, 3):\n    t = threading.Thread(target=make, args=(k,))\n    t.start()\n    t.join()\n"
        "numbers = [y.grad_fn._sequence_nr() for y, _ in made]\nsum(y.sum() for y, _ in made).backward()\n"
    )
    assert len(set(recorded.scope["numbers"])) == 1
    assert recorded.ran().count("ExpBackward0") == 2
    assert len({node.id for node in recorded.nodes if node.name == "ExpBackward0"}) == 2
    assert {node.line for node in recorded.nodes if node.name == "ExpBackward0"} == {5}


def test_a_leaf_that_is_a_root_is_seen() -> None:
    recorded = Recorded("import torch\nx = torch.tensor(2.0, requires_grad=True)\nx.backward()\nx.backward()\n")
    afters = [one.steps[0].grad_after for one in recorded.passes]
    assert [one and one.values for one in afters] == [1.0, 2.0]


def test_copy_slices_saves_nothing_and_is_walked_from_the_root() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(4, requires_grad=True)\ny = x * 1\nv = y[:2]\nv.mul_(5)\ny.pow(2).sum().backward()\n"
    )
    assert recorded.node("CopySlices").saved == {}
    assert recorded.node("CopySlices").line == 5
    assert recorded.scope["x"].grad.tolist() == [50.0, 50.0, 2.0, 2.0]


def test_saved_whole_numbers_keep_their_sign() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(2, 3, requires_grad=True)\n"
        "torch.nn.functional.cross_entropy(x, torch.tensor([0, 2])).backward()\n"
    )
    assert recorded.node("NllLossBackward0").saved["ignore_index"] == -100


def test_a_freed_custom_function_is_described_without_what_it_saved() -> None:
    recorded = Recorded(
        "import torch\nclass F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n"
        "        ctx.save_for_backward(t)\n        return t * 2\n    @staticmethod\n    def backward(ctx, g):\n        return g * 2\n"
        "x = torch.ones(2, requires_grad=True)\ny = F.apply(x)\nz = y.sum()\n"
        "run = torch.autograd.graph.Variable._execution_engine.run_backward\n"
        "run((z,), (torch.tensor(1.0),), False, False, (), allow_unreachable=True, accumulate_grad=True)\n"
    )
    assert recorded.error is None
    assert recorded.node("FBackward").saved == {}
    assert recorded.recorder.complete


def test_an_in_place_error_is_not_hidden_nor_turned_into_a_wrong_gradient() -> None:
    recorded = Recorded(
        "import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 1\nz = y.pow(2)\ny.mul_(3)\nz.sum().backward()\n"
    )
    assert isinstance(recorded.error, RuntimeError)
    assert recorded.scope["x"].grad is None


def test_an_edge_may_repeat() -> None:
    recorded = Recorded("import torch\ny = torch.ones(1, requires_grad=True) * 2\n(y * y).sum().backward()\n")
    root = recorded.node("SumBackward0").id
    square = next(edge.target for edge in recorded.edges if edge.source == root)
    slots = [(edge.source_slot, edge.target) for edge in recorded.edges if edge.source == square]
    assert [slot for slot, _ in slots] == [0, 1]
    assert len({target for _, target in slots}) == 1
