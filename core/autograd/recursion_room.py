"""Room for our own calls above Python's limit of nested calls, which the program does not see."""

from __future__ import annotations

import sys
from collections.abc import Callable

ROOM = 60
"""Nested calls."""
NEEDED = 45
"""Nested calls that must be left after a call of the program's into torch."""
MOST = 2**31 - 1
"""Python's own greatest limit."""


class RecursionRoom:
    """Between `start` and `finish` the limit is higher than the program knows.

    Without that, what watches a call could fail where the call itself would not, and ctypes would tell the
    program of it in words of its own. A program that goes beyond its limit is stopped by `check` at its next
    call into torch, or by Python a little later.
    """

    def __init__(self) -> None:
        self._limit = MOST
        self._told: Callable[[], int] | None = None
        self._get, self._set = sys.getrecursionlimit, sys.setrecursionlimit

    def start(self) -> None:
        """Begin."""
        self._limit = self._get()
        self._set(min(self._limit + ROOM, MOST))

        # Plain functions, as torch._dynamo wants to find them there.
        def getrecursionlimit() -> int:
            return self._limit

        def setrecursionlimit(limit: int, /) -> None:
            self._set(limit)  # It refuses what is no limit.
            self._limit = limit
            self._set(min(limit + ROOM, MOST))

        self._told = getrecursionlimit
        sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit

    def finish(self) -> None:
        """Leave everything as it was found, or as the program wanted it."""
        if sys.getrecursionlimit is self._told:
            sys.getrecursionlimit, sys.setrecursionlimit = self._get, self._set
            self._set(self._limit)

    def check(self) -> None:
        """Stop a program that is beyond its limit.

        Raises:
            RecursionError: It is.
        """
        if sys.hexversion < 0x030C0000:
            # Before 3.12 calls from C to C count as well, and only further ones tell how many there were.
            _ = _NESTED == _NESTED_TOO
            return
        try:
            sys._getframe(self._limit)
        except ValueError:  # There are not so many frames.
            return
        raise RecursionError("maximum recursion depth exceeded")


def _nested() -> list[object]:
    outer: list[object] = []
    for _ in range(NEEDED):
        outer = [outer]
    return outer


_NESTED, _NESTED_TOO = _nested(), _nested()
