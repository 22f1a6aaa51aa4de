"""What is unsaved is kept, is offered after a crash, and is nobody else's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.editing.draft import Draft, write_draft
from core.labs.plain import first_state
from core.session.files import open_session, save_session
from core.session.held import Packer
from core.session.recovery import left_behind
from gui.language import language
from gui.main_window import MainWindow
from gui.sessions.autosave import DELAY
from tests.gui.conftest import close_unsaved, project_file

from .test_files import ACCEPT, REJECT, act, key, press, saved, settled

Make = Callable[..., MainWindow]
CRASHED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
from dataclasses import replace
from gui.start import Program
program = Program("en", "signal")
sessions = program.window.sessions
def act():
    state = program.store.state
    program.store.set(replace(state, lab="image", signal=replace(state.signal, flip=True, cursor=5)))
    assert sessions.autosave.timer.isActive()
    sessions.autosave.timer.start(0)
def look():
    slot = sessions.autosave._slot
    if slot is not None and slot.path.exists():
        print(slot.path, flush=True)
        clock.stop()
clock = QTimer()
clock.timeout.connect(look)
clock.start(20)
if len(sys.argv) > 2:
    sessions.open(Path(sys.argv[2]))
    sessions.titled.connect(lambda: sessions.path and not program.store.acts and act())
else:
    QTimer.singleShot(0, act)
application.exec()
"""


def kept(home: Path) -> list[Path]:
    return sorted((home / "recovery").glob("*.convgrad"))


@pytest.fixture
def crash(own_home: Path) -> Callable[..., None]:
    """Let the program change something, keep it, and be killed."""

    def run(*arguments: str) -> None:
        running = subprocess.Popen(
            [sys.executable, "-c", CRASHED, str(own_home), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            cwd=project_file(),
        )
        assert running.stdout is not None
        try:
            path = Path(running.stdout.readline().strip())
            others = left_behind(own_home)
            assert path in kept(own_home)
            assert path not in {one.slot.path for one in others}  # It still runs: this is its own.
            for one in others:
                one.slot.release()
        finally:
            os.kill(running.pid, signal.SIGKILL)
            running.stdout.close()
            running.wait()

    return run


@pytest.fixture
def window(make_window: Make, qtbot: QtBot) -> Iterator[MainWindow]:
    made = make_window()
    yield made
    settled(made, qtbot)


def offered(window: MainWindow, qtbot: QtBot) -> bool:
    window.sessions.look_for_left()
    settled(window, qtbot)
    return window.sessions.offer.isVisible()


def click(window: MainWindow, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(getattr(window.sessions.offer, name), Qt.MouseButton.LeftButton)
    settled(window, qtbot)


def test_a_change_is_kept_within_ten_seconds_and_goes_when_it_is_saved(
    window: MainWindow, own_home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    autosave = window.sessions.autosave
    assert not autosave.timer.isActive()
    act(window)
    assert autosave.timer.isActive()
    assert autosave.timer.interval() == DELAY <= 10_000
    qtbot.waitUntil(lambda: len(kept(own_home)) == 1, timeout=DELAY + 15_000)
    settled(window, qtbot)
    assert open_session(kept(own_home)[0], own_home).state == window._store.state
    path = tmp_path / "mine.convgrad"
    saved(window, path, qtbot)
    assert kept(own_home) == []
    data = path.read_bytes()
    act(window)
    autosave.keep()
    settled(window, qtbot)
    assert path.read_bytes() == data  # Never over the user's file.
    assert open_session(kept(own_home)[0], own_home).origin.path == str(path)  # type: ignore[union-attr]
    window._store.undo()
    settled(window, qtbot)
    assert kept(own_home) == []


def test_going_on_to_change_does_not_put_it_off(window: MainWindow, own_home: Path, qtbot: QtBot) -> None:
    window.sessions.autosave.timer.setInterval(300)

    def changed_and_kept() -> bool:
        act(window)  # More often than the interval.
        return bool(kept(own_home))

    qtbot.waitUntil(changed_and_kept, timeout=20_000)


def test_closing_well_leaves_nothing(window: MainWindow, own_home: Path, qtbot: QtBot) -> None:
    act(window)
    window.sessions.autosave.keep()
    settled(window, qtbot)
    assert kept(own_home)
    close_unsaved(window)
    assert list((own_home / "recovery").iterdir()) == []


def test_where_nothing_can_be_kept_the_work_goes_on(window: MainWindow, own_home: Path, qtbot: QtBot) -> None:
    (own_home / "recovery").write_text("in the way")
    act(window)
    window.sessions.autosave.keep()
    settled(window, qtbot)
    act(window)
    assert window.isWindowModified()
    close_unsaved(window)


def test_a_program_that_was_killed_is_recovered(
    crash: Callable[..., None], window: MainWindow, own_home: Path, qtbot: QtBot
) -> None:
    assert not offered(window, qtbot)
    crash()
    assert offered(window, qtbot)
    click(window, "recover", qtbot)
    state = window._store.state
    assert (state.lab, state.signal.flip, state.signal.cursor) == ("image", True, 5)
    assert not window._store.can_undo
    assert window.isWindowModified()  # No file has it.
    assert not window.sessions.offer.isVisible()
    assert len(kept(own_home)) == 1  # It is this window's now: a second crash loses nothing.
    assert left_behind(own_home) == []


def test_a_file_that_was_open_is_saved_to_again(
    crash: Callable[..., None], window: MainWindow, own_home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "lecture.convgrad"
    save_session(path, first_state(), Packer(own_home))
    data = path.read_bytes()
    crash(str(path))
    assert path.read_bytes() == data
    assert offered(window, qtbot)
    assert "lecture.convgrad" in window.sessions.offer.sentence.text()
    click(window, "recover", qtbot)
    assert window.sessions.path == path
    key(window, Qt.Key.Key_S, qtbot)
    settled(window, qtbot)
    assert open_session(path, own_home).state.signal.flip is True
    assert kept(own_home) == []


def test_put_off_it_is_offered_the_next_time_and_discarded_it_is_not(
    crash: Callable[..., None], make_window: Make, own_home: Path, qtbot: QtBot
) -> None:
    crash()
    crash()
    for _ in range(2):
        window = make_window()
        assert offered(window, qtbot)
        click(window, "later", qtbot)
        assert not window.sessions.offer.isVisible()
        assert len(kept(own_home)) == 2
        close_unsaved(window)
    window = make_window()
    assert offered(window, qtbot)
    click(window, "discard", qtbot)
    assert window.sessions.offer.isVisible()  # There is another one.
    click(window, "discard", qtbot)
    assert not window.sessions.offer.isVisible()
    assert not offered(window, qtbot)
    assert list((own_home / "recovery").iterdir()) == []


def test_closing_the_window_over_an_offer_keeps_it(
    crash: Callable[..., None], make_window: Make, own_home: Path, qtbot: QtBot
) -> None:
    crash()
    window = make_window()
    assert offered(window, qtbot)
    assert window.close()
    assert len(kept(own_home)) == 1
    assert offered(make_window(), qtbot)


def test_two_windows_are_not_offered_the_same(crash: Callable[..., None], make_window: Make, qtbot: QtBot) -> None:
    crash()
    one, other = make_window(), make_window()
    act(other)
    other.sessions.autosave.keep()
    settled(other, qtbot)
    assert offered(one, qtbot)
    assert not offered(other, qtbot)
    click(one, "recover", qtbot)
    assert not offered(other, qtbot)


@pytest.mark.parametrize("way", [ACCEPT, REJECT])
def test_what_is_unsaved_here_is_asked_about_first(
    way: object, crash: Callable[..., None], window: MainWindow, tmp_path: Path, own_home: Path, qtbot: QtBot
) -> None:
    saved(window, tmp_path / "mine.convgrad", qtbot)
    state = window._store.state
    window._store.set(replace(state, autograd=replace(state.autograd, program="# here", path="")))
    crash()
    assert offered(window, qtbot)
    click(window, "recover", qtbot)
    assert window._store.state.autograd.program == "# here"
    press(window, way, qtbot)  # type: ignore[arg-type]
    assert window._store.state.signal.flip is (way is ACCEPT)
    assert window.sessions.offer.isVisible() is (way is REJECT)
    assert len(kept(own_home)) == (1 if way is ACCEPT else 2) or way is REJECT


def test_a_draft_that_is_in_what_is_recovered_is_not_asked_about(
    make_window: Make, own_home: Path, qtbot: QtBot
) -> None:
    from core.session.recovery import put_aside

    first = first_state()
    state = replace(first, lab="signal", autograd=replace(first.autograd, program="# both\n", path=""))
    put_aside(own_home, state, Packer(own_home))
    write_draft(own_home, Draft("# both\n"))
    window = make_window("autograd")
    assert window._store.state.autograd.program == "# both\n"
    assert offered(window, qtbot)
    click(window, "recover", qtbot)
    assert window.sessions.box is None
    assert window._store.state.lab == "signal"


def test_what_is_damaged_is_told_and_stays(make_window: Make, own_home: Path, qtbot: QtBot) -> None:
    from core.session.recovery import put_aside

    put_aside(own_home, first_state(), Packer(own_home))
    kept(own_home)[0].write_bytes(b"{half")
    window = make_window()
    before = window._store.state
    assert offered(window, qtbot)
    click(window, "recover", qtbot)
    assert window.notice.isVisible()
    assert window._store.state is before
    assert len(kept(own_home)) == 1


def test_the_offer_in_both_languages_and_by_keyboard(make_window: Make, own_home: Path, qtbot: QtBot) -> None:
    from core.session.recovery import put_aside

    put_aside(own_home, first_state(), Packer(own_home))
    window = make_window()
    assert offered(window, qtbot)
    offer = window.sessions.offer
    english = offer.sentence.text()
    language().set("ar")
    QApplication.processEvents()
    assert offer.sentence.text() != english
    assert "ConvGrad" in offer.sentence.text()
    for button in (offer.recover, offer.discard, offer.later):
        assert any("\u0600" <= one <= "\u06ff" for one in button.text())
        assert button.height() >= 24
    offer.later.setFocus()
    QTest.keyClick(offer.later, Qt.Key.Key_Space)
    assert not offer.isVisible()
