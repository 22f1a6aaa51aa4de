"""Every pass is announced before and after it, and nodes remember lines; torch is then as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import pytest
import torch

from core.autograd.engine_watch import EngineWatch


def test_passes_are_announced_and_nodes_remember_their_lines() -> None:
    told: list[str] = []

    def begin(roots: Sequence[Any], frame: FrameType) -> Callable[[], None]:
        told.append(f"{len(roots)} {frame.f_code.co_name}")
        return lambda: told.append("over")

    watch = EngineWatch("engine_program.py", begin)
    scope: dict[str, Any] = {"torch": torch}
    before = (torch.autograd.graph.log, torch.fx.traceback.format_stack)  # type: ignore[attr-defined]
    watch.start()
    try:
        source = "x = torch.ones(2, requires_grad=True)\n\ny = x * 2\ny.sum().backward()\n"
        exec(compile(source, "engine_program.py", "exec"), scope)
        with pytest.raises(RuntimeError):
            scope["y"].backward()
        (torch.ones(1, requires_grad=True) * 2).backward()
    finally:
        watch.finish()
    assert told == ["1 _engine_run_backward", "over"] * 2
    assert scope["y"].grad_fn.metadata["traceback_"] == ['File "engine_program.py", line 3']
    scope["x"].sum().backward()
    assert len(told) == 4
    assert (torch.autograd.graph.log, torch.fx.traceback.format_stack) == before  # type: ignore[attr-defined]
    assert not torch.is_anomaly_enabled()


def test_the_programs_own_anomaly_mode_keeps_the_whole_stack() -> None:
    watch = EngineWatch("engine_program.py", lambda *_: lambda: None)
    watch.start()
    try:
        torch.autograd.set_detect_anomaly(True)
        y = torch.ones(2, requires_grad=True) * 2
    finally:
        watch.finish()
    assert y.grad_fn is not None
    assert any("test_engine_watch.py" in entry for entry in y.grad_fn.metadata["traceback_"])
