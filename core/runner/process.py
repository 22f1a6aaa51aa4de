"""A Python module in a process of its own, spoken to in frames; no Qt, no shared memory, no pickle."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import BinaryIO

from core.runner.frames import BrokenFrameError, read_frame, write_frame

ROOT = Path(__file__).parent.parent.parent
GRACE = 0.3
"""Seconds between asking a process to end and killing it."""
MARK = "CONVGRAD_CHILD"
"""The environment variable by which a process's descendants are known."""
OUTPUT_WAIT = 2.0
"""Seconds to wait for the last of what a process printed, should a process of another group hold the pipe."""

MOST_ROUNDS = 100
"""Looks for what a process left behind."""
QUIET_ROUNDS = 2
"""Looks in a row that must find nothing."""
PIPE_WAIT = 2.0
"""Seconds to go on looking while somebody holds the pipe of a process that has ended."""


class ChildProcess:
    """Starts ``python -m module`` and reads what it sends.

    Args:
        module: The module, importable from the project's folder.
        arguments: Its command line.
        on_message: Called with each message, on the reader's thread.
        on_exit: Called once with the exit status, on the reader's thread, after the last message.
        on_output: Called with what the process prints, on a thread of its own; it is not read otherwise.
        folder: The process's working folder.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        *,
        on_message: Callable[[bytes], None],
        on_exit: Callable[[int], None],
        on_output: Callable[[bytes], None] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._on_message, self._on_exit = on_message, on_exit
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [environment.get("PYTHONPATH", "")])])
        # What the process starts inherits this, wherever it moves to: so it can be found again.
        self._mark = f"{MARK}={uuid.uuid4().hex}"
        environment[MARK] = self._mark.partition("=")[2]
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if on_output is not None else None,
            cwd=folder,
            env=environment,
            start_new_session=os.name == "posix",
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input: BinaryIO = self._process.stdin  # type: ignore[assignment]  # Popen's pipes are binary here
        self._output: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._silent = threading.Event()
        self._printed: threading.Thread | None = None
        if on_output is not None:
            self._printed = threading.Thread(
                target=self._read_output, args=(on_output,), name=f"{module} output", daemon=True
            )
            self._printed.start()
        self._reader = threading.Thread(target=self._read, name=f"{module} reader", daemon=True)
        self._writer = threading.Thread(target=self._write, name=f"{module} writer", daemon=True)
        self._waiter = threading.Thread(target=self._wait, name=f"{module} waiter", daemon=True)
        self._reader.start()
        self._writer.start()
        self._waiter.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, message: bytes) -> None:
        """Send a message; never waits, and a process that is gone takes it silently."""
        self._outgoing.put(message)

    def stop(self) -> None:
        """End the process and everything that it started, at the latest `GRACE` seconds from now."""
        if self._process.poll() is None:
            self._signal(signal.SIGTERM)
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self._outgoing.put(None)
        self._process.wait()
        if threading.current_thread() is not self._reader:
            self._reader.join()
        self._writer.join()

    def settle(self, kept: Collection[int]) -> None:
        """End what the process started, all but some of them; wait for the last of what was printed.

        For a process that goes on when its work is done. Only Linux tells what it started.
        """
        kill_marked(self._mark, {self._process.pid, *kept}, self._process.pid)
        self.wait_for_output()

    def wait_for_output(self, seconds: float = OUTPUT_WAIT) -> bool:
        """Wait for the last of what was printed, where the process prints no more; whether that came."""
        if self._printed is None:
            return True
        self._printed.join(seconds)
        return not self._printed.is_alive()

    def end_some(self, pids: Collection[int]) -> None:
        """End some of what the process started, if they still are that."""
        kill_marked(self._mark, only=pids)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self._process.pid, number)
            else:
                self._process.terminate()

    def _read(self) -> None:
        try:
            while (message := read_frame(self._output)) is not None:
                self._on_message(message)
        except (BrokenFrameError, OSError, ValueError):
            pass  # What ended the stream is told by the exit status.
        self._silent.set()
        self._outgoing.put(None)
        self._waiter.join()
        self._output.close()
        if self._printed is not None:
            self._printed.join(OUTPUT_WAIT)
        self._on_exit(self._process.wait())

    def _wait(self) -> None:
        # Not left to the reader: what the process forked may hold its end of the pipe, so that no end is seen.
        self._process.wait()
        # What it started must not outlive it.
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        kill_marked(self._mark)
        end = time.monotonic() + PIPE_WAIT
        while not self._silent.wait(0.02) and time.monotonic() < end:
            kill_marked(self._mark)

    def _read_output(self, on_output: Callable[[bytes], None]) -> None:
        stream = self._process.stderr
        assert stream is not None
        with contextlib.suppress(OSError, ValueError):
            while part := os.read(stream.fileno(), 1 << 16):
                on_output(part)
        stream.close()

    def _write(self) -> None:
        while (message := self._outgoing.get()) is not None:
            try:
                write_frame(self._input, message)
            except (OSError, ValueError):
                break
        with contextlib.suppress(OSError):
            self._input.close()


def kill_marked(
    mark: str, spared: Collection[int] = (), group: int | None = None, *, only: Collection[int] | None = None
) -> None:
    """Kill what a process left behind; only Linux tells which processes these are.

    Args:
        mark: What is in the environment of all that the process started, in other sessions and groups too.
        spared: Process numbers that are left alone.
        group: Also those of this process group, mark or none.
        only: If given, no others than these.
    """
    quiet = 0
    for _ in range(MOST_ROUNDS):
        found = [pid for pid in _marked(mark, group) if pid not in spared and (only is None or pid in only)]
        for pid in found:
            with contextlib.suppress(OSError):  # Gone meanwhile.
                os.kill(pid, signal.SIGKILL)
        quiet = 0 if found else quiet + 1
        if quiet == QUIET_ROUNDS:
            return
        # One that was forking, or ended while it was looked at, may have left another.
        threading.Event().wait(0.005)


def _marked(mark: str, group: int | None) -> list[int]:
    text, found = mark.encode(), []
    for path in Path("/proc").glob("[0-9]*/environ"):
        pid = int(path.parent.name)
        with contextlib.suppress(OSError):  # Gone meanwhile, or another user's.
            if text in path.read_bytes().split(b"\0") or (group is not None and os.getpgid(pid) == group):
                state = (
                    path.with_name("stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
                )
                if state not in "ZX":  # Dead already, and waited for by nobody yet.
                    found.append(pid)
    return found


def take_streams() -> tuple[BinaryIO, BinaryIO]:
    """The child's ends of both pipes, taken from stdin and stdout: what is printed goes elsewhere."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return incoming, outgoing
