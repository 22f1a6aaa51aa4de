"""Cameras: which there are, and a thread that reads one and keeps only its newest frame."""

from __future__ import annotations

import contextlib
import errno
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.media.problem import MediaError, MediaProblem

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

log = logging.getLogger(__name__)

MOST_WIDTH, MOST_HEIGHT = 640, 480
"""Frames beyond this are scaled down to fit in, in their own proportions: a scene of as many cells is made about ten
times a second and more, and on a screen beside its output map no more are told apart."""
PATIENCE = 5.0
"""Seconds that a camera may take to open, and then between two frames."""
EMPTY_WAIT = 0.005
"""Seconds before a camera that has no frame ready is asked again."""
FORMATS = {"linux": "v4l2", "darwin": "avfoundation", "win32": "dshow"}
"""FFmpeg's name for the platform's cameras."""
SETTINGS: dict[str, tuple[dict[str, str], ...]] = {
    "v4l2": ({"video_size": "640x480"}, {}),
    "avfoundation": ({"video_size": "640x480", "framerate": "30"}, {"framerate": "30"}, {}),
    "dshow": ({"video_size": "640x480"}, {}),
}
"""What is asked of a camera, in this order: one that has no such frames refuses to open."""
NOT_WAITING = {"fflags": "4"}
"""AVFMT_FLAG_NONBLOCK: a camera that gives nothing must not hold the thread in the kernel, where nothing ends it."""
GONE = (errno.ENOENT, errno.ENODEV, errno.ENXIO)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that may be opened.

    Attributes:
        device: What FFmpeg opens.
        name: What its maker calls it.
    """

    device: str
    name: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame.

    Attributes:
        number: From 1, in the order in which they came.
        pixels: Red, green and blue, (3, height, width), float32, 0 to 1, read-only.
    """

    number: int
    pixels: npt.NDArray[np.float32]


def list_cameras() -> tuple[Camera, ...]:
    """The cameras of this machine, none of which is opened; empty where the platform tells of none."""
    platform = FORMATS.get(sys.platform)
    if platform is None:
        return ()
    return linux_cameras() if platform == "v4l2" else _ffmpeg_cameras(platform)


def linux_cameras(devices: Path = Path("/dev"), described: Path = Path("/sys/class/video4linux")) -> tuple[Camera, ...]:
    """Linux's cameras by their number. A device's further nodes hold what describes its frames, and are left out."""
    found = []
    for node in devices.glob("video*"):
        number = node.name.removeprefix("video")
        if number.isdecimal() and _line(described / node.name / "index") in ("", "0"):
            found.append((int(number), Camera(str(node), _line(described / node.name / "name") or node.name)))
    return tuple(camera for _, camera in sorted(found, key=lambda pair: pair[0]))


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _ffmpeg_cameras(platform: str) -> tuple[Camera, ...]:
    import av

    if platform == "avfoundation":
        return cameras_told(_told_by_avfoundation())
    from av.device import enumerate_input_devices

    try:
        devices = enumerate_input_devices(platform)
    except (av.error.FFmpegError, NotImplementedError, ValueError):
        return ()
    return tuple(
        Camera(f"video={device.name}", device.description or device.name)
        for device in devices
        if "video" in device.media_types
    )


def _told_by_avfoundation() -> str:
    """What FFmpeg prints of macOS's devices; it has no other way to list them there."""
    import av

    before = av.logging.get_level()
    av.logging.set_level(av.logging.INFO)
    try:
        # It lists them and then refuses to open nothing.
        with av.logging.Capture() as lines, contextlib.suppress(av.error.FFmpegError, ValueError):
            av.open("", format="avfoundation", options={"list_devices": "true"}).close()
        return "".join(f"{text.rstrip()}\n" for _, _, text in lines)
    finally:
        av.logging.set_level(before)


def cameras_told(text: str) -> tuple[Camera, ...]:
    """The cameras in avfoundation's list of devices; screens, which it lists among them, are none."""
    videos = text.partition("video devices:")[2].partition("audio devices:")[0]
    found = re.findall(r"\[(\d+)\] +(.+)", videos)
    return tuple(Camera(number, name.strip()) for number, name in found if not name.startswith("Capture screen"))


def open_camera(device: str, patience: float) -> InputContainer:
    """Open a camera of this platform.

    Raises:
        av.error.FFmpegError, ValueError: It cannot be opened.
    """
    import av

    platform = FORMATS[sys.platform]
    *preferred, last = SETTINGS[platform]
    for settings in preferred:
        try:
            return av.open(device, format=platform, options={**settings, **NOT_WAITING}, timeout=patience)
        except (av.error.FFmpegError, ValueError) as error:
            if getattr(error, "errno", None) in (errno.EBUSY, errno.EACCES, errno.EPERM, *GONE):
                raise
    return av.open(device, format=platform, options={**last, **NOT_WAITING}, timeout=patience)


def fitted_size(width: int, height: int) -> tuple[int, int]:
    """The width and height in which a frame is shown."""
    share = min(1.0, MOST_WIDTH / width, MOST_HEIGHT / height)
    return max(1, round(width * share)), max(1, round(height * share))


class CameraReader:
    """Opens one camera on a thread of its own and reads it until it is stopped or ends."""

    def __init__(
        self,
        camera: Camera,
        told: Callable[[int], None],
        failed: Callable[[MediaError], None],
        *,
        opener: Callable[[str, float], InputContainer] = open_camera,
        patience: float = PATIENCE,
        after: CameraReader | None = None,
    ) -> None:
        """Begin at once.

        Args:
            camera: The camera.
            told: Takes the number of each frame that came, on the thread.
            failed: Takes why it ended, on the thread, once and last; not called after `stop`.
            opener: Opens a device.
            patience: Seconds that it may take to open, and between two frames.
            after: A reader that was stopped and may not be over yet; its device may be the same.
        """
        self._camera, self._told, self._failed = camera, told, failed
        self._opener, self._patience, self._after = opener, patience, after
        self._over = threading.Event()
        self._newest: Frame | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    @property
    def newest(self) -> Frame | None:
        """The frame that came last, if any did."""
        return self._newest

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._over.set()

    def join(self) -> None:
        """Wait until the thread is over and the device closed: at most as long as one frame, or opening, takes."""
        self._thread.join()

    def _run(self) -> None:
        if self._after is not None:
            self._after.join()
            self._after = None
        problem = None
        try:
            if not self._over.is_set():
                with self._open() as container:
                    self._read(container)
        except MediaError as error:
            problem = error
        except Exception:
            log.exception("a camera could not be read")
            problem = self._problem(MediaProblem.CAMERA_FAILED)
        if problem is not None and not self._over.is_set():
            self._failed(problem)

    def _open(self) -> InputContainer:
        import av

        try:
            return self._opener(self._camera.device, self._patience)
        except (av.error.FFmpegError, ValueError) as error:  # A platform's format that is not built in is a ValueError.
            number = getattr(error, "errno", None)
            if number == errno.EBUSY:
                raise self._problem(MediaProblem.CAMERA_IN_USE) from error
            gone = number in GONE
            raise self._problem(MediaProblem.CAMERA_GONE if gone else MediaProblem.CAMERA_FAILED) from error

    def _read(self, container: InputContainer) -> None:
        last, number = monotonic(), 0
        for frame in self._frames(container):
            if self._over.is_set():
                return
            if frame is None:
                if monotonic() - last > self._patience:
                    raise self._problem(MediaProblem.CAMERA_SILENT)
                self._over.wait(EMPTY_WAIT)
                continue
            width, height = fitted_size(frame.width, frame.height)
            shown = frame.reformat(width, height, "rgb24", interpolation="AREA").to_ndarray()
            pixels = np.ascontiguousarray(shown.transpose(2, 0, 1)).astype(np.float32) / np.float32(255)
            pixels.flags.writeable = False
            last, number = monotonic(), number + 1
            self._newest = Frame(number, pixels)
            self._told(number)
        raise self._problem(MediaProblem.CAMERA_GONE)

    def _frames(self, container: InputContainer) -> Iterator[VideoFrame | None]:
        """The frames as they come, None wherever there is none yet; it ends with the camera."""
        import av

        if not container.streams.video:
            raise self._problem(MediaProblem.CAMERA_FAILED)
        stream = container.streams.video[0]
        while True:
            try:
                for packet in container.demux(stream):
                    try:
                        yield from packet.decode()
                    except av.error.InvalidDataError:
                        yield None  # Cameras that send JPEG often cut the first one short.
            except BlockingIOError:
                yield None
            except av.error.FFmpegError as error:
                raise self._problem(MediaProblem.CAMERA_GONE) from error
            else:
                return

    def _problem(self, code: MediaProblem) -> MediaError:
        return MediaError(code, name=self._camera.name)
