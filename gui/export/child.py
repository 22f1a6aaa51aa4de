"""The process that draws for the window: one request comes in, progress and an outcome go out."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

from core.runner.frames import read_frame, write_frame
from gui.export.request import ExportProblem, Failed, Reply, decode_request, encode


def main() -> int:
    """Answer the one request on standard input."""
    # What a library may print is no frame.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    message = read_frame(sys.stdin.buffer)
    if message is None:
        return 0
    request = decode_request(message)
    cancelled = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()

    def watch() -> None:
        while read_frame(sys.stdin.buffer) is not None:
            pass
        cancelled.set()  # Nobody is there any more for whom to draw.

    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=watch, name="watch", daemon=True).start()

    def tell(reply: Reply) -> None:
        write_frame(output, encode(reply))

    from gui.export.alone import make_alone

    try:
        tell(make_alone(request, tell, cancelled.is_set))
    except ExportProblem as problem:
        tell(Failed(problem.code, problem.sentence, problem.values))
    except (KeyboardInterrupt, OSError):
        return 1
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # The thread that watches would hold the end of standard input.
