"""One question to a module in a process of its own, which can be cancelled."""

from __future__ import annotations

import contextlib
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


def serve(answer: Callable[[bytes], bytes]) -> None:
    """The module's side: answer one question."""
    from core.runner.frames import read_frame, write_frame
    from core.runner.process import take_streams

    incoming, outgoing = take_streams()
    data = read_frame(incoming)
    if data is not None:
        write_frame(outgoing, answer(data))
