"""Tab goes through the window as one reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from core.labs.state import LABS, LabName
from gui.editor.editor import CodeEditor
from gui.main_window import MainWindow
from gui.tab_order import reached_by_tab, tab_order


@pytest.mark.parametrize("lab", LABS)
def test_tab_goes_area_by_area_and_back(lab: LabName, make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window(lab)
    qtbot.waitUntil(window.lab.stage_widget.hasFocus)
    areas = (window._rail, window._top, *window.lab.areas)

    def area_of(widget: QWidget) -> int:
        return next(place for place, one in enumerate(areas) if one is widget or one.isAncestorOf(widget))

    window.setFocus()
    visited: list[QWidget] = []
    for _ in range(300):
        now = QApplication.focusWidget()
        QTest.keyClick(now or window, Qt.Key.Key_Escape if isinstance(now, CodeEditor) else Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in visited:
            break
        visited.append(now)
    places = [area_of(one) for one in visited]
    assert places == sorted(places)
    assert set(places) >= {0, 1, 3, 5}
    assert {one for one in window.findChildren(QWidget) if reached_by_tab(one)} == set(visited)
    for expected in reversed(visited[-4:]):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is expected


def test_from_nowhere_it_begins_at_the_start(make_window: Callable[..., MainWindow]) -> None:
    window = make_window("signal")
    window.lab.stage_widget.setFocus()
    window.lab.stage_widget.clearFocus()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    assert window._rail.isAncestorOf(now)


def test_what_is_still_there_is_not_taken_for_deleted(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    inner = QWidget()
    window.setCentralWidget(inner)
    lines = QVBoxLayout(inner)
    first, second = QTextEdit(), QTextEdit()
    lines.addWidget(first)
    lines.addWidget(second)
    menu = QMenu(window)
    kept = [menu.addMenu("x"), second.document(), second.verticalScrollBar(), second]
    window.show()
    assert tab_order([inner]) == [first, second]
    delete(first)
    assert all(isValid(one) for one in kept)
