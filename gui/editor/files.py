"""Programs written to their files: whole or not at all, and never over somebody else's changes unasked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from core.media.problem import MediaError, MediaProblem
from core.media.programs import MOST_BYTES, check_lines, read_program

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def text_on_disk(path: Path) -> str | None:
    """What a program's file holds; None if it is not there or is no program any more."""
    try:
        return read_program(path)
    except MediaError as error:
        return "" if error.code is MediaProblem.EMPTY else None


def write_program(path: Path, program: str) -> None:
    """Put a text in a file's place, with the line ends and the mark that the file had.

    Raises:
        MediaError: It cannot be written there, or is too large to be opened again.
    """
    data = program.encode("utf-8", "replace")
    before = _beginning(path)
    if b"\r\n" in before:
        data = data.replace(b"\n", b"\r\n")
    if before.startswith(BYTE_ORDER_MARK):
        data = BYTE_ORDER_MARK + data
    if len(data) > MOST_BYTES:
        raise MediaError(
            MediaProblem.TOO_LARGE,
            name=path.name,
            size=f"{len(data) // 1000} kB",
            limit=f"{MOST_BYTES // 1000} kB",
        )
    check_lines(program, path.name)
    file = QSaveFile(str(path))
    written = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
    if not written:
        file.cancelWriting()
        raise MediaError(MediaProblem.UNWRITABLE, name=path.name)


def _beginning(path: Path) -> bytes:
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(65536)
    except OSError:
        return b""
