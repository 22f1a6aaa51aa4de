"""The curve of a loss, whatever becomes of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gui.plots.loss_curve import LossCurve


@pytest.mark.parametrize("losses", [[1.0, 0.1, 0.0], [1.0, 1e8, np.inf], [0.0, 0.0], [1.0, np.nan], [2.0]], ids=str)
def test_any_losses_are_drawn_within_the_axis(losses: list[float], qtbot: QtBot) -> None:
    curve = LossCurve()
    qtbot.addWidget(curve)
    curve.resize(400, 200)
    curve.show_losses(np.array(losses), [1])
    curve.show_step(99)
    curve.grab()
    low, high = curve.getPlotItem().getViewBox().viewRange()[1]
    assert np.isfinite([low, high]).all()
    assert low < curve._dot.getData()[1][0] < high
    assert curve._dot.getData()[0][0] == len(losses) - 1


def test_a_press_picks_the_nearest_step(qtbot: QtBot) -> None:
    curve = LossCurve()
    qtbot.addWidget(curve)
    curve.show_losses(np.array([3.0, 2.0, 1.0]), [])
    picked: list[int] = []
    curve.step_picked.connect(picked.append)
    for x in (1.4, -3.0, 9.0):
        curve.pressed.emit(QPointF(x, 0))
    assert picked == [1, 0, 2]
