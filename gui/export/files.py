"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gui.export.request import ExportProblem

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def part_of(path: Path, process: int | None = None) -> Path:
    """Where a file grows until it is whole: beside it, hidden, named after the process that writes it."""
    return path.with_name(f".{path.name}.{process or os.getpid()}.part")


@contextmanager
def growing(path: Path) -> Iterator[Path]:
    """The place to write a file to, which is moved to its own when all went well, and removed otherwise.

    Raises:
        ExportProblem: "unwritable" or "disk_full".
    """
    part = part_of(path)
    try:
        part.open("wb").close()  # Told before anything is drawn.
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        raise problem_of(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def problem_of(error: OSError, path: Path) -> ExportProblem:
    """What an error of the system means for a file."""
    if error.errno in FULL:
        return ExportProblem("disk_full", name=path.name)
    return ExportProblem("unwritable", name=path.name, reason=error.strerror or str(error))
