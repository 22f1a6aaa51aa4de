"""The image lab's layer as a matrix, worked with real events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.convolution.parameters import PADDING_MODES, ConvParameters, conv2d
from core.labs.image.state import lecture_example
from gui.labs.image.lab import ImageLab
from gui.labs.image.matrix_views import ImageMatrixView
from gui.labs.matrix_picture import MatrixPicture
from gui.language import language
from gui.main_window import MainWindow
from gui.theme import theme
from tests.gui.labs.test_image import Make, middle, opened, settled

LEFT = Qt.MouseButton.LeftButton


def shown(window: MainWindow, qtbot: QtBot, view: str = "toeplitz") -> ImageLab:
    page = opened(window)
    qtbot.mouseClick(page.segments.button("matrix"), LEFT)
    settled(page, qtbot)
    qtbot.mouseClick(page.matrix.which.button(view), LEFT)
    QApplication.processEvents()
    assert page.matrix.view.isVisible()
    return page


def chosen(page: ImageLab, parameters: ConvParameters, qtbot: QtBot) -> None:
    page._parameters_chosen(parameters)
    settled(page, qtbot)
    QApplication.processEvents()


def picture_of(view: ImageMatrixView) -> MatrixPicture:
    picture = view.picture
    assert picture is not None
    return picture


def entry(view: ImageMatrixView, row: int, column: int, band: int = 0) -> QPoint:
    frame = view.frame()
    assert frame is not None
    return frame.entry(band, row, column).center().toPoint()


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def small_picture(page: ImageLab, qtbot: QtBot, path: Path, shape: tuple[int, int, int]) -> None:
    np.save(path / "small.npy", np.random.default_rng(1).uniform(size=shape))
    page.open_path(path / "small.npy")
    qtbot.waitUntil(lambda: page.state.source.title == "small.npy")
    settled(page, qtbot)


def test_a_row_under_the_mouse_is_the_output_and_is_given_back(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    page._picked(100, 200)
    view = page.matrix.toeplitz
    picture = picture_of(view)
    assert (100, 200) in picture.rows
    pinned = page.patch_view.patch
    QTest.mouseMove(view, entry(view, 3, 7))
    patch = page.patch_view.patch
    assert patch is not None
    assert patch.output == picture.rows[3] != (100, 200)
    assert view.row == picture.rows[3]
    assert view.picture is picture  # Nothing moved under the mouse.
    assert page.state.cursor == (100, 200)
    leave(view)
    assert pinned is not None
    assert page.patch_view.patch is not None
    assert page.patch_view.patch.output == pinned.output
    QTest.mouseClick(view, LEFT, pos=entry(view, 3, 7))
    assert page.state.cursor == picture.rows[3]


def test_a_column_under_the_mouse_names_its_cell_and_what_it_feeds(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    page._picked(100, 200)
    view = page.matrix.toeplitz
    picture = picture_of(view)
    column = len(picture.columns) // 2
    cell = picture.columns[column]
    assert isinstance(cell, tuple)
    QTest.mouseMove(view, entry(view, 0, column))
    assert f"x[R, {cell[0]}, {cell[1]}]" in page.matrix.note.text()
    assert f"y[{cell[0] - 2}, {cell[1] - 2}]" in page.matrix.note.text()
    assert "9" in page.matrix.note.text()
    assert page.matrix.input._marked == cell
    leave(view)
    assert page.matrix.input._marked is None
    assert "y[100, 200]" in page.matrix.note.text()


@pytest.mark.parametrize("view", ["toeplitz", "im2col"])
def test_keys_step_and_the_part_follows(view: str, make_window: Make, qtbot: QtBot) -> None:
    window = make_window("image")
    page = shown(window, qtbot, view)
    page._picked(100, 200)
    window.setFocus()
    for _ in range(12):
        QTest.keyClick(window, Qt.Key.Key_Right)
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert page.state.cursor == (101, 212)
    assert page.matrix.view.row == (101, 212)
    assert (101, 212) in picture_of(page.matrix.view).rows
    assert page.matrix.output._window is not None
    assert page.matrix.output._window[0].tolist() == [101]
    assert page.matrix.input._window is not None
    assert page.matrix.input._window[1].tolist() == [212, 213, 214]


def grouped(page: ImageLab, mode: str, qtbot: QtBot, path: Path) -> None:
    """A small layer of two groups, strided and padded, its third kernel looked at."""
    small_picture(page, qtbot, path, (4, 6, 7))
    parameters = conv2d(4, 4, (3, 2), padding=(2, 1), stride=(1, 2), groups=2, padding_mode=mode)  # type: ignore[arg-type]
    chosen(page, parameters, qtbot)
    page._kernel_chosen(2)


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_the_matrix_times_the_input_is_what_torch_computed(
    mode: str, make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    grouped(page, mode, qtbot, tmp_path)
    scene = page._scene
    assert scene is not None
    assert scene.input is not None
    total = np.full(scene.output_size[0] * scene.output_size[1], float(scene.bias[2]))
    for channel in scene.channels_of(2):
        page._channel_chosen(channel)
        picture = picture_of(page.matrix.toeplitz)
        assert picture.channels == (channel,)
        total += picture.numbers[0].astype(np.float64) @ scene.input.values[channel, 2:-2, 1:-1].ravel()
    np.testing.assert_allclose(total.reshape(scene.output_size), scene.output.values[2], atol=1e-5)
    assert "whole matrix" in page.matrix.seen.text()
    page.matrix.grab()


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_the_windows_times_the_weights_are_what_torch_computed(
    mode: str, make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot, "im2col")
    grouped(page, mode, qtbot, tmp_path)
    scene = page._scene
    assert scene is not None
    picture = picture_of(page.matrix.im2col)
    assert picture.channels == tuple(scene.channels_of(2)) == (2, 3)
    expected = [scene.output.values[2][place] for place in picture.rows]  # type: ignore[index]
    assert len(expected) > 9
    found = np.einsum("crk,ck->r", picture.numbers, scene.weight[2].reshape(2, -1)) + scene.bias[2]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    page.matrix.grab()


def test_a_weight_rings_its_entries_in_both_matrices(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    page._picked(100, 200)
    weights = page.matrix.kernel
    QTest.mouseMove(weights, middle(weights, 1, 2))
    view = page.matrix.toeplitz
    picture = picture_of(view)
    ringed = view.rings(picture)
    assert ringed is not None
    assert ringed[0] == 0
    found = {(picture.rows[row], picture.columns[column]) for row, column in np.argwhere(ringed[1])}
    assert found == {((i, j), (i + 1, j + 2)) for i, j in picture.rows}  # type: ignore[misc]
    assert page.matrix.input._lit is not None
    other = page.matrix.im2col.rings(picture_of(page.matrix.im2col))
    assert other is not None
    assert [picture_of(page.matrix.im2col).columns[at] for at in np.flatnonzero(other[1][0])] == [(1, 2)]
    leave(weights)
    assert view.rings(picture) is None
    assert page.matrix.input._lit is None
    page.patch_view.weight_pointed.emit((2, 0, 1))
    page._channel_chosen(2)
    ringed = view.rings(picture_of(view))
    assert ringed is not None
    assert ringed[0] == 2


def test_a_column_of_im2col_is_a_weight(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot, "im2col")
    view = page.matrix.im2col
    picture = picture_of(view)
    assert picture.channels == (0, 1, 2)
    QTest.mouseMove(view, entry(view, 1, 5, band=1))
    assert "w[G, 1, 2]" in page.matrix.note.text()
    ringed = view.rings(picture)
    assert ringed is not None
    assert ringed[0] == 1
    assert np.flatnonzero(ringed[1][0]).tolist() == [5]
    assert page.matrix.input._lit is not None
    leave(view)
    assert view.rings(picture) is None


def test_padding_is_hatched_in_im2col_alone(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot, "im2col")
    assert picture_of(page.matrix.im2col).hatched is None
    chosen(page, conv2d(3, 4, (3, 3), padding=(1, 1), padding_mode="reflect"), qtbot)
    page._picked(0, 0)
    picture = picture_of(page.matrix.im2col)
    assert picture.hatched is not None
    expected = [[i + t - 1 < 0 or j + u - 1 < 0 for t, u in picture.columns] for i, j in picture.rows]  # type: ignore[misc]
    np.testing.assert_array_equal(picture.hatched, expected)
    assert picture_of(page.matrix.toeplitz).hatched is None


def test_circular_padding_shows_the_cells_of_the_other_end(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    chosen(page, conv2d(3, 4, (3, 3), padding=(1, 1), padding_mode="circular"), qtbot)
    page._picked(0, 0)
    picture = picture_of(page.matrix.toeplitz)
    row = picture.rows.index((0, 0))
    corner = picture.columns.index((255, 383))
    scene = page._scene
    assert scene is not None
    assert picture.numbers[0, row, corner] == scene.weight[0, 0, 0, 0]
    assert "255" in page.matrix.seen.text()


def test_input_and_output_lead_to_their_row(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    page._picked(100, 200)
    matrix = page.matrix
    QTest.mouseMove(matrix.output, middle(matrix.output, 30, 40))
    row = matrix.toeplitz.row
    assert isinstance(row, tuple)
    assert abs(row[0] - 30) <= 2
    assert row in picture_of(matrix.toeplitz).rows
    leave(matrix.output)
    assert matrix.toeplitz.row == (100, 200)
    QTest.mouseClick(matrix.input, LEFT, pos=middle(matrix.input, 51, 61))
    assert abs(page.state.cursor[0] - 50) <= 2
    assert abs(page.state.cursor[1] - 60) <= 2


def test_kernel_and_channel_are_chosen_here_too(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image"), qtbot)
    page.matrix.kernel_card.choice.activated.emit(3)
    page.matrix.input_card.choice.activated.emit(2)
    assert (page.state.kernel, page.state.channel) == (3, 1)
    picture = picture_of(page.matrix.toeplitz)
    assert picture.channels == (1,)
    assert picture.colour == theme().palette.kernel(3)
    assert page.matrix.kernel_card.choice.currentIndex() == 3
    assert page.matrix.input_card.choice.currentIndex() == 2
    chosen(page, conv2d(3, 3, (3, 3), groups=3), qtbot)
    assert picture_of(page.matrix.toeplitz).channels == (2,)  # The kernel looked at reads no other.


@pytest.mark.parametrize(
    "parameters",
    [conv2d(3, 4, (3, 3), groups=2), conv2d(3, 4, (0, 3)), conv2d(3, 4, (3, 3), stride=(0, 1)), conv2d(3, 0, (3, 3)),
     conv2d(0, 4, (3, 3)), conv2d(3, 4, (300, 3)), conv2d(3, 100_000, (3, 3))],
)  # fmt: skip
def test_a_layer_without_output_says_so(parameters: ConvParameters, make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image"), qtbot)
    chosen(page, parameters, qtbot)
    matrix = page.matrix
    assert matrix.refused.isVisible()
    assert not matrix.counts.isVisible()
    qtbot.mouseClick(matrix.which.button("im2col"), LEFT)
    assert matrix.refused.isVisible()
    matrix.light((0, 0, 0))
    page._kernel_chosen(3)
    matrix.grab()
    for view in (matrix.input, matrix.output, matrix.kernel):
        QTest.mouseMove(view, QPoint(40, 40))
    chosen(page, conv2d(3, 4, (3, 3)), qtbot)
    assert matrix.im2col.isVisible()
    assert not matrix.refused.isVisible()


@pytest.mark.parametrize("view", ["toeplitz", "im2col"])
def test_a_large_picture_is_seen_around_the_cursor(view: str, make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    page = shown(make_window("image"), qtbot, view)
    small_picture(page, qtbot, tmp_path, (1, 3000, 2000))
    chosen(page, conv2d(1, 2, (3, 3), padding=(1, 1)), qtbot)
    for cursor in ((0, 0), (1500, 900), (2999, 1999)):
        page._picked(*cursor)
        settled(page, qtbot)
        picture = picture_of(page.matrix.view)
        assert cursor in picture.rows
        assert picture.numbers.size < 30_000
        side = picture.side.pixelColor(0, picture.rows.index(cursor))
        assert side.alpha() == 255  # The output is there, not a preview of those around it.
        assert f"{page.matrix.view.outputs[0][0]}…" in page.matrix.seen.text()
        page.matrix.grab()
    scene = page._scene
    assert scene is not None
    assert page.patch_view.patch is not None
    if view == "im2col":
        row = picture.rows.index((2999, 1999))
        np.testing.assert_allclose(picture.numbers[0, row], page.patch_view.patch.values[0].ravel())


def test_a_matrix_too_fine_to_be_read_is_whole_on_demand(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", (1920, 1080)), qtbot)
    whole = page.matrix.whole
    assert not whole.isVisible()  # 97,000 rows have no pixel each.
    page.panel.shrink.activated.emit(4)
    qtbot.waitUntil(lambda: page.state.shrink == 16)
    settled(page, qtbot)
    assert whole.isVisible()
    assert len(picture_of(page.matrix.toeplitz).rows) < 14 * 22
    qtbot.mouseClick(whole, LEFT)
    picture = picture_of(page.matrix.toeplitz)
    assert (len(picture.rows), len(picture.columns)) == (14 * 22, 16 * 24)
    assert "whole matrix" in page.matrix.seen.text()
    QTest.mouseMove(page.matrix.toeplitz, entry(page.matrix.toeplitz, 100, 120))
    patch = page.patch_view.patch
    assert patch is not None
    assert patch.output == picture.rows[100]
    page.matrix.grab()
    qtbot.mouseClick(page.matrix.which.button("im2col"), LEFT)
    assert not whole.isVisible()


def test_strided_dilated_and_large_kernels_are_seen(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image"), qtbot)
    for parameters in (
        conv2d(3, 6, (3, 2), stride=(2, 3), dilation=(2, 1), groups=3),
        conv2d(3, 2, (31, 41)),
        conv2d(3, 2, (1, 1), stride=(7, 7)),
        conv2d(3, 2, (200, 300)),
    ):
        chosen(page, parameters, qtbot)
        page._picked(3, 2)
        for name in ("toeplitz", "im2col"):
            qtbot.mouseClick(page.matrix.which.button(name), LEFT)
            picture = picture_of(page.matrix.view)
            assert page.state.cursor in picture.rows
            frame = page.matrix.view.frame()
            assert frame is not None
            assert frame.right + frame.cell <= page.matrix.view.width()
            assert frame.band(0).bottom() <= page.matrix.view.height()
            page.matrix.grab()


def test_counts_are_told(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image"), qtbot)
    page._set(replace(lecture_example(padded=False), page="matrix"))
    settled(page, qtbot)
    full = 16 * 62 * 124 * 20 * 64 * 128
    assert f"{full:,}" in page.matrix.counts.text()
    assert f"{16 * 20 * 15:,}" in page.matrix.counts.text()
    qtbot.mouseClick(page.matrix.which.button("im2col"), LEFT)
    assert f"{62 * 124 * 20 * 15:,}" in page.matrix.counts.text()


@pytest.mark.parametrize("size", [(900, 600), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("zoom", [50, 100, 200, 400])
def test_every_size_zoom_and_language(size: tuple[int, int], zoom: int, make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image", size), qtbot)
    page._picked(20, 30)
    theme().set_zoom(zoom)
    for code in ("ar", "en"):
        language().set(code)  # type: ignore[arg-type]
        QApplication.processEvents()
        page.matrix.grab()
        assert (20, 30) in picture_of(page.matrix.toeplitz).rows
        assert page.matrix.toeplitz.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_what_can_be_focused_has_a_name(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("image"), qtbot)
    focusable = [one for one in page.matrix.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [one for one in focusable if one.accessibleName() or getattr(one, "text", str)()]
    assert len(focusable) >= 4
    assert [one for one in focusable if one not in named and one.isVisible()] == []
