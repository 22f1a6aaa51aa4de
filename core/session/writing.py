"""Files that are written whole or not at all, whenever the program or the machine may end."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from pathlib import Path

PARTIAL = ".partial"
STALE_AFTER = 3600.0
"""Seconds after which what a killed program left half written is taken away."""


def write_whole(path: Path, data: bytes) -> None:
    """Put data in a file's place: after a crash there is the old file or the new one.

    A link stays one, and what it leads to is replaced; an existing file keeps its permissions.

    Raises:
        OSError: It cannot be written there; the file is as it was.
    """
    path = path.resolve()
    partial = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{PARTIAL}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(partial, flags, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            with contextlib.suppress(OSError):
                partial.chmod(stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
    _flush_folder(path.parent)
    _sweep(path)


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk too; only POSIX can, and where it cannot the file is whole all the same."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(path: Path) -> None:
    with contextlib.suppress(OSError):
        for one in path.parent.iterdir():
            if one.name.startswith(f".{path.name[:80]}.") and one.name.endswith(PARTIAL):
                with contextlib.suppress(OSError):
                    if time.time() - one.stat().st_mtime > STALE_AFTER:
                        one.unlink()
