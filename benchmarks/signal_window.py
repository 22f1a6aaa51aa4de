"""The signal lab's window, from an event to the end of its painting, for files of any length.

Real window of 1920x1080, real computing process, real files. A window step is a press of the right arrow
key, a pan a notch of the wheel with Shift, a parameter change a click on "+" until the new scene is painted.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.worked import SIZE, Bench, head, line, there_and_back

RATE = 44_100
FILES = {"10-minute file": 600, "1-hour file": 3600}


def _write(path: Path, seconds: int) -> None:
    """A stereo WAV file of 16 bits: ten seconds of noise and tones, over and over."""
    rng = np.random.default_rng(0)
    time_ = np.arange(10 * RATE) / RATE
    tones = np.stack([np.sin(2 * np.pi * 440 * time_), np.sin(2 * np.pi * 661 * time_)], axis=1)
    ten = (0.3 * tones + rng.normal(0, 0.05, tones.shape)).astype(np.float32)
    with soundfile.SoundFile(path, "w", RATE, 2, subtype="PCM_16") as file:
        for _ in range(seconds // 10):
            file.write(ten)


class SignalBench(Bench):
    """The signal lab's window."""

    def __init__(self) -> None:
        super().__init__("signal")

    def open(self, path: Path) -> float:
        """Seconds from asking for a file to its first picture."""
        frames = soundfile.info(path).frames
        begun = time.perf_counter()
        self.window.open_path(path)
        self.until(lambda: self.page._scene.frames == frames)  # type: ignore[attr-defined]
        self.application.processEvents()
        return time.perf_counter() - begun

    def whole(self) -> None:
        """All of the recording is the layer's input, the cursor in its middle."""
        page = self.page
        page._whole_chosen()  # type: ignore[attr-defined]
        scene = page._scene  # type: ignore[attr-defined]
        self.until(lambda: page._scene.axis.length == scene.frames)  # type: ignore[attr-defined]
        page.playback.go(page._scene.output_length // 2)  # type: ignore[attr-defined]
        self.settle()

    def pan(self, forward: bool) -> float:
        """Seconds of one notch of a pan."""
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        viewport = self.page.view.slide.input.viewport()  # type: ignore[attr-defined]
        event = QWheelEvent(
            QPointF(50, 50),
            QPointF(50, 50),
            QPoint(),
            QPoint(0, -120 if forward else 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        begun = time.perf_counter()
        self.application.sendEvent(viewport, event)
        self.application.processEvents()
        return time.perf_counter() - begun


def torch_visible(bench: SignalBench) -> float:
    """Seconds of torch alone for the outputs in view (median of 200)."""
    import torch

    scene = bench.page._scene  # type: ignore[attr-defined]
    first, stop = scene.axis.outputs_within(scene.state.view, scene.state.view + scene.state.span)
    low, high = scene.axis.span(first, stop)
    block = scene.blocks[0]
    cells = torch.from_numpy(np.array(block.cells[:, max(0, low - block.first) : high - block.first]))
    weight = torch.from_numpy(np.array(scene.weight))
    taken = []
    with torch.no_grad():
        for _ in range(200):
            begun = time.perf_counter()
            torch.nn.functional.conv1d(cells, weight, dilation=scene.axis.dilation)
            taken.append(time.perf_counter() - begun)
    return float(np.median(taken))


def matplotlib_slider(samples: int) -> np.ndarray | None:
    """Seconds of the same step with a matplotlib slider, or None where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError:
        return None
    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.widgets import Slider

    rng = np.random.default_rng(0)
    figure, axes = pyplot.subplots(5, 1, figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    spans = []
    for index, axis in enumerate(axes):
        axis.plot(rng.normal(size=64), marker="o", markersize=4)
        if index < 2:
            spans.append(axis.axvspan(0, 3, alpha=0.2))
    words = figure.text(0.7, 0.95, "")
    slider = Slider(figure.add_axes((0.1, 0.01, 0.8, 0.02)), "window", 0, 61, valstep=1)

    def moved(value: float) -> None:
        for span in spans:
            span.set_x(value)
        words.set_text(f"window {value:g}")
        figure.canvas.draw()

    slider.on_changed(moved)
    taken = []
    for index in range(samples):
        begun = time.perf_counter()
        slider.set_val(1 + index % 60)
        taken.append(time.perf_counter() - begun)
    pyplot.close(figure)
    return np.array(taken)


def report(samples: int) -> None:
    """Measure and print, in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    head("window of 1920x1080, event to end of paint, ms")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONVGRAD_HOME"] = folder
        paths = {}
        for name, seconds in FILES.items():
            paths[name] = Path(folder) / f"{seconds}.wav"
            _write(paths[name], seconds)
        bench = SignalBench()
        steps: dict[str, np.ndarray] = {}
        for name in ("64 samples", *FILES):
            if name in FILES:
                _openings(bench, name, paths[name])
                bench.whole()
            else:
                bench.page.playback.go(5)
                bench.settle()
            for _ in range(50):
                bench.step(True)
            bench.page.playback.go(bench.page._scene.output_length // 2 - 25)  # type: ignore[attr-defined]
            bench.settle()
            taken = np.array([bench.step(ahead) for ahead in there_and_back(samples, 25)])
            steps[name] = taken
            alone = torch_visible(bench)
            beside = f"{np.median(taken) / alone:.0f}x torch alone on what is in view ({alone * 1e3:.3f} ms)"
            line(f"window step, {name}", taken, beside)
            if name in FILES:
                line(f"pan, {name}", np.array([bench.pan(ahead) for ahead in there_and_back(samples, 40)]))
            line(f"parameter change, {name}", np.array([bench.change(up) for up in there_and_back(samples, 4)]))
        bench.page._set(replace(bench.page.state, length=64))  # type: ignore[attr-defined]
        bench.close()
    medians = {name: float(np.percentile(taken, 99)) for name, taken in steps.items()}
    longest, shortest = medians["1-hour file"], medians["64 samples"]
    print(f"p99 of a window step, 1-hour file beside 64 samples: {longest / shortest:.2f}x")
    peer = matplotlib_slider(min(samples, 200))
    if peer is not None:
        ratio = float(np.median(steps["64 samples"]) / np.median(peer))
        line("the same step, matplotlib slider (Agg)", peer, f"ours is {ratio:.3f}x of it")


def _openings(bench: SignalBench, name: str, path: Path) -> None:
    """Opening a file, beside reading its bytes, in turn."""
    from core.labs.source import Source

    ours, bare = [], []
    for _ in range(5):
        begun = time.perf_counter()
        path.read_bytes()
        bare.append(time.perf_counter() - begun)
        ours.append(bench.open(path))
        bench.settle()
        bench.page._service.open(bench.page.state, Source("sample", "stereo_chord"))  # type: ignore[attr-defined]
        bench.until(lambda: bench.page._scene.frames == 88_200)  # type: ignore[attr-defined]
        bench.settle()
    bench.open(path)
    ratio = float(np.median(ours) / np.median(bare))
    line(f"open, {name}", np.array(ours), f"{ratio:.2f}x reading its bytes ({np.median(bare) * 1e3:.0f} ms)")
