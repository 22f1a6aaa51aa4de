"""Python programs from files, bounded and checked; opening one never runs it."""

from __future__ import annotations

from pathlib import Path

from core.media.problem import MediaError, MediaProblem, check_file

MOST_BYTES = 2_000_000


def read_program(path: Path) -> str:
    """A program's text.

    Raises:
        MediaError: It is no text in UTF-8, or cannot be read.
    """
    size = check_file(path)
    if size > MOST_BYTES:
        raise MediaError(
            MediaProblem.TOO_LARGE,
            name=path.name,
            size=f"{size // 1000} kB",
            limit=f"{MOST_BYTES // 1000} kB",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise MediaError(MediaProblem.NOT_PROGRAM, name=path.name) from None
    except OSError:
        raise MediaError(MediaProblem.UNREADABLE, name=path.name) from None
    if "\0" in text:
        raise MediaError(MediaProblem.NOT_PROGRAM, name=path.name)
    return text
