"""The window's session through real events: saved, opened, asked about, and never half opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from core.editing.draft import Draft, read_draft, write_draft
from core.labs.autograd import example
from core.labs.image.state import ImageState
from core.labs.plain import first_state
from core.labs.source import Source
from core.labs.state import LABS, AppState
from core.session.files import open_session, save_session
from core.session.held import Packer
from core.session.recovery import left_behind
from gui.labs.autograd.lab import AutogradLab
from gui.labs.image.lab import ImageLab
from gui.language import language
from gui.main_window import MainWindow
from tests.gui.conftest import type_text

Make = Callable[..., MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def act(window: MainWindow) -> None:
    """An act of the user's in the signal lab."""
    state = window._store.state
    window._store.set(replace(state, signal=replace(state.signal, flip=not state.signal.flip)))


def key(window: MainWindow, one: Qt.Key, qtbot: QtBot) -> None:
    """Ctrl and a key, in a window that has the keyboard: a dialog that closed leaves that to the system."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, one, CONTROL)


def name_it(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    """Answer the dialog that asks for a name."""
    dialog = window.sessions.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    settled(window, qtbot)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.sessions.background.busy)


def press(window: MainWindow, role: QMessageBox.ButtonRole, qtbot: QtBot) -> None:
    box = window.sessions.box
    assert box is not None
    assert box.isVisible()
    qtbot.mouseClick(next(one for one in box.buttons() if box.buttonRole(one) == role), Qt.MouseButton.LeftButton)
    settled(window, qtbot)


ACCEPT, DESTROY, REJECT = (
    QMessageBox.ButtonRole.AcceptRole,
    QMessageBox.ButtonRole.DestructiveRole,
    QMessageBox.ButtonRole.RejectRole,
)


def saved(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_S, qtbot)
    name_it(window, path, qtbot)


def written(path: Path, state: AppState, home: Path) -> Path:
    save_session(path, state, Packer(home))
    return path


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.open_path(path)
    settled(window, qtbot)


@pytest.mark.parametrize("lab", LABS)
def test_ctrl_s_asks_for_a_name_once_in_every_lab(
    lab: str, make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    window = make_window(lab)
    assert "[*]" in window.windowTitle()
    assert not window.isWindowModified()
    act(window)
    assert window.isWindowModified()
    path = tmp_path / "محاضرة.convgrad"
    saved(window, path, qtbot)
    assert not window.isWindowModified()
    assert "محاضرة" in window.windowTitle()
    assert open_session(path, own_home).state == window._store.state
    act(window)
    assert window.isWindowModified()
    window._store.undo()
    assert not window.isWindowModified()
    window._store.redo()
    assert window.isWindowModified()
    key(window, Qt.Key.Key_S, qtbot)
    settled(window, qtbot)
    assert window.sessions.dialog is None
    assert not window.isWindowModified()
    assert open_session(path, own_home).state == window._store.state


def test_looking_around_is_saved_and_is_no_change(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    window = make_window()
    path = tmp_path / "a.convgrad"
    saved(window, path, qtbot)
    QTest.keyClick(window, "2")
    window._store.note(replace(window._store.state, autograd=replace(window._store.state.autograd, page="jacobian")))
    assert not window.isWindowModified()
    key(window, Qt.Key.Key_S, qtbot)
    settled(window, qtbot)
    state = open_session(path, own_home).state
    assert (state.lab, state.autograd.page) == ("image", "jacobian")


def test_a_session_opens_and_nothing_of_the_last_one_is_left(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    first = first_state()
    state = replace(
        first,
        lab="image",
        image=replace(first.image, page="matrix", flip=True),
        signal=replace(first.signal, page="backward", cursor=7, view=3),
        autograd=replace(first.autograd, page="hand", step=4),
    )
    path = written(tmp_path / "b.convgrad", state, own_home)
    window = make_window()
    act(window)
    window._store.undo()
    opened(window, path, qtbot)
    qtbot.waitUntil(lambda: window.lab._scene is not None)  # type: ignore[attr-defined]
    now = window._store.state
    assert (now.lab, now.image.page, now.image.flip, now.signal.cursor) == ("image", "matrix", True, 7)
    assert (now.autograd.page, now.autograd.step) == ("hand", 4)
    assert isinstance(window.lab, ImageLab)
    assert window.lab.matrix.isVisible()
    assert not window._store.can_undo
    assert not window._store.can_redo
    assert not window.actions_table["edit.undo"].isEnabled()
    assert not window.isWindowModified()
    before = window._store.state
    key(window, Qt.Key.Key_Z, qtbot)
    assert window._store.state == before


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    no_buttons, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, no_buttons, no_keys)
    window.dropEvent(event)


def test_a_dropped_session_opens_whatever_it_is_called(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    path = written(tmp_path / "from mail.txt", replace(first_state(), lab="autograd"), own_home)
    window = make_window()
    drop(window, path)
    settled(window, qtbot)
    assert window._store.state.lab == "autograd"
    assert window.sessions.path == path


def test_a_new_session_begins_with_everything_as_at_first(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window()
    act(window)
    saved(window, tmp_path / "a.convgrad", qtbot)
    key(window, Qt.Key.Key_N, qtbot)
    settled(window, qtbot)
    assert window._store.state.signal.flip is False
    assert window.sessions.path is None
    qtbot.waitUntil(lambda: window._store.state.signal.start > 0)  # The first look is at where it is loud, as ever.
    assert not window._store.can_undo
    assert not window.isWindowModified()
    assert "New session" in window.windowTitle()


@pytest.mark.parametrize("way", ["save", "discard", "cancel"])
def test_what_is_unsaved_is_asked_about_before_another_opens(
    way: str, make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    other = written(tmp_path / "other.convgrad", replace(first_state(), lab="image"), own_home)
    window = make_window()
    path = tmp_path / "mine.convgrad"
    saved(window, path, qtbot)
    act(window)
    mine = window._store.state
    opened(window, other, qtbot)
    assert window._store.state == mine
    assert window.sessions.box is not None
    assert "mine" in window.sessions.box.text()
    press(window, {"save": ACCEPT, "discard": DESTROY, "cancel": REJECT}[way], qtbot)
    assert window._store.state.lab == ("signal" if way == "cancel" else "image")
    assert window.isWindowModified() is (way == "cancel")
    assert open_session(path, own_home).state.signal.flip is (way == "save")


@pytest.mark.parametrize("way", ["save", "discard", "cancel"])
def test_closing_asks_and_does_what_is_answered(
    way: str, make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    window = make_window()
    path = tmp_path / "mine.convgrad"
    saved(window, path, qtbot)
    act(window)
    window.close()
    window.close()  # Asking twice asks once.
    assert window.isVisible()
    press(window, {"save": ACCEPT, "discard": DESTROY, "cancel": REJECT}[way], qtbot)
    qtbot.waitUntil(lambda: window.isVisible() is (way == "cancel"))
    assert open_session(path, own_home).state.signal.flip is (way == "save")
    if way == "cancel":
        act(window)  # It goes on working.
        assert window.isWindowModified()


def test_escape_is_cancel_and_enter_is_save(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window()
    act(window)
    window.close()
    box = window.sessions.box
    assert box is not None
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert window.sessions.dialog is None
    window.close()
    box = window.sessions.box
    assert box is not None
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.sessions.dialog is not None  # It has no name yet.
    name_it(window, tmp_path / "a.convgrad", qtbot)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert (tmp_path / "a.convgrad").is_file()


def test_nothing_unsaved_closes_at_once(make_window: Make) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.close()
    assert window.sessions.box is None


@pytest.mark.parametrize("code", ["en", "ar"])
def test_what_cannot_be_opened_changes_nothing(
    code: str, make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    language().set(code)  # type: ignore[arg-type]
    window = make_window()
    path = tmp_path / "mine.convgrad"
    saved(window, path, qtbot)
    act(window)
    before, undoable = window._store.state, window._store.acts
    whole = written(tmp_path / "whole.convgrad", first_state(), own_home).read_bytes()
    plain = json.loads(whole)
    damaged = {
        "cut.convgrad": whole[: len(whole) // 2],
        "newer.convgrad": json.dumps({**plain, "version": 99}).encode(),
        "bound.convgrad": whole.replace(b'"length":64', b'"length":-4'),
        "other.convgrad": b"{}",
        "empty.convgrad": b"",
    }
    for name, data in damaged.items():
        wrong = tmp_path / name
        wrong.write_bytes(data)
        window.notice.hide()
        opened(window, wrong, qtbot)
        assert name in window.notice.sentence.text()
        assert window.notice.isVisible()
        assert window._store.state is before
        assert (window._store.acts, window.sessions.path) == (undoable, path)
        assert window.sessions.box is None
        assert window.isWindowModified()
    assert path not in {tmp_path / name for name in damaged}
    assert window.sessions.recent.paths == [path]


def test_a_lost_picture_is_told_and_the_session_is_not_saved_over(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    first = first_state()
    gone = replace(first, image=replace(first.image, source=Source("file", str(tmp_path / "gone.png"))))
    path = written(tmp_path / "a.convgrad", gone, own_home)
    data = path.read_bytes()
    window = make_window("image")
    opened(window, path, qtbot)
    assert "gone.png" in window.notice.sentence.text()
    assert window._store.state.image.source == ImageState().source
    key(window, Qt.Key.Key_S, qtbot)
    assert window.sessions.dialog is not None
    window.sessions.dialog.close()
    assert path.read_bytes() == data


def test_a_session_switches_no_camera_on(make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path) -> None:
    first = first_state()
    live = replace(first, lab="image", image=replace(first.image, source=Source("camera", "/dev/video0")))
    window = make_window("image")
    opened(window, written(tmp_path / "a.convgrad", live, own_home), qtbot)
    assert isinstance(window.lab, ImageLab)
    assert not window.lab.live.on
    assert window._store.state.image.source == ImageState().source
    assert "/dev/video0" in window.notice.sentence.text()


def test_a_program_shows_and_waits_and_the_first_run_goes_where_the_user_was(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    mark = tmp_path / "it ran"
    source = f"open({str(mark)!r}, 'w').close()\nimport torch\nx = torch.ones(2, requires_grad=True)\n(x * x).sum().backward()\n"
    first = first_state()
    autograd = replace(first.autograd, program=source, path="", step=3)
    path = written(tmp_path / "a.convgrad", replace(first, lab="autograd", autograd=autograd), own_home)
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    page.run_program()
    qtbot.waitUntil(lambda: page._replay is not None, timeout=60_000)
    opened(window, path, qtbot)
    assert page.editor.toPlainText() == source
    assert page._replay is None  # The last session's run is gone with it.
    assert page.state.step == 3
    assert not page.runner.running
    assert not mark.exists()
    key(window, Qt.Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: page._replay is not None, timeout=60_000)
    assert mark.exists()
    assert page.state.step == page.playback.position == 3
    page.run_program()
    qtbot.waitUntil(lambda: page.state.step == 0, timeout=60_000)  # From then on a run begins at its beginning.


def test_a_running_program_ends_with_its_session(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    window._store.restart(
        replace(window._store.state, autograd=replace(example(), program="while True: pass", path=""))
    )
    page.run_program()
    qtbot.waitUntil(lambda: page.run_state._started, timeout=60_000)
    key(window, Qt.Key.Key_N, qtbot)
    settled(window, qtbot)
    qtbot.waitUntil(lambda: not page.runner.running, timeout=60_000)
    assert page._replay is None
    assert page.editor.toPlainText() == example().program


def test_what_another_window_wrote_is_asked_about(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    window = make_window()
    path = tmp_path / "both.convgrad"
    saved(window, path, qtbot)
    theirs = replace(first_state(), lab="autograd")
    written(path, theirs, own_home)
    act(window)
    key(window, Qt.Key.Key_S, qtbot)
    settled(window, qtbot)
    assert open_session(path, own_home).state == theirs
    press(window, DESTROY, qtbot)
    assert open_session(path, own_home).state == window._store.state
    assert not window.isWindowModified()


def test_what_cannot_be_written_stays_unsaved(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window()
    act(window)
    saved(window, tmp_path / "no folder" / "a.convgrad", qtbot)
    assert "a.convgrad" in window.notice.sentence.text()
    assert window.isWindowModified()
    assert window.sessions.path is None


def test_closing_while_it_is_saved_waits_for_it(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    window = make_window()
    path = tmp_path / "a.convgrad"
    saved(window, path, qtbot)
    act(window)
    key(window, Qt.Key.Key_S, qtbot)
    window.close()
    assert window.sessions.box is None
    qtbot.waitUntil(lambda: not window.isVisible())
    assert open_session(path, own_home).state.signal.flip is True


def test_a_saved_session_leaves_no_draft_and_an_opened_one_makes_none(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    page.editor.setFocus()
    type_text(page.editor, "# mine\n")
    qtbot.waitUntil(lambda: read_draft(own_home) is not None)
    path = tmp_path / "a.convgrad"
    saved(window, path, qtbot)
    assert read_draft(own_home) is None
    key(window, Qt.Key.Key_N, qtbot)
    settled(window, qtbot)
    opened(window, path, qtbot)
    assert page.editor.toPlainText().startswith("# mine")
    page.file.drafts.close()
    assert read_draft(own_home) is None


def test_a_program_that_is_given_up_does_not_come_back(make_window: Make, qtbot: QtBot, own_home: Path) -> None:
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    page.editor.setFocus()
    type_text(page.editor, "# mine\n")
    window.close()
    press_and_close(window, qtbot)
    assert read_draft(own_home) is None


def press_and_close(window: MainWindow, qtbot: QtBot) -> None:
    box = window.sessions.box
    assert box is not None
    button = next(one for one in box.buttons() if box.buttonRole(one) == DESTROY)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_draft_that_nobody_looked_at_is_offered_again(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    write_draft(own_home, Draft("# of the last time\n"))
    path = written(tmp_path / "a.convgrad", replace(first_state(), lab="autograd"), own_home)
    window = make_window("signal")
    opened(window, path, qtbot)
    page = window.lab
    assert isinstance(page, AutogradLab)
    assert page.editor.toPlainText() == example().program
    (left,) = left_behind(own_home)
    assert left.slot.open(own_home).state.autograd.program == "# of the last time\n"
    left.slot.discard()


def test_a_program_of_a_file_is_the_files_own_when_it_is_as_there(
    make_window: Make, tmp_path: Path, qtbot: QtBot, own_home: Path
) -> None:
    own = tmp_path / "own.py"
    own.write_text("x = 1\n")
    first = first_state()
    state = replace(first, lab="autograd", autograd=replace(first.autograd, program="x = 1\n", path=str(own)))
    path = written(tmp_path / "a.convgrad", state, own_home)
    window = make_window("autograd")
    opened(window, path, qtbot)
    assert "own.py" in window.subtitle.text()
    assert "changed" not in window.subtitle.text()
    key(window, Qt.Key.Key_N, qtbot)
    settled(window, qtbot)
    own.write_text("x = 2\n")
    opened(window, path, qtbot)
    assert window._store.state.autograd.program == "x = 1\n"
    assert own.read_text() == "x = 2\n"


def test_the_title_in_arabic(make_window: Make) -> None:
    window = make_window()
    language().set("ar")
    QApplication.processEvents()
    assert "جلسة جديدة" in window.windowTitle()
