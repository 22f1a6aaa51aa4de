"""Measures a start for benchmarks/: when the window first handles a key, and when torch is ready."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from gui.start import Program


def seconds_since_process_start() -> float:
    """Wall-clock seconds since the kernel started this process (Linux), or since Python did."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, ValueError, AttributeError):
        return time.perf_counter()


class StartupReport(QObject):
    """Sends the window one key, writes a JSON line for each event, and quits after both."""

    def __init__(self, path: Path, program: Program) -> None:
        super().__init__(program.window)
        self._path = path
        self._program = program
        self._open = {"first_key", "torch_ready"}
        program.window.key_handled.connect(self._key_handled)
        program.service.ready.connect(self._torch_ready)
        QTimer.singleShot(0, self, self._press)

    def _press(self) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
            self._program.application.postEvent(self._program.window, event)

    def _key_handled(self) -> None:
        # A single shot after the key: what the key changed has been painted by then.
        QTimer.singleShot(0, self, lambda: self._write("first_key"))

    def _torch_ready(self) -> None:
        self._write("torch_ready")

    def _write(self, event: str) -> None:
        if event not in self._open:
            return
        self._open.discard(event)
        line = {"event": event, "seconds_since_process_start": seconds_since_process_start()}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if not self._open:
            self._program.window.sessions.end()  # Nobody is there who could be asked about unsaved work.
            self._program.application.quit()
