"""The signal lab's scenes against torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from core.convolution.kernels import PRESETS_1D, Kernel
from core.convolution.parameters import ConvParameters, conv1d
from core.convolution.part import FFT_FROM
from core.labs.signal.layer import SignalLayer
from core.labs.signal.resolve import DETAIL
from core.labs.signal.resolve import opened as opened_with
from core.labs.signal.resolve import resolve as resolve_with
from core.labs.signal.scene import SignalScene, window_at
from core.labs.signal.state import SignalState, custom, fit, fit_view, follow, lecture_experiment, with_weights
from core.labs.source import Source
from core.media.audio import Readable, Recording
from core.media.outline import Outline
from core.media.samples import load_recording
from tests.core.convolution.drawn import layers


def recording(channels: int = 2, frames: int = 500) -> Recording:
    samples = np.random.default_rng(channels).uniform(-1, 1, (channels, frames)).astype(np.float32)
    samples.flags.writeable = False
    return Recording(samples, 8000, "noise")


def resolve(state: SignalState, source: Readable) -> SignalScene:
    return resolve_with(state, source, Outline(source))


def opened(state: SignalState, path: Source, source: Readable) -> SignalState:
    return opened_with(state, path, source, Outline(source))


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
    monkeypatch.setattr("core.convolution.operation.convolve", None)
    monkeypatch.setattr("core.convolution.part.convolve", None)
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
    state = SignalState().with_kernel(4, Kernel(preset))
    chosen = [state.kernel_choice(o).preset for o in range(6)]
    assert chosen == ["sharpen", "difference", "moving_average", "random", preset, "random"]
    scene = resolve(replace(state, parameters=conv1d(2, 5, 3)), recording())
    assert np.isfinite(scene.weight).all()
    assert scene.weight[4].any()


def test_padded_taps_are_marked() -> None:
    scene = resolve(SignalState(parameters=conv1d(2, 1, 3, padding=1)), recording())
    first, second = window_at(scene, 0, 0), window_at(scene, 1, 0)
    assert first is not None
    assert second is not None
    assert first.padded.tolist() == [True, False, False]
    assert not second.padded.any()
    assert (first.values[:, 0] == 0).all()


def test_states_compare_by_value() -> None:
    assert replace(SignalState(), cursor=3) == SignalState(cursor=3)


def test_a_flip_is_numpys_convolution() -> None:
    state = SignalState(parameters=conv1d(2, 3, 4, bias=False), flip=True)
    source = recording()
    scene = resolve(state, source)
    part = source.samples[:, : state.length].astype(np.float64)
    for kernel in range(3):
        expected = sum(np.convolve(part[c], scene.kernels[kernel, c].astype(np.float64), "valid") for c in range(2))
        for output in (0, 17, 60):
            window = window_at(scene, output, kernel)
            assert window is not None
            assert window.torch_value == pytest.approx(expected[output], abs=1e-5)
            assert window.convolved == pytest.approx(expected[output])
            plain = window_at(resolve(replace(state, flip=False), source), output, kernel)
            assert plain is not None
            assert window.correlated == pytest.approx(plain.total)


def test_samples_and_weights_change_by_hand() -> None:
    state = SignalState(start=10).with_sample(1, 5, 0.75).with_sample(1, 5, 0.5)
    assert state.edits == ((1, 15, 0.5),)
    scene = resolve(state, recording())
    assert scene.blocks[0].cells[1, 5] == 0.5
    assert recording().samples[1, 15] != 0.5
    choice = custom(scene.kernels, 1, 0, 2, 0.125, 0.3)
    changed = resolve(state.with_kernel(1, choice), recording())
    assert changed.weight[1, 0, 2] == 0.125
    assert changed.bias[1] == np.float32(0.3)
    np.testing.assert_array_equal(changed.weight[0], scene.weight[0])
    assert changed.state.kernel_choice(1).preset == "custom"


@pytest.mark.parametrize("shape", [(3,), (2, 5), (4, 2, 3), (1, 1, 1)])
def test_weights_come_in_as_torch_has_them(shape: tuple[int, ...]) -> None:
    weights = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    state = with_weights(SignalState(), weights)
    assert state is not None
    scene = resolve(state, recording())
    assert scene.problem is None
    full = weights.reshape((1,) * (3 - weights.ndim) + shape)
    assert scene.weight.shape == (full.shape[0], 2, full.shape[2])
    np.testing.assert_array_equal(scene.weight[:, : full.shape[1]], full)


def test_weights_that_cannot_be_shown_are_refused() -> None:
    assert with_weights(SignalState(), np.zeros((1, 1, 1, 3), np.float32)) is None
    assert with_weights(SignalState(), np.zeros((65, 1, 3), np.float32)) is None
    assert with_weights(SignalState(), np.zeros((0,), np.float32)) is None


class Watched:
    """A recording of any length that tells what of it was read."""

    def __init__(self, frames: int, channels: int = 2) -> None:
        self.frames, self.channels, self.rate, self.name = frames, channels, 44_100, "watched"
        self.read_frames = 0

    def read(self, first: int, stop: int) -> np.ndarray:
        assert 0 <= first <= stop <= self.frames
        self.read_frames += stop - first
        places = np.arange(first, stop)
        return np.stack([np.sin(places * (0.01 + 0.003 * c)) for c in range(self.channels)]).astype(np.float32)


class NoOutline:
    values = np.zeros((2, 1, 2), np.float32)
    share = 0.0


@pytest.mark.parametrize("span", [160, 4000, 1_000_000, 10**9])
@pytest.mark.parametrize("mode", ["zeros", "reflect", "circular"])
def test_the_cost_does_not_grow_with_the_length(span: int, mode: str) -> None:
    read = []
    for frames in (26_460_000, 158_760_000):
        source = Watched(frames)
        layer = conv1d(2, 3, 9, padding=4, padding_mode=mode)  # type: ignore[arg-type]
        state = SignalState(length=frames, parameters=layer, cursor=frames // 2, view=frames // 2, span=span)
        scene = resolve_with(state, source, NoOutline())  # type: ignore[arg-type]
        window = window_at(scene, scene.state.cursor, 1)
        assert window is not None
        assert abs(window.total - window.torch_value) < 1e-4
        read.append(source.read_frames)
    assert read[0] == read[1] or span == 10**9
    assert max(read) < 4_500_000


def test_a_view_that_is_too_wide_is_an_overview() -> None:
    source = recording(frames=60_000)
    state = SignalState(length=60_000, span=60_000, parameters=conv1d(2, 3, 3, padding=1))
    scene = resolve(state, source)
    assert scene.overview is not None
    assert not scene.overview.preview
    whole = SignalLayer(state, source).outputs(0, 60_000)
    np.testing.assert_allclose(scene.overview.output[..., 0].min(axis=1), whole.min(axis=1), atol=1e-5)
    np.testing.assert_allclose(scene.overview.output[..., 1].max(axis=1), whole.max(axis=1), atol=1e-5)
    np.testing.assert_array_equal(scene.overview.input[..., 1].max(axis=1), source.samples.max(axis=1))
    assert resolve(replace(state, span=DETAIL), source).overview is None


def test_the_view_follows_the_cursor() -> None:
    state = fit_view(SignalState(length=10_000, cursor=5000))
    (axis,) = [resolve(state, recording(frames=10_000)).axis]
    turned = follow(state, axis)
    assert turned.view < 5000 < turned.view + turned.span
    assert follow(turned, axis) is turned
    at_end = follow(replace(state, cursor=9997), axis)
    assert at_end.view + at_end.span == 10_000


def test_a_cursor_out_of_view_has_its_numbers() -> None:
    state = SignalState(length=10_000, cursor=9000, view=0, span=160)
    scene = resolve(state, recording(frames=10_000))
    assert len(scene.blocks) == 2
    assert window_at(scene, 9000, 0) is not None
    assert window_at(scene, 20, 0) is not None
    assert window_at(scene, 5000, 0) is None


def test_the_lectures_experiment() -> None:
    source = load_recording("stereo_chord")
    state = lecture_experiment()
    scene = resolve(replace(state, page="slide"), source)
    assert scene.weight.shape == (4, 2, 8820)
    assert scene.by_fft
    assert scene.weight.shape[2] >= FFT_FROM
    assert scene.output_length == 88_200 - 8820 + 1
    window = window_at(scene, 30_000, 2)
    if window is None:
        window = window_at(resolve(replace(state, cursor=30_000, span=160, page="slide"), source), 30_000, 2)
    assert window is not None
    assert window.torch_value == pytest.approx(window.total, abs=1e-5)


@pytest.mark.parametrize("upstream", ["ones", "one_hot", "output", "drawn"])
def test_gradients_are_those_of_the_whole_layer(upstream: str) -> None:
    source = recording()
    layer = conv1d(2, 3, 5, padding=2, stride=2, padding_mode="circular")
    state = SignalState(
        parameters=layer,
        page="backward",
        upstream=upstream,
        cursor=7,
        kernel=1,
        drawn=((0, 3, 0.5), (2, 9, -1.0)),  # type: ignore[arg-type]
    )
    scene = resolve(state, source)
    gradients = scene.gradients
    assert gradients is not None
    module = torch.nn.Conv1d(2, 3, 5, padding=2, stride=2, padding_mode="circular")
    with torch.no_grad():
        module.weight.copy_(torch.tensor(scene.weight))
        module.bias.copy_(torch.tensor(scene.bias))
    x = torch.tensor(source.samples[:, :64], requires_grad=True)
    y = module(x)
    arriving = torch.zeros_like(y)
    if upstream == "ones":
        arriving += 1
    elif upstream == "output":
        arriving = y.detach().clone()
    elif upstream == "one_hot":
        arriving[1, 7] = 1
    else:
        arriving[0, 3], arriving[2, 9] = 0.5, -1.0
    y.backward(arriving)
    assert x.grad is not None
    np.testing.assert_allclose(gradients.input, x.grad.numpy()[:, gradients.sources[0]], atol=1e-5)
    np.testing.assert_allclose(gradients.weight, module.weight.grad.numpy(), atol=1e-4)
    np.testing.assert_allclose(gradients.bias, module.bias.grad.numpy(), atol=1e-4)


@pytest.mark.parametrize(
    "layer", [conv1d(2, 10**6, 3), conv1d(2, 32, 10**6), conv1d(10**6, 10**6, 3), conv1d(2, 513, 1), conv1d(513, 1, 1)]
)
def test_a_layer_that_is_too_large_is_not_built(layer: ConvParameters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.convolution.operation.build_layer", None)
    scene = resolve(SignalState(parameters=layer), recording())
    assert scene.problem is not None
    assert scene.problem.kind == "Budget"
    assert scene.output_length == 0
