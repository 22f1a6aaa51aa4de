"""Pictures from .npy files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.media.arrays import read_planes
from core.media.images import read_image
from core.media.problem import MediaError, MediaProblem

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (RANDOM.normal(size=(5, 7)), (1, 5, 7)),
        (RANDOM.normal(size=(20, 5, 7)).astype(np.float16), (20, 5, 7)),
        (RANDOM.normal(size=(3, 5, 4)), (3, 5, 4)),
        (RANDOM.integers(-9, 9, (1, 1, 1)), (1, 1, 1)),
    ],
)
def test_numbers_stay_as_they_are(stored: np.ndarray, expected: tuple[int, ...], tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", stored)
    planes = read_planes(tmp_path / "x.npy")
    assert planes.shape == expected
    np.testing.assert_array_equal(planes, stored.reshape(expected).astype(np.float32))
    np.testing.assert_array_equal(read_image(tmp_path / "x.npy").pixels, planes)


def test_interleaved_colour_is_taken_apart_and_transparency_laid_over_white(tmp_path: Path) -> None:
    stored = RANDOM.integers(0, 256, (6, 9, 4)).astype(np.uint8)
    np.save(tmp_path / "x.npy", stored)
    planes = read_planes(tmp_path / "x.npy")
    share = stored / 255
    expected = share[..., :3] * share[..., 3:] + 1 - share[..., 3:]
    np.testing.assert_allclose(planes, expected.transpose(2, 0, 1), atol=1e-6)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.bool_])
def test_small_whole_numbers_become_0_to_1(dtype: type, tmp_path: Path) -> None:
    most = 1 if dtype is np.bool_ else np.iinfo(dtype).max
    np.save(tmp_path / "x.npy", np.array([[0, most]], dtype))
    assert read_planes(tmp_path / "x.npy").tolist() == [[[0, 1]]]


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        (np.zeros(4), MediaProblem.NOT_IMAGE),
        (np.zeros((1, 2, 3, 4)), MediaProblem.NOT_IMAGE),
        (np.zeros((0, 3)), MediaProblem.NOT_IMAGE),
        (np.zeros((3, 3), np.complex64), MediaProblem.NOT_IMAGE),
        (np.array([["a", "b"]]), MediaProblem.NOT_IMAGE),
        (np.zeros((513, 1, 1)), MediaProblem.CHANNELS),
        (np.array([[np.nan, 1.0]]), MediaProblem.NOT_FINITE),
    ],
)
def test_what_is_no_picture(stored: np.ndarray, code: MediaProblem, tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", stored)
    with pytest.raises(MediaError) as caught:
        read_image(tmp_path / "x.npy")
    assert caught.value.code is code


def test_a_pickled_object_and_a_cut_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.array([[{}]], object), allow_pickle=True)
    with pytest.raises(MediaError):
        read_planes(path)
    np.save(path, np.zeros((40, 40)))
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(MediaError) as caught:
        read_planes(path)
    assert caught.value.code is MediaProblem.TRUNCATED
