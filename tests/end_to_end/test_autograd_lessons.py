"""The built-in lessons on automatic differentiation open whole, answer all they ask, and cover what they are to cover."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.autograd.replay import Replay
from core.autograd.trace import Trace
from core.labs.autograd import AutogradState
from core.lessons import command
from core.lessons.command import check_file, run_program
from core.lessons.lesson import Lesson
from core.lessons.reading import read_lesson

ROOT = Path(__file__).parent.parent.parent
FIRST = 9
"""The lessons before it are about convolution."""
LESSONS = [one for one in sorted((ROOT / "resources" / "lessons").glob("*.lesson")) if int(one.stem[:2]) >= FIRST]
ROW = re.compile(r"^\| (?P<what>.+) \| `(?P<lesson>\w+)` \| (?P<step>.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def lessons() -> dict[str, Lesson]:
    return {one.id: one for one in map(read_lesson, LESSONS)}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_has_no_problems_and_its_clock_is_that_of_the_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traces: dict[str, Trace] = {}

    def run(state: AutogradState) -> Trace:
        traces[state.program] = run_program(state)
        return traces[state.program]

    monkeypatch.setattr(command, "run_program", run)
    lesson, problems = check_file(path)
    assert problems == []
    assert lesson is not None
    for step in lesson.steps:
        if step.state.lab == "autograd":
            shown = step.state.autograd
            assert shown.step <= Replay(traces[shown.program]).length, step.title.en


def test_ids_are_the_names_of_the_files_without_their_numbers(lessons: dict[str, Lesson]) -> None:
    assert len(lessons) == len(LESSONS) >= 7
    assert [one.stem.split("_", 1)[1] for one in LESSONS] == list(lessons)


def test_a_lesson_is_predicted_at_least_every_second_step(lessons: dict[str, Lesson]) -> None:
    for lesson in lessons.values():
        assert 5 <= len(lesson.steps) <= 10, lesson.id
        for one, following in zip(lesson.steps, lesson.steps[1:], strict=False):
            assert one.question or following.question, f"{lesson.id}: {one.title.en}"
        for step in lesson.steps:
            assert step.cards, f"{lesson.id}: {step.title.en}"
            assert step.notes.en, f"{lesson.id}: {step.title.en}"


def test_every_row_of_the_table_is_a_step_and_every_step_has_a_row(lessons: dict[str, Lesson]) -> None:
    page = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    section = page.split("## Automatic differentiation", 1)[1].split("\n## ", 1)[0]
    named = {(row["lesson"], row["step"]) for row in ROW.finditer(section)}
    assert named == {(lesson.id, step.title.en) for lesson in lessons.values() for step in lesson.steps}
