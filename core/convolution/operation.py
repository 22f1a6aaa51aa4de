"""The convolution itself, by torch's own layer."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.convolution.parameters import ConvParameters

if TYPE_CHECKING:
    import torch

Array = npt.NDArray[np.float32]


@contextlib.contextmanager
def without_remarks() -> Iterator[None]:
    """Keep two remarks of torch's off the terminal that say nothing about the result.

    One is on initialising a layer of no weights, which torch then refuses to run; the other on the
    speed of padding="same" with an even kernel.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Initializing zero-element tensors", UserWarning)
        warnings.filterwarnings("ignore", "Using padding='same' with even kernel lengths", UserWarning)
        yield


def build_layer(parameters: ConvParameters, *, device: str = "cpu") -> torch.nn.modules.conv._ConvNd:
    """Torch's layer with these parameters, its weights left unset.

    Raises:
        ValueError: torch's own, for a combination that the constructor refuses.
        RuntimeError: torch's own, likewise.
    """
    import torch

    layer_class = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d}[parameters.dimensions]
    arguments = (parameters.in_channels, parameters.out_channels, parameters.kernel_size)
    options = {
        "stride": parameters.stride,
        "padding": parameters.padding,
        "dilation": parameters.dilation,
        "groups": parameters.groups,
        "bias": parameters.bias,
        "padding_mode": parameters.padding_mode,
    }
    # Built on "meta" first so that no random initialisation is spent on weights that are replaced.
    with without_remarks():
        layer = layer_class(*arguments, **options, device="meta")  # type: ignore[arg-type]
    return layer if device == "meta" else layer.to_empty(device=device)


def convolve(signal: Array, weight: Array, bias: Array | None, parameters: ConvParameters) -> Array:
    """Run the layer over one signal or image.

    Args:
        signal: (Cin, *size).
        weight: (Cout, Cin / groups, *kernel_size).
        bias: (Cout,), or None where `parameters.bias` is false.
        parameters: What the layer is built with.

    Returns:
        (Cout, *output size), float32.

    Raises:
        ValueError: torch's own, from building the layer.
        RuntimeError: torch's own, from building or running it.
    """
    import torch

    layer = build_layer(parameters)
    with torch.no_grad(), without_remarks():
        layer.weight.copy_(torch.from_numpy(np.array(weight)))
        if bias is not None and layer.bias is not None:
            layer.bias.copy_(torch.from_numpy(np.array(bias)))
        result = layer(torch.from_numpy(np.array(signal)))
    output: Array = result.numpy()
    return output
