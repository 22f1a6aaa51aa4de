"""What user code or a node of torch's raised, as it can be sent: its class, its words, the program's line."""

from __future__ import annotations

import traceback

from core.autograd.problem import Failure
from core.autograd.values import clean

LONGEST_MESSAGE = 10_000
"""Characters of an exception's text that are kept."""


def failure_of(error: BaseException, node: int, filename: str) -> Failure:
    """An exception that a node raised; with the innermost line of a file that it passed through."""
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == filename]
    return Failure(node, clean(type(error).__name__), message_of(error), lines[-1] if lines else None)


def message_of(error: BaseException) -> str:
    """An exception's words, cut to a length and fit to be sent."""
    try:
        return clean(str(error)[:LONGEST_MESSAGE])
    except BaseException:  # The program's own class may raise here, whatever it likes.
        return ""
