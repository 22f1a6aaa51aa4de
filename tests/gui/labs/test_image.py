"""The image lab, worked with real events."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.labs.image import patch_at, preset_taps
from gui.main_window import MainWindow
from tests.gui.conftest import type_text

Make = Callable[..., MainWindow]


def test_a_click_pins_the_window_and_keys_move_it(make_window: Make) -> None:
    window = make_window("image")
    page = window.lab
    QTest.mouseClick(
        page.input.viewport(), Qt.MouseButton.LeftButton, pos=page.input.widget_point(100.5, 50.5).toPoint()
    )
    row, column = page.state.cursor
    assert abs(row - 49) <= 1
    assert abs(column - 99) <= 1
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert page.state.cursor == (row, column + 1)
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert page.state.cursor == (row + 1, column + 1)
    QTest.keyClick(window, Qt.Key.Key_Home)
    assert page.state.cursor == (0, 0)


def test_hover_shows_the_same_from_both_sides(make_window: Make) -> None:
    window = make_window("image")
    page = window.lab
    page.output.hovered.emit(QPointF(30.5, 20.5))
    from_output = page.patch_view._patch.output
    page.input.hovered.emit(QPointF(31.5, 21.5))
    assert page.patch_view._patch.output == from_output == (20, 30)
    page.input.hovered.emit(None)
    assert page.patch_view._patch.output == page.state.cursor


@pytest.mark.parametrize(("typed", "value"), [("2.5", 2.5), ("−٣٫٥", -3.5), ("-1", -1.0)])
def test_taps_are_typed_in_any_digits(typed: str, value: float, make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = window.lab
    field = page.kernel.fields[4]
    field.setFocus()
    field.selectAll()
    type_text(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.state.taps[4] == value
    assert page.state.preset == "custom"
    qtbot.waitUntil(lambda: page._scene.weight[0, 0, 1, 1] == np.float32(value))
    expected = patch_at(page._scene, page.state.cursor)
    assert expected is not None
    np.testing.assert_allclose(page.patch_view._grids[2].cells.values, expected.products)


def test_a_word_is_no_tap(make_window: Make) -> None:
    window = make_window("image")
    page = window.lab
    field = page.kernel.fields[0]
    before = page.state.taps
    field.setFocus()
    field.selectAll()
    type_text(field, "word")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.state.taps == before
    assert field.text() == "-1"


def test_arrow_keys_change_a_tap_and_undo_takes_it_back(make_window: Make) -> None:
    window = make_window("image")
    page = window.lab
    field = page.kernel.fields[0]
    before = page.state.taps
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert page.state.taps[0] == pytest.approx(before[0] + 1.1)
    window.actions_table["edit.undo"].trigger()
    assert page.state.taps == before


def test_presets_and_padding(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = window.lab
    page._preset_chosen(1)
    assert page.state.taps == preset_taps("blur")
    for axis in (0, 1):
        qtbot.mouseClick(page.parameters.steppers["padding", axis].more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._scene.output.shape == page._scene.picture.shape)
    assert page.input._border.isVisible()
    assert page.input._padding == (1, 1, 1, 1)


def test_what_is_yet_to_come_is_veiled(make_window: Make) -> None:
    window = make_window("image")
    page = window.lab
    page._pick((10, 20))
    first, second = page.output._veils
    assert (first.rect().left(), first.rect().top()) == (21, 10)
    assert second.rect().top() == 11
