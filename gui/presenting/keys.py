"""The keys that mean something while one presents, and only then; none of them is a key of the labs.

A clicker sends keys by their place on the keyboard, and the layout makes letters of them: with an Arabic layout
its "." arrives as "ز". So each letter is known by the Arabic letter of the same key too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from gui.text import QT_TRANSLATE_NOOP

Act = Literal[
    "leave",
    "next",
    "back",
    "black",
    "white",
    "laser",
    "ink",
    "erase",
    "freeze",
    "text",
    "notes",
    "exchange",
    "help",
]


@dataclass(frozen=True, slots=True)
class PresentingKey:
    """What one or two keys do.

    Attributes:
        act: Its identifier.
        keys: The keys as they are written; single characters are meant by what they type.
        text: English source text, context "Presenting".
    """

    act: Act
    keys: tuple[str, ...]
    text: str


KEYS: tuple[PresentingKey, ...] = (
    PresentingKey("next", ("PgDown",), QT_TRANSLATE_NOOP("Presenting", "Next step, of the lesson or the clock")),
    PresentingKey("back", ("PgUp",), QT_TRANSLATE_NOOP("Presenting", "Previous step")),
    PresentingKey("black", ("B", "."), QT_TRANSLATE_NOOP("Presenting", "Black screen; any key brings it back")),
    PresentingKey("white", ("W",), QT_TRANSLATE_NOOP("Presenting", "White screen; any key brings it back")),
    PresentingKey("laser", ("P",), QT_TRANSLATE_NOOP("Presenting", "Laser pointer, while the key is held")),
    PresentingKey("ink", ("D",), QT_TRANSLATE_NOOP("Presenting", "Draw, while held or until pressed again")),
    PresentingKey("erase", ("E",), QT_TRANSLATE_NOOP("Presenting", "Erase what was drawn")),
    PresentingKey("freeze", ("Z",), QT_TRANSLATE_NOOP("Presenting", "Freeze the audience's picture, and release it")),
    PresentingKey("text", ("T",), QT_TRANSLATE_NOOP("Presenting", "Show or hide the step's text")),
    PresentingKey("notes", ("S",), QT_TRANSLATE_NOOP("Presenting", "Speaker's notes")),
    PresentingKey("exchange", ("X",), QT_TRANSLATE_NOOP("Presenting", "Exchange the two screens")),
    PresentingKey("help", ("?",), QT_TRANSLATE_NOOP("Presenting", "Show or hide these keys")),
    PresentingKey("leave", ("F5", "Esc"), QT_TRANSLATE_NOOP("Presenting", "Leave presenting")),
)
"""Every key of presenting, in the order of the help."""

ARABIC = {
    "B": ("لا", "\ufefb"),
    ".": ("ز",),
    "W": ("ص",),
    "P": ("ح",),
    "D": ("ي",),
    "E": ("ث",),
    "Z": ("ئ",),
    "T": ("ف",),
    "S": ("س",),
    "X": ("ء",),
    "?": ("؟",),
}
"""What the keys type with an Arabic layout."""

_NAMED = {
    Qt.Key.Key_PageDown: "PgDown",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_F5: "F5",
}
_ACTS: dict[str, Act] = {key: one.act for one in KEYS for key in one.keys}
_ACTS |= {typed: _ACTS[key] for key, letters in ARABIC.items() for typed in letters}
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}


def act_of(event: QKeyEvent) -> Act | None:
    """What a key means while one presents; None for a key that means what it always does."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    named = _NAMED.get(Qt.Key(event.key()))
    if named is not None:
        return _ACTS[named] if held == Qt.KeyboardModifier.NoModifier else None
    if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return None
    typed = event.text()
    if held == Qt.KeyboardModifier.ShiftModifier and typed not in ("?", "؟"):
        return None  # Shift and a letter are the lab's.
    return _ACTS.get(typed.upper())


def is_modifier(event: QKeyEvent) -> bool:
    """Whether a key does nothing by itself."""
    return Qt.Key(event.key()) in _MODIFIERS


def writes(widget: QWidget | None) -> bool:
    """Whether keys are typed into a widget, so that none of them may mean anything else."""
    if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)
