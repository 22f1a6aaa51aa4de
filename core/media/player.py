"""Sound out: volume-safe, with the place that is heard told while it plays."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import Enum

import miniaudio
import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)

Array = npt.NDArray[np.float32]

LOUDEST = 0.25
"""The largest magnitude at full volume: 12 dB below the loudest that a device can play."""
LIMIT = 0.5
"""No sample that is played is larger, whatever the sound turns out to hold."""
MOST_GAIN = 100.0
"""Quiet sound is raised by at most 40 dB."""
LOWEST_RATE, HIGHEST_RATE = 8_000, 192_000
"""Hz that every device takes; sound of other rates is resampled."""
FADE_SECONDS = 0.010
CHUNK_SECONDS = 0.1
CHUNKS_AHEAD = 5
BUFFER_MS = 100
TOLD_SECONDS = 0.04


class SoundProblem(Enum):
    """Why nothing can be heard."""

    NO_DEVICE = "no_device"


class SoundError(Exception):
    """Nothing can be heard; `code` says why."""

    def __init__(self, code: SoundProblem) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sound:
    """What is played.

    Attributes:
        read: Gives the frames from first up to stop, (channels, stop - first); asked from another thread.
        frames: How many there are.
        channels: Channels.
        rate: Frames a second, Hz.
        gain: What samples are multiplied by before the volume; see `safe_gain`.
    """

    read: Callable[[int, int], Array]
    frames: int
    channels: int
    rate: int
    gain: float


def safe_gain(peak: float) -> float:
    """What makes a sound of this largest magnitude as loud as is safe, raised by at most 40 dB."""
    return min(MOST_GAIN, LOUDEST / peak) if peak > 0 and np.isfinite(peak) else 1.0


def device_rate(rate: int) -> int:
    """The rate nearest to a sound's own that every device takes."""
    return max(LOWEST_RATE, min(HIGHEST_RATE, rate))


def mixed_down(samples: Array) -> Array:
    """One channel as it is, of more the even ones left and the odd ones right, (1 or 2, frames)."""
    if samples.shape[0] <= 2:
        return samples
    return np.stack([samples[0::2].mean(axis=0), samples[1::2].mean(axis=0)])


def resampled(samples: Array, frames: int) -> Array:
    """The same sound in another number of frames, by straight lines between samples."""
    if samples.shape[1] == frames or not samples.shape[1]:
        return samples
    places = (np.arange(frames) + 0.5) * samples.shape[1] / frames - 0.5
    own = np.arange(samples.shape[1])
    return np.stack([np.interp(places, own, channel) for channel in samples]).astype(np.float32)


def limited(samples: Array) -> Array:
    """The samples within `LIMIT`; what is no number is silence."""
    return np.clip(cleaned(samples), -LIMIT, LIMIT)


def cleaned(samples: Array) -> Array:
    """The samples with silence in place of what is no number, before that spreads to its neighbours."""
    return np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)


def loudness(volume: float) -> float:
    """What samples are multiplied by at a volume: its square, as ears judge loudness; never above 1.

    Args:
        volume: 0 to 1; what lies outside counts as the nearer end, and what is no number as silence.
    """
    return float(np.clip(volume, 0.0, 1.0)) ** 2 if np.isfinite(volume) else 0.0


def ramp(now: float, wanted: float, frames: int, rate: int) -> npt.NDArray[np.float64]:
    """A volume's way to another one, (frames,), at the speed of a fade: no jump, so no click."""
    step = 1.0 / (FADE_SECONDS * rate)
    way = step * np.arange(1, frames + 1)
    volumes: npt.NDArray[np.float64] = np.minimum(now + way, wanted) if wanted >= now else np.maximum(now - way, wanted)
    return volumes


class _Playing:
    """One sound on one open device: a thread reads ahead, the device's thread takes, a third tells."""

    def __init__(
        self,
        sound: Sound,
        first: int,
        volume: float,
        told: Callable[[int, bool], None],
        backends: Sequence[miniaudio.Backend] | None,
    ) -> None:
        self._sound, self._told = sound, told
        self._rate = device_rate(sound.rate)
        self._first = max(0, min(first, sound.frames))
        self._now, self.wanted = 0.0, loudness(volume)
        self._chunks: queue.Queue[Array | None] = queue.Queue(CHUNKS_AHEAD)
        self._rest: Array = np.zeros((min(2, sound.channels), 0), np.float32)
        self._taken = 0
        self._read_all = threading.Event()
        self._over = threading.Event()
        self._faded = threading.Event()
        self._device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.FLOAT32,
            min(2, sound.channels),
            self._rate,
            BUFFER_MS,
            backends=list(backends) if backends else None,
            app_name="ConvGrad",
        )
        stream = self._stream()
        next(stream)
        self._reader = threading.Thread(target=self._read_ahead, daemon=True)
        self._teller = threading.Thread(target=self._tell, daemon=True)
        self._reader.start()
        self._device.start(stream)
        self._teller.start()

    def _read_ahead(self) -> None:
        sound = self._sound
        size = max(1, round(CHUNK_SECONDS * sound.rate))
        try:
            for first in range(self._first, sound.frames, size):
                stop = min(sound.frames, first + size)
                samples = mixed_down(cleaned(np.asarray(sound.read(first, stop), np.float32))) * np.float32(sound.gain)
                frames = round(stop * self._rate / sound.rate) - round(first * self._rate / sound.rate)
                chunk = resampled(samples, frames)
                if stop == sound.frames:  # A sound that ends high would end with a click.
                    tail = min(chunk.shape[1], max(1, round(FADE_SECONDS * self._rate)))
                    chunk = np.concatenate([chunk[:, :-tail], chunk[:, -tail:] * np.linspace(1, 0, tail)], axis=1)
                if not self._put(chunk.astype(np.float32, copy=False)):
                    return
        except Exception:
            log.exception("a sound could not be read on")
        self._put(None)

    def _put(self, chunk: Array | None) -> bool:
        while not self._over.is_set():
            try:
                self._chunks.put(chunk, timeout=0.05)
            except queue.Full:
                continue
            return True
        return False

    def _stream(self) -> Generator[bytes, int, None]:
        """Gives the device what it asks for, at once; silence where the reader is late."""
        wanted = yield b""
        while True:
            while self._rest.shape[1] < wanted and not self._read_all.is_set():
                try:
                    chunk = self._chunks.get_nowait()
                except queue.Empty:
                    break
                if chunk is None:
                    self._read_all.set()
                else:
                    self._rest = np.concatenate([self._rest, chunk], axis=1)
            samples, self._rest = self._rest[:, :wanted], self._rest[:, wanted:]
            self._taken += samples.shape[1]
            out = np.zeros((wanted, self._rest.shape[0]), np.float32)
            out[: samples.shape[1]] = samples.T
            way = ramp(self._now, self.wanted, wanted, self._rate)
            self._now = float(way[-1]) if wanted else self._now
            if self._now == 0.0 and self.wanted == 0.0:
                self._faded.set()
            wanted = yield limited(out * way[:, None].astype(np.float32)).tobytes()

    def _heard(self) -> int:
        """The frame of the sound that leaves the loudspeaker about now."""
        frames = max(0, self._taken - self._rate * BUFFER_MS // 1000)
        return min(self._sound.frames, self._first + frames * self._sound.rate // self._rate)

    def _tell(self) -> None:
        while not self._over.wait(TOLD_SECONDS):
            if self._read_all.is_set() and not self._rest.shape[1]:
                self._over.wait(BUFFER_MS / 1000)  # What the device still has of it.
                self._over.set()
                break
            self._told(self._heard(), True)
        self._device.close()
        self._told(self._heard() if not self._read_all.is_set() else self._sound.frames, False)

    def stop(self) -> None:
        """Fade out and let go of the device."""
        if not self._over.is_set():
            self.wanted = 0.0
            self._faded.wait(2 * BUFFER_MS / 1000)
        self._over.set()
        for thread in (self._reader, self._teller):
            if thread is not threading.current_thread():
                thread.join()


class Player:
    """Plays one sound at a time. Every method may be called from any thread."""

    def __init__(self, *, backends: Sequence[miniaudio.Backend] | None = None) -> None:
        """Open no device yet.

        Args:
            backends: Those to try, in this order; the platform's own by default.
        """
        self._backends = backends
        self._lock = threading.Lock()
        self._playing: _Playing | None = None

    def play(self, sound: Sound, first: int, volume: float, told: Callable[[int, bool], None]) -> None:
        """Play a sound from a frame on, in place of what is heard.

        Args:
            sound: What to play.
            first: Its first frame.
            volume: 0 to 1.
            told: Takes the frame that is heard, about 25 times a second, and whether the sound goes on;
                the last call, with False, comes at its end or after `stop`. Called from another thread.

        Raises:
            SoundError: There is no device, or it cannot be opened.
        """
        self.stop()
        with self._lock:
            try:
                self._playing = _Playing(sound, first, volume, told, self._backends)
            except miniaudio.MiniaudioError:
                raise SoundError(SoundProblem.NO_DEVICE) from None

    def set_volume(self, volume: float) -> None:
        """Change the volume, 0 to 1, of what is heard; it glides there."""
        with self._lock:
            if self._playing is not None:
                self._playing.wanted = loudness(volume)

    def stop(self) -> None:
        """Fall silent and close the device; nothing happens if nothing is heard."""
        with self._lock:
            playing, self._playing = self._playing, None
            if playing is not None:
                playing.stop()
