"""Programs and layouts, run in processes of their own, reported as signals on the interface's thread."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, Signal

from core.autograd.layout import Layout, LayoutJob, Request
from core.runner.client import Client
from core.runner.protocol import Event, Finished, Limits, Output, Program, Started


class ProgramRunner(QObject):
    """Runs one program at a time.

    Signals:
        started: The program's first line is about to run.
        printed: Text that it printed.
        finished: A `Finished`.
    """

    started = Signal()
    printed = Signal(str)
    finished = Signal(object)

    _event = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._event.connect(self._take)
        self._client = Client(self._event.emit)

    @property
    def running(self) -> bool:
        """Whether a program runs."""
        return self._client.running

    def warm(self) -> None:
        """Have a process ready."""
        self._client.warm()

    def run(self, program: Program, limits: Limits) -> None:
        """Run a program in place of one that still runs."""
        self._client.run(program, limits)

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
            case Finished():
                self.finished.emit(event)


class GraphLayouts(QObject):
    """Lays graphs out; a new request cancels the one before, and its late answer is dropped.

    Signals:
        ready: A `Layout`, or None if Graphviz could not.
    """

    ready = Signal(object)

    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._job: LayoutJob | None = None
        self._arrived.connect(self._take)

    def request(self, request: Request) -> None:
        """Lay a graph out in place of what is under way."""
        self.cancel()
        number = self._number

        def done(layout: Layout | None) -> None:
            with contextlib.suppress(RuntimeError):  # The window was closed meanwhile.
                self._arrived.emit(number, layout)

        self._job = LayoutJob(request, done)

    def cancel(self) -> None:
        """Give up what is under way."""
        self._number += 1
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _take(self, number: int, layout: Layout | None) -> None:
        if number == self._number:
            self.ready.emit(layout)
