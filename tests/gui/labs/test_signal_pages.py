"""The views of the signal lab beside the slide, and editing by hand, worked with real events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.convolution.parameters import conv1d
from core.labs.signal.scene import window_at
from core.labs.signal.state import SignalState
from gui.labs.signal.bands import PHASES
from gui.labs.signal.lab import SignalLab
from gui.main_window import MainWindow
from gui.motion import motion
from tests.gui.conftest import type_text

Make = Callable[..., MainWindow]
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def show_page(window: MainWindow, qtbot: QtBot, name: str):  # type: ignore[no-untyped-def]
    page = window.lab
    qtbot.mouseClick(page.view.segments.button(name), LEFT)  # type: ignore[attr-defined]
    assert page.state.page == name  # type: ignore[attr-defined]
    QApplication.processEvents()
    return page


def wheel(widget: QWidget, notches: int, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_a_sample_is_dragged_and_that_is_one_act(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(size=(1920, 1080))
    page = window.lab
    plot = page.view.slide.input
    before = page._scene.blocks[0].cells[0, 30]
    start = plot.widget_point(30, float(before) * plot._scale())
    viewport = plot.viewport()
    QTest.mousePress(viewport, LEFT, pos=start.toPoint())
    QTest.mouseMove(viewport, start.toPoint() + QPoint(0, -8))
    QTest.mouseMove(viewport, start.toPoint() + QPoint(1, -14))
    QTest.mouseRelease(viewport, LEFT, pos=start.toPoint() + QPoint(1, -14))
    assert len(page.state.edits) == 1
    assert page.state.edits[0][:2] == (0, page.state.start + 30)
    qtbot.waitUntil(lambda: page._scene.blocks[0].cells[0, 30] > before)
    window.actions_table["edit.undo"].trigger()
    assert page.state.edits == ()
    qtbot.waitUntil(lambda: page._scene.blocks[0].cells[0, 30] == before)


def test_a_drag_sideways_from_a_dot_moves_the_window(make_window: Make) -> None:
    window = make_window(size=(1920, 1080))
    page = window.lab
    plot = page.view.slide.input
    value = page._scene.blocks[0].cells[0, 30]
    start = plot.widget_point(30, float(value) * plot._scale())
    QTest.mousePress(plot.viewport(), LEFT, pos=start.toPoint())
    for place in (33, 40):
        QTest.mouseMove(plot.viewport(), plot.widget_point(place, 0).toPoint())
    QTest.mouseRelease(plot.viewport(), LEFT, pos=plot.widget_point(40, 0).toPoint())
    assert page.state.edits == ()
    assert page.state.cursor == 39


def test_a_weight_is_dragged_and_its_preset_becomes_custom(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    card = page.view.slide.kernels.cards[1]
    bars = card.bars
    before = page._scene.kernels[1].copy()
    QTest.mousePress(bars, LEFT, pos=QPoint(4, bars.height() // 2))
    QTest.mouseMove(bars, QPoint(4, 2))
    QTest.mouseRelease(bars, LEFT, pos=QPoint(4, 2))
    assert page.state.kernel_choice(1).preset == "custom"
    assert page.state.kernel == 1
    qtbot.waitUntil(lambda: page._scene.kernels[1, 0, 0] > before[0, 0])
    np.testing.assert_array_equal(page._scene.kernels[1, 1], before[1])
    assert card.preset.currentText() == "custom"
    window.actions_table["edit.undo"].trigger()
    assert page.state.kernel_choice(1).preset == "difference"


@pytest.mark.parametrize(("typed", "number"), [("0.25", 0.25), ("-1.5", -1.5), ("−٢٫٥", -2.5)])
def test_numbers_are_typed_into_the_ledger(typed: str, number: float, make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    grid = page.window_view._grids[0][1]
    place = grid.cell_rect(1, 1).center().toPoint()
    QTest.mouseClick(grid, LEFT, pos=place)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Return)
    editor = grid._editor
    assert editor is not None
    type_text(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._scene.kernels[0, 0, 1] == np.float32(number))
    assert page.state.kernel_choice(0).preset == "custom"
    QTest.mouseClick(grid, LEFT, pos=grid.cell_rect(0, 2).center().toPoint())
    QTest.keyClick(grid, Qt.Key.Key_7)
    QTest.keyClick(grid._editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._scene.blocks[0].cells[0, 2] == 7)


def test_escape_leaves_a_number_as_it_was(make_window: Make) -> None:
    window = make_window()
    page = window.lab
    grid = page.window_view._grids[0][1]
    state = page.state
    QTest.mouseDClick(grid, LEFT, pos=grid.cell_rect(1, 0).center().toPoint())
    type_text(grid._editor, "9")
    QTest.keyClick(grid._editor, Qt.Key.Key_Escape)
    assert grid._editor is None
    assert page.state == state


def test_the_bias_is_typed(make_window: Make, qtbot: QtBot) -> None:
    page = make_window().lab
    grid = page.window_view.bias_grid
    QTest.mouseDClick(grid, LEFT, pos=grid.cell_rect(0, 0).center().toPoint())
    type_text(grid._editor, "2")
    QTest.keyClick(grid._editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._scene.bias[0] == 2)
    assert page.state.kernel_choice(0).preset == "sharpen"


def test_hovering_a_weight_lights_every_input_it_touches(make_window: Make) -> None:
    page = make_window().lab
    bars = page.view.slide.kernels.cards[2].bars
    QTest.mouseMove(bars, QPoint(bars.width() - 5, 10))
    places, _ = page.view.slide.input._lit.getData()
    np.testing.assert_array_equal(np.sort(places), page._scene.axis.touched(2))
    assert "62" in page.view.slide.input_card.note.text()
    bars.pointed.emit(None)
    assert len(page.view.slide.input._lit.getData()[0]) == 0


def test_padded_values_are_linked_to_their_source(make_window: Make, qtbot: QtBot) -> None:
    page = make_window().lab
    page._parameters_chosen(conv1d(2, 3, 3, padding=1, padding_mode="reflect"))
    qtbot.waitUntil(lambda: page._scene.axis.before == 1)
    assert "x[-1] = x[1]" in page.window_view.padding_note.text()
    assert len(page.view.slide.input._links.getData()[0])
    page.playback.go(10)
    assert not page.window_view.padding_note.isVisible()
    assert not len(page.view.slide.input._links.getData()[0])


@pytest.mark.parametrize("order", [1, 2])
def test_products_by_size_and_by_channel(order: int, make_window: Make) -> None:
    page = make_window().lab
    page.playback.go(9)
    page.window_view.order.setCurrentIndex(order)
    page.window_view.order.activated.emit(order)
    lines = page.window_view.lines.text().strip("\u2066\u2069").splitlines()
    window = window_at(page._scene, 9, 0)
    assert window is not None
    if order == 1:
        sizes = [abs(float(line.rpartition("=")[2].replace("−", "-"))) for line in lines]
        assert sizes == sorted(sizes, reverse=True)
        assert len(lines) == window.products.size
    else:
        sums = [float(line.rpartition("=")[2].replace("−", "-")) for line in lines]
        np.testing.assert_allclose(sums, window.products.sum(axis=1), atol=1e-4)


def test_true_convolution_turns_the_kernels(make_window: Make, qtbot: QtBot) -> None:
    page = make_window().lab
    page.panel.kind.setCurrentIndex(1)
    page.panel.kind.activated.emit(1)
    qtbot.waitUntil(lambda: page._scene.state.flip)
    np.testing.assert_array_equal(page._scene.weight, page._scene.kernels[..., ::-1])
    window = window_at(page._scene, 0, 1)
    assert window is not None
    assert window.convolved == pytest.approx(window.total)
    assert "numpy.convolve" in page.window_view.numpy.text()


def test_the_matrix_under_the_mouse(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(size=(1920, 1080))
    page = show_page(window, qtbot, "matrix")
    band = page.view.matrix.band
    frame = band.frame()
    assert frame is not None
    row, column = band.picture.rows[4], band.picture.columns[5]
    place = frame.entry(0, 4, 5).center().toPoint()
    QTest.mouseMove(band, place)
    assert band.column == (0, column)
    assert page.window_view._window.output == row
    outputs = sorted({output for output, _, _ in page._scene.axis.feeding(column)})
    assert all(f"y[{output}]" in page.view.matrix.note.text() for output in outputs)
    QTest.mouseClick(band, LEFT, pos=place)
    assert page.state.cursor == row
    assert "1,116" in page.view.matrix.counts.text()


def test_the_matrix_of_a_long_signal_is_the_part_around_the_cursor(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = show_page(window, qtbot, "matrix")
    page._length_typed(80_000)
    qtbot.waitUntil(lambda: page._scene.axis.length == 80_000)
    page.playback.go(40_000)
    picture = page.view.matrix.band.picture
    assert 40_000 in picture.rows
    assert 40_001 in picture.columns


def test_how_a_matrix_becomes_bands(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = show_page(window, qtbot, "matrix")
    qtbot.mouseClick(page.view.matrix.which.button("origin"), LEFT)
    origin = page.view.matrix.origin
    assert origin.isVisible()
    qtbot.waitUntil(lambda: origin.drawing.time == 3.0, timeout=8000)
    motion().reduce(True)
    try:
        for index, phase in enumerate(PHASES):
            qtbot.mouseClick(origin.phases.button(phase), LEFT)
            assert origin.drawing.time == index
    finally:
        motion().reduce(False)


def test_the_way_back_adds_up(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = show_page(window, qtbot, "backward")
    qtbot.waitUntil(lambda: page._scene.gradients is not None)
    page.playback.go(20)
    part = page.view.backward.gradient._lanes.values[0].copy()
    page.playback.finish()
    whole = page.view.backward.gradient._lanes.values[0]
    np.testing.assert_allclose(part[:20], whole[:20], atol=1e-5)
    assert not part[24:].any()
    np.testing.assert_allclose(whole, page._scene.gradients.input[0], atol=1e-5)
    plot = page.view.backward.gradient
    QTest.mouseClick(plot.viewport(), LEFT, pos=plot.widget_point(33, -1).toPoint())
    assert page.state.cell == (1, 33)
    assert "33" in page.gradient_view.which.text()
    assert "✓" in page.gradient_view.verdict.text()


@pytest.mark.parametrize("index", [1, 2, 3])
def test_the_arriving_gradient_is_chosen(index: int, make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = show_page(window, qtbot, "backward")
    qtbot.waitUntil(lambda: page._scene.gradients is not None)
    page.playback.go(11)
    page.view.backward.choice.activated.emit(index)
    page_upstream = ("ones", "one_hot", "output", "drawn")[index]
    qtbot.waitUntil(lambda: page._scene.state.upstream == page_upstream)
    arriving = page._scene.gradients.upstream
    if page_upstream == "one_hot":
        assert (arriving[0, 11], arriving.sum()) == (1, 1)
        page.playback.go(12)
        qtbot.waitUntil(lambda: page._scene.gradients.upstream[0, 12] == 1)
    elif page_upstream == "output":
        np.testing.assert_array_equal(arriving, page._scene.blocks[0].output)
    else:
        assert not arriving.any()


def test_the_arriving_gradient_is_drawn_by_hand(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(size=(1920, 1080))
    page = show_page(window, qtbot, "backward")
    qtbot.waitUntil(lambda: page._scene.gradients is not None)
    plot = page.view.backward.arriving
    start = plot.widget_point(page._scene.axis.centre(8), 1.0 * plot._scale()).toPoint()
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    for down in (8, 20):
        QTest.mouseMove(plot.viewport(), start + QPoint(0, down))
    QTest.mouseRelease(plot.viewport(), LEFT, pos=start + QPoint(0, 20))
    assert page.state.upstream == "drawn"
    qtbot.waitUntil(lambda: page._scene.gradients is not None and page._scene.gradients.upstream[0, 8] < 0.9)
    np.testing.assert_array_equal(page._scene.gradients.upstream[1], 1)
    qtbot.mouseClick(page.view.backward.clear, LEFT)
    qtbot.waitUntil(lambda: not page._scene.gradients.upstream.any())


def test_zoom_and_pan_reach_single_samples_and_the_whole(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    qtbot.mouseClick(page.panel.whole_button, LEFT)
    qtbot.waitUntil(lambda: page._scene.axis.length == 88_200)
    viewport = page.view.slide.input.viewport()
    for _ in range(40):
        wheel(viewport, -1, Qt.KeyboardModifier.ControlModifier)
    assert page.state.span >= 88_200
    qtbot.waitUntil(lambda: page._scene.overview is not None)
    for _ in range(60):
        wheel(viewport, 1, Qt.KeyboardModifier.ControlModifier)
    assert page.state.span == 16
    qtbot.waitUntil(lambda: page._scene.overview is None)
    first = page.state.view
    for _ in range(30):
        wheel(viewport, -1, Qt.KeyboardModifier.ShiftModifier)
    assert page.state.view > first
    assert page.state.cursor == 0
    place = page.state.view
    qtbot.waitUntil(lambda: {place, place + 15} <= set(page.view.slide.input._lanes.places.tolist()))
    assert page.window_view._window.output == 0


def test_code_goes_out_and_comes_in(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    qtbot.mouseClick(page.panel.copy_button, LEFT)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: "nn.Conv1d(2, 3, 3)" in clipboard.text())
    clipboard.setText("layer = nn.Conv1d(2, 5, kernel_size=7, stride=2)")
    qtbot.mouseClick(page.panel.paste_button, LEFT)
    qtbot.waitUntil(lambda: page._scene.state.parameters == conv1d(2, 5, 7, stride=2))
    clipboard.setText("[[0.5, 0, -0.5], [1, 2, 3]]")
    window.actions_table["edit.paste_code"].trigger()
    qtbot.waitUntil(lambda: page._scene.weight.shape == (1, 2, 3))
    np.testing.assert_array_equal(page._scene.weight[0], [[0.5, 0, -0.5], [1, 2, 3]])
    state = page.state
    for wrong in ("import os", "[[1], [2, 3]]", "[[[[1]]]]", "nn.Conv2d(1, 2, 3)", ""):
        clipboard.setText(wrong)
        window.actions_table["edit.paste_code"].trigger()
        assert window.notice.isVisible()
        assert page.state == state


def test_outputs_are_exported_and_weights_opened(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    page = window.lab
    page._exchange.begin_export(str(tmp_path / "out.wav"))
    qtbot.waitUntil((tmp_path / "out.wav").is_file)
    written, _ = soundfile.read(tmp_path / "out.wav", dtype="float32", always_2d=True)
    np.testing.assert_array_equal(written.T, page._scene.blocks[0].output)
    np.save(tmp_path / "w.npy", np.ones((2, 2, 4), np.float32))
    window.open_path(tmp_path / "w.npy")
    qtbot.waitUntil(lambda: page._scene.weight.shape == (2, 2, 4))
    (tmp_path / "w.npy").write_bytes(b"\x93NUMPY?")
    window.open_path(tmp_path / "w.npy")
    qtbot.waitUntil(window.notice.isVisible)


def test_a_long_file_shows_at_once_and_its_outline_fills_in(
    make_window: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.media.audio.READ_WHOLE", 10_000)
    monkeypatch.setattr("core.media.outline.AT_ONCE", 10_000)
    monkeypatch.setattr("core.media.outline.BLOCK", 20_000)
    tone = 0.3 * np.sin(np.arange(200_000) * 0.05)
    soundfile.write(tmp_path / "long.wav", np.stack([tone, -tone], axis=1), 44_100)
    window = make_window()
    page = window.lab
    window.open_path(tmp_path / "long.wav")
    qtbot.waitUntil(lambda: page._scene.frames == 200_000)
    qtbot.waitUntil(lambda: "4.54 s" in page.view.strip_note.text())
    assert page.view.strip._envelope[0, -1].any()
    page._whole_chosen()
    qtbot.waitUntil(lambda: page._scene.axis.length == 200_000)
    page.playback.go(150_000)
    qtbot.waitUntil(lambda: page.window_view._window is not None and page.window_view._window.output == 150_000)
    assert "✓" in page.window_view.sum_view.verdict.text()


def test_a_lab_that_begins_with_listening_listens(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    store = window._store
    store.note(replace(store.state, signal=replace(store.state.signal, page="listen")))
    window.choose_lab("signal")
    page = window.lab
    assert isinstance(page, SignalLab)
    listen = page.view.listen
    qtbot.waitUntil(lambda: len(listen.rows) == 4 and not listen._waiting, timeout=20_000)
    assert all(row.view._image is not None for row in listen.rows)


def test_the_experiment_is_one_click_and_one_act(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = show_page(window, qtbot, "listen")
    qtbot.waitUntil(lambda: len(page.view.listen.rows) == 4)
    before = page.state
    qtbot.mouseClick(page.view.listen.experiment, LEFT)
    qtbot.waitUntil(lambda: len(page.view.listen.rows) == 5 and not page.view.listen._waiting, timeout=20_000)
    assert page.state.parameters.kernel_size == (8820,)
    assert all(row.view._image is not None for row in page.view.listen.rows)
    window.actions_table["edit.undo"].trigger()
    assert page.state.parameters == before.parameters


def test_an_output_is_heard_with_a_moving_cursor(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page._whole_chosen()
    qtbot.waitUntil(lambda: page._scene.axis.length == 88_200)
    page = show_page(window, qtbot, "listen")
    qtbot.waitUntil(lambda: len(page.view.listen.rows) == 4 and not page.view.listen._waiting)
    row = page.view.listen.rows[1]
    qtbot.mouseClick(row.button, LEFT)
    qtbot.waitUntil(lambda: row.view._time is not None and row.view._time > 0.05, timeout=10_000)
    first = row.view._time
    qtbot.waitUntil(lambda: row.view._time is not None and row.view._time > first, timeout=10_000)
    page.view.listen.volume.setValue(20)
    qtbot.mouseClick(row.button, LEFT)
    qtbot.waitUntil(lambda: row.view._time is None)
    area = page.view.listen.rows[0].view._area()
    QTest.mouseClick(page.view.listen.rows[0].view, LEFT, pos=QPoint(round(area.center().x()), 20))
    qtbot.waitUntil(lambda: (page.view.listen.rows[0].view._time or 0) > 1.9, timeout=10_000)
    qtbot.mouseClick(page.view.segments.button("slide"), LEFT)
    assert page._sounding is None


def test_without_a_device_the_rest_works_and_it_is_said(
    make_window: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.media.player import Player, SoundError, SoundProblem

    def none(*_: object) -> None:
        raise SoundError(SoundProblem.NO_DEVICE)

    monkeypatch.setattr(Player, "play", none)
    window = make_window()
    page = show_page(window, qtbot, "listen")
    qtbot.waitUntil(lambda: len(page.view.listen.rows) == 4)
    qtbot.mouseClick(page.view.listen.rows[0].button, LEFT)
    qtbot.waitUntil(page.view.listen.message.isVisible)
    assert "no sound device" in page.view.listen.message.text()
    assert page.view.listen.rows[2].view._image is not None


def test_every_page_of_a_refused_layer_says_so(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page._parameters_chosen(conv1d(2, 3, 3, stride=0))
    qtbot.waitUntil(lambda: page._scene.problem is not None)
    for name in ("matrix", "figures", "backward", "listen", "slide"):
        show_page(window, qtbot, name)
        QApplication.processEvents()
        window.grab()
    qtbot.mouseClick(page.view.segments.button("listen"), LEFT)
    qtbot.waitUntil(lambda: "no output" in page.view.listen.note.text())


@pytest.mark.parametrize("channels", [16])
def test_sixteen_channels_and_thirty_two_kernels(
    channels: int, make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    rng = np.random.default_rng(0)
    soundfile.write(tmp_path / "many.wav", rng.uniform(-0.5, 0.5, (2000, channels)), 8000)
    window = make_window()
    page = window.lab
    window.open_path(tmp_path / "many.wav")
    qtbot.waitUntil(lambda: page._scene.channels == channels)
    page._parameters_chosen(conv1d(channels, 32, 3, groups=4))
    qtbot.waitUntil(lambda: page._scene.weight.shape == (32, 4, 3))
    for name in ("matrix", "figures", "backward", "listen", "slide"):
        show_page(window, qtbot, name)
        page._kernel_chosen(31)
        QApplication.processEvents()
        window.grab()
    assert len(page.window_view._grids) == 4
    colours = {
        page.view.slide.output._lanes.colours[o].name() + str(page.view.slide.output._lanes.dashes[o])
        for o in range(32)
    }
    assert len(colours) == 32


def test_pages_are_where_the_user_left_them(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    show_page(window, qtbot, "backward")
    window.choose_lab("image")
    window.choose_lab("signal")
    assert window.lab.view.backward.isVisible()  # type: ignore[attr-defined]
    assert SignalState().page == "slide"


def test_a_layer_that_is_too_large_is_refused_in_our_words(make_window: Make, qtbot: QtBot) -> None:
    page = make_window().lab
    page._parameters_chosen(conv1d(2, 100_000, 3))
    qtbot.waitUntil(page.problem.isVisible)
    labels = [label.text() for label in page.problem.findChildren(QLabel)]
    assert any("100,000" in text and "512" in text for text in labels)
    assert len(page.view.slide.kernels.cards) <= 3
    qtbot.mouseClick(page.problem.findChild(QPushButton), LEFT)
    qtbot.waitUntil(lambda: page._scene.problem is None)
    assert page._scene.state.parameters.out_channels == 512


def test_each_number_tells_its_legal_range(make_window: Make, qtbot: QtBot) -> None:
    page = make_window().lab
    field = page.panel.parameters.steppers["kernel_size", 0].field
    qtbot.waitUntil(lambda: "1 … 64" in field.toolTip())
    page._parameters_chosen(conv1d(2, 3, 3, padding=2))
    qtbot.waitUntil(lambda: "1 … 68" in field.toolTip())


def test_trailing_samples_that_no_window_reaches_are_marked(make_window: Make, qtbot: QtBot) -> None:
    page = make_window().lab
    page._parameters_chosen(conv1d(2, 3, 3, stride=4))
    qtbot.waitUntil(lambda: page._scene.axis.stride == 4)
    marks = page.view.slide.input.shades.rects
    assert [(mark.left(), mark.width()) for mark in marks] == [(62.5, 1.0)]
    assert "1 sample" in page.view.slide.input_card.note.text()


def test_a_hand_that_does_not_stop_sees_what_it_does(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    service = window._service
    before = page._scene
    page._weight_dragged(0, 0, 0, 0.5)
    first = service.asked[-1]  # type: ignore[attr-defined]
    page._weight_dragged(0, 0, 0, 0.75)
    service._answer(first)  # type: ignore[attr-defined]
    assert page._scene is not before
    assert page._scene.kernels[0, 0, 0] == 0.5
    assert page.state.kernel_choice(0).weights[0] == 0.75
    qtbot.waitUntil(lambda: page._scene.kernels[0, 0, 0] == 0.75)


def test_gradients_of_a_wide_view_ask_to_zoom_in(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = show_page(window, qtbot, "backward")
    page._whole_chosen()
    qtbot.waitUntil(lambda: page._scene.axis.length == 88_200)
    viewport = page.view.backward.arriving.viewport()
    for _ in range(30):
        wheel(viewport, -1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page._scene.overview is not None)
    assert page._scene.gradients is None
    assert not page.view.backward.arriving.isVisible()
    qtbot.mouseClick(page.view.backward.zoom_in, LEFT)
    qtbot.waitUntil(lambda: page._scene.gradients is not None)
    assert page.view.backward.arriving.isVisible()


@pytest.mark.parametrize("kernels", [0, -1])
def test_a_layer_of_no_kernels_is_shown_as_one(kernels: int, make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    page._parameters_chosen(conv1d(2, kernels, 3))
    qtbot.waitUntil(lambda: page._scene.problem is not None)
    for name in ("matrix", "figures", "backward", "listen", "slide"):
        show_page(window, qtbot, name)
        window.grab()
    page._parameters_chosen(conv1d(2, 3, 3))
    qtbot.waitUntil(lambda: page._scene.problem is None)
