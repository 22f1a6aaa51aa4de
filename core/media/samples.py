"""The built-in recordings and pictures: which there are, and reading them."""

from __future__ import annotations

from pathlib import Path

from core.media.audio import Readable, read_audio
from core.media.images import Picture, read_image

FOLDER = Path(__file__).parent.parent.parent / "resources" / "samples"
RECORDINGS: dict[str, str] = {"stereo_chord": "stereo_chord.flac", "mono_voice": "mono_voice.flac"}
PICTURES: dict[str, str] = {"picture": "picture.png", "grey_picture": "grey_picture.png", "cube": "cube.tiff"}


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
