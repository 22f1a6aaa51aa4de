"""Where lessons meet the rest of the window: presenting, and the cards that steps name."""

from __future__ import annotations

from core.lessons.lesson import Lesson
from gui.cards.card_view import LessonPlace
from gui.cards.lesson_places import places_of
from gui.lessons.panel import LessonPanel
from gui.lessons.player import LessonPlayer
from gui.lessons.shelf import built_in, known
from gui.lessons.step_text import StepText
from gui.lessons.talk import LessonTalk
from gui.presenting.presenter import Presenter


def present_with(presenter: Presenter, panel: LessonPanel) -> None:
    """Have the lesson that is open presented: its text on the stage, its notes with the lecturer, a clicker's steps."""
    talk = LessonTalk(panel.player)
    talk.run_asked.connect(panel.run_asked)
    presenter.provide(talk)
    # What a step says the lecturer says; what it asks the audience has before its eyes.
    presenter.step_text.put(StepText(panel.player, words=False))
    presenter.changed.connect(panel.present)


def lessons_with(card: str) -> list[LessonPlace]:
    """The first step of each built-in lesson that names a card."""
    return places_of(card, _lessons())


def open_place(player: LessonPlayer, place: LessonPlace) -> None:
    """Go to a step of a built-in lesson."""
    for lesson in _lessons():
        if lesson.id == place.lesson:
            player.open(lesson, place.step)
            return


def _lessons() -> list[Lesson]:
    return [lesson for path in built_in() if (lesson := known(path)) is not None]
