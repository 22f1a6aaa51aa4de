"""Stand-in."""

from __future__ import annotations
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
import numpy as np
import numpy.typing as npt


class SoundProblem(Enum):
    NO_DEVICE = "no_device"
    FAILED = "sound_failed"


class SoundError(Exception):
    def __init__(self, code: SoundProblem) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sound:
    read: Callable[[int, int], npt.NDArray[np.float32]]
    frames: int
    channels: int
    rate: int
    gain: float


def safe_gain(peak: float) -> float:
    return 1.0


class Player:
    def __init__(self, *, backends: Sequence[Any] | None = None) -> None: ...
    def play(self, sound: Sound, first: int, volume: float, told: Callable[[int, bool], None]) -> None:
        raise SoundError(SoundProblem.NO_DEVICE)

    def set_volume(self, volume: float) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...
