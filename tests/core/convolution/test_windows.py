"""The index map against torch: shapes, what each window reads, what each input cell feeds."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from core.convolution.operation import build_layer, convolve
from core.convolution.parameters import ConvParameters, conv1d, conv2d
from core.convolution.validity import refusal
from core.convolution.windows import ZERO, AxisMap, axis_maps

from .drawn import layers


def output_by_index(parameters: ConvParameters, signal: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The convolution without bias, computed from the index map alone, in float64."""
    axes = axis_maps(parameters, signal.shape[1:])
    shape = (parameters.out_channels, *(axis.output_length for axis in axes))
    result = np.zeros(shape)
    width = parameters.in_channels // parameters.groups
    for place in itertools.product(*(range(length) for length in shape)):
        group = place[0] // (parameters.out_channels // parameters.groups)
        channels = range(group * width, (group + 1) * width)
        sources = [axis.sources(axis.positions(o)) for axis, o in zip(axes, place[1:], strict=True)]
        constant = np.zeros([len(s) for s in sources], bool)
        for number, source in enumerate(sources):
            view = [1] * len(sources)
            view[number] = len(source)
            constant |= (source == ZERO).reshape(view)
        cells = signal[np.ix_(channels, *[np.where(s == ZERO, 0, s) for s in sources])]
        result[place] = (np.where(constant, 0, cells).astype(np.float64) * weight[place[0]]).sum()
    return result


def compare_with_torch(parameters: ConvParameters, size: tuple[int, ...]) -> bool:
    """Whether torch accepts the layer; if so, shapes and values have been compared."""
    shape = (parameters.in_channels, *size)
    if refusal(parameters, shape) is not None:
        return False
    rng = np.random.default_rng(sum(size) + 7 * parameters.out_channels)
    weight_shape = (parameters.out_channels, parameters.in_channels // parameters.groups, *parameters.kernel_size)
    signal = rng.standard_normal(shape).astype(np.float32)
    weight = rng.standard_normal(weight_shape).astype(np.float32)
    expected = convolve(signal, weight, np.zeros(parameters.out_channels, np.float32), parameters)
    axes = axis_maps(parameters, size)
    assert expected.shape[1:] == tuple(axis.output_length for axis in axes)
    np.testing.assert_allclose(output_by_index(parameters, signal, weight), expected, rtol=1e-4, atol=1e-4)
    return True


@settings(max_examples=1200, deadline=None)
@given(layers(1))
def test_one_dimension_is_torchs(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    compare_with_torch(*layer)


@settings(max_examples=600, deadline=None)
@given(layers(2))
def test_two_dimensions_are_torchs(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    compare_with_torch(*layer)


def test_most_drawn_layers_are_legal() -> None:
    legal: list[bool] = []

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(layers(1))
    def draw(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
        legal.append(compare_with_torch(*layer))

    draw()
    assert sum(legal) > len(legal) / 3


@settings(max_examples=300, deadline=None)
@given(layers(1))
def test_reading_is_the_inverse_of_positions(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    (axis,) = axis_maps(parameters, size)
    forward = {(o, t, int(p)) for o in range(axis.output_length) for t, p in enumerate(axis.positions(o))}
    places = range(-axis.before, axis.length + axis.after)
    backward = {(o, t, p) for p in places for o, t in axis.reading(p)}
    assert forward == backward


@settings(max_examples=300, deadline=None)
@given(layers(1))
def test_unreached_cells_are_those_that_no_window_reads(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    (axis,) = axis_maps(parameters, size)
    if axis.output_length == 0:
        return
    last = int(axis.positions(axis.output_length - 1)[-1])
    assert axis.unreached == axis.length + axis.after - 1 - last


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("zeros", [0, 0, 1, 2, 3, 4, 5, 0, 0]),
        ("reflect", [3, 2, 1, 2, 3, 4, 5, 4, 3]),
        ("replicate", [1, 1, 1, 2, 3, 4, 5, 5, 5]),
        ("circular", [4, 5, 1, 2, 3, 4, 5, 1, 2]),
    ],
)
def test_padding_modes(mode: str, expected: list[int]) -> None:
    axis = AxisMap(5, 1, 1, 2, 2, 1, mode)  # type: ignore[arg-type]
    sources = axis.sources(np.arange(-2, 7))
    assert [0 if s == ZERO else int(s) + 1 for s in sources] == expected


LECTURE = [
    (conv1d(2, 16, 3), (64,), (16, 2, 3), (1, 16, 62)),
    (conv1d(2, 16, 5), (64,), (16, 2, 5), (1, 16, 60)),
    (conv2d(20, 16, (3, 5)), (64, 128), (16, 20, 3, 5), (1, 16, 62, 124)),
    (conv2d(20, 16, (3, 5), padding=(1, 2)), (64, 128), (16, 20, 3, 5), (1, 16, 64, 128)),
]


@pytest.mark.parametrize(("parameters", "size", "weight", "output"), LECTURE)
def test_the_lectures_shapes(
    parameters: ConvParameters, size: tuple[int, ...], weight: tuple[int, ...], output: tuple[int, ...]
) -> None:
    layer = build_layer(parameters)
    assert tuple(layer.weight.shape) == weight
    assert layer.bias is not None
    assert tuple(layer.bias.shape) == (16,)
    ours = tuple(axis.output_length for axis in axis_maps(parameters, size))
    assert (1, 16, *ours) == output
    torch_output = layer(torch.zeros(1, parameters.in_channels, *size))
    assert tuple(torch_output.shape) == output


@settings(max_examples=200, deadline=None)
@given(layers(1))
def test_nearest_output_is_the_nearest(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    (axis,) = axis_maps(parameters, size)
    if axis.output_length == 0:
        return
    for place in range(-3, size[0] + 3):
        chosen = abs(axis.centre(axis.nearest_output(place)) - place)
        assert chosen <= min(abs(axis.centre(o) - place) for o in range(axis.output_length))
