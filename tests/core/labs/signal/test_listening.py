"""The lecture's experiment: each kernel answers where its note sounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.convolution.parameters import conv1d
from core.labs.signal.layer import SignalLayer
from core.labs.signal.listening import MOST_OUTPUTS, output_reader, resolve_listening
from core.labs.signal.state import LECTURE_NOTES, SignalState, lecture_experiment
from core.media.samples import load_recording

from .test_resolve import Watched, recording


def test_each_kernel_answers_to_its_note() -> None:
    heard = resolve_listening(lecture_experiment(), load_recording("stereo_chord"))
    assert heard is not None
    levels = heard.output.levels
    frequencies = (np.arange(levels.shape[1]) + 1) * heard.output.top / levels.shape[1]
    points = (np.arange(heard.responses.shape[1]) + 0.5) * heard.top / heard.responses.shape[1]
    for kernel, note in enumerate(LECTURE_NOTES):
        loudest = np.unravel_index(np.argmax(levels[kernel]), levels[kernel].shape)
        assert abs(frequencies[loudest[0]] - note) < 60
        assert abs(points[np.argmax(heard.responses[kernel])] - note) < 30
    # The notes begin one after another, 0.45 s apart; so do the answers.
    begins = [int(np.argmax(levels[k].max(axis=0) > levels[k].max() - 20)) for k in range(4)]
    assert begins == sorted(begins)
    assert heard.top < 11_025


def test_a_stride_lowers_what_can_be_heard() -> None:
    heard = resolve_listening(SignalState(length=400, parameters=conv1d(2, 3, 3, stride=4)), recording())
    assert heard is not None
    assert heard.input.top == 4000
    assert heard.output.top == 1000
    assert heard.output_seconds <= heard.seconds


def test_many_kernels_are_shown_eight_at_a_time() -> None:
    state = SignalState(parameters=conv1d(2, 20, 3), kernel=17)
    heard = resolve_listening(state, recording())
    assert heard is not None
    assert (heard.first_kernel, len(heard.responses)) == (16, 4)
    assert resolve_listening(replace(state, kernel=2), recording()).responses.shape[0] == MOST_OUTPUTS  # type: ignore[union-attr]


def test_a_refused_layer_has_no_sound() -> None:
    assert resolve_listening(SignalState(parameters=conv1d(2, 3, 3, stride=0)), recording()) is None


def test_outputs_are_heard_without_their_bias() -> None:
    layer = SignalLayer(SignalState(length=500), recording())
    read = output_reader(layer, (1, 3))
    np.testing.assert_allclose(read(3, 90), layer.outputs(3, 90)[1:] - layer.bias[1:, None], atol=1e-6)


def test_an_hour_is_sampled() -> None:
    source = Watched(158_760_000)
    heard = resolve_listening(SignalState(length=source.frames), source)  # type: ignore[arg-type]
    assert heard is not None
    assert heard.input.sampled
    assert source.read_frames < 2_000_000


def test_some_kernels_alone_are_those_of_the_layer() -> None:
    for layer in (conv1d(2, 6, 5, padding=2), conv1d(2, 6, 5, groups=2), conv1d(2, 6, 600, bias=False)):
        made = SignalLayer(SignalState(length=1000, parameters=layer), recording(frames=1000))
        whole = made.outputs(0, made.axis.output_length)
        np.testing.assert_allclose(made.outputs(7, 60, (1, 4)), whole[1:4, 7:60], atol=1e-5)
