from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.runner.client import Client
from core.runner.protocol import Finished, Limits, Output, Program, Progress, Started
from tests.core.runner.running import Runs, marked_processes, running, until
from tests.core.runner.test_child import RAISING

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and process groups are POSIX")

STOP_WITHIN = 0.5
TRIES = 3
"""On a busy machine a stop may be late; one that takes longer than it may is late each time."""
TOKEN = "CONVGRAD_TEST_OF_CLIENT"
ALIVE = "import torch; x = torch.tensor(3.0, requires_grad=True); (x * x).backward(); print('alive', x.grad.item(), flush=True)\n"
"""Every hostile program begins as an ordinary one: so each proves that the run after the one before works."""


@pytest.fixture(scope="module")
def shared() -> Iterator[Runs]:
    """One client for all programs."""
    # Whatever these runs start inherits this: other processes on the machine are none of ours.
    os.environ[TOKEN] = f"{os.getpid()}-{time.monotonic_ns()}"
    with running() as runs:
        runs.client.warm()
        yield runs
    del os.environ[TOKEN]


@pytest.fixture
def runs(shared: Runs) -> Iterator[Runs]:
    """After each program nothing runs but the spare process for the next."""
    # The spare process is the client's, not the test's: it is there before the test is watched.
    yield shared
    assert until(lambda: len(marked_processes(TOKEN)) <= 1), marked_processes(TOKEN)


@pytest.fixture(autouse=True)
def nothing_left_behind() -> None:
    """In place of the fixture of the same name: here the client outlives a test, and is itself what is tested."""


@pytest.fixture(autouse=True, scope="module")
def nothing_left_behind_by_the_client(shared: Runs) -> Iterator[None]:
    yield
    last = shared.run(ALIVE).trace
    assert (last.outcome, last.output) == ("finished", "alive 6.0\n")
    shared.client.close()
    assert until(lambda: not marked_processes(TOKEN))
    assert not [one for one in threading.enumerate() if "core.runner" in one.name or "watcher" in one.name]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def stop_and_measure(runs: Runs) -> tuple[float, Finished]:
    asked = time.monotonic()
    runs.client.stop()
    at, event = runs.wait_for(lambda event: isinstance(event, Finished))
    assert isinstance(event, Finished)
    return at - asked, event


def test_events_come_in_order(runs: Runs) -> None:
    finished = runs.run("import time\nprint('one')\ntime.sleep(0.6)\nprint('two')\n")
    kinds = [type(event) for _, event in runs.events]
    assert kinds[0] is Started
    assert kinds[-1] is Finished
    assert kinds.count(Finished) == 1
    assert Progress in kinds
    told = "".join(event.text for _, event in runs.events if isinstance(event, Output))
    assert told == finished.trace.output == "one\ntwo\n"
    progress = [event for _, event in runs.events if isinstance(event, Progress)]
    assert progress[-1].memory_mib > 50
    assert 0.2 < progress[-1].seconds < 30


def test_output_is_streamed(runs: Runs) -> None:
    runs.start("import time\nprint('early', flush=True)\nwhile True:\n    time.sleep(0.1)\n")
    runs.until_printed("early")
    assert not [event for _, event in runs.events if isinstance(event, Finished)]
    runs.client.stop()
    assert runs.finish().stopped


ENDLESS = {
    "python": "print('on', flush=True)\nwhile True:\n    pass\n",
    "sleep": "import time\nprint('on', flush=True)\ntime.sleep(1000)\n",
    "torch": "import torch\na = torch.ones(3000, 3000)\nprint('on', flush=True)\nwhile True:\n    a @ a\n",
    "no_sigterm": "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('on', flush=True)\nwhile True:\n    pass\n",
    "all_signals": (
        "import signal\nfor s in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n"
        "    try:\n        signal.signal(s, lambda *_: None)\n    except (OSError, ValueError):\n        pass\n"
        "print('on', flush=True)\nwhile True:\n    pass\n"
    ),
    "catches_all": "print('on', flush=True)\nwhile True:\n    try:\n        while True: pass\n    except BaseException:\n        pass\n",
    "in_c": "print('on', flush=True)\nsum(range(10**12))\n",
    "stopped": "import os, signal\nprint('on', flush=True)\nos.kill(os.getpid(), signal.SIGSTOP)\n",
    "threads": "import threading\ndef spin():\n    while True: pass\nfor _ in range(8): threading.Thread(target=spin).start()\nprint('on', flush=True)\nspin()\n",
    "at_exit": "import atexit, time\natexit.register(time.sleep, 600)\nprint('on', flush=True)\n",
    "garbage": "import gc, torch\ngc.disable()\nprint('on', flush=True)\nwhile True:\n    a = []\n    a.append(a)\n    torch.ones(3)\n",
    "forever_in_torch": "import torch\nprint('on', flush=True)\nx = torch.ones(1, requires_grad=True)\nwhile True: (x * 2).backward()\n",
    "in_a_hook": (
        "import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\ndef forever(grad):\n    print('on', flush=True)\n"
        "    while True: pass\ny.register_hook(forever)\ny.sum().backward()\n"
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_programs_stop_at_once(runs: Runs, name: str) -> None:
    took: list[float] = []
    while len(took) < TRIES and min(took, default=STOP_WITHIN) >= STOP_WITHIN:
        runs.start(ENDLESS[name])
        runs.until_printed("on")
        seconds, finished = stop_and_measure(runs)
        took.append(seconds)
        assert finished.stopped
        assert finished.trace.outcome == "died"
        assert finished.trace.error is None
    assert min(took) < STOP_WITHIN


def test_stop_keeps_what_was_recorded(runs: Runs) -> None:
    source = (
        "import torch\nx = torch.tensor(2.0, requires_grad=True)\n(x * x).backward()\nz = x.exp()\n"
        "print('on', flush=True)\nwhile True: pass\n"
    )
    runs.start(source)
    runs.until_printed("on")
    _, finished = stop_and_measure(runs)
    trace = finished.trace
    assert [len(one.steps) for one in trace.passes] == [2]
    assert (trace.variables[0].name, trace.variables[0].value.values) == ("x", 2.0)
    assert trace.variables[0].grad is not None
    assert trace.variables[0].grad.values == 4.0
    assert "ExpBackward0" in [node.name for node in trace.nodes]
    details = trace.details
    assert details is not None
    assert [one.name for one in details.operations] == ["torch.tensor", "torch.Tensor.mul", "torch.Tensor.exp"]
    assert [one.id for one in details.nodes] == [node.id for node in trace.nodes]


def test_death_inside_a_pass_keeps_its_steps(runs: Runs) -> None:
    finished = runs.run(
        "import os, time, torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\nz = y * 3\n"
        "def die(grad):\n    time.sleep(0.2)\n    return grad\nz.register_hook(die)\n"
        "y.register_hook(lambda grad: os._exit(5))\nz.sum().backward()\n"
    )
    trace = finished.trace
    assert trace.outcome == "died"
    names = {node.id: node.name for node in trace.nodes}
    assert sorted(names.values()) == ["AccumulateGrad", "MulBackward0", "MulBackward0", "SumBackward0"]
    assert trace.details is not None
    assert not trace.details.complete
    assert [one.name for one in trace.details.operations][:3] == ["torch.ones", "torch.Tensor.mul", "torch.Tensor.mul"]
    assert {one.id for one in trace.details.nodes} == set(names)
    # What ran in the last tenth of a second before it died may be lost, and nothing else.
    assert [names[step.node] for step in trace.passes[0].steps] == ["SumBackward0", "MulBackward0"]


def test_timeout(runs: Runs) -> None:
    finished = runs.run("x = 1\nwhile True: pass\n", Limits(seconds=0.3))
    assert finished.trace.outcome == "timed out"
    assert finished.trace.error is None
    assert not finished.stopped


@pytest.mark.parametrize(
    "source",
    [
        "import torch\na = torch.ones(50 * 2**30, dtype=torch.uint8)\nprint('whole')\n",
        "held = []\nwhile True:\n    held.append(bytearray(b'x') * 10_000_000)\n",
    ],
    ids=["one_tensor", "many_lists"],
)
def test_memory(runs: Runs, source: str) -> None:
    finished = runs.run(source, Limits(memory_mib=700))
    trace = finished.trace
    # Torch may refuse so large a tensor before anything is taken.
    refused = trace.outcome == "raised" and trace.error is not None and "allocate" in trace.error.message
    assert trace.outcome == "out of memory" or refused
    assert "whole" not in trace.output


@pytest.mark.parametrize("status", [0, 42])
def test_exit_inside(runs: Runs, status: int) -> None:
    finished = runs.run(f"import os\nprint('before', flush=True)\nos._exit({status})\n")
    assert finished.trace.outcome == "died"
    assert finished.trace.output == "before\n"
    assert finished.trace.error is not None
    assert finished.trace.error.type == "Exit"
    assert finished.trace.error.message == f"exit status {status}"


@pytest.mark.parametrize(
    ("source", "signal_name"),
    [
        ("import ctypes\nctypes.string_at(0)\n", "SIGSEGV"),
        ("import os\nos.abort()\n", "SIGABRT"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "SIGKILL"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nwhile True: pass\n", "SIGTERM"),
        ("import os, signal\nos.killpg(0, signal.SIGKILL)\n", "SIGKILL"),
    ],
)
def test_signals(runs: Runs, source: str, signal_name: str) -> None:
    trace = runs.run(source).trace
    assert trace.outcome == "died"
    assert trace.error is not None
    assert (trace.error.type, trace.error.message) == ("Signal", signal_name)


SOME_RAISING = ("syntax", "in_library", "unprintable", "half_a_pair", "closed_stdout", "exit", "input")
"""One of each kind by way of a process; what an error says is tested for all in test_child.py."""


@pytest.mark.parametrize("name", SOME_RAISING)
def test_errors_say_type_and_line(runs: Runs, name: str) -> None:
    source, kind, line = RAISING[name]
    finished = runs.run(source)
    trace = finished.trace
    assert trace.outcome == "raised"
    assert trace.error is not None
    assert trace.error.type == kind
    if line is not None:
        assert trace.error.line == line
    assert len(trace.error.message) <= 10_000
    assert "core/runner" not in trace.output


def test_exit_without_error_is_an_end(runs: Runs) -> None:
    finished = runs.run("import sys\nprint('x')\nsys.exit()\n")
    assert finished.trace.outcome == "finished"
    assert finished.complete


def test_endless_print_is_cut_and_stays_stoppable(runs: Runs) -> None:
    took: list[float] = []
    while len(took) < TRIES and min(took, default=STOP_WITHIN) >= STOP_WITHIN:
        runs.start("while True:\n    print('flood ' * 20)\n", Limits(output_bytes=100_000))
        runs.until_started()
        assert until(lambda: sum(len(e.text) for _, e in runs.events if isinstance(e, Output)) >= 100_000)
        seconds, finished = stop_and_measure(runs)
        took.append(seconds)
        assert finished.cut
        assert len(finished.trace.output.encode()) <= 100_000
    assert min(took) < STOP_WITHIN
    outputs = [event for _, event in runs.events if isinstance(event, Output)]
    assert "".join(event.text for event in outputs) == finished.trace.output
    assert len(outputs) < 200  # 100 kB in ever so many pieces would drown the interface.


def test_one_huge_print_is_cut(runs: Runs) -> None:
    finished = runs.run("print('x' * 300_000_000)\n", Limits(output_bytes=1000))
    assert finished.trace.outcome == "finished"
    assert finished.cut
    assert finished.trace.output == "x" * 1000


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.close(1); os.close(2)\n",
        "import sys\nsys.stdout.close(); sys.stderr.close()\n",
        "import sys\nsys.stdout = None\nsys.stderr = None\nprint('nowhere')\n",
        "import os\nos.dup2(os.open(os.devnull, os.O_WRONLY), 1)\nprint('nowhere')\n",
        "import sys\nsys.stdout.write('no newline'); sys.stdout.detach()\n",
        "import os\nos.write(1, b'\\xff\\xfe raw')\n",
        "import os\nos.system('echo from a shell')\n",
    ],
)
def test_programs_that_take_their_output_away(runs: Runs, source: str) -> None:
    assert runs.run(source).trace.outcome == "finished"


HOSTILE = {
    "closes_every_file": ("import os\nos.closerange(0, 256)\n", {"died", "finished"}),
    "writes_into_our_pipe": (
        "import os\nfor number in range(3, 20):\n    try: os.write(number, b'\\xff' * 64)\n    except OSError: pass\n",
        {"died", "finished"},
    ),
    "stack_overflow_in_c": (
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self): return repr(self)\nrepr(A())\n",
        {"died", "raised", "out of memory"},
    ),
    "huge_repr": ("class A:\n    def __repr__(self): return 'x' * 10**9\nraise ValueError(A())\n", {"raised", "out of memory"}),
    "defaults": ("torch.set_default_dtype(torch.float64); torch.set_num_threads(1); torch.set_grad_enabled(False)\n", {"finished"}),
    "meta": ("torch.set_default_device('meta')\ny = torch.ones(3, requires_grad=True)\n(y * 2).sum().backward()\n", {"finished"}),
    "deterministic": ("torch.use_deterministic_algorithms(True)\ntorch.set_flush_denormal(True)\n(x * 2).backward()\n", {"finished"}),
    "inference": ("m = torch.inference_mode()\nm.__enter__()\ny = torch.ones(2) * 2\n", {"finished"}),
    "no_backward": ("torch.Tensor.backward = torch.autograd.backward = torch.save = None\nx.backward()\n", {"raised"}),
    "no_engine": ("torch.autograd.Variable._execution_engine = None\n(x * 2).backward()\n", {"raised"}),
    "no_graph_module": ("torch.autograd.graph._engine_run_backward = torch.autograd.graph.log = None\n(x * 2).backward()\n", {"raised", "finished"}),
    "no_tensor_methods": ("torch.no_grad = torch.Tensor.tolist = torch.Tensor.detach = torch.Tensor.__repr__ = None\n(x * 2).backward()\n", {"finished"}),
    "repr_raises": ("def no(self): raise KeyError\ntorch.Tensor.__repr__ = no\nprint(x)\n", {"raised"}),
    "own_subclass": (
        "class T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, *a, **k): raise KeyError('mine')\ny = torch.ones(1).as_subclass(T)\n",
        {"finished", "raised"},
    ),
    "no_modules": ("import sys\nsys.modules.clear()\n", {"finished", "raised"}),
    "no_imports": ("import sys, builtins\nsys.path.clear(); sys.meta_path.clear()\nbuiltins.__import__ = None\n", {"finished", "raised", "died"}),
    "no_threads": ("import gc, threading\ngc.disable()\nthreading.Thread = threading.Lock = threading.current_thread = None\n", {"finished", "died"}),
    "traced": ("import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\n", {"finished"}),
    "no_main": ("import sys\ndel sys.modules['__main__']\n", {"finished"}),
    "no_globals": ("globals().clear()\n", {"finished"}),
    "no_builtins": ("import builtins\nbuiltins.len = builtins.isinstance = builtins.open = None\n", {"died", "finished", "raised"}),
    "lying_builtins": ("import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = builtins.str = lambda *a: 1\n", {"died", "finished", "raised"}),
    "no_clock": ("import time, os, signal\ntime.monotonic = time.sleep = os.getpid = os.kill = os._exit = signal.signal = None\n", {"finished", "died"}),
    "no_environment": ("import os\nos.environ.clear()\nos.umask(0o777)\nos.chdir('/')\n", {"finished"}),
    "warnings_are_errors": ("import warnings\nwarnings.simplefilter('error')\nwarnings.warn('mine')\n", {"raised"}),
    "reads_input": ("import sys\nprint(repr(sys.stdin.read()), repr(sys.stdin.readline()))\n", {"finished"}),
    "exits_in_threads": (
        "import sys, threading\nts = [threading.Thread(target=f) for f in (sys.exit, lambda: 1 / 0)]\nfor t in ts: t.start()\n",
        {"finished"},
    ),
    "raises_group": ("raise ExceptionGroup('several', [ValueError(1), KeyError(2)])\n", {"raised"}),
    "raises_its_own_cause": ("e = ValueError('round')\ne.__cause__ = e.__context__ = e\nraise e\n", {"raised"}),
    "faulthandler": ("import faulthandler, time\nfaulthandler.dump_traceback_later(0.1, exit=True)\ntime.sleep(60)\n", {"died"}),
    "alarm": ("import signal, time\nsignal.alarm(1)\ntime.sleep(60)\n", {"died"}),
    "processor_limit": ("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n", {"died"}),
    "no_descriptors": ("import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))\nopen('/dev/null')\n", {"raised"}),
    "no_memory": (
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (1, 1))\nheld = [bytes(10**6) for _ in range(10**4)]\n",
        {"raised", "died"},
    ),
    "no_files": ("import resource, signal\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\nopen('/dev/null', 'w').write('x')\n", {"finished"}),
    "lowest_priority": ("import os\nos.nice(19)\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n", {"finished"}),
    "fork_bomb": ("import os, time\nfor _ in range(5): os.fork()\nos.setpgrp() if os.getpid() % 2 else None\n", {"finished", "died", "raised"}),
    "daemon": ("import os, time\nif os.fork(): os._exit(0)\nos.setsid()\nif os.fork(): os._exit(0)\ntime.sleep(600)\n", {"died"}),
    "shared_memory": (
        "from multiprocessing.shared_memory import SharedMemory\ns = SharedMemory(create=True, size=1 << 20)\nt = torch.ones(1000).share_memory_()\ns.unlink()\n",
        {"finished"},
    ),
    "leaves_a_pool": ("import multiprocessing\np = multiprocessing.get_context('fork').Pool(2)\nprint(p.map(abs, [-1]))\n", {"finished"}),
    "long_source": ("y = 1\n" * 200_000, {"finished"}),
    "very_deep_source": ("y = " + "(" * 5000 + ")" * 5000 + "\n", {"raised"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_programs_end_and_say_how(runs: Runs, name: str) -> None:
    source, outcomes = HOSTILE[name]
    trace = runs.run(ALIVE + source, Limits(seconds=20, memory_mib=2500)).trace
    assert trace.outcome in outcomes, trace.error
    assert (trace.error is None) == (trace.outcome in ("finished", "out of memory"))
    if name != "very_deep_source":  # Which is not even compiled.
        assert trace.output.startswith("alive 6.0\n")
        assert len(trace.passes) >= 1
    if trace.error is not None:
        assert trace.error.type
        assert trace.error.type in ("Exit", "Signal") or trace.error.line is not None
    assert "core/runner" not in trace.output or name == "faulthandler"


def test_progress_is_told_while_the_program_holds_pythons_lock(runs: Runs) -> None:
    runs.start(ALIVE + "sum(range(10**12))\n")
    runs.until_printed("alive")
    told = sum(isinstance(event, Progress) for _, event in runs.events)
    assert until(lambda: sum(isinstance(event, Progress) for _, event in runs.events) >= told + 3)
    runs.client.stop()
    assert runs.finish().stopped


def test_subprocesses_do_not_outlive_the_program(runs: Runs) -> None:
    source = (
        "import subprocess, sys\n"
        "for new in (False, True):\n"
        "    p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=new)\n"
        "    print(p.pid, flush=True)\n"
    )
    finished = runs.run(source)
    assert finished.trace.outcome == "finished"
    pids = [int(line) for line in finished.trace.output.split()]
    assert len(pids) == 2
    assert until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_forked_process_tells_nothing_twice(runs: Runs) -> None:
    finished = runs.run(
        "import os, torch\nif os.fork():\n    os.wait()\nx = torch.ones(1, requires_grad=True)\nx.backward()\n"
    )
    assert finished.trace.outcome == "finished"
    assert len(finished.trace.passes) == 1


def test_threads_are_waited_for_but_not_forever(runs: Runs) -> None:
    source = (
        "import threading, time, atexit\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "pool = ThreadPoolExecutor(2)\npool.submit(lambda: None)\natexit.register(lambda: print('at exit'))\n"
        "def later():\n    time.sleep(0.2)\n    print('thread')\n"
        "threading.Thread(target=later).start()\n"
    )
    asked = time.monotonic()
    finished = runs.run(source)
    assert finished.trace.output == "thread\nat exit\n"
    assert time.monotonic() - asked < 10
    assert (
        runs.run("import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n").trace.outcome
        == "finished"
    )


def test_program_sees_itself_as_main(runs: Runs, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    (tmp_path / "core.py").write_text("word = 'my own core'\n")
    (tmp_path / "data.txt").write_text("data")
    path.write_text(
        "import sys, threading\nimport core\nprint(__name__, __file__ == sys.argv[0], len(sys.argv), core.word)\n"
        "print(open('data.txt').read(), threading.active_count(), sys.path[0])\n"
        "class P: pass\nimport pickle\nprint(type(pickle.loads(pickle.dumps(P()))) is P)\n"
    )
    finished = runs.run(path.read_text(), path=str(path))
    assert finished.trace.error is None
    assert finished.trace.output == f"__main__ True 1 my own core\ndata 1 {tmp_path}\nTrue\n"


def test_seed_is_set(runs: Runs) -> None:
    printed = []
    for seed in (7, 7, 8):
        runs.events.clear()
        runs.client.run(Program("import torch\nprint(torch.randn(3))\n", seed=seed))
        printed.append(runs.finish().trace.output)
    assert printed[0] == printed[1] != printed[2]


def test_program_deletes_its_folder(runs: Runs, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    path = folder / "p.py"
    path.write_text("import os, shutil\nshutil.rmtree(os.getcwd())\nprint('done')\n")
    finished = runs.run(path.read_text(), path=str(path))
    assert finished.trace.output == "done\n"
    assert not folder.exists()


def test_a_new_run_replaces_the_one_under_way(runs: Runs) -> None:
    runs.start("print('on', flush=True)\nwhile True: pass\n")
    runs.until_printed("on")
    runs.start("print('second')\n")
    runs.wait_for(lambda event: isinstance(event, Finished) and event.trace.output == "second\n")
    ends = [event for _, event in runs.events if isinstance(event, Finished)]
    assert [(end.stopped, end.trace.output) for end in ends] == [(True, "on\n"), (False, "second\n")]


def test_stop_without_a_run_does_nothing(runs: Runs) -> None:
    assert not runs.client.running
    runs.client.stop()
    assert not runs.client.running


def test_a_run_after_a_stop_starts_at_once(runs: Runs) -> None:
    runs.start("print('on', flush=True)\nwhile True: pass\n")
    runs.until_printed("on")
    assert until(lambda: runs.client._spare is not None and runs.client._spare._torch, 30)
    runs.client.stop()
    asked = time.monotonic()
    runs.start("print('again')\n")
    assert runs.until_started() - asked < 0.3
    assert runs.finish().trace.output == "again\n"


def test_close_ends_everything_while_a_program_runs() -> None:
    with running() as runs:
        runs.start(
            "import subprocess\np = subprocess.Popen(['sleep', '600'])\nprint(p.pid, flush=True)\nwhile True: pass\n"
        )
        runs.wait_for(lambda event: isinstance(event, Output))
        pid = int("".join(event.text for _, event in runs.events if isinstance(event, Output)))
        assert is_alive(pid)
    assert until(lambda: not is_alive(pid))
    assert not [event for _, event in runs.events if isinstance(event, Finished)]
    runs.client.warm()
    assert runs.client._spare is None


def test_child_ends_with_its_parent() -> None:
    """A parent that is killed cannot clean up: the child notices by itself."""
    import subprocess

    script = (
        "import sys\nfrom core.runner.client import Client\nfrom core.runner.protocol import Program, Output\n"
        "import threading\nprinted = threading.Event()\n"
        "c = Client(lambda e: printed.set() if isinstance(e, Output) else None)\n"
        "c.run(Program(\"print('on', flush=True)\\nwhile True: pass\\n\"))\n"
        "assert printed.wait(60)\nprint(c._running._child.pid, flush=True)\nthreading.Event().wait()\n"
    )
    root = Path(__file__).parent.parent.parent.parent
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert until(lambda: not is_alive(pid))


def test_without_a_spare_nothing_is_kept(tmp_path: Path) -> None:
    ended: list[Finished] = []
    over = threading.Event()

    def take(event: object) -> None:
        if isinstance(event, Finished):
            ended.append(event)
            over.set()

    client = Client(take, keep_warm=False)
    client.run(Program("print(1)\n"))
    assert over.wait(60)
    client.close()
    assert client._spare is None
    assert ended[0].trace.output == "1\n"
