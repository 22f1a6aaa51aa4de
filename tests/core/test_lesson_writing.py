"""Lessons that are written: read again they are the same, and what an author wrote by hand stays as it was."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.autograd.what_if import Hook, Replace
from core.convolution.kernels import Kernel
from core.convolution.parameters import conv1d
from core.labs.autograd import EXAMPLES, AutogradState, PassChange, example
from core.labs.plain import first_state, from_plain
from core.labs.source import Source
from core.labs.state import AppState
from core.lessons.lesson import Choice, Lesson, Question, Step, Words
from core.lessons.problem import LessonProblem
from core.lessons.reading import parse_lesson, read_lesson
from core.lessons.writing import (
    append_step,
    lesson_text,
    portable,
    said_state,
    step_text,
    with_step,
    write_lesson,
)
from core.lessons.yaml_text import entry

FIRST = first_state()
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.py"))
TEXTS = st.text(max_size=60) | st.text(alphabet="ab \n\t#:-|>{}[]'\"\\%@`&*!?,يّ\u2028\u0085\ufeff\r$", max_size=40)
WRITTEN = TEXTS.filter(lambda text: bool(text.strip())).map(lambda text: text.encode("utf-8", "replace").decode())
WORDS = st.builds(Words, WRITTEN, WRITTEN)
BOTH = Words("Text", "نص")


def states() -> st.SearchStrategy[AppState]:
    numbers = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9)
    kernels = st.sampled_from([Kernel("gaussian"), Kernel("sine", 440.0)]) | numbers.map(
        lambda value: Kernel("custom", weights=(value,) * 6, shape=(2, 3), bias=value)
    )
    signals = st.builds(
        lambda start, page, chosen, edit: replace(
            FIRST.signal, start=start, page=page, kernels=tuple(chosen), edits=((0, start, edit),)
        ),
        st.integers(0, 10**6),
        st.sampled_from(["slide", "matrix", "backward"]),
        st.lists(kernels, max_size=4),
        numbers,
    )
    programs = TEXTS.filter(lambda text: "\0" not in text and text.encode("utf-8", "replace").decode() == text)
    own = st.builds(lambda text, step: AutogradState(text, "", step), programs, st.integers(0, 99))
    built_in = st.builds(
        lambda name, step, page, closed: replace(example(name), step=step, page=page, closed=closed),
        st.sampled_from(NAMES),
        st.integers(0, 99),
        st.sampled_from(["graph", "hand"]),
        st.none() | st.frozensets(st.sampled_from(["a", "b/c"])),
    )
    return st.builds(
        AppState,
        lab=st.sampled_from(["signal", "image", "autograd"]),
        signal=signals,
        autograd=own | built_in,
    )


QUESTIONS = st.none() | st.one_of(
    st.builds(lambda ask: Question("number", ask, "value + 1", tolerance=1e-5), WORDS),
    st.builds(lambda ask, explain: Question("shape", ask, "output.shape", explain=explain), WORDS, WORDS),
    st.builds(
        lambda ask, one, other: Question(
            "choice", ask, choices=(Choice(one, "k == (3,)"), Choice(other, 'error == "A: b"'))
        ),
        WORDS,
        WORDS,
        WORDS,
    ),
)
STEPS = st.builds(
    Step,
    WORDS,
    WORDS,
    states(),
    QUESTIONS,
    st.none() | st.just(()) | st.just(("signal.cursor", "autograd")),
    st.just(Words("", "")) | WORDS,
    st.just(()) | st.just(("stride", "no_grad")),
)


def stripped(step: Step) -> Step:
    """What reading makes of a step that was made in memory."""
    from core.lessons.writing import _clean

    return replace(_clean(step), line=0)


def without_lines(lesson: Lesson) -> list[Step]:
    return [replace(step, line=0) for step in lesson.steps]


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=3), states(), WORDS)
def test_what_is_written_is_read_again(steps: list[Step], setup: AppState, title: Words) -> None:
    lesson = Lesson("one", title, title, setup, tuple(steps))
    found, problems = parse_lesson(lesson_text(lesson).encode())
    assert problems == []
    assert found is not None
    assert found.setup == setup
    assert found.id == "one"
    assert without_lines(found) == [stripped(step) for step in steps]


@settings(max_examples=100, deadline=None)
@given(STEPS, STEPS, states())
def test_a_step_added_leaves_the_others(first: Step, second: Step, setup: AppState) -> None:
    content = lesson_text(Lesson("one", BOTH, BOTH, setup, (first,))).encode()
    made = with_step(content, second)
    assert made.startswith(content.rstrip(b"\n"))
    found, problems = parse_lesson(made)
    assert problems == []
    assert found is not None
    assert without_lines(found) == [stripped(first), stripped(second)]


def test_it_reads_like_a_lesson_that_a_person_wrote() -> None:
    state = from_plain({"signal": {"parameters": {"kernel_size": 5, "stride": 2}, "cursor": 4}})
    question = Question("shape", Words("Which shape?", "ما الشكل؟"), "output.shape", explain=Words("a\n\nb", "ج\n\nد"))
    text = Words("A window of $k = 5$.\n\n- one\n- two: `x`", "نافذة $k = 5$.\n\n- واحد\n- اثنان")
    step = Step(Words("Five: taps", "خمسة أوزان"), text, state, question, ("signal.cursor",))
    assert step_text(step, FIRST) == (
        '  - title: {en: "Five: taps", ar: "خمسة أوزان"}\n'
        "    text:\n"
        "      en: |\n"
        "        A window of $k = 5$.\n"
        "\n"
        "        - one\n"
        "        - two: `x`\n"
        "      ar: |\n"
        "        نافذة $k = 5$.\n"
        "\n"
        "        - واحد\n"
        "        - اثنان\n"
        "    state:\n"
        "      signal: {parameters: {kernel_size: [5], stride: [2]}, cursor: 4}\n"
        "    question:\n"
        "      kind: shape\n"
        "      ask:\n"
        '        en: "Which shape?"\n'
        '        ar: "ما الشكل؟"\n'
        '      answer: "output.shape"\n'
        "      explain:\n"
        "        en: |\n"
        "          a\n"
        "\n"
        "          b\n"
        "        ar: |\n"
        "          ج\n"
        "\n"
        "          د\n"
        "    allow: [signal.cursor]\n"
    )


HEAD = "format: convgrad.lesson\nversion: 1\nid: x  # mine\ntitle: {en: a, ar: ب}\n"


@pytest.mark.parametrize(
    "steps",
    [
        "steps:\n- title: {en: a, ar: ب}\n  text: {en: a, ar: ب}  # the last\n# After all\n",
        "steps:\n    - title: {en: a, ar: ب}\n      text:\n        en: a\n        ar: |\n          # no comment\n\n\n# one\n",
        "steps:\n  - title: {en: a, ar: ب}\n    text: {en: a, ar: ب}",
        "steps:\n  - text: {en: a, ar: ب}\n    title: {en: a,\n      ar: ب}  # end\n    # of it\n\n",
        "steps: [{title: {en: a, ar: ب}, text: {en: a, ar: ب}}]  # short\n",
        "steps: [\n  {title: {en: a, ar: ب}, text: {en: a, ar: ب}},\n]\n",
        "steps:\n  - title: &t {en: a, ar: ب}\n    text: *t\n# comment\n",
        "steps:\n  - {title: {en: a, ar: ب}, text: {en: a, ar: ب}}\n...\n",
        "steps:\n  # first\n  - title: {en: a, ar: ب}\n    text: {en: a, ar: ب}\nabout: {en: c, ar: د}  # behind\n",
        "steps:\n  - title: {en: a, ar: ب}\n    text: {en: a, ar: ب}\n    question: null\nabout: {en: c, ar: د}\n",
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_and_all_else_stay(steps: str, ends: str, mark: str) -> None:
    text = HEAD + steps
    content = (mark + text).replace("\n", ends).encode()
    step = Step(BOTH, Words("one\ntwo", "ثلاثة\nأربعة"), from_plain({"lab": "image"}))
    made = with_step(content, step).decode()
    if ends == "\r\n":
        assert "\n" not in made.replace("\r\n", "")
    assert made.startswith(mark)
    left = iter(made)
    assert all(character in left for character in content.decode())  # In the same order, and nothing is missing.
    found, problems = parse_lesson(made.encode())
    assert problems == []
    assert found is not None
    assert len(found.steps) == 2
    assert replace(found.steps[1], line=0) == step
    assert len(yaml.safe_load(with_step(made.encode(), step))["steps"]) == 3


def test_what_is_no_lesson_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson"
    step = Step(BOTH, BOTH, FIRST)
    for content in (b"", b"format: convgrad.lesson\nversion: 1\n", b"\xff"):
        path.write_bytes(content)
        with pytest.raises(LessonProblem):
            append_step(path, step)
        assert path.read_bytes() == content
    with pytest.raises(LessonProblem) as caught:
        append_step(tmp_path / "none.lesson", step)
    assert caught.value.code == "unreadable"
    path.write_text(HEAD + "steps:\n  - &a {title: {en: a, ar: ب}, text: {en: a, ar: ب}}\n")
    with pytest.raises(LessonProblem) as caught:
        append_step(path, Step(Words("a", ""), BOTH, FIRST))
    assert caught.value.code == "addition"  # A text is missing: what would be there could not be read.
    with pytest.raises(LessonProblem) as caught:
        write_lesson(path, Lesson("x", Words("a", ""), BOTH, FIRST, (step,)))
    assert caught.value.code == "language"
    with pytest.raises(LessonProblem) as caught:
        write_lesson(tmp_path / "no" / "folder.lesson", Lesson("x", BOTH, BOTH, FIRST, (step,)))
    assert caught.value.code == "unreadable"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.lesson"]


@pytest.mark.skipif(sys.platform == "win32", reason="links and permissions are POSIX's")
def test_a_file_is_replaced_as_its_owner_left_it(tmp_path: Path) -> None:
    real, link = tmp_path / "real.lesson", tmp_path / "link.lesson"
    lesson = Lesson("x", BOTH, Words("", ""), FIRST, (Step(BOTH, BOTH, FIRST),))
    write_lesson(real, lesson)
    mask = os.umask(0o022)
    os.umask(mask)
    assert stat.S_IMODE(real.stat().st_mode) == 0o666 & ~mask
    real.chmod(0o640)
    link.symlink_to(real)
    append_step(link, Step(BOTH, BOTH, FIRST))
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert len(read_lesson(real).steps) == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.lesson", "real.lesson"]


def test_a_state_says_as_little_as_is_enough() -> None:
    setup = from_plain({"lab": "autograd", "autograd": {"example": "mean_of_squares", "page": "hand"}})
    assert said_state(setup, setup) == {}
    assert said_state(replace(setup, lab="signal"), setup) == {"lab": "signal"}
    other = replace(setup, autograd=replace(example("vector_jacobian"), page="hand"))
    assert said_state(other, setup) == {"autograd": {"example": "vector_jacobian", "page": "hand"}}
    assert from_plain(said_state(other, setup), setup) == other
    whatever = (PassChange(0, Hook(1, 0, Replace([1.5, 2.0]))),)
    changed = replace(setup, autograd=replace(setup.autograd, changes=whatever))
    assert from_plain(said_state(changed, setup), setup) == changed
    layer = replace(setup, signal=replace(setup.signal, parameters=conv1d(1, 2, 7), source=Source("file", "/a b.wav")))
    assert from_plain(said_state(layer, setup), setup) == layer


def test_a_lesson_names_no_file_of_one_machine() -> None:
    own = replace(FIRST, autograd=AutogradState("x = 1\n", "/home/me/x.py"))
    assert portable(own).autograd == AutogradState("x = 1\n")
    assert portable(FIRST) == FIRST


def test_long_lists_are_broken_and_numbers_stay_numbers() -> None:
    values = [1e-05, 1e16, -0.5, 3, 1.0, *range(200)]
    lines = entry("weights", values, "  ")
    assert len(lines) > 3
    assert max(map(len, lines)) <= 112
    read = yaml.safe_load("\n".join(lines))["weights"]
    assert read == values
    assert [type(one) for one in read] == [type(one) for one in values]
