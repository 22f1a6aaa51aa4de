"""Every visible widget of every lab, in both languages: named, large enough, reached by Tab, and seen to be.

What is measured is the window's own picture: the ring or border of what has the focus differs from what was there by
at least 3 to 1 (WCAG 2.2, 2.4.13 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.labs.state import LABS, LabName
from gui.editor.editor import CodeEditor
from gui.labs.autograd.lab import AutogradLab
from gui.language import LanguageCode, language
from gui.main_window import MainWindow
from gui.palette import ThemeName
from gui.theme import theme

Make = Callable[..., MainWindow]
TARGET = 24
CONTRAST = 3.0
AROUND = 5
"""Pixels around a widget in which its ring may lie."""


def pages_of(lab: LabName) -> tuple[str, ...]:
    module = import_module("core.labs.autograd" if lab == "autograd" else f"core.labs.{lab}.state")
    pages: tuple[str, ...] = module.PAGES
    return pages


PAGES = [(lab, page) for lab in LABS for page in pages_of(lab)]


def shown(make_window: Make, qtbot: QtBot, lab: LabName, page: str, code: LanguageCode, name: ThemeName) -> MainWindow:
    """The window with a page of a lab, worked as far as there is something to look at."""
    language().set(code)
    theme().choose(name)
    window = make_window(lab)
    store = window._store
    store.note(replace(store.state, **{lab: replace(getattr(store.state, lab), page=page)}))
    if lab == "autograd":
        own = window.lab
        assert isinstance(own, AutogradLab)
        own.run_program()
        qtbot.waitUntil(lambda: own._last is not None and not own.runner.running, timeout=60_000)
        qtbot.waitUntil(lambda: own._replay is not None, timeout=20_000)
        assert own._replay is not None
        own.playback.go(own._replay.length - 3)
    for _ in range(5):
        QApplication.processEvents()
    return window


def focusable(window: QWidget) -> list[QWidget]:
    """What Tab is to reach, but for what hands the focus on to another one."""
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
    ]


def walked(window: QWidget) -> list[QWidget]:
    """What Tab reaches, from anywhere until it comes round; Escape leads out of an editor, where Tab writes."""
    seen: list[QWidget] = []
    window.setFocus()
    for _ in range(400):
        now = QApplication.focusWidget()
        QTest.keyClick(now or window, Qt.Key.Key_Escape if isinstance(now, CodeEditor) else Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)
    return seen


def in_group_of(widget: QWidget, seen: list[QWidget]) -> bool:
    """Whether the arrow keys lead to it from another button of its group."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(one in seen for one in group.buttons())


def luminance(window: QWidget, area: QRect) -> npt.NDArray[np.float64]:
    """Relative luminance of a part of the window as it is painted (WCAG 2.2)."""
    image = window.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    channels = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    found: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return found


def marked(window: QWidget, widget: QWidget) -> float:
    """Pixels that differ by 3 to 1 once a widget has the focus, as a part of its visible outline; half of it is seen."""
    window.setFocus()
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
    QApplication.processEvents()
    area = QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    area &= window.rect()
    before = luminance(window, area)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = luminance(window, area)
    contrast = (np.maximum(before, after) + 0.05) / (np.minimum(before, after) + 0.05)
    seen = widget.visibleRegion().boundingRect()
    outline = 2 * (seen.width() + seen.height())
    return float((contrast >= CONTRAST - 0.005).sum()) / max(1, outline)


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize(("lab", "page"), PAGES)
def test_every_widget_is_named_large_and_reached(
    lab: LabName, page: str, code: LanguageCode, make_window: Make, qtbot: QtBot
) -> None:
    window = shown(make_window, qtbot, lab, page, code, "light")
    wanted = focusable(window)
    assert len(wanted) > 15
    nameless, small = [], []
    for widget in wanted:
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            nameless.append(widget)
    for widget in window.findChildren(QWidget):
        kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider)
        if isinstance(widget, kinds) and widget.isVisible() and not isinstance(widget, QScrollBar):
            size = widget.size()
            if min(size.width(), size.height()) < TARGET:
                small.append((widget, size.toTuple()))
    seen = walked(window)
    missed = [one for one in wanted if one not in seen and not in_group_of(one, seen)]
    assert not nameless
    assert not small
    assert not missed


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("lab", "page"), PAGES)
def test_the_focus_is_seen(lab: LabName, page: str, name: ThemeName, make_window: Make, qtbot: QtBot) -> None:
    window = shown(make_window, qtbot, lab, page, "en", name)
    faint = []
    for widget in focusable(window):
        if not widget.isVisible():
            continue
        share = marked(window, widget)
        if QApplication.focusWidget() is widget and share < 0.5:
            faint.append((widget, round(share, 2)))
    assert not faint


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWindow):
            self.shown.append(watched.objectName())
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    noted = Windows()
    qapp.installEventFilter(noted)
    yield noted
    qapp.removeEventFilter(noted)


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_that_is_made_takes_no_focus_away(
    lab: LabName, make_window: Make, windows: Windows, qtbot: QtBot
) -> None:
    window = make_window("image" if lab == "signal" else "signal")
    QTest.keyClick(window, Qt.Key.Key_Tab)
    windows.shown.clear()
    window.actions_table[f"view.{lab}"].trigger()
    qtbot.waitUntil(lambda: window._store.state.lab == lab)
    for _ in range(5):
        QApplication.processEvents()
    assert not windows.shown
    assert window.isActiveWindow()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not None
