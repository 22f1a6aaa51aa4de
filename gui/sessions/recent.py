"""The sessions that were opened or saved lately: a menu, and what is remembered of it between runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from gui.sessions.background import Background
from gui.settings import Settings
from gui.text import fill, isolate, translate

MOST = 8
LONGEST = 4096
NAME = "recent_sessions"


class RecentSessions(QObject):
    """The newest first. One that is not there any more stays in the list, greyed and named so, until it is taken out.

    Signals:
        chosen: The user wants this one.
    """

    chosen = Signal(Path)

    def __init__(self, window: QWidget, settings: Settings, background: Background) -> None:
        super().__init__(window)
        self._settings, self._background = settings, background
        self.paths = _remembered(settings)
        self._missing: set[Path] = set()
        self.menu = QMenu(window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.look)
        self._fill()

    def add(self, path: Path) -> None:
        """Put a session first."""
        self._missing.discard(path)
        self._become([path, *(one for one in self.paths if one != path)][:MOST])

    def forget_missing(self) -> None:
        """Take those out that are not there any more."""
        self._become([one for one in self.paths if one not in self._missing])

    def clear(self) -> None:
        """Take all out."""
        self._become([])

    def look(self) -> None:
        """See which are still there; a disk that does not answer holds nothing up."""
        paths = list(self.paths)
        self._background.run(lambda: {one for one in paths if not _exists(one)}, self._show_missing)

    def pop_up(self) -> None:
        """Show the menu where the mouse is, for those who search for it by name."""
        self.menu.popup(QCursor.pos())

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._fill()

    def _become(self, paths: list[Path]) -> None:
        self.paths = paths
        self._settings.remember(NAME, json.dumps([str(one) for one in paths]))
        self._fill()

    def _show_missing(self, missing: set[Path]) -> None:
        if missing != self._missing:
            self._missing = missing
            self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        if not self.paths:
            self.menu.addAction(translate("Sessions", "None yet")).setEnabled(False)
            return
        for path in self.paths:
            self._add(path)
        self.menu.addSeparator()
        if self._missing:
            self._offer(translate("Sessions", "Take out what is missing"), self.forget_missing)
        self._offer(translate("Sessions", "Clear this list"), self.clear)

    def _add(self, path: Path) -> None:
        there = path not in self._missing
        name = isolate(path.stem.replace("&", "&&"))
        text = name if there else fill(translate("Sessions", "{name} (missing)"), name=path.stem.replace("&", "&&"))
        action = self.menu.addAction(text)
        action.setToolTip(isolate(path))
        action.setEnabled(there)
        action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))

    def _offer(self, text: str, act: Callable[[], None]) -> None:
        self.menu.addAction(text).triggered.connect(lambda _checked=False: act())


def _remembered(settings: Settings) -> list[Path]:
    try:
        names = json.loads(settings.text(NAME, "[]"))
    except (ValueError, RecursionError):
        return []
    if not isinstance(names, list):
        return []
    good = [one for one in names if isinstance(one, str) and 0 < len(one) < LONGEST and "\0" not in one]
    return [Path(one) for one in good][:MOST]


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
