"""What a program's signal handler raises while the recorder looks reaches the program."""

from __future__ import annotations

import signal
from typing import Any

import pytest
import torch

from core.autograd import forward, pass_watch
from core.autograd.interruptions import is_the_programs
from tests.core.autograd.recorded_run import Recorded

SOURCE = (
    "import signal, torch\nx = torch.ones(2, requires_grad=True)\nclass Enough(Exception): pass\n"
    "def ring(*_): raise Enough\nsignal.signal(signal.SIGUSR1, ring)\n"
)


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="signals are POSIX")
@pytest.mark.parametrize(
    ("place", "method", "act"),
    [
        (forward.ForwardRecord, "after", "y = x * 2"),
        (forward.ForwardRecord, "before_write", "y = torch.ones(2).mul_(2)"),
        (pass_watch.PassWatch, "_arrive", "y = x.sum().backward()"),
    ],
)
def test_it_is_not_lost(place: type, method: str, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGUSR1)

    def interrupted(*_: Any) -> None:
        if signal.getsignal(signal.SIGUSR1) is not before:
            signal.raise_signal(signal.SIGUSR1)

    monkeypatch.setattr(place, method, interrupted)
    try:
        run = Recorded(
            f"{SOURCE}try:\n    {act}\n    caught = False\nexcept Enough:\n    caught = True\nsignal.signal(signal.SIGUSR1, signal.SIG_IGN)\n"
        )
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert run.trace.error is None
    assert run.scope["caught"]


def test_our_own_failures_are_ours() -> None:
    with pytest.raises(TypeError) as raised:
        torch.nn.functional.relu("no tensor")
    assert not is_the_programs(raised.value)
