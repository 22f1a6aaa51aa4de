"""Maps of a scene, and which channels go with which kernels."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.parameters import conv2d
from core.labs.image.resolve import resolve
from core.labs.image.scene import Maps
from core.labs.image.state import ImageState


@settings(max_examples=100, deadline=None)
@given(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    st.integers(1, 4),
    st.tuples(st.integers(1, 6), st.integers(1, 6)),
    st.tuples(st.integers(-12, 40), st.integers(-12, 40)),
)
def test_a_place_is_that_of_the_value_that_stands_for_it(
    first: tuple[int, int], step: int, size: tuple[int, int], place: tuple[int, int]
) -> None:
    maps = Maps(first, step, np.zeros((1, *size), np.float32))
    found = maps.index((float(place[0]), float(place[1])))
    starts = [[start + step * index for index in range(count)] for start, count in zip(first, size, strict=True)]
    inside = all(start[0] <= at < start[-1] + step for start, at in zip(starts, place, strict=True))
    assert (found is not None) == inside
    assert maps.holds(place) == (inside and step == 1)
    if found is not None:
        for start, index, at in zip(starts, found, place, strict=True):
            assert start[index] <= at < start[index] + step
    assert maps.size == (size[0] * step, size[1] * step)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
def test_the_channels_of_a_kernel_are_those_whose_change_changes_its_map(groups: int, width: int, count: int) -> None:
    parameters = conv2d(groups * width, groups * count, (2, 2), groups=groups)
    pixels = np.random.default_rng(0).uniform(0, 1, (groups * width, 3, 3)).astype(np.float32)
    scene = resolve(ImageState(parameters=parameters, kernels=()), pixels, (3, 3))
    tensor = torch.tensor(pixels, requires_grad=True)
    output = torch.nn.functional.conv2d(tensor, torch.tensor(scene.weight), groups=groups)
    for kernel in range(groups * count):
        (gradient,) = torch.autograd.grad(output[kernel].sum(), tensor, retain_graph=True)
        read = [channel for channel in range(groups * width) if gradient[channel].any()]
        assert list(scene.channels_of(kernel)) == read
        assert all(kernel in scene.kernels_of(channel) for channel in read)
    assert sum(len(scene.kernels_of(channel)) for channel in range(groups * width)) == groups * width * count
