"""The way back: torch's gradients of the whole layer, found from its cells; each a sum of contributions."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.gradients import contributions, folded, gradient_so_far, gradients_of
from core.convolution.operation import build_layer, convolve, without_remarks
from core.convolution.parameters import ConvParameters, conv1d, conv2d
from core.convolution.part import padded_cells
from core.convolution.validity import refusal
from core.convolution.windows import ZERO, axis_maps

from .drawn import layers
from .test_part import drawn_numbers


@pytest.mark.parametrize("dimensions", [1, 2])
@settings(max_examples=400, deadline=None)
@given(st.data())
def test_gradients_are_those_of_torchs_layer(dimensions: int, data: st.DataObject) -> None:
    parameters, size = data.draw(layers(dimensions))
    if refusal(parameters, (parameters.in_channels, *size)) is not None:
        return
    signal, weight, bias = drawn_numbers(parameters, size)
    axes = axis_maps(parameters, size)
    module = build_layer(parameters)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(weight))
        if module.bias is not None:
            module.bias.copy_(torch.tensor(bias))
    x = torch.tensor(signal, requires_grad=True)
    with without_remarks():
        y = module(x)
    upstream = np.random.default_rng(1).standard_normal(y.shape).astype(np.float32)
    y.backward(torch.tensor(upstream))
    # Trailing cells that no window reaches are left out, as the labs leave them out.
    box = tuple(axis.span(0, axis.output_length) for axis in axes)
    cells = padded_cells(axes, lambda part: signal[(slice(None), *(slice(*one) for one in part))], box)
    sources = tuple(axis.sources(np.arange(*one)) for axis, one in zip(axes, box, strict=True))
    found = gradients_of(cells, sources, weight, bias, parameters, upstream)
    assert found.transposed_difference <= 1e-4
    expected = np.zeros_like(signal)
    expected[np.ix_(np.arange(len(signal)), *found.sources)] = found.input
    assert x.grad is not None
    assert module.weight.grad is not None
    np.testing.assert_allclose(expected, x.grad.numpy(), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(found.weight, module.weight.grad.numpy(), rtol=1e-3, atol=1e-3)
    if module.bias is not None:
        assert module.bias.grad is not None
        np.testing.assert_allclose(found.bias, module.bias.grad.numpy(), rtol=1e-3, atol=1e-3)
    count, width = parameters.out_channels // parameters.groups, parameters.in_channels // parameters.groups
    channel = data.draw(st.integers(0, parameters.in_channels - 1))
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in size)
    kernels = range(channel // width * count, (channel // width + 1) * count)
    parts = contributions(axes, cell, kernels, weight[:, channel % width], upstream, (0,) * dimensions)
    total = sum(part.product for part in parts)
    assert abs(total - float(x.grad[(channel, *cell)])) <= 1e-3 * max(1.0, abs(total))


def test_a_one_at_one_output_comes_back_as_the_flipped_kernel() -> None:
    kernel = np.arange(1, 7, dtype=np.float32).reshape(1, 1, 2, 3)
    upstream = np.zeros((1, 5, 5), np.float32)
    upstream[0, 2, 2] = 1
    cells = np.zeros((1, 6, 7), np.float32)
    sources = (np.arange(6), np.arange(7))
    found = gradients_of(cells, sources, kernel, np.zeros(1, np.float32), conv2d(1, 1, (2, 3)), upstream)
    np.testing.assert_array_equal(found.input[0, 2:4, 2:5], kernel[0, 0])
    assert np.count_nonzero(found.input) == 6
    # The same by sliding the flipped kernel over the upstream gradient, as the lecture has it.
    padded = np.pad(upstream, ((0, 0), (1, 1), (2, 2)))
    np.testing.assert_array_equal(
        convolve(padded, kernel[..., ::-1, ::-1], None, conv2d(1, 1, (2, 3), bias=False)), found.input
    )


def test_an_input_of_padding_alone_has_no_gradient() -> None:
    cells, sources = np.zeros((1, 3), np.float32), (np.full(3, ZERO),)

    found = gradients_of(
        cells,
        sources,
        np.ones((1, 1, 3), np.float32),
        np.zeros(1, np.float32),
        conv1d(1, 1, 3),
        np.ones((1, 1), np.float32),
    )
    assert found.input.shape == (1, 0)
    np.testing.assert_array_equal(found.cells, [[1, 1, 1]])


@settings(max_examples=300, deadline=None)
@given(layers(1), st.integers(0, 30))
def test_the_slide_in_reverse_adds_up_output_by_output(
    layer: tuple[ConvParameters, tuple[int, ...]], cursor: int
) -> None:
    parameters, (length,) = layer
    if refusal(parameters, (parameters.in_channels, length)) is not None:
        return
    signal, weight, bias = drawn_numbers(parameters, (length,))
    (axis,) = axis_maps(parameters, (length,))
    cursor = min(cursor, axis.output_length - 1)
    low, high = axis.span(0, axis.output_length)
    cells = padded_cells((axis,), lambda box: signal[:, slice(*box[0])], ((low, high),))
    sources = (axis.sources(np.arange(low, high)),)
    shape = (parameters.out_channels, axis.output_length)
    upstream = np.random.default_rng(2).standard_normal(shape).astype(np.float32)
    whole = gradients_of(cells, sources, weight, bias, parameters, upstream)
    assert whole.transposed_difference <= 1e-4
    first_ones = upstream.copy()
    first_ones[:, cursor + 1 :] = 0
    expected = gradients_of(cells, sources, weight, bias, parameters, first_ones)
    so_far = gradient_so_far(axis, whole, weight, parameters.groups, low, 0, cursor)
    np.testing.assert_allclose(so_far, expected.cells, rtol=1e-3, atol=1e-4)
    together = folded((axis,), whole.cells, (low,))
    shown = np.zeros((parameters.in_channels, length), np.float32)
    inside = slice(max(0, -low), max(0, -low) + min(length, high) - max(0, low))
    shown[:, max(0, low) : min(length, high)] = together[:, inside]
    # Copies of cells beyond the last window have no place in the part; torch counts them.
    reached = whole.sources[0] < high
    np.testing.assert_allclose(shown[:, whole.sources[0][reached]], whole.input[:, reached], rtol=1e-3, atol=1e-4)


@settings(max_examples=200, deadline=None)
@given(layers(2))
def test_gradients_of_copies_are_added_to_what_they_copy(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    if refusal(parameters, (parameters.in_channels, *size)) is not None:
        return
    axes = axis_maps(parameters, size)
    box = tuple((-axis.before, axis.length + axis.after) for axis in axes)
    picture = torch.randn((1, *size), requires_grad=True)
    (top, bottom), (left, right) = parameters.padding_per_side
    mode = "constant" if parameters.padding_mode == "zeros" else parameters.padding_mode
    padded = torch.nn.functional.pad(picture[None], (left, right, top, bottom), mode=mode)[0]
    sent = np.random.default_rng(3).standard_normal(padded.shape).astype(np.float32)
    padded.backward(torch.tensor(sent))
    together = folded(axes, sent, tuple(first for first, _ in box))
    inside = together[:, top : top + size[0], left : left + size[1]]
    assert picture.grad is not None
    np.testing.assert_allclose(inside, picture.grad.numpy(), rtol=1e-4, atol=1e-4)
    together[:, top : top + size[0], left : left + size[1]] = 0
    assert not together.any()
