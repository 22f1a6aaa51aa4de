"""Why a file cannot be used: codes, which the interface puts into words."""

from __future__ import annotations

import os
import stat
from enum import Enum
from pathlib import Path


class MediaProblem(Enum):
    """What is wrong; the comments name the values that come along."""

    MISSING = "missing"  # name
    NOT_A_FILE = "not_a_file"  # name
    UNREADABLE = "unreadable"  # name
    EMPTY = "empty"  # name
    NOT_AUDIO = "not_audio"  # name
    NOT_IMAGE = "not_image"  # name
    NOT_PROGRAM = "not_program"  # name
    TRUNCATED = "truncated"  # name
    TOO_LARGE = "too_large"  # name, size, limit
    TOO_MANY_LINES = "too_many_lines"  # name, lines, limit
    TOO_SHORT = "too_short"  # name, length, least
    CHANNELS = "channels"  # name, channels, limit
    NOT_FINITE = "not_finite"  # name
    MEMORY = "memory"  # nothing
    NO_OUTPUT = "no_output"  # nothing
    UNWRITABLE = "unwritable"  # name
    NOT_WEIGHTS = "not_weights"  # name
    NOT_CONV2D_WEIGHTS = "not_conv2d_weights"  # name
    PICTURE_TOO_LARGE_FOR_CODE = "picture_too_large_for_code"  # numbers, limit
    TOO_LONG_FOR_CODE = "too_long_for_code"  # numbers, limit
    NO_DEVICE = "no_device"  # nothing
    CAMERA_FAILED = "camera_failed"  # name
    CAMERA_IN_USE = "camera_in_use"  # name
    CAMERA_GONE = "camera_gone"  # name
    CAMERA_SILENT = "camera_silent"  # name
    CAMERA_OFF = "camera_off"  # nothing


class MediaError(Exception):
    """A file that cannot be used.

    Args:
        code: Why.
        values: What the sentence about it names.
    """

    def __init__(self, code: MediaProblem, **values: str | int | float) -> None:
        super().__init__(code.value)
        self.code = code
        self.values = values


def check_file(path: Path) -> int:
    """The size in bytes of a plain file that can be read.

    Raises:
        MediaError: It is none: missing, a folder or device (never opened, since that could wait
            for ever), unreadable, or empty.
    """
    name = path.name or str(path)
    try:
        status = path.stat()
    except FileNotFoundError:
        raise MediaError(MediaProblem.MISSING, name=name) from None
    except (OSError, ValueError):
        raise MediaError(MediaProblem.UNREADABLE, name=name) from None
    if not stat.S_ISREG(status.st_mode):
        raise MediaError(MediaProblem.NOT_A_FILE, name=name)
    if not os.access(path, os.R_OK):
        raise MediaError(MediaProblem.UNREADABLE, name=name)
    if status.st_size == 0:
        raise MediaError(MediaProblem.EMPTY, name=name)
    return status.st_size


def first_bytes(path: Path, count: int = 4096) -> bytes:
    """The start of a file that `check_file` has let through.

    Raises:
        MediaError: It can no longer be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError:
        raise MediaError(MediaProblem.UNREADABLE, name=path.name) from None
