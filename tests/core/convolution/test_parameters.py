"""The value that a layer's parameters are."""

from __future__ import annotations

import pytest
import torch

from core.convolution.parameters import conv1d, conv2d


@pytest.mark.parametrize(("k", "d"), [(1, 1), (2, 1), (3, 1), (4, 1), (4, 3), (5, 2)])
def test_same_pads_as_torch_does(k: int, d: int) -> None:
    parameters = conv1d(1, 1, k, dilation=d, padding="same")
    layer = torch.nn.Conv1d(1, 1, k, dilation=d, padding="same")
    assert list(parameters.padding_per_side[0]) == layer._reversed_padding_repeated_twice


def test_valid_is_no_padding() -> None:
    assert conv2d(1, 1, (3, 3), padding="valid").padding_per_side == ((0, 0), (0, 0))


def test_names_of_torchs_classes() -> None:
    assert conv1d(1, 1, 3).name == "nn.Conv1d"
    assert conv2d(1, 1, (3, 3)).name == "nn.Conv2d"


def test_changed_changes_one_parameter() -> None:
    assert conv1d(1, 1, 3).changed("stride", (2,)) == conv1d(1, 1, 3, stride=2)
    with pytest.raises(TypeError):
        conv1d(1, 1, 3).changed("strides", (2,))
