"""The way back: torch's gradients of the whole layer, found from its cells; each a sum of contributions."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.gradients import contributions, folded, gradient_so_far, gradients_of
from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters
from core.convolution.part import padded_cells
from core.convolution.validity import refusal
from core.convolution.windows import axis_maps

from .drawn import layers
from .test_part import drawn_numbers


@settings(max_examples=700, deadline=None)
@given(layers(1))
def test_gradients_are_those_of_torchs_layer(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, (length,) = layer
    if refusal(parameters, (parameters.in_channels, length)) is not None:
        return
    signal, weight, bias = drawn_numbers(parameters, (length,))
    (axis,) = axis_maps(parameters, (length,))
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
    low, high = -axis.before, length + axis.after
    cells = padded_cells((axis,), lambda box: signal[:, slice(*box[0])], ((low, high),))
    # Trailing cells that no window reaches are left out, as the lab leaves them out.
    low, high = axis.span(0, axis.output_length)
    cells = cells[:, : high - low]
    found = gradients_of(cells, axis.sources(np.arange(low, high)), weight, bias, parameters, upstream)
    expected = np.zeros_like(signal)
    expected[:, found.sources] = found.input
    assert x.grad is not None
    assert module.weight.grad is not None
    np.testing.assert_allclose(expected, x.grad.numpy(), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(found.weight, module.weight.grad.numpy(), rtol=1e-3, atol=1e-4)
    if module.bias is not None:
        assert module.bias.grad is not None
        np.testing.assert_allclose(found.bias, module.bias.grad.numpy(), rtol=1e-3, atol=1e-4)
    count, width = parameters.out_channels // parameters.groups, parameters.in_channels // parameters.groups
    for channel in range(parameters.in_channels):
        kernels = range(channel // width * count, (channel // width + 1) * count)
        for cell in range(length):
            parts = contributions(axis, cell, kernels, weight[:, channel % width], upstream)
            total = sum(part.product for part in parts)
            assert abs(total - float(x.grad[channel, cell])) <= 1e-3 * max(1.0, abs(total))


def test_an_input_of_padding_alone_has_no_gradient() -> None:
    cells, sources = np.zeros((1, 3), np.float32), np.full(3, np.iinfo(np.int64).min)
    from core.convolution.parameters import conv1d

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
    sources = axis.sources(np.arange(low, high))
    shape = (parameters.out_channels, axis.output_length)
    upstream = np.random.default_rng(2).standard_normal(shape).astype(np.float32)
    whole = gradients_of(cells, sources, weight, bias, parameters, upstream)
    assert whole.transposed_difference <= 1e-4
    first_ones = upstream.copy()
    first_ones[:, cursor + 1 :] = 0
    expected = gradients_of(cells, sources, weight, bias, parameters, first_ones)
    so_far = gradient_so_far(axis, whole, weight, parameters.groups, low, 0, cursor)
    np.testing.assert_allclose(so_far, expected.cells, rtol=1e-3, atol=1e-4)
    together = folded(axis, whole.cells, low)
    shown = np.zeros((parameters.in_channels, length), np.float32)
    inside = slice(max(0, -low), max(0, -low) + min(length, high) - max(0, low))
    shown[:, max(0, low) : min(length, high)] = together[:, inside]
    # Copies of cells beyond the last window have no place in the part; torch counts them.
    reached = whole.sources < high
    np.testing.assert_allclose(shown[:, whole.sources[reached]], whole.input[:, reached], rtol=1e-3, atol=1e-4)
