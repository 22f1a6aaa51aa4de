"""The image lab's scenes against torch: every map, every patch, at every size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.kernels import Kernel
from core.convolution.operation import build_layer, without_remarks
from core.convolution.parameters import ConvParameters, conv2d
from core.labs.image import resolve as resolving
from core.labs.image.resolve import fit_area, levels_of, opened, resolve, step_for
from core.labs.image.scene import ImageScene, patch_at
from core.labs.image.state import ImageState
from core.labs.source import Source
from tests.core.convolution.drawn import layers


def noise(channels: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(height + width).uniform(0, 1, (channels, height, width)).astype(np.float32)


def shown(state: ImageState, pixels: np.ndarray, **options: bool) -> ImageScene:
    return resolve(state, pixels, (pixels.shape[1], pixels.shape[2]), **options)


def torch_says(scene: ImageScene, pixels: np.ndarray) -> np.ndarray:
    module = build_layer(scene.state.parameters)
    with torch.no_grad(), without_remarks():
        module.weight.copy_(torch.tensor(scene.weight))
        if module.bias is not None:
            module.bias.copy_(torch.tensor(scene.bias))
        output: np.ndarray = module(torch.tensor(pixels)).numpy()
    return output


@settings(max_examples=300, deadline=None)
@given(layers(2), st.booleans(), st.data())
def test_maps_and_patches_are_torchs(
    layer: tuple[ConvParameters, tuple[int, ...]], flip: bool, data: st.DataObject
) -> None:
    parameters, (height, width) = layer
    pixels = noise(parameters.in_channels, height, width)
    kernels = (Kernel("gaussian", bias=0.3), Kernel("random", bias=-0.2))
    state = ImageState(parameters=parameters, kernels=kernels, flip=flip, level="map")
    scene = shown(state, pixels)
    if scene.problem is not None:
        assert patch_at(scene, (0, 0), 0) is None
        assert not scene.output.values.size
        return
    expected = torch_says(scene, pixels)
    np.testing.assert_allclose(scene.output.values, expected, rtol=1e-4, atol=1e-5)
    assert scene.parts is not None
    bias = scene.bias[scene.state.kernel]
    np.testing.assert_allclose(
        scene.parts.values.sum(axis=0) + bias, expected[scene.state.kernel], rtol=1e-4, atol=1e-4
    )
    for _ in range(4):
        output = tuple(data.draw(st.integers(0, length - 1)) for length in scene.output_size)
        kernel = data.draw(st.integers(0, parameters.out_channels - 1))
        patch = patch_at(scene, (output[0], output[1]), kernel)
        assert patch is not None
        value = float(expected[kernel, output[0], output[1]])
        assert patch.torch_value == pytest.approx(value, rel=1e-4, abs=1e-5)
        assert patch.total == pytest.approx(value, rel=1e-4, abs=1e-4)
        assert patch.sums.sum() + patch.bias == pytest.approx(patch.total)
        flipped = scene.kernels[kernel][:, ::-1, ::-1] if flip else scene.kernels[kernel]
        np.testing.assert_array_equal(patch.weights, flipped)


@pytest.mark.parametrize("dragged", [False, True])
@settings(max_examples=60, deadline=None)
@given(layers(2), st.data())
def test_of_a_large_picture_every_few_outputs_are_torchs_own(
    dragged: bool, layer: tuple[ConvParameters, tuple[int, ...]], data: st.DataObject
) -> None:
    parameters, _ = layer
    pixels = noise(parameters.in_channels, 40, 61)
    view = data.draw(st.one_of(st.none(), st.tuples(*(st.integers(0, 40) for _ in range(4)))))
    cursor = (data.draw(st.integers(0, 60)), data.draw(st.integers(0, 60)))
    state = ImageState(parameters=parameters, kernels=(), cursor=cursor, view=view, level="map")
    with pytest.MonkeyPatch.context() as patched:
        for name, value in (("INPUT_VALUES", 700), ("OUTPUT_VALUES", 500), ("FOCUS_VALUES", 400), ("PART_VALUES", 90)):
            patched.setattr(resolving, name, value)
        scene = shown(state, pixels, dragged=dragged)
    if scene.problem is not None:
        return
    expected = torch_says(scene, pixels)
    parts = {"output": scene.output, "focus": scene.focus}
    for name, maps in parts.items():
        if maps is None:
            continue
        rows, columns = (
            first + maps.step * np.arange(length)
            for first, length in zip(maps.first, maps.values.shape[1:], strict=True)
        )
        wanted = expected[:, rows[:, None], columns[None]]
        wanted = wanted if name == "output" else wanted[scene.state.kernel][None]
        np.testing.assert_allclose(maps.values, wanted, rtol=1e-4, atol=1e-5)
    assert scene.output.values.size <= max(500, 4 * parameters.out_channels) * 2
    assert scene.input is not None
    if scene.input.step > 1:
        top, left = scene.input.first
        step = scene.input.step
        rows, columns = scene.input.values.shape[1:]
        np.testing.assert_array_equal(scene.input.values, pixels[:, top::step, left::step][:, :rows, :columns])
    patch = patch_at(scene, scene.state.cursor, 0)
    assert patch is not None
    assert patch.total == pytest.approx(float(expected[0][scene.state.cursor]), rel=1e-4, abs=1e-4)


def test_the_input_is_left_out_where_it_is_there_already() -> None:
    assert shown(ImageState(), noise(3, 20, 30), with_input=False).input is None


def test_a_layer_that_torch_refuses_is_shown_with_its_problem() -> None:
    scene = shown(ImageState(parameters=conv2d(3, 4, (9, 9))), noise(3, 5, 30))
    assert scene.problem is not None
    assert scene.output_size == (0, 0)
    assert scene.input is not None
    np.testing.assert_array_equal(scene.input.values, noise(3, 5, 30))
    assert "output" not in scene.shapes


def test_padding_far_larger_than_the_picture_is_bounded() -> None:
    scene = shown(ImageState(parameters=conv2d(3, 2, (3, 3), padding=(4000, 4000))), noise(3, 30, 20))
    assert scene.problem is None
    assert scene.output_size == (8028, 8018)
    assert scene.input is not None
    assert scene.input.values.size <= 2 * resolving.INPUT_VALUES
    assert scene.output.values.size <= resolving.OUTPUT_VALUES * 1.1
    patch = patch_at(scene, scene.state.cursor, 0)
    assert patch is not None


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 9), (2, 13, 1), (20, 7, 5)])
def test_opening_fits_layer_and_window(shape: tuple[int, int, int]) -> None:
    pixels = noise(*shape)
    state = opened(ImageState(parameters=conv2d(3, 4, (1, 1), groups=1)), Source("file", "x.png"), pixels)
    assert state.parameters.in_channels == shape[0]
    scene = shown(state, pixels)
    assert scene.problem is None
    assert patch_at(scene, scene.state.cursor, 3) is not None


def test_a_depthwise_layer_is_dense_again_on_another_picture() -> None:
    state = ImageState(parameters=conv2d(3, 3, (3, 3), groups=3))
    assert opened(state, Source("file", "x.png"), noise(20, 9, 9)).parameters.groups == 1


@settings(max_examples=200, deadline=None)
@given(st.tuples(*(st.integers(-50, 90) for _ in range(4))), st.integers(1, 60), st.integers(1, 60))
def test_every_view_lies_in_the_picture(view: tuple[int, int, int, int], height: int, width: int) -> None:
    top, left, rows, columns = fit_area(view, (height, width))
    assert top >= 0
    assert left >= 0
    assert rows >= 1
    assert columns >= 1
    assert top + rows <= height
    assert left + columns <= width


def test_steps_keep_to_their_number() -> None:
    assert step_for(100, 100) == 1
    assert step_for(101, 100) == 2
    assert 12_000_000 / step_for(12_000_000, 800_000) ** 2 <= 800_000


def test_levels() -> None:
    assert levels_of(noise(3, 5, 5)) == (0.0, 1.0)
    assert levels_of(np.full((1, 3, 3), 7, np.float32)) == (7.0, 8.0)
    assert levels_of(np.array([[[-2.0, 3.0]]], np.float32)) == (-2.0, 3.0)


@pytest.mark.parametrize("upstream", ["ones", "one_hot", "output", "drawn"])
def test_gradients_are_autograds(upstream: str) -> None:
    parameters = conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 1), groups=2, padding_mode="reflect")
    pixels = noise(4, 9, 8)
    drawn = ((0, 1, 2, 0.5), (5, 0, 0, -2.0))
    state = ImageState(parameters=parameters, kernels=(), page="backward", upstream=upstream, drawn=drawn,  # type: ignore[arg-type]
                       cursor=(2, 3), kernel=1)  # fmt: skip
    scene = shown(state, pixels)
    found = scene.gradients
    assert found is not None
    module = build_layer(parameters)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(scene.weight))
        assert module.bias is not None
        module.bias.copy_(torch.tensor(scene.bias))
    x = torch.tensor(pixels, requires_grad=True)
    y = module(x)
    arriving = {"ones": torch.ones_like(y), "output": y.detach().clone()}.get(upstream, torch.zeros_like(y))
    if upstream == "one_hot":
        arriving[1, 2, 3] = 1
    elif upstream == "drawn":
        arriving[0, 1, 2], arriving[5, 0, 0] = 0.5, -2.0
    y.backward(arriving)
    assert x.grad is not None
    assert module.weight.grad is not None
    assert module.bias.grad is not None
    wanted = x.grad.numpy()[np.ix_(np.arange(4), *found.sources)]
    np.testing.assert_allclose(found.input, wanted, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.weight, module.weight.grad.numpy(), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(found.bias, module.bias.grad.numpy(), rtol=1e-4, atol=1e-4)


def test_no_gradients_of_a_part_of_the_picture() -> None:
    state = replace(ImageState(), page="backward", view=(0, 0, 10, 10))
    assert shown(state, noise(3, 30, 30)).gradients is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("height", "width", "kernels"), [(40, 60, 4), (3000, 4000, 16)])
def test_what_is_kept_does_not_grow_with_the_picture(height: int, width: int, kernels: int) -> None:
    pixels = np.zeros((3, height, width), np.float32)
    scene = shown(ImageState(parameters=conv2d(3, kernels, (3, 3), padding=(1, 1))), pixels)
    picture, kept, whole = scene.memory
    assert picture == pixels.nbytes
    assert whole == kernels * height * width * 4
    most = resolving.INPUT_VALUES + resolving.OUTPUT_VALUES + resolving.FOCUS_VALUES + 2 * resolving.NEAR_VALUES
    assert 0 < kept <= 4 * most
