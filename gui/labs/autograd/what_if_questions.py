"""Asks the kept passes, one question at a time: the latest counts, late answers are dropped, one can be given up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from core.autograd.trace import Tensor
from core.autograd.what_if import Change, WhatIf, WhatIfAnswer
from core.runner.protocol import Answered
from gui.program_runner import ProgramRunner

BUSY_AFTER = 200
"""Milliseconds after which an answer that has not come is waited for in sight; most come sooner."""

Question = tuple[int, tuple[Change, ...]]
"""A pass, and the changes to it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and the pass that it is about."""

    number: int
    answer: WhatIfAnswer


class Questions(QObject):
    """The question that is wanted, and the answer to it.

    Signals:
        answered: There is another answer, or none any more.
        moved: Something is waited for in sight, or no longer.
    """

    answered = Signal()
    moved = Signal()

    def __init__(self, runner: ProgramRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted: Question | None = None
        self._asked: Question | None = None
        self._request: int | None = None
        self._held: Found | None = None  # An answer that waits for the pass without changes.
        self._captured: dict[int, tuple[Tensor | None, ...]] = {}
        self.found: Found | None = None
        self.cancelled = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER)
        self._slow.timeout.connect(self.moved)
        runner.answered.connect(self._take)

    @property
    def asking(self) -> bool:
        """Whether an answer is under way."""
        return self._request is not None

    @property
    def waited_for(self) -> bool:
        """Whether that takes so long that it is to be shown."""
        return self.asking and not self._slow.isActive()

    def captured(self, number: int) -> tuple[Tensor | None, ...]:
        """What a pass of `torch.autograd.grad` returned, which the trace does not have; empty where not known."""
        return self._captured.get(number, ())

    def want(self, number: int, changes: tuple[Change, ...]) -> None:
        """Ask, unless that is what was asked last; while another question is under way, when it is answered.

        Without changes there is nothing to ask, and no answer.
        """
        if not changes:
            self.forget()
            return
        if (number, changes) == self._wanted:
            return
        self._wanted = (number, changes)
        self.cancelled = False
        if self.found is not None and self.found.number != number:
            self.found = None
            self.answered.emit()
        if self._request is None:
            self._ask()

    def forget(self, *, run: bool = False) -> None:
        """Want nothing any more; with `run`, know nothing of the run before either."""
        if run:
            self._captured = {}
        there = self.found is not None
        self._wanted = self._asked = self._request = self._held = self.found = None
        self.cancelled = False
        self._slow.stop()
        if there:
            self.answered.emit()
        self.moved.emit()

    def cancel(self) -> None:
        """Give up what is under way; its answer is dropped."""
        self._request = self._held = None
        self.cancelled = True
        self._slow.stop()
        self.moved.emit()

    def again(self) -> None:
        """Ask what was given up."""
        self.cancelled = False
        if self._wanted is not None:
            self._ask()
        self.moved.emit()

    def rest(self) -> None:
        """Out of sight nothing needs to be shown as waited for."""
        self._slow.stop()

    def _ask(self) -> None:
        assert self._wanted is not None
        self._asked = self._wanted
        self._request = self._runner.ask(WhatIf(*self._asked))
        self._slow.start()

    def _take(self, event: Answered) -> None:
        if event.request != self._request or not isinstance(event.answer, WhatIfAnswer):
            return
        found = Found(event.question.number, event.answer)
        self._request = None
        self._slow.stop()
        if self._wanted != self._asked:
            self._held = None
            self._ask()
            return
        if self._held is not None:
            self._captured[found.number] = found.answer.captured
            found, self._held = self._held, None
        elif found.answer.captured and found.number not in self._captured:
            self._held = found
            self._request = self._runner.ask(WhatIf(found.number))
            self._slow.start()
            return
        self.found = found
        self.answered.emit()
        self.moved.emit()
