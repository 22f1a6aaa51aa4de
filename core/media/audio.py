"""Recordings from WAV, FLAC, OGG and MP3 files, told by content, bounded and checked.

A short recording is read whole. A long one stays in its file, and only the part that is asked for is
read: opening it and looking at any place of it costs the same however long it is.
"""

from __future__ import annotations

import struct
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.media.problem import MediaError, MediaProblem, check_file, first_bytes

MOST_SECONDS = 6 * 60 * 60
MOST_CHANNELS = 16
READ_WHOLE = 4_000_000
"""Samples over all channels, 16 MB as float32; a longer recording is read where it is looked at."""
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

    @property
    def channels(self) -> int:
        """Channels."""
        return int(self.samples.shape[0])

    @property
    def frames(self) -> int:
        """Samples of each channel."""
        return int(self.samples.shape[1])

    def read(self, first: int, stop: int) -> npt.NDArray[np.float32]:
        """The frames from first up to stop, (channels, stop - first), contiguous."""
        return np.ascontiguousarray(self.samples[:, first:stop])


class LongRecording:
    """A recording that stays in its file; the same reading as of `Recording`.

    Attributes:
        rate: Frames a second, Hz.
        name: The file's name.
        channels: Channels.
        frames: Samples of each channel, as the file's header has it.
    """

    def __init__(self, path: Path) -> None:
        """Open the file; only its header is read.

        Raises:
            soundfile.SoundFileError: It is none that can be read.
        """
        import soundfile

        self._file = soundfile.SoundFile(path)
        self._lock = threading.Lock()
        self.rate, self.name = int(self._file.samplerate), path.name
        self.channels, self.frames = int(self._file.channels), int(self._file.frames)

    def read(self, first: int, stop: int) -> npt.NDArray[np.float32]:
        """The frames from first up to stop, (channels, stop - first). Any thread may ask.

        Raises:
            MediaError: The file has become shorter, or holds no numbers there.
        """
        import soundfile

        try:
            with self._lock:
                self._file.seek(first)
                block = self._file.read(stop - first, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, OSError, RuntimeError):
            raise MediaError(MediaProblem.TRUNCATED, name=self.name) from None
        if len(block) != stop - first:
            raise MediaError(MediaProblem.TRUNCATED, name=self.name)
        if not np.isfinite(block).all():
            raise MediaError(MediaProblem.NOT_FINITE, name=self.name)
        return np.ascontiguousarray(block.T)

    @property
    def reaches_its_end(self) -> bool:
        """Whether the file holds the last frame that its header tells of: a damaged header may tell anything."""
        try:
            return bool(self.read(self.frames - 1, self.frames).shape[1] == 1)
        except MediaError:
            return False

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


Readable = Recording | LongRecording


def looks_like_audio(head: bytes) -> bool:
    """Whether a file's first bytes are those of a format that `read_audio` reads."""
    return (
        (head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE")
        or head[:4] in (b"fLaC", b"OggS", b"caff", b".snd")
        or head[:3] == b"ID3"
        or (head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"))
        or (len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0)
    )


def read_audio(path: Path) -> Readable:
    """Read a short recording, or open a long one.

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
            _check(file, name)
            if file.frames * file.channels > READ_WHOLE and file.seekable():
                long = LongRecording(path)
                if long.reaches_its_end:
                    return long
                long.close()
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


def _check(file: Any, name: str) -> None:
    rate, channels, claimed = int(file.samplerate), int(file.channels), int(file.frames)
    if file.format not in READABLE or rate < 1 or channels < 1:
        raise MediaError(MediaProblem.NOT_AUDIO, name=name)
    if channels > MOST_CHANNELS:
        raise MediaError(MediaProblem.CHANNELS, name=name, channels=channels, limit=MOST_CHANNELS)
    if file.seekable() and claimed > MOST_SECONDS * rate:
        _refuse_length(name, claimed / rate)


def _refuse_length(name: str, seconds: float) -> None:
    raise MediaError(MediaProblem.TOO_LARGE, name=name, size=f"{seconds:.0f} s", limit=f"{MOST_SECONDS} s")


def _read(file: Any, name: str) -> Recording:
    rate, channels, claimed = int(file.samplerate), int(file.channels), int(file.frames)
    most = min(MOST_SECONDS * rate, 25 * READ_WHOLE // channels)
    blocks: list[npt.NDArray[np.float32]] = []
    frames = 0
    while True:
        block = file.read(BLOCK, dtype="float32", always_2d=True)
        if not len(block):
            break
        blocks.append(block)
        frames += len(block)
        if frames > most:
            _refuse_length(name, max(claimed, frames) / rate)
    if not frames or (claimed > frames and claimed - frames > rate // 10 and file.format in {"FLAC", "WAV"}):
        raise MediaError(MediaProblem.TRUNCATED, name=name)
    if frames < LEAST_FRAMES:
        raise MediaError(MediaProblem.TOO_SHORT, name=name, length=frames, least=LEAST_FRAMES)
    samples = np.ascontiguousarray(np.concatenate(blocks).T)
    if not np.isfinite(samples).all():
        raise MediaError(MediaProblem.NOT_FINITE, name=name)
    samples.flags.writeable = False
    return Recording(samples, rate, name)
