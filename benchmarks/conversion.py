"""Scenes and traces, beside the bare torch operation and the bare program."""

from __future__ import annotations

import threading
import time
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import torch

from core.convolution.operation import convolve
from core.convolution.parameters import conv1d
from core.convolution.part import convolve_by_fft
from core.labs.autograd import example
from core.labs.signal.layer import weights_of
from core.labs.signal.resolve import resolve
from core.labs.signal.state import SignalState
from core.media.audio import Readable
from core.media.outline import Outline
from core.media.samples import load_recording
from core.runner.client import Client
from core.runner.protocol import Event, Finished, Program


@lru_cache(maxsize=1)
def _recording() -> Readable:
    return load_recording("stereo_chord")


@lru_cache(maxsize=1)
def _outline() -> Outline:
    return Outline(_recording())


STATE = SignalState(length=66_000, span=66_000)


def our_scene() -> float:
    """Seconds to resolve a state of a whole recording."""
    recording = _recording()
    outline = _outline()
    begun = time.perf_counter()
    resolve(STATE, recording, outline)
    return time.perf_counter() - begun


def bare_convolution() -> float:
    """Seconds of the layer alone."""
    signal = torch.tensor(_recording().read(0, 66_000))
    layer = torch.nn.Conv1d(2, 3, 3)
    weight, bias = weights_of(STATE, _recording().rate)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weight))
        assert layer.bias is not None
        layer.bias.copy_(torch.tensor(bias))
        begun = time.perf_counter()
        layer(signal)
        return time.perf_counter() - begun


LONG = conv1d(2, 4, 8820, bias=False)


@lru_cache(maxsize=1)
def _long() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    weight = np.random.default_rng(0).standard_normal((4, 2, 8820)).astype(np.float32)
    return _recording().read(0, 12_000), weight


def by_fft() -> float:
    """Seconds of four 8,820-tap kernels over 12,000 samples by FFT."""
    cells, weight = _long()
    begun = time.perf_counter()
    convolve_by_fft(cells, weight, None, LONG)
    return time.perf_counter() - begun


def direct_sum() -> float:
    """Seconds of torch's direct sum of the same."""
    cells, weight = _long()
    begun = time.perf_counter()
    convolve(cells, weight, None, LONG)
    return time.perf_counter() - begun


def traced_run() -> float:
    """Seconds from Run to the trace, with a warm process waiting."""
    over = threading.Event()

    def take(event: Event) -> None:
        if isinstance(event, Finished):
            over.set()

    client = Client(take, keep_warm=False)
    client.warm()
    time.sleep(4)  # Until the spare has imported torch: what a user's second run finds.
    begun = time.perf_counter()
    client.run(Program(example().program))
    over.wait(60)
    taken = time.perf_counter() - begun
    client.close()
    return taken


def plain_run() -> float:
    """Seconds of the same program run in this process."""
    code = compile(example().program, "program.py", "exec")
    begun = time.perf_counter()
    exec(code, {})
    return time.perf_counter() - begun
