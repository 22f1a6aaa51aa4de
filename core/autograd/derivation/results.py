"""What a derivation consists of: data only, every formula as LaTeX and as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DIFFERENCE_TOLERANCE = 1e-5
"""How far a central difference in float64 may be from the derivative, against the greatest of the leaf's."""

Verdict = Literal["agrees", "disagrees", "not given", "crosses a kink", "not finite"]
"""disagrees: of autograd's answer, a hook of the program's changed it, unless torch or sympy is wrong.
not given: autograd sent nothing there. crosses a kink: on the two sides an operation is in different cases."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Something to show: LaTeX, and the same as plain text."""

    latex: str
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What is said of one value.

    Attributes:
        name: Of the value.
        operation: Torch's name of the operation that made it, or None.
        line: Of the program, from 1, or None.
        general: One form for all elements, with the index i, or None where they differ.
        elements: Element by element; only the first ones of very many.
        left_out: How many elements are not shown.
        value: The value's id in the record, or None of a sum that stands for a gradient to begin with.
    """

    name: Formula
    operation: str | None
    line: int | None
    general: Formula | None
    elements: tuple[Formula, ...]
    left_out: int
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A value in terms of those before it, and the derivatives of that, such as ``z_i = 3 y_i^2`` and ``6 y_i``.

    Attributes:
        value: The equation.
        derivatives: By the values that it reads.
        piecewise: An operation distinguishes cases there: what is shown holds around these numbers.
    """

    value: Lines
    derivatives: Lines
    piecewise: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """The derivative by one element of a leaf, three ways.

    Attributes:
        index: The element's, as torch counts, from 0.
        expression: In terms of the leaves, simplified; None where it is too long to be written.
        substituted: The same with the numbers in it.
        symbolic: What the derivation comes to.
        autograd: What torch sent, or None.
        difference: The central difference of the program done again in float64.
        autograd_verdict: Of `autograd` beside `symbolic`, within `Leaf.tolerance`.
        difference_verdict: Of `difference` beside `symbolic`, within `DIFFERENCE_TOLERANCE`.
    """

    index: tuple[int, ...]
    expression: Formula | None
    substituted: Formula | None
    symbolic: float
    autograd: float | None
    difference: float
    autograd_verdict: Verdict
    difference_verdict: Verdict


@dataclass(frozen=True, slots=True)
class Leaf:
    """All about one leaf.

    Attributes:
        name: As the program has it.
        value: Its id in the record.
        general: ``da/dx_i = 3/2 x_i - 3`` where one form holds for all elements, or None.
        elements: Each element's, in torch's order.
        tolerance: Of autograd's answer, against the greatest of the leaf's, by its type.
    """

    name: Formula
    value: int
    general: Formula | None
    elements: tuple[Checked, ...]
    tolerance: float


@dataclass(frozen=True, slots=True)
class Derivation:
    """The whole.

    Attributes:
        result: What is derived: the scalar's name, or L for ``sum(g_i y_i)``.
        steps: The forward pass, in order.
        chain: The chain rule for each value, from the result to the leaves.
        leaves: What comes out.
    """

    result: Formula
    steps: tuple[Step, ...]
    chain: tuple[Lines, ...]
    leaves: tuple[Leaf, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing disagrees."""
        return not any(
            "disagrees" in (one.autograd_verdict, one.difference_verdict)
            for leaf in self.leaves
            for one in leaf.elements
        )
