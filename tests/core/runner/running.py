"""Runs programs through a client and waits for how they end."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.autograd.questions import Answer, Question
from core.autograd.what_if import Change, WhatIf, WhatIfAnswer
from core.runner.client import Client
from core.runner.protocol import Answered, Event, Finished, Limits, Output, Program, Progress, Started

PATIENCE = 60.0
TOKEN = "CONVGRAD_TEST_OF_KEPT_PASSES"
"""In the environment of all that the fixture `shared` has started."""


class Runs:
    """A client whose events are kept."""

    def __init__(self) -> None:
        self.events: list[tuple[float, Event]] = []
        self._changed = threading.Condition()
        self.client = Client(self._take)

    def _take(self, event: Event) -> None:
        with self._changed:
            self.events.append((time.monotonic(), event))
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[Event], bool]) -> tuple[float, Event]:
        """The first event that meets a condition, now or later."""

        def find() -> tuple[float, Event] | None:
            return next((one for one in self.events if condition(one[1])), None)

        with self._changed:
            found = self._changed.wait_for(find, PATIENCE)
        told = [event for _, event in self.events if not isinstance(event, Progress)]
        assert found is not None, f"never came; there was {told}"
        return found

    def start(self, source: str, limits: Limits | None = None, path: str = "", *, what_if: bool = False) -> None:
        """Run, and forget what came from the run before."""
        with self._changed:
            self.events.clear()
        self.client.run(Program(source, path), limits, what_if=what_if)

    def finish(self) -> Finished:
        """Wait for the end."""
        event = self.wait_for(lambda event: isinstance(event, Finished))[1]
        assert isinstance(event, Finished)
        return event

    def run(self, source: str, limits: Limits | None = None, path: str = "") -> Finished:
        """Run to the end."""
        self.start(source, limits, path)
        return self.finish()

    def what_if(self, number: int, changes: Sequence[Change] = (), *, seconds: float = 20.0) -> WhatIfAnswer:
        """Ask "what if" and wait for the answer."""
        answer = self.ask(WhatIf(number, tuple(changes)), seconds=seconds)
        assert isinstance(answer, WhatIfAnswer)
        return answer

    def ask(self, question: Question, *, seconds: float = 20.0) -> Answer:
        """Ask and wait for the answer."""
        return self.answer(self.client.ask(question, seconds=seconds))

    def answer(self, request: int) -> Answer:
        """Wait for an answer."""
        event = self.wait_for(lambda event: isinstance(event, Answered) and event.request == request)[1]
        assert isinstance(event, Answered)
        return event.answer

    def until_started(self) -> float:
        """When the program's first line ran."""
        return self.wait_for(lambda event: isinstance(event, Started))[0]

    def until_printed(self, text: str) -> None:
        """Wait until the program has printed something."""
        self.wait_for(lambda event: isinstance(event, Output) and text in event.text)


def marked_processes(token: str) -> list[int]:
    """Processes with a variable of this process's in their environment: what its clients and programs started."""
    found = []
    mine = f"{token}={os.environ[token]}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mine in path.read_bytes().split(b"\0") and int(path.parent.name) != os.getpid():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def until(condition: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether a condition is met, now or before the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        threading.Event().wait(0.01)
    return False


@contextmanager
def running() -> Iterator[Runs]:
    """A client that leaves nothing behind."""
    runs = Runs()
    try:
        yield runs
    finally:
        runs.client.close()
