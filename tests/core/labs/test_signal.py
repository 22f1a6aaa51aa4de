"""The signal lab's scenes against torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from core.convolution.kernels import PRESETS_1D
from core.convolution.parameters import ConvParameters, conv1d
from core.labs.signal import SignalState, envelope, fit, opened, resolve, window_at
from core.labs.source import Source
from core.media.audio import Recording
from tests.core.convolution.drawn import layers


def recording(channels: int = 2, frames: int = 500) -> Recording:
    samples = np.random.default_rng(channels).uniform(-1, 1, (channels, frames)).astype(np.float32)
    samples.flags.writeable = False
    return Recording(samples, 8000, "noise")


@settings(max_examples=300, deadline=None)
@given(layers(1))
def test_every_window_adds_up_to_torchs_output(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, (length,) = layer
    length = max(length, 4)
    source = recording(parameters.in_channels)
    scene = resolve(SignalState(start=3, length=length, parameters=parameters), source)
    if scene.problem is not None:
        assert window_at(scene, 0, 0) is None
        return
    module = torch.nn.Conv1d(
        parameters.in_channels,
        parameters.out_channels,
        parameters.kernel_size,
        stride=parameters.stride,
        padding=parameters.padding,
        dilation=parameters.dilation,
        groups=parameters.groups,
        padding_mode=parameters.padding_mode,
    )
    with torch.no_grad():
        module.weight.copy_(torch.tensor(scene.weight))
        module.bias.copy_(torch.tensor(scene.bias))
        expected = module(torch.tensor(source.samples[:, 3 : 3 + length])[None])[0].numpy()
    for kernel in range(parameters.out_channels):
        for output in range(expected.shape[1]):
            window = window_at(scene, output, kernel)
            assert window is not None
            assert window.total == pytest.approx(float(expected[kernel, output]), rel=1e-4, abs=1e-5)
            assert window.products.sum() + window.bias == pytest.approx(window.total)


def test_a_moved_cursor_runs_no_convolution(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = resolve(SignalState(), recording())
    monkeypatch.setattr("core.labs.signal.convolve", None)
    assert window_at(scene, 10, 1) is not None


def test_the_part_stays_inside_the_recording() -> None:
    state = fit(SignalState(start=490, length=64), recording(frames=500))
    assert (state.start, state.length) == (436, 64)
    state = fit(SignalState(start=5, length=9000), recording(frames=500))
    assert (state.start, state.length) == (0, 500)
    assert fit(SignalState(length=1), recording()).length == 4


def test_opening_reads_the_channels_and_starts_where_it_is_loud() -> None:
    samples = np.zeros((1, 1000), np.float32)
    samples[0, 700:720] = 1
    state = opened(SignalState(cursor=9), Source("file", "x.wav"), Recording(samples, 8000, "x.wav"))
    assert state.parameters.in_channels == 1
    assert state.start <= 700
    assert state.start + state.length >= 720
    assert state.cursor == 0
    assert resolve(state, Recording(samples, 8000, "x.wav")).problem is None


def test_shapes_and_counts_of_the_lecture() -> None:
    scene = resolve(SignalState(parameters=conv1d(2, 16, 3)), recording())
    assert scene.shapes == {"input": (1, 2, 64), "weight": (16, 2, 3), "bias": (16,), "output": (1, 16, 62)}
    assert scene.parameter_count == sum(p.numel() for p in torch.nn.Conv1d(2, 16, 3).parameters())
    assert scene.multiply_adds == 62 * 16 * 2 * 3


def test_a_refused_layer_is_a_value() -> None:
    scene = resolve(SignalState(parameters=conv1d(2, 3, 90)), recording())
    assert scene.problem is not None
    assert "Kernel size" in scene.problem.message
    assert scene.shapes == {"input": (1, 2, 64)}


@pytest.mark.parametrize("preset", PRESETS_1D)
def test_presets_belong_to_one_kernel(preset: str) -> None:
    state = SignalState().with_preset(4, preset)
    assert [state.preset(o) for o in range(6)] == [
        "sharpen",
        "difference",
        "moving_average",
        "random",
        preset,
        "random",
    ]


def test_padded_taps_are_marked() -> None:
    scene = resolve(SignalState(parameters=conv1d(2, 1, 3, padding=1)), recording())
    first, second = window_at(scene, 0, 0), window_at(scene, 1, 0)
    assert first is not None
    assert second is not None
    assert first.padded.tolist() == [True, False, False]
    assert not second.padded.any()
    assert (first.values[:, 0] == 0).all()


def test_the_envelope_holds_every_extreme() -> None:
    samples = recording(2, 1001).samples
    columns = envelope(samples, 64)
    assert columns.shape == (2, 64, 2)
    np.testing.assert_array_equal(columns[..., 0].min(axis=1), samples.min(axis=1))
    np.testing.assert_array_equal(columns[..., 1].max(axis=1), samples.max(axis=1))


def test_states_compare_by_value() -> None:
    assert replace(SignalState(), cursor=3) == SignalState(cursor=3)
