"""What comes out for each leaf, beside autograd's answer and a difference's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy

from core.autograd.derivation.backward import (
    Adjoint,
    evaluated,
    in_leaves,
    numeric_adjoints,
    simplest,
    values_in_leaves,
)
from core.autograd.derivation.grid import Grid
from core.autograd.derivation.problem import Clock, Limits
from core.autograd.derivation.program import PRECISION, Program, floats
from core.autograd.derivation.results import DIFFERENCE_TOLERANCE, Checked, Formula, Leaf, Verdict
from core.autograd.derivation.steps import TOTAL, LocalStep
from core.autograd.derivation.symbols import Element, Symbols, equal

_STEP = 1e-5
_ROUNDING = 1e-14


class Check:
    """Works out the leaves of one derivation.

    Args:
        program: What is derived.
        steps: Its forward pass.
        adjoints: Its backward pass.
        symbols: The names in both.
        grids: The numbers of all values.
        upstream: The gradient that the result begins with; None for 1 on a scalar.
        gradients: What autograd sent, as nested lists by value ids.
        limits: How long expressions may be.
        clock: The time that there is.
    """

    def __init__(
        self,
        program: Program,
        steps: Sequence[LocalStep],
        adjoints: Mapping[Element, Adjoint],
        symbols: Symbols,
        grids: Mapping[int, Grid],
        upstream: Any | None,
        gradients: Mapping[int, Any],
        limits: Limits,
        clock: Clock,
    ) -> None:
        self._program, self._steps, self._adjoints = program, steps, adjoints
        self._symbols, self._upstream, self._gradients = symbols, upstream, gradients
        self._limits, self._clock = limits, clock
        self._whole = symbols.symbol((steps[-1].value, 0))
        self._base = {leaf: grids[leaf].numbers for leaf in program.leaves}
        known = {number: grid.numbers for number, grid in grids.items()}
        known |= {step.value: np.asarray(step.numbers) for step in steps}
        if upstream is not None:
            known[TOTAL - 1] = upstream
        self._numbers = symbols.numbers(known)

    def leaves(self) -> tuple[Leaf, ...]:
        """All of them, in the order in which the program made them.

        Raises:
            InapplicableError: The time is over.
        """
        values = values_in_leaves(self._steps, self._symbols, self._limits, self._clock)
        stepwise: dict[Element, float] | None = None
        made = []
        for leaf in self._program.leaves:
            elements = [(leaf, place) for place in range(self._symbols.size(leaf))]
            expressions = [self._expression(self._adjoints.get(one), values) for one in elements]
            written = iter(evaluated([one for one in expressions if one is not None], self._numbers))
            symbolic = []
            for element, expression in zip(elements, expressions, strict=True):
                if expression is None and stepwise is None:
                    stepwise = numeric_adjoints(self._steps, self._adjoints, self._numbers)
                symbolic.append(stepwise[element] if expression is None and stepwise else next(written))
            made.append(self._leaf(leaf, expressions, symbolic))
        return tuple(made)

    def _expression(self, adjoint: Adjoint | None, values: Mapping[Any, Any]) -> Any | None:
        self._clock.look()
        if adjoint is None or not adjoint.uses:
            return sympy.Integer(0)
        if adjoint.expression is None:
            return None
        stepped = {step.value for step in self._steps}
        whole = in_leaves(adjoint.expression, values, self._symbols, stepped, self._limits)
        return None if whole is None else simplest(whole, self._clock)

    def _leaf(self, leaf: int, expressions: Sequence[Any | None], symbolic: Sequence[float]) -> Leaf:
        shape = self._base[leaf].shape
        given = self._gradients.get(leaf)
        sent = None if given is None else np.asarray(floats(given), dtype=np.float64).reshape(shape)
        differences = self._differences(leaf)
        tolerance = PRECISION[self._coarsest()]
        scale = max((abs(one) for one in symbolic if np.isfinite(one)), default=0.0)
        elements = []
        for place, index in enumerate(np.ndindex(*shape)):
            expression, at = expressions[place], symbolic[place]
            difference, kink, noise = differences[place]
            by_autograd: Verdict = "not given" if sent is None else _verdict(at, float(sent[index]), tolerance * scale)
            near = DIFFERENCE_TOLERANCE * scale + noise
            elements.append(
                Checked(
                    index=index,
                    expression=None if expression is None else self._symbols.formula(expression),
                    substituted=None if expression is None else self._substituted(expression, at),
                    symbolic=at,
                    autograd=None if sent is None else float(sent[index]),
                    difference=difference,
                    autograd_verdict=by_autograd,
                    difference_verdict="crosses a kink" if kink else _verdict(at, difference, near),
                )
            )
        text, latex = self._symbols.name(leaf)
        return Leaf(Formula(latex, text), leaf, self._general(leaf, expressions), tuple(elements), tolerance)

    def _coarsest(self) -> str:
        """The least exact type that the program computed in."""
        seen = {*self._program.leaves, *(out for one in self._program.operations for out in one.outputs)}
        kinds = {self._program.value(number).tensor.dtype for number in seen}
        return max(kinds & PRECISION.keys(), key=PRECISION.__getitem__)

    def _general(self, leaf: int, expressions: Sequence[Any | None]) -> Formula | None:
        if any(one is None for one in expressions):
            return None
        form = expressions[0] if len(expressions) == 1 else self._symbols.generalized(expressions)
        if form is None:
            return None
        return equal(self._symbols.partial(self._whole, self._symbols.general(leaf)), self._symbols.formula(form))

    def _substituted(self, expression: Any, comes_to: float) -> Formula:
        shown = {one: f"{self._numbers[one]:.6g}" for one in expression.free_symbols}
        latex = self._symbols.latex(expression, {one: rf"\left({text}\right)" for one, text in shown.items()})
        text = self._symbols.text(expression, {one: f"({text})" for one, text in shown.items()})
        return Formula(f"{latex} = {comes_to:.6g}", f"{text} = {comes_to:.6g}")

    def _differences(self, leaf: int) -> list[tuple[float, bool, float]]:
        """For each element: the central difference, whether a kink is in between, what rounding may do."""
        base = self._base[leaf]
        _, here = self._program.run(self._base)
        found = []
        for place in range(base.size):
            self._clock.look()
            step = _STEP * max(1.0, abs(float(base.flat[place])))
            sides, taken = [], []
            for sign in (1, -1):
                moved = base.copy()
                moved.flat[place] += sign * step
                grids, branches = self._program.run({**self._base, leaf: moved})
                sides.append(self._objective(grids))
                taken.append(branches.taken)
            noise = _ROUNDING * max(map(abs, sides)) / step
            found.append(((sides[0] - sides[1]) / (2 * step), taken != [here.taken] * 2, noise))
        return found

    def _objective(self, grids: Mapping[int, Grid]) -> float:
        result = grids[self._program.result].numbers
        return float(result) if self._upstream is None else float((result * self._upstream).sum())


def _verdict(one: float, other: float, tolerance: float) -> Verdict:
    if not (np.isfinite(one) and np.isfinite(other)):
        return "not finite"
    return "agrees" if abs(one - other) <= tolerance + 1e-12 else "disagrees"
