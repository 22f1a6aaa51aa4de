"""The ring: around what the keyboard reached, and around nothing else. tests/gui/test_accessibility.py looks at it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gui.focus_ring import LINING, WIDTH, FocusRing
from gui.widgets.choice import Switch

REACH = WIDTH + LINING


def made(qtbot: QtBot) -> tuple[QWidget, FocusRing, Callable[[QWidget], QRect]]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    ring = FocusRing(window)

    def around(widget: QWidget) -> QRect:
        return QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-REACH, -REACH, REACH, REACH)

    return window, ring, around


def around_what(ring: FocusRing) -> QWidget | None:
    return ring.around


def test_it_is_around_what_a_key_reached(qtbot: QtBot) -> None:
    window, ring, around = made(qtbot)
    lines = QVBoxLayout(window)
    first, button, last = Switch(), QPushButton("b"), Switch()
    for widget in (first, button, last):
        lines.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert around_what(ring) is first
    assert ring.geometry() == around(first)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert around_what(ring) is None  # Its own border shows it.
    QTest.mouseClick(last, Qt.MouseButton.LeftButton)
    assert last.hasFocus()
    assert around_what(ring) is None
    QTest.keyClick(last, Qt.Key.Key_Space)
    assert around_what(ring) is last
    window.resize(400, 260)
    qtbot.waitUntil(lambda: ring.geometry() == around(last))
    last.hide()
    assert around_what(ring) is not last


def test_it_lets_the_mouse_through_and_stays_in_sight(qtbot: QtBot) -> None:
    window, ring, _ = made(qtbot)
    lines = QVBoxLayout(window)
    area, inside = QScrollArea(), QWidget()
    inside.setFixedSize(200, 900)
    low = Switch(inside)
    low.move(20, 100)
    low.resize(100, 700)
    area.setWidget(inside)
    lines.addWidget(area)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    low.setFocus(Qt.FocusReason.TabFocusReason)
    assert around_what(ring) is low
    view = area.viewport()
    seen = QRect(view.mapTo(window, QPoint()), view.size())
    assert seen.contains(ring.geometry())
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    before = ring.geometry()
    area.verticalScrollBar().setValue(60)
    qtbot.waitUntil(lambda: ring.geometry() != before)


def test_what_had_the_focus_may_be_gone(qtbot: QtBot) -> None:
    window, ring, _ = made(qtbot)
    lines = QVBoxLayout(window)
    first, second = Switch(), Switch()
    for widget in (first, second):
        lines.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    delete(first)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert around_what(ring) is second
    delete(second)
    assert around_what(ring) is None
