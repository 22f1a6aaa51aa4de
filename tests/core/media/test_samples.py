"""The built-in samples are what their table says, and as the script makes them."""

from __future__ import annotations

import numpy as np
import pytest

from core.media.samples import FOLDER, PICTURES, RECORDINGS, load_picture, load_recording
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
    assert pixels.shape[0] == (1 if name.startswith("grey") else 3)
    assert pixels.min() < 0.15
    assert pixels.max() > 0.85


def test_the_files_are_the_scripts() -> None:
    np.testing.assert_allclose(load_recording("stereo_chord").samples, make_samples.stereo_chord(), atol=1e-4)
    np.testing.assert_allclose(load_picture("grey_picture").pixels[0], make_samples.still_life(), atol=0.005)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000
