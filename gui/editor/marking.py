"""Backgrounds and underlines laid over a text without changing it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit


def selection(cursor: QTextCursor, background: QColor, *, full: bool = False) -> QTextEdit.ExtraSelection:
    """A background under a selection, or under the whole line."""
    mark = QTextEdit.ExtraSelection()
    mark.format.setBackground(background)
    if full:
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
    mark.cursor = cursor
    return mark


def underline(cursor: QTextCursor, colour: QColor) -> QTextEdit.ExtraSelection:
    """A wavy line under a selection."""
    mark = QTextEdit.ExtraSelection()
    mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    mark.format.setUnderlineColor(colour)
    mark.cursor = cursor
    return mark
