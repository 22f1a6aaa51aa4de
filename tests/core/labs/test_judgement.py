"""What is said of a layer before it runs."""

from __future__ import annotations

import pytest

from core.convolution.parameters import ConvParameters, conv1d, conv2d
from core.convolution.validity import refusal
from core.labs.judgement import judged, over_budget, ranges_of


@pytest.mark.parametrize(
    "layer",
    [
        conv1d(2, 10**6, 3),
        conv1d(2, 32, 10**6),
        conv1d(2, 513, 1),
        conv2d(3, 16, (10_000, 500)),
        conv2d(20, 512, (40, 40)),
        conv2d(513, 1, (1, 1)),
    ],
)
def test_a_layer_that_is_too_large_is_not_built(layer: ConvParameters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.convolution.operation.build_layer", None)
    problem = judged(layer, (layer.in_channels, *(20_000,) * layer.dimensions))
    assert problem is not None
    assert problem.kind == "Budget"
    assert problem.remedies or layer.in_channels > 512
    for remedy in problem.remedies:
        assert over_budget(remedy.value) is None


def test_what_torch_refuses_is_torchs_problem() -> None:
    problem = judged(conv2d(3, 4, (3, 9)), (3, 12, 5))
    assert problem is not None
    assert problem.kind == "RuntimeError"
    assert "kernel_size" in problem.terms


def test_legal_ranges_are_found() -> None:
    found = ranges_of(conv1d(2, 3, 3), (2, 64))
    assert found["kernel_size"] == ((1, 64),)
    assert found["in_channels"] == ((2, 2),)
    assert ranges_of(conv1d(2, 4, 8820), (2, 88_200)) == {}


def test_height_and_width_have_ranges_of_their_own() -> None:
    shape, layer = (4, 9, 17), conv2d(4, 4, (3, 3), padding=(1, 0))
    found = ranges_of(layer, shape)
    assert found["kernel_size"] == ((1, 11), (1, 17))
    assert found["groups"][0][0] == 1
    for axis, (low, high) in enumerate(found["dilation"]):
        assert low == 1
        assert high is not None
        for value, legal in ((high, True), (high + 1, False)):
            dilation = tuple(value if place == axis else 1 for place in range(2))
            assert (refusal(layer.changed("dilation", dilation), shape) is None) is legal
