"""What every word of the interface passes through: translation, and isolation of what is put into it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import cast

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication

QT_TRANSLATE_NOOP = cast("Callable[[str, str], str]", QtCore.QT_TRANSLATE_NOOP)
"""Marks (context, source) for translation later; Qt's own, with its type."""

FIRST_STRONG_ISOLATE = "\u2068"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"


COUNTED = object()
"""Stands where lupdate expects an encoding, the only form in which it sees that a text has plurals."""


def translate(context: str, source: str, comment: str = "", counted: object = None, n: int = -1) -> str:
    """The text in the user's language; `%n` takes the number `n` and its plural form.

    Qt's lupdate reads the arguments from the source: by position, as plain strings, and a text with
    plurals as ``translate("Context", "%n things", "", COUNTED, number)`` with a plain name for the number.
    """
    assert (n >= 0) == (counted is COUNTED)
    return directed(QCoreApplication.translate(context, source, comment, n))


def directed(text: str) -> str:
    """A text that begins in the direction of its language.

    Qt takes a text's direction from its first letter: an Arabic sentence that begins with
    "RuntimeError" or a file's name would be laid out from the left.
    """
    first = next((one for one in text if unicodedata.bidirectional(one) in ("L", "R", "AL")), "")
    arabic = any(unicodedata.bidirectional(one) == "AL" for one in text)
    if arabic and first and unicodedata.bidirectional(first) == "L":
        return RIGHT_TO_LEFT_MARK + text
    return text


def isolate(value: object, *, left_to_right: bool = True) -> str:
    """A value that keeps its own direction inside a sentence of the other.

    Mathematics, shapes, numbers and paths are left to right; a file's name takes the direction of
    its own first letter. Without this, "(1, 16, 62)" reads "(62 ,16 ,1)" inside Arabic.
    """
    opening = LEFT_TO_RIGHT_ISOLATE if left_to_right else FIRST_STRONG_ISOLATE
    return f"{opening}{value}{POP_ISOLATE}"


def fill(text: str, **values: object) -> str:
    """Put values into the named places of a translated text, each isolated.

    Raises:
        KeyError: The text names a place that has no value.
    """
    return directed(text.format(**{name: isolate(value) for name, value in values.items()}))
