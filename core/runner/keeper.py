"""Decides which passes of a run are kept to be asked, and makes their copies; runs beside the recorder."""

from __future__ import annotations

import _thread
import contextlib
import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from core.autograd.graph_walk import GraphWalk
from core.autograd.problem import Problem
from core.runner.frames import BrokenFrameError, read_frame
from core.runner.process import ROOT
from core.runner.protocol import Kept, NotKept
from core.runner.snapshot import MIB, Snapshot, leave_program

FIRST, LATEST = 2, 2
"""Passes of a run that are kept: so many of the first and of the latest."""
MOST_SECONDS = 2.0
"""Of a run's time that may go into making copies; after that what is kept stays."""
MOST_RESIDENT_MIB = 2048
"""A program that holds more memory is not copied."""
HELLO_SECONDS = 5.0
"""That a copy is given to come up."""

# The program may put others in their places.
_fork, _exit, _execve, _getpid = getattr(os, "fork", None), os._exit, getattr(os, "execve", None), os.getpid
_get_ident, _socketpair = _thread.get_ident, socket.socketpair


class Keeper:
    """Keeps passes of one run.

    Args:
        tell: Takes what is to be told to the parent.
        values: Values of a tensor that are kept.
    """

    def __init__(self, tell: Callable[[Kept | NotKept], None], values: int) -> None:
        self._tell = tell
        self._values = values
        self._process, self._thread = _getpid(), _get_ident()
        self._executable, self._environment = sys.executable, dict(os.environ)
        self._connections: dict[int, socket.socket] = {}
        self._spent = 0.0

    @property
    def passes(self) -> tuple[int, ...]:
        """The numbers of those that are kept."""
        return tuple(self._connections)

    def keep(self, number: int, arguments: Mapping[str, Any], walk: GraphWalk) -> None:
        """Keep a pass that is about to run, if it may be; never raises, and returns only in the program."""
        if _getpid() != self._process:
            return
        problem = self._reason_against()
        if problem is None:
            begun = time.monotonic()
            try:
                self._make(number, arguments, walk)
            except Exception:  # No process, no descriptor, no memory: the program comes first.
                problem = "not kept"
            self._spent += time.monotonic() - begun
        if problem is not None:
            self._tell(NotKept(number, problem))

    def _reason_against(self) -> Problem | None:
        if _fork is None or os.name != "posix":
            return "unavailable"
        if _get_ident() != self._thread:
            return "not main thread"
        # Whoever listens for the end of children of theirs would hear of ours.
        if callable(signal.getsignal(signal.SIGCHLD)) or self._spent > MOST_SECONDS:
            return "not kept"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            if pages * os.sysconf("SC_PAGE_SIZE") > MOST_RESIDENT_MIB * MIB:
                return "too large"
        return None

    def _make(self, number: int, arguments: Mapping[str, Any], walk: GraphWalk) -> None:
        ours, theirs = _socketpair()
        with contextlib.closing(theirs):
            try:
                with warnings.catch_warnings():
                    # From Python 3.12 on, that there are threads, one of them ours.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    self._fork_twice(theirs, arguments, walk)
            except BaseException:
                ours.close()
                raise
        ours.settimeout(HELLO_SECONDS)
        try:
            with ours.makefile("rb") as stream:
                hello = read_frame(stream)
        except (OSError, BrokenFrameError):
            hello = None
        if not hello:
            ours.close()
            raise BrokenFrameError
        ours.settimeout(None)
        self._connections[number] = ours
        self._tell(Kept(number, int(hello)))
        if len(self._connections) > FIRST + LATEST:
            oldest = list(self._connections)[FIRST]
            self._connections.pop(oldest).close()  # It ends by itself.
            self._tell(NotKept(oldest, "not kept"))

    def _fork_twice(self, theirs: socket.socket, arguments: Mapping[str, Any], walk: GraphWalk) -> None:
        # By way of a process that ends at once: the program must not find a child that it did not make.
        assert _fork is not None
        between = _fork()
        if between == 0:
            try:
                if _fork() == 0:
                    leave_program(theirs.fileno())
                    Snapshot(arguments, walk, self._values).serve(theirs)
            finally:
                _exit(0)
        with contextlib.suppress(ChildProcessError):  # The program ignores the end of children.
            os.waitpid(between, 0)

    def let_go_of_output(self) -> bool:
        """Close what the program printed to, so that its end is seen at once; whether `rest` can follow."""
        if _execve is None or not self._connections:
            return False
        with contextlib.suppress(OSError):
            nothing = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            return True
        return False

    def rest(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        """Turn this process, with whatever the program left in it, into one that hands questions on.

        After `let_go_of_output`; returns only where it cannot be done.
        """
        if _execve is None:
            return
        ends = [incoming.fileno(), outgoing.fileno()]
        kept = {number: connection.fileno() for number, connection in self._connections.items()}
        with contextlib.suppress(OSError, ValueError):
            for descriptor in (*ends, *kept.values()):
                os.set_inheritable(descriptor, True)
            # What outlives the change of program: alarms, ignored and blocked signals.
            for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
                signal.setitimer(timer, 0)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            os.chdir(ROOT)
            words = [f"{number}:{descriptor}" for number, descriptor in kept.items()]
            command = [self._executable, "-u", "-m", "core.runner.relay", *map(str, ends), *words]
            _execve(self._executable, command, self._environment)
