"""A lesson is data: what a sentence may name, and the way through a message."""

from __future__ import annotations

import msgspec
import pytest

from core.autograd.lesson import CODES, Lesson, LessonLine, TensorFact

LESSON = Lesson(
    "saved_changed",
    (LessonLine("raised", 6), LessonLine("changed", 5)),
    tensors={"tensor": TensorFact("y", (2, 3), "float32"), "other": TensorFact(None, (), "int64")},
    numbers={"now": 1},
    texts={"operation": "add_"},
    nodes=(4,),
)


def test_a_sentence_may_name_lines_tensors_numbers_and_texts() -> None:
    assert LESSON.values() == {
        "line": 6, "changed_line": 5, "now": 1, "operation": "add_",
        "tensor": "y (2, 3)", "tensor_shape": "(2, 3)", "tensor_dtype": "float32",
        "other": "()", "other_shape": "()", "other_dtype": "int64",
    }  # fmt: skip


def test_lines_are_found_by_their_role() -> None:
    assert LESSON.line_of("changed") == 5
    assert LESSON.line_of("saved") is None


def test_it_travels_whole() -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(LESSON), type=Lesson) == LESSON


def test_an_unknown_code_is_refused() -> None:
    assert len(set(CODES)) == len(CODES)
    data = msgspec.json.encode({"code": "no such code"})
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(data, type=Lesson)
