"""What is asked for is what the player gets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from core.convolution.parameters import conv1d
from core.labs.signal.layer import SignalLayer
from core.labs.signal.sound import SoundDesk, loudness
from core.labs.signal.state import SignalState
from core.media.player import Sound, SoundError, SoundProblem
from core.media.problem import MediaError, MediaProblem

from .test_resolve import recording


class Deck:
    """Takes the place of the player."""

    def __init__(self, problem: SoundProblem | None = None) -> None:
        self.problem = problem
        self.sound: Sound | None = None

    def play(self, sound: Sound, first: int, volume: float, told: Callable[[int, bool], None]) -> None:
        if self.problem is not None:
            raise SoundError(self.problem)
        self.sound = sound
        told(first, True)

    def set_volume(self, volume: float) -> None: ...

    def stop(self) -> None: ...


STATE = SignalState(length=400, parameters=conv1d(2, 3, 3, stride=2))


def test_the_input_and_an_output() -> None:
    deck = Deck()
    desk = SoundDesk(deck)  # type: ignore[arg-type]
    heard: list[tuple[int, bool]] = []
    desk.play(STATE, recording(), -1, 5, 0.5, lambda frame, on: heard.append((frame, on)))
    assert deck.sound is not None
    assert (deck.sound.frames, deck.sound.channels, deck.sound.rate) == (400, 2, 8000)
    np.testing.assert_array_equal(deck.sound.read(10, 20), recording().samples[:, 10:20])
    desk.play(STATE, recording(), 1, 0, 0.5, lambda frame, on: heard.append((frame, on)))
    layer = SignalLayer(STATE, recording())
    assert (deck.sound.frames, deck.sound.channels, deck.sound.rate) == (layer.axis.output_length, 1, 4000)
    np.testing.assert_allclose(deck.sound.read(4, 9)[0], layer.outputs(4, 9)[1] - layer.bias[1], atol=1e-6)
    assert heard == [(5, True), (0, True)]


def test_no_device_and_no_output_are_told() -> None:
    with pytest.raises(MediaError) as caught:
        SoundDesk(Deck(SoundProblem.NO_DEVICE)).play(STATE, recording(), -1, 0, 1.0, lambda *_: None)  # type: ignore[arg-type]
    assert caught.value.code is MediaProblem.NO_DEVICE
    refused = SignalState(parameters=conv1d(2, 3, 3, stride=0))
    with pytest.raises(MediaError) as caught:
        SoundDesk(Deck()).play(refused, recording(), 0, 0, 1.0, lambda *_: None)  # type: ignore[arg-type]
    assert caught.value.code is MediaProblem.NO_OUTPUT


def test_loudness_is_the_peak() -> None:
    samples = np.zeros((2, 9000), np.float32)
    samples[1, 8999] = -0.5
    assert loudness(lambda a, b: samples[:, a:b], 9000) == 0.5
    assert loudness(lambda a, b: samples[:, a:b], 0) == 0
