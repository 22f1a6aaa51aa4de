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
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from core.autograd.questions import refused
from core.runner.frames import BrokenFrameError, read_frame, write_frame
from core.runner.protocol import Ask, Replied, Resting, decode_ask, encode

RUNS_OF_ONE_ANSWER = 2
"""The pass unchanged, the first time, and the pass with its changes."""
PATIENCE = 3.0
"""Seconds beyond an answer's own limit after which its copy is given up."""


def main(arguments: Sequence[str]) -> None:
    """Serve until the parent is gone; then end, and every copy with it."""
    incoming = os.fdopen(int(arguments[0]), "rb", buffering=0)
    outgoing = os.fdopen(int(arguments[1]), "wb")
    kept: dict[int, socket.socket] = {}
    for word in arguments[2:]:
        number, _, descriptor = word.partition(":")
        kept[int(number)] = socket.socket(fileno=int(descriptor))
    with contextlib.suppress(OSError, BrokenFrameError, ValueError, msgspec.MsgspecError):
        write_frame(outgoing, encode(Resting()))
        while (data := read_frame(incoming)) is not None:
            write_frame(outgoing, _answer(decode_ask(data), data, kept, incoming))
    os.killpg(0, signal.SIGKILL)


def _answer(asked: Ask, data: bytes, kept: dict[int, socket.socket], incoming: BinaryIO) -> bytes:
    connection = kept.get(asked.question.number)
    if connection is not None:
        try:
            with connection.makefile("rb") as answers, connection.makefile("wb") as questions:
                write_frame(questions, data)
                _wait(connection, incoming, asked.seconds * RUNS_OF_ONE_ANSWER + PATIENCE)
                connection.settimeout(PATIENCE)
                answer = read_frame(answers)
                connection.settimeout(None)
            if answer is not None:
                return answer
        except (OSError, BrokenFrameError):
            pass
        kept.pop(asked.question.number).close()
    return encode(Replied(asked.request, refused(asked.question, "gone")))


def _wait(connection: socket.socket, incoming: BinaryIO, seconds: float) -> None:
    """Until there is an answer.

    Raises:
        TimeoutError: There was none.
    """
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    poll.register(incoming, 0)  # Tells only that the parent is gone.
    found = dict(poll.poll(seconds * 1000))
    if incoming.fileno() in found:
        os.killpg(0, signal.SIGKILL)
    if connection.fileno() not in found:
        raise TimeoutError


if __name__ == "__main__":
    main(sys.argv[1:])
