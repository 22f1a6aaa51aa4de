"""Spectra: a tone stands at its frequency with its level, a kernel lets through what it is."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.convolution.spectrum import COLUMNS, FLOOR_DB, frequency_response, spectrogram


@pytest.mark.parametrize("frequency", [500.0, 1661.0, 4000.0])
def test_a_tone_stands_at_its_frequency(frequency: float) -> None:
    rate = 22_050.0
    tone = 0.5 * np.sin(2 * np.pi * frequency / rate * np.arange(20_000))
    both = np.stack([tone, np.zeros_like(tone)])
    shown = spectrogram(lambda a, b: both[:, a:b], 20_000, rate)
    assert shown.levels.shape[:2] == (2, 384)
    middle = shown.levels[0, :, shown.levels.shape[2] // 2]
    row = int(np.argmax(middle))
    width = shown.top / 384
    assert abs((row + 1) * width - frequency) <= width
    assert middle.max() == pytest.approx(20 * np.log10(0.5), abs=1.5)
    assert (shown.levels[1] == FLOOR_DB).all()


def test_an_hour_costs_as_much_as_a_minute() -> None:
    read: list[int] = []

    def silence(first: int, stop: int) -> np.ndarray:
        read.append(stop - first)
        return np.zeros((1, stop - first))

    shown = spectrogram(silence, 3600 * 44_100, 44_100.0)
    assert shown.sampled
    assert len(read) == COLUMNS
    assert sum(read) <= COLUMNS * 768


def test_nothing_has_an_empty_spectrum() -> None:
    assert spectrogram(lambda a, b: np.zeros((3, 0)), 0, 8000.0).levels.shape == (3, 384, 1)


@pytest.mark.parametrize("dilation", [1, 3])
def test_the_response_is_what_a_sine_comes_out_as(dilation: int) -> None:
    rng = np.random.default_rng(2)
    weights = rng.standard_normal((2, 9)).astype(np.float32)
    rate, points = 8000.0, 64
    response = frequency_response(weights, rate, rate / 2, dilation, points)
    for point in (5, 20, 50):
        frequency = (point + 0.5) * rate / 2 / points
        tone = torch.tensor(np.sin(2 * np.pi * frequency / rate * np.arange(4000)), dtype=torch.float32)
        made = torch.nn.functional.conv1d(tone.expand(1, 2, -1), torch.tensor(weights)[None], dilation=dilation)
        level = 20 * np.log10(float(made.abs().max()))
        assert response[point] == pytest.approx(level, abs=1.5)
