"""What keys do in an editor of Python beyond writing their character: brackets, indents, lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from core.editing.brackets import OPENING, PAIRS, scan
from core.editing.indentation import INDENT, indent_after, indent_of, less
from gui.editor import lines
from gui.editor.places import flat

QUOTES = "'\""
LONGEST_TEXT = 60_000
"""Units of a text that is read at every key; beyond it, brackets and quotes are not completed."""

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key

ACTS = {
    (Key.Key_Up, _ALT): lines.move_up,
    (Key.Key_Down, _ALT): lines.move_down,
    (Key.Key_D, _CONTROL): lines.duplicate,
    (Key.Key_Slash, _CONTROL | _SHIFT): lines.toggle_comment,
    (Key.Key_Question, _CONTROL | _SHIFT): lines.toggle_comment,
    (Key.Key_Backtab, _SHIFT): lines.dedent,
    (Key.Key_Backtab, _NONE): lines.dedent,
    (Key.Key_Tab, _SHIFT): lines.dedent,
}
"""Keys that act on whole lines."""


def pressed(event: QKeyEvent) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """A key with its modifiers, wherever on the keyboard it is."""
    return Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def press(editor: QPlainTextEdit, event: QKeyEvent) -> bool:
    """Do what a key is in the habit of doing, as one edit; False if it only writes its character."""
    key, modifiers = pressed(event)
    cursor = editor.textCursor()
    act = ACTS.get((key, modifiers))
    done = True
    cursor.beginEditBlock()
    try:
        if act is not None:
            act(cursor)
        elif key == Key.Key_Home and modifiers in (_NONE, _SHIFT):
            to_first_character(cursor, keep=modifiers == _SHIFT)
        elif key == Key.Key_Tab and modifiers == _NONE:
            tab(cursor)
        elif key in (Key.Key_Return, Key.Key_Enter) and modifiers in (_NONE, _SHIFT):
            new_line(cursor)
        elif key == Key.Key_Backspace and modifiers in (_NONE, _SHIFT):
            done = backspace(cursor)
        elif len(event.text()) == 1 and not modifiers & (_CONTROL | _ALT):
            done = character(cursor, event.text())
        else:
            done = False
    finally:
        cursor.endEditBlock()
    if done:
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
    return done


def to_first_character(cursor: QTextCursor, *, keep: bool) -> None:
    """Go to the first character of the line that is not blank, and from there to its start."""
    block = cursor.block()
    first = block.position() + len(indent_of(block.text()))
    place = block.position() if cursor.position() == first else first
    mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
    cursor.setPosition(place, mode)


def tab(cursor: QTextCursor) -> None:
    """Indent the selected lines, or go to the next stop."""
    if cursor.hasSelection() and lines.several(cursor):
        lines.indent(cursor)
        return
    cursor.removeSelectedText()
    column = len(cursor.block().text()[: cursor.positionInBlock()].expandtabs(len(INDENT)))
    cursor.insertText(" " * (len(INDENT) - column % len(INDENT)))


def new_line(cursor: QTextCursor) -> None:
    """Begin a line at the indent that the program asks for; a pair around the cursor is opened up."""
    cursor.removeSelectedText()
    text, place = _text(cursor), cursor.position()
    before, after = text[:place], text[place : place + 1]
    indent = indent_after(before) if len(before) <= LONGEST_TEXT else indent_of(before.rpartition("\n")[2])
    own = indent_of(before.rpartition("\n")[2])
    opened = before[-1:] in PAIRS and PAIRS[before[-1:]] == after and scan(text).kind_at(place) == "code"
    # Blanks behind the cursor would come on top of the indent.
    while _text(cursor)[cursor.position() : cursor.position() + 1] == " ":
        cursor.deleteChar()
    cursor.insertText("\n" + (own + INDENT if opened else indent))
    if opened:
        inside = cursor.position()
        cursor.insertText("\n" + own)
        cursor.setPosition(inside)


def backspace(cursor: QTextCursor) -> bool:
    """Delete an empty pair, or one level of indent; False if it only deletes the character before."""
    if cursor.hasSelection():
        return False
    text, place = _text(cursor), cursor.position()
    before, after = text[place - 1 : place] if place else "", text[place : place + 1]
    if before and (PAIRS.get(before) == after or (before in QUOTES and before == after)):
        if before in QUOTES and not _empty_string(text, place):
            return False
        cursor.deleteChar()
        cursor.deletePreviousChar()
        return True
    line = cursor.block().text()[: cursor.positionInBlock()]
    if not line or line.strip(" \t"):
        return False
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(less(line))
    return True


def character(cursor: QTextCursor, written: str) -> bool:
    """Write a bracket or quote with its partner, around a selection, or over the one that is there."""
    if written not in PAIRS and written not in OPENING and written not in QUOTES:
        return False
    closing = PAIRS.get(written, written)
    if cursor.hasSelection():
        if written in OPENING:
            return False
        _wrap(cursor, written, closing)
        return True
    text, place = _text(cursor), cursor.position()
    if len(text) > LONGEST_TEXT:
        return False
    if written in OPENING:
        return _step_over(cursor, text, place, written)
    if written in QUOTES:
        return _quote(cursor, text, place, written)
    if scan(text).kind_at(place) != "code" or not _room_for_partner(text, place):
        return False
    _pair(cursor, written, closing)
    return True


def _step_over(cursor: QTextCursor, text: str, place: int, written: str) -> bool:
    found = scan(text)
    if text[place : place + 1] != written or found.kind_at(place) != "code":
        return False
    partner, alone = found.pairs()
    missing = any(text[one] == OPENING[written] and one < place for one in alone)
    if place not in partner or missing:
        return False  # It closes nothing yet: another one is needed.
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    return True


def _quote(cursor: QTextCursor, text: str, place: int, written: str) -> bool:
    around = scan(text).around(place)
    if around is not None:
        if around.kind == "string" and around.closed and text[place : place + 1] == written:
            marks = 3 if around.triple else 1
            if around.end - marks <= place:
                cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
                return True
        return False
    line = text[text.rfind("\n", 0, place) + 1 : place]
    if line.endswith(written * 2) and not line.endswith(written * 3):
        cursor.insertText(written)
        _pair(cursor, "", written * 3)
        return True
    prefix = line[len(line.rstrip("rRbBuUfF")) :]
    body = line[: len(line) - len(prefix)] if len(prefix) <= 2 else line
    last = body[-1:]
    if last and (last in QUOTES or last in "\\_" or last.isalnum()):
        return False
    if not _room_for_partner(text, place):
        return False
    _pair(cursor, written, written)
    return True


def _empty_string(text: str, place: int) -> bool:
    around = scan(text).around(place)
    return around is not None and around.kind == "string" and around.end == place + 1 and not around.triple


def _room_for_partner(text: str, place: int) -> bool:
    following = text[place : place + 1]
    return not following or following.isspace() or following in ")]},:;"


def _pair(cursor: QTextCursor, opening: str, closing: str) -> None:
    cursor.insertText(opening + closing)
    cursor.setPosition(cursor.position() - len(closing))


def _wrap(cursor: QTextCursor, opening: str, closing: str) -> None:
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    cursor.setPosition(end)
    cursor.insertText(closing)
    cursor.setPosition(start)
    cursor.insertText(opening)
    cursor.setPosition(start + 1)
    cursor.setPosition(end + 1, QTextCursor.MoveMode.KeepAnchor)


def _text(cursor: QTextCursor) -> str:
    return flat(cursor.document().toPlainText())
