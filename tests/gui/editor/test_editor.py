"""What an editor shows: errors at their places, lit lines, marks that can be clicked, what is found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.media.programs import MOST_LINES
from gui.editor.editor import CodeEditor
from gui.editor.gutter import role_colour
from gui.language import language
from gui.theme import theme
from tests.gui.conftest import type_text

from .conftest import shown, write

Make = Callable[..., CodeEditor]
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PROGRAM = "import torch\nx = torch.ones(2)  # واحد\ny = x + z\n"


def underlined(editor: CodeEditor) -> list[str]:
    return [
        one.cursor.selectedText()
        for one in editor.extraSelections()
        if one.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    ]


def middle_of(editor: CodeEditor, line: int) -> int:
    return round(next(place.center().y() for number, place in editor.visible_lines() if number == line))


def colours_of(editor: CodeEditor, line: int) -> set[str]:
    image = editor.gutter.grab().toImage()
    place = next(place for number, place in editor.visible_lines() if number == line)
    rows = range(round(place.top()), round(place.bottom()))
    return {image.pixelColor(x, y).name() for y in rows for x in range(image.width())}


def test_an_error_is_underlined_told_and_gone_when_its_line_is_edited(make_editor: Make) -> None:
    editor = make_editor(PROGRAM)
    before = editor.viewport().grab().toImage()
    editor.show_error(3, 8, "NameError: name 'z' is not defined\nmore")
    assert underlined(editor) == ["z"]
    assert editor.wrong_lines == {3}
    assert theme().colour("danger").name() in colours_of(editor, 3)
    image = editor.viewport().grab().toImage()
    right = range(editor.viewport().width() // 4, editor.viewport().width())
    y = middle_of(editor, 3)
    assert any(image.pixelColor(x, y) != before.pixelColor(x, y) for x in right)
    assert "NameError" in editor.error_words(3)
    assert editor.error_words(2) == ""
    # What is edited elsewhere moves it along.
    write_at(editor, 0, "# سطر\n")
    assert editor.wrong_lines == {4}
    assert underlined(editor) == ["z"]
    write_at(editor, editor.document().findBlockByNumber(3).position() + 2, " ")
    assert editor.wrong_lines == frozenset()
    assert underlined(editor) == []


def write_at(editor: CodeEditor, place: int, text: str) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(place)
    editor.setTextCursor(cursor)
    for number, part in enumerate(text.split("\n")):
        if number:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        type_text(editor, part)


def test_an_error_at_no_such_place_is_one_of_the_line(make_editor: Make) -> None:
    editor = make_editor(PROGRAM)
    for line, column in ((3, None), (3, 99), (3, -1)):
        editor.show_error(line, column, "wrong")
        assert underlined(editor) == ["y = x + z"]
    editor.show_error(99, 0, "wrong")
    assert editor.wrong_lines == {4}
    editor.clear_error()
    assert editor.wrong_lines == frozenset()


def test_lines_are_marked_lit_and_clicked(make_editor: Make, qtbot: QtBot) -> None:
    editor = make_editor(PROGRAM)
    clicks = QSignalSpy(editor.line_clicked)
    editor.mark_lines({2: "forward", 3: "backward"})
    editor.light([2], "forward")
    assert role_colour("forward").name() in colours_of(editor, 2)
    assert role_colour("backward").name() in colours_of(editor, 3)
    lit = {one.cursor.blockNumber() + 1 for one in editor.extraSelections()}
    assert 2 in lit
    editor.light([0, 2, 99], "forward")
    editor.point_at(99)
    assert {one.cursor.blockNumber() for one in editor.extraSelections()} >= {1}
    assert not [one for one in editor.extraSelections() if one.cursor.isNull()]
    editor.point_at(None)
    editor.light([], "forward")
    editor.mark_lines({})
    assert role_colour("forward").name() not in colours_of(editor, 2)
    QTest.mouseMove(editor.gutter, QPoint(8, middle_of(editor, 2)))
    qtbot.waitUntil(lambda: editor.gutter.hovered == 2)
    QTest.mouseClick(editor.gutter, Qt.MouseButton.LeftButton, pos=QPoint(8, middle_of(editor, 2)))
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(editor, Qt.Key.Key_Return, ALT)
    assert [clicks.at(number)[0] for number in range(clicks.count())] == [2, 1]
    QTest.mouseClick(editor.gutter, Qt.MouseButton.LeftButton, pos=QPoint(8, editor.gutter.height() - 2))
    assert clicks.count() == 2


def backgrounds(editor: CodeEditor) -> dict[str, str]:
    return {
        one.cursor.selectedText(): one.format.background().color().name()
        for one in editor.extraSelections()
        if one.cursor.hasSelection()
    }


def test_brackets_that_belong_together_are_marked(make_editor: Make) -> None:
    editor = make_editor("f(|[1])")
    assert set(backgrounds(editor)) == {"(", ")"} or set(backgrounds(editor)) == {"[", "]"}
    write(editor, "f(1|")
    assert backgrounds(editor) == {}
    write(editor, "f(|1")
    assert set(backgrounds(editor)) == {"("}
    write(editor, "'(|)'")
    assert backgrounds(editor) == {}


def test_the_zoom_makes_the_words_larger(make_editor: Make) -> None:
    editor = make_editor(PROGRAM)
    before, width = editor.fontMetrics().height(), editor.gutter.width()
    theme().set_zoom(200)
    assert editor.fontMetrics().height() > 1.8 * before
    assert editor.gutter.width() > 1.5 * width


def test_finding(make_editor: Make) -> None:
    editor = make_editor("|x = 1  # عدد\ny = X + x\nعدد = 3")
    QTest.keyClick(editor, Qt.Key.Key_F, CONTROL)
    bar = editor.find_bar
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "x")
    assert "3" in bar.count.text()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert shown(editor).startswith("|x| = 1")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert "|X|" in shown(editor)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert "+ |x|" in shown(editor)
    bar.field.clear()
    type_text(bar.field, "عدد")
    assert "2" in bar.count.text()
    bar.following.click()
    assert "|عدد|" in shown(editor)
    type_text(bar.field, "zzz")
    language().set("ar")
    editor.retranslate()
    assert bar.count.text() == "لا شيء"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert editor.hasFocus()
    assert not [one for one in editor.extraSelections() if one.cursor.hasSelection()]


def test_escape_leaves_the_editor(make_editor: Make) -> None:
    editor = make_editor("x")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.hasFocus()


def test_only_what_differs_is_exchanged(make_editor: Make) -> None:
    editor = make_editor("# 😀\na = 1\nb = 2\nc = 3\n")
    editor.show_error(4, None, "wrong")
    editor.show_program("# 😀\na = 1\nb = 20 + 1\nc = 3\n")
    assert editor.toPlainText() == "# 😀\na = 1\nb = 20 + 1\nc = 3\n"
    assert editor.textCursor().blockNumber() == 2
    assert editor.wrong_lines == {4}
    editor.show_program("# 😁\na = 1\nb = 20 + 1\nc = 3\n")
    assert editor.toPlainText() == "# 😁\na = 1\nb = 20 + 1\nc = 3\n"
    editor.show_program("entirely = 'another'")
    assert editor.textCursor().position() == 0


def test_colours_follow_strings_over_lines_and_the_theme(make_editor: Make) -> None:
    editor = make_editor('x = """one\nif a:\n"""\ndef f(): pass\n')

    def colour(line: int) -> QColor:
        formats = editor.document().findBlockByNumber(line).layout().formats()
        return formats[0].format.foreground().color()

    string, keyword = theme().palette.kernel(2), theme().colour("accent")
    assert [colour(1), colour(2), colour(3)] == [string, string, keyword]
    write_at(editor, 4, "# ")
    assert colour(1) == keyword
    theme().choose("dark")
    assert colour(1) == theme().colour("accent") != keyword


def test_a_long_program_is_coloured_little_by_little_and_a_very_long_one_is_not(
    make_editor: Make, qtbot: QtBot
) -> None:
    def coloured(line: int) -> bool:
        return bool(editor.document().findBlockByNumber(line).layout().formats())

    lines = ["if a: pass"] * 2500
    lines[1000] = "s = '''"
    editor = make_editor("x")
    editor.show_program("\n".join(lines))
    highlighter = editor.highlighter
    qtbot.waitUntil(lambda: highlighter.waiting)  # Not all at once,
    assert coloured(0)  # and first what is seen.
    assert not coloured(2400)
    qtbot.waitUntil(lambda: not highlighter.waiting)
    string, keyword = theme().palette.kernel(2), theme().colour("accent")
    assert colour_at(editor, 999) == keyword
    assert colour_at(editor, 2400) == string
    write_at(editor, editor.document().findBlockByNumber(1000).position(), "# ")
    qtbot.waitUntil(lambda: not highlighter.waiting and colour_at(editor, 2400) == keyword)
    # Of very many lines none is; shorter again, all are.
    editor.show_program("if a: pass\n" * 9000)
    qtbot.waitUntil(lambda: not highlighter.waiting)
    assert not coloured(0)
    cursor = QTextCursor(editor.document())
    cursor.movePosition(QTextCursor.MoveOperation.Down, n=8000)
    cursor.movePosition(QTextCursor.MoveOperation.Start, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    qtbot.waitUntil(lambda: not highlighter.waiting and coloured(900))
    assert coloured(0)


def colour_at(editor: CodeEditor, line: int) -> QColor:
    formats = editor.document().findBlockByNumber(line).layout().formats()
    return formats[0].format.foreground().color()


def test_more_lines_than_a_program_may_have_are_not_pasted(make_editor: Make) -> None:
    editor = make_editor("x = 1\n")
    told = QSignalSpy(editor.too_long)
    QApplication.clipboard().setText("y\n" * MOST_LINES)
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert told.count() == 1
    assert editor.toPlainText() == "x = 1\n"
    QApplication.clipboard().setText("y\n" * (MOST_LINES - 10))
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert told.count() == 1
    assert editor.blockCount() == MOST_LINES - 10 + 2
