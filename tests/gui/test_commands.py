"""One table: complete, without clashes, and searchable in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.command_palette import matches
from gui.commands import BY_NAME, COMMANDS, MENUS
from gui.language import language
from gui.main_window import MainWindow

from .conftest import project_file, type_text


def test_every_command_has_a_menu_and_every_key_one_command() -> None:
    assert {command.menu for command in COMMANDS} == {menu for menu, _ in MENUS}
    assert len(BY_NAME) == len(COMMANDS)
    keys = Counter(QKeySequence(k).toString() for c in COMMANDS for k in (*c.shortcuts, *c.keys))
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_icon_is_there() -> None:
    icons = {command.icon for command in COMMANDS if command.icon}
    assert [name for name in icons if not project_file("resources", "icons", f"{name}.svg").is_file()] == []


def test_the_menu_offers_every_command(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    offered = [action.objectName() for _, menu in window._submenus for action in menu.actions()]
    assert sorted(offered) == sorted(BY_NAME)
    assert all(action.text() for _, menu in window._submenus for action in menu.actions())


def test_search_finds_words_in_any_order_and_case() -> None:
    assert matches("LAB sig", "Signal lab")
    assert matches("", "anything")
    assert not matches("lab x", "Signal lab")


def test_the_palette_runs_what_it_finds(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window._palette
    assert palette is not None
    qtbot.waitUntil(palette.isVisible)
    type_text(palette.field, "autograd lab")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window._store.state.lab == "autograd"
    assert not palette.isVisible()


def test_the_palette_searches_in_arabic_and_in_english(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    language().set("ar")
    for typed in ("مختبر الصور", "image lab"):
        window.choose_lab("signal")
        window.actions_table["help.palette"].trigger()
        palette = window._palette
        assert palette is not None
        type_text(palette.field, typed)
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        assert window._store.state.lab == "image"


def test_the_palette_says_when_nothing_is_found(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    window.actions_table["help.palette"].trigger()
    palette = window._palette
    assert palette is not None
    type_text(palette.field, "zzz")
    assert palette.empty.isVisible()
    QTest.keyClick(palette, Qt.Key.Key_Escape)


def test_the_shortcut_help_lists_every_key(make_window: Callable[..., MainWindow]) -> None:
    from PySide6.QtWidgets import QLabel

    window = make_window()
    window.actions_table["help.shortcuts"].trigger()
    dialog = window._shortcuts
    assert dialog is not None
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    missing = [k for c in COMMANDS for k in (*c.shortcuts, *c.keys) if k not in text]
    assert missing == []
    dialog.close()
