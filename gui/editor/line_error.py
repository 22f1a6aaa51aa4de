"""An error at its place in a text: it moves with its line, and is gone when the line is edited."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from gui.editor.places import units


class LineError:
    """An error that a line is marked with.

    Args:
        document: The text.
        line: Counted from 1; a line that is not there is the last.
        columns: First character and the one behind the last, counted from 0, or None for the whole line.
        text: What is wrong, in one line.
        quiet: Whether it is only remarked on: a syntax error of a program that is being written.
    """

    def __init__(
        self, document: QTextDocument, line: int, columns: tuple[int, int] | None, text: str, *, quiet: bool = False
    ) -> None:
        block = document.findBlockByNumber(max(0, min(line, document.blockCount()) - 1))
        self.text, self.quiet = text, quiet
        self._line_text = block.text()
        self._columns = self._fitting(columns)
        self._start = QTextCursor(block)
        self._start.setKeepPositionOnInsert(True)

    @property
    def block(self) -> QTextBlock:
        """The line that it is on now."""
        return self._start.block()

    @property
    def line(self) -> int:
        """Its number, counted from 1."""
        return self.block.blockNumber() + 1

    @property
    def over(self) -> bool:
        """Whether its line was edited."""
        # Text that came in above in one piece with the line's start leaves the cursor on another line.
        if self.block.text() != self._line_text:
            following = self.block
            self._start.setPosition(following.position())
            return True
        return False

    def underlined(self) -> QTextCursor:
        """A selection of what is wrong."""
        block = self.block
        first, last = self._columns
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + first)
        cursor.setPosition(block.position() + last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _fitting(self, columns: tuple[int, int] | None) -> tuple[int, int]:
        line = self._line_text
        blank = len(line) - len(line.lstrip())
        if columns is None or columns[0] >= len(line.rstrip()) or columns[0] < 0:
            first, last = blank, len(line.rstrip())
        else:
            first, last = columns[0], max(columns[0] + 1, min(columns[1], len(line)))
        return units(line[:first]), units(line[:last])


def token_at(line: str, column: int) -> tuple[int, int]:
    """First and last place of the word at a column, or of the one character."""
    if not 0 <= column < len(line):
        return column, column + 1
    end = column
    while end < len(line) and (line[end].isalnum() or line[end] == "_"):
        end += 1
    return column, max(end, column + 1)
