"""Isolation and direction of what stands inside a sentence."""

from __future__ import annotations

import pytest

from core.convolution.image_kernels import PRESETS_2D
from core.convolution.kernels import PRESETS_1D
from core.media.problem import MediaProblem
from core.media.sample_names import PICTURES, RECORDINGS
from gui.language import language
from gui.messages import EXAMPLES, MEDIA, PRESETS, SAMPLES, media_sentence
from gui.text import COUNTED, RIGHT_TO_LEFT_MARK, directed, fill, isolate, translate


def test_values_are_isolated() -> None:
    assert fill("من {shape} إلى", shape=(1, 16, 62)) == "من \u2066(1, 16, 62)\u2069 إلى"
    assert isolate("ملف.wav", left_to_right=False) == "\u2068ملف.wav\u2069"


def test_an_arabic_sentence_begins_from_the_right() -> None:
    assert directed("RuntimeError في السطر").startswith(RIGHT_TO_LEFT_MARK)
    assert directed("في السطر RuntimeError") == "في السطر RuntimeError"
    assert directed("RuntimeError in line") == "RuntimeError in line"


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
