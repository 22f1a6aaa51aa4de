"""What a file is, told by its first bytes and then by its ending."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from core.media.arrays import MAGIC
from core.media.audio import looks_like_audio
from core.media.images import looks_like_image
from core.media.problem import MediaError, check_file, first_bytes


class FileKind(Enum):
    """What a file can be opened as."""

    AUDIO = "audio"
    IMAGE = "image"
    PROGRAM = "program"
    WEIGHTS = "weights"
    LESSON = "lesson"
    SESSION = "session"
    UNKNOWN = "unknown"


ENDINGS: dict[str, FileKind] = {
    **dict.fromkeys((".wav", ".flac", ".ogg", ".oga", ".mp3", ".aif", ".aiff"), FileKind.AUDIO),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"), FileKind.IMAGE),
    ".py": FileKind.PROGRAM,
    ".npy": FileKind.WEIGHTS,
    ".npz": FileKind.WEIGHTS,
    ".lesson": FileKind.LESSON,
    ".convgrad": FileKind.SESSION,
}


def kind_of(path: Path) -> FileKind:
    """What a file is; reads at most a few kilobytes, and never a device.

    A file that cannot be read is what its ending says, so that the reader of that kind tells why.
    """
    by_ending = ENDINGS.get(path.suffix.casefold(), FileKind.UNKNOWN)
    try:
        check_file(path)
        head = first_bytes(path)
    except MediaError:
        return by_ending
    if by_ending in {FileKind.PROGRAM, FileKind.LESSON}:
        return by_ending
    if looks_like_audio(head):
        return FileKind.AUDIO
    if looks_like_image(head):
        return FileKind.IMAGE
    if looks_like_session(head):
        return FileKind.SESSION
    if head.startswith(MAGIC):
        return FileKind.WEIGHTS
    return by_ending


def looks_like_session(head: bytes) -> bool:
    """Whether a file that begins so is a session of ConvGrad's: JSON that says so at its beginning."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"convgrad.session"' in head
