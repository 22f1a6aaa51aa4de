"""What acts make of a state: kernels that are changed, and where the user looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.kernels import CUSTOM, Kernel
from core.convolution.parameters import conv2d
from core.labs.image import acts
from core.labs.image.scene import ImageScene
from core.labs.image.state import ImageState
from core.labs.source import Source
from tests.core.labs.image.test_resolve import noise, shown, torch_says

STATE = ImageState(parameters=conv2d(3, 2, (3, 4)), kernels=(Kernel("gaussian"), Kernel("random")), kernel=1)
PIXELS = noise(3, 40, 60)


@pytest.fixture(scope="module")
def scene() -> ImageScene:
    return shown(STATE, PIXELS)


@pytest.mark.parametrize("flip", [False, True])
def test_a_weight_that_is_typed_is_torchs_weight(flip: bool) -> None:
    state = replace(STATE, flip=flip)
    before = shown(state, PIXELS)
    state = acts.with_layer_weight(state, before, 2, 0, 3, 7.5)
    after = shown(state, PIXELS)
    changed = np.argwhere(after.weight != before.weight)
    assert changed.tolist() == [[1, 2, 0, 3]]
    assert after.weight[1, 2, 0, 3] == 7.5
    np.testing.assert_allclose(after.output.values, torch_says(after, PIXELS), rtol=1e-4, atol=1e-4)


def test_typing_ahead_of_the_scene_loses_nothing(scene: ImageScene) -> None:
    state = acts.with_kernel_weight(STATE, scene, 0, 0, 0, 1.0)
    state = acts.with_kernel_weight(state, scene, 0, 0, 1, 2.0)
    numbers = state.kernel_choice(1).array(3, (3, 4))
    assert numbers[0, 0, 0] == 1.0
    assert numbers[0, 0, 1] == 2.0


def test_custom_keeps_the_numbers_and_a_preset_its_bias(scene: ImageScene) -> None:
    state = STATE.with_kernel(1, Kernel("random", bias=0.25))
    custom = acts.with_preset(state, scene, CUSTOM)
    np.testing.assert_array_equal(custom.kernel_choice(1).array(3, (3, 4)), scene.kernels[1])
    assert custom.kernel_choice(1).bias == 0.25
    assert acts.with_preset(state, scene, "sharpen").kernel_choice(1) == Kernel("sharpen", bias=0.25)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 39), st.integers(0, 59), st.lists(st.sampled_from([-1, 1]), min_size=1, max_size=12))
def test_zooming_stays_in_the_picture_and_keeps_the_cell_under_the_mouse(
    row: int, column: int, notches: list[int]
) -> None:
    scene, state = shown(STATE, PIXELS), STATE
    for notch in notches:
        before = state.view or (0, 0, 40, 60)
        state = acts.zoomed(state, scene, notch, float(row), float(column))
        top, left, rows, columns = state.view or (0, 0, 40, 60)
        assert top >= 0
        assert left >= 0
        assert top + rows <= 40
        assert left + columns <= 60
        inside = before[0] <= row < before[0] + before[2] and before[1] <= column < before[1] + before[3]
        if inside and notch > 0:
            assert top <= row <= top + rows
            assert left <= column <= left + columns


def test_panning_moves_by_cells_and_stops_at_the_borders(scene: ImageScene) -> None:
    assert acts.panned(STATE, scene, 5, 5) == STATE
    near = replace(STATE, view=(10, 10, 20, 30))
    assert acts.panned(near, scene, 3, -4).view == (13, 6, 20, 30)
    assert acts.panned(near, scene, 300, 400).view == (20, 30, 20, 30)


def test_the_view_follows_the_cursor(scene: ImageScene) -> None:
    state = replace(STATE, view=(0, 0, 10, 10), cursor=(30, 40))
    view = acts.followed(state, scene).view
    assert view is not None
    assert view[0] <= 31 < view[0] + 10
    assert view[1] <= 41 < view[1] + 10
    assert acts.followed(replace(state, cursor=(2, 2)), scene).view == (0, 0, 10, 10)


def test_a_picture_that_is_dragged_around_comes_back(scene: ImageScene) -> None:
    state = replace(STATE, shift=(0, 0))
    for _ in range(4):
        state = acts.shifted(state, scene, 20, 30)
    assert state.shift == (0, 0)


def test_freezing_changes_the_source_of_live_states_alone() -> None:
    live = replace(STATE, source=Source("camera", "/dev/video0"))
    assert acts.frozen(live, "kept.png") == replace(STATE, source=Source("file", "kept.png"))
    assert acts.frozen(STATE, "kept.png") is STATE


def test_when_the_camera_goes_off_the_layer_stays_and_the_picture_returns() -> None:
    before = replace(STATE, cursor=(3, 4), view=(0, 0, 20, 20))
    live = replace(
        STATE,
        source=Source("camera", "/dev/video0"),
        parameters=STATE.parameters.changed("stride", (2, 2)),
        kernels=(Kernel("blur"),),
        page="compare",
    )
    after = acts.switched_off(live, before)
    assert after == replace(before, parameters=live.parameters, kernels=live.kernels, page="compare")
    cube = replace(before, parameters=conv2d(20, 2, (3, 4)))
    assert acts.switched_off(live, cube) == cube
