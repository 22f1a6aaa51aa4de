"""Pictures from the clipboard: kept as files, so that undo and sessions find them again."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage
from typing_extensions import override

from gui.settings import home

MOST_KEPT = 12
"""Pasted pictures on the disk; of more, the oldest go."""


class PastedPictures(QObject):
    """Writes pictures beside the settings, off the interface's thread.

    Signals:
        saved: The path of a picture that was pasted.
        failed: The name of one that could not be written.
    """

    saved = Signal(str)
    failed = Signal(str)

    def take(self, image: QImage) -> None:
        """Keep a picture; `saved` or `failed` follows."""
        QThreadPool.globalInstance().start(_Writing(image, self))


class _Writing(QRunnable):
    def __init__(self, image: QImage, owner: PastedPictures) -> None:
        super().__init__()
        self._image, self._owner = image, owner

    @override
    def run(self) -> None:
        digest = hashlib.sha256(self._image.constBits()).hexdigest()[:10]
        size = f"{self._image.width()}x{self._image.height()}"
        path = home() / "pasted" / f"pasted-{size}-{digest}.png"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            written = path.is_file() or self._image.save(str(path))
            _tidy(path)
        except OSError:
            written = False
        with contextlib.suppress(RuntimeError):  # The window was closed meanwhile.
            (self._owner.saved if written else self._owner.failed).emit(str(path))


def _tidy(newest: Path) -> None:
    """Delete the oldest of too many."""
    kept = sorted(newest.parent.glob("pasted-*.png"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST_KEPT:]:
        if path != newest:
            path.unlink(missing_ok=True)
