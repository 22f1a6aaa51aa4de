"""A convolution's step opens in the image lab with its real gradients, and undo leads back."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.labs.crossing import Obstacle, is_convolution
from gui.labs.autograd.crossing_card import obstacle_sentence
from gui.labs.autograd.lab import AutogradLab
from gui.labs.image.lab import ImageLab
from gui.main_window import MainWindow
from tests.gui.labs.test_autograd import lab_with, run

Make = Callable[..., MainWindow]


def at_convolution(page: AutogradLab) -> None:
    replay = page._replay
    assert replay is not None
    frames = (replay.frame(step) for step in range(replay.length + 1))
    page.playback.go(next(frame.step for frame in frames if frame.backward and is_convolution(frame.node)))


def test_a_recorded_convolution_is_looked_at_cell_by_cell(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, name="convolution")
    run(page, qtbot)
    assert not page.crossing_card.isVisible()
    at_convolution(page)
    assert page.crossing_card.isVisible()
    assert page._replay is not None
    record = page._replay.frame(page.state.step).record
    assert record is not None
    weight = record.outgoing[1]
    assert weight is not None
    assert weight.array is not None
    qtbot.mouseClick(page.crossing_card.open, Qt.MouseButton.LeftButton)
    image = window.lab
    assert isinstance(image, ImageLab)
    qtbot.waitUntil(lambda: image._scene is not None and image._scene.gradients is not None, timeout=30_000)
    assert image._scene is not None
    assert image._scene.gradients is not None
    assert image.state.page == "backward"
    np.testing.assert_allclose(image._scene.gradients.weight.ravel(), weight.array.ravel(), rtol=1e-4, atol=1e-6)
    window._store.undo()
    assert window.lab is page


def test_before_the_gradient_arrives_the_card_says_so(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="convolution")
    run(page, qtbot)
    at_convolution(page)
    assert page._replay is not None
    node = page._replay.frame(page.state.step).node
    assert node is not None
    page.playback.go(page._replay.visits(node.id)[0])
    assert page.crossing_card.isVisible()
    assert not page.crossing_card.open.isEnabled()
    assert page.crossing_card.words.text() == obstacle_sentence("not running")


@pytest.mark.parametrize("obstacle", get_args(Obstacle))
def test_every_obstacle_has_a_sentence(obstacle: Obstacle) -> None:
    assert len(obstacle_sentence(obstacle)) > 20
