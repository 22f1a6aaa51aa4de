"""Sound out: volume-safe, with the place that is heard told while it plays."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from time import monotonic

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
BUFFER_MS, BUFFERS = 100, 3
"""What the device takes at a time, and how many of these it holds at most."""
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


def resampled(chunks: Iterable[Array], first: int, own: int, rate: int) -> Iterator[Array]:
    """The same sound at another rate, by straight lines between samples, also from one chunk to the next.

    Args:
        chunks: The sound, (channels, frames) each.
        first: The frame of the sound that the chunks begin with.
        own: The sound's rate, Hz.
        rate: The rate wanted, Hz.
    """
    if own == rate:
        yield from chunks
        return
    made, at, last = (2 * first * rate + own) // (2 * own), first, None
    for chunk in chunks:
        samples = chunk if last is None else np.concatenate([last, chunk], axis=1)
        stop = at + samples.shape[1]
        until = ((2 * stop - 1) * rate + own) // (2 * own)  # Later ones lie on the line to the next chunk.
        places = (np.arange(made, until) + 0.5) * own / rate - 0.5 - at
        frames = np.arange(samples.shape[1])
        yield np.stack([np.interp(places, frames, channel) for channel in samples]).astype(np.float32)
        made, at, last = max(made, until), stop - 1, samples[:, -1:]
    if last is not None:
        yield np.repeat(last, max(0, (2 * (at + 1) * rate + own) // (2 * own) - made), axis=1)


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
        self._first = self._reached = max(0, min(first, sound.frames))
        self._now, self.wanted = 0.0, loudness(volume)
        self._chunks: queue.Queue[Array | None] = queue.Queue(CHUNKS_AHEAD)
        self._given = (0, 0.0)  # How many of the sound's frames the device has, and when the last of them is over.
        self._told_last = self._first
        self._all_given = threading.Event()
        self._over = threading.Event()
        self._faded = threading.Event()
        self._device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.FLOAT32,
            min(2, sound.channels),
            self._rate,
            BUFFER_MS,
            callback_periods=BUFFERS,
            backends=list(backends) if backends else None,
            app_name="ConvGrad",
        )
        stream = self._stream()
        next(stream)
        self._reader = threading.Thread(target=self._read_ahead, daemon=True)
        self._teller = threading.Thread(target=self._tell, daemon=True)
        self._reader.start()
        try:
            self._device.start(stream)
            self._teller.start()
        except BaseException:
            self._over.set()
            self._device.close()
            self._reader.join()
            raise

    def _read_ahead(self) -> None:
        fade = max(1, round(FADE_SECONDS * self._rate))
        tail: Array = np.zeros((min(2, self._sound.channels), 0), np.float32)
        try:
            for chunk in resampled(self._read(), self._first, self._sound.rate, self._rate):
                # The last chunk may be shorter than the fade, so as much is kept back of every one.
                chunk = np.concatenate([tail, chunk], axis=1)
                chunk, tail = chunk[:, :-fade], chunk[:, -fade:]
                if not self._put(chunk):
                    return
        except Exception:
            log.exception("a sound could not be read on")
        # A sound that ends high would end with a click, and so would one that breaks off.
        self._put((tail * np.linspace(1, 0, tail.shape[1])).astype(np.float32))
        self._put(None)

    def _read(self) -> Iterator[Array]:
        """The sound in chunks at its own rate, as loud as is safe."""
        sound = self._sound
        size = max(1, round(CHUNK_SECONDS * sound.rate))
        for first in range(self._first, sound.frames, size):
            stop = min(sound.frames, first + size)
            samples = np.asarray(sound.read(first, stop), np.float32)
            if samples.shape != (sound.channels, stop - first):  # The device's thread could not go on with these.
                raise ValueError(f"{samples.shape} was read, not {(sound.channels, stop - first)}")
            self._reached = stop
            yield mixed_down(cleaned(samples)) * np.float32(sound.gain)

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
        began, asked, held, read_all = monotonic(), 0, 0.0, False
        rest: Array = np.zeros((min(2, self._sound.channels), 0), np.float32)
        while True:
            while rest.shape[1] < wanted and not read_all:
                try:
                    chunk = self._chunks.get_nowait()
                except queue.Empty:
                    break
                if chunk is None:
                    read_all = True
                else:
                    rest = np.concatenate([rest, chunk], axis=1)
            samples, rest = rest[:, :wanted], rest[:, wanted:]
            now, asked = monotonic(), asked + wanted
            # It plays what it was given at its rate; what it asks for beyond that, it holds. It cannot hold more than
            # its buffers: they bound what a device's clock that runs a little faster than ours adds up to.
            most = self._rate * BUFFER_MS * BUFFERS / 1000
            held = min(most, max(held, asked - (now - began) * self._rate))
            if count := samples.shape[1]:
                self._given = (self._given[0] + count, now + max(0.0, held - (wanted - count)) / self._rate)
            if read_all and not rest.shape[1]:
                self._all_given.set()
            out = np.zeros((wanted, rest.shape[0]), np.float32)
            out[:count] = samples.T
            way = ramp(self._now, self.wanted, wanted, self._rate)
            self._now = float(way[-1]) if wanted else self._now
            if self._now == 0.0 and self.wanted == 0.0:
                self._faded.set()
            wanted = yield limited((out * way[:, None]).astype(np.float32)).tobytes()

    def _heard(self) -> int:
        """The frame of the sound that leaves the loudspeaker about now; the one it reaches when all is over."""
        given, over = self._given
        left = max(0.0, over - monotonic())
        if self._all_given.is_set() and not left:
            return self._reached
        frames = max(0, round(given - left * self._rate))
        heard = min(self._reached, self._first + frames * self._sound.rate // self._rate)
        self._told_last = max(self._told_last, heard)  # The device may ask a little early.
        return self._told_last

    def _tell(self) -> None:
        while not self._over.wait(TOLD_SECONDS):
            if self._all_given.is_set() and self._given[1] <= monotonic():
                self._over.set()
                break
            self._told(self._heard(), True)
        self._device.close()
        self._told(self._heard(), False)

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
