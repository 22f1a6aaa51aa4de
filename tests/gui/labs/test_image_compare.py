"""A/B in the image lab: the present layer and a kept one under one cursor, with real events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.labs.image.scene import patch_at, place_beside
from core.labs.image.state import lecture_example
from gui.labs.image.compare import unbroken
from gui.labs.image.lab import ImageLab
from gui.main_window import MainWindow
from gui.text import isolate
from tests.gui.labs.test_image import middle, opened, settled

Make = Callable[..., MainWindow]


def compared(page: ImageLab, qtbot: QtBot, **changes: object) -> None:
    """Keep the present layer as B and change A."""
    page.segments.chosen.emit("compare")
    settled(page, qtbot)
    parameters = page.state.parameters
    for name, value in changes.items():
        parameters = parameters.changed(name, value)
    page._parameters_chosen(parameters)
    settled(page, qtbot)


def test_what_is_changed_is_seen_beside_what_there_was(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    before = page.state.setting
    compared(page, qtbot, stride=(2, 3))
    assert page.state.kept == before
    assert page.compare.isVisible()
    codes = [card.code.text() for card in page.compare.cards]
    assert codes[0] == isolate(unbroken("nn.Conv2d(3, 4, (3, 3), stride=(2, 3))"))
    assert codes[1] == isolate(unbroken("nn.Conv2d(3, 4, (3, 3))"))
    assert not page.compare.difference_card.isVisible()
    page.compare.exchange.click()
    settled(page, qtbot)
    assert page.state.setting == before
    page.compare.keep.click()
    settled(page, qtbot)
    assert page.state.kept == before
    assert page.compare.difference_card.isVisible()


def test_one_cursor_in_both_and_each_in_the_inspector(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    compared(page, qtbot, stride=(2, 2), padding=(4, 4))
    view = page.compare.cards[0].map
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, 30, 40))
    scene = page._scene
    assert scene is not None
    assert scene.other is not None
    place = page.state.cursor
    assert max(abs(one - other) for one, other in zip(place, (30, 40), strict=True)) <= 1
    settled(page, qtbot)
    first, second = page.compare.patches()
    assert first is not None
    assert second is not None
    assert first.output == place
    assert second.output == place_beside(scene, scene.other, place)
    # Two windows over the same cells of the picture, as near as their strides allow.
    assert abs(float(first.rows.mean()) - float(second.rows.mean())) <= 1
    mine = page.patch_view.patch
    assert mine is not None
    np.testing.assert_array_equal(mine.products, first.products)
    page.compare.cards[1].map.pointed.emit((60.5, 80.5))
    shown = page.patch_view.patch
    assert shown is not None
    assert page._scene is not None
    assert page._scene.other is not None
    expected = patch_at(page._scene.other, (60, 80), 0)
    assert expected is not None
    np.testing.assert_array_equal(shown.products, expected.products)
    assert page.patch_view._grids[1].cells.editable == ()
    page.compare.cards[1].map.pointed.emit(None)
    again = page.patch_view.patch
    assert again is not None
    assert again.output == place


def test_the_difference_is_that_of_the_maps(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    compared(page, qtbot, padding_mode="reflect", padding=(1, 1))
    page.compare.keep.click()
    settled(page, qtbot)
    page._preset_chosen("gaussian")
    settled(page, qtbot)
    scene = page._scene
    assert scene is not None
    assert scene.other is not None
    largest = float(np.abs(scene.output.values[0] - scene.other.output.values[0]).max())
    assert largest > 0.1
    assert f"{largest:.3f}" in page.compare.difference_card.note.text()
    page.compare.cards[1].which.activated.emit(1)
    settled(page, qtbot)
    assert page.state.kept is not None
    assert page.state.kept.kernel == 1


@pytest.mark.parametrize("refused", [0, 1])
def test_a_refused_layer_stands_beside_one_that_is_not(refused: int, make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    compared(page, qtbot, kernel_size=(999, 3))
    if refused == 1:
        page.compare.exchange.click()
        settled(page, qtbot)
    cards = page.compare.cards
    assert cards[refused].value.text() == "–"
    assert cards[1 - refused].value.text().startswith("y[")
    assert page.problem.isVisible() == (refused == 0)


def test_undo_takes_back_what_was_kept(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = opened(window)
    compared(page, qtbot, stride=(2, 2))
    kept = page.state.kept
    page.compare.keep.click()
    assert page.state.kept != kept
    window.actions_table["edit.undo"].trigger()
    assert page.state.kept == kept


def test_cubes_are_compared_too(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._set(lecture_example(padded=True))
    settled(page, qtbot)
    compared(page, qtbot, groups=4)
    page._note(replace(page.state, kernel=9))
    settled(page, qtbot)
    first, second = page.compare.patches()
    assert first is not None
    assert second is not None
    assert first.kernel == 9
    assert len(first.channels) == 5
    assert len(second.channels) == 20
