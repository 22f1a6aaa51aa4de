"""References are neither lost nor gained around Qt calls and signals: PySide6 6.12.0 loses them on Python 3.11."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

TIMES = 3000


class Sender(QObject):
    sent = Signal(object)


def grown(act: Callable[[object], object], thing: object) -> int:
    """How many references to a thing are left after many calls."""
    act(thing)
    before = sys.getrefcount(thing)
    for _ in range(TIMES):
        act(thing)
    return sys.getrefcount(thing) - before


@pytest.mark.parametrize("setter", ["setObjectName", "setText", "setToolTip", "setAccessibleName", "setStyleSheet"])
def test_strings_given_to_qt(setter: str, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    text = "a text that nobody else holds " + setter
    assert abs(grown(getattr(label, setter), text)) < 10
    assert abs(grown(lambda name: getattr(label, setter)(name), text)) < 10


def test_none_true_and_small_numbers(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for value in (True, 7, None):
        assert abs(grown(lambda v: label.setProperty("any", v), value)) < 100


def test_objects_sent_by_signals(qtbot: QtBot) -> None:
    sender, heard = Sender(), []
    sender.sent.connect(lambda thing: heard.append(thing) if not heard else None)
    thing = object()
    assert abs(grown(sender.sent.emit, thing)) < 10
    assert heard == [thing]


def test_properties_that_are_read(qtbot: QtBot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    before = sys.getrefcount(label)
    for _ in range(TIMES):
        label.text()
        label.objectName()
        label.property("nothing")
    assert abs(sys.getrefcount(label) - before) < 10
