"""All that the user chose, in one frozen value: what undo, sessions and lessons keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.labs.autograd import AutogradState
from core.labs.image.state import ImageState
from core.labs.signal.state import SignalState

LabName = Literal["signal", "image", "autograd"]
LABS: tuple[LabName, ...] = ("signal", "image", "autograd")


@dataclass(frozen=True, slots=True)
class AppState:
    """The lab that is shown, and the state of each."""

    lab: LabName = "signal"
    signal: SignalState = field(default_factory=SignalState)
    image: ImageState = field(default_factory=ImageState)
    autograd: AutogradState = field(default_factory=AutogradState)
