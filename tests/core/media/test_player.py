"""Sound out on miniaudio's null device, which takes sound at its true pace and plays it nowhere."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator
from typing import Any
from unittest import mock

import miniaudio
import numpy as np
import numpy.typing as npt
import pytest
from typing_extensions import override

from core.media.player import (
    LIMIT,
    LOUDEST,
    Player,
    Sound,
    SoundError,
    SoundProblem,
    device_rate,
    limited,
    loudness,
    mixed_down,
    ramp,
    resampled,
    safe_gain,
)

NULL = [miniaudio.Backend.NULL]


def tone(frames: int = 8000, channels: int = 1, rate: int = 8000) -> Sound:
    samples = np.tile(np.sin(np.arange(frames) * 0.2).astype(np.float32), (channels, 1))
    return Sound(lambda first, stop: samples[:, first:stop], frames, channels, rate, 0.2)


class Listener:
    """Keeps what was told."""

    def __init__(self, until: int = 10**9) -> None:
        self.frames: list[int] = []
        self.ends = 0
        self.over, self.reached = threading.Event(), threading.Event()
        self._until = until

    def __call__(self, frame: int, playing: bool) -> None:
        self.frames.append(frame)
        if frame >= self._until:
            self.reached.set()
        if not playing:
            self.ends += 1
            self.over.set()


def test_gain_makes_every_sound_equally_loud_within_bounds() -> None:
    assert safe_gain(1.0) == LOUDEST
    assert safe_gain(4.0) == LOUDEST / 4
    assert safe_gain(1e-9) == 100
    assert safe_gain(0.0) == 1
    assert safe_gain(float("nan")) == 1


def test_nothing_louder_than_the_limit_and_no_nan() -> None:
    loud = np.array([[9.0, -9.0, np.nan, np.inf, 0.1]], np.float32)
    np.testing.assert_array_equal(limited(loud), np.array([[LIMIT, -LIMIT, 0, 0, 0.1]], np.float32))


def test_no_volume_is_louder_than_full() -> None:
    assert [loudness(volume) for volume in (-1, 0, 0.5, 1, 2)] == [0, 0, 0.25, 1, 1]
    assert loudness(float("nan")) == loudness(float("inf")) == 0


def played(sound: Sound, volume: float) -> npt.NDArray[np.float32]:
    """What the device was given, (frames, channels)."""
    given: list[bytes] = []

    class Kept(miniaudio.PlaybackDevice):
        @override
        def start(self, callback_generator: Any) -> None:
            def kept() -> Generator[bytes, int, None]:
                wanted = yield b""
                while True:
                    given.append(callback_generator.send(wanted))
                    wanted = yield given[-1]

            stream = kept()
            next(stream)
            super().start(stream)

    player, listener = Player(backends=NULL), Listener()
    with mock.patch.object(miniaudio, "PlaybackDevice", Kept):
        player.play(sound, 0, volume, listener)
        assert listener.over.wait(20)
    return np.frombuffer(b"".join(given), np.float32).reshape(-1, min(2, sound.channels))


@pytest.mark.parametrize("volume", [1.0, 50.0, float("nan")])
def test_what_the_device_is_given_stays_within_the_limit(volume: float) -> None:
    wrong = np.full((2, 8000), 90, np.float32)
    wrong[0, 4000] = np.nan
    heard = played(Sound(lambda first, stop: wrong[:, first:stop], 8000, 2, 8000, 1.0), volume)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() == (0 if np.isnan(volume) else LIMIT)


def test_many_channels_become_two() -> None:
    samples = np.arange(12, dtype=np.float32).reshape(4, 3)
    np.testing.assert_array_equal(mixed_down(samples), [samples[[0, 2]].mean(axis=0), samples[[1, 3]].mean(axis=0)])
    assert mixed_down(samples[:1]).shape == (1, 3)


def test_resampling_keeps_the_pitch() -> None:
    slow = np.sin(2 * np.pi * 100 * np.arange(1000) / 1000)[None].astype(np.float32)
    fast = resampled(slow, 8000)
    power = np.abs(np.fft.rfft(fast[0]))
    assert np.fft.rfftfreq(8000, 1 / 8000)[np.argmax(power)] == 100
    assert resampled(slow, 1000) is slow


def test_a_volume_glides() -> None:
    up = ramp(0.0, 1.0, 160, 8000)
    assert up[0] > 0
    assert up[-1] == 1
    assert np.diff(up).max() <= 1 / 80 + 1e-9
    down = ramp(1.0, 0.0, 160, 8000)
    assert down[-1] == 0
    assert np.abs(np.diff(down)).max() <= 1 / 80 + 1e-9


def test_rates_that_no_device_takes() -> None:
    assert [device_rate(rate) for rate in (100, 22_050, 10**6)] == [8000, 22_050, 192_000]


@pytest.mark.parametrize(("channels", "rate"), [(1, 8000), (2, 22_050), (16, 8000), (1, 1378), (1, 400_000)])
def test_it_plays_to_its_end(channels: int, rate: int) -> None:
    player, heard = Player(backends=NULL), Listener()
    player.play(tone(rate // 3, channels, rate), 0, 0.5, heard)
    assert heard.over.wait(20)
    player.stop()
    assert heard.frames == sorted(heard.frames)
    assert heard.frames[-1] == rate // 3
    assert heard.ends == 1


def test_it_begins_where_it_is_told_to() -> None:
    player, heard = Player(backends=NULL), Listener()
    player.play(tone(), 6000, 0.5, heard)
    assert heard.over.wait(20)
    player.stop()
    assert min(heard.frames) >= 6000


def test_stopping_midway_ends_it_once() -> None:
    player, heard = Player(backends=NULL), Listener(until=500)
    player.play(tone(80_000), 0, 0.5, heard)
    assert heard.reached.wait(20)
    player.set_volume(0.1)
    player.stop()
    player.stop()
    assert heard.ends == 1
    assert heard.frames[-1] < 80_000


def test_another_sound_takes_its_place() -> None:
    player, first, second = Player(backends=NULL), Listener(until=200), Listener()
    player.play(tone(80_000), 0, 0.5, first)
    assert first.reached.wait(20)
    player.play(tone(2000), 0, 0.5, second)
    assert first.ends == 1
    assert second.over.wait(20)
    player.stop()
    assert second.frames[-1] == 2000


def test_a_sound_that_cannot_be_read_on_ends(caplog: pytest.LogCaptureFixture) -> None:
    def fail(first: int, stop: int) -> np.ndarray:
        if first > 1000:
            raise OSError("gone")
        return np.zeros((1, stop - first), np.float32)

    player, heard = Player(backends=NULL), Listener()
    with caplog.at_level(logging.CRITICAL):
        player.play(Sound(fail, 80_000, 1, 8000, 1.0), 0, 0.5, heard)
        assert heard.over.wait(20)
        player.stop()
    assert heard.ends == 1


def test_no_device_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device")

    monkeypatch.setattr(miniaudio, "PlaybackDevice", none)
    with pytest.raises(SoundError) as caught:
        Player().play(tone(), 0, 0.5, Listener())
    assert caught.value.code is SoundProblem.NO_DEVICE


def test_what_the_device_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[np.ndarray] = []
    enough = threading.Event()

    class Device:
        def __init__(self, *_: object, **__: object) -> None: ...

        def start(self, stream) -> None:  # type: ignore[no-untyped-def]
            def pull() -> None:
                for _ in range(40):
                    enough.wait(0.01)
                    given.append(np.frombuffer(stream.send(400), np.float32))
                enough.set()

            self._thread = threading.Thread(target=pull)
            self._thread.start()

        def close(self) -> None:
            self._thread.join()

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Device)
    player, heard = Player(), Listener()
    player.play(tone(8000), 0, 1.0, heard)
    assert enough.wait(20)
    player.stop()
    samples = np.concatenate(given)
    peak = np.abs(samples).max()
    assert 0.1 < peak <= 0.2 + 1e-6
    assert np.abs(samples[:8]).max() < 0.1 * peak  # it fades in
    assert np.abs(np.diff(samples)).max() < 0.06
