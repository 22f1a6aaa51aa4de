"""Which scene a state needs: what is said to be there is there, whatever the user does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.parameters import ConvParameters
from core.labs.image import needs
from core.labs.image.scene import patch_at
from core.labs.image.state import ImageState
from tests.core.convolution.drawn import layers
from tests.core.labs.image.test_resolve import noise, shown


@settings(max_examples=80, deadline=None)
@given(layers(2), st.integers(-5, 60), st.integers(-5, 60), st.integers(-2, 30), st.integers(-1, 30))
def test_a_fitted_state_lies_in_its_scene(
    layer: tuple[ConvParameters, tuple[int, ...]], row: int, column: int, kernel: int, channel: int
) -> None:
    parameters, (height, width) = layer
    scene = shown(ImageState(parameters=parameters), noise(parameters.in_channels, height, width))
    state = ImageState(parameters=parameters, cursor=(row, column), kernel=kernel, channel=channel)
    found = needs.fitted(state, scene)
    assert needs.fitted(found, scene) == found
    assert 0 <= found.kernel < max(1, parameters.out_channels)
    assert found.channel < max(1, scene.channels)
    if scene.problem is None:
        rows, columns = scene.output_size
        assert 0 <= found.cursor[0] < rows
        assert 0 <= found.cursor[1] < columns


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 97), st.integers(0, 97), st.integers(-30, 30), st.integers(-30, 30))
def test_what_is_said_to_be_near_is_there(row: int, column: int, down: int, right: int) -> None:
    state = ImageState(cursor=(row, column), view=(0, 0, 20, 20))
    scene = shown(state, noise(3, 100, 100))
    assert scene.near is not None
    moved = replace(state, cursor=scene.clamp((row + down, column + right)))
    if needs.is_near_covered(moved, state.cursor, scene):
        patch = patch_at(scene, moved.cursor, 0)
        assert patch is not None
        assert patch.output == moved.cursor
    else:
        assert max(abs(one - two) for one, two in zip(moved.cursor, state.cursor, strict=True)) > 8


def test_another_look_needs_no_scene_and_another_layer_does() -> None:
    state = ImageState()
    scene = shown(state, noise(3, 20, 20))
    for change in ({"cursor": (3, 3)}, {"kernel": 2}, {"channel": 1}):
        other = replace(state, **change)
        assert needs.computed_from(other) == needs.computed_from(state)
        assert needs.is_covered(other, state, scene)
    assert needs.computed_from(replace(state, flip=True)) != needs.computed_from(state)
    assert not needs.is_covered(replace(state, level="map"), state, scene)
    assert not needs.is_covered(replace(state, page="why", kernel=1), replace(state, page="why"), scene)


def test_the_input_is_sent_again_only_if_it_is_another() -> None:
    state = ImageState()
    for change in ({"stride": (2, 2)}, {"dilation": (2, 2)}, {"kernel_size": (5, 5)}, {"bias": False}):
        parameters = state.parameters
        for name, value in change.items():
            parameters = parameters.changed(name, value)
        assert needs.input_from(replace(state, parameters=parameters)) == needs.input_from(state)
    same = state.parameters.changed("padding", "same")
    for parameters in (same, state.parameters.changed("padding", (2, 2))):
        assert needs.input_from(replace(state, parameters=parameters)) != needs.input_from(state)
    larger = replace(state, parameters=same.changed("kernel_size", (5, 5)))
    assert needs.input_from(larger) != needs.input_from(replace(state, parameters=same))


def test_numbers_of_another_layer_are_told_from_those_of_another_look() -> None:
    state = replace(ImageState(), kept=ImageState().setting)
    for change in ({"cursor": (3, 3)}, {"kernel": 2}, {"view": (0, 0, 9, 9)}, {"page": "compare"}):
        assert needs.layer_from(replace(state, **change)) == needs.layer_from(state)
    other = state.with_kernel(0, state.kernel_choice(2))
    for changed in (other, replace(state, flip=True), replace(state, shrink=2), replace(state, kept=other.setting)):
        assert needs.layer_from(changed) != needs.layer_from(state)
