"""The image lab's camera: a live picture that is read frame by frame, and frozen into a file."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.labs.source import Source
from core.media.camera import Camera, CameraReader, list_cameras
from core.media.images import Picture
from core.media.problem import MediaError, MediaProblem

HELD = 4
"""Frames of which scenes were made that can still be frozen: the shown one, and those on the way."""
MOST_FROZEN = 12
"""Frozen frames on the disk; of more, the oldest go."""

StartReader = Callable[[Camera, Callable[[int], None], Callable[[MediaError], None], CameraReader | None], CameraReader]


def _start(
    camera: Camera, told: Callable[[int], None], failed: Callable[[MediaError], None], after: CameraReader | None
) -> CameraReader:
    return CameraReader(camera, told, failed, after=after)


class CameraDesk:
    """One camera at a time. It is switched on by `start` alone: a state that names it never does that."""

    def __init__(
        self, lister: Callable[[], tuple[Camera, ...]] = list_cameras, start_reader: StartReader = _start
    ) -> None:
        self.lister, self.start_reader = lister, start_reader
        self._reader: CameraReader | None = None
        self._last: CameraReader | None = None
        self._device = ""
        self._held: OrderedDict[int, Picture] = OrderedDict()

    @property
    def frame(self) -> int:
        """The number of the frame that was read last, 0 if none was."""
        return next(reversed(self._held), 0)

    def start(self, camera: Camera, told: Callable[[int], None], failed: Callable[[MediaError], None]) -> None:
        """Open a camera in place of the one before; see `CameraReader` for what is told."""
        self.stop()
        self._device = camera.device
        self._reader = self.start_reader(camera, told, failed, self._last)

    def stop(self) -> None:
        """Have it closed, and forget its frames; returns at once."""
        self._held.clear()
        if self._reader is not None:
            self._reader.stop()
            self._reader, self._last = None, self._reader

    def close(self) -> None:
        """Close it and wait until that is done."""
        self.stop()
        if self._last is not None:
            self._last.join()
            self._last = None

    def picture(self, source: Source, *, newest: bool) -> Picture:
        """The camera's picture, (3, height, width).

        Args:
            source: Of kind "camera".
            newest: Whether to go on to the newest frame; else it is the one before once more.

        Raises:
            MediaError: The camera is off.
        """
        reader = self._reader
        if reader is None or source.name != self._device:
            raise MediaError(MediaProblem.CAMERA_OFF)
        frame = reader.newest
        if frame is not None and (newest or not self._held) and frame.number != self.frame:
            self._held[frame.number] = Picture(frame.pixels, source.name)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        if not self._held:
            raise MediaError(MediaProblem.CAMERA_OFF)
        return self._held[self.frame]

    def freeze(self, frame: int, folder: Path) -> Path:
        """Write a frame of which a scene was made as a PNG file of the same values, and switch the camera off.

        Raises:
            MediaError: There is no such frame any more, or the file cannot be written.
        """
        from PIL import Image

        picture = self._held.get(frame)
        if picture is None:
            raise MediaError(MediaProblem.CAMERA_OFF)
        values = np.ascontiguousarray(np.rint(picture.pixels * 255).astype(np.uint8).transpose(1, 2, 0))
        height, width = values.shape[:2]
        path = folder / f"camera-{width}x{height}-{hashlib.sha256(values.tobytes()).hexdigest()[:10]}.png"
        partial = path.with_suffix(".partial")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(values).save(partial, "PNG")
            partial.replace(path)
            kept = sorted(folder.glob("camera-*.png"), key=lambda one: one.stat().st_mtime, reverse=True)
            for old in kept[MOST_FROZEN:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise MediaError(MediaProblem.UNWRITABLE, name=path.name) from error
        self.stop()
        return path
