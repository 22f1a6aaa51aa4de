"""A recorded convolution in the image lab: the same numbers arrive, and the same gradients leave."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.autograd.replay import Frame, Replay
from core.labs.crossing import Crossing, crossing, is_convolution
from core.labs.image.resolve import resolve
from core.media.arrays import read_planes
from tests.core.autograd.recorded_run import Recorded

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\ntorch.manual_seed(0)\n"


def at_convolution(source: str, most_values: int = 4096) -> tuple[Replay, Frame]:
    replay = Replay(Recorded(HEAD + source, most_values).trace)
    frames = (replay.frame(step) for step in range(replay.length + 1))
    return replay, next(frame for frame in frames if frame.backward and is_convolution(frame.node))


def assert_same_gradients(found: Crossing, frame: Frame) -> None:
    found.write()
    pixels = read_planes(found.state.source.path)
    np.testing.assert_array_equal(pixels, found.input[0, 0])
    scene = resolve(found.state, pixels, (pixels.shape[1], pixels.shape[2]))
    assert scene.problem is None
    assert scene.gradients is not None
    assert frame.record is not None
    arrived = frame.record.incoming[0]
    assert arrived is not None
    assert arrived.array is not None
    gradient = arrived.array if arrived.array.ndim == 4 else arrived.array[:, :, None]
    np.testing.assert_allclose(scene.gradients.upstream, gradient[0], rtol=1e-6)
    sent_input, sent_weight, *rest = frame.record.outgoing
    if sent_weight is not None and found.samples == 1:
        np.testing.assert_allclose(scene.gradients.weight.ravel(), sent_weight.array.ravel(), rtol=1e-4, atol=1e-5)
    if sent_input is not None:
        mine = np.zeros_like(pixels)
        rows, columns = scene.gradients.sources
        mine[:, rows[:, None], columns[None]] = scene.gradients.input
        np.testing.assert_allclose(mine.ravel(), sent_input.array[0].ravel(), rtol=1e-4, atol=1e-5)
    if rest and rest[0] is not None and found.samples == 1:
        np.testing.assert_allclose(scene.gradients.bias, rest[0].array, rtol=1e-4, atol=1e-5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_image_labs_gradients_are_those_of_the_recorded_step(tmp_path: Path, data: st.DataObject) -> None:
    flat = data.draw(st.booleans())
    groups = data.draw(st.sampled_from([1, 1, 2]))
    given_channels, kernels = groups * data.draw(st.integers(1, 3)), groups * data.draw(st.integers(1, 3))
    sizes = [data.draw(st.integers(4, 9)) for _ in range(1 if flat else 2)]
    options = {
        "kernel_size": tuple(data.draw(st.integers(1, 3)) for _ in sizes),
        "stride": tuple(data.draw(st.integers(1, 2)) for _ in sizes),
        "padding": tuple(data.draw(st.integers(0, 2)) for _ in sizes),
        "dilation": tuple(data.draw(st.integers(1, 2)) for _ in sizes),
        "bias": data.draw(st.booleans()),
        "padding_mode": data.draw(st.sampled_from(["zeros", "zeros", "circular"])),
    }
    reach = zip(options["kernel_size"], options["dilation"], options["padding"], sizes, strict=True)
    assume(all(size + 2 * padding > dilation * (taps - 1) for taps, dilation, padding, size in reach))
    samples = data.draw(st.integers(1, 2))
    shape = (samples, given_channels, *sizes)
    source = (
        f"x = torch.randn({shape}, requires_grad=True)\n"
        f"layer = nn.Conv{len(sizes)}d({given_channels}, {kernels}, groups={groups}, "
        + ", ".join(f"{name}={value!r}" for name, value in options.items())
        + ")\nlayer(x).tanh().sum().backward()\n"
    )
    replay, frame = at_convolution(source)
    found = crossing(replay, frame, tmp_path)
    assert isinstance(found, Crossing)
    assert found.samples == samples
    assert found.state.parameters.bias == options["bias"]
    assert_same_gradients(found, frame)


def test_a_narrow_input_is_not_taken_for_colour(tmp_path: Path) -> None:
    replay, frame = at_convolution(
        "x = torch.randn(1, 2, 8, 3, requires_grad=True)\nnn.Conv2d(2, 1, 2)(x).sum().backward()\n"
    )
    found = crossing(replay, frame, tmp_path)
    assert isinstance(found, Crossing)
    assert_same_gradients(found, frame)


def test_the_function_without_a_bias_and_one_given_by_name(tmp_path: Path) -> None:
    for call, biased in (("F.conv2d(x, w)", False), ("F.conv2d(x, w, bias=b, padding=1)", True)):
        source = f"x = torch.randn(1, 1, 5, 5)\nw = torch.randn(2, 1, 3, 3, requires_grad=True)\nb = torch.tensor([1.0, -2.0])\n{call}.exp().sum().backward()\n"
        replay, frame = at_convolution(source)
        found = crossing(replay, frame, tmp_path)
        assert isinstance(found, Crossing)
        assert found.state.parameters.bias is biased
        assert_same_gradients(found, frame)
        if biased:
            assert [kernel.bias for kernel in found.state.kernels] == [1.0, -2.0]


@pytest.mark.parametrize(
    ("source", "values", "code"),
    [
        ("x = torch.randn(1, 1, 4, requires_grad=True)\nnn.ConvTranspose1d(1, 1, 2)(x).sum().backward()\n", 4096, "transposed"),
        ("x = torch.randn(1, 1, 3, 3, 3, requires_grad=True)\nnn.Conv3d(1, 1, 2)(x).sum().backward()\n", 4096, "volume"),
        ("x = torch.randn(1, 1, 9, 9, requires_grad=True)\nnn.Conv2d(1, 1, 2)(x).sum().backward()\n", 10, "large"),
        ("x = torch.full((1, 1, 4, 4), float('nan'), requires_grad=True)\nnn.Conv2d(1, 1, 2)(x).sum().backward()\n", 4096, "not finite"),
    ],
)  # fmt: skip
def test_what_cannot_cross_says_why(source: str, values: int, code: str, tmp_path: Path) -> None:
    replay, frame = at_convolution(source, values)
    assert crossing(replay, frame, tmp_path) == code


def test_only_a_step_of_a_convolution_crosses(tmp_path: Path) -> None:
    replay, frame = at_convolution(
        "x = torch.randn(1, 1, 4, 4, requires_grad=True)\nnn.Conv2d(1, 1, 2)(x).sum().backward()\n"
    )
    assert frame.node is not None
    made = next(step for step in replay.visits(frame.node.id) if not replay.frame(step).backward)
    assert crossing(replay, replay.frame(made), tmp_path) == "not running"
    assert crossing(replay, replay.frame(0), tmp_path) == "no convolution"
