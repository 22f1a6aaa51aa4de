"""How far someone is in each lesson, kept between runs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gui.settings import home

Mark = Literal["seen", "right", "wrong"]
MARKS: tuple[Mark, ...] = ("seen", "right", "wrong")
MOST_BYTES = 1_000_000


@dataclass
class Progress:
    """Of one lesson.

    Attributes:
        last: The step that was shown last.
        marks: By step: seen, or answered right or wrong.
    """

    last: int = 0
    marks: dict[int, Mark] = field(default_factory=dict)


class ProgressFile:
    """One small file for all lessons; a damaged or unwritable one only means that nothing is remembered."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or home() / "lessons.json"
        self._lessons: dict[str, Any] | None = None

    def of(self, lesson: str, steps: int) -> Progress:
        """What is remembered of a lesson with so many steps."""
        found = self._read().get(lesson)
        if not isinstance(found, dict):
            return Progress()
        last, marks = found.get("last"), found.get("marks")
        kept: dict[int, Mark] = {}
        if isinstance(marks, dict):
            for step, mark in marks.items():
                if str(step).isdigit() and int(step) < steps and mark in MARKS:
                    kept[int(step)] = mark
        return Progress(last if isinstance(last, int) and 0 <= last < steps else 0, kept)

    def keep(self, lesson: str, progress: Progress) -> None:
        """Remember it now."""
        lessons = self._read()
        lessons[lesson] = {
            "last": progress.last,
            "marks": {str(step): mark for step, mark in sorted(progress.marks.items())},
        }
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(lessons, indent=1), encoding="utf-8")
            part.replace(self._path)
        except OSError:
            part.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        if self._lessons is None:
            self._lessons = {}
            try:
                if self._path.stat().st_size <= MOST_BYTES:
                    found = json.loads(self._path.read_text(encoding="utf-8"))
                    self._lessons = found if isinstance(found, dict) else {}
            except (OSError, ValueError):
                pass
        return self._lessons
