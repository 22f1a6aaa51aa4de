"""A pass kept for "what if": a forked copy of the program's process, made before the engine starts.

The copy shares its memory with the program until one of both writes, so nothing about the program has to
change: what the engine frees is still there in the copy. It waits without using the processor; each question
is answered by a copy of the copy, so that no answer changes what the next one starts from, and none that
hangs or crashes takes the pass along. POSIX only.
"""

from __future__ import annotations

import _thread
import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import torch

from core.autograd.gradient_changes import ChangeError
from core.autograd.graph_walk import GraphWalk
from core.autograd.node_replay import GivenPass, NodeReplay, given_pass
from core.autograd.values import Snapshots
from core.autograd.what_if import Answer, Change, Problem, digests
from core.runner.frames import BrokenFrameError, read_frame, write_frame
from core.runner.protocol import WhatIf, WhatIfDone, decode_answer, decode_what_if, encode

try:
    import resource
except ImportError:  # pragma: no cover - not POSIX, where nothing is kept
    resource = None  # type: ignore[assignment]

MIB = 1 << 20
# The program may put others in their places.
_fork, _exit, _kill, _getpid = getattr(os, "fork", None), os._exit, os.kill, os.getpid
_start_thread, _allocate_lock = _thread.start_new_thread, _thread.allocate_lock


def leave_program(kept: int) -> None:
    """In a fresh copy: let go of all that is the program's, one descriptor excepted.

    Its pipes and files must end when the program ends, its signal handlers, tracing functions and finalizers
    are not to run here.
    """
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError, TypeError):
            if signal.getsignal(number) is not signal.SIG_DFL:
                signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    sys.settrace(None)
    sys.setprofile(None)
    gc.disable()
    gc.freeze()
    _thread.stack_size(0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in _open_descriptors():
        if descriptor not in (kept, nothing):
            # Not closed: the number must not become one of ours while an object of the program's has it.
            with contextlib.suppress(OSError):
                os.dup2(nothing, descriptor, inheritable=False)


def _open_descriptors() -> list[int]:
    with contextlib.suppress(OSError):
        return [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208 - bare names, no paths
    return list(range(256))


class Snapshot:
    """The copy of one pass; made in the copy, which it never leaves.

    Args:
        arguments: Of ``_engine_run_backward``, by name.
        walk: Knows the nodes' ids.
        values: Values of a tensor that are kept.
    """

    def __init__(self, arguments: Mapping[str, Any], walk: GraphWalk, values: int) -> None:
        self._walk = walk
        self._values = values
        self._given: GivenPass | None = None
        self._problem: Problem | None = None
        self._unchanged: Answer | None = None
        # What the engine takes over from the thread that calls it.
        self._autocast = (torch.is_autocast_enabled("cpu"), torch.get_autocast_dtype("cpu"))
        torch.autograd.set_detect_anomaly(False)
        try:
            with torch._C.DisableTorchFunction():
                self._given = given_pass(arguments["t_outputs"], arguments["args"], arguments["kwargs"])
        except ChangeError as error:
            self._problem = error.problem
        except Exception:  # Whatever the engine would have refused.
            self._problem = "unsupported"

    def serve(self, connection: socket.socket) -> NoReturn:
        """Answer until the other end is closed; ends the process."""
        with contextlib.suppress(OSError, BrokenFrameError, ValueError, msgspec.MsgspecError):
            questions, answers = connection.makefile("rb"), connection.makefile("wb")
            write_frame(answers, str(_getpid()).encode())
            while (data := read_frame(questions)) is not None:
                write_frame(answers, encode(self._done(decode_what_if(data))))
        _exit(0)

    def _done(self, asked: WhatIf) -> WhatIfDone:
        unchanged = self._unchanged
        if unchanged is None:
            unchanged = self._answer(asked, ())
            if unchanged.problem in ("timed out", "died"):
                return WhatIfDone(asked.request, asked.number, unchanged, {})
            self._unchanged = unchanged
        answer = self._answer(asked, asked.changes) if asked.changes else unchanged
        return WhatIfDone(asked.request, asked.number, answer, digests(unchanged.steps))

    def _answer(self, asked: WhatIf, changes: Sequence[Change]) -> Answer:
        """From a copy of this process, which is killed when it takes too long."""
        if self._problem is not None:
            return Answer(problem=self._problem)
        assert _fork is not None
        reading, writing = os.pipe()
        process = _fork()
        if process == 0:
            _limit_memory(asked.memory_mib)
            self._work(asked, changes, writing)
        os.close(writing)
        data, in_time = _read_until(reading, time.monotonic() + asked.seconds)
        os.close(reading)
        if not in_time:
            _kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        if not in_time:
            return Answer(problem="timed out")
        try:
            return decode_answer(data)
        except msgspec.MsgspecError:  # It ended before it was through.
            return Answer(problem="died")

    def _work(self, asked: WhatIf, changes: Sequence[Change], writing: int) -> NoReturn:
        through = _allocate_lock()
        through.acquire()

        def work() -> None:
            try:
                data = encode(self._replay(asked, changes))
                while data:
                    data = data[os.write(writing, data) :]
            finally:
                through.release()

        # A thread of its own: OpenMP's threads belong to the one that first used them and are not copied, so
        # that in the copied thread the next large operation would wait for them for ever.
        _start_thread(work, ())
        through.acquire()
        _exit(0)

    def _replay(self, asked: WhatIf, changes: Sequence[Change]) -> Answer:
        assert self._given is not None
        enabled, dtype = self._autocast
        try:
            replay = NodeReplay(self._given, self._walk.id_of, Snapshots(self._values), asked.order)
            with torch.autocast("cpu", dtype=dtype, enabled=enabled) if enabled else contextlib.nullcontext():
                return replay.run(changes)
        except ChangeError as error:
            return Answer(problem=error.problem)
        except MemoryError:
            return Answer(problem="too large")


def _limit_memory(mib: int) -> None:
    """At most so much more than there is; only Linux tells how much that is."""
    with contextlib.suppress(OSError, ValueError):
        there = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = there + mib * MIB
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _read_until(descriptor: int, end: float) -> tuple[bytes, bool]:
    """Everything up to the stream's end, and whether that came in time."""
    parts: list[bytes] = []
    while (left := end - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            part = os.read(descriptor, 1 << 20)
            if not part:
                return b"".join(parts), True
            parts.append(part)
    return b"", False
