"""The image lab's window, from an event to the end of its painting, for pictures from 64x64 to 12 megapixels.

A window step is a press of the right arrow key, a parameter change a click on "+" until the new scene is
painted, a picture drag one move of a hand that drags the picture under a magnified view: until what is seen is
painted, and after the last move until the exact scene of where it was let go is.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.worked import SIZE, Bench, head, line, there_and_back
from core.convolution.operation import build_layer
from core.convolution.parameters import ConvParameters, conv2d

if TYPE_CHECKING:
    from core.labs.image.scene import ImageScene

Times = npt.NDArray[np.float64]

DRAG = 24
"""Moves of one drag."""
FRAME = 1000 / 60
"""Milliseconds of one frame of a usual screen."""


@dataclass(frozen=True, slots=True)
class Case:
    """One size.

    Attributes:
        name: Of the row.
        shape: (channels, height, width) of the input.
        parameters: The layer.
        share: How many of the steps are measured: a large picture's take longer.
    """

    name: str
    shape: tuple[int, int, int]
    parameters: ConvParameters
    share: float = 1.0


CASES = (
    Case("64x64", (1, 64, 64), conv2d(1, 4, (3, 3), padding=(1, 1))),
    Case("20x64x128 -> 16", (20, 64, 128), conv2d(20, 16, (3, 5), padding=(1, 2))),
    Case("1024x1024x3 -> 16", (3, 1024, 1024), conv2d(3, 16, (3, 3), padding=(1, 1)), 0.5),
    Case("12 Mpx x3 -> 16", (3, 3000, 4000), conv2d(3, 16, (3, 3), padding=(1, 1)), 0.5),
)


class ImageBench(Bench):
    """The image lab's window."""

    def __init__(self) -> None:
        super().__init__("image")

    @property
    def scene(self) -> ImageScene:
        """What is shown."""
        scene: ImageScene = self.page._scene  # type: ignore[attr-defined]
        return scene

    def quiet(self) -> None:
        """Wait until nothing is asked for any more, and all is painted."""
        self.settle()
        self.until(lambda: not self.page._service._pending)  # type: ignore[attr-defined]
        self.settle()

    def open(self, path: Path, case: Case) -> None:
        """Open a picture and set up a case's layer, the window in the middle."""
        size = case.shape[1:]
        self.window.open_path(path)
        self.until(lambda: self.scene.size == size)
        page = self.page
        state = replace(page.state, parameters=case.parameters, kernels=())  # type: ignore[attr-defined]
        page._set(replace(state, cursor=(size[0] // 2, size[1] // 2)))  # type: ignore[attr-defined]
        self.quiet()

    def magnify(self) -> None:
        """Look at a fifth of the picture in each direction, or what is left of a small one."""
        height, width = self.scene.size
        rows, columns = max(16, height // 5), max(16, width // 5)
        page = self.page
        page._note(  # type: ignore[attr-defined]
            replace(page.state, view=(height // 3, width // 3, rows, columns))  # type: ignore[attr-defined]
        )
        self.quiet()

    def drag(self, there: bool) -> tuple[list[float], float]:
        """Seconds of each move of one drag, and from letting go to the exact scene."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        view = self.page.slide.input  # type: ignore[attr-defined]
        right, none = Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
        middle = QPointF(view.rect().center())

        def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
            event = QMouseEvent(kind, at, view.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
            self.application.sendEvent(view, event)

        send(QEvent.Type.MouseButtonPress, middle, right, right)
        taken = []
        at = middle
        for _ in range(DRAG):
            at = at + QPointF(-6 if there else 6, -3 if there else 3)
            begun = time.perf_counter()
            send(QEvent.Type.MouseMove, at, none, right)
            self.application.processEvents()
            taken.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        send(QEvent.Type.MouseButtonRelease, at, right, none)
        self.until(lambda: not self.page._service._pending)  # type: ignore[attr-defined]
        self.application.processEvents()
        return taken, time.perf_counter() - begun


def torch_alone(pixels: npt.NDArray[np.float32], parameters: ConvParameters, runs: int) -> float:
    """Seconds of torch's own convolution of the whole input on one thread, as in the program (median)."""
    import torch

    torch.set_num_threads(1)
    layer = build_layer(parameters)
    x = torch.from_numpy(pixels)[None]
    taken = []
    with torch.no_grad():
        for _ in range(runs + 1):
            begun = time.perf_counter()
            layer(x)
            taken.append(time.perf_counter() - begun)
    return float(np.median(taken[1:]))


class MatplotlibWindow:
    """The same pictures in matplotlib (Agg): input, kernel, output and the first maps, with two windows to move."""

    def __init__(self, pixels: npt.NDArray[np.float32], parameters: ConvParameters) -> None:
        import matplotlib
        import torch

        matplotlib.use("Agg")
        from matplotlib import pyplot
        from matplotlib.patches import Rectangle

        self._pyplot, self._torch = pyplot, torch
        self._pixels = torch.from_numpy(pixels)[None]
        self._parameters = parameters
        self._layer = build_layer(parameters)
        self.figure, axes = pyplot.subplots(2, 4, figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
        maps = self._maps(1)
        shown = pixels[0] if len(pixels) != 3 else pixels.transpose(1, 2, 0)
        self._images = [
            axis.imshow(image) for axis, image in zip(axes.flat, [shown, *maps, *maps][: axes.size], strict=False)
        ]
        self._windows = [Rectangle((0, 0), 3, 3, fill=False) for _ in range(2)]
        for axis, window in zip(axes.flat, self._windows, strict=False):
            axis.add_patch(window)
        self._words = self.figure.text(0.7, 0.95, "")
        self.figure.canvas.draw()

    def _maps(self, dilation: int) -> npt.NDArray[np.float32]:
        with self._torch.no_grad():
            made = self._torch.nn.functional.conv2d(
                self._pixels, self._layer.weight, self._layer.bias, padding=self._parameters.padding, dilation=dilation
            )
        output: npt.NDArray[np.float32] = made[0].numpy()
        return output

    def step(self, place: int) -> float:
        """Seconds of one window step."""
        begun = time.perf_counter()
        for window in self._windows:
            window.set_x(place)
        self._words.set_text(f"window {place}")
        self.figure.canvas.draw()
        return time.perf_counter() - begun

    def change(self, dilation: int) -> float:
        """Seconds of one parameter change."""
        begun = time.perf_counter()
        for image, values in zip(self._images[1:], self._maps(dilation), strict=False):
            image.set_data(values)
        self.figure.canvas.draw()
        return time.perf_counter() - begun

    def close(self) -> None:
        """Take it down."""
        self._pyplot.close(self.figure)


def _write(folder: Path, case: Case) -> tuple[Path, npt.NDArray[np.float32]]:
    """A file of smooth shapes and noise, and what it holds."""
    channels, height, width = case.shape
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    smooth = 0.5 + 0.3 * np.sin(rows / 37) * np.cos(columns / 53)
    pixels = np.stack([np.roll(smooth, 17 * channel, axis=1) for channel in range(channels)])
    pixels = np.clip(pixels + rng.normal(0, 0.05, pixels.shape).astype(np.float32), 0, 1)
    if channels in (1, 3):
        path = folder / f"{height}x{width}.png"
        bytes_ = (pixels * 255).round().astype(np.uint8)
        Image.fromarray(bytes_[0] if channels == 1 else bytes_.transpose(1, 2, 0)).save(path, compress_level=1)
        return path, bytes_.astype(np.float32) / 255
    path = folder / f"{channels}x{height}x{width}.npy"
    np.save(path, pixels)
    return path, pixels


def _beside_matplotlib(pixels: npt.NDArray[np.float32], case: Case, step: Times, change: Times) -> None:
    try:
        peer = MatplotlibWindow(pixels, case.parameters)
    except ImportError:
        return
    count = 40 if pixels.size < 1e7 else 6
    steps = np.array([peer.step(place) for place in range(count)])
    line("  the same step in matplotlib (Agg)", steps, f"ours is {np.median(step) / np.median(steps):.3f}x of it")
    changes = np.array([peer.change(1 + index % 3) for index in range(count)])
    line("  the same change in matplotlib", changes, f"ours is {np.median(change) / np.median(changes):.3f}x of it")
    peer.close()


def report(samples: int) -> None:
    """Measure and print, in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    head("image lab, 1920x1080, event to end of paint, ms")
    with tempfile.TemporaryDirectory() as name:
        os.environ["CONVGRAD_HOME"] = name
        bench = ImageBench()
        for case in CASES:
            path, pixels = _write(Path(name), case)
            bench.open(path, case)
            count = max(40, int(samples * case.share))
            for _ in range(30):
                bench.step(True)
            taken = np.array([bench.step(ahead) for ahead in there_and_back(count, 25)])
            line(f"window step, {case.name}", taken)
            bench.quiet()
            alone = torch_alone(pixels, case.parameters, 20 if pixels.size < 1e7 else 3)
            changed = np.array([bench.change(up) for up in there_and_back(max(20, count // 20), 3)])
            allowed = 3 * alone * 1e3 + FRAME
            middle = float(np.median(changed)) * 1e3
            line(
                f"parameter change, {case.name}",
                changed,
                f"{middle / alone / 1e3:.2f}x of torch alone ({alone * 1e3:.1f} ms), "
                f"{middle / allowed:.2f} of 3x torch and a frame",
            )
            bench.quiet()
            _beside_matplotlib(pixels, case, taken, changed)
            bench.magnify()
            drags = [bench.drag(there) for there in there_and_back(max(4, count // 100), 1)]
            line(f"picture drag, one move, {case.name}", np.array([move for moves, _ in drags for move in moves]))
            line(f"  let go to exact, {case.name}", np.array([exact for _, exact in drags]))
        bench.close()
