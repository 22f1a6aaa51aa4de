"""The built-in lessons, and what each is called."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

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


BETWEEN = 60
"""Milliseconds from one lesson that is read ahead to the next: each takes some twenty, and the window works between."""


class ReadAhead(QObject):
    """Reads the built-in lessons one by one while nothing else happens, so that menus and cards find them read.

    Args:
        parent: Owns it.
        after: Milliseconds until it begins.
    """

    def __init__(self, parent: QObject, after: int = 3000) -> None:
        super().__init__(parent)
        self._left = list(built_in())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_one)
        self._timer.start(after)

    @property
    def done(self) -> bool:
        """Whether all are read."""
        return not self._left

    def _read_one(self) -> None:
        if self._left:
            known(self._left.pop(0))
            self._timer.start(BETWEEN)
