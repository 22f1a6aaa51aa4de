"""A lesson's text: Markdown and mathematics, sharp, in the theme's colours, in the order in which each is read."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.language import language
from gui.lessons.text import LessonText
from gui.theme import theme


def shown(qtbot: QtBot, source: str, width: int = 320) -> LessonText:
    text = LessonText()
    qtbot.addWidget(text)
    text.resize(width, 50)
    text.show()
    text.show_text(source)
    qtbot.waitUntil(lambda: not text._later)
    return text


def pictures(text: LessonText) -> list[QImage]:
    document, kind = text.document(), QTextDocument.ResourceType.ImageResource.value
    return [document.resource(kind, QUrl(f"formula:{number}")) for number in range(len(text._formulas))]


def ink(picture: QImage) -> tuple[int, int, int]:
    """The colour of the most opaque pixel."""
    straight = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(straight.constBits(), np.uint8).reshape(straight.height(), straight.bytesPerLine() // 4, 4)
    flat = data.reshape(-1, 4)
    red, green, blue, alpha = (int(value) for value in flat[flat[:, 3].argmax()])
    assert alpha > 200
    return red, green, blue


def test_formulas_are_pictures_in_the_colour_of_the_text(qtbot: QtBot) -> None:
    text = shown(qtbot, r"A $k - 1$ and $$\frac{a}{b}$$ but `$x$`, \$5")
    assert text._formulas == [("k - 1", False), (r"\frac{a}{b}", True)]
    assert "$x$" in text.toPlainText()
    for picture in pictures(text):
        assert not picture.isNull()
        colour = theme().colour("ink")
        assert np.allclose(ink(picture), (colour.red(), colour.green(), colour.blue()), atol=6)
    theme().choose("dark")
    qtbot.waitUntil(lambda: not text._later)
    colour = theme().colour("ink")
    assert np.allclose(ink(pictures(text)[0]), (colour.red(), colour.green(), colour.blue()), atol=6)


def test_formulas_grow_with_the_zoom_and_stay_in_their_room(qtbot: QtBot) -> None:
    text = shown(qtbot, "$x$ $$" + " + ".join(f"x_{{{place}}}" for place in range(40)) + "$$")
    small, wide = pictures(text)
    assert wide.width() <= 320
    theme().set_zoom(200)
    qtbot.waitUntil(lambda: not text._later)
    assert pictures(text)[0].height() > 1.7 * small.height()


@pytest.mark.parametrize("formula", [r"\frac{", r"\nosuch", "}", r"\left(", "شكل", "&"])
def test_what_cannot_be_set_is_shown_as_it_is_written(formula: str, qtbot: QtBot) -> None:
    text = shown(qtbot, f"one ${formula}$ two")
    assert "one" in text.toPlainText()
    assert "two" in text.toPlainText()


def test_nothing_in_a_text_is_html_or_leads_away(qtbot: QtBot) -> None:
    text = shown(
        qtbot,
        "<b>bold</b> <img src='http://x/y.png'> [a](file:///etc/passwd) ![p](/etc/passwd) \ue0000\ue001 \ue0027\ue003",
    )
    plain = text.toPlainText()
    assert "<b>bold</b>" in plain
    assert "\ue002" not in plain
    assert not text.openLinks()


def test_code_keeps_its_order_in_arabic(qtbot: QtBot) -> None:
    language().set("ar")
    text = shown(
        qtbot, "الشكل `x[0, 3]` هو:\n\n```python\ny = conv(x)  # 1\nz = 2\n```\n\n| أ | ب |\n|---|---|\n| 1 | 2 |\n"
    )
    plain = text.toPlainText()
    assert "\u2066x[0, 3]\u2069" in plain
    block = text.document().firstBlock()
    directions = {}
    while block.isValid():
        directions[block.text()] = block.textDirection()
        block = block.next()
    assert directions["y = conv(x)  # 1"].name == "LeftToRight"
    assert next(value for name, value in directions.items() if "الشكل" in name).name == "RightToLeft"
    cells = [line for line in plain.splitlines() if line in {"أ", "ب"}]
    assert cells == ["ب", "أ"]  # The first column is the one on the right.


def test_a_text_is_as_high_as_it_is(qtbot: QtBot) -> None:
    text = shown(qtbot, "word " * 100)
    high = text.height()
    assert high > 100
    text.resize(160, high)
    QApplication.processEvents()
    assert text.height() > high
    assert text.height() >= text.document().size().height()
    text.show_text("word")
    assert text.height() < 60
    text.set_scale(3)
    assert text.height() > 40


def test_many_formulas_let_the_window_work_in_between(qtbot: QtBot) -> None:
    text = LessonText()
    qtbot.addWidget(text)
    text.resize(320, 50)
    text.show()
    text.show_text(" ".join(f"$a_{{{place}}} + b^{{{place * 7}}}$" for place in range(60)))
    assert text._later  # Not all of them at once,
    qtbot.waitUntil(lambda: not text._later)
    assert all(not picture.isNull() for picture in pictures(text))  # but all of them in the end.


def test_long_code_is_broken_and_not_cut_off(qtbot: QtBot) -> None:
    line = "x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True, dtype=torch.float64)"
    text = shown(qtbot, f"```python\n{line}\nif x:\n    y\n```\n\nand `{line}`")
    assert text.document().idealWidth() <= 321
    assert text.document().size().width() <= 321
    assert "    y" in text.toPlainText()
