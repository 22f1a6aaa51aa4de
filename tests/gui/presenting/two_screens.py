"""Presents on two screens, and prints what is where; run by test_two_screens.py without a display."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.labs.autograd import example
from core.labs.state import AppState
from core.store import Store
from gui.language import language
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.theme import load_fonts, theme
from tests.gui.conftest import LocalService, close_unsaved

PATIENCE_MS = 20_000


def until(condition: Callable[[], bool], what: str) -> None:
    """Let the window work until something is so."""
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        QApplication.processEvents()
        if clock.elapsed() > PATIENCE_MS:
            sys.exit(f"it never came to this: {what}")


def main() -> None:
    """Begin, freeze, release, exchange, leave."""
    application = QApplication([])
    desk, hall = (screen.geometry() for screen in application.screens())
    load_fonts()
    theme().apply()
    language().set("en")
    service = LocalService()
    service.start()
    window = MainWindow(Store(AppState(autograd=example())), service, Settings())
    window.resize(1200, 700)
    window.show()
    until(lambda: window.lab._scene is not None, "a scene")  # type: ignore[attr-defined]
    window.activateWindow()
    window.lab.stage_widget.setFocus()
    until(lambda: QApplication.focusWidget() is not None, "the keyboard")
    before = window.geometry()

    def press(key: Qt.Key, widget: QWidget = window) -> None:
        QTest.keyClick(widget, key)

    press(Qt.Key.Key_F5)
    presenter = window.presenter
    lecturer = presenter.lecturer
    assert lecturer is not None
    until(lambda: window.geometry() == hall, "the hall's screen is the audience's")
    until(lecturer.isVisible, "the lecturer has a window")
    assert lecturer.screen().geometry() == desk
    until(lambda: theme().font("body").pixelSize() >= 0.03 * hall.height(), "type for the hall")
    until(lambda: not lecturer.picture.image.isNull(), "a picture of the hall")
    QTest.keyClick(lecturer, "z")
    frozen = presenter.frozen
    assert frozen is not None
    until(lambda: frozen.geometry() == hall, "the frozen picture is the audience's")
    until(lambda: window.geometry() == desk, "the window is before the lecturer")
    press(Qt.Key.Key_PageDown)
    QTest.keyClick(window, "z")
    until(lambda: window.geometry() == hall, "the window is the audience's again")
    QTest.keyClick(window, "x")
    until(lambda: window.geometry() == desk, "the screens are exchanged")
    QTest.keyClick(window, "x")
    until(lambda: window.geometry() == hall, "and exchanged again")
    press(Qt.Key.Key_Escape)
    until(lambda: window.geometry() == before, "the window is where it was")
    assert not window.isFullScreen()
    assert presenter.lecturer is None
    close_unsaved(window)
    service.stop()
    print("all of it")


if __name__ == "__main__":
    main()
