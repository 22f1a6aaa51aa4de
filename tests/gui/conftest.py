"""The window with real parts; only the computing process is in the test's own, so that its answers can be waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import miniaudio
import pytest
import torch
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.labs import service as compute
from core.labs import wire
from core.labs.autograd import example
from core.labs.signal.sound import SoundDesk
from core.labs.state import AppState, LabName
from core.media.player import Player
from core.store import Store
from gui.language import language
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.theme import load_fonts, theme
from gui.worker import ComputeService
from tests.gui.spare_processes import handed_on

torch.set_num_threads(1)  # As the computing process does; on a busy machine more threads wait for one another.
MEDIA = compute.Media()
MEDIA.camera.lister = lambda: ()  # What is plugged into the machine is no matter of the tests.


class LocalService(ComputeService):
    """Answers with the real code of the computing process, in the next turn of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[wire.Request] = []
        self.desk = SoundDesk(Player(backends=[miniaudio.Backend.NULL]))

    def start(self) -> None:
        """Tell at once that torch is there."""
        QTimer.singleShot(0, self, lambda: self._take(self._life, wire.Ready("2.13.0")))

    def _ask(self, request: wire.Request) -> None:
        self.asked.append(request)
        super()._ask(request)
        QTimer.singleShot(0, self, lambda: self._answer(request))

    def _answer(self, request: wire.Request) -> None:
        life = self._life
        reply = compute.answer(request, MEDIA, lambda told: self._arrived.emit(life, told), self.desk)
        if reply is not None:
            self._take(life, reply)

    def stop(self) -> None:
        """Let nothing sound and no camera run any more."""
        self.desk.stop()
        MEDIA.camera.close()
        super().stop()


@pytest.fixture(autouse=True, scope="package")
def spares_handed_on() -> Iterator[None]:
    """A window gets the process that the one before had ready for its next program."""
    with handed_on():
        yield


@pytest.fixture(autouse=True)
def fresh_interface(qapp: QApplication) -> Iterator[None]:
    """English, the light theme, 100 %, before and after."""
    load_fonts()
    theme().choose("light")
    theme().set_zoom(100)
    theme().apply()
    language().set("en")
    yield
    language().set("en")
    theme().end_presenting()
    theme().choose("light")
    theme().set_zoom(100)


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Make a window that shows a lab; it is closed after the test."""
    made: list[tuple[MainWindow, LocalService]] = []

    def make(lab: LabName = "signal", size: tuple[int, int] = (1366, 768)) -> MainWindow:
        service = LocalService()
        service.start()
        store: Store[AppState] = Store(AppState(lab=lab, autograd=example()))
        window = MainWindow(store, service, Settings())
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        made.append((window, service))
        if lab != "autograd":
            qtbot.waitUntil(lambda: window.lab._scene is not None)  # type: ignore[attr-defined]
        return window

    yield make
    for window, service in made:
        close_unsaved(window)
        service.stop()
        window.deleteLater()
        service.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def close_unsaved(window: MainWindow) -> None:
    """Close a window that would ask what to do with what the test has changed."""
    window.sessions.end()
    window.close()


def type_text(widget: QWidget, text: str) -> None:
    """Type any characters: QTest.keyClicks aborts on Arabic ones."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(widget, event)


def all_of(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    """Every widget of a kind inside a window."""
    return list(window.findChildren(kind))


def project_file(*parts: str) -> Path:
    """A file of the project's."""
    return Path(__file__).parent.parent.parent.joinpath(*parts)
