"""The process that a user's program runs in. Started as ``python -m core.runner.child``; runs one program.

This isolates the interface from the program: it is no sandbox, the program may do all that its user may do.
"""

from __future__ import annotations

import builtins
import io
import linecache
import os
import sys
import threading
import traceback
import types
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from core.autograd.trace import Edge, Error, Node, Pass
from core.runner.frames import read_frame, write_frame
from core.runner.process import take_streams
from core.runner.protocol import Done, FromChild, PassDone, Program, Run, Warm, decode_run, encode

UNSAVED = "program.py"
"""The file name of a program that is in no file."""


def _error(error: BaseException, filename: str) -> Error:
    """An exception with the innermost line of the program that it passed through."""
    line = None
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = error.lineno
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == filename:
            line = number
    message = error.msg if isinstance(error, SyntaxError) else _message(error)
    return Error(type(error).__name__, message, line)


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # The program's own class may raise here.
        return ""


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
    lines = program.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(program.source), None, lines, filename)
    return module


def run(request: Run, tell: Callable[[FromChild], None]) -> Done:
    """Run a program under the recorder, telling of each pass; returns how it ended."""
    import torch

    from core.autograd.recorder import Recorder

    program = request.program
    filename = program.path or UNSAVED
    module = _own_main(program, filename)

    def pass_done(one: Pass, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
        tell(PassDone(one, tuple(nodes), tuple(edges)))

    if program.seed is not None:
        torch.manual_seed(program.seed)
    recorder = Recorder(filename, lambda: vars(module), pass_done, request.values)
    # Anomaly mode is the recorder's, not the program's: its remarks would be output the program never made.
    warnings.filterwarnings("ignore", message="Error detected in")
    warnings.filterwarnings("ignore", message="Anomaly Detection has been enabled")
    error: Error | None = None
    recorder.start()
    try:
        exec(compile(program.source, filename, "exec", dont_inherit=True), vars(module))
    except SystemExit as exit_:
        if exit_.code not in (None, 0):
            error = _error(exit_, filename)
    except BaseException as raised:
        error = _error(raised, filename)
    variables, nodes, edges = recorder.finish()
    return Done(error, variables, nodes, edges, recorder.result_names)


def main() -> None:
    """Import torch, tell that the process is warm, run one program, end."""
    incoming, outgoing = take_streams()
    sending = threading.Lock()

    def tell(message: FromChild) -> None:
        with sending:
            write_frame(outgoing, encode(message))

    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = os.fdopen(number, "wb", closefd=False)
        setattr(sys, name, io.TextIOWrapper(stream, "utf-8", "replace", line_buffering=True))
    import torch

    from core.autograd import recorder

    recorder.warm()
    tell(Warm(str(torch.__version__)))  # a TorchVersion is no plain str
    data = read_frame(incoming)
    if data is None:
        return
    done = run(decode_run(data), tell)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # The program closed or replaced them.
    tell(done)
    outgoing.close()
    # Threads and exit handlers of the program's must not hold the process.
    os._exit(0)


if __name__ == "__main__":
    main()
