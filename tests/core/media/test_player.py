"""Sound out on miniaudio's null device, which takes sound at its true pace and plays it nowhere."""

from __future__ import annotations

import logging
import queue
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


def test_a_sound_fades_out_over_the_end_of_two_chunks() -> None:
    high = np.ones((1, 2401), np.float32)  # its last chunk is one frame
    heard = played(Sound(lambda first, stop: high[:, first:stop], 2401, 1, 8000, 0.2), 1.0)[:, 0]
    sounding = heard[heard != 0]  # On a busy machine the reader is late, and there is silence in between.
    np.testing.assert_allclose(sounding[-79:], 0.2 * np.linspace(1, 0, 80)[:-1], atol=1e-6)  # the last one is silent
    assert sounding[-80] == np.float32(0.2)


def test_many_channels_become_two() -> None:
    samples = np.arange(12, dtype=np.float32).reshape(4, 3)
    np.testing.assert_array_equal(mixed_down(samples), [samples[[0, 2]].mean(axis=0), samples[[1, 3]].mean(axis=0)])
    assert mixed_down(samples[:1]).shape == (1, 3)


def test_resampling_keeps_the_pitch() -> None:
    slow = np.sin(2 * np.pi * 100 * np.arange(1000) / 1000)[None].astype(np.float32)
    (fast, end) = resampled([slow], 0, 1000, 8000)
    whole = np.concatenate([fast, end], axis=1)
    power = np.abs(np.fft.rfft(whole[0]))
    assert np.fft.rfftfreq(8000, 1 / 8000)[np.argmax(power)] == 100
    assert next(resampled([slow], 0, 1000, 1000)) is slow


@pytest.mark.parametrize(("own", "rate"), [(1, 8000), (999, 8000), (7999, 8000), (192_001, 192_000), (10**6, 192_000)])
@pytest.mark.parametrize("first", [0, 12_345])
@pytest.mark.parametrize("size", [1, 3, 10])
def test_resampling_knows_no_chunks(own: int, rate: int, first: int, size: int) -> None:
    samples = np.random.default_rng(0).normal(size=(2, 20)).astype(np.float32)
    whole = np.concatenate(list(resampled([samples], first, own, rate)), axis=1)
    chunks = [samples[:, at : at + size] for at in range(0, 20, size)]
    np.testing.assert_array_equal(np.concatenate(list(resampled(chunks, first, own, rate)), axis=1), whole)
    assert abs(whole.shape[1] - 20 * rate / own) <= 1


def without_pauses(heard: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The sound without what a late reader of a busy machine puts in between: at least 64 frames of nothing."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], heard == 0, [False]])))
    pauses = [slice(first, stop) for first, stop in edges.reshape(-1, 2) if stop - first >= 64]
    kept = np.ones(len(heard), np.bool_)
    for pause in pauses:
        kept[pause] = False
    return heard[kept]


def test_a_low_rate_plays_without_clicks_between_chunks() -> None:
    heard = played(tone(1000, rate=1000), 1.0)
    assert np.abs(heard).max() > 0.19
    assert (
        np.abs(np.diff(without_pauses(heard[:, 0]))).max() < 0.01
    )  # one step of the sound itself, 0.04, goes over eight frames


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
    assert heard.frames[-1] == 1600  # it was read in steps of 800


def test_a_sound_that_cannot_be_read_on_fades_out(caplog: pytest.LogCaptureFixture) -> None:
    def fail(first: int, stop: int) -> np.ndarray:
        if first > 1000:
            raise OSError("gone")
        return np.ones((1, stop - first), np.float32)

    with caplog.at_level(logging.CRITICAL):
        heard = played(Sound(fail, 80_000, 1, 8000, 0.2), 1.0)[:, 0]
    end = np.flatnonzero(heard)[-1] + 2  # the last frame of the fade is silent
    np.testing.assert_allclose(heard[end - 80 : end], 0.2 * np.linspace(1, 0, 80), atol=1e-6)


@pytest.mark.parametrize("wrong", [(2, 800), (1, 799), (1, 801), (1, 0), (800,)])
def test_a_sound_of_another_shape_than_promised_ends(wrong: tuple[int, ...], caplog: pytest.LogCaptureFixture) -> None:
    def read(first: int, stop: int) -> np.ndarray:
        return np.zeros((1, stop - first) if first < 800 else wrong, np.float32)

    player, heard = Player(backends=NULL), Listener()
    with caplog.at_level(logging.CRITICAL):
        player.play(Sound(read, 4000, 1, 8000, 1.0), 0, 0.5, heard)
        assert heard.over.wait(10)
        player.stop()
    assert heard.ends == 1
    assert heard.frames[-1] == 800


def test_what_the_device_holds_is_not_told_as_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead, now, streams = threading.Event(), [0.0], []

    class Device:
        def __init__(self, *_: object, **__: object) -> None: ...

        def start(self, stream: Any) -> None:
            streams.append(stream)

        def close(self) -> None: ...

    def read(first: int, stop: int) -> np.ndarray:
        if first >= 4000:
            ahead.set()
        return np.zeros((1, stop - first), np.float32)

    def told_now() -> int:
        while not told.empty():
            told.get()
        told.get(timeout=20)  # this one may have been on its way
        return told.get(timeout=20)[0]

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Device)
    monkeypatch.setattr("core.media.player.monotonic", lambda: now[0])
    told: queue.Queue[tuple[int, bool]] = queue.Queue()
    player = Player()
    player.play(Sound(read, 80_000, 1, 8000, 1.0), 0, 1.0, lambda *frame: told.put(frame))
    assert ahead.wait(20)
    for _ in range(3):  # it fills its buffers at once
        streams[0].send(800)
    assert told_now() == 0
    now[0] = 0.0625
    assert told_now() == 500
    now[0] = 0.1
    streams[0].send(800)
    assert told_now() == 800
    now[0] = 10.0  # and never asks again: it has played all that it was given
    assert told_now() == 3200
    player.stop()


def test_no_device_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device")

    monkeypatch.setattr(miniaudio, "PlaybackDevice", none)
    with pytest.raises(SoundError) as caught:
        Player().play(tone(), 0, 0.5, Listener())
    assert caught.value.code is SoundProblem.NO_DEVICE


def test_a_device_that_does_not_start_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, reading, readers = [], threading.Event(), []

    class Device:
        def __init__(self, *_: object, **__: object) -> None: ...

        def start(self, stream: Any) -> None:
            assert reading.wait(20)
            raise miniaudio.MiniaudioError("failed to start audio device")

        def close(self) -> None:
            closed.append(True)

    def read(first: int, stop: int) -> np.ndarray:
        readers.append(threading.current_thread())
        reading.set()
        return np.zeros((1, stop - first), np.float32)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Device)
    player, heard = Player(), Listener()
    with pytest.raises(SoundError) as caught:
        player.play(Sound(read, 80_000, 1, 8000, 1.0), 0, 0.5, heard)
    assert caught.value.code is SoundProblem.NO_DEVICE
    assert closed == [True]
    assert not readers[0].is_alive()
    assert not heard.frames
    player.stop()


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
