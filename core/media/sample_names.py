"""Which recordings and pictures the program brings along; known without any decoder."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "resources" / "samples"
RECORDINGS: dict[str, str] = {"stereo_chord": "stereo_chord.flac", "mono_voice": "mono_voice.flac"}
PICTURES: dict[str, str] = {"picture": "picture.png", "grey_picture": "grey_picture.png", "cube": "cube.tiff"}
