"""The process that knows Python for the editor: ``python -m core.editing.service``. Runs no user code.

Syntax is checked by the thread that reads, so that no check waits for an analysis. Of the other questions only the
newest of each kind is answered: who types on has no use for the answers to the letters before.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from typing import BinaryIO

from core.editing.syntax import first_problem
from core.editing.wire import Answer, Check, Checked, Complete, Describe, Question, Sign, Warm, decode_question, encode
from core.runner.frames import read_frame, write_frame
from core.runner.process import take_streams

NICENESS = 5
"""Completion stands back behind what computes."""


class Teller:
    """Sends answers, one at a time."""

    def __init__(self, outgoing: BinaryIO) -> None:
        self._outgoing = outgoing
        self._sending = threading.Lock()

    def tell(self, answer: Answer) -> None:
        """Send an answer; silently nothing if nobody reads any more."""
        with self._sending, contextlib.suppress(OSError, ValueError):
            write_frame(self._outgoing, encode(answer))


def read(incoming: BinaryIO, waiting: queue.SimpleQueue[Question | None], teller: Teller) -> None:
    """Take questions until there are no more; answer checks at once."""
    while (data := read_frame(incoming)) is not None:
        question = decode_question(data)
        if isinstance(question, Check):
            teller.tell(Checked(question.number, first_problem(question.program)))
        else:
            waiting.put(question)
    # An analysis may take seconds, and nobody waits for it any more.
    os._exit(0)


def newest(waiting: queue.SimpleQueue[Question | None]) -> list[Question]:
    """Wait for questions; of each kind the newest, in the order in which they came."""
    found: dict[type, Question] = {}
    question = waiting.get()
    while True:
        if question is not None:
            found.pop(type(question), None)
            found[type(question)] = question
        try:
            question = waiting.get_nowait()
        except queue.Empty:
            return list(found.values())


def main() -> None:
    """Answer until the other end closes."""
    incoming, outgoing = take_streams()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    waiting: queue.SimpleQueue[Question | None] = queue.SimpleQueue()
    teller = Teller(outgoing)
    threading.Thread(target=read, args=(incoming, waiting, teller), daemon=True).start()
    questions = newest(waiting)
    # Not before it is needed: a check of syntax alone takes nothing of this.
    from core.editing.completion import Completer

    completer = Completer()
    while True:
        for question in questions:
            match question:
                case Warm():
                    completer.warm_up()
                case Complete():
                    teller.tell(completer.complete(question.number, question.place))
                case Describe():
                    teller.tell(completer.describe(question.number, question.name))
                case Sign():
                    teller.tell(completer.sign(question.number, question.place))
        questions = newest(waiting)


if __name__ == "__main__":
    main()
