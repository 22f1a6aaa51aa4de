"""The signal lab, worked with real events."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.convolution.parameters import conv1d
from core.labs.signal.scene import window_at
from gui.main_window import MainWindow
from tests.gui.conftest import type_text

Make = Callable[..., MainWindow]


def point_over(plot, x: float, lane: int = 0) -> QPoint:  # type: ignore[no-untyped-def]
    return plot.widget_point(x, -lane).toPoint()


def test_a_drag_moves_the_window_and_runs_no_convolution(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    asked = len(window._service.asked)  # type: ignore[attr-defined]
    viewport = page.view.slide.input.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point_over(page.view.slide.input, 20))
    assert page.state.cursor == 19
    QTest.mouseMove(viewport, point_over(page.view.slide.input, 41))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=point_over(page.view.slide.input, 41))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point_over(page.view.slide.input, 41))
    assert page.state.cursor == 40
    assert len(window._service.asked) == asked  # type: ignore[attr-defined]
    assert "40" in page.window_view.which.text()


def test_keys_and_wheel_move_the_window(make_window: Make) -> None:
    window = make_window()
    page = window.lab
    window.setFocus()
    for key, cursor in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, 61),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(window, key)
        assert page.state.cursor == cursor
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert page.state.kernel == 1
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.view.slide.input.viewport(), event)
    assert page.state.cursor == 1


def test_hover_shows_and_gives_back(make_window: Make) -> None:
    window = make_window()
    page = window.lab
    page.playback.go(5)
    page.view.slide.output.hovered.emit(QPointF(30, -2))
    assert "window" in page.window_view.which.text()
    assert page.window_view._window.output == 29
    assert page.window_view._window.kernel == 2
    assert page.state.cursor == 5
    page.view.slide.output.hovered.emit(None)
    assert page.window_view._window.output == 5


def test_the_output_grows_with_the_window(make_window: Make) -> None:
    window = make_window()
    page = window.lab
    page.playback.go(10)
    first = page.view.slide.output.veiled_from
    page.playback.go(30)
    assert page.view.slide.output.veiled_from == pytest.approx(first + 20)


def test_play_moves_on_and_pauses_at_the_end(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page.playback.set_speed(60)
    page.playback.go(55)
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert page.playback.playing
    qtbot.waitUntil(lambda: not page.playback.playing, timeout=5000)
    assert page.state.cursor == 61


@pytest.mark.parametrize(
    ("name", "typed", "shape"),
    [
        ("kernel_size", "5", "(1, 3, 60)"),
        ("stride", "2", "(1, 3, 31)"),
        ("padding", "٣", "(1, 3, 68)"),
        ("padding", "same", "(1, 3, 64)"),
    ],
)
def test_typed_parameters_change_shapes_and_formula(
    name: str, typed: str, shape: str, make_window: Make, qtbot: QtBot
) -> None:
    window = make_window()
    page = window.lab
    before = page.panel.formula._formulas[0].latex
    field = page.panel.parameters.steppers[name, 0].field
    field.setFocus()
    field.selectAll()
    type_text(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shape in page.panel.shapes._shown[-1][1])
    assert page.panel.formula._formulas[0].latex != before
    assert page._scene.problem is None


def test_an_illegal_layer_teaches_and_one_click_mends_it(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page._parameters_chosen(conv1d(2, 3, 3, stride=0))
    qtbot.waitUntil(page.panel.parameters._card.isVisible)
    assert page.panel.parameters._problem.message == "non-positive stride is not supported"
    assert page.panel.parameters.steppers["stride", 0].property("wrong")
    assert page.window_view._window is None
    button = page.panel.parameters._card.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._scene.problem is None)
    assert page.state.parameters.stride == (1,)
    assert not page.panel.parameters._card.isVisible()


def test_a_whole_recording_shows_the_part_around_the_window(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page._length_typed(88_200)
    qtbot.waitUntil(lambda: page._scene.axis.length == 88_200)
    page.playback.go(50_000)
    assert page.state.view < 50_000 < page.state.view + page.state.span
    assert page.state.span < 1000
    qtbot.waitUntil(lambda: page.window_view._window is not None and page.window_view._window.output == 50_000)


def test_the_strip_moves_the_part_as_one_act(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    start = page.state.start
    strip = page.view.strip
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    QTest.mouseMove(strip, QPoint(200, 10))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(200, 10))
    assert page.state.start != start
    window.actions_table["edit.undo"].trigger()
    assert page.state.start == start


def test_presets_change_one_kernel(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    before = page._scene.weight
    page.view.slide.kernels.cards[1].preset_chosen.emit(1, "gaussian")
    qtbot.waitUntil(lambda: not np.array_equal(page._scene.weight[1], before[1]))
    np.testing.assert_array_equal(page._scene.weight[0], before[0])
    assert page.state.kernel == 1


def test_a_mono_recording_makes_a_mono_layer(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page._sample_chosen(1)
    qtbot.waitUntil(lambda: page._scene.channels == 1)
    assert page.state.parameters.in_channels == 1
    assert page._scene.problem is None
    assert len(page.window_view._grids) == 1


def test_the_numbers_shown_are_those_of_the_scene(make_window: Make) -> None:
    window = make_window()
    page = window.lab
    page.playback.go(7)
    shown = page.window_view._grids[1][1].cells.values
    expected = window_at(page._scene, 7, 0)
    assert expected is not None
    np.testing.assert_allclose(shown, np.stack([expected.values[1], expected.weights[1], expected.products[1]]))
