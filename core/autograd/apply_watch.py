"""Sees each `Function.apply` of the program's: torch hands no mode that call, and what happens inside is C.

On its way `Function.apply` has its arguments looked over by a function of torch's, ``unwrap_dead_wrappers``; a
function of ours stands in for that one. It has returned before the program's forward begins, so it is in no
traceback.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

import torch
from torch._functorch import utils as functorch_utils

from core.autograd.interruptions import is_the_programs


class ApplyListener(Protocol):
    """What is told of the calls."""

    def applied(self, caller: FrameType, function: type, arguments: tuple[Any, ...], sequence: int) -> None:
        """A frame calls `apply` of a function's class; its node will have this sequence number."""


class ApplyWatch:
    """Between `start` and `finish`, on the thread of `start`.

    Args:
        listener: Told of each call while gradients are recorded.

    Attributes:
        complete: Whether the listener took all that it was told.
    """

    def __init__(self, listener: ApplyListener) -> None:
        self.complete = True
        self._listener = listener
        self._thread = 0
        self._before: Callable[..., Any] | None = None
        self._ours: Callable[..., Any] | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.get_ident()
        before = functorch_utils.unwrap_dead_wrappers

        def unwrap_dead_wrappers(args: tuple[Any, ...]) -> tuple[Any, ...]:
            unwrapped = before(args)
            self._see(sys._getframe(1), unwrapped)
            return unwrapped

        self._before, self._ours = before, unwrap_dead_wrappers
        functorch_utils.unwrap_dead_wrappers = unwrap_dead_wrappers

    def finish(self) -> None:
        """Leave everything as it was found."""
        if self._before is not None and functorch_utils.unwrap_dead_wrappers is self._ours:
            functorch_utils.unwrap_dead_wrappers = self._before
        self._before = self._ours = None

    def _see(self, frame: FrameType, arguments: tuple[Any, ...]) -> None:
        if self._before is None or threading.get_ident() != self._thread or not torch.is_grad_enabled():
            return
        caller = frame.f_back
        if frame.f_code.co_name != "apply" or caller is None:
            return
        try:
            # Torch's own frame, whose variables live as long as the call does.
            function = frame.f_locals["cls"]
            self._listener.applied(caller, function, arguments, torch._C._autograd._get_sequence_nr())
        except Exception as error:  # The program comes first.
            self.complete = False
            if is_the_programs(error):
                raise
