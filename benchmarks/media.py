"""Reading files, beside the libraries that read them."""

from __future__ import annotations

import time

import numpy as np
import soundfile
from PIL import Image

from core.media.audio import read_audio
from core.media.images import read_image
from core.media.sample_names import FOLDER

RECORDING, PICTURE = FOLDER / "stereo_chord.flac", FOLDER / "picture.png"


def our_audio() -> float:
    """Seconds to read and check a recording."""
    begun = time.perf_counter()
    read_audio(RECORDING)
    return time.perf_counter() - begun


def bare_audio() -> float:
    """Seconds of soundfile alone."""
    begun = time.perf_counter()
    soundfile.read(RECORDING, dtype="float32")
    return time.perf_counter() - begun


def our_image() -> float:
    """Seconds to read and check a picture."""
    begun = time.perf_counter()
    read_image(PICTURE)
    return time.perf_counter() - begun


def bare_image() -> float:
    """Seconds of Pillow alone, to the same kind of array."""
    begun = time.perf_counter()
    with Image.open(PICTURE) as image:
        np.ascontiguousarray((np.asarray(image, np.float32) / 255).transpose(2, 0, 1))
    return time.perf_counter() - begun
