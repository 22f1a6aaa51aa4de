"""Prints one table. Every row is a ratio of two medians measured in turn, so that the machine's mood cancels."""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import autograd_window, conversion, image_window, media, recording, signal_window, start_up

Timing = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Attributes:
        name: What is measured.
        ours: Seconds that this program takes.
        peer_name: What it is measured beside.
        peer: Seconds that the peer takes.
        runs: How often each is run.
    """

    name: str
    ours: Timing
    peer_name: str
    peer: Timing
    runs: int = 5


ROWS = (
    Row("window handles its first key", start_up.first_key, "import PySide6, pyqtgraph", start_up.import_qt),
    Row("torch ready to compute", start_up.torch_ready, "import torch", start_up.import_torch),
    Row("read a FLAC recording", media.our_audio, "soundfile.read", media.bare_audio, 20),
    Row("read a PNG picture", media.our_image, "Pillow, as array", media.bare_image, 20),
    Row("scene of a 66,000-sample layer", conversion.our_scene, "nn.Conv1d alone", conversion.bare_convolution, 20),
    Row("long kernel by FFT", conversion.by_fft, "the direct sum", conversion.direct_sum, 5),
    Row("warm run, traced", conversion.traced_run, "the same program in exec", conversion.plain_run, 5),
)

AFTER_A_KILL = "a run after a kill starts"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="", help="measure the rows whose name contains this")
    parser.add_argument("--samples", type=int, default=2000, help="steps of the window that are measured")
    arguments = parser.parse_args()
    wanted = arguments.only
    print(f"{'what':<34}{'ours, s: min / median / max':<34}{'beside':<30}{'median, s':>10}{'ratio':>9}")
    for row in ROWS:
        if wanted not in row.name:
            continue
        ours, peer = [], []
        for _ in range(row.runs):
            ours.append(row.ours())
            peer.append(row.peer())
        middle, beside = statistics.median(ours), statistics.median(peer)
        shown = f"{min(ours):.4f} / {middle:.4f} / {max(ours):.4f}"
        print(f"{row.name:<34}{shown:<34}{row.peer_name:<30}{beside:>10.4f}{middle / beside:>8.2f}x", flush=True)
    if wanted in AFTER_A_KILL:
        ours, bare = start_up.after_a_kill(20)
        for percent, place in (("p50", len(ours) // 2), ("p95", -2)):
            name, beside = f"{AFTER_A_KILL}, {percent}", bare[place]
            print(f"{name:<34}{ours[place]:<34.4f}{'python -c pass':<30}{beside:>10.4f}{ours[place] / beside:>8.2f}x")
    if wanted in "signal window":
        signal_window.report(arguments.samples)
    if wanted in "recording":
        recording.report()
    if wanted in "image window":
        image_window.report(arguments.samples)
    if wanted in "autograd window":
        autograd_window.report(arguments.samples)


if __name__ == "__main__":
    main()
