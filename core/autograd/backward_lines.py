"""A custom function's backward, line by line: question and answer. Data only."""

from __future__ import annotations

import msgspec

from core.autograd.problem import Failure, Problem
from core.autograd.tensor import Tensor

MOST_LINES = 2000
"""Executed lines that are recorded."""
MOST_NUMBERS = 2_000_000
"""Numbers of all tensors of one answer; what comes after them is described by statistics."""


class LinesLimits(msgspec.Struct, frozen=True):
    """How much is recorded; never more than the constants of this module.

    Attributes:
        lines: Executed lines.
        values: Numbers in all tensors together.
    """

    lines: int = MOST_LINES
    values: int = MOST_NUMBERS


class BackwardLines(msgspec.Struct, frozen=True, tag=True):
    """The question: run a custom node's backward again, and tell of each line.

    Attributes:
        number: Of the pass.
        node: Its id.
        limits: How much is recorded.
        arrived: The gradients that were recorded as arriving, one for each of the node's outputs; the client
            puts them in. Where one is not kept, what the nodes before send is taken.
    """

    number: int
    node: int
    limits: LinesLimits = LinesLimits()
    arrived: tuple[Tensor | None, ...] = ()


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A Python value as far as it is shown: as a tensor, a list of values, or a short text.

    Attributes:
        text: Of what is neither of the others; of a list, the name of its kind, "tuple", say.
        tensor: Its values, also of a NumPy array.
        items: Of a list or tuple, the first ones.
        more: Items that are left out.
    """

    text: str = ""
    tensor: Tensor | None = None
    items: tuple[Shown, ...] | None = None
    more: int = 0


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line that was run. The first of each call is its ``def`` line, which brings the arguments.

    Attributes:
        line: Counted from 1.
        function: Its name, as Python has it: "backward", "<lambda>".
        depth: 0 in backward, 1 in a function of the same file that it called, and so on.
        call: Tells calls apart: 0 for the first, counted in order.
        changed: Local names that this line gave a value or whose value it changed.
        gone: Local names that it deleted.
        returned: What the function returned here, or gave out by ``yield``; None where it goes on.
        raised: What came up or passed through here, as "Class: message", handled or not.
    """

    line: int
    function: str
    depth: int
    call: int
    changed: dict[str, Shown] = {}
    gone: tuple[str, ...] = ()
    returned: Shown | None = None
    raised: str | None = None


class Context(msgspec.Struct, frozen=True):
    """What ``ctx`` held when backward began.

    Attributes:
        saved: Its ``saved_tensors``, in the order of ``save_for_backward``.
        names: What forward's line calls these, where that line has plain names; else empty.
        needs_input_grad: One for each argument of forward.
        attributes: What forward put on it otherwise.
        problem: In torch's words, why the saved tensors cannot be read: freed, or changed in place.
    """

    saved: tuple[Shown, ...] = ()
    names: tuple[str, ...] = ()
    needs_input_grad: tuple[bool, ...] = ()
    attributes: dict[str, Shown] = {}
    problem: str | None = None


class BackwardLinesAnswer(msgspec.Struct, frozen=True, tag=True):
    """What was seen.

    Attributes:
        function: The class's name.
        context: What ``ctx`` held.
        arrived: The gradients that backward was given.
        lines: In the order in which they began.
        returned: What backward returned, as it returned it; None where it raised or did not end.
        problem: Why that is not all, or None; "raised" also where backward itself did.
        failure: With "raised": which node, its words, and the line.
    """

    function: str = ""
    context: Context = Context()
    arrived: tuple[Tensor | None, ...] = ()
    lines: tuple[Line, ...] = ()
    returned: Shown | None = None
    problem: Problem | None = None
    failure: Failure | None = None
