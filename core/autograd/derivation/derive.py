"""A program's gradients derived by hand, and checked three ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import sympy

from core.autograd.derivation.backward import (
    Adjoint,
    adjoints_of,
    chain_line,
    evaluated,
    general_line,
    in_leaves,
    numeric_adjoints,
    simplest,
    values_in_leaves,
)
from core.autograd.derivation.grid import Grid
from core.autograd.derivation.problem import Clock, Inapplicable, InapplicableError, Limits
from core.autograd.derivation.program import PRECISION, program_of
from core.autograd.derivation.steps import TOTAL, LocalStep, steps_of
from core.autograd.derivation.symbols import Element, Formula, Symbols
from core.autograd.details import Details, Value
from core.autograd.trace import Pass, Tensor, Trace

DIFFERENCE_TOLERANCE = 1e-5
"""How far a central difference in float64 may be from the derivative, against the greatest of the leaf's."""

_STEP = 1e-5

Verdict = Literal["agrees", "disagrees", "not given", "crosses a kink", "not finite"]
"""not given: autograd sent nothing there. crosses a kink: on the two sides an operation is in different cases."""


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
    """

    name: Formula
    operation: str | None
    line: int | None
    general: Formula | None
    elements: tuple[Formula, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Step:
    """A value in terms of those before it, and the derivatives of that, such as ``z_i = 3 y_i^2`` and ``6 y_i``."""

    value: Lines
    derivatives: Lines


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


def derive_pass(
    trace: Trace, details: Details, number: int = 0, limits: Limits | None = None
) -> Derivation | Inapplicable:
    """Derive what a backward pass computed; the gradient that it began with and those that it sent are its own.

    Args:
        trace: A run.
        details: Of the same run.
        number: Which of its passes.
        limits: How large it may be.
    """
    if not 0 <= number < len(trace.passes):
        return Inapplicable("not recorded")
    one = trace.passes[number]
    roots = [value for value in details.values if value.node in one.roots and value.node is not None]
    # Written in place, a tensor is several values of which the last has the node that was asked.
    by_place = {(value.node, value.slot): value for value in roots}
    if len(one.roots) != 1 or len(by_place) != 1:
        return Inapplicable("not recorded", found=len(by_place), most=1)
    [root] = by_place.values()
    incoming = {record.node: record.incoming for record in one.steps}
    arrived = incoming.get(one.roots[0], ())
    upstream = arrived[root.slot] if root.slot < len(arrived) else None
    gradients = _arrived_at_leaves(details, one)
    given = None if upstream is None or upstream.values is None else upstream.values
    return derive(trace, details, root.id, gradients, given, limits)


def _arrived_at_leaves(details: Details, one: Pass) -> dict[int, Any]:
    incoming: dict[int, Tensor | None] = {record.node: record.incoming[0] for record in one.steps if record.incoming}
    found = {}
    for value in details.values:
        tensor = incoming.get(value.node) if value.node is not None else None
        if tensor is not None and tensor.values is not None:
            found[value.id] = tensor.values
    return found


def derive(
    trace: Trace,
    details: Details,
    result: int,
    gradients: Mapping[int, Any],
    upstream: Any | None = None,
    limits: Limits | None = None,
) -> Derivation | Inapplicable:
    """Derive a value by every leaf that it depends on.

    Args:
        trace: A run; only its nodes' kinds are read.
        details: The forward pass of the same run.
        result: The id of a value.
        gradients: What autograd sent to leaves, as nested lists by the leaves' value ids.
        upstream: The gradient that the result begins with, as nested lists; needed where it is no scalar.
        limits: How large it may be.
    """
    limits = limits or Limits()
    try:
        with np.errstate(all="ignore"):
            return _Work(trace, details, result, gradients, upstream, limits).derivation()
    except InapplicableError as stopped:
        return stopped.why


class _Work:
    def __init__(
        self, trace: Trace, details: Details, result: int, gradients: Mapping[int, Any], upstream: Any, limits: Limits
    ) -> None:
        self._limits, self._clock = limits, Clock(limits.seconds)
        self._gradients = gradients
        kinds = {node.id: node.kind for node in trace.nodes}
        self._program = program_of(details, result, kinds, limits)
        self._numbers = {leaf: self._program.numbers(leaf) for leaf in self._program.leaves}
        self._upstream = self._begun_with(upstream)
        self._grids, _ = self._program.run(self._numbers)
        self._symbols = Symbols(self._program)
        self._steps = steps_of(self._program, self._symbols, self._grids, self._upstream, self._clock)
        if not self._steps:  # The result is a leaf itself.
            raise InapplicableError(Inapplicable("no gradient"))
        self._whole = self._symbols.symbol((self._steps[-1].value, 0))
        self._adjoints = adjoints_of(self._steps, limits, self._clock)

    def _begun_with(self, upstream: Any) -> Any | None:
        shape = self._program.value(self._program.result).tensor.shape
        if upstream is None:
            if shape:
                raise InapplicableError(Inapplicable("needs upstream"))
            return None
        given = np.asarray(_floats(upstream), dtype=np.float64)
        if given.shape != shape:
            raise InapplicableError(Inapplicable("needs upstream"))
        return None if not shape and float(given) == 1 else given

    def derivation(self) -> Derivation:
        leaves = self._leaves()
        return Derivation(
            result=self._symbols.formula(self._whole),
            steps=tuple(self._step(step) for step in self._steps),
            chain=tuple(self._chain()),
            leaves=leaves,
        )

    # Forward

    def _step(self, step: LocalStep) -> Step:
        self._clock.look()
        cells = [self._symbols.symbol((step.value, place)) for place in range(len(step.terms))]
        form = self._symbols.generalized(step.terms)
        general = None if form is None else self._symbols.equation(self._symbols.general(step.value), form)
        if len(step.terms) == 1 and (summed := self._symbols.summed(step.terms[0])) is not None:
            general = self._symbols.sum_equation(cells[0], summed)
        equations = [self._symbols.equation(*pair) for pair in zip(cells, step.terms, strict=True)]
        partials = [
            self._partial(cell, element, derivative)
            for cell, by in zip(cells, step.derivatives, strict=True)
            for element, derivative in by.items()
        ]
        return Step(
            self._lines(step.value, step, general, equations),
            self._lines(step.value, step, self._general_partials(step), partials),
        )

    def _partial(self, of: Any, by: Element, derivative: Any) -> Formula:
        left = self._symbols.partial(of, self._symbols.symbol(by))
        right = self._symbols.formula(derivative)
        return Formula(f"{left.latex} = {right.latex}", f"{left.text} = {right.text}")

    def _general_partials(self, step: LocalStep) -> Formula | None:
        """One form for each value that the step reads, or None where elements differ."""
        sources = list(dict.fromkeys(element[0] for by in step.derivatives for element in by))
        parts = []
        for source in sources:
            size = self._symbols.size(source)
            if len(step.terms) == 1 and size > 1:
                column = [step.derivatives[0].get((source, place)) for place in range(size)]
                subject, by = self._symbols.symbol((step.value, 0)), self._symbols.general(source)
            else:
                single = size == 1
                column = [by.get((source, 0 if single else place)) for place, by in enumerate(step.derivatives)]
                if sum(element[0] == source for by in step.derivatives for element in by) != len(step.derivatives):
                    return None
                subject, by = self._symbols.general(step.value), self._symbols.general(source)
            if any(one is None for one in column):
                return None
            form = column[0] if len(column) == 1 else self._symbols.generalized(column)
            if form is None:
                return None
            left, right = self._symbols.partial(subject, by), self._symbols.formula(form)
            parts.append(Formula(f"{left.latex} = {right.latex}", f"{left.text} = {right.text}"))
        if not parts:
            return None
        return Formula(r", \quad ".join(one.latex for one in parts), ", ".join(one.text for one in parts))

    def _lines(
        self, number: int, step: LocalStep | None, general: Formula | None, elements: Sequence[Formula]
    ) -> Lines:
        operation = None if step is None else step.operation
        text, latex = self._symbols.name(number)
        shown = tuple(elements[: self._limits.lines])
        return Lines(
            Formula(latex, text),
            None if operation is None else operation.name,
            None if operation is None else operation.line,
            general,
            shown,
            len(elements) - len(shown),
        )

    # Backward

    def _chain(self) -> list[Lines]:
        by_value = {step.value: step for step in self._steps}
        found = []
        for number in [*(step.value for step in reversed(self._steps[:-1])), *self._program.leaves]:
            self._clock.look()
            elements = [(number, place) for place in range(self._symbols.size(number))]
            lines = [
                chain_line(one, self._adjoints, self._symbols, self._whole)
                for one in elements[: self._limits.lines]
                if one in self._adjoints
            ]
            general = general_line(number, self._adjoints, self._symbols, self._whole)
            made = self._lines(number, by_value.get(number), general, lines)
            left_out = max(0, len(elements) - self._limits.lines)
            found.append(Lines(made.name, made.operation, made.line, made.general, made.elements, left_out))
        return found

    # What comes out

    def _leaves(self) -> tuple[Leaf, ...]:
        values = values_in_leaves(self._steps, self._symbols, self._limits, self._clock)
        numbers = self._all_numbers()
        stepwise: dict[Element, float] | None = None
        made = []
        for leaf in self._program.leaves:
            elements = [(leaf, place) for place in range(self._symbols.size(leaf))]
            expressions = [self._expression(self._adjoints.get(one), values) for one in elements]
            symbolic = []
            written = iter(evaluated([one for one in expressions if one is not None], numbers))
            for element, expression in zip(elements, expressions, strict=True):
                if expression is not None:
                    symbolic.append(next(written))
                    continue
                if stepwise is None:
                    stepwise = numeric_adjoints(self._steps, self._adjoints, numbers)
                symbolic.append(stepwise[element])
            made.append(self._leaf(leaf, expressions, symbolic, numbers))
        return tuple(made)

    def _expression(self, adjoint: Adjoint | None, values: Mapping[Any, Any]) -> Any | None:
        if adjoint is None or not adjoint.uses:
            return sympy.Integer(0)
        if adjoint.expression is None:
            return None
        self._clock.look()
        stepped = {step.value for step in self._steps}
        whole = in_leaves(adjoint.expression, values, self._symbols, stepped, self._limits)
        return None if whole is None else simplest(whole, self._clock)

    def _all_numbers(self) -> dict[Any, float]:
        known = {number: grid.numbers for number, grid in self._grids.items()}
        known |= {step.value: np.asarray(step.numbers) for step in self._steps}
        if self._upstream is not None:
            known[TOTAL - 1] = self._upstream
        return self._symbols.numbers(known)

    def _leaf(
        self, leaf: int, expressions: Sequence[Any | None], symbolic: Sequence[float], numbers: Mapping[Any, float]
    ) -> Leaf:
        value = self._program.value(leaf)
        given = self._given(value)
        differences = self._differences(leaf)
        tolerance = PRECISION[self._coarsest()]
        scale = max((abs(one) for one in symbolic if np.isfinite(one)), default=0.0)
        elements = []
        for place, index in enumerate(np.ndindex(*value.tensor.shape)):
            expression, at = expressions[place], symbolic[place]
            difference, kink, noise = differences[place]
            sent = None if given is None else float(given[index])
            written = None if expression is None else self._symbols.formula(expression)
            elements.append(
                Checked(
                    index,
                    written,
                    None if expression is None else self._substituted(expression, numbers, at),
                    at,
                    sent,
                    difference,
                    "not given" if sent is None else _verdict(at, sent, tolerance * scale),
                    "crosses a kink" if kink else _verdict(at, difference, DIFFERENCE_TOLERANCE * scale + noise),
                )
            )
        return Leaf(self._named(leaf), leaf, self._general(leaf, expressions), tuple(elements), tolerance)

    def _coarsest(self) -> str:
        kinds = {self._program.value(out).tensor.dtype for one in self._program.operations for out in one.outputs}
        kinds |= {self._program.value(leaf).tensor.dtype for leaf in self._program.leaves}
        return max(kinds & PRECISION.keys(), key=PRECISION.__getitem__)

    def _named(self, number: int) -> Formula:
        text, latex = self._symbols.name(number)
        return Formula(latex, text)

    def _given(self, value: Value) -> Any | None:
        given = self._gradients.get(value.id)
        return None if given is None else np.asarray(_floats(given), dtype=np.float64).reshape(value.tensor.shape)

    def _general(self, leaf: int, expressions: Sequence[Any | None]) -> Formula | None:
        if any(one is None for one in expressions):
            return None
        form = expressions[0] if len(expressions) == 1 else self._symbols.generalized(expressions)
        if form is None:
            return None
        left, right = self._symbols.partial(self._whole, self._symbols.general(leaf)), self._symbols.formula(form)
        return Formula(f"{left.latex} = {right.latex}", f"{left.text} = {right.text}")

    def _substituted(self, expression: Any, numbers: Mapping[Any, float], comes_to: float) -> Formula:
        shown = {one: _short(numbers[one]) for one in expression.free_symbols}
        latex = self._symbols.latex(expression, {one: rf"\left({text}\right)" for one, text in shown.items()})
        text = self._symbols.text(
            expression.xreplace({one: sympy.Symbol(f"({value})") for one, value in shown.items()})
        )
        return Formula(f"{latex} = {_short(comes_to)}", f"{text} = {_short(comes_to)}")

    def _differences(self, leaf: int) -> list[tuple[float, bool, float]]:
        """For each element: the central difference, whether a kink is in between, and what rounding may do."""
        base = self._numbers[leaf]
        found = []
        for place in range(base.size):
            self._clock.look()
            step = _STEP * max(1.0, abs(float(base.flat[place])))
            sides, taken = [], []
            for sign in (1, -1):
                moved = base.copy()
                moved.flat[place] += sign * step
                grids, branches = self._program.run({**self._numbers, leaf: moved})
                sides.append(self._objective(grids))
                taken.append(branches.taken)
            noise = 1e-14 * max(map(abs, sides)) / step
            found.append(((sides[0] - sides[1]) / (2 * step), taken[0] != taken[1], noise))
        return found

    def _objective(self, grids: Mapping[int, Grid]) -> float:
        result = grids[self._program.result].numbers
        return float(result) if self._upstream is None else float((result * self._upstream).sum())


def _floats(values: Any) -> Any:
    return [_floats(one) for one in values] if isinstance(values, list) else float(values)


def _verdict(one: float, other: float, tolerance: float) -> Verdict:
    if not (np.isfinite(one) and np.isfinite(other)):
        return "not finite"
    return "agrees" if abs(one - other) <= tolerance + 1e-12 else "disagrees"


def _short(value: float) -> str:
    return f"{value:.6g}"
