"""Keeps the unsaved program on disk while it is written, off the interface's thread."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, QTimer

from core.editing.draft import Draft, forget_draft, read_draft, write_draft
from gui.settings import home

log = logging.getLogger(__name__)

DELAY = 1500
"""Milliseconds after a change until it is on disk, however much is written meanwhile."""


class Drafts(QObject):
    """The one draft of the settings folder. It stays until its program is saved or a newer one takes its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = home()
        self._wanted: Draft | None = None
        self._latest: Draft | None = None
        self._writer: threading.Thread | None = None
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._write)

    def read(self) -> Draft | None:
        """What was left from the last time."""
        return read_draft(self._folder)

    def keep(self, draft: Draft) -> None:
        """Have a draft on disk soon, in place of the one before."""
        self._wanted = self._latest = draft
        if not self._timer.isActive():
            self._timer.start()

    def saved(self, program: str) -> None:
        """A program is in its file: the draft goes if it is that program's, and stays if it holds something else."""
        latest = self._latest or self.read()
        if latest is None or latest.program != program:
            return
        self._timer.stop()
        self._wanted = self._latest = None
        self._join()
        forget_draft(self._folder)

    def forget(self, program: str) -> None:
        """Do not write what was to be kept, if it is this program; what is on disk stays."""
        if self._wanted is not None and self._wanted.program == program:
            self._timer.stop()
            self._wanted = self._latest = None

    def close(self) -> None:
        """Write what is not written yet, and wait for it: the window goes."""
        self._timer.stop()
        self._join()
        self._write()
        self._join()

    def _write(self) -> None:
        if self._writer is not None and self._writer.is_alive():
            self._timer.start()  # A slow disk: one after the other.
            return
        draft, self._wanted = self._wanted, None
        if draft is not None:
            self._writer = threading.Thread(target=self._save, args=(draft,), name="draft writer", daemon=True)
            self._writer.start()

    def _save(self, draft: Draft) -> None:
        try:
            write_draft(self._folder, draft)
        except OSError:
            if not self._told:
                self._told = True
                log.info("the draft cannot be written", exc_info=True)

    def _join(self) -> None:
        if self._writer is not None:
            self._writer.join()
            self._writer = None
