"""Is told before and after every pass of torch's engine, and has every node remember the line that made it.

Every backward pass goes through torch's ``_engine_run_backward``, which lets a logger hook the graph before
the engine starts and unhook it afterwards. This stands in for that logger: no function is wrapped, so that a
traceback of the program's is the one it would see without us.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import torch
from torch.autograd import graph as autograd_graph
from torch.fx import traceback as fx_traceback

Begin = Callable[[Sequence[Any], FrameType], Callable[[], None]]


class EngineWatch:
    """Between `start` and `finish`, on all threads.

    Args:
        filename: The program's file name as its code objects carry it.
        begin: Called before a pass with its roots and the frame of ``_engine_run_backward``; gives what is called
            after the pass, however that ended.
    """

    def __init__(self, filename: str, begin: Begin) -> None:
        self._filename = filename
        self._begin = begin
        self._before: tuple[Any, Any, Callable[[], list[str]]] | None = None

    def start(self) -> None:
        """Begin."""
        # Without check_nan anomaly mode only keeps where each node was made.
        torch.autograd.set_detect_anomaly(True, check_nan=False)
        log, hook_graph = autograd_graph.log, autograd_graph._register_logging_hooks_on_whole_graph
        self._before = (log, hook_graph, fx_traceback.format_stack)

        def watch_too(roots: Sequence[Any]) -> Callable[[], None]:
            wanted = log.getEffectiveLevel() <= logging.DEBUG
            unhook = hook_graph(roots) if wanted else None
            stop = self._begin(roots, sys._getframe(1))

            def both() -> None:
                stop()
                if unhook is not None:
                    unhook()

            return both

        autograd_graph.log = _AlwaysAsked(log)  # type: ignore[assignment]
        autograd_graph._register_logging_hooks_on_whole_graph = watch_too  # type: ignore[assignment]
        fx_traceback.format_stack = self._where

    def finish(self) -> None:
        """Leave everything as it was found."""
        if self._before is not None:
            log, hook_graph, format_stack = self._before
            autograd_graph.log = log
            autograd_graph._register_logging_hooks_on_whole_graph = hook_graph
            fx_traceback.format_stack = format_stack
            self._before = None
        torch.autograd.set_detect_anomaly(False)

    def _where(self) -> list[str]:
        """What anomaly mode keeps with a node: the program's line alone, as the whole stack takes long to write."""
        if torch.is_anomaly_check_nan_enabled() and self._before is not None:
            return self._before[2]()  # The program's own anomaly mode, which prints it.
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self._filename:
                return [f'File "{self._filename}", line {frame.f_lineno}']
            frame = frame.f_back
        return []


def leave_engine_alone() -> None:
    """In a copy of the process that is no more the program: nobody looks at its passes."""
    torch.autograd.set_detect_anomaly(False)
    autograd_graph.log = _NeverAsked()  # type: ignore[assignment]


class _NeverAsked:
    """Stands where torch looks whether anybody wants its graph hooked: nobody does."""

    def getEffectiveLevel(self) -> int:  # noqa: N802 - the logger's own name
        """Too high."""
        return logging.CRITICAL


class _AlwaysAsked:
    """Stands where torch looks whether anybody wants its graph hooked: somebody does."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log

    def getEffectiveLevel(self) -> int:  # noqa: N802 - the logger's own name
        """Low enough."""
        return logging.DEBUG

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)
