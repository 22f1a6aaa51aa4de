"""Places in a text: Qt counts UTF-16 units, Python counts characters."""

from __future__ import annotations

import re

_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def flat(text: str) -> str:
    """A text in which a place is the same number for Qt and for Python.

    A character of two units becomes two placeholders, so this is for finding places alone.
    """
    return text if text.isascii() else _BEYOND.sub("\ufffd\ufffd", text)


def units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text) if text.isascii() else len(_BEYOND.sub("..", text))


def characters(text: str, place: int) -> int:
    """Characters before a place that Qt counted."""
    if text.isascii():
        return place
    count = passed = 0
    for character in text:
        if passed >= place:
            break
        passed += 1 + (character > "\uffff")
        count += 1
    return count
