"""Where the window is and what it shows around the lab, to be put back exactly."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

FULL = Qt.WindowState.WindowFullScreen
LARGE = Qt.WindowState.WindowMaximized | FULL


class WindowPlace:
    """Remembers a window as it is when this is made.

    Args:
        window: The window.
        chrome: What is hidden while one presents.
    """

    def __init__(self, window: QWidget, chrome: Sequence[QWidget]) -> None:
        self._window = window
        self._state = window.windowState()
        self._geometry = QRect(window.normalGeometry() if self._state & LARGE else window.geometry())
        self._shown = [(widget, not widget.isHidden()) for widget in chrome]
        self._screen = window.screen()
        self._focus = QApplication.focusWidget()

    def fill(self, screen: QScreen) -> None:
        """Hide the chrome, and fill a screen."""
        window = self._window
        for widget, _ in self._shown:
            widget.hide()
        if window.screen() != screen or not window.isFullScreen():
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.setScreen(screen)
            window.setGeometry(screen.geometry())
            window.setWindowState(FULL)

    def put_back(self) -> None:
        """Have everything as it was."""
        window = self._window
        moved = isValid(self._screen) and window.screen() != self._screen
        if moved or window.windowState() != self._state:
            window.setWindowState(Qt.WindowState.WindowNoState)
            if isValid(self._screen):
                window.setScreen(self._screen)
            window.setGeometry(self._geometry)
            if self._state != window.windowState():
                window.setWindowState(self._state)
        for widget, shown in self._shown:
            widget.setVisible(shown)
        focus = self._focus
        if focus is not None and isValid(focus) and focus.window() is window:
            focus.setFocus()
