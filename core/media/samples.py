"""Reads the built-in recordings and pictures."""

from __future__ import annotations

from core.media.audio import Readable, read_audio
from core.media.images import Picture, read_image
from core.media.sample_names import FOLDER, PICTURES, RECORDINGS


def load_recording(name: str) -> Readable:
    """A built-in recording.

    Raises:
        KeyError: There is none of that name.
        MediaError: Its file is damaged.
    """
    return read_audio(FOLDER / RECORDINGS[name])


def load_picture(name: str) -> Picture:
    """A built-in picture.

    Raises:
        KeyError: There is none of that name.
        MediaError: Its file is damaged.
    """
    return read_image(FOLDER / PICTURES[name])
