"""The page of figures: it shows every kind of layer, follows the cursor, and output cells can be pointed at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.convolution.parameters import conv1d
from core.labs.signal.resolve import resolve
from core.labs.signal.scene import SignalScene
from core.labs.signal.state import SignalState
from core.media.outline import Outline
from core.media.samples import load_recording
from gui.labs.signal.bands import BandsFigure
from gui.labs.signal.figure import cells_of, outputs_of, paged
from gui.labs.signal.figures import FiguresView
from gui.theme import theme

LAYERS: dict[str, dict[str, Any]] = {
    "stereo": {"cursor": 20, "kernel": 1},
    "mono": {"name": "mono_voice", "length": 30, "parameters": conv1d(1, 3, 3), "cursor": 29},
    "many": {"parameters": conv1d(2, 64, 5, dilation=2), "cursor": 30, "kernel": 50},
    "groups": {"length": 24, "parameters": conv1d(2, 4, 3, groups=2, stride=2), "cursor": 4, "kernel": 3},
    "padding": {"length": 20, "parameters": conv1d(2, 3, 3, padding=2), "cursor": 0},
    "circular": {"length": 20, "parameters": conv1d(2, 3, 3, padding=2, padding_mode="circular"), "cursor": 0},
    "long": {"length": 50_000, "parameters": conv1d(2, 20, 5000), "cursor": 40_000, "kernel": 12},
    "wide": {"length": 50_000, "span": 50_000, "cursor": 30_000},
    "one": {"length": 4, "parameters": conv1d(2, 1, 4)},
    "refused": {"parameters": conv1d(2, 3, 99)},
    "misfit": {"parameters": conv1d(3, 3, 3, groups=2)},
}


def scene_of(kind: str) -> SignalScene:
    values = {"start": 20_000, **LAYERS[kind]}
    recording = load_recording(values.pop("name", "stereo_chord"))
    return resolve(SignalState(**values), recording, Outline(recording))


@pytest.fixture
def view(qtbot: QtBot) -> FiguresView:
    made = FiguresView(BandsFigure())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def pictures(view: FiguresView) -> list[QImage]:
    QApplication.processEvents()
    return [figure.grab().toImage() for figure in view.figures]


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("zoom", [50, 100, 400])
def test_every_kind_of_layer_is_shown(view: FiguresView, kind: str, zoom: int) -> None:
    theme().set_zoom(zoom)
    scene = scene_of(kind)
    view.show_scene(scene)
    before = pictures(view)
    for cursor in (0, scene.output_length // 2, scene.output_length - 1, 10**6, -1):
        view.show_cursor(cursor, len(scene.weight) - 1)
        after = pictures(view)
    assert (before != after) == (scene.output_length > 1)


def test_the_cursor_leaves_the_still_picture(view: FiguresView) -> None:
    view.show_scene(scene_of("stereo"))
    pictures(view)
    still = view.slab._still.cacheKey()
    view.show_cursor(21, 2)
    pictures(view)
    assert view.slab._still.cacheKey() == still
    view.show_scene(scene_of("padding"))
    pictures(view)
    assert view.slab._still.cacheKey() != still


@pytest.mark.parametrize("kernel", [0, 2])
def test_a_cell_of_the_slab_is_picked(view: FiguresView, qtbot: QtBot, kernel: int) -> None:
    scene = scene_of("stereo")
    view.show_scene(scene)
    _, slab = view.slab._boxes(scene)
    row = 7
    deep = 0.0 if kernel == 0 else kernel + 0.5
    place = slab.box.point(0.5 if kernel == 0 else 1, row + 0.5, deep)
    with qtbot.waitSignal(view.cursor_pointed) as pointed:
        qtbot.mouseMove(view.slab, place.toPoint())
    with qtbot.waitSignal(view.cursor_picked) as picked:
        qtbot.mouseClick(view.slab, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert pointed.args == [(slab.first + row, kernel)]
    assert picked.args == [slab.first + row, kernel]
    with qtbot.waitSignal(view.cursor_pointed) as left:
        QApplication.sendEvent(view.slab, QEvent(QEvent.Type.Leave))
    assert left.args == [None]


def test_a_cell_of_the_product_is_picked(view: FiguresView, qtbot: QtBot) -> None:
    scene = scene_of("many")
    view.show_scene(scene)
    places = view.product._places(scene)
    place = QPointF(places.output + places.width / 2, places.kernel_top(1) + places.height / 2)
    with qtbot.waitSignal(view.cursor_picked) as picked:
        qtbot.mouseClick(view.product, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert picked.args == [30, places.kernels[1]]
    assert len(places.kernels) == 8
    assert 50 in places.kernels


def test_a_refused_layer_has_nothing_to_pick(view: FiguresView, qtbot: QtBot) -> None:
    view.show_scene(scene_of("refused"))
    with qtbot.assertNotEmitted(view.cursor_picked), qtbot.assertNotEmitted(view.cursor_pointed):
        for figure in view.figures:
            qtbot.mouseMove(figure, figure.rect().center())
            qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
    assert view.slab.empty
    assert view.product.empty
    assert not view.box.empty


def test_column_and_slab_are_turned_together(view: FiguresView) -> None:
    scene = scene_of("long")
    view.show_scene(scene)
    for cursor in range(40_000, 40_060):
        view.show_cursor(cursor, 0)
        _, slab = view.slab._boxes(scene)
        assert slab.first <= cursor < slab.first + slab.rows


def test_one_column_where_it_is_narrow(view: FiguresView) -> None:
    first, second = view.cards[:2]
    assert first.y() == second.y()
    view.resize(600, 700)
    QApplication.processEvents()
    assert first.x() == second.x()
    assert all(card.figure.accessibleName() for card in view.cards)


def test_what_is_not_loaded_is_no_number() -> None:
    scene = scene_of("wide")
    block = scene.blocks[0]
    cells = cells_of(scene, block.first - 3, 5)
    assert np.isnan(cells[:, :3]).all()
    assert np.array_equal(cells[:, 3:], block.cells[:, :2])
    stop = block.first_output + block.output.shape[1]
    assert np.isnan(outputs_of(scene, stop - 1, 2)).tolist() == [[False, True]] * 3


def test_rows_stay_while_they_can() -> None:
    assert paged(0, (3, 6), (0, 100), 10) == 0
    assert paged(0, (9, 12), (0, 100), 10) == 5
    assert paged(50, (98, 100), (0, 100), 10) == 90
    assert paged(50, (0, 1), (-2, 5), 7) == -2
