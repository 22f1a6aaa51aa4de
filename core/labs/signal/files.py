"""The signal lab's way out and in: outputs as WAV and .npy, weights from .npy, and the layer as a program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.convolution.code import program
from core.convolution.part import Array
from core.labs.signal.layer import SignalLayer
from core.labs.signal.state import SignalState, with_weights
from core.media.problem import MediaError, MediaProblem, check_file

if TYPE_CHECKING:
    from core.media.audio import Readable

CHUNK = 1 << 18
"""Outputs computed and written at a time."""
MOST_NUMBERS = 1_000_000
"""Numbers that a copied program may hold."""


def export_output(state: SignalState, recording: Readable, path: Path, told: Callable[[float], None]) -> None:
    """Write all outputs, one channel a kernel: float32, as they are, neither scaled nor clipped.

    The file appears under its name when it is whole.

    Args:
        state: The state.
        recording: Its recording.
        path: Ends in .wav or .npy; the latter holds (Cout, L_out).
        told: Takes the share that is written, 0 to 1.

    Raises:
        MediaError: There is no output, or the file cannot be written.
    """
    layer = SignalLayer(state, recording)
    count = layer.axis.output_length if layer.problem is None else 0
    if not count:
        raise MediaError(MediaProblem.NO_OUTPUT)
    partial = path.with_name(f".{path.name}.partial")
    try:
        if path.suffix.lower() == ".wav":
            _write_wav(layer, count, partial, told)
        else:
            _write_npy(layer, count, partial, told)
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        partial.unlink(missing_ok=True)
        raise MediaError(MediaProblem.UNWRITABLE, name=path.name) from error


def _write_wav(layer: SignalLayer, count: int, path: Path, told: Callable[[float], None]) -> None:
    import soundfile

    rate = max(1, round(layer.recording.rate / layer.axis.stride))
    kernels = layer.state.parameters.out_channels
    with soundfile.SoundFile(path, "w", rate, kernels, subtype="FLOAT", format="WAV") as file:
        for first in range(0, count, CHUNK):
            file.write(layer.outputs(first, min(count, first + CHUNK)).T)
            told(min(1.0, (first + CHUNK) / count))


def _write_npy(layer: SignalLayer, count: int, path: Path, told: Callable[[float], None]) -> None:
    kernels = layer.state.parameters.out_channels
    array = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(kernels, count))
    for first in range(0, count, CHUNK):
        stop = min(count, first + CHUNK)
        array[:, first:stop] = layer.outputs(first, stop)
        told(stop / count)
    array.flush()


def import_weights(state: SignalState, path: Path) -> SignalState:
    """The state with the weights of a .npy file, (Cout, Cin / groups, k), (channels, k) or (k,).

    Raises:
        MediaError: The file holds no such weights. Pickled objects are refused unread.
    """
    check_file(path)
    try:
        stored = np.load(path, mmap_mode="r", allow_pickle=False)
        if not isinstance(stored, np.ndarray) or stored.size > MOST_NUMBERS or stored.dtype.kind not in "fiu":
            raise MediaError(MediaProblem.NOT_WEIGHTS, name=path.name)
        weights: Array = np.array(stored, np.float32)
    except (ValueError, OSError, EOFError, OverflowError):
        raise MediaError(MediaProblem.NOT_WEIGHTS, name=path.name) from None
    changed = with_weights(state, weights) if np.isfinite(weights).all() else None
    if changed is None:
        raise MediaError(MediaProblem.NOT_WEIGHTS, name=path.name)
    return changed


def code_of(state: SignalState, recording: Readable) -> str:
    """A program that builds the layer, runs it on the same input and prints the output that is shown.

    Raises:
        MediaError: The input is too long to stand in a program.
    """
    layer = SignalLayer(state, recording)
    size = layer.state.length * recording.channels + layer.weight.size
    if size > MOST_NUMBERS:
        raise MediaError(MediaProblem.TOO_LONG_FOR_CODE, numbers=size, limit=MOST_NUMBERS)
    bias = layer.bias if state.parameters.bias else None
    return program(state.parameters, layer.read(0, layer.state.length), layer.weight, bias)
