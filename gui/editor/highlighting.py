"""The colours of a program, line by line.

Not Pygments': its lexer takes half a millisecond a line, which would hold the interface for every program of more
than a hundred lines. Strings and comments are found as everything else here finds them (core/editing/brackets.py).
"""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
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
"""Lines of a program that is coloured: a longer one would take the interface's thread for too long at once."""

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
    """Colours a line at a time, so that a key costs one line; a line knows whether a string went on into it."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._styles: dict[str, QTextCharFormat] = {}
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

    @override
    def highlightBlock(self, text: str) -> None:
        before = max(CODE, self.previousBlockState())
        self.setCurrentBlockState(before)
        if len(text) > LONGEST_LINE or self.document().blockCount() > MOST_LINES:
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
