"""Parts of an output, computed from the cells that they read, are parts of torch's whole output."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters, conv1d
from core.convolution.part import Box, convolve_at, convolve_by_fft, convolve_cells, padded_cells
from core.convolution.validity import refusal
from core.convolution.windows import AxisMap, axis_maps

from .drawn import layers


def drawn_numbers(
    parameters: ConvParameters, size: tuple[int, ...], seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An input, weights and biases."""
    rng = np.random.default_rng(seed + sum(size))
    width = parameters.in_channels // parameters.groups
    signal = rng.standard_normal((parameters.in_channels, *size)).astype(np.float32)
    weight = rng.standard_normal((parameters.out_channels, width, *parameters.kernel_size)).astype(np.float32)
    return signal, weight, rng.standard_normal(parameters.out_channels).astype(np.float32)


class Asked:
    """Gives parts of an input, and keeps how large the parts were."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self.boxes: list[Box] = []

    def __call__(self, box: Box) -> np.ndarray:
        self.boxes.append(box)
        for (low, high), length in zip(box, self.values.shape[1:], strict=True):
            assert 0 <= low <= high <= length
        return self.values[(slice(None), *(slice(*one) for one in box))]


@pytest.mark.parametrize("dimensions", [1, 2])
@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_part_of_any_layer(dimensions: int, data: st.DataObject) -> None:
    parameters, size = data.draw(layers(dimensions))
    if refusal(parameters, (parameters.in_channels, *size)) is not None:
        return
    signal, weight, bias = drawn_numbers(parameters, size)
    own_bias = bias if parameters.bias else None
    expected = convolve(signal, weight, own_bias, parameters)
    axes = axis_maps(parameters, size)
    outputs = []
    for axis in axes:
        first = data.draw(st.integers(0, axis.output_length - 1))
        outputs.append((first, data.draw(st.integers(first + 1, axis.output_length))))
    read = Asked(signal)
    box = tuple(axis.span(*one) for axis, one in zip(axes, outputs, strict=True))
    cells = padded_cells(axes, read, box)
    part = convolve_cells(cells, weight, own_bias, parameters)
    wanted = expected[(slice(None), *(slice(*one) for one in outputs))]
    np.testing.assert_allclose(part, wanted, rtol=1e-4, atol=1e-4)
    assert len(read.boxes) <= 1 + 3**dimensions


@pytest.mark.parametrize("dimensions", [1, 2])
@settings(max_examples=400, deadline=None)
@given(st.data())
def test_chosen_outputs_of_any_layer(dimensions: int, data: st.DataObject) -> None:
    parameters, size = data.draw(layers(dimensions))
    if refusal(parameters, (parameters.in_channels, *size)) is not None:
        return
    signal, weight, bias = drawn_numbers(parameters, size)
    own_bias = bias if parameters.bias else None
    expected = convolve(signal, weight, own_bias, parameters)
    axes = axis_maps(parameters, size)
    chosen = tuple(
        np.array(sorted(data.draw(st.sets(st.integers(0, axis.output_length - 1)))), np.int64) for axis in axes
    )
    found = convolve_at(axes, signal, chosen, weight, own_bias, parameters)
    np.testing.assert_allclose(found, expected[(slice(None), *np.ix_(*chosen))], rtol=1e-4, atol=1e-4)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 8),
    st.integers(0, 8),
    st.integers(0, 9),
    st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
)
def test_unequal_padding_is_torchs_pad(before: int, after: int, above: int, mode: str) -> None:
    picture = np.random.default_rng(before * 10 + after).standard_normal((2, 12, 9)).astype(np.float32)
    rows = AxisMap(12, 1, 1, above, before, 1, mode)  # type: ignore[arg-type]
    columns = AxisMap(9, 1, 1, before, after, 1, mode)  # type: ignore[arg-type]
    cells = padded_cells((rows, columns), Asked(picture), ((-above, 12 + before), (-before, 9 + after)))
    name = "constant" if mode == "zeros" else mode
    expected = torch.nn.functional.pad(torch.tensor(picture)[None], (before, after, above, before), mode=name)[0]
    np.testing.assert_array_equal(cells, expected.numpy())


@pytest.mark.parametrize(
    "parameters",
    [
        conv1d(2, 4, 700),
        conv1d(2, 4, 1025, stride=3),
        conv1d(4, 4, 600, groups=2, dilation=2),
        conv1d(1, 2, 513, dilation=5, stride=7, bias=False),
    ],
)
@pytest.mark.parametrize("length", [3100, 20_000])
def test_the_transform_gives_the_direct_sum(parameters: ConvParameters, length: int) -> None:
    signal, weight, bias = drawn_numbers(parameters, (length,))
    own_bias = bias if parameters.bias else None
    direct = convolve(signal, weight, own_bias, parameters)
    by_fft = convolve_by_fft(signal, weight, own_bias, parameters)
    assert by_fft.shape == direct.shape
    np.testing.assert_allclose(by_fft, direct, rtol=1e-3, atol=2e-3 * np.abs(direct).max())
    np.testing.assert_array_equal(convolve_cells(signal, weight, own_bias, parameters), by_fft)


def test_the_transform_is_nearer_to_the_truth_than_its_tolerance() -> None:
    signal, weight, _ = drawn_numbers(conv1d(1, 1, 2000), (9000,))
    truth = np.correlate(signal[0].astype(np.float64), weight[0, 0].astype(np.float64), "valid")
    by_fft = convolve_by_fft(signal, weight, None, conv1d(1, 1, 2000))[0]
    assert np.abs(by_fft - truth).max() <= 1e-6 * np.abs(truth).max()


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 40), st.integers(1, 3), st.integers(1, 4), st.integers(0, 60))
def test_the_transform_for_any_sizes(taps: int, dilation: int, stride: int, more: int) -> None:
    parameters = conv1d(2, 2, taps, dilation=dilation, stride=stride)
    signal, weight, bias = drawn_numbers(parameters, (dilation * (taps - 1) + 1 + more,))
    direct = convolve(signal, weight, bias, parameters)
    np.testing.assert_allclose(convolve_by_fft(signal, weight, bias, parameters), direct, rtol=1e-3, atol=1e-3)


def test_too_few_cells_make_no_output() -> None:
    parameters = replace(conv1d(1, 3, 9))
    assert convolve_by_fft(np.zeros((1, 5), np.float32), np.zeros((3, 1, 9), np.float32), None, parameters).shape == (
        3,
        0,
    )
