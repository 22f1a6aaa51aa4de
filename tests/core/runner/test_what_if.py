"""What if, through a real client: kept passes answer like the engine, and whatever a program does, nothing is left."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from core.autograd.trace import Step, Trace
from core.autograd.what_if import Cut, Hook, Negate, Scale, Upstream, WhatIf, WhatIfAnswer
from core.labs.autograd import EXAMPLES, example
from core.runner.protocol import Finished, Limits, Program
from tests.core.runner.running import TOKEN, Runs, marked_processes, until

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="passes are kept by forking")


def kept(runs: Runs, source: str, limits: Limits | None = None) -> Trace:
    runs.start(source, limits, what_if=True)
    return runs.finish().trace


def steps_equal(event: WhatIfAnswer, steps: tuple[Step, ...]) -> bool:
    return event.steps == steps and event.problem is None


LECTURE = example("mean_of_squares").program


def test_the_lectures_program_with_its_upstream_doubled(runs: Runs) -> None:
    trace = kept(runs, LECTURE)
    unchanged = runs.what_if(0)
    assert steps_equal(unchanged, trace.passes[0].steps)
    assert (unchanged.differs, unchanged.unlike) == (frozenset(), frozenset())
    doubled = runs.what_if(0, [Upstream(0, 2.0)])
    wanted = kept(runs, LECTURE.replace("a.backward()", "a.backward(torch.tensor(2.0))"))
    assert steps_equal(doubled, wanted.passes[0].steps)
    assert doubled.differs == {node.id for node in trace.nodes}
    leaf = doubled.steps[-1]
    assert leaf.grad_after is not None
    assert leaf.grad_after.values == [[-3.0, 0.0], [3.0, 6.0]]


def test_a_hook_and_a_cut(runs: Runs) -> None:
    source = "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x * 3\nz = (y * y + y).sum()\nz.backward()\n"
    trace = kept(runs, source)
    number = next(edge.target for edge in trace.edges if edge.source == 0)
    hooked = runs.what_if(0, [Hook(number, 0, Scale(10.0))])
    add = next(node for node in trace.nodes if node.name == "AddBackward0")
    way = next(edge for edge in trace.edges if edge.source == add.id and edge.source_slot == 1)
    cut = runs.what_if(0, [Cut(add.id, 1)])
    wanted_hook = kept(
        runs, source.replace("z = (y * y + y)", "w = y * y + y\nw.register_hook(lambda g: g * 10)\nz = w")
    )
    wanted_cut = kept(runs, source.replace("+ y)", "+ y.detach())"))
    assert hooked.steps[-1] == wanted_hook.passes[0].steps[-1]
    assert cut.steps[-1].grad_after == wanted_cut.passes[0].steps[-1].grad_after
    assert way.target in cut.differs
    assert not cut.unlike


TRAINING = (
    "import torch\ntorch.manual_seed(1)\nw = torch.ones(2, requires_grad=True)\nfor i in range({count}):\n"
    "    (w * torch.randn(2)).sum().backward()\n    with torch.no_grad():\n        w -= 0.1 * w.grad\n"
)


def test_passes_of_a_training_loop_start_from_the_gradient_of_then(runs: Runs) -> None:
    trace = kept(runs, TRAINING.format(count=3))
    for number, one in enumerate(trace.passes):
        assert steps_equal(runs.what_if(number), one.steps)
        leaf = runs.what_if(number, [Upstream(0, 0.0)]).steps[-1]
        before = one.steps[-1].grad_before
        assert leaf.grad_before == before
        assert leaf.grad_after is not None
        assert leaf.grad_after.values == (before.values if before is not None else [0.0, 0.0])


def test_of_many_passes_the_first_and_the_latest_are_kept(runs: Runs) -> None:
    trace = kept(runs, TRAINING.format(count=7))
    answers = [runs.what_if(number) for number in range(8)]
    assert [one.problem for one in answers] == [None, None, *["not kept"] * 3, None, None, "not kept"]
    assert all(steps_equal(answers[i], trace.passes[i].steps) for i in (0, 1, 5, 6))


def test_answers_do_not_change_each_other(runs: Runs) -> None:
    source = (
        "import torch\nclass Counting(torch.autograd.Function):\n    calls = 0\n    @staticmethod\n    def forward(ctx, x): return x * 1\n"
        "    @staticmethod\n    def backward(ctx, g):\n        Counting.calls += 1\n        return g * Counting.calls + torch.rand(2)\n"
        "torch.manual_seed(4)\nx = torch.ones(2, requires_grad=True)\nCounting.apply(x * 2).sum().backward()\n"
    )
    trace = kept(runs, source)
    for _ in range(3):
        assert steps_equal(runs.what_if(0), trace.passes[0].steps)
        assert runs.what_if(0, [Upstream(0, 2.0)]).unlike == frozenset()


def test_large_operations_use_several_threads_and_give_the_same_bits(runs: Runs) -> None:
    source = (
        "import torch\ntorch.manual_seed(0)\na = torch.randn(700, 700, requires_grad=True)\nb = torch.randn(700, 700, requires_grad=True)\n"
        "x = torch.randn(4, 8, 64, 64, requires_grad=True)\nc = torch.nn.Conv2d(8, 16, 3)\n"
        "print(torch.get_num_threads())\n((a @ b).sin().sum() + c(x).pow(2).sum()).backward()\n"
    )
    trace = kept(runs, source)
    assert steps_equal(runs.what_if(0), trace.passes[0].steps)
    # Of tensors this large the trace has statistics: their least difference would show.
    assert runs.what_if(0, [Upstream(0, 3.0)]).differs


def test_hooks_of_the_program_are_not_run_and_show(runs: Runs) -> None:
    source = (
        "import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\ny.register_hook(lambda g: g * 10)\n"
        "z = y.exp().sum()\nz.backward()\n"
    )
    trace = kept(runs, source)
    found = runs.what_if(0)
    names = {node.id: node.name for node in trace.nodes}
    assert sorted(names[node] for node in found.unlike) == ["AccumulateGrad", "MulBackward0"]
    assert found.differs == found.unlike
    turned = runs.what_if(0, [Hook(0, 0, Negate())])
    assert turned.unlike == found.unlike
    assert turned.differs > found.unlike


def test_a_program_that_raised_is_still_asked(runs: Runs) -> None:
    trace = kept(runs, LECTURE + "raise ValueError('after')\n")
    assert trace.outcome == "raised"
    assert steps_equal(runs.what_if(0), trace.passes[0].steps)


def test_a_second_backward_fails_as_always(runs: Runs) -> None:
    trace = kept(runs, LECTURE + "\na.backward()\n")
    assert trace.error is not None
    assert "second time" in trace.error.message
    assert steps_equal(runs.what_if(0), trace.passes[0].steps)
    again = runs.what_if(1)
    assert again.problem == "raised"
    assert again.failure is not None
    assert "second time" in again.failure.message
    assert len(again.steps) == len(trace.passes[1].steps)


SOME = ["custom_split_unused", "hooks"]


@pytest.mark.parametrize("name", SOME)
def test_examples_unchanged(runs: Runs, name: str) -> None:
    trace = kept(runs, (EXAMPLES / f"{name}.py").read_text(encoding="utf-8"))
    hooked = name == "hooks"
    for number, one in enumerate(trace.passes[:2]):
        found = runs.what_if(number)
        assert found.steps[: len(one.steps)] == one.steps or hooked
        assert bool(found.unlike) == hooked


def test_without_being_asked_nothing_is_kept(runs: Runs) -> None:
    runs.run(LECTURE)
    assert runs.what_if(0).problem == "unavailable"
    assert until(lambda: len(marked_processes(TOKEN)) <= 1)


def test_unknown_passes_have_a_code_and_no_run_none(runs: Runs) -> None:
    kept(runs, LECTURE)
    assert [runs.what_if(number).problem for number in (-1, 1, 99)] == ["not kept"] * 3
    runs.start("import time\nprint('on', flush=True)\ntime.sleep(600)\n", what_if=True)
    runs.until_printed("on")
    assert runs.what_if(0).problem == "running"


LOOPS = (
    "import torch, time\nclass Slow(torch.autograd.Function):\n    first = True\n    @staticmethod\n    def forward(ctx, x): return x * 1\n"
    "    @staticmethod\n    def backward(ctx, g):\n        if g[0] != 1:\n            while True: pass\n        return g\n"
    "x = torch.ones(2, requires_grad=True)\nSlow.apply(x * 2).sum().backward()\n(x * 3).sum().backward()\n"
)


def test_a_backward_that_never_ends_is_ended(runs: Runs) -> None:
    trace = kept(runs, LOOPS)
    assert runs.what_if(0, [Upstream(0, 2.0)], seconds=0.5).problem == "timed out"
    assert steps_equal(runs.what_if(1), trace.passes[1].steps)
    assert steps_equal(runs.what_if(0), trace.passes[0].steps)


def test_a_backward_that_crashes_is_told(runs: Runs) -> None:
    trace = kept(runs, LOOPS.replace("while True: pass", "import ctypes; ctypes.string_at(0)"))
    assert runs.what_if(0, [Upstream(0, 2.0)]).problem == "died"
    assert steps_equal(runs.what_if(0), trace.passes[0].steps)


def test_a_backward_that_kills_its_parent_is_told(runs: Runs) -> None:
    trace = kept(runs, LOOPS.replace("while True: pass", "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"))
    assert runs.what_if(0, [Upstream(0, 2.0)]).problem == "gone"
    assert runs.what_if(0).problem == "gone"
    assert steps_equal(runs.what_if(1), trace.passes[1].steps)


def test_a_backward_that_kills_its_group_is_told(runs: Runs) -> None:
    kept(runs, LOOPS.replace("while True: pass", "import os, signal; os.killpg(0, signal.SIGKILL)"))
    assert runs.what_if(0, [Upstream(0, 2.0)]).problem == "gone"
    assert runs.what_if(1).problem == "gone"


def test_a_backward_that_wants_all_memory_is_refused_it(runs: Runs) -> None:
    kept(runs, LOOPS.replace("while True: pass", "torch.ones(1 << 33)"))
    answer = runs.what_if(0, [Upstream(0, 2.0)])
    assert answer.problem == "raised"
    assert answer.failure is not None
    assert "memory" in answer.failure.message


def test_stop_while_an_answer_is_under_way(runs: Runs) -> None:
    kept(runs, LOOPS)
    request = runs.client.ask(WhatIf(0, (Upstream(0, 2.0),)), seconds=100.0)
    runs.client.stop()
    assert runs.answer(request).problem == "gone"
    assert runs.what_if(1).problem == "gone"


def test_a_new_run_lets_go_of_what_was_kept(runs: Runs) -> None:
    kept(runs, LOOPS)
    request = runs.client.ask(WhatIf(0, (Upstream(0, 2.0),)), seconds=100.0)
    runs.client.run(Program(LECTURE))
    assert runs.answer(request).problem == "gone"
    assert [event for _, event in runs.events if isinstance(event, Finished)]


HOSTILE = {
    "exit_inside": ("import os\nos._exit(3)\n", "died"),
    "exit_in_a_hook": ("import os\ny = x * 2\ny.register_hook(lambda g: os._exit(3))\ny.sum().backward()\n", "died"),
    "ignores_sigterm": ("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n", "finished"),
    "ignores_all_signals": (
        "import signal\nfor s in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))\n(x * 2).sum().backward()\n",
        "finished",
    ),
    "leaves_threads": (
        "import threading\ndef spin():\n    while True: pass\nfor _ in range(2): threading.Thread(target=spin, daemon=True).start()\n(x * 2).sum().backward()\n",
        "finished",
    ),
    "leaves_processes": (
        "import subprocess, sys\nfor e in (None, {}):\n    p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], env=e, start_new_session=e is None)\n",
        "finished",
    ),
    "alarm": ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.5)\n", "finished"),
    "no_descriptors": ("import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))\n(x * 2).sum().backward()\n", "finished"),
    "no_fork": ("import os\nos.fork = os.kill = os._exit = None\n(x * 2).sum().backward()\n", "finished"),
    "waits_for_children": ("import os\ntry:\n    while True: os.wait()\nexcept ChildProcessError:\n    print('none')\n", "finished"),
    "traced": ("import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\n(x * 2).sum().backward()\n", "finished"),
    "warnings_are_errors": ("import warnings\nwarnings.simplefilter('error')\n(x * 2).sum().backward()\n", "finished"),
    "forks_itself": ("import os\nif os.fork() == 0:\n    (x * 2).sum().backward()\n    os._exit(0)\nos.wait()\n", "finished"),
    "no_folder": ("import os, tempfile\nd = tempfile.mkdtemp()\nos.chdir(d)\nos.rmdir(d)\n", "finished"),
    "exit_handlers": ("import atexit, os\natexit.register(lambda: print('at exit', flush=True))\nprint('on', flush=True)\n", "finished"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_programs_that_make_keeping_hard(runs: Runs, name: str) -> None:
    source, outcome = HOSTILE[name]
    head = "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n(x * x).sum().backward()\n"
    trace = kept(runs, head + source, Limits(seconds=20))
    assert trace.outcome == outcome, trace.error
    found = runs.what_if(0)
    if outcome == "died" or name == "no_descriptors":
        # No process of Python's can start with so few.
        assert found.problem == "gone"
    else:
        assert steps_equal(found, trace.passes[0].steps)
    for number in range(1, len(trace.passes)):
        answer = runs.what_if(number)
        assert answer.problem in (None, "gone", "not kept")
    if name == "exit_handlers":
        assert trace.output == "on\nat exit\n"
    if name == "waits_for_children":
        assert trace.output == "none\n"


def test_the_processes_that_wait_use_no_processor(runs: Runs) -> None:
    kept(
        runs,
        HOSTILE["leaves_threads"][0]
        .replace("(x * 2)", "(torch.ones(1, requires_grad=True) * 2)")
        .replace("import", "import torch,", 1),
    )

    def those_that_wait() -> list[int]:
        group = runs.client._resting._child.pid  # type: ignore[union-attr]
        found = []
        for pid in marked_processes(TOKEN):
            with contextlib.suppress(ProcessLookupError):  # Gone meanwhile.
                found += [pid] if os.getpgid(pid) == group else []
        return found

    assert until(lambda: len(those_that_wait()) == 2)  # They may come up after the end of the run is told.
    pids = those_that_wait()

    def used() -> list[str]:
        return [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids]  # type: ignore[misc]

    assert until(lambda: all(state(pid) == "S" for pid in pids))
    before = used()
    runs.what_if(99)
    assert used() == before


def state(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return ""


def test_what_takes_too_much_memory_is_let_go_before_the_program(runs: Runs) -> None:
    source = (
        "import torch, time\nx = torch.ones(2, requires_grad=True)\nheld = torch.ones(200_000_000)\n(x * 2).sum().backward()\n"
        "held.add_(1)\ntime.sleep(1.5)\ndel held\n"
    )
    # The copy's own 760 MiB do not fit beside the program's, which are as many and what torch itself takes.
    trace = kept(runs, source, Limits(memory_mib=1700))
    assert trace.outcome == "finished"
    assert runs.what_if(0).problem == "too large"


def test_a_system_without_copies_says_so(runs: Runs) -> None:
    source = (
        "import torch\nx = torch.ones(2, requires_grad=True)\nimport threading\n"
        "t = threading.Thread(target=lambda: (x * 2).sum().backward())\nt.start()\nt.join()\n"
        "y = x * 2\ntorch.autograd.grad(y, x, torch.eye(2), is_grads_batched=True)\n"
    )
    kept(runs, source)
    assert [runs.what_if(number).problem for number in (0, 1)] == ["not main thread", "transformed"]
