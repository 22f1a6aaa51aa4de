"""Python programs from files, bounded and checked; opening one never runs it."""

from __future__ import annotations

from pathlib import Path

from core.media.problem import MediaError, MediaProblem, check_file

MOST_BYTES = 2_000_000
MOST_LINES = 10_000
"""Lines of a program: the interface lays more of them out in one go than there is time for."""


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
    check_lines(text, path.name)
    return text


def check_lines(text: str, name: str) -> None:
    """Let a text through that has no more lines than a program may have.

    Raises:
        MediaError: It has more.
    """
    lines = text.count("\n") + (not text.endswith("\n"))
    if lines > MOST_LINES:
        raise MediaError(MediaProblem.TOO_MANY_LINES, name=name, lines=f"{lines:,}", limit=f"{MOST_LINES:,}")
