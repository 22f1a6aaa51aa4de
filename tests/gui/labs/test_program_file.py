"""Programs and their files: saved whole, never over another's changes unasked, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from core.editing.draft import read_draft
from core.labs.autograd import example
from gui.labs.autograd.lab import AutogradLab
from gui.language import language
from gui.main_window import MainWindow
from tests.gui.conftest import close_unsaved, type_text

Make = Callable[..., MainWindow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def write_in(page: AutogradLab) -> None:
    window = page.window()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QApplication.processEvents()  # A window that is shown gives the focus to its stage.
    page.editor.setFocus()
    assert page.editor.hasFocus()


def opened(window: MainWindow, path: Path) -> AutogradLab:
    window.open_path(path)
    page = window.lab
    assert isinstance(page, AutogradLab)
    write_in(page)
    page.editor.moveCursor(QTextCursor.MoveOperation.End)
    return page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own program.py"
    path.write_text("x = 1  # قيمة\n", encoding="utf-8")
    return path


def test_save_writes_the_file_and_takes_the_mark_away(make_window: Make, file: Path, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    assert file.name in window.subtitle.text()
    assert "changed" not in window.subtitle.text()
    type_text(page.editor, "y = 2  # ثانية")
    assert "changed" in window.subtitle.text()
    QTest.keyClick(page.editor, Qt.Key.Key_F6)
    assert file.read_text(encoding="utf-8") == "x = 1  # قيمة\ny = 2  # ثانية"
    assert "changed" not in window.subtitle.text()
    assert page.state.path == str(file)
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    window._store.undo()
    assert "changed" in window.subtitle.text()


def test_line_ends_and_the_mark_of_a_file_are_kept(make_window: Make, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    page = opened(make_window("autograd"), file)
    type_text(page.editor, "y")
    page.save()
    assert file.read_bytes() == b"\xef\xbb\xbfx = 1\r\ny"


def test_a_file_that_somebody_changed_is_not_overwritten_unasked(
    make_window: Make, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    type_text(page.editor, "mine")
    file.write_text("theirs", encoding="utf-8")
    page.save()
    box = page.file.box
    assert isinstance(box, QMessageBox)
    assert file.name in box.text()
    assert file.read_text() == "theirs"
    qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)  # Save as
    dialog = page.file.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "other.py"))
    dialog.close()
    assert (tmp_path / "other.py").read_text(encoding="utf-8").endswith("mine")
    assert file.read_text() == "theirs"
    assert page.state.path == str(tmp_path / "other.py")
    # And over it, when that is what is wanted.
    opened(window, file)
    type_text(page.editor, " and mine")
    file.write_text("again theirs", encoding="utf-8")
    page.save()
    box = page.file.box
    assert box is not None
    over = next(one for one in box.buttons() if box.buttonRole(one) == QMessageBox.ButtonRole.DestructiveRole)
    qtbot.mouseClick(over, Qt.MouseButton.LeftButton)
    assert file.read_text() == "theirs and mine"


def test_what_cannot_be_written_is_a_sentence_and_stays_changed(make_window: Make, file: Path, tmp_path: Path) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    type_text(page.editor, "y")
    page.file.write(tmp_path / "no folder" / "a.py")
    assert "a.py" in window.notice.sentence.text()
    assert "changed" in window.subtitle.text()
    page.file.write(Path(example().path))
    assert "example" in window.notice.sentence.text()
    assert Path(example().path).read_text(encoding="utf-8") == example().program


def test_a_file_of_very_many_lines_is_refused_with_what_would_be_right(
    make_window: Make, file: Path, tmp_path: Path
) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    long = tmp_path / "long.py"
    long.write_text("x = 1\n" * 200_000, encoding="utf-8")
    window.open_path(long)
    words = window.notice.sentence.text()
    assert all(part in words for part in ("long.py", "200,000", "10,000", "import"))
    assert page.editor.toPlainText() == page.state.program == "x = 1  # قيمة\n"
    QApplication.clipboard().setText("x = 1\n" * 20_000)
    QTest.keyClick(page.editor, Qt.Key.Key_V, CONTROL)
    assert "20,002" in window.notice.sentence.text()
    assert page.editor.blockCount() == 2
    # What is just short enough is opened and written in.
    long.write_text("x = 1\n" * 9_999, encoding="utf-8")
    window.open_path(long)
    write_in(page)
    type_text(page.editor, "y = 2")
    assert page.state.program.startswith("y = 2x = 1\n")


def test_a_program_without_a_file_is_asked_for_one(make_window: Make, tmp_path: Path) -> None:
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    write_in(page)
    type_text(page.editor, "# ")
    assert "not saved" in window.subtitle.text()
    window.actions_table["program.save_as"].trigger()
    dialog = page.file.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "new.py"))
    dialog.close()
    assert (tmp_path / "new.py").read_text(encoding="utf-8") == "# " + example().program
    assert "new.py" in window.subtitle.text()


def test_unsaved_text_is_there_at_the_next_start_and_does_not_run(
    make_window: Make, own_home: Path, qtbot: QtBot
) -> None:
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    page.editor.setFocus()
    type_text(page.editor, "# مسودة\n")
    qtbot.waitUntil(lambda: read_draft(own_home) is not None)  # A crash from here on loses nothing.
    program = page.editor.toPlainText()
    type_text(page.editor, "z")
    close_unsaved(window)
    draft = read_draft(own_home)
    assert draft is not None
    assert draft.program == page.state.program != program

    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    assert page.editor.toPlainText() == draft.program
    assert not page.runner.running
    qtbot.waitUntil(lambda: "not saved" in window.notice.sentence.text())
    window._store.undo()
    assert page.editor.toPlainText() == example().program
    window._store.redo()
    page._example_chosen(3)  # The draft stays.
    window._store.undo()
    assert page.editor.toPlainText() == draft.program
    assert read_draft(own_home) == draft


def test_saving_takes_the_draft_away_and_a_draft_knows_its_file(
    make_window: Make, own_home: Path, file: Path, qtbot: QtBot
) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    type_text(page.editor, "y = 2")
    qtbot.waitUntil(lambda: read_draft(own_home) is not None)
    close_unsaved(window)

    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    assert page.state.path == str(file)
    assert "changed" in window.subtitle.text()
    page.save()
    assert page.file.box is None
    assert file.read_text(encoding="utf-8").endswith("y = 2")
    assert read_draft(own_home) is None


def test_a_file_that_is_opened_at_the_start_is_shown_and_not_the_draft(
    make_window: Make, own_home: Path, file: Path, qtbot: QtBot
) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    type_text(page.editor, "draft")
    close_unsaved(window)
    window = make_window()
    page = opened(window, file)
    assert page.editor.toPlainText() == file.read_text(encoding="utf-8")
    window._store.undo()
    assert page.editor.toPlainText().endswith("draft")


def test_a_damaged_draft_is_no_draft(make_window: Make, own_home: Path) -> None:
    (own_home / "draft.json").write_bytes(b"\xff{")
    page = make_window("autograd").lab
    assert isinstance(page, AutogradLab)
    assert page.editor.toPlainText() == example().program


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_file_dropped_on_the_editor_is_opened(code: str, make_window: Make, file: Path) -> None:
    window = make_window("autograd")
    language().set(code)  # type: ignore[arg-type]
    page = window.lab
    assert isinstance(page, AutogradLab)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    place = page.editor.viewport().mapTo(window, QPoint(40, 40))
    handle = window.windowHandle()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(handle, QDragEnterEvent(place, copy, mime, left, none))
    QApplication.sendEvent(handle, QDropEvent(place, copy, mime, left, none))
    assert page.state.path == str(file)
    assert page.editor.toPlainText() == file.read_text(encoding="utf-8")


def test_undo_goes_back_a_word_and_keeps_the_cursor(make_window: Make, file: Path) -> None:
    window = make_window("autograd")
    page = opened(window, file)
    type_text(page.editor, "one two")
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CONTROL)
    assert page.editor.toPlainText().endswith("\none ")
    assert page.editor.textCursor().atEnd()
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CONTROL)
    assert page.editor.toPlainText() == file.read_text(encoding="utf-8")
    QTest.keyClick(page.editor, Qt.Key.Key_Y, CONTROL)
    assert page.editor.toPlainText().endswith("\none ")
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(page.editor, Qt.Key.Key_D, CONTROL)
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CONTROL)
    assert page.editor.textCursor().blockNumber() <= 1
    assert page.editor.toPlainText().endswith("\none ")
