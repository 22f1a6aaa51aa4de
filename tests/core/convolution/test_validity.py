"""Refusals are torch's own, and every remedy is one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from core.convolution.parameters import ConvParameters, conv1d
from core.convolution.validity import examine, legal_range, refusal
from core.convolution.windows import axis_maps

from .drawn import layers

ILLEGAL = [
    (conv1d(2, 3, 3, stride=0), (2, 64), "RuntimeError", "stride"),
    (conv1d(2, 3, 70), (2, 64), "RuntimeError", "kernel_size"),
    (conv1d(2, 3, 3, groups=2), (2, 64), "ValueError", "groups"),
    (conv1d(1, 3, 3), (2, 64), "RuntimeError", "in_channels"),
    (conv1d(2, 3, 3, padding="same", stride=2), (2, 64), "ValueError", "stride"),
    (conv1d(2, 3, 3, padding=64, padding_mode="reflect"), (2, 64), "RuntimeError", "padding"),
    (conv1d(2, 3, 3, padding=65, padding_mode="circular"), (2, 64), "RuntimeError", "padding"),
    (conv1d(2, 3, 3, dilation=0), (2, 64), "RuntimeError", "dilation"),
    (conv1d(2, 3, 0), (2, 64), "RuntimeError", "kernel_size"),
    (conv1d(2, 3, 3, padding=-1), (2, 64), "RuntimeError", "padding"),
    (conv1d(2, 0, 3), (2, 64), "RuntimeError", "out_channels"),
    (conv1d(2, 3, 3, groups=0), (2, 64), "ValueError", "groups"),
    (conv1d(2, 3, 3, dilation=40), (2, 64), "RuntimeError", "dilation"),
]


@pytest.mark.parametrize(("parameters", "shape", "kind", "term"), ILLEGAL)
def test_an_illegal_layer_is_explained(
    parameters: ConvParameters, shape: tuple[int, ...], kind: str, term: str
) -> None:
    error = refusal(parameters, shape)
    assert error is not None
    problem = examine(parameters, shape, error)
    assert problem.kind == kind
    assert problem.message == str(error)
    assert term in problem.terms
    for remedy in problem.remedies:
        assert refusal(remedy.value, shape) is None


def test_the_remedy_is_the_nearest_value() -> None:
    parameters, shape = conv1d(2, 3, 70), (2, 64)
    error = refusal(parameters, shape)
    assert error is not None
    found = {remedy.parameter: remedy.value for remedy in examine(parameters, shape, error).remedies}
    assert found["kernel_size"].kernel_size == (64,)
    assert found["padding"].padding == (3,)


@settings(max_examples=100, deadline=None)
@given(layers(2))
def test_remedies_of_drawn_layers_are_legal(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    shape = (parameters.in_channels, *size)
    error = refusal(parameters, shape)
    if error is None:
        return
    for remedy in examine(parameters, shape, error).remedies:
        assert refusal(remedy.value, shape) is None
        changed = [n for n in ConvParameters.__slots__ if getattr(parameters, n) != getattr(remedy.value, n)]
        assert changed == [remedy.parameter]


@settings(max_examples=60, deadline=None)
@given(layers(1))
def test_ranges_end_where_torch_refuses(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, size = layer
    shape = (parameters.in_channels, *size)
    for name in ("kernel_size", "stride", "padding", "dilation", "out_channels", "groups"):
        found = legal_range(parameters, name, 0, shape)
        if refusal(parameters, shape) is not None or isinstance(getattr(parameters, name), str):
            assert found is None
            continue
        assert found is not None
        present = getattr(parameters, name)
        for end, direction in zip(found, (-1, 1), strict=True):
            if end is None:
                continue
            for value, legal in ((end, True), (end + direction, False)):
                changed = parameters.changed(name, (value,) if isinstance(present, tuple) else value)
                accepted = refusal(changed, shape) is None and axis_maps(changed, size)[0].output_length > 0
                assert accepted is legal


def test_an_end_that_is_far_is_left_open() -> None:
    assert legal_range(conv1d(2, 3, 3), "stride", 0, (2, 64)) == (1, None)
    assert legal_range(conv1d(2, 3, 3), "kernel_size", 0, (2, 64)) == (1, 64)
    assert legal_range(conv1d(2, 3, 3, padding="same"), "padding", 0, (2, 64)) is None
