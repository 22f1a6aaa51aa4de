"""A kernel is learned on the image lab's page, worked with real events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.labs.image.lab import ImageLab
from gui.text import translate
from tests.gui.conftest import type_text
from tests.gui.labs.test_image import Make, opened, settled


@pytest.fixture
def page(make_window: Make, qtbot: QtBot) -> ImageLab:
    page = opened(make_window("image"))
    page.segments.chosen.emit("learn")
    qtbot.waitUntil(lambda: page._scene is not None and page._scene.learn is not None, timeout=20_000)
    settled(page, qtbot)
    return page


def enter(page: ImageLab, text: str) -> None:
    page.learn.rate.setFocus()
    page.learn.rate.selectAll()
    type_text(page.learn.rate, text)
    QTest.keyClick(page.learn.rate, Qt.Key.Key_Return)
    page.learn.rate.clearFocus()


def loss(page: ImageLab) -> float:
    assert page._scene is not None
    assert page._scene.learn is not None
    return float(page._scene.learn.descent.losses[page.learn.step])


def test_the_transport_goes_through_the_steps(page: ImageLab) -> None:
    assert page._scene is not None
    found = page._scene.learn
    assert found is not None
    assert page.playback.last == found.descent.steps
    first = loss(page)
    page.playback.finish()
    assert loss(page) < 1e-3 * first
    np.testing.assert_array_equal(page.learn.found.grid.cells.values, found.descent.weights[-1][0])
    QTest.keyClick(page.window(), Qt.Key.Key_Left)
    assert page.state.learning.step == found.descent.steps - 1
    cursor = page.state.cursor
    page.segments.chosen.emit("slide")
    assert page.state.cursor == cursor
    assert page.playback.position == page._place_of(cursor)


def test_the_curve_is_clicked(page: ImageLab) -> None:
    curve = page.learn.curve
    at = curve.widget_point(100, 0)
    QTest.mouseClick(curve.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), curve.height() // 2))
    assert abs(page.state.learning.step - 100) <= 3


def test_a_rate_beyond_the_limit_diverges_and_says_so(page: ImageLab, qtbot: QtBot) -> None:
    assert page._scene is not None
    found = page._scene.learn
    assert found is not None
    before = found.descent.losses
    page.playback.go(20)
    enter(page, f"{found.limit * 1.5:.4f}")
    settled(page, qtbot)
    after = page._scene.learn
    assert after is not None
    np.testing.assert_array_equal(after.descent.losses[:21], before[:21])
    assert page.playback.last == after.descent.steps < 400
    page.playback.finish()
    sentence = page.learn.verdict.text()
    assert f"{after.limit:.3g}" in sentence
    assert "diverges" in sentence
    assert page.learn_view.verdict.text() == translate("Image", "The search ends here")


@pytest.mark.parametrize("typed", ["abc", "-1", "inf"])
def test_a_rate_that_is_none_is_put_back(typed: str, page: ImageLab) -> None:
    shown = page.learn.rate.text()
    learning = page.state.learning
    enter(page, typed)
    assert page.learn.rate.text() == shown
    assert page.state.learning == learning


def test_another_target_momentum_and_start(page: ImageLab, qtbot: QtBot) -> None:
    page.learn.target_chosen.emit("gaussian")
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.learn is not None
    assert page._scene.learn.target[0, 1, 1] == page._scene.learn.target.max()
    page.learn.momentum.activated.emit(0)
    settled(page, qtbot)
    assert page.state.learning.momentum == 0
    assert page._scene.learn is not None
    assert page._scene.learn.limit == pytest.approx(2 / page._scene.learn.descent.curvature)
    QTest.mouseClick(page.learn.drawn, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page._scene.learn is not None
    assert page._scene.learn.descent.weights[0].any()
    QTest.mouseClick(page.learn.faster, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page._scene.learn is not None
    assert page._scene.learn.descent.rates[0] == pytest.approx(page._scene.learn.limit, rel=1e-3)


def test_pointing_at_a_weight_shows_its_step(page: ImageLab) -> None:
    page.playback.go(5)
    page.learn.found.grid.pointed.emit((2, 1))
    assert "w[0,2,1]" in page.learn_view.which.text()
    assert page.learn_view.verdict.text().startswith("✓")
    page.learn.found.grid.pointed.emit(None)
    assert page.learn_view.which.text()


def test_a_refused_layer_is_said_and_comes_back(page: ImageLab, qtbot: QtBot) -> None:
    layer = page.state.parameters
    page._parameters_chosen(layer.changed("groups", 2))
    settled(page, qtbot)
    assert not page.learn.curve.isVisible()
    assert page.problem.isVisible()
    page._parameters_chosen(layer)
    settled(page, qtbot)
    QApplication.processEvents()
    assert page.learn.curve.isVisible()


def test_the_maps_cover_their_cells(page: ImageLab) -> None:
    assert page._scene is not None
    assert page._scene.learn is not None
    rows, columns = page._scene.learn.wanted.shape
    for card in page.learn.columns:
        assert card.map.on_screen(QRectF(0, 0, columns, rows)).contains(QPointF(card.map.rect().center()))
