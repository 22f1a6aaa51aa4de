"""What the program remembers between runs: language, theme, zoom and the window's place."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings


def home() -> Path:
    """The folder of settings and logs; CONVGRAD_HOME overrules the system's own place."""
    override = os.environ.get("CONVGRAD_HOME")
    return Path(override) if override else Path(platformdirs.user_config_dir("convgrad", appauthor=False))


class Settings:
    """Typed access to one settings file; a damaged or unwritable file only means the defaults."""

    def __init__(self) -> None:
        self._file = QSettings(str(home() / "settings.ini"), QSettings.Format.IniFormat)

    def text(self, name: str, default: str) -> str:
        """A remembered word."""
        value = self._file.value(name, default)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        """A remembered whole number."""
        try:
            return int(str(self._file.value(name, default)))
        except ValueError:
            return default

    def blob(self, name: str) -> QByteArray:
        """Remembered bytes, empty if there are none."""
        value = self._file.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember(self, name: str, value: str | int | QByteArray) -> None:
        """Keep a value for the next run."""
        self._file.setValue(name, value)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()
