"""Moving and convolving, by torch; what a fixed permutation leaves of a picture."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.equivariance import convolved, equivariance, moved, neighbour_likeness, permuted
from core.convolution.parameters import conv2d

SMOOTH = np.add.outer(np.sin(np.arange(24) / 4), np.cos(np.arange(30) / 5)).astype(np.float32)[None]
shifts = st.tuples(st.integers(-40, 40), st.integers(-40, 40))


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape).astype(np.float32)


@settings(max_examples=80, deadline=None)
@given(shifts, st.integers(1, 3), st.integers(1, 2), st.booleans())
def test_circular_padding_and_stride_1_commute_with_every_shift(
    shift: tuple[int, int], dilation: int, channels: int, bias: bool
) -> None:
    parameters = conv2d(channels, 2, (3, 3), padding=(dilation, dilation), dilation=(dilation, dilation),
                        padding_mode="circular", bias=bias)  # fmt: skip
    found = equivariance(parameters, noise(2, channels, 3, 3), noise(2), noise(channels, 12, 9), shift)
    assert found.whole
    assert found.shift == shift
    assert found.largest < 1e-5


@settings(max_examples=60, deadline=None)
@given(shifts)
def test_stride_2_commutes_with_shifts_of_2_alone(shift: tuple[int, int]) -> None:
    parameters = conv2d(1, 1, (3, 3), stride=(2, 2), padding=(1, 1), padding_mode="circular")
    found = equivariance(parameters, noise(1, 1, 3, 3), None, noise(1, 12, 8), shift)
    even = shift[0] % 2 == 0 and shift[1] % 2 == 0
    assert found.whole == even
    if even:
        assert found.largest < 1e-5
    else:
        assert found.largest > 1e-3


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate"])
def test_other_paddings_fail_at_the_borders_alone(mode: str) -> None:
    parameters = conv2d(1, 1, (3, 3), padding=(1, 1), padding_mode=mode)  # type: ignore[arg-type]
    found = equivariance(parameters, noise(1, 1, 3, 3), None, noise(1, 12, 16), (3, 2))
    assert found.largest > 1e-3
    error = np.abs(found.error[0])
    wrong = np.argwhere(error > 1e-5)
    # The picture's own borders, and where they have been moved to.
    assert all(row in (0, 11, 2, 3) or column in (0, 15, 1, 2) for row, column in wrong)


def test_the_two_ways_are_torchs() -> None:
    parameters = conv2d(2, 3, (2, 3), stride=(1, 2))
    weight, bias, picture = noise(3, 2, 2, 3), noise(3), noise(2, 9, 11)
    found = equivariance(parameters, weight, bias, picture, (2, -4))
    with torch.no_grad():
        expected = torch.nn.functional.conv2d(
            torch.roll(torch.tensor(picture), (2, -4), (1, 2)), torch.tensor(weight), torch.tensor(bias), stride=(1, 2)
        ).numpy()
    np.testing.assert_allclose(found.moved_before, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(
        found.moved_after, moved(convolved(parameters, weight, bias, picture), (2, -2)), rtol=1e-5, atol=1e-6
    )


def test_a_permutation_keeps_every_pixel_and_loses_the_neighbours() -> None:
    picture = np.concatenate([SMOOTH, -SMOOTH])
    found = permuted(picture)
    np.testing.assert_array_equal(np.sort(found, axis=None), np.sort(picture, axis=None))
    np.testing.assert_array_equal(found[0], -found[1])
    np.testing.assert_array_equal(found, permuted(picture))
    assert neighbour_likeness(picture) > 0.9
    assert abs(neighbour_likeness(found)) < 0.1


@pytest.mark.parametrize(
    "picture", [np.zeros((1, 1, 1), np.float32), np.ones((2, 4, 4), np.float32), np.zeros((1, 1, 2), np.float32)]
)
def test_a_picture_without_differences_has_no_likeness(picture: np.ndarray) -> None:
    assert neighbour_likeness(picture) == 0
