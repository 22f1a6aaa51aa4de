"""What was opened lately: the newest first, kept between runs, what is missing greyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.labs.plain import first_state
from core.session.files import save_session
from core.session.held import Packer
from gui.language import language
from gui.main_window import MainWindow
from gui.sessions.recent import MOST, NAME
from gui.settings import Settings
from tests.gui.conftest import close_unsaved

from .test_files import opened, settled

Make = Callable[..., MainWindow]
# Qt's offscreen platform says this of every menu; it concerns no real platform.
pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", "grabbing the keyboard", extend=True)


def entries(window: MainWindow) -> list[QAction]:
    return [one for one in window.sessions.recent.menu.actions() if one.toolTip() and one.toolTip() != one.text()]


@pytest.fixture
def three(tmp_path: Path, own_home: Path) -> list[Path]:
    paths = [tmp_path / f"{lab} & more.convgrad" for lab in ("signal", "image", "autograd")]
    for path, lab in zip(paths, ("signal", "image", "autograd"), strict=True):
        save_session(path, replace(first_state(), lab=lab), Packer(own_home))  # type: ignore[arg-type]
    return paths


def test_the_menu_opens_them_again_after_a_restart(make_window: Make, three: list[Path], qtbot: QtBot) -> None:
    window = make_window()
    assert not window.sessions.recent.menu.actions()[0].isEnabled()
    for path in three:
        opened(window, path, qtbot)
    close_unsaved(window)
    window = make_window()
    assert window.sessions.recent.paths == three[::-1]
    menu = window.actions_table["file.recent"].menu()
    assert menu is window.sessions.recent.menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    settled(window, qtbot)
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settled(window, qtbot)
    assert window._store.state.lab == "image"
    assert window.sessions.recent.paths[0] == three[1]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_what_is_missing_is_greyed_and_can_be_taken_out(
    code: str, make_window: Make, three: list[Path], qtbot: QtBot
) -> None:
    language().set(code)  # type: ignore[arg-type]
    window = make_window()
    for path in three:
        opened(window, path, qtbot)
    three[1].unlink()
    menu = window.sessions.recent.menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    settled(window, qtbot)
    assert [one.isEnabled() for one in entries(window)] == [True, False, True]
    assert ("missing" if code == "en" else "مفقود") in entries(window)[1].text()
    take_out = next(one for one in menu.actions() if one.text() and one not in entries(window))
    take_out.trigger()
    assert window.sessions.recent.paths == [three[2], three[0]]
    [one for one in menu.actions() if one.text()][-1].trigger()
    assert window.sessions.recent.paths == []
    menu.close()


def test_it_opens_by_its_name_from_the_palette(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.actions_table["file.recent"].trigger()
    qtbot.waitUntil(window.sessions.recent.menu.isVisible)
    window.sessions.recent.menu.close()
    QApplication.processEvents()
    settled(window, qtbot)


def test_the_list_is_bounded(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    for number in range(MOST + 3):
        window.sessions.recent.add(tmp_path / f"{number}.convgrad")
    assert len(window.sessions.recent.paths) == MOST


@pytest.mark.parametrize("text", ["", "{", "3", '["", 4, "a\\u0000b"]', "[" * 100_000])
def test_damaged_settings_are_an_empty_list(text: str, make_window: Make) -> None:
    settings = Settings()
    settings.remember(NAME, text)
    settings.save()
    assert make_window().sessions.recent.paths == []
