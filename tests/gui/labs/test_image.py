"""The image lab, worked with real events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.convolution.parameters import conv2d
from core.labs.image.scene import patch_at
from core.labs.image.state import lecture_example
from gui.labs.image.lab import ImageLab
from gui.main_window import MainWindow
from gui.plots.map_view import MapView
from tests.gui.conftest import type_text

Make = Callable[..., MainWindow]


def opened(window: MainWindow) -> ImageLab:
    page = window.lab
    assert isinstance(page, ImageLab)
    QApplication.processEvents()  # The first scene changes the layout.
    return page


def middle(view: MapView, row: int, column: int) -> QPoint:
    """The pixel in the middle of a cell."""
    return view.on_screen(QRectF(column, row, 1, 1)).center().toPoint()


def wheel(view: MapView, at: QPoint, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def settled(page: ImageLab, qtbot: QtBot) -> None:
    """Wait until the scene of the present state is shown."""
    qtbot.waitUntil(lambda: page._scene is not None and not page._service._pending, timeout=20_000)


def test_a_click_pins_the_window_and_keys_move_it(make_window: Make) -> None:
    window = make_window("image")
    page = opened(window)
    view = page.slide.input
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, 50, 100))
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
    page = opened(make_window("image"))
    page.slide.output.pointed.emit((20.5, 30.5))
    from_output = page.patch_view.patch
    assert from_output is not None
    page.slide.input.pointed.emit((21.5, 31.5))
    from_input = page.patch_view.patch
    assert from_input is not None
    assert from_input.output == from_output.output == (20, 30)
    page.slide.input.pointed.emit(None)
    pinned = page.patch_view.patch
    assert pinned is not None
    assert pinned.output == page.state.cursor


@pytest.mark.parametrize(("typed", "value"), [("2.5", 2.5), ("−٣٫٥", -3.5), ("-1", -1.0)])
def test_weights_are_typed_in_any_digits(typed: str, value: float, make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = opened(window)
    grid = page.slide.kernel.grid
    place = grid.cell_rect(1, 1)
    assert place is not None
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    editor = grid._editor
    assert editor is not None
    editor.selectAll()
    type_text(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert page.state.kernel_choice(0).preset == "custom"
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.weight[0, 0, 1, 1] == np.float32(value)
    expected = patch_at(page._scene, page.state.cursor, 0)
    assert expected is not None
    np.testing.assert_allclose(page.patch_view._grids[2].cells.values, expected.products[0])
    window.actions_table["edit.undo"].trigger()
    assert page.state.kernel_choice(0).preset == "sobel_x"


def test_in_a_true_convolution_a_weight_typed_in_the_arithmetic_is_that_weight(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._set(replace(page.state, flip=True))
    settled(page, qtbot)
    page.patch_view.weight_typed.emit(2, 0, 1, 7.0)
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.weight[0, 2, 0, 1] == 7
    assert page._scene.kernels[0, 2, 2, 1] == 7


def test_presets_tuning_and_bias(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    card = page.slide.kernel
    page._kernel_chosen(2)
    card.preset_chosen.emit("gabor")
    settled(page, qtbot)
    assert card.tuning.isVisible()
    assert page._scene is not None
    before = page._scene.weight[2].copy()
    card.angle.setFocus()
    card.angle.selectAll()
    type_text(card.angle, "45")
    QTest.keyClick(card.angle, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert page.state.kernel_choice(2).angle == 45
    assert not np.allclose(before, page._scene.weight[2])
    card.bias.setFocus()
    card.bias.selectAll()
    type_text(card.bias, "0.5")
    QTest.keyClick(card.bias, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert page._scene.bias.tolist() == [0, 0, 0.5, 0]


def test_the_lectures_layer_is_one_click_away(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    for button, size in ((page.panel.plain_button, (62, 124)), (page.panel.padded_button, (64, 128))):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settled(page, qtbot)
        assert page._scene is not None
        assert page._scene.shapes["output"] == (1, 16, *size)
        assert page._scene.shapes["weight"] == (16, 20, 3, 5)
        assert len(page.slide.outputs.tiles) == 16
        assert len(page.slide.inputs.tiles) == 21  # The bands, and all together.


def test_padding_is_hatched_and_cells_that_no_window_reaches_are_marked(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._parameters_chosen(conv2d(3, 4, (3, 3), padding=(1, 1)))
    settled(page, qtbot)
    view = page.slide.input
    assert view._extent == QRectF(-1, -1, 386, 258)
    assert view._data == QRectF(0, 0, 384, 256)
    page._parameters_chosen(conv2d(3, 4, (3, 3), stride=(5, 1)))
    settled(page, qtbot)
    assert view._ignored == (QRectF(0, 253, 384, 3),)


def test_a_weight_lights_all_it_touches(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._parameters_chosen(conv2d(3, 4, (3, 3), stride=(2, 4)))
    settled(page, qtbot)
    page.slide.kernel.weight_pointed.emit((0, 2, 1))
    lit = page.slide.input._lit
    assert lit is not None
    assert lit[0].tolist() == list(range(2, 256, 2))
    assert lit[1].tolist() == list(range(1, 382, 4))
    page.slide.kernel.weight_pointed.emit(None)
    assert page.slide.input._lit is None


def test_three_levels_of_the_same_window(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._picked(40, 50)
    qtbot.mouseClick(page.slide.levels.button("map"), Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert [tile.joined for tile in page.slide.parts.tiles] == ["", "+", "+", "+", "="]
    page._kernel_chosen(3)
    settled(page, qtbot)
    assert len(page.slide.parts.tiles) == 5
    qtbot.mouseClick(page.slide.levels.button("cell"), Qt.MouseButton.LeftButton)
    assert page._scene is not None
    patch = patch_at(page._scene, (40, 50), 3)
    assert patch is not None
    np.testing.assert_array_equal(page.slide.equation.grids[2].cells.values, patch.products[0])
    page._slice_picked(2)
    np.testing.assert_array_equal(page.slide.equation.grids[2].cells.values, patch.products[2])
    assert page.state.cursor == (40, 50)


def test_zoom_follows_the_mouse_and_the_window(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = opened(window)
    view = page.slide.input
    at = middle(view, 60, 300)
    for _ in range(12):
        wheel(view, at, 1, Qt.KeyboardModifier.ControlModifier)
        settled(page, qtbot)
    assert page.state.view is not None
    top, left, rows, columns = page.state.view
    assert top <= 60 < top + rows < 90
    assert left <= 300 < left + columns
    row, column = (int(np.floor(one)) for one in view.place_at(QPointF(at)))
    assert abs(row - 60) <= 3
    assert abs(column - 300) <= 3
    page.playback.go(page._place_of((200, 10)))
    assert page.state.view[0] <= 201 < page.state.view[0] + rows
    settled(page, qtbot)
    assert page.patch_view.patch is not None
    assert page.patch_view.patch.output == (200, 10)
    for _ in range(30):
        wheel(view, at, -1, Qt.KeyboardModifier.ControlModifier)
    assert page.state.view is None


def test_what_is_yet_to_come_is_veiled_while_it_plays(make_window: Make) -> None:
    page = opened(make_window("image"))
    page._picked(10, 20)
    assert page.slide.output._grown is None
    page.playback.toggle()
    assert page.slide.output._grown == page.state.cursor
    page.playback.pause()
    assert page.slide.output._grown is None


def test_a_refused_layer_keeps_the_input(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._parameters_chosen(conv2d(3, 4, (3, 3), groups=2))
    settled(page, qtbot)
    assert page.problem.isVisible()
    assert page.slide.output._image is None
    assert page.slide.input._image is not None
    page._parameters_chosen(conv2d(3, 4, (3, 3)))
    settled(page, qtbot)
    assert not page.problem.isVisible()
    assert page.slide.output._image is not None


@pytest.mark.parametrize(("mode", "size"), [("L", (1, 1)), ("RGBA", (7, 3)), ("I;16", (5, 9)), ("LA", (1, 40))])
def test_small_and_odd_pictures(
    mode: str, size: tuple[int, int], make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(make_window("image"))
    path = tmp_path / "small.png"
    Image.new(mode, size, {"L": 200, "RGBA": (255, 0, 0, 128), "I;16": 30_000, "LA": (100, 255)}[mode]).save(path)
    page.open_path(path)
    qtbot.waitUntil(lambda: page.state.source.title == "small.png")
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.size == size[::-1]
    if page._scene.problem is None:
        assert page.patch_view.patch is not None
    page._parameters_chosen(page.state.parameters.changed("padding", (1, 1)))
    settled(page, qtbot)
    assert page.patch_view.patch is not None


def test_grey_and_smaller(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    qtbot.mouseClick(page.panel.grey, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.state.parameters.in_channels == 1)
    page.panel.shrink.activated.emit(2)
    qtbot.waitUntil(lambda: page.state.shrink == 4)
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.shapes["input"] == (1, 1, 64, 96)


def test_wires_are_those_of_the_groups(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._set(lecture_example(padded=True))
    settled(page, qtbot)
    page._parameters_chosen(conv2d(20, 40, (3, 3), groups=20))
    settled(page, qtbot)
    assert "40" in page.panel.wiring.accessibleName()
    assert page._scene is not None
    assert page._scene.channels_of(39) == range(19, 20)
    page._kernel_chosen(39)
    page._slice_picked(0)
    assert page.state.channel == 19


def test_code_and_weights_go_out_and_in(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window("image")
    page = opened(window)
    page._parameters_chosen(conv2d(3, 2, (3, 2), stride=(2, 1)))
    settled(page, qtbot)
    told: list[str] = []
    page.told.connect(lambda sentence, _: told.append(sentence))
    window.actions_table["edit.copy_code"].trigger()
    qtbot.waitUntil(lambda: bool(told))
    copied = QApplication.clipboard().text()
    assert "Conv2d(3, 2, (3, 2), stride=(2, 1))" in copied
    page._exchange.begin_export(str(tmp_path / "w.npz"))
    qtbot.waitUntil(lambda: (tmp_path / "w.npz").is_file() and len(told) > 1)
    page.reset()
    settled(page, qtbot)
    assert page._scene is not None
    QApplication.clipboard().setText(copied)
    window.actions_table["edit.paste_code"].trigger()
    settled(page, qtbot)
    assert page.state.parameters == conv2d(3, 2, (3, 2), stride=(2, 1))
    QApplication.clipboard().setText("tensor([[1., 2., 3.], [4., 5., 6.]])")
    window.actions_table["edit.paste_code"].trigger()
    settled(page, qtbot)
    assert page._scene.weight[0, 0].tolist() == [[1, 2, 3], [4, 5, 6]]
    window.open_path(tmp_path / "w.npz")
    qtbot.waitUntil(lambda: page.state.parameters.kernel_size == (3, 2))
    settled(page, qtbot)
    np.testing.assert_array_equal(page._scene.weight, np.load(tmp_path / "w.npz")["weight"])


def test_a_stack_of_planes_is_a_picture(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window("image")
    page = opened(window)
    np.save(tmp_path / "cube.npy", np.random.default_rng(0).normal(size=(7, 12, 10)))
    window.open_path(tmp_path / "cube.npy")
    qtbot.waitUntil(lambda: page.state.source.title == "cube.npy")
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.shapes["input"] == (1, 7, 12, 10)
    assert page._scene.problem is None


def test_a_choice_ahead_of_its_scene_is_borne(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._set(replace(lecture_example(padded=True), kernel=15, channel=19, level="map"))
    assert page._scene is not None
    assert page._scene.weight.shape[0] == 4  # Its own scene is on its way.
    settled(page, qtbot)
    assert page.slide._kernel == 15
    page._set(replace(page.state, parameters=conv2d(20, 1, (1, 1))))
    settled(page, qtbot)
    assert page.state.kernel == 0
    page._slice_picked(3)
    assert page.state.channel == 3


@pytest.mark.parametrize(
    "change", [{"groups": 0}, {"groups": -1}, {"in_channels": 7}, {"in_channels": 0}, {"out_channels": 0},
               {"kernel_size": (0, 3)}, {"stride": (0, 1)}, {"padding": (-1, 0)}, {"out_channels": 100_000}],
)  # fmt: skip
@pytest.mark.parametrize("level", ["maps", "map", "cell"])
def test_every_refused_layer_is_shown(level: str, change: dict[str, object], make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._level_chosen(level)  # type: ignore[arg-type]
    parameters = page.state.parameters
    for name, value in change.items():
        parameters = parameters.changed(name, value)
    page._parameters_chosen(parameters)
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.problem is not None
    assert page.problem.isVisible()
    page._kernel_chosen(3)
    page._channel_chosen(2)
    page.grab()


def test_the_lines_lead_from_the_window_through_the_kernel_to_the_cell(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = opened(window)
    slide = page.slide
    for act in (
        lambda: page._picked(30, 40),
        lambda: page._set(replace(lecture_example(padded=True), cursor=(20, 84))),
        lambda: window.resize(1900, 1000),
    ):
        act()
        settled(page, qtbot)

        def joined() -> bool:
            start, end = slide.input.window_rect(), slide.output.window_rect()
            if start is None or end is None or len(slide.links._places) != 3:
                return False
            wanted = (
                start.translated(slide._offset(slide.input)),
                slide.kernel.brick.front_rect().translated(slide._offset(slide.kernel.brick)),
                end.translated(slide._offset(slide.output)),
            )
            return slide.links._places == wanted and slide.links.geometry() == slide.pane.rect()

        qtbot.waitUntil(joined)


def test_backward_shows_what_autograd_found(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page.panel.shrink.activated.emit(4)
    qtbot.waitUntil(lambda: page.state.shrink == 16)
    settled(page, qtbot)
    qtbot.mouseClick(page.segments.button("backward"), Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    view = page.backward
    assert view.isVisible()
    assert not page.slide.isVisible()
    QTest.mouseClick(view.arriving, Qt.MouseButton.LeftButton, pos=middle(view.arriving, 5, 7))
    settled(page, qtbot)
    assert page.state.cursor == (5, 7)
    assert page._scene is not None
    gradients = page._scene.gradients
    assert gradients is not None
    assert gradients.upstream[0, 5, 7] == gradients.upstream.sum() == 1
    # One output's gradient lays its kernel over the window.
    np.testing.assert_allclose(gradients.input[:, 5:8, 7:10], page._scene.weight[0], atol=1e-6)
    np.testing.assert_array_equal(view.grid.cells.values, gradients.weight[0, 0])
    page._upstream_chosen("drawn")
    settled(page, qtbot)
    view.value.setFocus()
    view.value.selectAll()
    type_text(view.value, "-2.5")
    QTest.keyClick(view.value, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert page.state.drawn == ((0, 5, 7, -2.5),)
    assert page._scene.gradients is not None
    assert page._scene.gradients.bias.tolist() == [-2.5, 0, 0, 0]
    qtbot.mouseClick(view.clear, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert not page._scene.gradients.bias.any()


def why_shown(page: ImageLab, experiment: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.segments.button("why"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.why.segments.button(experiment), Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    QApplication.processEvents()
    assert page._scene is not None
    assert page._scene.why is not None
    assert page.why.isVisible()


def test_the_picture_is_dragged_and_only_circular_padding_stays_the_same(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._parameters_chosen(conv2d(3, 4, (3, 3), padding=(1, 1), padding_mode="circular"))
    why_shown(page, "equivariance", qtbot)
    before = page.state.shift
    view = page.why.cards[0].map
    start, end = middle(view, 100, 100), middle(view, 130, 80)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    settled(page, qtbot)
    assert page.state.shift[0] - before[0] == pytest.approx(30, abs=3)
    assert page.state.shift[1] - before[1] == pytest.approx(-20, abs=3)
    assert "✓" in page.why.verdict.text()
    page._store.undo()
    assert page.state.shift == before  # One drag is one act.
    page._parameters_chosen(conv2d(3, 4, (3, 3), padding=(1, 1)))
    settled(page, qtbot)
    assert "✓" not in page.why.verdict.text()


def test_scattered_pixels_have_strange_neighbours(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    why_shown(page, "locality", qtbot)
    assert page._scene is not None
    assert page._scene.why is not None
    before, after = page._scene.why.likeness
    assert before > 0.8
    assert abs(after) < 0.05
    assert page.why.cards[2].isVisible()
    assert not page.why.cards[3].isVisible()


def test_a_stack_of_layers_is_built_and_its_field_framed(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    why_shown(page, "stack", qtbot)
    editor = page.why.editor
    assert len(editor.steppers) == 3
    for _ in range(5):
        qtbot.mouseClick(editor.add, Qt.MouseButton.LeftButton)
        settled(page, qtbot)
    assert len(page.state.stack) == 6
    qtbot.mouseClick(editor.steppers[5][1].more, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.state.stack[5].stride == 2
    QTest.mouseClick(page.why.cards[0].map, Qt.MouseButton.LeftButton, pos=middle(page.why.cards[0].map, 200, 300))
    settled(page, qtbot)
    assert page.state.seen == pytest.approx((200, 300), abs=2)
    assert page._scene is not None
    found = page._scene.why
    assert found is not None
    rows, columns = np.nonzero(found.measured)
    frame, _ = page.why.cards[1].map._frames[0]
    assert frame == QRectF(columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
    for _ in range(8):
        editor.drop.click()
        settled(page, qtbot)
    assert len(page.state.stack) == 1


def test_a_picture_is_pasted(make_window: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVGRAD_HOME", str(tmp_path))
    window = make_window("image")
    page = opened(window)
    image = QImage(31, 17, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 128, 0))
    QApplication.clipboard().setImage(image)
    window.actions_table["edit.paste_code"].trigger()
    qtbot.waitUntil(lambda: page.state.source.title.startswith("pasted-31x17"))
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.shapes["input"] == (1, 3, 17, 31)
    assert page._scene.input is not None
    np.testing.assert_allclose(page._scene.input.values[:, 4, 4], [1, 128 / 255, 0], atol=1e-6)


def test_a_picture_that_cannot_be_kept_is_said(
    make_window: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window("image")
    page = opened(window)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CONVGRAD_HOME", str(tmp_path / "file"))
    told: list[str] = []
    page.told.connect(lambda sentence, _: told.append(sentence))
    QApplication.clipboard().setImage(QImage(3, 3, QImage.Format.Format_RGB32))
    window.actions_table["edit.paste_code"].trigger()
    qtbot.waitUntil(lambda: len(told) == 1)
    QApplication.clipboard().setText("")


def drag(view: MapView, steps: list[QPointF]) -> None:
    """Press the right button in the middle, move by each step, let go."""
    at, right, none = QPointF(view.rect().center()), Qt.MouseButton.RightButton, Qt.MouseButton.NoButton

    def send(kind: QEvent.Type, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        QApplication.sendEvent(
            view, QMouseEvent(kind, at, view.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
        )

    send(QEvent.Type.MouseButtonPress, right, right)
    for step in steps:
        at = at + step
        send(QEvent.Type.MouseMove, none, right)
    send(QEvent.Type.MouseButtonRelease, right, none)


def test_a_slow_hand_moves_the_picture_as_far_as_a_fast_one(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._note(replace(page.state, view=(60, 80, 16, 24)))
    settled(page, qtbot)
    cell = page.slide.input.cell
    assert cell > 6
    drag(page.slide.input, [QPointF(-cell / 4, -cell / 4)] * 13)
    assert page.state.view == (63, 83, 16, 24)
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.area == (63, 83, 16, 24)


def test_what_is_dragged_is_seen_at_once_and_exact_after_letting_go(make_window: Make, qtbot: QtBot) -> None:
    page = opened(make_window("image"))
    page._note(replace(page.state, view=(40, 40, 160, 240)))
    settled(page, qtbot)
    asked: list[bool] = []
    original = page._service.resolve_image

    def watch(state: object, *, dragged: bool, with_input: bool) -> None:
        asked.append(dragged)
        original(state, dragged=dragged, with_input=with_input)  # type: ignore[arg-type]

    page._service.resolve_image = watch  # type: ignore[method-assign]
    before = page.slide.input.place_at(QPointF(0, 0))
    cell = page.slide.input.cell
    drag(page.slide.input, [QPointF(-4 * cell, 0)])
    after = page.slide.input.place_at(QPointF(0, 0))
    assert after[1] - before[1] == pytest.approx(4)
    assert asked == [True, False]
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.output.step == 1
    assert page.state.view == (40, 44, 160, 240)


def test_around_the_cursor_of_a_part_numbers_come_without_a_new_picture(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = opened(window)
    page._note(replace(page.state, view=(40, 40, 160, 240), cursor=(100, 100)))
    settled(page, qtbot)
    shown = page._scene
    assert shown is not None
    for _ in range(40):
        QTest.keyClick(window, Qt.Key.Key_Right)
        settled(page, qtbot)
        patch = page.patch_view.patch
        assert patch is not None
        assert patch.output == page.state.cursor
    assert page.state.cursor == (100, 140)
    assert page._scene is not shown
    assert page._scene is not None
    assert page._scene.output is shown.output
    assert page._scene.near_output is not shown.near_output
