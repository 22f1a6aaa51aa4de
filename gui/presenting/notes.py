"""What the lecturer is told: the step, the notes on it, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gui.labs.page import LabPage
from gui.text import fill, isolate, translate


@dataclass(frozen=True, slots=True)
class StepNotes:
    """One step, in the present language.

    Attributes:
        title: What the step is called.
        text: What the audience reads; "" if there is nothing. Plain, unless the step's text has a content of its own.
        notes: What only the lecturer reads.
        next_title: What comes next; "" at the end.
    """

    title: str
    text: str = ""
    notes: str = ""
    next_title: str = ""


class PresenterNotes(QObject):
    """What is presented step by step; a lesson's player is one.

    Signals:
        changed: Another step, or other words of it.
    """

    changed = Signal()

    def is_open(self) -> bool:
        """Whether there is a lesson, so that the clicker moves its steps rather than the clock."""
        return False

    def current(self) -> StepNotes:
        """The step that is shown."""
        raise NotImplementedError

    def next(self) -> None:
        """What the clicker's one key does: the answer, or the step after this one."""

    def back(self) -> None:
        """The step before this one."""


class ClockNotes(PresenterNotes):
    """Where there is no lesson: the lab, and the next moment of its clock.

    Args:
        lab: The page that is shown.
        title: What it is called, with what it works on.
        parent: Owns it.
    """

    def __init__(self, lab: Callable[[], LabPage], title: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._lab, self._title = lab, title

    def current(self) -> StepNotes:
        """The lab, and what the clock comes to next."""
        playback = self._lab().playback
        if not playback.last:
            return StepNotes(self._title())
        if playback.position >= playback.last:
            return StepNotes(self._title(), next_title=translate("Presenting", "This was the last step."))
        place = fill(translate("Presenting", "Step {step} of {count}"), step=playback.position + 1, count=playback.last)
        moment = self._lab().next_moment
        return StepNotes(self._title(), next_title=f"{place}: {isolate(moment)}" if moment else place)

    def next(self) -> None:
        """One step of the clock."""
        self._lab().playback.step(1)

    def back(self) -> None:
        """One step of the clock, back."""
        self._lab().playback.step(-1)
