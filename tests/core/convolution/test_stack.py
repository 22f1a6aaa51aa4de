"""Receptive fields of stacks: the formula against what torch's gradients reach."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters, conv2d
from core.convolution.stack import MOST_LAYERS, fields, measured_field, run, sizes
from core.convolution.validity import refusal

from .drawn import layers

Stack = tuple[tuple[ConvParameters, ...], tuple[int, ...]]


@st.composite
def stacks(draw: st.DrawFn) -> Stack:
    """One to six layers of one group, that torch runs on an input of a size."""
    first, _ = draw(layers(2))
    size = (draw(st.integers(1, 24)), draw(st.integers(1, 24)))
    chosen: list[ConvParameters] = []
    present, channels = size, first.in_channels
    for _ in range(draw(st.integers(1, MOST_LAYERS))):
        layer, _ = draw(layers(2))
        layer = replace(layer, in_channels=channels, out_channels=2, groups=1)
        if refusal(layer, (channels, *present)) is None:
            chosen.append(layer)
            present, channels = sizes((layer,), present)[0], 2
    return tuple(chosen), size


def positive(stack: Stack) -> tuple[np.ndarray, ...]:
    """Weights above zero: none of what is read cancels."""
    rng = np.random.default_rng(0)
    return tuple(
        rng.uniform(0.5, 1.5, (layer.out_channels, layer.in_channels, *layer.kernel_size)).astype(np.float32)
        for layer in stack[0]
    )


@settings(max_examples=300, deadline=None)
@given(stacks(), st.data())
def test_what_gradients_reach_lies_in_the_field_and_fills_its_ends(stack: Stack, data: st.DataObject) -> None:
    chosen, size = stack
    if not chosen or any(layer.padding_mode not in ("zeros",) for layer in chosen):
        return
    last = sizes(chosen, size)[-1]
    output = tuple(data.draw(st.integers(0, length - 1)) for length in last)
    picture = np.random.default_rng(1).standard_normal((chosen[0].in_channels, *size)).astype(np.float32)
    reached = measured_field(chosen, positive(stack), picture, output) > 0
    for dimension in range(2):
        first, stop = fields(chosen, dimension)[-1].span(output[dimension])
        along = np.flatnonzero(reached.any(axis=1 - dimension))
        if not len(along):  # An output of padding alone.
            continue
        assert along[0] >= max(0, first)
        assert along[-1] < min(size[dimension], stop)
        if all(max(layer.padding_per_side[dimension]) == 0 for layer in chosen):
            assert (along[0], along[-1] + 1) == (first, stop)


@settings(max_examples=150, deadline=None)
@given(stacks())
def test_a_stack_is_its_layers_one_after_another(stack: Stack) -> None:
    chosen, size = stack
    if not chosen:
        return
    weights = positive(stack)
    value = np.random.default_rng(1).standard_normal((chosen[0].in_channels, *size)).astype(np.float32)
    outputs = run(chosen, weights, value)
    assert tuple(output.shape[1:] for output in outputs) == sizes(chosen, size)
    for layer, weight, output in zip(chosen, weights, outputs, strict=True):
        value = convolve(value, weight, None, replace(layer, bias=False))
        np.testing.assert_allclose(output, value, rtol=1e-4, atol=1e-4)


def test_three_layers_of_three_see_what_one_of_seven_sees() -> None:
    three = (conv2d(1, 1, (3, 3)),) * 3
    assert [field.size for field in fields(three, 0)] == [3, 5, 7]
    assert fields(three, 0)[-1] == fields((conv2d(1, 1, (7, 7)),), 0)[-1]


def test_growing_dilation_grows_the_field_by_doubling() -> None:
    dilated = tuple(conv2d(1, 1, (3, 3), dilation=(d, d), padding=(d, d)) for d in (1, 2, 4, 8))
    assert [field.size for field in fields(dilated, 1)] == [3, 7, 15, 31]
    assert [field.first for field in fields(dilated, 1)] == [-1, -3, -7, -15]


def test_sizes_end_where_no_window_fits() -> None:
    assert sizes((conv2d(1, 1, (3, 3)),) * 3, (4, 9)) == ((2, 7), (0, 5))


def test_a_stack_that_does_not_fit_is_refused_by_torch() -> None:
    layer = conv2d(2, 2, (3, 3))
    with pytest.raises(RuntimeError):
        run((layer,), (np.zeros((2, 2, 3, 3), np.float32),), np.zeros((1, 8, 8), np.float32))


def test_cancelling_channels_are_read_all_the_same() -> None:
    weights = (np.ones((1, 2, 1, 1), np.float32) * np.array([1, -1], np.float32)[None, :, None, None],)
    reached = measured_field((conv2d(2, 1, (1, 1)),), weights, np.zeros((2, 3, 3), np.float32), (1, 1))
    assert reached[1, 1] == 2
    assert np.count_nonzero(reached) == 1
    assert torch.is_grad_enabled()
