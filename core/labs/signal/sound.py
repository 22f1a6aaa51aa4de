"""Playing the signal lab's input and outputs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.convolution.part import Array
from core.labs.signal.layer import SignalLayer
from core.labs.signal.listening import output_reader
from core.labs.signal.state import SignalState
from core.media.audio import Readable
from core.media.player import Player, Sound, SoundError, safe_gain
from core.media.problem import MediaError, MediaProblem

LOUDNESS_WINDOWS = 64
LOUDNESS_FRAMES = 4096


class SoundDesk:
    """One player for the lab; what is heard last replaces what was heard before."""

    def __init__(self, player: Player | None = None) -> None:
        self._player = player or Player()

    def play(
        self,
        state: SignalState,
        recording: Readable,
        kernel: int,
        first: int,
        volume: float,
        told: Callable[[int, bool], None],
    ) -> None:
        """Play the input (kernel -1) or one output, from a sample of it on.

        Args:
            state: The state.
            recording: Its recording.
            kernel: The output, or -1.
            first: The first sample of what is played.
            volume: 0 to 1.
            told: Takes the sample that is heard and whether the sound goes on; from another thread.

        Raises:
            MediaError: There is no output, or no device to play it on.
        """
        layer = SignalLayer(state, recording)
        rate = recording.rate
        if kernel < 0:
            read: Callable[[int, int], Array] = layer.read
            frames, channels = layer.state.length, recording.channels
        else:
            if layer.problem is not None:
                raise MediaError(MediaProblem.NO_OUTPUT)
            read = output_reader(layer, (kernel, kernel + 1))
            frames, channels = layer.axis.output_length, 1
            rate = max(1, round(rate / layer.axis.stride))
        try:
            gain = safe_gain(loudness(read, frames))
            self._player.play(Sound(read, frames, channels, rate, gain), first, volume, told)
        except SoundError as error:
            raise MediaError(MediaProblem(error.code.value)) from error

    def set_volume(self, volume: float) -> None:
        """Change the volume of what is heard."""
        self._player.set_volume(volume)

    def stop(self) -> None:
        """Fall silent."""
        self._player.stop()


def loudness(read: Callable[[int, int], Array], frames: int) -> float:
    """The largest magnitude found in windows spread evenly over a sound; of a short one, in all of it."""
    starts = np.unique(np.linspace(0, max(0, frames - LOUDNESS_FRAMES), LOUDNESS_WINDOWS).astype(np.int64))
    return max(
        (float(np.abs(read(int(start), min(frames, int(start) + LOUDNESS_FRAMES))).max(initial=0)) for start in starts),
        default=0.0,
    )
