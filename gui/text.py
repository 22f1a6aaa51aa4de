"""What every word of the interface passes through: translation, and isolation of what is put into it."""

from __future__ import annotations

import re
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
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_NAME = re.compile("[\\w\u0610-\u061a\u064b-\u065f]+")  # With the signs over and under Arabic letters.


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
    "RuntimeError" or a file's name would be laid out from the left. What is isolated does not make an English
    sentence Arabic, such as a name in it.
    """
    if text.isascii():
        return text
    outside = text
    while (shorter := _ISOLATED.sub("", outside)) != outside:
        outside = shorter
    kinds = _kinds(outside)
    if kinds and "AL" not in kinds:
        return text
    kinds = _kinds(text)
    return RIGHT_TO_LEFT_MARK + text if "AL" in kinds and kinds[0] == "L" else text


def _kinds(text: str) -> list[str]:
    """The directions of its letters: "L", "R" or, of Arabic, "AL"."""
    return [kind for one in text if (kind := unicodedata.bidirectional(one)) in ("L", "R", "AL")]


def isolate(value: object, *, left_to_right: bool = True) -> str:
    """A value that keeps its own direction inside a sentence of the other.

    Mathematics, shapes, numbers and paths are left to right; a file's name takes the direction of
    its own first letter. Without this, "(1, 16, 62)" reads "(62 ,16 ,1)" inside Arabic.
    """
    opening = LEFT_TO_RIGHT_ISOLATE if left_to_right else FIRST_STRONG_ISOLATE
    return f"{opening}{value}{POP_ISOLATE}"


def as_code(code: str) -> str:
    """Program text as it is read: from the left, also where names in it are Arabic.

    Without this "mul(س, 2)" reads "mul(2 ,س)": a number behind an Arabic letter goes to its left.
    The same text if it has no such names.
    """
    if code.isascii():
        return code
    return _NAME.sub(lambda found: isolate(found[0]) if _is_mirrored(found[0]) else found[0], code)


def as_sentence(text: str) -> str:
    """A translated text, to be painted where all else runs from the left: it keeps its own direction."""
    return isolate(text, left_to_right=False) if _is_mirrored(text) else text


def _is_mirrored(text: str) -> bool:
    return not text.isascii() and any(kind != "L" for kind in _kinds(text))


def fill(text: str, **values: object) -> str:
    """Put values into the named places of a translated text, each isolated.

    Raises:
        KeyError: The text names a place that has no value.
    """
    return directed(text.format(**{name: isolate(value) for name, value in values.items()}))
