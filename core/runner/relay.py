"""What a program's process becomes when the program has ended and passes of it are kept.

Started by `Keeper.rest` in place of the program, with the same number and pipes: it hands questions on to
the copies and answers back. Nothing of the program is left in it, and while nobody asks it uses no processor.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from core.autograd.questions import refused
from core.runner.frames import BrokenFrameError, read_frame, write_frame
from core.runner.protocol import Ask, Replied, Resting, decode_to_resting, encode

RUNS_OF_ONE_ANSWER = 2
"""The pass unchanged, the first time, and the pass with its changes."""
PATIENCE = 3.0
"""Seconds beyond an answer's own limit after which its copy is given up."""

NEVER_MIND = b""
"""To a copy: the answer that it works at is not wanted any more. It sends one at once all the same."""


def main(arguments: Sequence[str]) -> None:
    """Serve until the parent is gone; then end, and every copy with it."""
    incoming = os.fdopen(int(arguments[0]), "rb", buffering=0)
    outgoing = os.fdopen(int(arguments[1]), "wb")
    kept: dict[int, socket.socket] = {}
    for word in arguments[2:]:
        number, _, descriptor = word.partition(":")
        kept[int(number)] = socket.socket(fileno=int(descriptor))
    waiting: deque[Ask] = deque()
    with contextlib.suppress(OSError, BrokenFrameError, ValueError, EOFError, msgspec.MsgspecError):
        write_frame(outgoing, encode(Resting()))
        while True:
            while not waiting:
                _receive(incoming, waiting)
            answer = _answer(waiting.popleft(), kept, incoming, waiting)
            if answer is not None:
                write_frame(outgoing, answer)
    os.killpg(0, signal.SIGKILL)


def _receive(incoming: BinaryIO, waiting: deque[Ask]) -> int | None:
    """Take what the parent says next; the number of the request that it gives up, if it does.

    Raises:
        EOFError: The parent is gone.
    """
    data = read_frame(incoming)
    if data is None:
        raise EOFError
    message = decode_to_resting(data)
    if isinstance(message, Ask):
        waiting.append(message)
        return None
    request: int = message.request
    for asked in [one for one in waiting if one.request == request]:
        waiting.remove(asked)
    return request


def _answer(asked: Ask, kept: dict[int, socket.socket], incoming: BinaryIO, waiting: deque[Ask]) -> bytes | None:
    connection = kept.get(asked.question.number)
    if connection is not None:
        try:
            with connection.makefile("rb") as answers, connection.makefile("wb") as questions:
                write_frame(questions, encode(asked))
                end = time.monotonic() + asked.seconds * RUNS_OF_ONE_ANSWER + PATIENCE
                while not _wait(connection, incoming, end):
                    if _receive(incoming, waiting) == asked.request:
                        write_frame(questions, NEVER_MIND)
                connection.settimeout(PATIENCE)
                answer = read_frame(answers)
                connection.settimeout(None)
            if answer is not None:
                return answer
        except (OSError, BrokenFrameError):
            pass
        kept.pop(asked.question.number).close()
    return encode(Replied(asked.request, refused(asked.question, "gone")))


def _wait(connection: socket.socket, incoming: BinaryIO, end: float) -> bool:
    """Until there is an answer, which is True, or the parent says something.

    Raises:
        TimeoutError: There was neither.
    """
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    poll.register(incoming, select.POLLIN)  # Also tells when the parent is gone.
    found = dict(poll.poll(max(0.0, end - time.monotonic()) * 1000))
    if not found:
        raise TimeoutError
    return incoming.fileno() not in found


if __name__ == "__main__":
    main(sys.argv[1:])
