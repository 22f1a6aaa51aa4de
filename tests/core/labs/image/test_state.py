"""Acts on the image lab's state."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution.kernels import Kernel
from core.convolution.parameters import conv2d
from core.labs.image.layer import weights_of
from core.labs.image.state import ImageState, lecture_example, with_weights


def test_kernels_beyond_the_chosen_are_random() -> None:
    state = ImageState(kernels=(Kernel("blur"),))
    assert state.kernel_choice(3) == Kernel()
    changed = state.with_kernel(2, Kernel("laplacian"))
    assert [kernel.preset for kernel in changed.kernels] == ["blur", "random", "laplacian"]


def test_a_drawn_gradient_keeps_one_number_a_place() -> None:
    state = ImageState().with_upstream(1, (2, 3), 0.5).with_upstream(0, (0, 0), 1.0).with_upstream(1, (2, 3), -1.0)
    assert state.upstream == "drawn"
    assert state.drawn == ((0, 0, 0, 1.0), (1, 2, 3, -1.0))


@pytest.mark.parametrize(
    ("shape", "layer"),
    [
        ((5, 3, 2, 4), conv2d(3, 5, (2, 4))),
        ((3, 3, 3), conv2d(3, 1, (3, 3))),
        ((7, 7), conv2d(3, 1, (7, 7))),
        ((6, 1, 3, 3), conv2d(3, 6, (3, 3))),
    ],
)
def test_weights_set_the_layers_sizes(shape: tuple[int, ...], layer: object) -> None:
    weights = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    state = with_weights(ImageState(), weights)
    assert state is not None
    assert state.parameters == layer
    made, _ = weights_of(state)
    width = min(made.shape[1], shape[-3] if len(shape) > 2 else 1)
    np.testing.assert_array_equal(made[:, :width], weights.reshape(made.shape[0], -1, *made.shape[2:]))
    assert not made[:, width:].any()


def test_depthwise_weights_keep_a_depthwise_layer() -> None:
    weights = np.ones((6, 1, 3, 3), np.float32)
    state = with_weights(
        ImageState(parameters=conv2d(3, 3, (3, 3), groups=3)), weights, np.arange(6.0, dtype=np.float32)
    )
    assert state is not None
    assert state.parameters.groups == 3
    assert state.kernels[5].bias == 5


def test_other_weights_are_none() -> None:
    assert with_weights(ImageState(), np.zeros(5, np.float32)) is None
    assert with_weights(ImageState(), np.zeros((1, 1, 1, 1, 1), np.float32)) is None


def test_the_lectures_layer() -> None:
    assert lecture_example(padded=False).parameters == conv2d(20, 16, (3, 5))
    assert lecture_example(padded=True).parameters == conv2d(20, 16, (3, 5), padding=(1, 2))
