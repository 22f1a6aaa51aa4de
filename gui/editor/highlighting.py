"""The colours of a program, by Pygments' lexer."""

from __future__ import annotations

import re

from pygments.lexers.python import PythonLexer
from pygments.token import _TokenType
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from typing_extensions import override

from core.editing.brackets import scan
from gui.editor.places import flat, units
from gui.theme import theme

CODE, SINGLE, DOUBLE = 0, 1, 2
"""What a line ends in: code, or a string in three quotes of either kind that goes on."""
_ENDS = {SINGLE: re.compile(r"(?:\\.|[^\\])*?'''", re.DOTALL), DOUBLE: re.compile(r'(?:\\.|[^\\])*?"""', re.DOTALL)}
LONGEST_LINE = 2000
"""Units of a line that is coloured; a longer one is data."""
MOST_LINES = 4000
"""Lines of a program that is coloured: a longer one would take the interface's thread for too long at once."""


class PythonHighlighter(QSyntaxHighlighter):
    """Colours line by line, so that a key costs one line; a line knows only whether a string went on into it."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._lexer = PythonLexer(stripnl=False, ensurenl=False)
        self._styles: dict[_TokenType, QTextCharFormat | None] = {}
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self._styles.clear()
        self.rehighlight()

    @override
    def highlightBlock(self, text: str) -> None:
        before = max(CODE, self.previousBlockState())
        self.setCurrentBlockState(before)
        if len(text) > LONGEST_LINE or self.document().blockCount() > MOST_LINES:
            return
        start = 0
        if before != CODE:
            end = _ENDS[before].match(text)
            start = end.end() if end else len(text)
            self._colour(0, units(text[:start]), "Literal.String")
            if end is None:
                return
        rest = text[start:]
        place = units(text[:start])
        for kind, part in self._lexer.get_tokens(rest):
            length = units(part)
            style = self._style(kind)
            if style is not None and part != "\n":
                self.setFormat(place, length, style)
            place += length
        self.setCurrentBlockState(CODE)
        # The lexer alone does not tell that a string goes on.
        for one in scan(flat(rest)).quoted:
            if one.triple and not one.closed:
                body = rest[one.start :].lstrip("rRbBuUfF")
                self.setCurrentBlockState(SINGLE if body.startswith("'''") else DOUBLE)
                self._colour(units(text[:start]) + one.start, one.end - one.start, "Literal.String")

    def _colour(self, start: int, length: int, family: str) -> None:
        self.setFormat(start, length, _format(_colour_of(family)))

    def _style(self, kind: _TokenType) -> QTextCharFormat | None:
        if kind not in self._styles:
            colour = _colour_of(str(kind).removeprefix("Token."))
            self._styles[kind] = None if colour is None else _format(colour)
        return self._styles[kind]


def _format(colour: QColor | None) -> QTextCharFormat:
    style = QTextCharFormat()
    if colour is not None:
        style.setForeground(colour)
    return style


def _colour_of(family: str) -> QColor | None:
    colour: QColor | None = None
    if family.startswith("Comment"):
        colour = theme().colour("soft")
    elif family.startswith(("Keyword", "Operator.Word")):
        colour = theme().colour("accent")
    elif family.startswith("Literal.String"):
        colour = theme().palette.kernel(2)
    elif family.startswith("Literal.Number"):
        colour = theme().palette.kernel(1)
    elif family.startswith(("Name.Function", "Name.Class", "Name.Decorator")):
        colour = theme().palette.kernel(0)
    return colour
