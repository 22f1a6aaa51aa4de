"""The autograd lab: a program, and the step of its backpropagation that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Page = Literal["graph", "hand"]
PAGES: tuple[Page, ...] = ("graph", "hand")
Arrows = Literal["data", "gradient"]
"""Which way the graph's arrows point: from the leaves to the root, or back."""
EXAMPLES = Path(__file__).parent.parent.parent / "resources" / "examples"
FIRST_EXAMPLE = "mean_of_squares"


@dataclass(frozen=True, slots=True)
class AutogradState:
    """What the user chose.

    Attributes:
        program: The source text in the editor.
        path: The file it came from, or "" for text of the user's own.
        step: Moments of the run's clock that are done, forward and backward; 0 is before the first.
        page: What the stage shows: the graph, or the derivation by hand.
        closed: Keys of the groups of the graph that are drawn as one box; None for what suits its size.
        arrows: Which way the graph's arrows point.
    """

    program: str = ""
    path: str = ""
    step: int = 0
    page: Page = "graph"
    closed: frozenset[str] | None = None
    arrows: Arrows = "gradient"


def example(name: str = FIRST_EXAMPLE) -> AutogradState:
    """The state with a built-in example in the editor.

    Raises:
        OSError: There is no example of that name.
    """
    path = EXAMPLES / f"{name}.py"
    return AutogradState(program=path.read_text(encoding="utf-8"), path=str(path))
