"""Parts of a layer's matrix: the numbers that torch's layer makes of every single input cell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.convolution.matrix_part import (
    MatrixPart,
    outputs_around,
    part_around,
    part_of_taps,
    part_values,
    read_cells,
    square_counts,
    whole_part,
)
from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import PADDING_MODES, ConvParameters, conv1d, conv2d
from core.convolution.validity import refusal
from core.convolution.windows import AxisMap, axis_maps

from .drawn import layers

Matrix = npt.NDArray[np.float32]


def both(parameters: ConvParameters, size: tuple[int, int]) -> tuple[AxisMap, AxisMap]:
    rows, columns = axis_maps(parameters, size)
    return rows, columns


def by_torch(parameters: ConvParameters, size: tuple[int, ...], weight: Matrix) -> Matrix:
    """The matrix as torch has it, (Cout, outputs, Cin, cells): the layer run over every unit vector."""
    module = build_layer(parameters)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(weight))
        if module.bias is not None:
            module.bias.zero_()
        count = parameters.in_channels * int(np.prod(size))
        units = torch.eye(count).reshape(count, parameters.in_channels, *size)
        with without_remarks():
            found = module(units).reshape(count, parameters.out_channels, -1)
    return np.asarray(found.permute(1, 2, 0).numpy().reshape(*found.shape[1:], parameters.in_channels, -1))


def drawn_weight(parameters: ConvParameters) -> Matrix:
    width = parameters.in_channels // parameters.groups
    shape = (parameters.out_channels, width, *parameters.kernel_size)
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


def compare(parameters: ConvParameters, size: tuple[int, ...]) -> None:
    assume(refusal(parameters, (parameters.in_channels, *size)) is None)
    weight = drawn_weight(parameters)
    matrix = by_torch(parameters, size, weight)
    axes = axis_maps(parameters, size)
    per_group = parameters.out_channels // parameters.groups
    width = parameters.in_channels // parameters.groups
    for kernel in range(parameters.out_channels):
        first = kernel // per_group * width
        found = part_values(axes, weight[kernel], whole_part(axes))
        expected = matrix[kernel, :, first : first + width].transpose(1, 0, 2)
        np.testing.assert_allclose(found, expected, atol=1e-5)


@settings(max_examples=80, deadline=None)
@given(layers(2))
def test_two_dimensions_are_torchs_matrix(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    compare(*layer)


@settings(max_examples=60, deadline=None)
@given(layers(1))
def test_one_dimension_is_torchs_matrix(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    compare(*layer)


@settings(max_examples=80, deadline=None)
@given(layers(2), st.integers(1, 60), st.integers(1, 90), st.data())
def test_a_part_around_the_cursor_is_that_part_of_torchs_matrix(
    layer: tuple[ConvParameters, tuple[int, int]], rows: int, columns: int, data: st.DataObject
) -> None:
    parameters, size = layer
    assume(refusal(parameters, (parameters.in_channels, *size)) is None)
    axes = both(parameters, size)
    cursor = tuple(data.draw(st.integers(0, axis.output_length - 1)) for axis in axes)
    part = part_around(axes, cursor, rows, columns)
    assert cursor in part.rows
    assert part.shape[0] <= rows
    assert part.shape[1] <= columns
    assert part.shape == (len(part.rows), len(part.columns))
    weight = drawn_weight(parameters)
    matrix = by_torch(parameters, size, weight)[0]
    row = [place[0] * axes[1].output_length + place[1] for place in part.rows]
    column = [place[0] * size[1] + place[1] for place in part.columns]
    width = parameters.in_channels // parameters.groups
    expected = matrix[np.ix_(row, range(width), column)].transpose(1, 0, 2)
    np.testing.assert_allclose(part_values(axes, weight[0], part), expected, atol=1e-5)


def test_the_entries_of_a_tap_are_where_that_weight_alone_reaches() -> None:
    parameters = conv2d(1, 1, (2, 3), stride=(1, 2), padding=(1, 1), padding_mode="reflect", bias=False)
    axes = axis_maps(parameters, (5, 7))
    for tap in np.ndindex(2, 3):
        weight = np.zeros((1, 1, 2, 3), np.float32)
        weight[0, 0][tap] = 1
        expected = by_torch(parameters, (5, 7), weight)[0, :, 0] > 0
        np.testing.assert_array_equal(part_of_taps(axes, whole_part(axes), tap), expected)
    ones = by_torch(parameters, (5, 7), np.ones((1, 1, 2, 3), np.float32))[0, :, 0] > 0
    np.testing.assert_array_equal(part_of_taps(axes, whole_part(axes)), ones)


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_windows_that_have_room_are_whole(mode: str) -> None:
    parameters = conv2d(1, 1, (3, 5), padding=(1, 2), dilation=(2, 1), padding_mode=mode)  # type: ignore[arg-type]
    axes = both(parameters, (300, 400))
    for cursor in ((0, 0), (150, 200), (axes[0].output_length - 1, axes[1].output_length - 1)):
        part = part_around(axes, cursor, 50, 80)
        assert part.shape[0] > 8
        weight = np.ones((1, 3, 5), np.float32)
        sums = part_values(axes, weight, part)[0].sum(axis=1)
        if mode == "zeros":
            middle = part_around(axes, (150, 200), 50, 80)
            assert (part_values(axes, weight, middle)[0].sum(axis=1) == 15).all()
        else:
            assert (sums == 15).all()


def test_circular_padding_brings_cells_from_the_other_end() -> None:
    (axis,) = axis_maps(conv1d(1, 1, 3, padding=1, padding_mode="circular"), (100,))
    assert read_cells(axis, np.arange(0, 3)).tolist() == [0, 1, 2, 3, 99]
    (zeros,) = axis_maps(conv1d(1, 1, 1, padding=4), (1,))
    assert read_cells(zeros, np.array([0])).tolist() == [0]


def test_a_window_without_room_is_cut_around_its_middle() -> None:
    axes = both(conv2d(1, 1, (31, 31)), (200, 200))
    part = part_around(axes, (50, 60), 20, 70)
    assert part.rows == ((50, 60),)
    assert part.cells[1].tolist() == list(range(60, 91))
    assert part.cells[0].tolist() == [64, 65]


def test_outputs_around_stay_inside() -> None:
    axes = both(conv2d(1, 1, (3, 3)), (10, 50))
    assert square_counts(axes, 40) == (6, 6)
    assert square_counts(axes, 1) == (1, 1)
    assert square_counts(axes, 10_000) == (8, 48)
    for cursor in ((0, 0), (7, 47), (4, 20)):
        rows, columns = outputs_around(axes, cursor, (4, 6))
        assert len(rows) == 4
        assert len(columns) == 6
        assert cursor in MatrixPart((rows, columns), (rows, columns)).rows
        assert 0 <= rows[0] <= rows[-1] < 8
        assert 0 <= columns[0] <= columns[-1] < 48
