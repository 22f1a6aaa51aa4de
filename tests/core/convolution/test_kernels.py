"""Presets have the shapes and the properties that their names promise."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution.kernels import LEARNED, PRESETS_1D, Kernel, fitted, kernel_weights


def preset_1d(name: str, channels: int, taps: int, seed: int = 0) -> np.ndarray:
    return kernel_weights(Kernel(name), channels, taps, seed=seed)


@pytest.mark.parametrize("taps", [1, 2, 3, 8, 101])
@pytest.mark.parametrize("name", [name for name in PRESETS_1D if name != LEARNED])
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


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        preset_1d("no such preset", 1, 3)


@pytest.mark.parametrize("preset", ["sine", "band_pass"])
def test_a_tuned_kernel_answers_to_its_frequency(preset: str) -> None:
    weights = kernel_weights(Kernel(preset, 1000.0), 1, 800, rate=22_050.0)[0].astype(np.float64)
    power = np.abs(np.fft.rfft(weights, 1 << 15))
    peak = np.fft.rfftfreq(1 << 15, 1 / 22_050)[np.argmax(power)]
    assert peak == pytest.approx(1000, abs=5)
    assert power.max() == pytest.approx(1, rel=0.02)


def test_custom_weights_are_fitted_from_the_middle() -> None:
    kernel = Kernel.of(np.array([[1.0, 2.0, 3.0]]))
    np.testing.assert_array_equal(kernel_weights(kernel, 1, 3), [[1, 2, 3]])
    np.testing.assert_array_equal(kernel_weights(kernel, 2, 5), [[0, 1, 2, 3, 0], [0, 0, 0, 0, 0]])
    np.testing.assert_array_equal(kernel_weights(kernel, 1, 1), [[2]])
    assert fitted(np.zeros(0, np.float32), 1, (2,)).shape == (1, 2)
