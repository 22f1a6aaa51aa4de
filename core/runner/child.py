"""The process that a user's program runs in. Started as ``python -m core.runner.child``; runs one program.

This isolates the interface from the program: it is no sandbox, the program may do all that its user may do.
"""

from __future__ import annotations

import _thread
import atexit
import builtins
import contextlib
import io
import linecache
import os
import signal
import sys
import threading
import time
import traceback
import types
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from core.autograd.trace import Error
from core.runner.frames import read_frame, write_frame
from core.runner.process import ROOT, take_streams
from core.runner.protocol import Done, FromChild, MoreDetails, PassPart, Program, Warm, decode_run, encode

if TYPE_CHECKING:
    from core.autograd.lesson import Lesson
    from core.autograd.recorder import Recorder
    from core.runner.keeper import Keeper

UNSAVED = "program.py"
"""The file name of a program that is in no file."""
LONGEST_MESSAGE = 10_000
"""Characters of an exception's text that are kept."""
LEFT_THREADS_WAIT = 2.0
"""Seconds that the program's own threads are given to end after its last line."""
BROKEN_STATUS = 70
"""Exit status of a process that could not tell how its program ended."""


class Teller:
    """Sends messages to the parent, one at a time and only from the process that was started."""

    def __init__(self, outgoing: BinaryIO) -> None:
        self._outgoing = outgoing
        self._sending = threading.Lock()
        self._process = os.getpid()

    @property
    def in_fork(self) -> bool:
        """Whether this is a process that the program forked."""
        return os.getpid() != self._process

    def tell(self, message: FromChild, *, patience: float = -1) -> None:
        """Send a message; with patience, give up when another one is under way for that many seconds."""
        if self.in_fork or not self._sending.acquire(timeout=patience):
            return
        try:
            # What a signal handler of the program's raises must not cut a message in two.
            with _signals_waiting():
                try:
                    write_frame(self._outgoing, encode(message))
                except (OSError, ValueError):
                    # The program closed our pipe, or the parent is gone: there is nobody left to tell.
                    os._exit(BROKEN_STATUS)
        finally:
            self._sending.release()


@contextlib.contextmanager
def _signals_waiting() -> Iterator[None]:
    """Signals are handled afterwards, where the system can do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _error(error: BaseException, filename: str) -> Error:
    """An exception with the innermost line of the program that it passed through."""
    line = None
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == filename:
            line = number
    message = error.msg if isinstance(error, SyntaxError) else _message(error)
    return Error(_sendable(type(error).__name__), _sendable(str(message)), line)


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # The program's own class may raise here.
        return ""


def _sendable(text: str) -> str:
    return text[:LONGEST_MESSAGE].encode("utf-8", "replace").decode("utf-8")


def _own_main(program: Program, filename: str) -> types.ModuleType:
    """A fresh `__main__`, with the command line and import path that `python FILE` would give it."""
    module = types.ModuleType("__main__")
    module.__file__ = filename
    module.__builtins__ = builtins  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    sys.argv = [filename]
    folder = str(Path(program.path).parent) if program.path else ""
    sys.path[0] = folder
    if folder:
        os.chdir(folder)
    _hide_ourselves()
    lines = program.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(program.source), None, lines, filename)
    return module


def _hide_ourselves() -> None:
    """A program that imports a `core` of its own must not find ours."""
    own = str(ROOT)
    sys.path[1:] = [path for path in sys.path[1:] if path != own]
    kept = [path for path in os.environ.pop("PYTHONPATH", "").split(os.pathsep) if path and path != own]
    if kept:
        os.environ["PYTHONPATH"] = os.pathsep.join(kept)
    for name in [name for name in sys.modules if name == "core" or name.startswith("core.")]:
        del sys.modules[name]


def run(program: Program, values: int, teller: Teller, keeper: Keeper | None) -> Done:
    """Run a program under the recorder, telling of each pass; returns how it ended."""
    import torch

    from core.autograd.recorder import Recorder

    filename = program.path or UNSAVED
    module = _own_main(program, filename)
    if program.seed is not None:
        torch.manual_seed(program.seed)
    recorder = Recorder(
        filename,
        lambda: vars(module),
        lambda *part: teller.tell(PassPart(*part)),
        values,
        lambda part: teller.tell(MoreDetails(part)),
        None if keeper is None else keeper.keep,
    )
    error: Error | None = None
    lesson: Lesson | None = None
    recorder.start()
    signal.signal(signal.SIGTERM, lambda *_: _terminated(recorder, teller))
    try:
        exec(compile(program.source, filename, "exec", dont_inherit=True), vars(module))
    except SystemExit as exit_:
        if exit_.code not in (None, 0):
            error = _error(exit_, filename)
            lesson = recorder.lesson(exit_, program.source)
    except BaseException as raised:
        error = _error(raised, filename)
        lesson = recorder.lesson(raised, program.source)
    if not teller.in_fork:
        _let_threads_end()
    return _done(recorder, error, lesson, ended=True)


def _done(recorder: Recorder, error: Error | None, lesson: Lesson | None = None, *, ended: bool) -> Done:
    variables, nodes, edges = recorder.finish()
    return Done(
        error=error,
        variables=variables,
        nodes=nodes,
        edges=edges,
        names=recorder.result_names,
        ended=ended,
        complete=recorder.complete,
        details=recorder.last_details(),
        details_complete=recorder.forward_complete,
        lesson=lesson,
    )


def _terminated(recorder: Recorder, teller: Teller) -> None:
    """Asked to end while the program runs: tell what there is first. What takes too long is killed."""
    if not teller.in_fork:
        with contextlib.suppress(Exception):
            teller.tell(_done(recorder, None, ended=False), patience=0.0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


def _let_threads_end() -> None:
    """Wait for the program's threads as Python would, but not forever; then run its exit handlers."""
    end = time.monotonic() + LEFT_THREADS_WAIT
    left = _thread.allocate_lock()
    left.acquire()

    def leave_pools() -> None:
        with contextlib.suppress(Exception):
            for leave in reversed(getattr(threading, "_threading_atexits", ())):
                leave()
        left.release()

    # The workers of a thread pool only end when they are told to. Not a `threading.Thread`: the program may
    # have broken these, and starting one would then wait for ever.
    _thread.start_new_thread(leave_pools, ())
    left.acquire(timeout=LEFT_THREADS_WAIT)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, end - time.monotonic()))
    atexit._run_exitfuncs()


def _watch_parent(incoming: BinaryIO) -> None:
    """End when the parent is gone. Not a `threading.Thread`: the program would see it among its own."""

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError):
            while incoming.read(1):
                pass
        if os.name == "posix":
            os.killpg(0, signal.SIGKILL)
        os._exit(BROKEN_STATUS)

    _thread.start_new_thread(wait, ())


def main() -> None:
    """Import torch, tell that the process is warm, run one program, end."""
    incoming, outgoing = take_streams()
    teller = Teller(outgoing)
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = os.fdopen(number, "wb", closefd=False)
        setattr(sys, name, io.TextIOWrapper(stream, "utf-8", "replace", line_buffering=True))
    try:
        import torch

        from core.autograd import recorder

        recorder.warm()
    except (ImportError, OSError) as error:
        teller.tell(Warm(""))
        if read_frame(incoming) is not None:
            teller.tell(Done(_error(error, ""), (), (), (), {}, ended=True, complete=False))
        os._exit(0)
    teller.tell(Warm(str(torch.__version__)))  # a TorchVersion is no plain str
    data = read_frame(incoming)
    if data is None:
        return
    request = decode_run(data)
    _watch_parent(incoming)
    leave = os._exit
    keeper = None
    if request.what_if:
        from core.runner.keeper import Keeper

        keeper = Keeper(teller.tell, request.values)
    try:
        done = run(request.program, request.values, teller, keeper)
        # The program may have closed or replaced them.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stdout.flush()
            sys.stderr.flush()
        rests = keeper is not None and not teller.in_fork and keeper.let_go_of_output()
        teller.tell(replace(done, rests=rests))
        if keeper is not None and rests:
            keeper.rest(incoming, outgoing)
        # What the program left running must not hold the process.
        leave(0)
    except BaseException:
        # It took away what we ourselves stand on (`builtins.len = None`).
        leave(BROKEN_STATUS)


if __name__ == "__main__":
    main()
