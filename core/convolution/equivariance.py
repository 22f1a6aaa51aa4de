"""Whether a layer does the same to a moved picture, and what it sees of one whose pixels have changed places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters

Array = npt.NDArray[np.float32]

PERMUTATION_SEED = 20


@dataclass(frozen=True, slots=True)
class Equivariance:
    """A picture moved before and after a layer.

    Attributes:
        moved_after: The layer's output, then moved, (Cout, rows, columns).
        moved_before: The layer's output for the moved picture, of the same shape.
        shift: Rows and columns by which the output was moved.
        whole: Whether the picture's shift is a multiple of the strides, so that the output can be moved as far.
    """

    moved_after: Array
    moved_before: Array
    shift: tuple[int, int]
    whole: bool

    @property
    def error(self) -> Array:
        """By how much the second differs from the first, (Cout, rows, columns)."""
        return self.moved_before - self.moved_after

    @property
    def largest(self) -> float:
        """The largest difference, as a share of the largest output; 0 for outputs of nothing but zeros."""
        scale = float(np.abs(self.moved_after).max(initial=0.0))
        return float(np.abs(self.error).max(initial=0.0)) / scale if scale else 0.0


def moved(maps: Array, shift: tuple[int, int]) -> Array:
    """Maps (channels, rows, columns) moved down and to the right; what leaves on one side comes in on the other."""
    return np.roll(maps, shift, axis=(1, 2))


def equivariance(
    parameters: ConvParameters, weight: Array, bias: Array | None, picture: Array, shift: tuple[int, int]
) -> Equivariance:
    """Move and convolve, and convolve and move.

    A translation commutes with a convolution (I. Goodfellow, Y. Bengio and A. Courville, "Deep Learning", 2016,
    section 9.2): exactly so for circular padding, stride 1 and cells that leave on one side and come in on the other.

    Args:
        parameters: The layer, with an output for this picture.
        weight, bias: Torch's; None for biases of zero.
        picture: (Cin, height, width).
        shift: Rows down and columns to the right, in cells of the picture.

    Raises:
        ValueError, RuntimeError: torch's own, for a layer that it refuses.
    """
    first = convolved(parameters, weight, bias, picture)
    second = convolved(parameters, weight, bias, moved(picture, shift))
    rows, columns = (round(by / stride) for by, stride in zip(shift, parameters.stride, strict=True))
    whole = all(by % stride == 0 for by, stride in zip(shift, parameters.stride, strict=True))
    return Equivariance(moved(first, (rows, columns)), second, (rows, columns), whole)


def convolved(parameters: ConvParameters, weight: Array, bias: Array | None, picture: Array) -> Array:
    """Torch's output, (Cout, rows, columns).

    Raises:
        ValueError, RuntimeError: torch's own.
    """
    import torch

    with torch.no_grad(), without_remarks():
        module = build_layer(parameters)
        module.weight.copy_(torch.from_numpy(np.array(weight, order="C")))
        if module.bias is not None:
            module.bias.copy_(torch.from_numpy(np.zeros(len(weight), np.float32) if bias is None else np.array(bias)))
        output: Array = module(torch.from_numpy(np.array(picture, order="C"))).numpy()
    return output


def permuted(picture: Array) -> Array:
    """All pixels of (channels, height, width) in other places: the same places for every picture of this size.

    All channels of a pixel move together.
    """
    height, width = picture.shape[1:]
    places = np.random.default_rng(PERMUTATION_SEED).permutation(height * width)
    return np.ascontiguousarray(picture.reshape(len(picture), -1)[:, places].reshape(picture.shape))


def neighbour_likeness(picture: Array) -> float:
    """How alike neighbouring cells are: the correlation of each with the one to its right and the one below.

    1 where neighbours are the same, about 0 where they have nothing to do with one another; 0 for a picture of
    one value.
    """
    pairs = []
    for axis in (1, 2):
        near = np.moveaxis(picture, axis, 0)
        if len(near) > 1:
            pairs.append(np.stack([near[:-1].ravel(), near[1:].ravel()]))
    if not pairs:
        return 0.0
    both = np.concatenate(pairs, axis=1).astype(np.float64)
    spread = both.std(axis=1)
    if not spread.all():
        return 0.0
    centred = both - both.mean(axis=1, keepdims=True)
    return float((centred[0] * centred[1]).mean() / (spread[0] * spread[1]))
