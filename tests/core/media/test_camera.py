"""Cameras: FFmpeg's own test pictures stand in for one, read as a camera is read."""

from __future__ import annotations

import errno
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from core.media.camera import (
    FORMATS,
    NOT_WAITING,
    Camera,
    CameraReader,
    cameras_told,
    fitted_size,
    linux_cameras,
    list_cameras,
    open_camera,
)
from core.media.problem import MediaError, MediaProblem

if TYPE_CHECKING:
    from av.container import InputContainer

STEADY = "testsrc=size=64x48:rate=50,realtime"
PATIENCE = 20


def open_test(device: str, patience: float) -> InputContainer:
    return av.open(device, format="lavfi", options=NOT_WAITING, timeout=patience)


class Reading:
    """A reader, and all that it tells."""

    def __init__(self, device: str, **options: object) -> None:
        self.frames: queue.Queue[int] = queue.Queue()
        self.problems: queue.Queue[MediaError] = queue.Queue()
        options.setdefault("opener", open_test)
        self.reader = CameraReader(Camera(device, "A camera"), self.frames.put, self.problems.put, **options)  # type: ignore[arg-type]

    def problem(self) -> MediaProblem:
        error = self.problems.get(timeout=PATIENCE)
        self.reader.join()
        assert error.values == {"name": "A camera"}
        assert self.problems.empty()
        return error.code


@pytest.fixture
def reading() -> Iterator[Callable[..., Reading]]:
    made: list[Reading] = []

    def make(device: str = STEADY, **options: object) -> Reading:
        made.append(Reading(device, **options))
        return made[-1]

    yield make
    for one in made:
        one.reader.stop()
        one.reader.join()
    assert not [thread for thread in threading.enumerate() if thread.name == "camera"]


def test_frames_are_told_in_order_and_only_the_newest_is_kept(reading: Callable[..., Reading]) -> None:
    one = reading()
    assert [one.frames.get(timeout=PATIENCE) for _ in range(3)] == [1, 2, 3]
    one.reader.stop()
    one.reader.join()
    newest = one.reader.newest
    assert newest is not None
    assert newest.number >= 3
    assert newest.pixels.shape == (3, 48, 64)
    assert newest.pixels.dtype == np.float32
    assert not newest.pixels.flags.writeable
    assert one.problems.empty()


def test_the_values_are_those_of_the_frame(reading: Callable[..., Reading]) -> None:
    one = reading("color=c=0x3366CC:size=8x6:rate=50,format=rgb24,realtime")
    one.frames.get(timeout=PATIENCE)
    newest = one.reader.newest
    assert newest is not None
    expected = np.broadcast_to(np.array([0x33, 0x66, 0xCC])[:, None, None] / 255, (3, 6, 8))
    np.testing.assert_allclose(newest.pixels, expected, atol=1e-6)


def test_a_frame_is_not_turned_round_or_mirrored(reading: Callable[..., Reading]) -> None:
    # Red is drawn into the left upper quarter alone.
    one = reading("color=c=black:size=32x16:rate=50,format=rgb24,drawbox=0:0:16:8:red:fill,realtime")
    one.frames.get(timeout=PATIENCE)
    newest = one.reader.newest
    assert newest is not None
    expected = np.zeros((16, 32))
    expected[:8, :16] = 1
    np.testing.assert_array_equal(newest.pixels[0] > 0.5, expected.astype(bool))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((640, 480), (640, 480)),
        ((64, 48), (64, 48)),
        ((1280, 720), (640, 360)),
        ((1920, 1080), (640, 360)),
        ((1080, 1920), (270, 480)),
        ((1, 1), (1, 1)),
        ((10_000, 1), (640, 1)),
    ],
)
def test_larger_frames_fit_in_their_own_proportions(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert fitted_size(*size) == shown


def test_a_large_frame_is_averaged_down(reading: Callable[..., Reading]) -> None:
    one = reading("color=c=white:size=1280x720:rate=20,format=rgb24,drawbox=0:0:640:720:black:fill,realtime")
    one.frames.get(timeout=PATIENCE)
    newest = one.reader.newest
    assert newest is not None
    assert newest.pixels.shape == (3, 360, 640)
    np.testing.assert_allclose(newest.pixels[:, :, :318], 0, atol=0.02)
    np.testing.assert_allclose(newest.pixels[:, :, 322:], 1, atol=0.02)


def test_a_camera_that_ends_was_unplugged(reading: Callable[..., Reading]) -> None:
    one = reading("testsrc=size=16x16:rate=50:duration=0.1,realtime")
    assert one.problem() is MediaProblem.CAMERA_GONE
    assert one.frames.qsize() == 5
    assert one.reader.newest is not None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EBUSY, MediaProblem.CAMERA_IN_USE),
        (errno.ENOENT, MediaProblem.CAMERA_GONE),
        (errno.ENODEV, MediaProblem.CAMERA_GONE),
        (errno.EACCES, MediaProblem.CAMERA_FAILED),
        (errno.EIO, MediaProblem.CAMERA_FAILED),
    ],
)
def test_why_it_cannot_be_opened(number: int, code: MediaProblem, reading: Callable[..., Reading]) -> None:
    def refuse(device: str, patience: float) -> InputContainer:
        av.error.err_check(-number, device)
        raise AssertionError

    assert reading(opener=refuse).problem() is code


def test_a_device_that_is_none(reading: Callable[..., Reading], tmp_path: Path) -> None:
    assert reading("no_such_source=1").problem() is MediaProblem.CAMERA_FAILED
    assert reading("anullsrc").problem() is MediaProblem.CAMERA_FAILED  # It gives sound alone.
    wrong = tmp_path / "video0"
    wrong.write_bytes(b"no device")
    if sys.platform == "linux":  # It alone tells a device that is not there from one that cannot be opened.
        assert reading(str(wrong), opener=open_camera).problem() is MediaProblem.CAMERA_FAILED
        assert reading(str(tmp_path / "video1"), opener=open_camera).problem() is MediaProblem.CAMERA_GONE


class Stuck:
    """A camera that opens and gives nothing: what it raises is what FFmpeg raises where no frame is ready."""

    def __init__(self) -> None:
        self.closed = False
        self.asked = threading.Event()
        self.streams = type("Streams", (), {"video": [None]})

    def __enter__(self) -> Stuck:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True

    def demux(self, stream: object) -> Iterator[object]:
        self.asked.set()
        raise BlockingIOError


def test_a_camera_that_gives_nothing_is_told_of_and_closed(reading: Callable[..., Reading]) -> None:
    stuck = Stuck()
    assert reading(opener=lambda *_: stuck, patience=0.02).problem() is MediaProblem.CAMERA_SILENT
    assert stuck.closed


def test_one_that_gives_nothing_is_stopped_like_any_other(reading: Callable[..., Reading]) -> None:
    stuck = Stuck()
    one = reading(opener=lambda *_: stuck, patience=1000)
    assert stuck.asked.wait(PATIENCE)
    one.reader.stop()
    one.reader.join()
    assert stuck.closed
    assert one.problems.empty()


def test_stopping_while_it_opens_closes_it_as_soon_as_it_is_open(reading: Callable[..., Reading]) -> None:
    opening, may_open, opened = threading.Event(), threading.Event(), []

    def slow(device: str, patience: float) -> InputContainer:
        opening.set()
        assert may_open.wait(PATIENCE)
        opened.append(open_test(device, patience))
        return opened[0]

    one = reading(opener=slow)
    assert opening.wait(PATIENCE)
    one.reader.stop()
    may_open.set()
    one.reader.join()
    assert one.reader.newest is None
    with pytest.raises(AssertionError, match="not open"):
        next(opened[0].demux())


def test_the_next_reader_waits_until_the_device_is_free(reading: Callable[..., Reading]) -> None:
    first = reading()
    first.frames.get(timeout=PATIENCE)
    first.reader.stop()
    alive: list[bool] = []

    def opener(device: str, patience: float) -> InputContainer:
        alive.append(first.reader._thread.is_alive())
        return open_test(device, patience)

    second = reading(opener=opener, after=first.reader)
    second.frames.get(timeout=PATIENCE)
    assert alive == [False]


def test_a_fault_of_our_own_is_told_too(reading: Callable[..., Reading], expected_log: Callable[[str], None]) -> None:
    def fail(*_: object) -> InputContainer:
        raise KeyError("boom")

    expected_log("a camera could not be read")
    assert reading(opener=fail).problem() is MediaProblem.CAMERA_FAILED


def test_the_cameras_of_linux(tmp_path: Path) -> None:
    devices, described = tmp_path / "dev", tmp_path / "described"
    devices.mkdir()
    for node in ("video10", "video2", "video0", "video1", "videodev", "null"):
        (devices / node).touch()
    for node, name, index in (
        ("video0", "Lid camera\n", "0\n"),
        ("video1", "Lid camera\n", "1\n"),
        ("video10", "كاميرا", "0"),
    ):
        (described / node).mkdir(parents=True)
        (described / node / "name").write_text(name, encoding="utf-8")
        (described / node / "index").write_text(index)
    assert linux_cameras(devices, described) == (
        Camera(str(devices / "video0"), "Lid camera"),
        Camera(str(devices / "video2"), "video2"),
        Camera(str(devices / "video10"), "كاميرا"),
    )
    assert linux_cameras(tmp_path / "nowhere", described) == ()


def test_the_cameras_of_macos_as_they_are_printed() -> None:
    text = (
        "[AVFoundation indev @ 0x7f] AVFoundation video devices:\n"
        "[AVFoundation indev @ 0x7f] [0] FaceTime HD Camera\n"
        "[1] A phone [back]\n"
        "[2] Capture screen 0\n"
        "AVFoundation audio devices:\n[0] Microphone\n"
    )
    assert cameras_told(text) == (Camera("0", "FaceTime HD Camera"), Camera("1", "A phone [back]"))
    assert cameras_told("") == ()


def test_a_platform_without_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "emscripten")
    assert list_cameras() == ()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_a_build_that_cannot_list_finds_none(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if FORMATS[platform] in av.formats_available:
        pytest.skip("this build can")
    monkeypatch.setattr("sys.platform", platform)
    assert list_cameras() == ()


def test_a_camera_without_such_frames_is_opened_with_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, str]] = []

    def refuse_sizes(device: str, options: dict[str, str], **_: object) -> str:
        asked.append(options)
        if "video_size" in options:
            av.error.err_check(-errno.EINVAL, device)
        return "open"

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(av, "open", refuse_sizes)
    assert open_camera("/dev/video0", 1.0) == "open"
    assert [options.get("video_size") for options in asked] == ["640x480", None]


def test_a_camera_in_use_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def busy(device: str, **_: object) -> None:
        asked.append(device)
        av.error.err_check(-errno.EBUSY, device)

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(av, "open", busy)
    with pytest.raises(OSError, match="busy"):
        open_camera("/dev/video0", 1.0)
    assert len(asked) == 1
