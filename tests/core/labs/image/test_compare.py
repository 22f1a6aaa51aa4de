"""Two layers over one picture: each as torch computes it, under one cursor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.convolution.kernels import Kernel
from core.convolution.parameters import ConvParameters, conv2d
from core.labs.image.scene import patch_at, place_beside
from core.labs.image.state import ImageState
from tests.core.convolution.drawn import layers
from tests.core.labs.image.test_resolve import noise, shown, torch_says


@settings(max_examples=120, deadline=None)
@given(layers(2), layers(2), st.data())
def test_both_are_torchs_and_the_cursor_is_one(
    first: tuple[ConvParameters, tuple[int, ...]],
    second: tuple[ConvParameters, tuple[int, ...]],
    data: st.DataObject,
) -> None:
    (parameters, (height, width)), (kept, _) = first, second
    kept = kept.changed("in_channels", parameters.in_channels)
    pixels = noise(parameters.in_channels, height, width)
    state = ImageState(parameters=kept, kernels=(Kernel("gaussian", bias=0.5),), page="compare")
    state = replace(state, kept=state.setting, parameters=parameters, kernels=(Kernel("sharpen"),))
    scene = shown(state, pixels)
    other = scene.other
    assert other is not None
    assert scene.other is not None
    assume(scene.problem is None and other.problem is None)
    np.testing.assert_allclose(scene.output.values, torch_says(scene, pixels), rtol=1e-4, atol=1e-5)
    expected = torch_says(other, pixels)
    np.testing.assert_allclose(other.output.values, expected, rtol=1e-4, atol=1e-5)
    output = tuple(data.draw(st.integers(0, length - 1)) for length in scene.output_size)
    place = place_beside(scene, other, (output[0], output[1]))
    for axis, mine, at, found in zip(other.axes, scene.axes, output, place, strict=True):
        gaps = [abs(axis.centre(one) - mine.centre(at)) for one in range(axis.output_length)]
        assert gaps[found] == min(gaps)
    patch = patch_at(other, other.state.cursor, 0)
    assert patch is not None
    assert patch.total == pytest.approx(float(expected[0][other.state.cursor]), rel=1e-4, abs=1e-4)


def test_a_refused_layer_beside_a_legal_one_is_a_value() -> None:
    state = ImageState(parameters=conv2d(3, 4, (99, 99)), page="compare")
    state = replace(state, kept=state.setting, parameters=conv2d(3, 4, (3, 3)))
    scene = shown(state, noise(3, 20, 20))
    assert scene.problem is None
    assert scene.other is not None
    assert scene.other.problem is not None
    back = shown(state.exchanged(), noise(3, 20, 20))
    assert back.problem is not None
    assert back.other is not None
    assert back.other.problem is None


def test_exchanging_twice_is_where_one_was() -> None:
    state = ImageState(page="compare")
    state = replace(state, kept=state.setting, parameters=conv2d(3, 1, (5, 5)), kernels=(), flip=True, kernel=0)
    assert state.exchanged() != state
    assert state.exchanged().exchanged() == state


def test_without_a_kept_setting_the_present_one_is_beside_itself() -> None:
    scene = shown(ImageState(page="compare"), noise(3, 12, 12))
    assert scene.other is not None
    np.testing.assert_array_equal(scene.output.values, scene.other.output.values)
