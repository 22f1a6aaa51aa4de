"""The built-in lessons: all are whole in both languages; those on convolution answer what they ask and cover the lecture."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.lessons.answering import answer_of
from core.lessons.checking import Labs
from core.lessons.command import check_file, run_program
from core.lessons.lesson import LANGUAGES, Lesson, Step
from core.lessons.mathematics import CODE
from core.lessons.reading import read_lesson
from core.media.images import prepared
from core.media.samples import load_picture, load_recording

ROOT = Path(__file__).parent.parent.parent
ALL = sorted((ROOT / "resources" / "lessons").glob("*.lesson"))
ON_CONVOLUTION = [one for one in ALL if int(one.stem[:2]) <= 8]
"""Those on automatic differentiation, whose programs have to run, are checked elsewhere."""
LEAST_WORDS = 40
ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_INDIC_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
ROW = re.compile(r"^\| (?P<what>.+) \| `(?P<lesson>\w+)` \| (?P<step>.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def lessons() -> dict[Path, Lesson]:
    return {path: read_lesson(path) for path in ALL}


@pytest.fixture(scope="module")
def labs() -> Labs:
    return Labs(
        lambda state: load_recording(state.source.name),
        lambda state: prepared(load_picture(state.source.name), grey=state.grey, shrink=state.shrink),
        run_program,
    )


def spoken(step: Step) -> list[tuple[str, str]]:
    """Everything that is said in a step, in English and in Arabic."""
    words = [step.title, step.text, step.notes]
    if step.question is not None:
        words += [step.question.ask, step.question.explain, *(one.text for one in step.question.choices)]
    return [(one.en, one.ar) for one in words]


@pytest.mark.parametrize("path", ON_CONVOLUTION, ids=lambda path: path.stem)
def test_a_lesson_opens_and_every_answer_computes(path: Path) -> None:
    lesson, problems = check_file(path)
    assert problems == []
    assert lesson is not None
    assert 5 <= len(lesson.steps) <= 10


def test_ids_are_the_names_of_the_files_without_their_numbers(lessons: dict[Path, Lesson]) -> None:
    assert len(ON_CONVOLUTION) == 8
    assert [lesson.id for lesson in lessons.values()] == [path.stem.split("_", 1)[1] for path in ALL]
    assert len({lesson.id for lesson in lessons.values()}) == len(ALL)
    assert [int(path.stem[:2]) for path in ALL] == list(range(1, len(ALL) + 1))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_step_says_enough_in_each_language_and_numbers_are_western(path: Path, lessons: dict[Path, Lesson]) -> None:
    for step in lessons[path].steps:
        for code in LANGUAGES:
            prose = CODE.sub(" ", step.text.of(code))
            assert len(prose.split()) >= LEAST_WORDS, f"{step.title.en}: {code}"
        for english, arabic in spoken(step):
            assert not ARABIC.search(english), english
            assert not ARABIC_INDIC_DIGIT.search(arabic), arabic
        assert ARABIC.search(step.title.ar), step.title.en
        assert ARABIC.search(step.text.ar), step.title.en


@pytest.mark.parametrize("path", ON_CONVOLUTION, ids=lambda path: path.stem)
def test_both_languages_have_the_same_formulas_and_code(path: Path, lessons: dict[Path, Lesson]) -> None:
    for step in lessons[path].steps:
        blocks = [re.findall(r"```.*?```", step.text.of(code), re.DOTALL) for code in LANGUAGES]
        assert blocks[0] == blocks[1], step.title.en
        displayed = [re.findall(r"\$\$(.+?)\$\$", step.text.of(code), re.DOTALL) for code in LANGUAGES]
        assert displayed[0] == displayed[1], step.title.en


@pytest.mark.parametrize("path", ON_CONVOLUTION, ids=lambda path: path.stem)
def test_at_least_every_second_step_is_predicted_and_every_answer_explained(
    path: Path, lessons: dict[Path, Lesson]
) -> None:
    steps = lessons[path].steps
    for one, following in pairwise(steps):
        assert one.question or following.question, one.title.en
    for step in steps:
        assert step.notes.en, step.title.en
        assert step.cards, step.title.en
        if step.question is not None:
            assert step.question.explain.en, step.title.en


STATED: dict[tuple[str, int], Any] = {
    ("why_convolution", 0): 486.2025,
    ("why_convolution", 1): 12.5,
    ("why_convolution", 3): "3 weights and one bias: 4",
    ("why_convolution", 4): 7,
    ("why_convolution", 5): 27,
    ("the_matrix_becomes_kernels", 0): (6, 12),
    ("the_matrix_becomes_kernels", 1): 9,
    ("the_matrix_becomes_kernels", 2): 20,
    ("the_matrix_becomes_kernels", 3): -2,
    ("the_matrix_becomes_kernels", 4): (66, 24),
    ("the_matrix_becomes_kernels", 5): (3, 22),
    ("the_matrix_becomes_kernels", 6): 46,
    ("mono_and_stereo", 1): "The domain has 64 places, with two numbers at each",
    ("mono_and_stereo", 2): (2, 3),
    ("mono_and_stereo", 3): 2,
    ("mono_and_stereo", 4): 3,
    ("mono_and_stereo", 5): "16, one for each kernel",
    ("mono_and_stereo", 6): "$3, 2, 1$",
    ("mono_and_stereo", 7): 1,
    ("dimensions_in_pytorch", 0): (16, 2, 3),
    ("dimensions_in_pytorch", 1): (16, 62),
    ("dimensions_in_pytorch", 2): 60,
    ("dimensions_in_pytorch", 3): 2,
    ("dimensions_in_pytorch", 4): 2,
    ("dimensions_in_pytorch", 5): "No",
    ("dimensions_in_pytorch", 6): 2,
    ("dimensions_in_pytorch", 7): 52,
    ("dimensions_in_pytorch", 8): (16, 1, 3),
    ("dimensions_in_pytorch", 9): [3, 2],
    ("images_and_hyperspectral", 0): "Level edges: brightness that changes from top to bottom",
    ("images_and_hyperspectral", 1): (3, 3, 3),
    ("images_and_hyperspectral", 2): 4,
    ("images_and_hyperspectral", 3): (16, 20, 3, 5),
    ("images_and_hyperspectral", 4): (16, 62, 124),
    ("images_and_hyperspectral", 5): (1, 2),
    ("images_and_hyperspectral", 6): 9,
    ("images_and_hyperspectral", 7): (6, 1, 3, 3),
    ("images_and_hyperspectral", 8): 300,
    ("listening_to_kernels", 0): 8820,
    ("listening_to_kernels", 1): 17.725,
    ("listening_to_kernels", 2): "Kernel 2 (1244 Hz)",
    ("listening_to_kernels", 3): 79381,
    ("listening_to_kernels", 4): 17640,
    ("listening_to_kernels", 5): 344.53,
    ("locality_stationarity_compositionality", 0): "The convolution: each output reads only a few neighbouring cells",
    ("locality_stationarity_compositionality", 1): 0,
    ("locality_stationarity_compositionality", 2): "In narrow strips, where a window met the border",
    ("locality_stationarity_compositionality", 4): 12,
    ("locality_stationarity_compositionality", 5): 13,
    ("locality_stationarity_compositionality", 7): 31,
    ("backprop_through_a_convolution", 0): (1, 8),
    ("backprop_through_a_convolution", 1): [0, 0, 1, 2, -1, 0, 0, 0],
    ("backprop_through_a_convolution", 2): 3,
    (
        "backprop_through_a_convolution",
        3,
    ): "$A$ is not even square; the gradient says how $L$ changes, it does not restore $x$",
    ("backprop_through_a_convolution", 4): [-2, 5, 5],
    ("backprop_through_a_convolution", 5): 8,
    ("backprop_through_a_convolution", 6): 2,
    ("backprop_through_a_convolution", 7): "Zero",
    ("backprop_through_a_convolution", 8): 9,
}
"""What the explanations say: the answers by hand, of a lesson's step counted from 0."""


@pytest.mark.parametrize("path", ON_CONVOLUTION, ids=lambda path: path.stem)
def test_what_is_computed_is_what_the_explanation_says(path: Path, lessons: dict[Path, Lesson], labs: Labs) -> None:
    lesson = lessons[path]
    stated = {step: answer for (name, step), answer in STATED.items() if name == lesson.id}
    assert stated.keys() == {index for index, step in enumerate(lesson.steps) if step.question is not None}
    for index, answer in stated.items():
        question = lesson.steps[index].question
        assert question is not None
        found = answer_of(question, labs.names(lesson.steps[index].state)).value
        if question.kind == "choice":
            assert isinstance(found, int)
            assert question.choices[found].text.en == answer
        elif question.kind == "shape":
            assert found == answer
        else:
            np.testing.assert_allclose(np.asarray(found, np.float64), np.asarray(answer), rtol=1e-4, atol=1e-6)


def test_every_item_of_the_lecture_names_a_step_and_every_step_an_item(lessons: dict[Path, Lesson]) -> None:
    page = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    section = page.split("## Convolution", 1)[1].split("\n## ", 1)[0]
    named = {(row["lesson"], row["step"]) for row in ROW.finditer(section)}
    steps = {(lessons[path].id, step.title.en) for path in ON_CONVOLUTION for step in lessons[path].steps}
    assert named == steps
