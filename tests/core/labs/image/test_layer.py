"""Parts of a layer over a picture, against torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.kernels import Kernel
from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters, conv2d
from core.labs.image.layer import ImageLayer, weights_of
from core.labs.image.state import ImageState
from tests.core.convolution.drawn import layers


@settings(max_examples=120, deadline=None)
@given(layers(2), st.integers(1, 3), st.booleans(), st.data())
def test_a_sampled_map_is_torchs(
    drawn: tuple[ConvParameters, tuple[int, ...]], step: int, flip: bool, data: st.DataObject
) -> None:
    parameters, size = drawn
    pixels = np.random.default_rng(1).uniform(-1, 1, (parameters.in_channels, *size)).astype(np.float32)
    layer = ImageLayer(ImageState(parameters=parameters, kernels=(Kernel(bias=0.5),), flip=flip), pixels)
    if layer.problem is not None:
        return
    module = build_layer(parameters)
    with torch.no_grad(), without_remarks():
        module.weight.copy_(torch.tensor(layer.weight))
        if module.bias is not None:
            module.bias.copy_(torch.tensor(layer.bias))
        expected = module(torch.tensor(pixels)).numpy()
    kernel = data.draw(st.integers(0, parameters.out_channels - 1))
    found = layer.sampled((0, 0, *size), step, kernel)
    np.testing.assert_allclose(found.values[0], expected[kernel, ::step, ::step], rtol=1e-4, atol=1e-5)
    everything = layer.sampled((0, 0, *size), step)
    np.testing.assert_allclose(everything.values, expected[:, ::step, ::step], rtol=1e-4, atol=1e-5)
    parts = layer.channel_parts((0, 0, *size), step, kernel)
    whole = parts.values.sum(axis=0) + layer.bias[kernel]
    np.testing.assert_allclose(whole, expected[kernel, ::step, ::step], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("parameters", [conv2d(0, 1, (3, 3)), conv2d(1, 0, (3, 3)), conv2d(1, 1, (0, 3))])
def test_layers_without_weights_have_none(parameters: ConvParameters) -> None:
    weight, bias = weights_of(ImageState(parameters=parameters))
    assert weight.size == 0
    assert bias.shape == (parameters.out_channels,)


def test_nothing_is_made_of_a_layer_that_is_too_large() -> None:
    layer = ImageLayer(ImageState(parameters=conv2d(3, 100_000, (99, 99))), np.zeros((3, 5, 5), np.float32))
    assert layer.problem is not None
    assert layer.problem.kind == "Budget"
    assert layer.weight.shape == (1, 1, 1, 1)
