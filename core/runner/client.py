"""Runs programs in child processes, one each, with a warm one waiting; enforces limits; never blocks."""

from __future__ import annotations

import codecs
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from core.autograd.details import DetailsGathering
from core.autograd.trace import Edge, Error, Node, Outcome, Pass, Step, Trace, Variable
from core.runner.process import ChildProcess
from core.runner.protocol import (
    Done,
    Event,
    Finished,
    Limits,
    MoreDetails,
    Output,
    PassPart,
    Program,
    Progress,
    Run,
    Started,
    Warm,
    decode_from_child,
    encode,
)

WATCH_EVERY = 0.05
"""Seconds between two looks at a process's time and memory."""
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
OUTPUT_EVERY = 0.05
"""Seconds between two `Output` events: a flood of printing must not become a flood of events."""
PROGRESS_EVERY = 0.25
"""Seconds between two `Progress` events."""
SHARE_OF_MEMORY = 0.9
"""Of the memory that is free when a program starts, which it may use at most: the system must live on."""


class Client:
    """Runs one program at a time.

    Args:
        on_event: Called with each event, on a thread of the client's.
        keep_warm: Whether a process is made ready for the next program when one ends.
    """

    def __init__(self, on_event: Callable[[Event], None], *, keep_warm: bool = True) -> None:
        self._on_event = on_event
        self._keep_warm = keep_warm
        self._lock = threading.RLock()
        self._spare: Session | None = None
        self._running: Session | None = None
        self._closed = False

    def warm(self) -> None:
        """Have a process ready with torch imported."""
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = Session(self._on_event, self._ended)

    def run(self, program: Program, limits: Limits | None = None) -> None:
        """Run a program; one that still runs is stopped first."""
        self.stop()
        with self._lock:
            self.warm()
            self._running, self._spare = self._spare, None
            if self._running is not None:
                self._running.run(program, limits or Limits())
            if self._keep_warm:
                # Already now: after a stop or a crash the next run must not wait for torch.
                self.warm()

    @property
    def running(self) -> bool:
        """Whether a program runs."""
        return self._running is not None

    def stop(self) -> None:
        """Stop the running program; its `Finished` says so."""
        running = self._running
        if running is not None:
            running.stop()

    def close(self) -> None:
        """Stop everything; no process and no thread is left."""
        with self._lock:
            self._closed = True
            sessions = (self._running, self._spare)
            self._running = self._spare = None
        for session in sessions:
            if session is not None:
                session.close()

    def _ended(self, session: Session) -> None:
        with self._lock:
            if self._spare is session:
                self._spare = None
                return
            if self._running is session:
                self._running = None
        if self._keep_warm:
            self.warm()


class Session:
    """One child process and the one program that it runs."""

    def __init__(self, on_event: Callable[[Event], None], on_end: Callable[[Session], None]) -> None:
        self._on_event = on_event
        self._on_end = on_end
        self._lock = threading.RLock()
        self._limits = Limits()
        self._torch = ""
        self._started_at: float | None = None
        self._asked = False
        self._verdict: Outcome | None = None
        self._stopped = False
        self._silent = False
        self._done: Done | None = None
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._passes: dict[int, tuple[int | None, tuple[int, ...], list[Step]]] = {}
        self._details = DetailsGathering()
        self._steps = 0
        self._printed: list[str] = []
        self._unsent: list[str] = []
        self._bytes = 0
        self._cut = False
        self._last_output = 0.0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._over = threading.Event()
        self._child = ChildProcess(
            "core.runner.child", on_message=self._message, on_exit=self._exited, on_output=self._output
        )
        self._watcher = threading.Thread(target=self._watch, name="program watcher", daemon=True)

    def run(self, program: Program, limits: Limits) -> None:
        """Send the program; it starts as soon as the process is warm."""
        self._limits = limits
        self._asked = True
        self._child.send(encode(Run(program, limits.values)))
        self._watcher.start()
        if self._torch:
            self._start()

    def stop(self) -> None:
        """End the process, by request of the user."""
        self._stopped = True
        self._child.stop()

    def close(self) -> None:
        """End the process without another event."""
        self._silent = True
        self._child.stop()
        self._over.set()
        if self._asked and threading.current_thread() is not self._watcher:
            self._watcher.join()

    def _start(self) -> None:
        with self._lock:
            if self._started_at is not None:
                return
            self._started_at = time.monotonic()
        self._emit(Started())

    def _emit(self, event: Event) -> None:
        if not self._silent:
            self._on_event(event)

    def _message(self, data: bytes) -> None:
        try:
            message = decode_from_child(data)
        except msgspec.MsgspecError:
            return  # The program wrote into our pipe; what it broke is told by how the process ends.
        match message:
            case Warm(torch=version):
                self._torch = version
                if self._asked:
                    self._start()
            case PassPart():
                known = self._passes.setdefault(message.number, (message.line, message.roots, []))
                known[2].extend(message.steps)
                self._steps += len(message.steps)
                self._nodes.extend(message.nodes)
                self._edges.extend(message.edges)
            case MoreDetails(part=part):
                self._details.add(part)
            case Done():
                self._done = message

    def _output(self, part: bytes) -> None:
        room = self._limits.output_bytes - self._bytes
        if room <= 0:
            self._cut = True
            return
        if len(part) > room:
            self._cut, part = True, part[:room]
        self._bytes += len(part)
        text = self._decoder.decode(part)
        with self._lock:
            self._printed.append(text)
            self._unsent.append(text)
        if time.monotonic() - self._last_output >= OUTPUT_EVERY:
            self._flush_output()

    def _flush_output(self) -> None:
        with self._lock:
            text, self._unsent = "".join(self._unsent), []
            self._last_output = time.monotonic()
        if text:
            self._emit(Output(text))

    def _watch(self) -> None:
        """Ends the process when it takes too long or too much memory; sends on what it printed last."""
        limits = self._limits
        most_memory = min(limits.memory_mib, available_mib() * SHARE_OF_MEMORY)
        told_at = 0.0
        while not self._over.wait(WATCH_EVERY):
            self._flush_output()
            running = 0.0 if self._started_at is None else time.monotonic() - self._started_at
            memory = resident_mib(self._child.pid)
            if running - told_at >= PROGRESS_EVERY:
                told_at = running
                self._emit(Progress(running, self._steps, memory))
            verdict: Outcome | None = None
            if limits.seconds is not None and running > limits.seconds:
                verdict = "timed out"
            elif memory > most_memory:
                verdict = "out of memory"
            if verdict is not None and self._done is None:
                self._verdict = verdict
                self._child.stop()
                return

    def _exited(self, status: int) -> None:
        self._over.set()
        # First, so that whoever hears of the end may ask for the next run.
        self._on_end(self)
        if self._asked and not self._silent:
            self._flush_output()
            trace = self._trace(status)
            done = self._done
            stopped = self._stopped and (done is None or not done.ended)
            complete = done is not None and done.complete and done.ended
            self._emit(Finished(trace, stopped, self._cut, complete))

    def _trace(self, status: int) -> Trace:
        done = self._done
        error: Error | None
        outcome: Outcome
        variables: tuple[Variable, ...] = ()
        if done is not None:
            variables = done.variables
            self._nodes.extend(done.nodes)
            self._edges.extend(done.edges)
            self._details.add(done.details)
        if done is not None and done.ended:
            error = done.error
            outcome = "finished" if error is None else "raised"
        else:
            outcome = self._verdict or "died"
            error = None if self._verdict or self._stopped else exit_error(status)
        names = {} if done is None else done.names
        nodes = tuple(
            msgspec.structs.replace(node, variable=names[node.id])
            if node.variable is None and node.id in names
            else node
            for node in self._nodes
        )
        return Trace(
            torch=self._torch,
            outcome=outcome,
            error=error,
            output="".join(self._printed),
            variables=variables,
            nodes=nodes,
            edges=tuple(self._edges),
            passes=tuple(Pass(line, roots, tuple(steps)) for _, (line, roots, steps) in sorted(self._passes.items())),
            details=self._details.details(nodes, complete=done is not None and done.details_complete),
        )


def exit_error(status: int) -> Error:
    """How a process ended that did not tell: its exit status, or the signal that killed it."""
    if status >= 0:
        return Error("Exit", f"exit status {status}", None)
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    return Error("Signal", name, None)


def available_mib() -> float:
    """Memory that is free, in MiB; infinite where the system does not tell (only Linux does here)."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) / 1024
    return float("inf")


def resident_mib(pid: int) -> float:
    """Memory that a process holds, in MiB; 0 where the system does not tell (only Linux does here)."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * PAGE / (1 << 20)
    return 0.0
