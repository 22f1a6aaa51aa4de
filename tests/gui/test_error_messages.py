"""Every code of a lesson has its two sentences, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from core.autograd.lesson import CODES, Lesson, LessonLine, Role, TensorFact
from gui.error_messages import HAPPENED, MEND, happened_sentence, line_text, mend_sentence
from gui.language import LanguageCode, language
from tests.core.autograd.test_diagnosis import CASES, lesson_of

LESSON = Lesson(
    "saved_changed",
    (LessonLine("raised", 6), LessonLine("saved", 3), LessonLine("changed", 5)),
    tensors={"tensor": TensorFact("y", (2, 3), "float32")},
    numbers={"then": 0, "now": 1},
    texts={"node": "ExpBackward0", "operation": "add_"},
    nodes=(1,),
)


@pytest.fixture
def arabic() -> Iterator[LanguageCode]:
    language().set("ar")
    yield "ar"
    language().set("en")


def test_every_code_has_both_sentences() -> None:
    assert set(HAPPENED) == set(MEND) == set(CODES)
    for table in (HAPPENED, MEND):
        assert all(sentence.endswith(".") and not sentence.startswith(" ") for sentence in table.values())


def test_every_role_has_a_button() -> None:
    assert all("7" in line_text(role, 7) for role in get_args(Role))


def test_the_sentences_name_shapes_and_lines() -> None:
    plain = re.sub("[\u2066-\u2069\u200f]", "", happened_sentence(LESSON)).replace("\u00a0", " ")
    assert [word for word in ("y (2, 3)", "line 3", "line 5", "ExpBackward0", "add_") if word not in plain] == []
    assert "line 5" in re.sub("[\u2066-\u2069]", "", mend_sentence(LESSON))


def test_every_code_speaks_arabic(arabic: LanguageCode) -> None:
    for code in CODES:
        values = dict.fromkeys(re.findall(r"{(\w+)}", HAPPENED[code] + MEND[code]), "7")
        lesson = Lesson(code, texts=values)
        for sentence in (happened_sentence(lesson), mend_sentence(lesson)):
            assert any("\u0600" <= one <= "\u06ff" for one in sentence), (code, sentence)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("code", "source"), [(code, source) for code, source, _ in CASES])
def test_the_lesson_of_a_real_program_has_all_that_its_sentences_name(code: str, source: str) -> None:
    lesson = lesson_of(f"import torch\n{source}")
    assert lesson is not None
    for sentence in (happened_sentence(lesson), mend_sentence(lesson)):
        assert sentence
        assert "{" not in sentence.replace("{'", "")
