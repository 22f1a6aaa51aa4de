"""Unsaved work kept on disk while it is made, and offered again after the program ended in the middle."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from core.labs.state import AppState
from core.session.held import Packer
from core.session.problem import SessionError
from core.session.recovery import Left, Slot, left_behind
from core.store import Store
from gui.sessions.background import Background

log = logging.getLogger(__name__)

DELAY = 4000
"""Milliseconds after a change until it is kept, however much changes meanwhile."""


class Autosave(QObject):
    """Keeps what is unsaved in the settings folder, never over the user's file.

    Only acts count: who only looked around is asked nothing after a crash. But with an act, the place goes along.

    Args:
        store: What is kept.
        origin: Gives the session's file, and the digest that it had.
        home: The settings folder.
    """

    def __init__(
        self,
        store: Store[AppState],
        origin: Callable[[], tuple[Path | None, str | None]],
        home: Path,
        packer: Packer,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._origin, self._home, self._packer = store, origin, home, packer
        self._background = background
        self._slot: Slot | None = None
        self._taken: list[Left] = []
        self._kept = self._told = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(DELAY)
        self.timer.timeout.connect(self.keep)
        store.changed.connect(self.follow)

    def follow(self, *_: object) -> None:
        """Something changed: keep it soon, or take away what is not needed any more."""
        if self._store.unsaved:
            if not self.timer.isActive():
                self.timer.start()
        else:
            self.forget()

    def keep(self) -> None:
        """Keep what is there now."""
        self.timer.stop()
        self._kept = True
        state, (path, digest) = self._store.state, self._origin()
        self._background.run(lambda: self._write(state, path, digest), failed=self._failed)

    def take_over(self, left: Left) -> None:
        """What another program left is this one's now: it goes when it is kept here."""
        self._taken.append(left)
        self.keep()

    def forget(self) -> None:
        """All is saved, or is not wanted: nothing is to be offered again."""
        self.timer.stop()
        if self._kept:
            self._kept = False
            self._background.run(self._discard)

    def look(self, then: Callable[[list[Left]], None]) -> None:
        """Look for what programs left that ended in the middle."""
        self._background.run(lambda: left_behind(self._home), then)

    def _write(self, state: AppState, path: Path | None, digest: str | None) -> None:
        try:
            if self._slot is None:
                self._slot = Slot(self._home)
            self._slot.save(state, path, self._packer, digest or "")
        except OSError:
            self._complain()
            return
        taken, self._taken = self._taken, []
        for left in taken:
            left.slot.discard()

    def _discard(self) -> None:
        slot, self._slot = self._slot, None
        taken, self._taken = self._taken, []
        if slot is not None:
            slot.discard()
        for left in taken:
            left.slot.discard()

    def _failed(self, _error: SessionError) -> None:
        self._complain()

    def _complain(self) -> None:
        if not self._told:
            self._told = True
            log.info("unsaved work cannot be kept", exc_info=True)
