"""The experiments on why it works, against torch and on small pictures by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.parameters import PADDING_MODES, conv2d
from core.labs.image.resolve import resolve
from core.labs.image.state import ImageState, StackLayer
from core.labs.image.why import reduced, stack_layers, why

PIXELS = np.random.default_rng(0).uniform(0, 1, (4, 30, 42)).astype(np.float32)
STATE = ImageState(
    parameters=conv2d(4, 6, (3, 3), padding=(1, 1), groups=2, padding_mode="circular"),
    kernels=(),
    kernel=4,
    shift=(5, 7),
)


def test_equivariance_is_of_the_kernel_looked_at() -> None:
    scene = resolve(STATE, PIXELS, (30, 42))
    found = why(STATE, PIXELS)
    assert found is not None
    assert found.whole
    np.testing.assert_array_equal(found.picture, np.roll(PIXELS, (5, 7), (1, 2)))
    np.testing.assert_allclose(found.first, np.roll(scene.output.values[4], (5, 7), (0, 1)), atol=1e-5)
    np.testing.assert_allclose(found.second, found.first, atol=1e-5)
    by = {(one.mode, one.stride): one.largest for one in found.table}
    assert set(by) == {(mode, stride) for mode in PADDING_MODES for stride in (1, 2)}
    exact = by["circular", 1]
    assert exact is not None
    assert exact < 1e-5
    assert all(largest is None or largest > 1e-3 for key, largest in by.items() if key != ("circular", 1))


def test_locality_is_lost_by_the_permutation() -> None:
    smooth = np.add.outer(np.arange(30), np.arange(42)).astype(np.float32)[None] / 70
    state = ImageState(parameters=conv2d(1, 1, (3, 3)), experiment="locality")
    found = why(state, smooth)
    assert found is not None
    assert found.likeness[0] > 0.95
    assert abs(found.likeness[1]) < 0.2
    assert found.first.shape == found.second.shape == (28, 40)
    np.testing.assert_allclose(found.first, resolve(state, smooth, (30, 42)).output.values[0], atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(StackLayer, st.integers(1, 5), st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=6))
def test_the_measured_field_lies_within_the_formulas(stack: list[StackLayer]) -> None:
    state = ImageState(experiment="stack", stack=tuple(stack), seen=(15, 21))
    found = why(state, PIXELS)
    assert found is not None
    value = torch.zeros(1, 1, 30, 42)
    sizes = []
    for layer in stack_layers(tuple(stack)):
        try:
            value = torch.nn.functional.conv2d(
                value, torch.ones(1, 1, *layer.kernel_size), stride=layer.stride, dilation=layer.dilation
            )
        except RuntimeError:
            break
        sizes.append(tuple(value.shape[2:]))
    assert [one.size for one in found.layers if all(one.size)] == sizes
    if len(sizes) < len(stack):
        assert not found.measured.any()
        return
    rows, columns = np.nonzero(found.measured)
    (top, bottom), (left, right) = found.layers[-1].span
    assert (rows.min(), rows.max() + 1) == (top, bottom)
    assert (columns.min(), columns.max() + 1) == (left, right)
    assert found.layers[-1].field == (bottom - top, right - left)


@pytest.mark.parametrize("experiment", ["equivariance", "locality", "stack"])
def test_large_pictures_are_averaged_first(experiment: str) -> None:
    pixels = np.random.default_rng(0).uniform(0, 1, (3, 900, 1201)).astype(np.float32)
    state = replace(ImageState(), experiment=experiment, shift=(30, 60), page="why")  # type: ignore[arg-type]
    scene = resolve(state, pixels, (900, 1201))
    assert scene.why is not None
    assert scene.why.block > 1
    small, block = reduced(pixels)
    assert small.shape[1] * small.shape[2] <= 160_000
    np.testing.assert_allclose(
        small[1, 3, 5], pixels[1, 3 * block : 4 * block, 5 * block : 6 * block].mean(), rtol=1e-5
    )


def test_a_refused_layer_has_no_experiment_but_the_stack() -> None:
    state = ImageState(parameters=conv2d(4, 4, (99, 3)))
    assert why(state, PIXELS) is None
    assert why(replace(state, experiment="locality"), PIXELS) is None
    assert why(replace(state, experiment="stack"), PIXELS) is not None
    assert resolve(ImageState(parameters=conv2d(4, 4, (3, 3))), PIXELS, (30, 42)).why is None
