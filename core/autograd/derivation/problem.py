"""Why a program is not derived, and how large one may be."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

Code = Literal[
    "no gradient",
    "needs upstream",
    "several results",
    "unsupported operation",
    "unsupported arguments",
    "custom function",
    "second order",
    "in place",
    "random",
    "not real",
    "not recorded",
    "differs",
    "too many elements",
    "too many operations",
    "too long",
    "out of time",
]
"""no gradient: the result depends on no leaf that requires one.
needs upstream: the result is no scalar, and no gradient was given to begin with.
several results: the pass began at more than one.
unsupported operation, unsupported arguments: named in `operation`.
custom function: the result goes through the program's own backward, or through what was not seen as torch's.
second order: it goes through what a backward pass made (``create_graph``).
in place: something was written over that shares its memory with a view, or part of it was.
random: the operation draws numbers.
not real: integers or complex numbers take part.
not recorded: values were too large to be kept, or the result itself was not.
differs: done again from the record, the operation gives other numbers than the program had.
too many elements, too many operations, too long, out of time: see `Limits`.
"""


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """Why there is no derivation.

    Attributes:
        code: The reason.
        operation: Torch's name of the operation concerned, or None.
        line: The program's line of it, from 1, or None.
        found: How many there are, where there are too many.
        most: How many may be.
    """

    code: Code
    operation: str | None = None
    line: int | None = None
    found: int | None = None
    most: int | None = None


class InapplicableError(Exception):
    """Carries an `Inapplicable` out of the work."""

    def __init__(self, why: Inapplicable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a program may be.

    Attributes:
        elements: Of all leaves together; of any other value four times as many.
        operations: That the result depends on.
        size: Of one expression, in sympy's count of operations; a longer one is left in steps.
        work: Of one operation: the lengths of its elements' expressions, each times what it is derived by.
        lines: Shown for one value where elements differ; the rest is counted.
        seconds: Looked at between parts of the work.
    """

    elements: int = 64
    operations: int = 200
    size: int = 160
    work: int = 100_000
    lines: int = 16
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Says when the time is over."""

    seconds: float
    began: float = field(default_factory=time.monotonic)

    def look(self) -> None:
        """Raise if it is.

        Raises:
            InapplicableError: With the code "out of time".
        """
        if not self.left(1.0):
            raise InapplicableError(Inapplicable("out of time"))

    def left(self, share: float) -> bool:
        """Whether less than a share of the time is used up."""
        return time.monotonic() - self.began < self.seconds * share
