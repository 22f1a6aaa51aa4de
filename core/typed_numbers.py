"""Typed digits and marks of any script as those that Python reads."""

from __future__ import annotations

_DIGITS = {digit: str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")}
_DIGITS |= {digit: str(value) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")}
_MARKS = {
    "٫": ".",
    "−": "-",
    "‐": "-",
    "–": "-",
    "﹣": "-",
    "＋": "+",
    "٬": "",
    "\u200e": "",
    "\u200f": "",
    "\u061c": "",
}
_NORMAL = str.maketrans({**_DIGITS, **_MARKS})


def normalise(text: str) -> str:
    """Typed digits and marks of any script as those that Python reads.

    Arabic-Indic and Persian digits, the Arabic decimal mark, every kind of minus, and the invisible
    direction marks that a right-to-left keyboard leaves behind.
    """
    return text.translate(_NORMAL).strip()
