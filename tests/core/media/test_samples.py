"""The built-in samples are what their table says, and as the script makes them."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution.operation import convolve
from core.convolution.parameters import conv2d
from core.media.materials import unmixing_weights
from core.media.sample_names import FOLDER, PICTURES, RECORDINGS
from core.media.samples import load_picture, load_recording
from tools import make_samples


@pytest.mark.parametrize("name", RECORDINGS)
def test_recordings_last_three_seconds(name: str) -> None:
    recording = load_recording(name)
    assert recording.samples.shape[1] / recording.rate >= 3
    assert recording.samples.shape[0] == (2 if name.startswith("stereo") else 1)
    assert 0.5 < np.abs(recording.samples).max() <= 1


def test_the_two_channels_differ() -> None:
    left, right = load_recording("stereo_chord").samples
    assert np.abs(left - right).max() > 0.1


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_use_the_whole_range(name: str) -> None:
    pixels = load_picture(name).pixels
    if name == "cube":
        assert pixels.shape == (20, 64, 128)
        return
    assert pixels.shape[0] == (1 if name.startswith("grey") else 3)
    assert pixels.min() < 0.15
    assert pixels.max() > 0.85


def test_the_files_are_the_scripts() -> None:
    np.testing.assert_allclose(load_recording("stereo_chord").samples, make_samples.stereo_chord(), atol=1e-4)
    np.testing.assert_allclose(load_picture("grey_picture").pixels[0], make_samples.still_life(), atol=0.005)
    np.testing.assert_allclose(load_picture("cube").pixels, make_samples.cube(), atol=1e-4)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000


def test_kernels_of_one_pixel_find_the_materials_of_the_cube() -> None:
    weight = unmixing_weights()[..., None, None]
    found = convolve(load_picture("cube").pixels, weight, None, conv2d(20, 4, (1, 1), bias=False))
    shares = make_samples.material_shares()
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    for share, map_of in zip(shares, found, strict=True):
        assert share.max() > 0.9
        assert np.corrcoef(share.ravel(), map_of.ravel())[0, 1] > 0.97
    # One band alone tells them apart less well: that is what the other nineteen are for.
    cube = load_picture("cube").pixels
    for share in shares[1:3]:
        assert max(abs(np.corrcoef(share.ravel(), band.ravel())[0, 1]) for band in cube) < 0.97
