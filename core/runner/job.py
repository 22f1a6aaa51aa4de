"""Questions to a module in a process of its own, which can be cancelled."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from core.runner.process import ChildProcess

Answer = TypeVar("Answer")


class Job(Generic[Answer]):
    """A question under way.

    Args:
        module: Answers it: reads one frame from standard input and writes one to standard output.
        question: The frame.
        decode: Reads the answer.
        on_done: Called once on another thread, with the answer, or None if the process failed or was cancelled.
    """

    def __init__(
        self, module: str, question: bytes, decode: Callable[[bytes], Answer], on_done: Callable[[Answer | None], None]
    ) -> None:
        self._decode, self._on_done = decode, on_done
        self._answer: Answer | None = None
        # Remarks of libraries, and ours should it fail, are nothing for the terminal.
        self._child = ChildProcess(module, on_message=self._take, on_exit=self._ended, on_output=lambda _: None)
        self._child.send(question)

    def cancel(self) -> None:
        """Give up; `on_done` is called with None if it was not called yet."""
        self._child.stop()

    def _take(self, data: bytes) -> None:
        with contextlib.suppress(msgspec.MsgspecError):
            self._answer = self._decode(data)

    def _ended(self, _status: int) -> None:
        self._on_done(self._answer)


class WarmJob(Generic[Answer]):
    """A question to a process that was ready for it."""

    def __init__(self, jobs: WarmJobs[Answer], on_done: Callable[[Answer | None], None]) -> None:
        self._jobs, self._on_done = jobs, on_done
        self._open = threading.Lock()

    def cancel(self) -> None:
        """Give up without waiting; `on_done` is called with None if it was not called yet."""
        self._jobs.give_up(self)

    def finish(self, answer: Answer | None) -> None:
        """Tell the answer, once."""
        if self._open.acquire(blocking=False):
            self._on_done(answer)


class _Worker(Generic[Answer]):
    """A process that answers one question after another."""

    def __init__(self, jobs: WarmJobs[Answer], module: str) -> None:
        self.job: WarmJob[Answer] | None = None
        self.child = ChildProcess(
            module,
            [MANY],
            on_message=lambda data: jobs.take(self, data),
            on_exit=lambda _: jobs.lost(self),
            on_output=lambda _: None,
        )


class WarmJobs(Generic[Answer]):
    """Keeps processes ready that have done their imports, one more than there are questions under way.

    A process whose question was given up is killed. All but `close` returns at once; safe from any thread.

    Args:
        module: Answers; see `serve`.
        decode: Reads an answer.
    """

    def __init__(self, module: str, decode: Callable[[bytes], Answer]) -> None:
        self._module, self._decode = module, decode
        self._lock = threading.RLock()
        self._ready: list[_Worker[Answer]] = []
        self._all: list[_Worker[Answer]] = []
        self._tasks: list[threading.Thread] = []
        self._closed = False

    def warm(self) -> None:
        """Have a process ready soon."""
        self._later(self._keep_ready)

    def ask(self, question: bytes, on_done: Callable[[Answer | None], None]) -> WarmJob[Answer]:
        """Ask a process that is ready, or one that will be.

        Args:
            question: A frame for the module.
            on_done: Called once, on another thread, with the answer, or None if there is none.
        """
        job = WarmJob(self, on_done)
        with self._lock:
            if self._closed:
                self._later(lambda: job.finish(None))
                return job
            worker = self._ready.pop() if self._ready else self._start()
            worker.job = job
            worker.child.send(question)
            if not self._ready:
                self._later(self._keep_ready)
        return job

    def give_up(self, job: WarmJob[Answer]) -> None:
        """Kill the process that works on it."""
        with self._lock:
            worker = next((one for one in self._all if one.job is job), None)
            if worker is None:
                return
            self._all.remove(worker)

        def kill() -> None:
            self._keep_ready()
            worker.child.stop()

        self._later(kill)

    def close(self) -> None:
        """End every process; questions under way are given up, later ones get no answer."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                self._later(worker.child.stop)
            self._all, self._ready = [], []
            tasks = self._tasks
        for task in tasks:
            task.join()

    def take(self, worker: _Worker[Answer], data: bytes) -> None:
        """A process has answered."""
        answer: Answer | None = None
        with contextlib.suppress(msgspec.MsgspecError):
            answer = self._decode(data)
        with self._lock:
            job = worker.job
            if worker in self._all:
                worker.job = None
                self._ready.append(worker)
        if job is not None:
            job.finish(answer)
        self._keep_ready()

    def lost(self, worker: _Worker[Answer]) -> None:
        """A process has ended."""
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
            if worker in self._ready:
                self._ready.remove(worker)
        if worker.job is not None:
            worker.job.finish(None)

    def _keep_ready(self) -> None:
        with self._lock:
            if not self._closed and not self._ready:
                self._ready.append(self._start())

    def _start(self) -> _Worker[Answer]:
        worker = _Worker(self, self._module)
        self._all.append(worker)
        return worker

    def _later(self, task: Callable[[], None]) -> None:
        """On a thread of its own: to start or end a process takes too long for an interface."""
        thread = threading.Thread(target=task, name=f"{self._module} task", daemon=True)
        with self._lock:
            self._tasks = [one for one in self._tasks if one.is_alive()]
            thread.start()
            self._tasks.append(thread)


MANY = "--many"
"""On the command line of a process that answers more than one question."""


def serve(answer: Callable[[bytes], bytes], prepare: Callable[[], None] = lambda: None) -> None:
    """The module's side: answer one question, or with `MANY` all until there are no more.

    Args:
        answer: Answers; what it raises ends the process, but with `MANY` is no more than an answer that says nothing.
        prepare: With `MANY`, done before the first question comes.
    """
    from core.runner.frames import read_frame, write_frame
    from core.runner.process import take_streams

    incoming, outgoing = take_streams()
    many = MANY in sys.argv
    if many:
        prepare()
    while (data := read_frame(incoming)) is not None:
        try:
            found = answer(data)
        except Exception:
            if not many:
                raise
            found = b""
        write_frame(outgoing, found)
        if not many:
            return
