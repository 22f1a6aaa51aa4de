"""A lesson as what is presented: its steps, the notes on them, and what a clicker does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from typing_extensions import override

from core.lessons.lesson import Step
from gui.language import language
from gui.lessons.player import LessonPlayer
from gui.presenting.notes import PresenterNotes, StepNotes


class LessonTalk(PresenterNotes):
    """Goes through a player's lesson.

    Args:
        player: The player, which owns this.

    Signals:
        run_asked: The step's program is to be run.
    """

    run_asked = Signal()

    def __init__(self, player: LessonPlayer) -> None:
        super().__init__(player)
        self._player = player
        self._ran: Step | None = None
        player.changed.connect(self.changed)
        player.opened.connect(self.changed)

    @override
    def is_open(self) -> bool:
        return self._player.lesson is not None

    @override
    def current(self) -> StepNotes:
        player, code = self._player, language().code
        assert player.step is not None
        step = player.step
        return StepNotes(step.title.of(code), step.text.of(code), player.notes, player.next_title)

    @override
    def next(self) -> None:
        """A press runs the step's program where it has not run, once, and shows what was asked; else it goes on.

        A clicker has no key to run a program by, and whoever presses it wants to see what comes.
        """
        player = self._player
        if player.needs_run and self._ran is not player.step:
            self._ran = player.step
            if not player.revealed:
                player.reveal()  # It waits for the run.
            self.run_asked.emit()
        else:
            player.advance()

    @override
    def back(self) -> None:
        self._player.back()
