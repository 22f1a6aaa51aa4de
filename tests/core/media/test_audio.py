"""Recordings: what is read is what the file holds, and no bytes do harm."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.media.audio import MOST_CHANNELS, MOST_SECONDS, LongRecording, Recording, read_audio
from core.media.problem import MediaError, MediaProblem

FORMATS = {"wav": "PCM_16", "flac": "PCM_16", "ogg": "VORBIS", "mp3": "MPEG_LAYER_III"}


def tone(channels: int = 2, frames: int = 9000) -> np.ndarray:
    time = np.arange(frames) / 22_050
    return np.stack([0.4 * np.sin(2 * np.pi * (300 + 80 * c) * time) for c in range(channels)], axis=1)


def written(folder: Path, ending: str, channels: int = 2) -> Path:
    path = folder / f"tone.{ending}"
    soundfile.write(path, tone(channels), 22_050, subtype=FORMATS[ending])
    return path


def problem_of(path: Path) -> MediaProblem:
    with pytest.raises(MediaError) as caught:
        read_audio(path)
    return caught.value.code


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_read(ending: str, channels: int, tmp_path: Path) -> None:
    path = written(tmp_path, ending, channels)
    recording = read_audio(path)
    assert isinstance(recording, Recording)
    expected, rate = soundfile.read(path, dtype="float32", always_2d=True)
    np.testing.assert_allclose(recording.samples, expected.T, atol=1e-6)  # MP3 decodes in blocks
    assert (recording.rate, recording.name) == (rate, path.name)
    assert not recording.samples.flags.writeable


def test_content_counts_and_not_the_ending(tmp_path: Path) -> None:
    path = written(tmp_path, "flac").rename(tmp_path / "tone.txt")
    assert read_audio(path).channels == 2


def test_what_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "words.wav"
    path.write_text("not a recording")
    assert problem_of(path) is MediaProblem.NOT_AUDIO


def test_missing_empty_folder_and_device(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "gone.wav") is MediaProblem.MISSING
    empty = tmp_path / "empty.wav"
    empty.touch()
    assert problem_of(empty) is MediaProblem.EMPTY
    assert problem_of(tmp_path) is MediaProblem.NOT_A_FILE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    assert problem_of(pipe) is MediaProblem.NOT_A_FILE


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = written(tmp_path, "wav")
    path.chmod(0)
    assert problem_of(path) is MediaProblem.UNREADABLE


def test_a_header_that_claims_four_gigabytes(tmp_path: Path) -> None:
    path = written(tmp_path, "wav")
    data = bytearray(path.read_bytes())
    data[4:8] = struct.pack("<I", 0xFFFFFFF0)
    place = data.index(b"data")
    data[place + 4 : place + 8] = struct.pack("<I", 0xFFFFFF00)
    path.write_bytes(data[:1200])
    assert problem_of(path) is MediaProblem.TRUNCATED


@pytest.mark.parametrize("ending", ["flac", "ogg", "mp3"])
def test_a_truncated_file(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path, ending)
    path.write_bytes(path.read_bytes()[:40])
    assert problem_of(path) in {MediaProblem.TRUNCATED, MediaProblem.NOT_AUDIO, MediaProblem.TOO_SHORT}


def test_half_a_flac(tmp_path: Path) -> None:
    path = written(tmp_path, "flac")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert problem_of(path) is MediaProblem.TRUNCATED


def test_too_many_channels_and_too_long(tmp_path: Path) -> None:
    wide = tmp_path / "wide.wav"
    soundfile.write(wide, np.zeros((100, MOST_CHANNELS + 1)), 8000)
    assert problem_of(wide) is MediaProblem.CHANNELS
    long = tmp_path / "long.wav"
    soundfile.write(long, np.zeros(MOST_SECONDS * 50 + 100, np.float32), 50)
    assert problem_of(long) is MediaProblem.TOO_LARGE


def test_a_long_recording_stays_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.media.audio.READ_WHOLE", 10_000)
    for ending in ("wav", "flac"):
        path = written(tmp_path, ending)
        recording = read_audio(path)
        assert isinstance(recording, LongRecording)
        expected = soundfile.read(path, dtype="float32", always_2d=True)[0].T
        assert (recording.channels, recording.frames, recording.rate) == (2, 9000, 22_050)
        for first, stop in ((0, 10), (8990, 9000), (4321, 7000), (5, 5)):
            np.testing.assert_array_equal(recording.read(first, stop), expected[:, first:stop])
        recording.close()
        with pytest.raises(MediaError):
            recording.read(0, 10)


def test_a_long_recording_that_ends_early_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.media.audio.READ_WHOLE", 1000)
    path = written(tmp_path, "flac")
    path.write_bytes(path.read_bytes()[:2000])
    assert problem_of(path) is MediaProblem.TRUNCATED


def test_a_long_recording_that_shrinks_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.media.audio.READ_WHOLE", 1000)
    path = written(tmp_path, "wav")
    recording = read_audio(path)
    os.truncate(path, 8000)
    with pytest.raises(MediaError) as caught:
        recording.read(8000, 9000)
    assert caught.value.code is MediaProblem.TRUNCATED


def test_a_header_that_lies_is_found_out(tmp_path: Path) -> None:
    path = written(tmp_path, "mp3")
    data = bytearray(path.read_bytes())
    data[31] = 0x0E  # The count of frames in the Xing header: hours instead of a moment.
    path.write_bytes(bytes(data))
    recording = read_audio(path)
    assert isinstance(recording, Recording)
    assert recording.frames < 20_000


def test_a_long_recording_of_no_numbers_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.media.audio.READ_WHOLE", 1000)
    path = tmp_path / "nan.wav"
    values = np.zeros(5000)
    values[4000] = np.nan
    soundfile.write(path, values, 8000, subtype="FLOAT")
    recording = read_audio(path)
    assert recording.read(0, 4000).shape == (1, 4000)
    with pytest.raises(MediaError) as caught:
        recording.read(3999, 4002)
    assert caught.value.code is MediaProblem.NOT_FINITE


def test_too_short_and_not_a_number(tmp_path: Path) -> None:
    short = tmp_path / "short.wav"
    soundfile.write(short, np.zeros(3), 8000)
    assert problem_of(short) is MediaProblem.TOO_SHORT
    wrong = tmp_path / "nan.wav"
    soundfile.write(wrong, np.array([0.0, np.nan, 0.0, 0.0, 0.0]), 8000, subtype="FLOAT")
    assert problem_of(wrong) is MediaProblem.NOT_FINITE


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from(list(FORMATS)),
    cut=st.integers(0, 3000),
    place=st.integers(0, 400),
    byte=st.binary(min_size=1, max_size=8),
)
def test_no_bytes_do_harm(ending: str, cut: int, place: int, byte: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, ending)
    data = bytearray(path.read_bytes()[: len(path.read_bytes()) - cut])
    data[place : place + len(byte)] = byte
    path.write_bytes(bytes(data))
    try:
        recording = read_audio(path)
    except MediaError:
        pass  # Refused in words; what this test is for is that nothing else is raised.
    else:
        samples = recording.read(0, recording.frames)
        assert samples.shape == (recording.channels, recording.frames)
        assert np.isfinite(samples).all()
