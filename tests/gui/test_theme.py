"""The look: contrast, zoom, icons, fonts."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.icons import FOLDER, icon
from gui.palette import LASER, PALETTES
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


def test_a_projectors_colours_are_read_from_the_last_row() -> None:
    palette = PALETTES["projector"]
    grounds = (palette.paper, palette.ground, palette.wash, palette.danger_wash)
    for ink in (palette.ink, palette.soft, palette.danger, palette.good):
        assert [ground for ground in grounds if ratio(QColor(ink), QColor(ground)) < 7] == [], ink
    assert ratio(QColor(palette.accent), QColor(palette.paper)) >= 7
    assert ratio(QColor(palette.accent), QColor(palette.wash)) >= 7
    assert ratio(QColor(palette.on_accent), QColor(palette.accent)) >= 7
    for index in range(len(palette.kernels)):  # Names are written in them, and white on them.
        assert ratio(palette.kernel(index), QColor(palette.paper)) >= 7
    for step in range(-50, 51):  # Numbers stand on all of them.
        colour = palette.signed(step / 50, 1.0)
        assert ratio(palette.text_on(colour), colour) >= 6.995
    for edge in (palette.line, palette.control, palette.negative, palette.positive, LASER):
        assert ratio(QColor(edge), QColor(palette.paper)) >= 2.995, edge


@pytest.mark.parametrize("height", [600, 720, 768, 800, 1080, 1440, 2160, 4320])
def test_presenting_has_type_for_the_screen_and_gives_everything_back(height: int) -> None:
    theme().choose("dark")
    theme().set_zoom(125)
    theme().present(height)
    assert theme().presented
    assert theme().palette.name == "projector"
    for name in ("small", "body", "value", "title", "large"):
        for mono in (False, True):
            assert theme().font(name, mono=mono).pixelSize() >= 0.03 * height
    assert theme().font("tiny").pixelSize() >= 0.025 * height
    theme().zoom_step(1)
    assert theme().zoom > theme().normal_zoom
    theme().set_zoom(theme().normal_zoom)
    theme().end_presenting()
    assert (theme().chosen, theme().zoom, theme().presented) == ("dark", 125, False)


def test_another_screen_keeps_the_users_own_zoom() -> None:
    theme().present(1080)
    first = theme().zoom
    theme().set_zoom(first * 3 // 2)
    theme().present(720)
    assert theme().zoom == pytest.approx(1.5 * theme().normal_zoom, abs=1)
    theme().end_presenting()


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
