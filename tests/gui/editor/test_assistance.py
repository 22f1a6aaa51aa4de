"""Completion, signatures and remarks, from the real process."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from gui.editor.completion import CompletionList
from gui.editor.editor import CodeEditor
from tests.gui.conftest import type_text

from .conftest import shown, write

Make = Callable[..., CodeEditor]
CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000
"""A cold analysis of torch takes seconds."""


def offered(editor: CodeEditor, qtbot: QtBot) -> CompletionList:
    def is_shown() -> bool:
        found = editor.assistance.offered
        return found is not None and found.isVisible()

    qtbot.waitUntil(is_shown, timeout=PATIENCE)
    assert editor.assistance.offered is not None
    return editor.assistance.offered


def test_names_are_offered_chosen_and_written(make_editor: Make, qtbot: QtBot) -> None:
    editor = make_editor("import torch\nfirst_value = torch.ones(2)  # قيمة\n|", helped=True)
    acts = QSignalSpy(editor.act_begun)
    # After two letters: a name of the program's.
    QTest.keyClicks(editor, "fi")
    found = offered(editor, qtbot)
    assert found.names[0] == "first_value"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert shown(editor).endswith("\nfirst_value|")
    assert not found.isVisible()
    # After a dot: members, narrowed down by what is typed on.
    before = acts.count()
    QTest.keyClicks(editor, ".")
    assert {"backward", "mean", "requires_grad"} <= set(offered(editor, qtbot).names)
    QTest.keyClicks(editor, "me")
    assert found.names == ["mean", "median"]
    qtbot.waitUntil(lambda: "dim=None" in found.signature.text(), timeout=PATIENCE)
    assert "mean" in found.summary.text().lower()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert found.current == "median"
    QTest.keyClick(editor, Qt.Key.Key_Up)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert shown(editor).endswith("\nfirst_value.mean|")
    assert acts.count() > before
    # The signature of the call, with the parameter that is written.
    QTest.keyClicks(editor, "(")
    qtbot.waitUntil(lambda: editor.assistance.tip_shown, timeout=PATIENCE)
    assert editor.assistance.tip is not None
    assert "keepdim=False" in editor.assistance.tip.text()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.assistance.tip_shown
    assert editor.hasFocus()
    # By hand, with nothing written; a click chooses.
    write(editor, "import torch\ntorch.nn.Line|")
    QTest.keyClick(editor, Qt.Key.Key_Space, CONTROL)
    offered(editor, qtbot)
    assert found.names[0] == "Linear"
    place = found.view.visualRect(found.view.model().index(0, 0)).center()
    QTest.mouseClick(found.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert shown(editor) == "import torch\ntorch.nn.Linear|"
    # Torch's functions that are written in C, and what is not known to be a tensor.
    write(editor, "import torch\ntorch.mat|")
    QTest.keyClick(editor, Qt.Key.Key_Space, CONTROL)
    assert "matmul" in offered(editor, qtbot).names
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not found.isVisible()
    assert editor.hasFocus()
    write(editor, "def f(a):\n    return a|")
    QTest.keyClicks(editor, ".requires_g")
    qtbot.waitUntil(lambda: found.isVisible() and "requires_grad" in found.names, timeout=PATIENCE)
    # A whole word and Enter is a new line, and Enter in a list that was walked through is not.
    write(editor, "|")
    QTest.keyClicks(editor, "pa")
    assert "pass" in offered(editor, qtbot).names
    QTest.keyClicks(editor, "ss")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert shown(editor) == "pass\n|"
    # The list lies inside the window, at its lower edge too.
    write(editor, "\n" * 60 + "|")
    QTest.keyClicks(editor, "pr")
    found = offered(editor, qtbot)
    assert found.window().rect().contains(found.geometry())
    editor.clearFocus()
    assert not found.isVisible()


def test_nothing_is_offered_in_words_and_numbers(make_editor: Make, qtbot: QtBot) -> None:
    editor = make_editor("x = 1  # |", helped=True)
    asked: list[object] = []
    editor.assistance.assistant.complete = asked.append  # type: ignore[method-assign,assignment]
    type_text(editor, "قيمة import")
    write(editor, "x = 'im|'")
    QTest.keyClicks(editor, "po")
    write(editor, "x = 1|")
    QTest.keyClicks(editor, ".5")
    assert asked == []
    write(editor, "x|")
    QTest.keyClicks(editor, "yz")
    assert len(asked) == 1


def test_syntax_is_remarked_on_and_the_remark_goes(make_editor: Make, qtbot: QtBot) -> None:
    editor = make_editor("# تعليق\nx = 1|\n", helped=True)
    QTest.keyClicks(editor, " +")
    qtbot.waitUntil(lambda: editor.wrong_lines == {2}, timeout=PATIENCE)
    assert editor.errors[0].quiet
    assert "SyntaxError" in editor.errors[0].text
    QTest.keyClicks(editor, " 2")
    assert editor.wrong_lines == frozenset()
    with qtbot.waitSignal(editor.assistance.assistant.checked, timeout=PATIENCE):
        pass
    assert editor.wrong_lines == frozenset()


def test_a_process_that_dies_is_started_again(make_editor: Make, qtbot: QtBot) -> None:
    editor = make_editor("x = 1|", helped=True)
    assistant = editor.assistance.assistant
    qtbot.waitUntil(lambda: assistant.started)
    for _ in range(2):
        child = assistant._child
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: not assistant.started, timeout=PATIENCE)
        with qtbot.waitSignal(assistant.checked, timeout=PATIENCE):
            assistant.check("x = (")
    assistant.close()
    assistant.check("x")
    assert not assistant.started
