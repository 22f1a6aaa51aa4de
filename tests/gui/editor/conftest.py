"""An editor in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.editor.editor import CodeEditor

Make = Callable[..., CodeEditor]


@pytest.fixture
def make_editor(qtbot: QtBot) -> Iterator[Make]:
    """Make an editor; "|" in the text is where its cursor is, two of them select."""
    made: list[tuple[QWidget, CodeEditor]] = []

    def make(text: str = "", *, helped: bool = False) -> CodeEditor:
        window = QWidget()
        column = QVBoxLayout(window)
        editor = CodeEditor()
        column.addWidget(editor)
        column.addWidget(QPushButton("after"))
        window.resize(760, 520)
        qtbot.addWidget(window)
        made.append((window, editor))
        if not helped:
            editor.assistance.assistant.close()  # No process is started for what needs none.
        write(editor, text)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        editor.setFocus()
        qtbot.waitUntil(editor.hasFocus)
        return editor

    yield make
    for _, editor in made:
        editor.end()


def write(editor: CodeEditor, text: str) -> None:
    """Show a text, with the cursor at its bars."""
    parts = text.split("|")
    editor.setPlainText("".join(parts))
    cursor = editor.textCursor()
    for number, part in enumerate(parts[:-1]):
        mode = QTextCursor.MoveMode.KeepAnchor if number else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(sum(map(len, parts[:number])) + len(part), mode)
    editor.setTextCursor(cursor)


def shown(editor: CodeEditor) -> str:
    """The text, with bars where the cursor, or the selection's start and end, are."""
    text, cursor = editor.toPlainText(), editor.textCursor()
    for place in sorted({cursor.selectionStart(), cursor.selectionEnd()}, reverse=True):
        text = f"{text[:place]}|{text[place:]}"
    return text
