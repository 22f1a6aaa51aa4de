"""A lesson as what is presented: its steps, the notes on them, and what a clicker does."""

from __future__ import annotations

from typing_extensions import override

from gui.language import language
from gui.lessons.player import LessonPlayer
from gui.presenting.notes import PresenterNotes, StepNotes


class LessonTalk(PresenterNotes):
    """Goes through a player's lesson.

    Args:
        player: The player, which owns this.
    """

    def __init__(self, player: LessonPlayer) -> None:
        super().__init__(player)
        self._player = player
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
        self._player.advance()

    @override
    def back(self) -> None:
        self._player.back()
