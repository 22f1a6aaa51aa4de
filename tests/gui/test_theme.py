"""The look: contrast, zoom, icons, fonts."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.icons import FOLDER, icon
from gui.palette import PALETTES
from gui.palette import contrast as ratio
from gui.stylesheet import stylesheet
from gui.theme import SIZES, load_fonts, theme
from gui.widgets.parts import column


@pytest.mark.parametrize("name", PALETTES)
def test_contrasts_of_text_and_controls(name: str) -> None:
    palette = PALETTES[name]  # type: ignore[index]
    text = 7.0 if name == "projector" else 4.5
    for ink in (palette.ink, palette.soft, palette.danger):
        for ground in (palette.paper, palette.ground):
            assert ratio(QColor(ink), QColor(ground)) >= text, (ink, ground)
    assert ratio(QColor(palette.on_accent), QColor(palette.accent)) >= 4.5
    assert ratio(QColor(palette.control), QColor(palette.paper)) >= 3
    assert ratio(QColor(palette.accent), QColor(palette.paper)) >= 3
    for index in range(len(palette.kernels)):
        assert ratio(palette.kernel(index), QColor(palette.paper)) >= 3


@pytest.mark.parametrize("name", PALETTES)
def test_signed_colours_have_an_exact_zero_and_are_readable(name: str) -> None:
    palette = PALETTES[name]  # type: ignore[index]
    assert palette.signed(0.0, 1.0) == QColor(palette.zero)
    assert palette.signed(5.0, 1.0).name().upper() == palette.positive
    assert palette.signed(-5.0, 1.0).name().upper() == palette.negative
    assert palette.signed(float("nan"), 1.0) == QColor(palette.zero)
    for step in range(-10, 11):
        colour = palette.signed(step / 10, 1.0)
        assert ratio(palette.text_on(colour), colour) >= 4.5
    assert palette.signed_table().shape == (256, 4)


def test_sizes_follow_the_zoom(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = column(widget, (8, 8, 8, 8), 4)
    theme().size(widget, width=50)
    theme().set_zoom(200)
    assert (widget.width(), layout.spacing(), layout.contentsMargins().left()) == (100, 8, 16)
    theme().set_zoom(1000)
    assert theme().zoom == 400
    theme().set_zoom(1)
    assert theme().zoom == 50


def test_the_style_sheet_scales_every_length() -> None:
    small = stylesheet(PALETTES["light"], lambda pixels: round(pixels), SIZES)
    large = stylesheet(PALETTES["light"], lambda pixels: round(pixels * 4), SIZES)
    assert "$" not in small
    assert small != large


def test_fonts_are_the_bundled_ones() -> None:
    assert load_fonts() == []
    assert QFontInfo(theme().font("body", 600)).family() == "IBM Plex Sans Arabic"
    assert QFontInfo(theme().font("body", mono=True)).family() == "IBM Plex Mono"
    assert QFontInfo(theme().font("body", 600)).weight() == 600
    assert set(SIZES.values()) <= {12, 13, 14, 15, 17, 19, 22, 28}


def test_every_icon_takes_the_colour_that_is_asked_for() -> None:
    for path in FOLDER.glob("*.svg"):
        ElementTree.parse(path)
        assert "currentColor" in path.read_text()
        assert not icon(path.stem).isNull()
