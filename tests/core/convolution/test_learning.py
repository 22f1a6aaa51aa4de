"""A learned kernel predicts better than any preset, and its loss is what torch says."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution.learning import learned_kernel


def error(signal: np.ndarray, weights: np.ndarray) -> float:
    taps = weights.shape[1]
    made = sum(np.correlate(x, w, "valid")[:-1] for x, w in zip(signal, weights, strict=True))
    return float(np.square(made - signal[0, taps:]).mean())


def test_a_sine_is_predicted_by_its_recurrence() -> None:
    # sin(n) = 2 cos(w) sin(n - 1) - sin(n - 2): the two taps that gradient descent must find.
    signal = np.sin(0.3 * np.arange(400, dtype=np.float64))[None].astype(np.float32)
    weights = learned_kernel(signal, 2)
    np.testing.assert_allclose(weights, [[-1, 2 * np.cos(0.3)]], atol=0.1)


@pytest.mark.parametrize("channels", [1, 2])
def test_it_is_better_than_repeating_the_last_sample(channels: int) -> None:
    rng = np.random.default_rng(3)
    signal = np.cumsum(rng.standard_normal((channels, 900)), axis=1).astype(np.float32)
    signal += np.roll(signal, 3, axis=1)
    last = np.zeros((channels, 6))
    last[0, -1] = 1
    assert error(signal, learned_kernel(signal, 6)) < error(signal, last)


def test_silence_and_too_little_teach_nothing() -> None:
    assert not learned_kernel(np.zeros((2, 90), np.float32), 3).any()
    assert not learned_kernel(np.ones((2, 3), np.float32), 3).any()
