"""An unsaved program kept on disk, so that a crash or a closed window loses nothing."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

NAME = "draft.json"
MOST_BYTES = 8_000_000


class Draft(msgspec.Struct, frozen=True):
    """An unsaved program.

    Attributes:
        program: The text.
        path: The file that it is to be saved in, or "".
        on_disk: What that file held when it was last read or written: another text there is somebody else's.
    """

    program: str
    path: str = ""
    on_disk: str = ""


def read_draft(folder: Path) -> Draft | None:
    """The draft of a settings folder; None if there is none, or none that can be read."""
    path = folder / NAME
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        return msgspec.json.decode(path.read_bytes(), type=Draft)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def write_draft(folder: Path, draft: Draft) -> None:
    """Put a draft in place of the one before; after a crash there is one or the other, whole.

    Raises:
        OSError: It cannot be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{NAME}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(draft))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(folder / NAME)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def forget_draft(folder: Path) -> None:
    """Take the draft away: what it holds is saved."""
    with contextlib.suppress(OSError):
        (folder / NAME).unlink()
