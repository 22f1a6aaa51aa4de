"""The image lab's scenes against torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.parameters import PADDING_MODES, conv2d
from core.labs.image import CUSTOM, LONGEST_SIDE, ImageState, grey, opened, patch_at, preset_taps, resolve
from core.labs.source import Source
from core.media.images import Picture


def picture(channels: int, height: int, width: int) -> Picture:
    pixels = np.random.default_rng(height).uniform(0, 1, (channels, height, width)).astype(np.float32)
    return Picture(pixels, "noise")


pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@settings(max_examples=200, deadline=None)
@given(
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    stride=pairs,
    padding=st.tuples(st.integers(0, 3), st.integers(0, 3)),
    dilation=pairs,
    mode=st.sampled_from(PADDING_MODES),
    taps=st.lists(st.floats(-2, 2, width=32), min_size=9, max_size=9),
    bias=st.floats(-1, 1, width=32),
)
def test_every_patch_adds_up_to_torchs_output(size, stride, padding, dilation, mode, taps, bias) -> None:  # type: ignore[no-untyped-def]
    parameters = conv2d(1, 1, (3, 3), stride=stride, padding=padding, dilation=dilation, padding_mode=mode)
    source = picture(1, *size)
    scene = resolve(ImageState(parameters=parameters, taps=tuple(taps), bias=bias), source)
    if scene.problem is not None:
        assert patch_at(scene, (0, 0)) is None
        return
    module = torch.nn.Conv2d(1, 1, 3, stride=stride, padding=padding, dilation=dilation, padding_mode=mode)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(taps).reshape(1, 1, 3, 3))
        assert module.bias is not None
        module.bias.fill_(bias)
        expected = module(torch.tensor(source.pixels)[None])[0, 0].numpy()
    for row in range(expected.shape[0]):
        for column in range(expected.shape[1]):
            patch = patch_at(scene, (row, column))
            assert patch is not None
            assert patch.total == pytest.approx(float(expected[row, column]), rel=1e-4, abs=1e-5)


def test_grey_is_the_usual_mean_of_colours() -> None:
    colour = picture(3, 4, 5)
    expected = 0.299 * colour.pixels[0] + 0.587 * colour.pixels[1] + 0.114 * colour.pixels[2]
    np.testing.assert_allclose(grey(colour)[0], expected, rtol=1e-5)
    single = picture(1, 4, 5)
    np.testing.assert_array_equal(grey(single), single.pixels)


@pytest.mark.parametrize(("height", "width"), [(1000, 2000), (3000, 10), (1, 5000), (769, 769)])
def test_large_pictures_are_made_smaller_and_say_so(height: int, width: int) -> None:
    large = Picture(np.full((1, height, width), 0.25, np.float32), "large")
    scene = resolve(ImageState(), large)
    assert scene.reduced
    assert scene.full_size == (height, width)
    assert max(scene.picture.shape) <= LONGEST_SIDE
    assert min(scene.picture.shape) >= 1
    np.testing.assert_allclose(scene.picture, 0.25, rtol=1e-5)


def test_an_edit_makes_a_preset_custom() -> None:
    state = ImageState(taps=preset_taps("blur"))
    assert state.preset == "blur"
    assert state.with_tap(4, 2.0).preset == CUSTOM
    assert state.with_tap(4, 2.0).taps[4] == 2.0


def test_opening_puts_the_window_in_the_middle() -> None:
    state = opened(ImageState(), Source("file", "x.png"), picture(3, 20, 30))
    assert state.cursor == (10, 15)


def test_padded_taps_are_marked() -> None:
    scene = resolve(ImageState(parameters=conv2d(1, 1, (3, 3), padding=(1, 1))), picture(1, 6, 6))
    corner = patch_at(scene, (0, 0))
    assert corner is not None
    assert corner.padded.tolist() == [[True] * 3, [True, False, False], [True, False, False]]
