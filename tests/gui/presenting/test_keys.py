"""The table of the keys: none of them is a lab's, and all are known in both layouts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from gui.commands import COMMANDS
from gui.presenting.keys import ARABIC, KEYS, act_of, is_modifier, writes

PLAIN, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def pressed(key: int, text: str = "", modifiers: Qt.KeyboardModifier = PLAIN) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def test_no_key_of_presenting_is_one_of_a_lab() -> None:
    own = [QKeySequence(key).toString() for one in KEYS for key in one.keys]
    assert len(own) == len(set(own)) == len([key for key in own if key])
    labs = {QKeySequence(key).toString() for one in COMMANDS for key in (*one.keys, *one.shortcuts)}
    # The clicker's keys move the clock outside of presenting too, and F5 begins it.
    assert set(own) & labs == {"PgDown", "PgUp", "F5"}


@pytest.mark.parametrize("one", KEYS, ids=lambda one: one.act)
def test_every_key_is_known(one: object) -> None:
    from gui.presenting.keys import PresentingKey

    assert isinstance(one, PresentingKey)
    named = {"PgDown": Qt.Key.Key_PageDown, "PgUp": Qt.Key.Key_PageUp, "F5": Qt.Key.Key_F5, "Esc": Qt.Key.Key_Escape}
    for key in one.keys:
        if key in named:
            assert act_of(pressed(named[key])) == one.act
            assert act_of(pressed(named[key], modifiers=SHIFT)) is None
            continue
        modifiers = SHIFT if key == "?" else PLAIN
        assert act_of(pressed(0, key.lower(), modifiers)) == one.act
        for letter in ARABIC[key]:
            assert act_of(pressed(0, letter, modifiers)) == one.act
        assert act_of(pressed(0, key.lower(), CONTROL)) is None


def test_shift_and_a_letter_is_the_labs() -> None:
    assert act_of(pressed(Qt.Key.Key_E, "E", SHIFT)) is None
    assert act_of(pressed(Qt.Key.Key_Space, " ")) is None
    assert act_of(pressed(Qt.Key.Key_Shift)) is None
    assert is_modifier(pressed(Qt.Key.Key_Shift))
    assert not is_modifier(pressed(Qt.Key.Key_B, "b"))


def test_what_is_typed_into(qtbot: QtBot) -> None:
    fixed, editable = QComboBox(), QComboBox()
    editable.setEditable(True)
    read = QPlainTextEdit()
    read.setReadOnly(True)
    for widget in (fixed, editable, read, spin := QSpinBox(), line := QLineEdit(), text := QPlainTextEdit()):
        qtbot.addWidget(widget)
    assert all(writes(one) for one in (editable, spin, line, text))
    assert not any(writes(one) for one in (fixed, read, None))
    label = QLabel()
    qtbot.addWidget(label)
    assert not writes(label)
