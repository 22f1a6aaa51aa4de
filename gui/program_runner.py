"""Programs and layouts, run in processes of their own, reported as signals on the interface's thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from core.autograd.derivation.job import DerivationJob
from core.autograd.layout import Request, WarmLayouts
from core.autograd.questions import Question
from core.autograd.trace import Trace
from core.runner.client import ANSWER_SECONDS, Client
from core.runner.protocol import Answered, Event, Finished, Limits, Output, Program, Progress, Started


class ProgramRunner(QObject):
    """Runs one program at a time, and asks passes of the one that ended last.

    Signals:
        started: The program's first line is about to run.
        printed: Text that it printed.
        progressed: A `Progress`, a few times a second while it runs.
        finished: A `Finished`.
        answered: An `Answered`; never before `ask` has returned its number.
    """

    started = Signal()
    printed = Signal(str)
    progressed = Signal(object)
    finished = Signal(object)
    answered = Signal(object)

    _event = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Queued: some answers are known while the question is being asked.
        self._event.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._client = Client(self._event.emit)
        self._asked: set[int] = set()

    @property
    def waiting(self) -> bool:
        """Whether a question to a kept pass is to be answered."""
        return bool(self._asked)

    @property
    def running(self) -> bool:
        """Whether a program runs."""
        return self._client.running

    @property
    def ready(self) -> bool:
        """Whether the next program can start at once."""
        return self._client.ready

    def warm(self) -> None:
        """Have a process ready."""
        self._client.warm()

    def run(self, program: Program, limits: Limits) -> None:
        """Run a program in place of one that still runs; its passes are kept for `ask`."""
        self._asked.clear()  # Whatever was asked of the run before concerns nobody now.
        self._client.run(program, limits, what_if=True)

    def ask(self, question: Question, *, seconds: float = ANSWER_SECONDS) -> int:
        """Ask a kept pass of the program that ended last; `answered` follows with this number.

        Args:
            question: What is asked, see `core.autograd.questions`.
            seconds: That one run of the answer may take.
        """
        number = self._client.ask(question, seconds=seconds)
        self._asked.add(number)
        return number

    def give_up(self, request: int) -> None:
        """Want no answer to a question any more; one that is on its way still comes, and is to be dropped."""
        self._asked.discard(request)
        self._client.give_up(request)

    def stop(self) -> None:
        """Stop the program; `finished` follows."""
        self._client.stop()

    def close(self) -> None:
        """End every process."""
        self._client.close()

    def _take(self, event: Event) -> None:
        match event:
            case Started():
                self.started.emit()
            case Output(text=text):
                self.printed.emit(text)
            case Progress():
                self.progressed.emit(event)
            case Finished():
                self.finished.emit(event)
            case Answered():
                self._asked.discard(event.request)
                self.answered.emit(event)


class Cancellable(Protocol):
    """A question under way."""

    def cancel(self) -> None:
        """Give up."""


class LatestJob(QObject):
    """Has questions answered by a process each; a new one cancels the one before, and its late answer is dropped.

    Signals:
        ready: The answer, or None if there was none.
    """

    ready = Signal(object)

    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._job: Cancellable | None = None
        self._waiting = False
        self._arrived.connect(self._take)

    @property
    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._waiting

    def ask(self, start: Callable[[Callable[[Any], None]], Cancellable]) -> None:
        """Ask in place of what is under way.

        Args:
            start: Starts the job, given what is to be called when it is done.
        """
        self.cancel()
        number = self._number

        def done(answer: object) -> None:
            with contextlib.suppress(RuntimeError):  # The window was closed meanwhile.
                self._arrived.emit(number, answer)

        self._waiting = True
        self._job = start(done)

    def cancel(self) -> None:
        """Give up what is under way."""
        self._number += 1
        self._waiting = False
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _take(self, number: int, answer: object) -> None:
        if number == self._number:
            self._waiting = False
            self.ready.emit(answer)


class GraphLayouts(LatestJob):
    """Lays graphs out in processes that are kept ready; `ready` has a `Layout`, or None if Graphviz could not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layouts = WarmLayouts()

    def warm(self) -> None:
        """Have a process ready."""
        self._layouts.warm()

    def request(self, request: Request) -> None:
        """Lay a graph out in place of what is under way."""
        self.ask(lambda done: self._layouts.lay_out(request, done))

    def close(self) -> None:
        """Give up what is under way and end every process."""
        self.cancel()
        self._layouts.close()


class Derivations(LatestJob):
    """Derives passes by hand; `ready` has a `Found`, or None if that failed."""

    def request(self, trace: Trace, number: int) -> None:
        """Derive a pass in place of what is under way."""
        self.ask(lambda done: DerivationJob(trace, number, done))
