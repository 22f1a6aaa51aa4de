"""The window as a user works it: labs, keys, zoom, undo, languages, files, faults."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.labs.state import LABS
from gui.faults import FaultHandler
from gui.language import language
from gui.main_window import MainWindow
from gui.theme import theme

from .conftest import project_file

Make = Callable[..., MainWindow]


def test_labs_by_one_click_and_one_key(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    for lab in LABS:
        qtbot.mouseClick(window._lab_buttons[lab], Qt.MouseButton.LeftButton)
        assert window._store.state.lab == lab
    window.lab.stage_widget.setFocus()
    for key, lab in zip("123", LABS, strict=True):
        window.setFocus()
        QTest.keyClick(window, key)
        assert window._store.state.lab == lab


def test_the_interfaces_process_never_imports_torch() -> None:
    import subprocess

    code = (
        "import sys, os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "import gui.start, gui.labs.signal.lab, gui.labs.image.lab, gui.labs.autograd.lab\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=project_file(), check=False).returncode == 0


def test_zoom_changes_everything_and_comes_back(make_window: Make) -> None:
    window = make_window()
    plain = window.title.fontMetrics().height(), window.lab.transport.height()
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert theme().zoom == 125
    assert window.title.fontMetrics().height() > plain[0]
    assert window.lab.transport.height() > plain[1]
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert (window.title.fontMetrics().height(), window.lab.transport.height()) == plain


@pytest.mark.parametrize("zoom", [50, 100, 200, 400])
@pytest.mark.parametrize("lab", LABS)
def test_the_stage_stays_at_any_zoom(lab: str, zoom: int, make_window: Make) -> None:
    window = make_window(lab)
    theme().set_zoom(zoom)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1366, 768)
    stage = window.lab._stage_area
    assert stage.isVisible()
    assert stage.width() > 250
    assert stage.height() > 100
    window.actions_table["view.inspector"].trigger()
    window.actions_table["view.controls"].trigger()
    assert (window.width(), window.height()) == (1366, 768)


def test_full_screen_toggles(make_window: Make) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_arabic_mirrors_the_chrome_and_not_the_mathematics(make_window: Make) -> None:
    window = make_window()
    page = window.lab
    english = window._lab_buttons["signal"].mapTo(window, window._lab_buttons["signal"].rect().center()).x()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert language().code == "ar"
    arabic = window._lab_buttons["signal"].mapTo(window, window._lab_buttons["signal"].rect().center()).x()
    assert english < window.width() / 2 < arabic
    right_to_left, left_to_right = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert window.layoutDirection() == right_to_left
    for part in (
        page.view.slide.input,
        page.view.slide.output,
        page.view.slide.kernels,
        page.transport,
        page.transport.scrubber,
    ):  # type: ignore[attr-defined]
        assert part.layoutDirection() == left_to_right
    for grid in page.window_view._grids:  # type: ignore[attr-defined]
        assert grid[1].layoutDirection() == left_to_right
    assert page.panel.formula._formulas[0].layoutDirection() == left_to_right  # type: ignore[attr-defined]
    assert window.title.text() == "الإشارة"


@pytest.mark.parametrize("lab", LABS)
def test_every_word_follows_the_language(lab: str, make_window: Make) -> None:
    window = make_window(lab)
    language().set("ar")
    QApplication.processEvents()
    latin_words = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible()
        and label.objectName() in {"heading", "title", "quiet"}
        and label.text()
        and not any("\u0600" <= c <= "\u06ff" for c in label.text())
    ]
    # What stays Latin are torch's names, and numbers.
    assert [
        w for w in latin_words if not any(m in w for m in ("nn.Conv", "Backward", "grad", "384", "254", "MeanB"))
    ] == []


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("code", ["en", "ar"])
def test_whatever_takes_the_focus_has_a_name(lab: str, code: str, make_window: Make) -> None:
    window = make_window(lab)
    language().set(code)  # type: ignore[arg-type]
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_undo_redo_and_reset(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    page = window.lab
    kernel_size = page.panel.parameters.steppers["kernel_size", 0]  # type: ignore[attr-defined]
    qtbot.mouseClick(kernel_size.more, Qt.MouseButton.LeftButton)
    assert window._store.state.signal.parameters.kernel_size == (4,)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window._store.state.signal.parameters.kernel_size == (3,)
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window._store.state.signal.parameters.kernel_size == (4,)
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window._store.state.signal.parameters.kernel_size == (3,))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window._store.state.signal.parameters.kernel_size == (4,)


def test_undo_shows_the_lab_that_it_changes(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    qtbot.mouseClick(window.lab.panel.parameters.steppers["stride", 0].more, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    window.choose_lab("image")
    window.actions_table["edit.undo"].trigger()
    assert window._store.state.lab == "signal"
    assert window._store.state.signal.parameters.stride == (1,)


BAD_FILES = {
    "words.wav": b"these are words",
    "empty.png": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "huge.wav": b"RIFF\xf0\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0\x22\x56\0\0\x44\xac\0\0\x02\0\x10\0data\0\xff\xff\xff\0\0",
    "binary.py": b"\xff\xfe\0\0",
}


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("name", [*BAD_FILES, "gone.flac", "folder"])
def test_a_bad_file_is_one_sentence_and_nothing_is_lost(
    name: str, code: str, make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    language().set(code)  # type: ignore[arg-type]
    path = tmp_path / name
    if name in BAD_FILES:
        path.write_bytes(BAD_FILES[name])
    elif name == "folder":
        path.mkdir()
    before = window._store.state
    window.open_path(path)
    qtbot.waitUntil(window.notice.isVisible)
    sentence = window.notice.sentence.text()
    assert name in sentence
    assert ("ا" in sentence) == (code == "ar")
    after = window._store.state
    assert (after.signal.source, after.image.source) == (before.signal.source, before.image.source)
    assert after.autograd.program == before.autograd.program
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.notice.isVisible()


def test_a_dropped_file_opens_in_its_lab(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(project_file("resources", "samples", "grey_picture.png")))])
    event = QDropEvent(
        QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)  # Qt takes a drop from the window system alone
    assert window._store.state.lab == "image"
    qtbot.waitUntil(lambda: window._store.state.image.source.kind == "file")
    assert "grey_picture.png" in window.subtitle.text()


def test_an_opened_program_does_not_run(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    path = tmp_path / "own.py"
    path.write_text("raise SystemExit(3)\n")
    window.open_path(path)
    assert window._store.state.autograd.program == "raise SystemExit(3)\n"
    assert not window.lab.runner.running  # type: ignore[attr-defined]


def test_a_fault_is_a_sentence_with_details(
    make_window: Make, qtbot: QtBot, expected_log: Callable[[str], None]
) -> None:
    expected_log("fault in the interface")
    window = make_window()
    handler = FaultHandler()
    handler.fault.connect(window.report_fault)
    handler.install()
    try:
        try:
            raise ZeroDivisionError("by zero")
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        handler.remove()
    assert window.notice.isVisible()
    assert "ZeroDivisionError" in window.notice.sentence.text()
    qtbot.mouseClick(window.notice.copy, Qt.MouseButton.LeftButton)
    assert "by zero" in QGuiApplication.clipboard().text()
    assert "Traceback" in QGuiApplication.clipboard().text()
