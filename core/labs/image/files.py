"""The image lab's way out and in: output maps as .npy, weights as .npz and .npy, and the layer as a program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np

from core.convolution.code import program
from core.convolution.kernels import Array
from core.labs.image.layer import ImageLayer
from core.labs.image.state import ImageState, with_weights
from core.labs.source import Source
from core.media.problem import MediaError, MediaProblem, check_file

MOST_NUMBERS = 1_000_000
"""Numbers that a copied program, or the weights of a file, may hold."""
BAND_PRODUCTS = 400_000_000
"""Products of the rows that are computed and written at a time."""
WEIGHTS_ENDING = ".npz"


def export(state: ImageState, pixels: Array, path: Path, told: Callable[[float], None]) -> None:
    """Write all output maps as they are, float32, or the layer's weights.

    The file appears under its name when it is whole.

    Args:
        state: The state.
        pixels: The layer's input, (Cin, height, width).
        path: Ends in .npz for the weights: arrays ``weight`` and ``bias`` under the names of torch's state_dict.
            Any other ending is a .npy file of the outputs, (Cout, rows, columns).
        told: Takes the share that is written, 0 to 1.

    Raises:
        MediaError: There is no output, or the file cannot be written.
    """
    layer = ImageLayer(state, pixels)
    if layer.problem is not None:
        raise MediaError(MediaProblem.NO_OUTPUT)
    partial = path.with_name(f".{path.name}.partial")
    try:
        if path.suffix.lower() == WEIGHTS_ENDING:
            _write_weights(layer, partial)
        else:
            _write_maps(layer, partial, told)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise MediaError(MediaProblem.UNWRITABLE, name=path.name) from error


def _write_weights(layer: ImageLayer, path: Path) -> None:
    arrays = {"weight": layer.weight}
    if layer.state.parameters.bias:
        arrays["bias"] = layer.bias
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def _write_maps(layer: ImageLayer, path: Path, told: Callable[[float], None]) -> None:
    rows, columns = (axis.output_length for axis in layer.axes)
    shape = (layer.weight.shape[0], rows, columns)
    array = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=shape)
    band = max(1, int(BAND_PRODUCTS / max(1, columns * layer.weight.size)))
    for first in range(0, rows, band):
        last = min(rows, first + band)
        array[:, first:last] = layer.block(((first, last), (0, columns)))[1].values
        told(min(0.99, last / rows))
    array.flush()


def holds_weights(source: Source) -> bool:
    """Whether a source is a file of weights: a .npz file, or a .npy file of four dimensions."""
    if source.kind != "file" or source.path.suffix.casefold() not in (".npy", WEIGHTS_ENDING):
        return False
    if source.path.suffix.casefold() == WEIGHTS_ENDING:
        return True
    try:
        return bool(np.load(source.path, mmap_mode="r", allow_pickle=False).ndim == 4)
    except (ValueError, OSError, EOFError, OverflowError, TypeError):
        return False  # As a picture it is told what is wrong.


def import_weights(state: ImageState, path: Path) -> ImageState:
    """The state with the weights of a .npy file, (Cout, Cin / groups, kh, kw), or of a .npz file as `export` writes it.

    Raises:
        MediaError: The file holds no such weights. Pickled objects are refused unread.
    """
    check_file(path)
    bias: Array | None = None
    try:
        if path.suffix.casefold() == WEIGHTS_ENDING:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                bias = np.array(arrays["bias"], np.float32) if "bias" in arrays else None
                stored = arrays["weight"]
        else:
            stored = np.load(path, mmap_mode="r", allow_pickle=False)
        numbers = cast("np.ndarray[tuple[int, ...], np.dtype[np.generic]]", stored)
        if numbers.size > MOST_NUMBERS or numbers.dtype.kind not in "fiu":
            raise MediaError(MediaProblem.NOT_CONV2D_WEIGHTS, name=path.name)
        weights: Array = np.array(numbers, np.float32)
    except MediaError:
        raise
    except Exception:  # Damaged archives raise what zipfile, zlib and numpy each think of.
        raise MediaError(MediaProblem.NOT_CONV2D_WEIGHTS, name=path.name) from None
    fits = bias is None or (bias.shape == weights.shape[:1] and bool(np.isfinite(bias).all()))
    changed = with_weights(state, weights, bias) if fits and np.isfinite(weights).all() else None
    if changed is None:
        raise MediaError(MediaProblem.NOT_CONV2D_WEIGHTS, name=path.name)
    return changed


def code_of(state: ImageState, pixels: Array) -> str:
    """A program that builds the layer, runs it on the same input and prints the output that is shown.

    Raises:
        MediaError: The picture is too large to stand in a program.
    """
    layer = ImageLayer(state, pixels)
    numbers = pixels.size + layer.weight.size
    if numbers > MOST_NUMBERS:
        raise MediaError(MediaProblem.PICTURE_TOO_LARGE_FOR_CODE, numbers=int(numbers), limit=MOST_NUMBERS)
    return program(state.parameters, pixels, layer.weight, layer.bias if state.parameters.bias else None)
