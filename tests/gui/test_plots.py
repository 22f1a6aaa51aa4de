"""Plots run left to right and draw once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from gui.language import language
from gui.palette import LIGHT
from gui.plots.lanes import LanePlot, Lanes
from gui.plots.map_images import scale_of, signed_image, without
from gui.plots.map_view import MapView
from gui.theme import theme


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
    plot = LanePlot()
    hold(plot)
    plot.resize(400, 300)
    plot.show()
    assert plot.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert plot.widget_point(10, 0).x() > plot.widget_point(0, 0).x()


def shown_map(view: MapView, values: npt.NDArray[np.float32]) -> None:
    rows, columns = values.shape
    place = QRectF(0, 0, columns, rows)
    view.show_image(signed_image(values, 1.0, theme().palette), place)
    view.show_extent(place)


def test_a_maps_rows_run_downwards_and_its_columns_to_the_right_in_arabic(hold: Callable[[QWidget], None]) -> None:
    language().set("ar")
    view = MapView()
    hold(view)
    view.resize(402, 202)
    view.show()
    values = np.zeros((10, 20), np.float32)
    values[0, 19], values[9, 0] = 1, -1
    shown_map(view, values)
    picture = view.grab().toImage()

    def colour(row: int, column: int) -> str:
        return picture.pixelColor(view.on_screen(QRectF(column, row, 1, 1)).center().toPoint()).name()

    palette = theme().palette
    assert colour(0, 19) == palette.signed(1, 1).name()
    assert colour(9, 0) == palette.signed(-1, 1).name()
    middle = palette.signed(0, 1)
    assert abs(QColor(colour(5, 5)).lightness() - middle.lightness()) <= 2
    row, column = view.place_at(view.on_screen(QRectF(7, 3, 1, 1)).center())
    assert (row, column) == pytest.approx((3.5, 7.5))


def test_a_moved_window_paints_the_map_from_what_is_kept(hold: Callable[[QWidget], None]) -> None:
    view = MapView()
    hold(view)
    view.resize(300, 300)
    view.show()
    shown_map(view, np.zeros((30, 30), np.float32))
    view.grab()
    kept = view._kept
    assert kept is not None
    view.show_window(np.arange(3), np.arange(3), QColor("#0F62FE"))
    view.grab()
    assert view._kept is kept
    view.show_image(None, QRectF())
    view.grab()
    assert view.window_rect() is None


def test_the_colours_are_symmetric_and_bear_outliers_and_nothing() -> None:
    values = np.zeros((10, 10), np.float32)
    assert scale_of(values) == 1
    assert scale_of(np.zeros((0, 3), np.float32)) == 1
    values[0, 0] = -5
    assert scale_of(values) == 5
    values[:] = np.linspace(-1, 1, 100).reshape(10, 10)
    values[0, 0] = 1e9
    assert 0.9 < scale_of(values) < 1.0


def test_pixels_without_a_value_are_clear_and_the_others_stay() -> None:
    image = signed_image(np.arange(-3, 3, dtype=np.float32).reshape(2, 3), 3, LIGHT)
    mask = np.array([[True, False, False], [False, False, True]])
    cleared = without(image, mask)
    for row, column in np.ndindex(2, 3):
        pixel = cleared.pixelColor(column, row)
        assert pixel.alpha() == (0 if mask[row, column] else 255)
        if not mask[row, column]:
            assert pixel == image.pixelColor(column, row)
    assert without(image, ~mask & mask) is image
