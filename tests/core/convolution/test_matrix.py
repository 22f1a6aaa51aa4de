"""The matrix behind a layer: A x is torch's output, A^T g is torch's gradient, for all parameters."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from core.convolution.matrix import band_block, count, layer_matrix
from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters, conv1d, conv2d
from core.convolution.validity import refusal
from core.convolution.windows import axis_maps

from .drawn import layers


def compare(parameters: ConvParameters, size: tuple[int, ...]) -> None:
    shape = (parameters.in_channels, *size)
    if refusal(parameters, shape) is not None:
        return
    rng = np.random.default_rng(len(size) + sum(size))
    width = parameters.in_channels // parameters.groups
    weight = rng.standard_normal((parameters.out_channels, width, *parameters.kernel_size)).astype(np.float32)
    module = build_layer(parameters)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(weight))
        if module.bias is not None:
            module.bias.zero_()
    x = torch.tensor(rng.standard_normal(shape).astype(np.float32), requires_grad=True)
    with without_remarks():
        y = module(x)
    upstream = torch.tensor(rng.standard_normal(y.shape).astype(np.float32))
    y.backward(upstream)
    matrix = layer_matrix(parameters, size, weight)
    assert matrix.shape == (y.numel(), x.numel())
    np.testing.assert_allclose(
        matrix.times(x.detach().numpy().ravel()), y.detach().numpy().ravel(), rtol=1e-3, atol=1e-4
    )
    assert x.grad is not None
    np.testing.assert_allclose(
        matrix.transposed_times(upstream.numpy().ravel()), x.grad.numpy().ravel(), rtol=1e-3, atol=1e-4
    )
    counted = count(parameters, size)
    assert counted.full == matrix.shape[0] * matrix.shape[1]
    assert counted.connections == len(set(zip(matrix.rows.tolist(), matrix.columns.tolist(), strict=True)))
    assert counted.weights == weight.size


@settings(max_examples=500, deadline=None)
@given(layers(1))
def test_one_dimension(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    compare(*layer)


@settings(max_examples=150, deadline=None)
@given(layers(2))
def test_two_dimensions_are_doubly_blocked(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    if parameters.padding_mode == "zeros":
        compare(parameters, size)


def test_a_plain_layer_is_a_banded_toeplitz_matrix() -> None:
    (axis,) = axis_maps(conv1d(1, 1, 3), (6,))
    block = band_block(axis, np.array([1, 2, 3], np.float32), (0, axis.output_length), (0, 6))
    expected = [[1, 2, 3, 0, 0, 0], [0, 1, 2, 3, 0, 0], [0, 0, 1, 2, 3, 0], [0, 0, 0, 1, 2, 3]]
    np.testing.assert_array_equal(block, expected)


def test_a_part_of_the_band_is_that_part() -> None:
    (axis,) = axis_maps(conv1d(1, 1, 4, stride=2, padding=3, padding_mode="circular"), (15,))
    weights = np.array([1, -2, 3, 5], np.float32)
    whole = band_block(axis, weights, (0, axis.output_length), (0, 15))
    np.testing.assert_array_equal(band_block(axis, weights, (2, 6), (4, 11)), whole[2:6, 4:11])


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
def test_counting_an_hour_is_counting(mode: str) -> None:
    short = count(conv1d(2, 3, 5, padding=2, padding_mode=mode), (1000,))  # type: ignore[arg-type]
    long = count(conv1d(2, 3, 5, padding=2, padding_mode=mode), (158_760_000,))  # type: ignore[arg-type]
    assert long.connections - short.connections == (158_760_000 - 1000) * 2 * 3 * 5
    assert 0.99 < long.sparsity <= 1


def test_the_lectures_counts() -> None:
    counted = count(conv1d(2, 16, 3), (64,))
    assert (counted.full, counted.connections, counted.weights) == (16 * 62 * 2 * 64, 16 * 62 * 2 * 3, 96)
    assert count(conv2d(20, 16, (3, 5)), (64, 128)).weights == 16 * 20 * 15
