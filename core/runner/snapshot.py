"""A pass kept to be asked: a forked copy of the program's process, made before the engine starts.

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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, Protocol

import msgspec
import torch

from core.autograd.backward_lines import BackwardLines
from core.autograd.backward_tracing import BackwardTracing
from core.autograd.engine_watch import leave_engine_alone
from core.autograd.given_pass import GivenPass, given_pass
from core.autograd.gradcheck import Gradcheck
from core.autograd.gradient_check import GradientCheck
from core.autograd.graph_walk import GraphWalk
from core.autograd.jacobian import Jacobian
from core.autograd.jacobian_rows import JacobianRows
from core.autograd.node_replay import NodeReplay
from core.autograd.problem import Problem, ProblemError
from core.autograd.questions import Answer, Question, refused
from core.autograd.values import Snapshots
from core.autograd.what_if import WhatIf, WhatIfAnswer, digests
from core.runner.frames import BrokenFrameError, read_frame, write_frame
from core.runner.protocol import Ask, Replied, decode_answer, decode_ask, encode

try:
    import resource
except ImportError:  # pragma: no cover - not POSIX, where nothing is kept
    resource = None  # type: ignore[assignment]

MIB = 1 << 20
SHARE_OF_TIME = 0.9
"""Of an answer's time after which what there is of it is sent; what cannot even do that is killed at its end."""
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
        self._unchanged: WhatIfAnswer | None = None
        self._listening = -1
        # What the engine takes over from the thread that calls it.
        self._autocast = (torch.is_autocast_enabled("cpu"), torch.get_autocast_dtype("cpu"))
        leave_engine_alone()
        try:
            with torch._C.DisableTorchFunction():
                self._given = given_pass(arguments["t_outputs"], arguments["args"], arguments["kwargs"])
        except ProblemError as error:
            self._problem = error.problem
        except Exception:  # Whatever the engine would have refused.
            self._problem = "unsupported"

    def serve(self, connection: socket.socket) -> NoReturn:
        """Answer until the other end is closed; ends the process."""
        self._listening = connection.fileno()
        with contextlib.suppress(OSError, BrokenFrameError, ValueError, msgspec.MsgspecError):
            # Unbuffered: while an answer is made, whatever comes shows at the descriptor.
            questions: BinaryIO = connection.makefile("rb", buffering=0)  # type: ignore[assignment]  # It reads.
            answers = connection.makefile("wb")
            write_frame(answers, str(_getpid()).encode())
            while (data := read_frame(questions)) is not None:
                if data:  # Else the answer before, which has been sent, is not wanted any more.
                    write_frame(answers, encode(self._replied(decode_ask(data))))
        _exit(0)

    def _replied(self, asked: Ask) -> Replied:
        question = asked.question
        if not isinstance(question, WhatIf):
            return Replied(asked.request, self._answer(asked, question))
        unchanged = self._unchanged
        if unchanged is None:
            answer = self._answer(asked, msgspec.structs.replace(question, changes=()))
            if not isinstance(answer, WhatIfAnswer) or answer.problem in ("timed out", "died"):
                return Replied(asked.request, answer)
            unchanged = self._unchanged = answer
        answer = self._answer(asked, question) if question.changes else unchanged
        return Replied(asked.request, answer, digests(unchanged.steps))

    def _answer(self, asked: Ask, question: Question) -> Answer:
        """From a copy of this process, which is killed when it takes too long."""
        if self._problem is not None:
            return refused(question, self._problem)
        assert _fork is not None
        reading, writing = os.pipe()
        process = _fork()
        if process == 0:
            _limit_memory(asked.memory_mib)
            self._work(question, asked.seconds * SHARE_OF_TIME, writing)
        os.close(writing)
        data, in_time = _read_until(reading, time.monotonic() + asked.seconds, self._listening)
        os.close(reading)
        if not in_time:
            _kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        if not in_time:
            return refused(question, "timed out")
        try:
            answer: Answer = decode_answer(data)
            return answer
        except msgspec.MsgspecError:  # It ended before it was through.
            return refused(question, "died")

    def _work(self, question: Question, seconds: float, writing: int) -> NoReturn:
        through = _allocate_lock()
        through.acquire()
        given, answers = self._given, list[Answer]()
        assert given is not None

        def enough() -> None:
            # Backward is not ended by an exception, which the program might catch, but with its process.
            told.append(True)
            through.release()
            for_ever = _allocate_lock()
            for_ever.acquire()
            for_ever.acquire()

        told: list[bool] = []
        inquiry = self._inquiry(given, question, enough)

        def work() -> None:
            try:
                answers.append(self._run(inquiry, question))
            finally:
                if not told:
                    through.release()

        # A thread of its own: OpenMP's threads belong to the one that first used them and are not copied, so
        # that in the copied thread the next large operation would wait for them for ever.
        _start_thread(work, ())
        in_time = through.acquire(timeout=seconds)
        if answers or told or not in_time:
            data = encode(answers[0] if answers else inquiry.so_far())
            while data:
                data = data[os.write(writing, data) :]
        _exit(0)

    def _inquiry(self, given: GivenPass, question: Question, enough: Callable[[], None]) -> Inquiry:
        number_of, filename = self._walk.id_of, self._walk.filename
        match question:
            case WhatIf():
                order = question.order
                replay = NodeReplay(given, number_of, Snapshots(self._values), order, filename=filename)
                return _Changed(replay, question)
            case Jacobian():
                return JacobianRows(given, number_of, question, filename)
            case BackwardLines():
                return BackwardTracing(given, number_of, filename, self._values, question, enough)
            case Gradcheck():
                return GradientCheck(given, number_of, filename, question)

    def _run(self, inquiry: Inquiry, question: Question) -> Answer:
        enabled, dtype = self._autocast
        try:
            with torch.autocast("cpu", dtype=dtype, enabled=enabled) if enabled else contextlib.nullcontext():
                return inquiry.run()
        except ProblemError as error:
            return refused(question, error.problem)
        except MemoryError:
            return refused(question, "too large")


class Inquiry(Protocol):
    """An answer in the making."""

    def run(self) -> Answer:
        """The whole answer; may take any time."""

    def so_far(self) -> Answer:
        """What there is of it while `run` still works on another thread; calls nothing of torch's."""


class _Changed:
    """To "what if": all or nothing."""

    def __init__(self, replay: NodeReplay, question: WhatIf) -> None:
        self._replay = replay
        self._question = question

    def run(self) -> Answer:
        return self._replay.run(self._question.changes)

    def so_far(self) -> Answer:
        return refused(self._question, "timed out")


def _limit_memory(mib: int) -> None:
    """At most so much more than there is; only Linux tells how much that is."""
    with contextlib.suppress(OSError, ValueError):
        there = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = there + mib * MIB
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _read_until(descriptor: int, end: float, interruption: int) -> tuple[bytes, bool]:
    """Everything up to the stream's end, and whether that came in time, and before anything at the other one."""
    parts: list[bytes] = []
    while (left := end - time.monotonic()) > 0:
        ready = select.select([descriptor, interruption], [], [], left)[0]
        if interruption in ready:
            break
        if ready:
            part = os.read(descriptor, 1 << 20)
            if not part:
                return b"".join(parts), True
            parts.append(part)
    return b"", False
