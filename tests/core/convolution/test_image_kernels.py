"""Image presets do at every size what their names promise, when torch runs them."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution.image_kernels import PRESETS_2D, STENCILS, image_weights
from core.convolution.kernels import Kernel
from core.convolution.operation import convolve
from core.convolution.parameters import conv2d

SIZES = [(1, 1), (1, 4), (2, 2), (3, 3), (3, 5), (6, 3), (11, 11)]


def filtered(kernel: Kernel, picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    weight = image_weights(kernel, len(picture), size)[None]
    return convolve(picture, weight, None, conv2d(len(picture), 1, size, bias=False))[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PRESETS_2D)
def test_shape_and_finiteness(name: str, size: tuple[int, int]) -> None:
    weights = image_weights(Kernel(name), 3, size)
    assert weights.shape == (3, *size)
    assert weights.dtype == np.float32
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PRESETS_2D)
def test_a_constant_is_kept_or_removed(name: str, size: tuple[int, int]) -> None:
    if name == "random":
        return
    flat = np.full((2, 12, 13), 0.7, np.float32)
    found = filtered(Kernel(name), flat, size)
    kept = name in {"identity", "blur", "gaussian", "sharpen", "emboss"}
    np.testing.assert_allclose(found, 0.7 if kept else 0, atol=1e-5)


def test_three_by_three_is_what_textbooks_print() -> None:
    for name, rows in {
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edges": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "gaussian": [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]],
        "blur": [[1 / 9] * 3] * 3,
    }.items():
        np.testing.assert_allclose(image_weights(Kernel(name), 1, (3, 3))[0], rows, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("name", STENCILS)
def test_a_larger_stencil_is_the_small_one_after_a_blur(name: str) -> None:
    if name == "emboss":  # It has the picture itself added.
        return
    picture = np.random.default_rng(1).uniform(0, 1, (1, 20, 20)).astype(np.float32)
    first = filtered(Kernel("gaussian"), picture, (3, 5))
    np.testing.assert_allclose(
        filtered(Kernel(name), picture, (5, 7)), filtered(Kernel(name), first[None], (3, 3)), atol=1e-5
    )


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, 135.0])
def test_gabor_answers_most_to_stripes_of_its_own_direction(angle: float) -> None:
    rows, columns = np.mgrid[:21, :21] - 10.0

    def stripes(degrees: float) -> np.ndarray:
        turn = np.deg2rad(degrees)
        along = columns * np.cos(turn) + rows * np.sin(turn)
        return (0.5 + 0.5 * np.cos(2 * np.pi * 3 / 21 * along)).astype(np.float32)[None]

    kernel = Kernel("gabor", frequency=3.0, angle=angle)
    answers = {turn: float(filtered(kernel, stripes(turn), (21, 21))[0, 0]) for turn in (0, 30, 60, 90, 135)}
    assert max(answers, key=answers.__getitem__) == angle
    assert max(answers.values()) <= 1.0 + 1e-6


def test_custom_weights_keep_their_middle() -> None:
    weights = np.arange(9, dtype=np.float32).reshape(1, 3, 3)
    kernel = Kernel.of(weights)
    np.testing.assert_array_equal(image_weights(kernel, 1, (3, 3)), weights)
    np.testing.assert_array_equal(image_weights(kernel, 1, (1, 1)), [[[4]]])
    np.testing.assert_array_equal(image_weights(kernel, 2, (5, 3))[:, 1:4], [weights[0], np.zeros((3, 3))])
    assert not image_weights(Kernel("custom", weights=(1.0,), shape=(2, 2)), 1, (3, 3)).any()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        image_weights(Kernel("no such preset"), 1, (3, 3))
