"""Starts the window."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QStyleFactory

from core.labs.autograd import example
from core.labs.state import AppState, LabName
from core.store import Store
from gui.faults import FaultHandler, start_log
from gui.language import LANGUAGES, LanguageCode, language
from gui.lessons.shelf import ReadAhead
from gui.main_window import MainWindow
from gui.motion import motion
from gui.palette import PALETTES
from gui.settings import Settings
from gui.theme import load_fonts, theme
from gui.tidy import Tidy
from gui.worker import ComputeService

log = logging.getLogger(__name__)


class Program:
    """The application with its window, store and computing process; `close` takes it all down again."""

    def __init__(self, language_code: LanguageCode | None = None, lab: LabName = "signal") -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.application = application
        application.setApplicationName("ConvGrad")
        application.setStyle(QStyleFactory.create("Fusion"))
        self.settings = Settings()
        missing = load_fonts()
        if missing:
            log.warning("fonts that could not be loaded: %s", ", ".join(missing))
        chosen = self.settings.text("theme", "")
        theme().choose(next((name for name in PALETTES if name == chosen), None))
        theme().set_zoom(self.settings.number("zoom", 100))
        theme().apply()
        remembered = self.settings.text("language", "en")
        first: LanguageCode = next((code for code in LANGUAGES if code == remembered), "en")
        language().set(language_code or first)
        motion().reduce(self.settings.text("motion", "") == "reduced")
        self.service = ComputeService()
        self.service.start()
        self.store: Store[AppState] = Store(AppState(lab=lab, autograd=example()))
        self.window = MainWindow(self.store, self.service, self.settings)
        self.window.restoreGeometry(self.settings.blob("geometry"))
        self.faults = FaultHandler()
        self.faults.fault.connect(self.window.report_fault)

    def close(self) -> None:
        """End everything that was started; what is unsaved is given up."""
        self.window.sessions.end()
        self.window.close()
        self.service.stop()
        self.faults.remove()
        self.window.deleteLater()


def start(files: Sequence[Path], lab: LabName | None, language_code: LanguageCode | None) -> int:
    """Show the window until it is closed; returns the exit status."""
    start_log()
    application = QApplication(sys.argv[:1])
    program = Program(language_code, lab or "signal")
    program.faults.install()
    program.window.show()
    ReadAhead(program.window)
    program.window.sessions.look_for_left()
    tidy = Tidy(program.window)
    report = os.environ.get("CONVGRAD_STARTUP_REPORT")
    if report:
        from gui.startup_report import StartupReport

        StartupReport(Path(report), program)
    for path in files:
        QTimer.singleShot(0, program.window, lambda path=path: program.window.open_path(path))
    status = application.exec()
    tidy.remove()
    program.close()
    return status
