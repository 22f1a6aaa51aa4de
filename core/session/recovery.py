"""What a running program keeps of unsaved work, and what is left of it when the program ended in the middle.

Each running program has a file of its own in the recovery folder and holds a lock on it, which the system lets go
when the process ends, however it ends. A file whose lock can be had is one that nobody works on any more.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from core.labs.state import AppState
from core.session.document import ENDING, Origin
from core.session.files import Opened, open_session, save_session
from core.session.held import Packer
from core.session.problem import SessionError

FOLDER = "recovery"
LOCK = ".lock"


class Slot:
    """A place in the recovery folder, locked for as long as this process works on it.

    Raises:
        OSError: The folder cannot be written, or another process holds the lock.
    """

    def __init__(self, home: Path, name: str | None = None) -> None:
        folder = home / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name or f"{int(time.time())}-{os.getpid()}-{secrets.token_hex(4)}"
        self.path = folder / f"{self.name}{ENDING}"
        self._lock_path = folder / f"{self.name}{LOCK}"
        self._handle: int | None = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _lock(self._handle)
        except OSError:
            os.close(self._handle)
            self._handle = None
            raise

    def save(self, state: AppState, origin: Path | None, packer: Packer, digest: str = "") -> None:
        """Keep a state, of the user's file if it has one, and what that file's digest was.

        Raises:
            SessionError: It cannot be written.
        """
        save_session(self.path, state, packer, origin=Origin(str(origin or ""), time.time(), digest))

    def open(self, home: Path) -> Opened:
        """What is kept here.

        Raises:
            SessionError: It cannot be read.
        """
        return open_session(self.path, home)

    def release(self) -> None:
        """Leave what is kept for another time."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def discard(self) -> None:
        """Take what is kept away, and let go."""
        with contextlib.suppress(OSError):
            self.path.unlink()
        self.release()
        with contextlib.suppress(OSError):
            self._lock_path.unlink()


@dataclass(frozen=True, slots=True)
class Left:
    """Unsaved work of a program that ended in the middle.

    Attributes:
        slot: Where it is; its lock is held.
        origin: Of which file, and since when.
    """

    slot: Slot
    origin: Origin


def left_behind(home: Path) -> list[Left]:
    """What programs that ended in the middle left, the newest last.

    Each one's lock is held: it is to be released or discarded.
    """
    found = []
    with contextlib.suppress(OSError):
        for path in (home / FOLDER).glob(f"*{ENDING}"):
            try:
                slot = Slot(home, path.stem)
            except OSError:
                continue  # Somebody works on it.
            if not path.exists():
                slot.discard()  # It was just saved and taken away.
                continue
            found.append(Left(slot, _origin(slot, home, path)))
    return sorted(found, key=lambda one: one.origin.saved)


def _origin(slot: Slot, home: Path, path: Path) -> Origin:
    with contextlib.suppress(SessionError):
        origin = slot.open(home).origin
        if origin is not None:
            return origin
    with contextlib.suppress(OSError):
        return Origin("", path.stat().st_mtime)
    return Origin()


def put_aside(home: Path, state: AppState, packer: Packer) -> None:
    """Keep a state to be offered when the program starts the next time.

    Raises:
        OSError: The folder cannot be written.
        SessionError: The state cannot be written.
    """
    slot = Slot(home)
    try:
        slot.save(state, None, packer)
    finally:
        slot.release()


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
