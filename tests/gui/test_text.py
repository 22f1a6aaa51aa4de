"""Isolation and direction of what stands inside a sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption

from core.convolution.image_kernels import PRESETS_2D
from core.convolution.kernels import PRESETS_1D
from core.media.problem import MediaProblem
from core.media.sample_names import PICTURES, RECORDINGS
from gui.language import language
from gui.messages import EXAMPLES, MEDIA, PRESETS, SAMPLES, media_sentence
from gui.text import COUNTED, RIGHT_TO_LEFT_MARK, as_code, as_sentence, directed, fill, isolate, translate


def test_values_are_isolated() -> None:
    assert fill("من {shape} إلى", shape=(1, 16, 62)) == "من \u2066(1, 16, 62)\u2069 إلى"
    assert isolate("ملف.wav", left_to_right=False) == "\u2068ملف.wav\u2069"


def test_an_arabic_sentence_begins_from_the_right() -> None:
    assert directed("RuntimeError في السطر").startswith(RIGHT_TO_LEFT_MARK)
    assert directed("في السطر RuntimeError") == "في السطر RuntimeError"
    assert directed("RuntimeError in line") == "RuntimeError in line"


def test_an_arabic_name_leaves_an_english_sentence_as_it_is() -> None:
    assert fill("{name} is None.", name="س") == f"{isolate('س')} is None."
    title = f"MulBackward0 · {isolate('س')}"
    inside = f"the node {isolate(title, left_to_right=False)}"
    assert directed(inside) == inside
    assert directed(f"{isolate('z')} · السطر").startswith(RIGHT_TO_LEFT_MARK)


def seen_order(text: str, marks: str) -> str:
    """Characters of a text from left to right as Qt lays them out in a picture that runs from the left."""
    layout = QTextLayout(text)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    found = {one: layout.glyphRuns(text.index(one), 1)[0].positions()[0].x() for one in marks}
    return "".join(sorted(marks, key=found.__getitem__))


@pytest.mark.parametrize(
    ("code", "marks"), [("mul(س, 2)", "mس2"), ("س * 2 + ع", "س2ع"), ("وزن_1[0] = ص", "[0=ص"), ("x * 2 + y", "x2y")]
)
def test_code_runs_from_the_left_whatever_its_names(code: str, marks: str, qapp: object) -> None:
    assert seen_order(as_code(code), marks) == marks


def test_without_isolation_numbers_behind_arabic_names_change_places(qapp: object) -> None:
    assert seen_order("mul(س, 2)", "mس2") != "mس2"


def test_an_arabic_line_in_a_picture_runs_from_the_right(qapp: object) -> None:
    line = f"السطر {isolate(6)}"
    assert seen_order(line, "ا6") == "ا6"  # The word on the left of its number: read the wrong way.
    assert seen_order(as_sentence(line), "ا6") == "6ا"
    assert as_sentence("line 6") == "line 6"


@pytest.mark.parametrize(
    ("n", "english", "arabic"),
    [(1, "1 node", "عقدة واحدة"), (2, "2 nodes", "عقدتان"), (7, "7 nodes", "7 عقد"), (30, "30 nodes", "30 عقدة")],
)
def test_plurals(n: int, english: str, arabic: str) -> None:
    assert translate("Autograd", "%n node(s)", "", COUNTED, n) == english
    language().set("ar")
    assert translate("Autograd", "%n node(s)", "", COUNTED, n) == arabic


def test_every_code_of_core_has_words() -> None:
    assert {problem.value for problem in MediaProblem} <= set(MEDIA)
    assert {*PRESETS_1D, *PRESETS_2D, "custom"} == set(PRESETS)
    assert {*RECORDINGS, *PICTURES} == set(SAMPLES)
    assert len(set(EXAMPLES.values())) == len(EXAMPLES)


def test_a_sentence_about_a_file() -> None:
    assert "x.wav" in media_sentence("empty", {"name": "x.wav"})
