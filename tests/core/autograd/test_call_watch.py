"""The watch over calls sees everything and is seen by nobody: programs print through the child what they print alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import torch

from core.autograd.call_watch import CallWatch
from core.autograd.operation_names import name_of
from core.runner.protocol import Finished
from tests.core.autograd.programs import DIGEST, PROGRAMS
from tests.core.runner.running import running

ROOT = Path(__file__).parent.parent.parent.parent

# All of them are compared in one process in test_recorder; these go through the real child.
MANY = dict(list(PROGRAMS.items())[::3])
MANY_TOGETHER = f"""
import contextlib, io, logging, random, sys, warnings
import numpy, torch
PROGRAMS, DIGEST = {MANY!r}, {DIGEST!r}
for name, source in PROGRAMS.items():
    torch.manual_seed(0); random.seed(0); numpy.random.seed(0)
    scope = {{"__name__": "__main__"}}
    print(name)
    try:
        exec(compile(source, "program.py", "exec"), scope)
    except Exception as error:
        print(type(error).__name__, error)
    exec(DIGEST, scope)
"""

WITNESSES = {
    "overrides": """
import torch
from torch.overrides import TorchFunctionMode, has_torch_function, has_torch_function_unary, resolve_name
x = torch.ones(2, requires_grad=True)
print(has_torch_function((x,)), has_torch_function_unary(x), torch.overrides.has_torch_function_variadic(x, x))
class Own(TorchFunctionMode):
    def __torch_function__(self, function, types, args=(), kwargs=None):
        print("own", resolve_name(function), has_torch_function((x,)))
        return function(*args, **(kwargs or {}))
class Sub(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        print("sub", getattr(function, "__name__", function), has_torch_function((x,)))
        return super().__torch_function__(function, types, args, kwargs or {})
s = torch.ones(2).as_subclass(Sub)
print(has_torch_function((s,)), type(s + x), type(torch.nn.functional.relu(s)))
with Own():
    print(has_torch_function((x,)), torch.nn.functional.relu(x * 2), torch.zeros(1))
    with Own():
        y = s * 2
    with torch.device("meta"):
        print(torch.ones(2).device)
torch.set_default_device("meta")
print(torch.ones(2).device)
torch.set_default_device(None)
print(torch.ones(2).device, repr(x), type(s.sum()))
with torch._C.DisableTorchFunctionSubclass():
    print(type(s * 2))
try:
    torch.nn.functional.relu(s, 1, 2, 3)
except TypeError as error:
    print(error)
""",
    "errors_and_warnings": """
import sys, traceback, warnings
import torch
x = torch.ones(3, requires_grad=True)
def attempt(act):
    try:
        act()
    except Exception:
        traceback.print_exc(file=sys.stdout)
attempt(lambda: x @ torch.ones(4))
attempt(lambda: x + torch.ones(4))
attempt(lambda: x * "a")
attempt(lambda: "a" - x)
attempt(lambda: x[5])
attempt(lambda: x.no_such)
attempt(lambda: torch.nn.functional.relu("a"))
attempt(lambda: torch.nn.functional.cross_entropy(x, x[:1]))
attempt(lambda: torch.nn.Conv2d(1, 1, 3)(torch.ones(1, 2, 5, 5)))
attempt(lambda: torch.cat([x, torch.ones(1, 2)]))
attempt(lambda: torch.tensor([[1], [1, 2]]))
attempt(lambda: x.add_(1))
attempt(lambda: x.view(2))
attempt(lambda: torch.einsum("ij", x))
attempt(lambda: x.numpy())
attempt(lambda: x.backward())
attempt(lambda: bool(x))
attempt(lambda: setattr(x, "requires_grad", 5))
def deep(t):
    return deep(t + 1)
try:
    deep(x)
except RecursionError as error:
    print(str(error)[:32], sys.getrecursionlimit())
x.T
torch.nn.functional.mse_loss(torch.ones(2), torch.ones(1))
torch.nn.functional.softmax(x)
torch.tensor(x.detach())
(x * 2).grad
""",
    "copies": """
import copy, io, pickle
import torch
net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
torch.manual_seed(1)
for p in net.parameters():
    torch.nn.init.normal_(p)
net(torch.randn(4, 2)).sum().backward()
again = copy.deepcopy(net)
print([p.grad for p in again.parameters()], again[0].weight is net[0].weight)
file = io.BytesIO()
torch.save(net.state_dict(), file)
print(len(file.getvalue()))
file.seek(0)
print(torch.load(file))
t = pickle.loads(pickle.dumps(torch.arange(3.0, requires_grad=True)))
print(t, t.grad, copy.copy(t), t.__class__, hash(t) == id(t), t.tolist(), t.numel(), len(t), list(t), t in [t])
print(torch.arange(3).numpy().__array_interface__["shape"], torch.from_numpy(t.detach().numpy()))
""",
    "workers": """
import multiprocessing, os, threading
import torch
from torch.utils.data import DataLoader, TensorDataset
def square(n):
    return float((torch.tensor(float(n), requires_grad=True) ** 2).backward() or n * n)
if __name__ == "__main__":
    torch.manual_seed(2)
    data = TensorDataset(torch.arange(12.0).reshape(6, 2), torch.arange(6))
    for x, y in DataLoader(data, batch_size=2, shuffle=True, num_workers=2):
        print(x, y)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(square, range(4)))
    made = []
    threads = [threading.Thread(target=lambda i=i: made.append((i, (torch.ones(2) * i).sum().item()))) for i in range(4)]
    for t in threads:
        t.start()
        t.join()
    print(made, threading.active_count())
""",
    "transforms": """
import torch
from torch.func import functional_call, grad, hessian, jacrev, jvp, vjp, vmap
f = lambda t: (t.sin() * t).sum()
x = torch.arange(3.0)
print(grad(f)(x), vmap(grad(f))(torch.ones(2, 3)), hessian(f)(x), jacrev(torch.sin)(x), jvp(f, (x,), (x,)), vjp(f, x)[0])
print(vmap(lambda t: torch.nn.functional.relu(t - 1).sum())(torch.ones(2, 3)))
print(torch.jit.trace(lambda t: (t * 2).relu(), torch.ones(2)).graph)
print(torch.jit.script(torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())).graph)
import torch.fx
print(torch.fx.symbolic_trace(torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())).graph)
from torch.fx.experimental.proxy_tensor import make_fx
print(make_fx(lambda t: torch.nn.functional.gelu(t) * 2)(torch.ones(2)).code)
print(torch.export.export(torch.nn.Linear(2, 3), (torch.ones(2),)).graph)
from torch._subclasses.fake_tensor import FakeTensorMode
with FakeTensorMode():
    print((torch.ones(2, 3) @ torch.ones(3, 4)).shape)
""",
    "compiled": """
import logging
import torch
logging.disable(logging.CRITICAL)  # Its lines begin with the time.
from torch._dynamo.utils import counters
def f(t):
    u = torch.nn.functional.relu(t * 2)
    print("a break")
    return u.sin()
fast = torch.compile(f, backend="eager")
x = torch.ones(2, requires_grad=True)
for _ in range(3):
    y = fast(x)
y.sum().backward()
print(x.grad, y.grad_fn.name(), dict(counters["stats"]), len(counters["graph_break"]))
net = torch.compile(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU()), backend="aot_eager")
torch.manual_seed(1)
with torch.no_grad():
    for p in net.parameters():
        p.fill_(0.5)
optimiser = torch.optim.SGD(net.parameters(), lr=0.1)
for size in (2, 2, 3):
    optimiser.zero_grad()
    loss = net(torch.ones(size, 2)).sum()
    loss.backward()
    optimiser.step()
    print(loss.item(), loss.grad_fn.next_functions[0][0].name())
print(dict(counters["stats"]))
@torch.compile(backend="eager")
def bad(t):
    return t @ torch.ones(5)
try:
    bad(torch.ones(2))
except Exception as error:
    print(type(error).__name__)
print((x * 2).sum().item())
""",
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Finished]]:
    """What each program prints by itself, and its run through the real child."""
    folder = tmp_path_factory.mktemp("witnesses")
    found = {}
    with running() as runs:
        runs.client.warm()
        for name, source in {"many": MANY_TOGETHER, **WITNESSES}.items():
            path = folder / f"{name}.py"
            path.write_text(source)
            alone = subprocess.Popen(
                [sys.executable, "-u", str(path)],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=folder,
            )
            finished = runs.run(source, path=str(path))
            found[name] = (alone.communicate(timeout=300)[0], finished)
    return found


@pytest.mark.parametrize("name", ["many", *WITNESSES])
def test_a_program_prints_what_it_prints_alone(name: str, printed: dict[str, tuple[str, Finished]]) -> None:
    alone, finished = printed[name]
    assert finished.trace.outcome == "finished", finished.trace.error
    assert finished.trace.output == alone
    assert alone
    assert finished.trace.details is not None
    assert finished.trace.details.operations
    assert finished.trace.details.complete


class Heard:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, bool]] = []
        self.writes: list[Any] = []
        self.callers: set[str] = set()

    def before_write(self, caller: FrameType, written: object) -> None:
        self.writes.append(written)

    def after(
        self,
        caller: FrameType,
        function: Any,
        arguments: tuple[Any, ...],
        options: Mapping[str, Any] | None,
        result: Any,
        writes: bool,
    ) -> None:
        self.callers.add(caller.f_code.co_filename)
        self.calls.append((name_of(function), len(arguments), writes))


def test_calls_are_told_with_what_was_given_and_those_that_raise_are_not() -> None:
    heard = Heard()
    watch = CallWatch(heard)
    watch.start()
    try:
        x = torch.ones(2)
        with pytest.raises(RuntimeError):
            x @ torch.ones(3)
        x.mul_(2)
        x[0] = 5
        y = torch.stack([x, x], dim=1)
        many = torch.broadcast_tensors(*[x] * 100)
        assert len(many) == 100
    finally:
        watch.finish()
    after = x * 2
    assert torch.equal(y, torch.tensor([[5.0, 5.0], [2.0, 2.0]]))
    assert torch.equal(after, torch.tensor([10.0, 4.0]))
    assert [call for call in heard.calls if call[0] != "torch.broadcast_tensors"] == [
        ("torch.ones", 1, False),
        ("torch.ones", 1, False),
        ("torch.Tensor.mul_", 2, True),
        ("torch.Tensor.__setitem__", 3, True),
        ("torch.stack", 1, False),
    ]
    assert [one is x for one in heard.writes] == [True, True]
    assert heard.callers == {__file__, torch.functional.__file__}
    assert watch.complete


def test_everything_is_as_it_was_afterwards() -> None:
    def state() -> list[Any]:
        names = ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic")
        modules = (torch.overrides, torch.functional, torch.nn.functional, torch._tensor)
        kept = [getattr(module, name, None) for module in modules for name in names]
        return [*kept, torch._C._dynamo.eval_frame.set_eval_frame, torch._C._len_torch_function_stack()]

    before = state()
    for _ in range(2):
        watch = CallWatch(Heard())
        watch.start()
        assert state() != before
        watch.finish()
        assert state() == before


def test_a_listener_that_fails_does_no_harm() -> None:
    class Broken(Heard):
        def after(self, *_: Any) -> None:
            torch.nn.functional.relu("fails within torch")

        def before_write(self, *_: Any) -> None:
            torch.nn.functional.relu("fails within torch")

    watch = CallWatch(Broken())
    watch.start()
    try:
        x = torch.ones(2).mul_(3)
    finally:
        watch.finish()
    assert x.tolist() == [3.0, 3.0]
    assert not watch.complete
