"""The interface's end of the process that knows Python: numbered questions, and the newest answers as signals."""

from __future__ import annotations

import contextlib
import logging

import msgspec
from PySide6.QtCore import QObject, Signal

from core.editing.wire import (
    Answer,
    Check,
    Checked,
    Complete,
    Completed,
    Describe,
    Described,
    Place,
    Sign,
    Signed,
    Warm,
    decode_answer,
    encode,
)
from core.runner.process import ChildProcess

log = logging.getLogger(__name__)

MOST_RESTARTS = 3


class Assistant(QObject):
    """Starts the process at the first question and keeps it until `close`.

    A process that dies is started again at the next question, `MOST_RESTARTS` times; after that there is no more
    help, and the editor works without. An answer to any but the newest question of its kind is dropped.

    Signals:
        completed: A `Completed`.
        described: A `Described`.
        signed: A `Signed`.
        checked: A `Checked`.
    """

    completed = Signal(object)
    described = Signal(object)
    signed = Signal(object)
    checked = Signal(object)

    _arrived = Signal(int, object)
    _ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child: ChildProcess | None = None
        self._life = 0
        self._deaths = 0
        self._closed = self._warmed = False
        self._number = 0
        self._newest: dict[type, int] = {}
        # The child's reader thread emits these; Qt carries them over to the interface's thread.
        self._arrived.connect(self._take)
        self._ended.connect(self._lost)

    @property
    def started(self) -> bool:
        """Whether the process is there."""
        return self._child is not None

    def warm(self) -> None:
        """Have the process read torch's stubs before it is asked."""
        if not self._warmed:
            self._start()
            if self._child is not None:
                self._child.send(encode(Warm()))
                self._warmed = True

    def _start(self) -> None:
        if self._child is not None or self._closed or self._deaths > MOST_RESTARTS:
            return
        self._life += 1
        life = self._life

        def message(data: bytes) -> None:
            try:
                answer = decode_answer(data)
            except msgspec.MsgspecError:
                log.exception("an answer could not be read")
                return
            with contextlib.suppress(RuntimeError):  # The window was closed meanwhile.
                self._arrived.emit(life, answer)

        def ended(_status: int) -> None:
            with contextlib.suppress(RuntimeError):
                self._ended.emit(life)

        # Remarks of libraries are nothing for the terminal.
        self._child = ChildProcess("core.editing.service", on_message=message, on_exit=ended, on_output=lambda _: None)

    def complete(self, place: Place) -> int:
        """Ask what could be written at a place; returns the number of the question."""
        return self._ask(Complete(self._next(), place))

    def describe(self, name: str) -> int:
        """Ask what one of the names is that were offered last."""
        return self._ask(Describe(self._next(), name))

    def sign(self, place: Place) -> int:
        """Ask which call a place is in."""
        return self._ask(Sign(self._next(), place))

    def check(self, program: str) -> int:
        """Ask whether Python can read a program."""
        return self._ask(Check(self._next(), program))

    def forget(self, kind: type) -> None:
        """Let go of the answers that are still under way to a kind of question, such as `Complete`."""
        self._newest.pop(kind, None)

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._life += 1
        self._newest.clear()
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _ask(self, question: Complete | Describe | Sign | Check) -> int:
        self._start()
        self._newest[type(question)] = question.number
        if self._child is not None:
            self._child.send(encode(question))
        return question.number

    def _take(self, life: int, answer: Answer) -> None:
        if life != self._life:
            return
        for question, kind, signal in (
            (Complete, Completed, self.completed),
            (Describe, Described, self.described),
            (Sign, Signed, self.signed),
            (Check, Checked, self.checked),
        ):
            if isinstance(answer, kind) and self._newest.get(question) == answer.number:
                self._deaths = 0
                signal.emit(answer)

    def _lost(self, life: int) -> None:
        if life == self._life:
            self._child = None
            self._warmed = False
            self._deaths += 1
            self._newest.clear()
