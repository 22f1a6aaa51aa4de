"""What the program's process is doing, in a few words that are always there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.runner.protocol import Finished, Progress
from gui.program_runner import ProgramRunner
from gui.text import fill, translate

LOOK_EVERY = 200
"""Milliseconds between two looks whether torch is loaded."""


class RunState(QObject):
    """Follows a `ProgramRunner`.

    Signals:
        changed: There are other words.
    """

    changed = Signal()

    def __init__(self, runner: ProgramRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._started = False
        self._progress: Progress | None = None
        self._last: Finished | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self._look)
        runner.started.connect(self._begin)
        runner.progressed.connect(self._go_on)
        runner.finished.connect(self._end)
        self._clock.start()

    def asked(self) -> None:
        """A run was asked for."""
        self._started, self._progress, self._last = False, None, None
        self.changed.emit()

    def close(self) -> None:
        """Look no longer."""
        self._clock.stop()

    def words(self) -> str:
        """How it stands, in the present language."""
        if self._runner.running:
            if not self._started:
                return translate("Autograd", "Starting…")
            if self._progress is None:
                return translate("Autograd", "Running…")
            text = translate("Autograd", "Running: {seconds} s, {memory} MiB")
            return fill(text, seconds=f"{self._progress.seconds:.0f}", memory=f"{self._progress.memory_mib:.0f}")
        last = self._last
        if last is None:
            return (
                translate("Autograd", "Ready to run") if self._runner.ready else translate("Autograd", "Loading torch…")
            )
        if last.stopped:
            return translate("Autograd", "Stopped")
        match last.trace.outcome:
            case "finished":
                return translate("Autograd", "Finished")
            case "raised":
                return translate("Autograd", "Ended by an error")
            case "timed out" | "out of memory":
                return translate("Autograd", "Stopped at its limit")
            case _:
                return translate("Autograd", "Its process ended")

    def _begin(self) -> None:
        self._started = True
        self.changed.emit()

    def _go_on(self, progress: Progress) -> None:
        self._progress = progress
        self.changed.emit()

    def _end(self, finished: Finished) -> None:
        self._last = finished
        self.changed.emit()

    def _look(self) -> None:
        if self._runner.ready:
            self._clock.stop()
            self.changed.emit()
