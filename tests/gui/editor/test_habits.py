"""Keys of an editor, pressed for real: what they leave in the text, and that each is one act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from gui.editor.editor import CodeEditor
from tests.gui.conftest import type_text

from .conftest import shown, write

Make = Callable[..., CodeEditor]
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ("|", "(", "(|)"),
        ("|", "[", "[|]"),
        ("|", "{", "{|}"),
        ("f(|)", ")", "f()|"),
        ("f((1|)", ")", "f((1)|)"),
        ("|x", "(", "(|x"),
        ("x = |", '"', 'x = "|"'),
        ("x = |", "'", "x = '|'"),
        ('x = "a|"', '"', 'x = "a"|'),
        ("x = f|", '"', 'x = f"|"'),
        ('x = ""|', '"', 'x = """|"""'),
        ("it|", "'", "it'|"),
        ("# it is (|", "(", "# it is ((|"),
        ('x = "(|"', "(", 'x = "((|"'),
        ("# don|", "'", "# don'|"),
        ("x = |a + b|", "(", "x = (|a + b|)"),
        ("x = |a|", '"', 'x = "|a|"'),
        ("# تعليق |", "(", "# تعليق (|"),
        ("x = 1  # قيمة\ny = |", "[", "x = 1  # قيمة\ny = [|]"),
    ],
)
def test_brackets_and_quotes(before: str, typed: str, after: str, make_editor: Make) -> None:
    editor = make_editor(before)
    QTest.keyClicks(editor, typed)
    assert shown(editor) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1|", "x = 1\n|"),
        ("    x = 1|", "    x = 1\n    |"),
        ("if x:|", "if x:\n    |"),
        ("if x:  # why|", "if x:  # why\n    |"),
        ("# so:|", "# so:\n|"),
        ("def f():\n    return 1|", "def f():\n    return 1\n|"),
        ("for a in b:\n    if a:\n        break|", "for a in b:\n    if a:\n        break\n    |"),
        ("x = f(1,|", "x = f(1,\n      |"),
        ("x = f(|)", "x = f(\n    |\n)"),
        ("x = [[1, 2],|]", "x = [[1, 2],\n     |]"),
        ("x = f(1,\n      2)|", "x = f(1,\n      2)\n|"),
        ("if f(1,\n     2):|", "if f(1,\n     2):\n    |"),
        ("x = [\n    1,|\n]", "x = [\n    1,\n    |\n]"),
        ("returned = 1|", "returned = 1\n|"),
        ('"""\n  a(|\n"""', '"""\n  a(\n  |\n"""'),
        ("if نعم:|", "if نعم:\n    |"),
    ],
)
def test_enter_keeps_the_indent_that_the_program_asks_for(before: str, after: str, make_editor: Make) -> None:
    editor = make_editor(before)
    QTest.keyClick(editor, Key.Key_Return)
    assert shown(editor) == after


@pytest.mark.parametrize(
    ("before", "key", "modifiers", "after"),
    [
        ("|x", Key.Key_Tab, None, "    |x"),
        ("ab|", Key.Key_Tab, None, "ab  |"),
        ("|a\nb|\nc", Key.Key_Tab, None, "    |a\n    b|\nc"),
        ("|    a\n  b|\nc", Key.Key_Backtab, SHIFT, "|a\nb|\nc"),
        ("     a|", Key.Key_Backtab, SHIFT, "    a|"),
        ("\ta|", Key.Key_Backtab, SHIFT, "a|"),
        ("        |x", Key.Key_Backspace, None, "    |x"),
        ("      |x", Key.Key_Backspace, None, "    |x"),
        ("f(|)", Key.Key_Backspace, None, "f|"),
        ("x = '|'", Key.Key_Backspace, None, "x = |"),
        ("x = ''|", Key.Key_Backspace, None, "x = '|"),
        ("(a|)", Key.Key_Backspace, None, "(|)"),
        ("    ab|c", Key.Key_Home, None, "    |abc"),
        ("    |abc", Key.Key_Home, None, "|    abc"),
        ("|    abc", Key.Key_Home, None, "    |abc"),
        ("    ab|c", Key.Key_Home, SHIFT, "    |ab|c"),
        ("a\nb|\nc", Key.Key_Up, ALT, "b|\na\nc"),
        ("a\nb|\nc", Key.Key_Down, ALT, "a\nc\nb|"),
        ("|a\nb|", Key.Key_Up, ALT, "|a\nb|"),
        ("a\n|b\nc|", Key.Key_Up, ALT, "|b\nc|\na"),
        ("|a\nb|\nc", Key.Key_Down, ALT, "c\n|a\nb|"),
        ("a\nlast|", Key.Key_Down, ALT, "a\nlast|"),
        ("a|b\nc", Key.Key_D, CONTROL, "ab\na|b\nc"),
        ("|a\nb|", Key.Key_D, CONTROL, "a\nb\n|a\nb|"),
        ("  a|", Key.Key_Slash, CONTROL | SHIFT, "  # a|"),
        ("  # a|", Key.Key_Question, CONTROL | SHIFT, "  a|"),
        ("|a\n\n  b|", Key.Key_Question, CONTROL | SHIFT, "# |a\n\n#   b|"),
        ("س = 1|  # عدد", Key.Key_Question, CONTROL | SHIFT, "# س = 1|  # عدد"),
    ],
)
def test_keys_on_lines(
    before: str, key: Qt.Key, modifiers: Qt.KeyboardModifier | None, after: str, make_editor: Make
) -> None:
    editor = make_editor(before)
    acts, texts = QSignalSpy(editor.act_begun), set()
    # Colouring is told as a change too: what counts are the texts.
    editor.textChanged.connect(lambda: texts.add(editor.toPlainText()))
    QTest.keyClick(editor, key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert shown(editor) == after
    if before.replace("|", "") != after.replace("|", ""):
        assert texts - {before.replace("|", "")} == {after.replace("|", "")}
        assert acts.count() == 1


def test_a_character_of_two_units_shifts_nothing(make_editor: Make) -> None:
    editor = make_editor("# 😀😀\nx = ")
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "f(1)")
    assert editor.toPlainText() == "# 😀😀\nx = f(1)"
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "[")
    assert editor.toPlainText() == "# 😀😀\nx = f(1)\n[]"


def test_arabic_is_typed_into_comments(make_editor: Make) -> None:
    editor = make_editor("x = 1  # |")
    type_text(editor, "قيمة (أولى)")
    assert shown(editor) == "x = 1  # قيمة (أولى)|"


def test_a_word_is_one_act_and_the_next_word_another(make_editor: Make) -> None:
    editor = make_editor("")
    acts = QSignalSpy(editor.act_begun)
    QTest.keyClicks(editor, "abc ")
    assert acts.count() == 1
    QTest.keyClicks(editor, "de")
    assert acts.count() == 2
    QTest.keyClick(editor, Key.Key_Backspace)
    QTest.keyClick(editor, Key.Key_Backspace)
    assert acts.count() == 3
    QTest.keyClick(editor, Key.Key_Left)
    QTest.keyClicks(editor, "x")
    assert acts.count() == 4


def test_keys_of_the_window_are_left_to_it(make_editor: Make) -> None:
    editor = make_editor("abc")
    for key, modifiers in ((Key.Key_Z, CONTROL), (Key.Key_K, CONTROL), (Key.Key_Slash, CONTROL), (Key.Key_S, CONTROL)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(editor, event)
        assert not event.isAccepted()
    for key, modifiers in ((Key.Key_C, CONTROL), (Key.Key_Question, CONTROL | SHIFT)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(editor, event)
        assert event.isAccepted()


def test_typing_at_the_end_of_a_long_program_reads_on(make_editor: Make) -> None:
    editor = make_editor("x = 1\n" * 40_000 + "|")
    QTest.keyClicks(editor, "(")
    assert editor.toPlainText().endswith("\n(")
    write(editor, "|")
    QTest.keyClicks(editor, "(")
    assert shown(editor) == "(|)"
