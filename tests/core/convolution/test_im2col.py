"""im2col beside torch: `unfold` of the padded input, and the product that is the layer's output."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import assume, given, settings

from core.convolution.im2col import unfolded, windows_of
from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters, conv2d
from core.convolution.validity import refusal
from core.convolution.windows import axis_maps

from .drawn import layers


def padded_by_torch(parameters: ConvParameters, x: torch.Tensor) -> torch.Tensor:
    """The input with its padding, as torch makes it."""
    (up, down), (before, after) = parameters.padding_per_side
    mode = "constant" if parameters.padding_mode == "zeros" else parameters.padding_mode
    return torch.nn.functional.pad(x, (before, after, up, down), mode=mode)


@settings(max_examples=150, deadline=None)
@given(layers(2))
def test_windows_are_those_of_unfold_and_their_product_is_the_output(
    layer: tuple[ConvParameters, tuple[int, int]],
) -> None:
    parameters, size = layer
    assume(refusal(parameters, (parameters.in_channels, *size)) is None)
    rng = np.random.default_rng(sum(size))
    x = torch.tensor(rng.standard_normal((1, parameters.in_channels, *size)).astype(np.float32))
    cells = padded_by_torch(parameters, x)
    axes = axis_maps(parameters, size)
    first = np.array([-axis.before for axis in axes])
    outputs = tuple(np.arange(axis.output_length) for axis in axes)
    taps = tuple(np.arange(axis.kernel_size) for axis in axes)
    found = windows_of((axes[0], axes[1]), outputs, taps, cells[0].numpy(), first)
    expected = torch.nn.functional.unfold(
        cells, parameters.kernel_size, dilation=parameters.dilation, stride=parameters.stride
    )[0]
    columns = found.values.transpose(0, 2, 1).reshape(-1, found.values.shape[1])
    np.testing.assert_array_equal(columns, expected.numpy())
    counted = unfolded(parameters, size)
    assert (counted.taps, counted.windows) == expected.shape
    assert counted.entries == expected.numel()
    assert counted.growth == expected.numel() / x.numel()

    module = build_layer(parameters)
    width = parameters.in_channels // parameters.groups
    weight = rng.standard_normal((parameters.out_channels, width, *parameters.kernel_size)).astype(np.float32)
    biases = rng.standard_normal(parameters.out_channels).astype(np.float32)
    with without_remarks(), torch.no_grad():
        module.weight.copy_(torch.tensor(weight))
        if module.bias is not None:
            module.bias.copy_(torch.tensor(biases))
        y = module(x)[0].flatten(1).numpy()
    per_group = parameters.out_channels // parameters.groups
    for kernel in range(parameters.out_channels):
        start = kernel // per_group * width
        product = sum(found.values[start + one] @ weight[kernel, one].ravel() for one in range(width))
        bias = biases[kernel] if parameters.bias else 0
        np.testing.assert_allclose(product + bias, y[kernel], rtol=1e-3, atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(layers(2))
def test_padded_cells_are_those_that_were_padded(layer: tuple[ConvParameters, tuple[int, int]]) -> None:
    parameters, size = layer
    assume(refusal(parameters, (parameters.in_channels, *size)) is None)
    axes = axis_maps(parameters, size)
    (up, down), (before, after) = parameters.padding_per_side
    real = torch.nn.functional.pad(torch.ones(1, 1, *size), (before, after, up, down))
    expected = torch.nn.functional.unfold(
        real, parameters.kernel_size, dilation=parameters.dilation, stride=parameters.stride
    )[0]
    outputs = tuple(np.arange(axis.output_length) for axis in axes)
    taps = tuple(np.arange(axis.kernel_size) for axis in axes)
    found = windows_of((axes[0], axes[1]), outputs, taps, real[0].numpy(), np.array([-up, -before]))
    np.testing.assert_array_equal(found.padded, expected.numpy().T == 0)


def test_cells_that_are_not_there_are_not_known() -> None:
    axes = axis_maps(conv2d(1, 1, (2, 2)), (10, 10))
    cells = np.arange(9, dtype=np.float32).reshape(1, 3, 3)
    every = np.arange(2)
    found = windows_of((axes[0], axes[1]), (np.array([4]), np.array([5, 6])), (every, every), cells, np.array([3, 4]))
    np.testing.assert_array_equal(found.values[0, 0], [4, 5, 7, 8])
    np.testing.assert_array_equal(found.values[0, 1], [5, np.nan, 8, np.nan])
    none = windows_of(
        (axes[0], axes[1]), (np.array([4]), np.array([5])), (every, every[:1]), cells[:, :0], np.array([3, 4])
    )
    assert np.isnan(none.values).all()
    assert none.values.shape == (1, 1, 2)
