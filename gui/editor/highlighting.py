"""The colours of a program, line by line, and of many lines a slice at a time.

Not Pygments': its lexer takes half a millisecond a line, which would hold the interface for every program of more
than a hundred lines. Strings and comments are found as everything else here finds them (core/editing/brackets.py).
"""

from __future__ import annotations

import keyword
import re
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit
from shiboken6 import isValid
from typing_extensions import override

from core.editing.brackets import read
from gui.editor.places import flat
from gui.theme import theme

CODE, SINGLE, DOUBLE = 0, 1, 2
"""What a line ends in: code, or a string in three quotes of either kind that goes on."""
_ENDS = {SINGLE: re.compile(r"(?:\\.|[^\\])*?'''", re.DOTALL), DOUBLE: re.compile(r'(?:\\.|[^\\])*?"""', re.DOTALL)}
LONGEST_LINE = 2000
"""Units of a line that is coloured; a longer one is data."""
MOST_LINES = 3000
"""Lines of a program that is coloured: of a longer one Qt would call Python for each line of what is exchanged."""
AT_ONCE = 200
"""Lines that are coloured at once, more than are seen; the others follow when the window has nothing else to do."""
SLICE = 0.01
"""Seconds at a stretch that those others are coloured."""

KEYWORDS = frozenset(keyword.kwlist)
_WORDS = re.compile(
    r"""
    (?P<name>^\s*@[\w.]+ | (?<=\bdef\ )\w+ | (?<=\bclass\ )\w+)
    | (?P<number>(?<![\w.])(?:0[xXbBoO][\da-fA-F_]+ | (?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?))
    | (?P<word>[^\W\d]\w*)
    """,
    re.VERBOSE,
)


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a line at a time, so that a key costs one line; a line knows whether a string went on into it.

    Args:
        editor: Shows the document, which is let go of while it has more than `MOST_LINES` lines.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        document = editor.document()
        super().__init__(document)
        self._editor = editor
        self._styles: dict[str, QTextCharFormat] = {}
        self._count = 0  # Lines since the window was last free.
        self._from: int | None = None  # The first line that still waits.
        self._in_slice = False
        self._slices = QTimer(self)
        self._slices.setSingleShot(True)
        self._slices.timeout.connect(self._colour_more)
        document.blockCountChanged.connect(self._count_changed)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        colours = {
            "comment": theme().colour("soft"),
            "keyword": theme().colour("accent"),
            "string": theme().palette.kernel(2),
            "number": theme().palette.kernel(1),
            "name": theme().palette.kernel(0),
        }
        self._styles = {family: _format(colour) for family, colour in colours.items()}
        self.rehighlight()

    @property
    def _coloured(self) -> QTextDocument:
        # Asked for each time: PySide may take a wrapper that is kept for one of a document that was deleted.
        return self._editor.document()

    @property
    def waiting(self) -> bool:
        """Whether there are lines that are still to be coloured."""
        return self._from is not None or (self.document() is None) != (self._coloured.blockCount() > MOST_LINES)

    def expect(self, lines: int) -> None:
        """So many lines are about to be in the document: if they are too many, nothing is called for them."""
        if lines > MOST_LINES and self.document() is not None:
            self._from = None
            self.setDocument(None)

    def _count_changed(self, lines: int) -> None:
        if self._from is not None:
            self._from = 0  # The waiting lines have other numbers now.
        if (self.document() is None) != (lines > MOST_LINES):
            self._slices.start()  # Not inside of a change: Qt tells the highlighter of it just then.

    def _colour_more(self) -> None:
        """Colour some of the lines that wait, or take the document that has become short enough."""
        self._count = 0
        if not isValid(self._editor):
            return  # The window is being taken down.
        if self._coloured.blockCount() > MOST_LINES:
            self.expect(self._coloured.blockCount())
            return
        if self.document() is None:
            self.setDocument(self._coloured)  # All lines are read soon, by a timer of Qt's.
            return
        if self._from is None:
            return
        block, end = self._coloured.findBlockByNumber(self._from), time.perf_counter() + SLICE
        self._in_slice = True
        while block.isValid() and time.perf_counter() < end:
            self.rehighlightBlock(block)
            block = block.next()
        self._in_slice = False
        self._from = block.blockNumber() if block.isValid() else None
        if self._from is not None:
            self._slices.start()

    @override
    def highlightBlock(self, text: str) -> None:
        if not self._in_slice:
            if not self._count:
                self._slices.start()
            self._count += 1
            if self._count > AT_ONCE:
                number = self.currentBlock().blockNumber()
                self._from = number if self._from is None else min(self._from, number)
                return
        before = max(CODE, self.previousBlockState())
        self.setCurrentBlockState(before)
        if len(text) > LONGEST_LINE:
            return
        line, start = flat(text), 0
        if before != CODE:
            end = _ENDS[before].match(line)
            start = end.end() if end else len(line)
            self._colour(0, start, "string")
            if end is None:
                return
        state, place = CODE, start
        for one in read(line[start:]).quoted:
            first, last = start + one.start, start + one.end
            self._colour_code(line, place, first)
            self._colour(first, last - first, one.kind)
            place = last
            if one.triple and not one.closed:
                state = SINGLE if line[first:].lstrip("rRbBuUfF").startswith("'''") else DOUBLE
        self._colour_code(line, place, len(line))
        self.setCurrentBlockState(state)

    def _colour_code(self, line: str, start: int, end: int) -> None:
        for found in _WORDS.finditer(line, start, end):
            family = found.lastgroup or ""
            if family == "word":
                if found.group() not in KEYWORDS:
                    continue
                family = "keyword"
            self._colour(found.start(), found.end() - found.start(), family)

    def _colour(self, start: int, length: int, family: str) -> None:
        self.setFormat(start, length, self._styles[family])


def _format(colour: QColor) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(colour)
    return style
