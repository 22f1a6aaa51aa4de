"""Each built-in lesson is gone through to its end by keys alone, and by a clicker's keys alone, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from gui.editor.editor import CodeEditor
from gui.language import LanguageCode, language
from gui.lessons.shelf import built_in
from gui.main_window import MainWindow
from gui.start import Program

LONG = 120_000
ANSWERS = {"number": "1", "shape": "(1, 2)", "tensor": "[[1, 2], [3, 4]]"}
LESSONS = [pytest.param(path, id=path.stem) for path in built_in()]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def begin(qtbot: QtBot) -> Iterator[Callable[[LanguageCode, Path], MainWindow]]:
    """The program with its real processes, and a lesson open at its first step."""
    programs: list[Program] = []

    def make(code: LanguageCode, path: Path) -> MainWindow:
        program = Program(code)
        programs.append(program)
        window = program.window
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.lessons.open_path(path)
        assert window.lessons.player.lesson is not None
        window.lessons.player.go(0)
        window.lab.stage_widget.setFocus()
        return window

    yield make
    for program in programs:
        program.window.sessions.end()
        program.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    language().set("en")


def press(key: Qt.Key, window: MainWindow, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def tab_to(window: MainWindow, wanted: Callable[[QWidget], bool]) -> None:
    for _ in range(400):
        now = QApplication.focusWidget()
        if now is not None and wanted(now):
            return
        press(Qt.Key.Key_Escape if isinstance(now, CodeEditor) else Qt.Key.Key_Tab, window)
    pytest.fail("Tab does not lead there")


@pytest.mark.timeout(400)
@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", LESSONS)
def test_by_the_keyboard_alone(
    path: Path, code: LanguageCode, begin: Callable[[LanguageCode, Path], MainWindow], qtbot: QtBot
) -> None:
    window = begin(code, path)
    player, view = window.lessons.player, window.lessons.panel.question
    assert player.lesson is not None
    asked = 0
    for index, step in enumerate(player.lesson.steps):
        assert player.index == index
        if step.question is not None:
            asked += 1
            if step.question.kind == "choice":
                tab_to(window, lambda widget: isinstance(widget, QRadioButton))
                press(Qt.Key.Key_Space, window)
                tab_to(window, lambda widget: widget is view.commit_button)
                press(Qt.Key.Key_Space, window)
            else:
                tab_to(window, lambda widget: widget is view.field)
                for character in ANSWERS[step.question.kind]:
                    event = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
                    QApplication.sendEvent(view.field, event)
                press(Qt.Key.Key_Return, window)
            if player.problem == "run":
                tab_to(window, lambda widget: widget is view.run_button)
                press(Qt.Key.Key_Space, window)
            qtbot.waitUntil(lambda: player.verdict is not None, timeout=LONG)
            assert not player.problem
        press(Qt.Key.Key_PageDown, window, CONTROL)
    assert player.index == len(player.lesson.steps) - 1
    assert len(player.progress.marks) == len(player.lesson.steps)
    assert sum(mark != "seen" for mark in player.progress.marks.values()) == asked > 0


@pytest.mark.timeout(400)
@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", LESSONS)
def test_by_a_clicker_alone(
    path: Path, code: LanguageCode, begin: Callable[[LanguageCode, Path], MainWindow], qtbot: QtBot
) -> None:
    window = begin(code, path)
    player = window.lessons.player
    assert player.lesson is not None
    press(Qt.Key.Key_F5, window)
    assert window.presenter.presenting
    for index, step in enumerate(player.lesson.steps):
        assert player.index == index
        if player.needs_run:
            press(Qt.Key.Key_PageDown, window)
            qtbot.waitUntil(lambda: not player.needs_run, timeout=LONG)
        elif step.question is not None:
            press(Qt.Key.Key_PageDown, window)
        if step.question is not None:
            qtbot.waitUntil(lambda: player.revealed, timeout=LONG)
        assert player.index == index
        press(Qt.Key.Key_PageDown, window)
    assert player.index == len(player.lesson.steps) - 1
    press(Qt.Key.Key_PageUp, window)
    assert player.index == len(player.lesson.steps) - 2
    press(Qt.Key.Key_Escape, window)
    assert not window.presenter.presenting
