"""Presets have the shapes and the properties that their names promise."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution.kernels import PRESETS_1D, PRESETS_2D, preset_1d


@pytest.mark.parametrize("taps", [1, 2, 3, 8, 101])
@pytest.mark.parametrize("name", PRESETS_1D)
def test_shape_and_finiteness(name: str, taps: int) -> None:
    weights = preset_1d(name, 2, taps)
    assert weights.shape == (2, taps)
    assert weights.dtype == np.float32
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("name", ["identity", "moving_average", "gaussian", "sharpen"])
def test_these_keep_a_constant(name: str) -> None:
    assert preset_1d(name, 3, 5).sum() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", ["difference", "sine", "stereo_difference"])
def test_these_remove_a_constant(name: str) -> None:
    assert preset_1d(name, 2, 6).sum() == pytest.approx(0, abs=1e-6)


def test_random_is_repeatable_and_within_torchs_bound() -> None:
    first, second = preset_1d("random", 2, 5, seed=4), preset_1d("random", 2, 5, seed=4)
    np.testing.assert_array_equal(first, second)
    assert np.abs(first).max() <= 1 / np.sqrt(10)
    assert not np.array_equal(first, preset_1d("random", 2, 5, seed=5))


@pytest.mark.parametrize("name", PRESETS_2D)
def test_image_presets_are_three_by_three(name: str) -> None:
    assert PRESETS_2D[name].shape == (3, 3)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        preset_1d("no such preset", 1, 3)
