"""Recordings from WAV, FLAC, OGG and MP3 files, told by content, bounded and checked."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.media.problem import MediaError, MediaProblem, check_file, first_bytes

MOST_SECONDS = 20 * 60
MOST_CHANNELS = 16
MOST_SAMPLES = 100_000_000
"""Samples over all channels: 400 MB as float32."""
LEAST_FRAMES = 4
BLOCK = 1 << 18
"""Frames read at a time, so that a header's false claim costs nothing."""
READABLE = {"WAV", "WAVEX", "RF64", "W64", "FLAC", "OGG", "MP3", "MPEG", "AIFF", "AU", "CAF"}


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording in memory.

    Attributes:
        samples: (channels, frames), float32, read-only; full scale is -1 to 1.
        rate: Frames a second, Hz.
        name: The file's name.
    """

    samples: npt.NDArray[np.float32]
    rate: int
    name: str


def looks_like_audio(head: bytes) -> bool:
    """Whether a file's first bytes are those of a format that `read_audio` reads."""
    return (
        (head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE")
        or head[:4] in (b"fLaC", b"OggS", b"caff", b".snd")
        or head[:3] == b"ID3"
        or (head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"))
        or (len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0)
    )


def read_audio(path: Path) -> Recording:
    """Read a recording.

    Raises:
        MediaError: It cannot be used; nothing else escapes, whatever the bytes.
    """
    import soundfile

    check_file(path)
    name = path.name
    if not looks_like_audio(first_bytes(path)):
        raise MediaError(MediaProblem.NOT_AUDIO, name=name)
    if claims_too_much(path):
        raise MediaError(MediaProblem.TRUNCATED, name=name)
    try:
        with soundfile.SoundFile(path) as file:
            return _read(file, name)
    except MediaError:
        raise
    except MemoryError:
        raise MediaError(MediaProblem.MEMORY) from None
    except (soundfile.SoundFileError, OSError, ValueError, RuntimeError, AssertionError):
        raise MediaError(MediaProblem.TRUNCATED, name=name) from None


def claims_too_much(path: Path) -> bool:
    """Whether a WAV file's data is announced as longer than the file is.

    libsndfile reads what there is of such a file and says nothing.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
            return False
        while len(chunk := file.read(8)) == 8:
            (length,) = struct.unpack("<I", chunk[4:])
            if chunk[:4] == b"data":
                return bool(file.tell() + int(length) > size + 1)
            file.seek(length + length % 2, 1)
    return False


def _read(file: Any, name: str) -> Recording:
    rate, channels, claimed = int(file.samplerate), int(file.channels), int(file.frames)
    if file.format not in READABLE or rate < 1 or channels < 1:
        raise MediaError(MediaProblem.NOT_AUDIO, name=name)
    if channels > MOST_CHANNELS:
        raise MediaError(MediaProblem.CHANNELS, name=name, channels=channels, limit=MOST_CHANNELS)
    most = min(MOST_SECONDS * rate, MOST_SAMPLES // channels)
    blocks: list[npt.NDArray[np.float32]] = []
    frames = 0
    while True:
        block = file.read(BLOCK, dtype="float32", always_2d=True)
        if not len(block):
            break
        blocks.append(block)
        frames += len(block)
        if frames > most:
            raise MediaError(
                MediaProblem.TOO_LARGE,
                name=name,
                size=f"{max(claimed, frames) / rate:.0f} s",
                limit=f"{most // rate} s",
            )
    if not frames or (claimed > frames and claimed - frames > rate // 10 and file.format in {"FLAC", "WAV"}):
        raise MediaError(MediaProblem.TRUNCATED, name=name)
    if frames < LEAST_FRAMES:
        raise MediaError(MediaProblem.TOO_SHORT, name=name, length=frames, least=LEAST_FRAMES)
    samples = np.ascontiguousarray(np.concatenate(blocks).T)
    if not np.isfinite(samples).all():
        raise MediaError(MediaProblem.NOT_FINITE, name=name)
    samples.flags.writeable = False
    return Recording(samples, rate, name)
