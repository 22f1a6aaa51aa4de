"""The autograd lab: a program, and the step of its backpropagation that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.autograd.pairs import Output
from core.autograd.what_if import Change

Page = Literal["graph", "hand", "jacobian", "what_if", "custom"]
PAGES: tuple[Page, ...] = ("graph", "hand", "jacobian", "what_if", "custom")
Arrows = Literal["data", "gradient"]
"""Which way the graph's arrows point: from the leaves to the root, or back."""
EXAMPLES = Path(__file__).parent.parent.parent / "resources" / "examples"
FIRST_EXAMPLE = "mean_of_squares"


@dataclass(frozen=True, slots=True)
class PassChange:
    """What is to be otherwise in one backward pass.

    Attributes:
        number: Of the pass, in the trace.
        change: Where, and what.
    """

    number: int
    change: Change


@dataclass(frozen=True, slots=True)
class JacobianChoice:
    """Which Jacobian is looked at, and how.

    Attributes:
        of: What is differentiated; None for what the pass begins with.
        wrt: With respect to what; None for the first leaf.
        numerator: Whether rows belong to elements of `of` (numerator layout) or to those of `wrt`.
        assembled: Vector-Jacobian products that are done; None for all of them.
    """

    of: Output | None = None
    wrt: Output | None = None
    numerator: bool = True
    assembled: int | None = None


@dataclass(frozen=True, slots=True)
class CustomChoice:
    """Which custom function is entered, and how far.

    Attributes:
        node: Its node; None for that of the clock, or the first of the pass.
        line: Lines of its backward that are done.
    """

    node: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class AutogradState:
    """What the user chose.

    Attributes:
        program: The source text in the editor.
        path: The file it came from, or "" for text of the user's own.
        step: Moments of the run's clock that are done, forward and backward; 0 is before the first.
        page: What the stage shows: the graph, the derivation by hand, a Jacobian, "what if", or custom functions.
        jacobian, custom: Of the pages of that name.
        all_by_hand: Whether the whole derivation is shown, or as much as the clock has reached.
        changes: Those of "what if", of all passes, in the order in which they work.
        closed: Keys of the groups of the graph that are drawn as one box; None for what suits its size.
        arrows: Which way the graph's arrows point.
    """

    program: str = ""
    path: str = ""
    step: int = 0
    page: Page = "graph"
    closed: frozenset[str] | None = None
    arrows: Arrows = "gradient"
    all_by_hand: bool = False
    changes: tuple[PassChange, ...] = ()
    jacobian: JacobianChoice = JacobianChoice()
    custom: CustomChoice = CustomChoice()


def example(name: str = FIRST_EXAMPLE) -> AutogradState:
    """The state with a built-in example in the editor.

    Raises:
        OSError: There is no example of that name.
    """
    path = EXAMPLES / f"{name}.py"
    return AutogradState(program=path.read_text(encoding="utf-8"), path=str(path))
