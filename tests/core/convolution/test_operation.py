"""The operation is torch's layer, also where its parameters are unusual."""

from __future__ import annotations

import numpy as np
import torch

from core.convolution.operation import build_layer, convolve
from core.convolution.parameters import conv1d


def test_weights_and_bias_are_used() -> None:
    signal = np.array([[1.0, 2.0, 3.0]], np.float32)
    weight = np.array([[[1.0, -1.0]]], np.float32)
    output = convolve(signal, weight, np.array([10.0], np.float32), conv1d(1, 1, 2))
    expected = torch.nn.functional.conv1d(torch.tensor(signal)[None], torch.tensor(weight), torch.tensor([10.0]))
    np.testing.assert_array_equal(output, expected[0].numpy())


def test_it_is_cross_correlation_and_numpy_flips() -> None:
    signal, weight = np.arange(5, dtype=np.float32), np.array([1.0, 2.0, 4.0], np.float32)
    output = convolve(signal[None], weight[None, None], None, conv1d(1, 1, 3, bias=False))
    np.testing.assert_allclose(output[0], np.convolve(signal, weight[::-1], "valid"))


def test_building_draws_no_random_numbers() -> None:
    torch.manual_seed(3)
    before = torch.get_rng_state()
    build_layer(conv1d(2, 4, 3))
    assert torch.equal(before, torch.get_rng_state())
