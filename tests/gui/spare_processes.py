"""Processes that a closed window had ready and never used, given to the next window.

To import torch anew for every window would take most of the time of these tests. A process that was sent anything is
never given on: each program still runs in one of its own.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import pytest

from core.runner import client
from core.runner.process import ChildProcess
from tests.conftest import SET_ASIDE

MOST_KEPT = 2


class Spare:
    """One real process, and whoever has it now."""

    def __init__(self, module: str) -> None:
        self._lock = threading.Lock()
        self._heard: list[bytes] = []
        self._borrower: Borrowed | None = None
        self.gone = False
        self.process = ChildProcess(module, on_message=self._message, on_exit=self._exit, on_output=self._output)

    def lend(self, borrower: Borrowed) -> None:
        """What it has said so far, such as that torch is there, is said to its new holder."""
        with self._lock:
            self._borrower, heard = borrower, list(self._heard)
        for message in heard:
            borrower.on_message(message)

    def take_back(self) -> None:
        with self._lock:
            self._borrower = None

    def set_aside(self) -> set[object]:
        """What the watch over leaks is not to count while nobody has it."""
        mine = self.process
        return {mine.pid, mine._reader, mine._writer, mine._waiter, mine._printed}

    def _message(self, data: bytes) -> None:
        with self._lock:
            borrower = self._borrower
            if borrower is None or not borrower.used:
                self._heard.append(data)
        if borrower is not None:
            borrower.on_message(data)

    def _exit(self, status: int) -> None:
        self.gone = True
        if self._borrower is not None:
            self._borrower.on_exit(status)

    def _output(self, data: bytes) -> None:
        if self._borrower is not None:
            self._borrower.on_output(data)


class Spares:
    """The processes that nobody has."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[Spare] = []

    def take(self, module: str) -> Spare:
        with self._lock:
            while self._kept:
                spare = self._kept.pop()
                SET_ASIDE.difference_update(spare.set_aside())
                if not spare.gone:
                    return spare
        return Spare(module)

    def give(self, spare: Spare) -> bool:
        """Whether it is kept."""
        with self._lock:
            if spare.gone or len(self._kept) >= MOST_KEPT:
                return False
            spare.take_back()
            SET_ASIDE.update(spare.set_aside())
            self._kept.append(spare)
            return True

    def end(self) -> None:
        for spare in self._kept:
            spare.process.stop()
            SET_ASIDE.difference_update(spare.set_aside())
        self._kept.clear()


class Borrowed:
    """Stands where a client has its `ChildProcess`."""

    def __init__(
        self,
        spares: Spares,
        module: str,
        on_message: Callable[[bytes], None],
        on_exit: Callable[[int], None],
        on_output: Callable[[bytes], None],
    ) -> None:
        self.on_message, self.on_exit, self.on_output = on_message, on_exit, on_output
        self.used = False
        self._spares = spares
        self._returned = False
        self._spare = spares.take(module)
        self._spare.lend(self)

    @property
    def pid(self) -> int:
        return self._spare.process.pid

    def send(self, message: bytes) -> None:
        assert not self._returned
        self.used = True
        self._spare.process.send(message)

    def stop(self) -> None:
        if self._returned:
            return
        if not self.used and self._spares.give(self._spare):
            self._returned = True
            self.on_exit(-signal.SIGTERM)
        else:
            self._spare.process.stop()

    def settle(self, kept: Collection[int]) -> None:
        self._spare.process.settle(kept)

    def wait_for_output(self, seconds: float) -> bool:
        return self._spare.process.wait_for_output(seconds)

    def end_some(self, pids: Collection[int]) -> None:
        self._spare.process.end_some(pids)


@contextmanager
def handed_on() -> Iterator[None]:
    """While this is open, clients hand on what they did not use; in the end no process is left."""
    spares = Spares()

    def child(
        module: str,
        *,
        on_message: Callable[[bytes], None],
        on_exit: Callable[[int], None],
        on_output: Callable[[bytes], None],
    ) -> Borrowed:
        return Borrowed(spares, module, on_message, on_exit, on_output)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "ChildProcess", child)
        yield
    spares.end()
