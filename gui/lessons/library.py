"""The built-in lessons, and what each is called."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from core.lessons.lesson import ENDING, Lesson
from core.lessons.problem import LessonProblem
from core.lessons.reading import read_lesson

FOLDER = Path(__file__).parent.parent.parent / "resources" / "lessons"


def built_in() -> tuple[Path, ...]:
    """Their files, in the order in which they are taught."""
    return tuple(sorted(FOLDER.glob(f"*{ENDING}")))


@lru_cache(maxsize=64)
def known(path: Path) -> Lesson | None:
    """A built-in lesson, or None if its file is damaged; that is said when it is opened."""
    try:
        return read_lesson(path)
    except LessonProblem:
        return None
