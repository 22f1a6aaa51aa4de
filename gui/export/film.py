"""Steps as a film: GIF and MP4, encoded by a thread while the next frames are painted."""

from __future__ import annotations

import contextlib
import queue
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from gui.export.request import ExportProblem, Format

ENCODERS = {"mp4": ("libx264", "libopenh264", "mpeg4"), "gif": ("gif",)}
"""The first that there is; every build of FFmpeg has the last ones."""
OPTIONS = {"libx264": {"crf": "16", "preset": "medium", "tune": "animation"}, "mpeg4": {"qscale": "2"}}
AHEAD = 4
"""Frames that may wait to be encoded."""
BT709 = 1

Pixels = npt.NDArray[np.uint8]


class Film:
    """Takes pictures of one size and writes a film.

    Args:
        path: The file.
        format: "gif" or "mp4".
        fps: Pictures a second.
        title, description: Written into an MP4.

    Raises:
        ExportProblem: There is no encoder for it.
    """

    def __init__(self, path: Path, format: Format, fps: float, title: str, description: str) -> None:
        import av  # FFmpeg is loaded where films are made.

        self._path, self._format = path, format
        self._rate = Fraction(fps).limit_denominator(1000)
        self._tags = {"title": title, "comment": description}
        available = av.codec.codecs_available
        self._encoder = next((name for name in ENCODERS[format] if name in available), "")
        if not self._encoder:
            raise ExportProblem("encoder", format=format.upper())
        self._frames: queue.Queue[Pixels | None] = queue.Queue(AHEAD)
        self._error: BaseException | None = None
        self._given_up = False
        self._thread = threading.Thread(target=self._encode, name="film", daemon=True)
        self._thread.start()

    def add(self, image: QImage) -> None:
        """Take the next picture; waits while too many are waiting.

        Raises:
            OSError: The film cannot be written.
        """
        self._put(pixels_of(image))

    def finish(self) -> None:
        """Write what is left.

        Raises:
            OSError: The film cannot be written.
        """
        self._put(None)
        self._thread.join()
        self._complain()

    def give_up(self) -> None:
        """Stop; the file is nothing."""
        self._given_up = True
        with contextlib.suppress(queue.Empty):
            while True:
                self._frames.get_nowait()
        self._frames.put(None)
        self._thread.join()

    def _put(self, frame: Pixels | None) -> None:
        while True:
            self._complain()
            with contextlib.suppress(queue.Full):
                self._frames.put(frame, timeout=0.1)
                return

    def _complain(self) -> None:
        if self._error is not None:
            raise self._error

    def _encode(self) -> None:
        try:
            self._write()
        except Exception as error:  # Told on the thread that paints.
            self._error = error

    def _write(self) -> None:
        import av

        first = self._frames.get()
        if first is None:
            return
        height, width = first.shape[:2]
        # Bit-exact: no version and no date, the same frames give the same file.
        options = {"fflags": "+bitexact", "movflags": "+faststart"} if self._format == "mp4" else {"loop": "0"}
        with av.open(str(self._path), "w", format=self._format, options=options) as container:
            for key, text in self._tags.items():
                container.metadata[key] = text
            stream: Any = container.add_stream(self._encoder, rate=self._rate, options=OPTIONS.get(self._encoder, {}))
            stream.width, stream.height = width, height
            stream.pix_fmt = "yuv420p" if self._format == "mp4" else "pal8"
            stream.codec_context.time_base = 1 / self._rate
            stream.codec_context.thread_count = 1
            convert = _Paletted(width, height, self._rate) if self._format == "gif" else _yuv
            if self._format == "mp4":
                context = stream.codec_context
                context.colorspace = context.color_primaries = context.color_trc = BT709
                context.color_range = 1
            number = 0
            pixels: Pixels | None = first
            while pixels is not None and not self._given_up:
                frame = convert(av.VideoFrame.from_ndarray(pixels, format="rgb24"))
                frame.pts, frame.time_base = number, 1 / self._rate
                container.mux(stream.encode(frame))
                number += 1
                pixels = self._frames.get()
            container.mux(stream.encode(None))


def _yuv(frame: Any) -> Any:
    """In the colours that players take a film for, whatever its size."""
    return frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG", interpolation="BICUBIC")


class _Paletted:
    """Gives each frame a palette."""

    def __init__(self, width: int, height: int, rate: Fraction) -> None:
        from av import VideoFormat
        from av.filter import Graph

        graph = Graph()
        source = graph.add_buffer(width=width, height=height, format=VideoFormat("rgb24"), time_base=1 / rate)
        split, palette = graph.add("split"), graph.add("palettegen", "stats_mode=single")
        use, sink = graph.add("paletteuse", "new=1:dither=none"), graph.add("buffersink")
        source.link_to(split)
        split.link_to(palette, 0, 0)
        split.link_to(use, 1, 0)
        palette.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        self._graph, self._number = graph, 0

    def __call__(self, frame: Any) -> Any:
        frame.pts = self._number
        self._number += 1
        self._graph.push(frame)
        return self._graph.pull()


def pixels_of(image: QImage) -> Pixels:
    """A picture's colours, (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    # A copy: the picture's memory goes with it.
    return np.array(lines[:, : plain.width() * 3]).reshape(plain.height(), plain.width(), 3)
