"""The search for a kernel, as the image lab asks for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.convolution.kernels import Kernel
from core.convolution.parameters import conv2d
from core.labs.image.learn import learn
from core.labs.image.state import LEARNING_STEPS, ImageState, Learning


@pytest.fixture
def pixels() -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 1, (3, 24, 30)).astype(np.float32)


def test_the_chosen_kernel_is_found(pixels: np.ndarray) -> None:
    scene = learn(ImageState(kernel=1), pixels)
    assert scene is not None
    assert scene.descent.steps == LEARNING_STEPS
    np.testing.assert_allclose(scene.descent.weights[-1], scene.target, atol=0.05)
    assert not scene.descent.weights[0].any()


def test_a_rate_changed_on_the_way_leaves_what_was_before(pixels: np.ndarray) -> None:
    state = ImageState()
    before = learn(state, pixels)
    assert before is not None
    later = replace(state, learning=replace(state.learning, step=30).with_rate(before.usual / 10))
    after = learn(later, pixels)
    assert after is not None
    np.testing.assert_array_equal(after.descent.losses[:31], before.descent.losses[:31])
    assert after.descent.losses[40] != before.descent.losses[40]
    assert later.learning.rate_at(29, 7.0) == 7.0


def test_beyond_the_limit_it_stops_early(pixels: np.ndarray) -> None:
    usual = learn(ImageState(), pixels)
    assert usual is not None
    scene = learn(ImageState(learning=Learning().with_rate(usual.limit * 2)), pixels)
    assert scene is not None
    assert scene.descent.steps < LEARNING_STEPS
    assert scene.descent.losses[-1] > 1e6 * scene.descent.losses[0]


def test_groups_read_their_own_channels(pixels: np.ndarray) -> None:
    six = np.concatenate([pixels, pixels[::-1]])
    layer = conv2d(6, 2, (3, 3), groups=2)
    state = ImageState(parameters=layer, kernels=(Kernel(), Kernel("gaussian")), kernel=1)
    scene = learn(state, six)
    assert scene is not None
    assert scene.target.shape == (3, 3, 3)
    np.testing.assert_array_equal(scene.picture, six[3:])


def test_another_start_is_drawn_and_repeats(pixels: np.ndarray) -> None:
    first, again = (learn(ImageState(learning=Learning(start=3)), pixels) for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.descent.weights[0].any()
    np.testing.assert_array_equal(first.descent.weights[0], again.descent.weights[0])


def test_a_refused_layer_has_nothing_to_learn(pixels: np.ndarray) -> None:
    assert learn(ImageState(parameters=conv2d(3, 4, (50, 50))), pixels) is None
