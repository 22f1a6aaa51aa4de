"""Where lessons name a card."""

from __future__ import annotations

from collections.abc import Iterable

from core.cards.collection import collection
from core.lessons.lesson import Lesson
from gui.cards.card_view import LessonPlace
from gui.language import language


def places_of(card: str, lessons: Iterable[Lesson]) -> list[LessonPlace]:
    """The first step of each lesson that names a card, under whatever name; titles in the present language."""
    found = []
    for lesson in lessons:
        for index, step in enumerate(lesson.steps):
            named = [collection().named(name) for name in step.cards]
            if any(one is not None and one.id == card for one in named):
                found.append(LessonPlace(lesson.id, index, lesson.title.of(language().code)))
                break
    return found
