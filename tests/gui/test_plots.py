"""Plots run left to right and draw once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from gui.language import language
from gui.plots.lanes import LanePlot, Lanes
from gui.plots.picture import PicturePlot


@pytest.fixture
def hold(qapp: QApplication) -> Iterator[Callable[[QWidget], None]]:
    """Give plots the parent that they have in the program: pyqtgraph's own close() crashes."""
    holder = QWidget()
    holder.resize(800, 600)
    holder.show()
    yield lambda plot: plot.setParent(holder)
    holder.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def lanes(count: int, length: int = 50) -> Lanes:
    values = np.random.default_rng(0).uniform(-1, 1, (count, length)).astype(np.float32)
    ink = QColor("#000000")
    return Lanes(
        np.arange(length, dtype=np.float64),
        values,
        tuple(map(str, range(count))),
        (ink,) * count,
        (0,) * count,
        length=length,
    )


def test_lanes_that_do_not_fit_are_left_out_around_the_chosen_one(hold: Callable[[QWidget], None]) -> None:
    plot = LanePlot()
    hold(plot)
    plot.resize(600, 200)
    plot.show()
    plot.show_lanes(lanes(32), around=20)
    first, count = plot.lanes_shown
    assert count < 32
    assert first <= 20 < first + count


def test_a_moved_window_redraws_no_curve(hold: Callable[[QWidget], None], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    plot = LanePlot()
    hold(plot)
    plot.resize(600, 300)
    plot.show_lanes(lanes(2))
    plot.show_range(0, 49)
    for curve in plot._curves:
        monkeypatch.setattr(curve, "setData", None)
    for place in range(5):
        plot.show_window(np.array([place, place + 1.0]), (0, 1), QColor("#0F62FE"))
        plot.grow_until(float(place))


def test_plots_stay_left_to_right_in_arabic(hold: Callable[[QWidget], None]) -> None:
    language().set("ar")
    for plot in (LanePlot(), PicturePlot()):
        hold(plot)
        plot.resize(400, 300)
        plot.show()
        assert plot.layoutDirection() == Qt.LayoutDirection.LeftToRight
        assert plot.widget_point(10, 0).x() > plot.widget_point(0, 0).x()


def test_rows_of_a_picture_run_downwards(hold: Callable[[QWidget], None]) -> None:
    plot = PicturePlot()
    hold(plot)
    plot.resize(300, 300)
    plot.show()
    plot.show_grey(np.zeros((10, 20), np.float32))
    assert plot.widget_point(0, 9).y() > plot.widget_point(0, 0).y()
    plot.show_signed(np.zeros((0, 0), np.float32), 1.0)
    assert not plot._image.isVisible()
