"""Acts on the lines that a cursor or its selection is in; each leaves the same text selected."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor

from core.editing.indentation import INDENT, indent_of, less

KEEP = QTextCursor.MoveMode.KeepAnchor


def several(cursor: QTextCursor) -> bool:
    """Whether the selection reaches over the end of a line."""
    first, last = _ends(cursor)
    return first != last


def indent(cursor: QTextCursor) -> None:
    """Put the lines a level deeper, but for empty ones."""
    for block in _blocks(cursor):
        if block.text().strip():
            _at(block).insertText(INDENT)


def dedent(cursor: QTextCursor) -> None:
    """Take a level away where there is one."""
    for block in _blocks(cursor):
        own = indent_of(block.text())
        if own:
            _replace(block, len(own), less(own))


def toggle_comment(cursor: QTextCursor) -> None:
    """Make the lines comments, or code again where all of them are comments."""
    blocks = [block for block in _blocks(cursor) if block.text().strip()]
    if not blocks:
        return
    if all(block.text().lstrip().startswith("#") for block in blocks):
        for block in blocks:
            place = block.text().index("#")
            edit = _at(block, place)
            length = 2 if block.text()[place : place + 2] == "# " else 1
            edit.setPosition(block.position() + place + length, KEEP)
            edit.removeSelectedText()
        return
    depth = min(len(indent_of(block.text())) for block in blocks)
    for block in blocks:
        _at(block, depth).insertText("# ")


def move_up(cursor: QTextCursor) -> None:
    """Let the lines change places with the one above."""
    first, last = _ends(cursor)
    above = first.previous()
    if not above.isValid():
        return
    text = above.text()
    ends = cursor.anchor() - above.length(), cursor.position() - above.length()
    edit = _at(last)
    edit.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.insertText("\n" + text)
    edit.setPosition(above.position())
    edit.setPosition(above.next().position(), KEEP)
    edit.removeSelectedText()
    _select(cursor, *ends)


def move_down(cursor: QTextCursor) -> None:
    """Let the lines change places with the one below."""
    first, last = _ends(cursor)
    below = last.next()
    if not below.isValid():
        return
    text = below.text()
    ends = cursor.anchor() + below.length(), cursor.position() + below.length()
    edit = _at(last)
    edit.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.setPosition(below.position() + below.length() - 1, KEEP)
    edit.removeSelectedText()
    edit.setPosition(first.position())
    edit.insertText(text + "\n")
    _select(cursor, *ends)


def duplicate(cursor: QTextCursor) -> None:
    """Write the lines a second time below, and go there."""
    first, last = _ends(cursor)
    text = "\n".join(block.text() for block in _between(first, last))
    length = last.position() + last.length() - first.position()
    ends = cursor.anchor() + length, cursor.position() + length
    edit = _at(last)
    edit.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.insertText("\n" + text)
    _select(cursor, *ends)


def _ends(cursor: QTextCursor) -> tuple[QTextBlock, QTextBlock]:
    document = cursor.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    if last != first and cursor.selectionEnd() == last.position():
        last = last.previous()  # A selection of whole lines ends at the start of the next.
    return first, last


def _between(first: QTextBlock, last: QTextBlock) -> list[QTextBlock]:
    found = [first]
    while found[-1] != last:
        found.append(found[-1].next())
    return found


def _blocks(cursor: QTextCursor) -> list[QTextBlock]:
    return _between(*_ends(cursor))


def _at(block: QTextBlock, place: int = 0) -> QTextCursor:
    edit = QTextCursor(block)
    edit.setPosition(block.position() + place)
    return edit


def _replace(block: QTextBlock, length: int, text: str) -> None:
    # What goes away is taken from the end of the indent, so that a cursor behind it stays with its character.
    edit = _at(block, len(text))
    edit.setPosition(block.position() + length, KEEP)
    edit.removeSelectedText()
    if block.text()[: len(text)] != text:  # Tabs.
        edit.setPosition(block.position())
        edit.setPosition(block.position() + min(len(text), length), KEEP)
        edit.insertText(text)


def _select(cursor: QTextCursor, anchor: int, place: int) -> None:
    most = cursor.document().characterCount() - 1
    cursor.setPosition(max(0, min(anchor, most)))
    cursor.setPosition(max(0, min(place, most)), KEEP)
