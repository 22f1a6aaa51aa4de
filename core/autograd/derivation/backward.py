"""The chain rule, value by value from the result to the leaves."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from core.autograd.derivation.problem import Clock, Limits
from core.autograd.derivation.results import Formula
from core.autograd.derivation.steps import LocalStep
from core.autograd.derivation.symbols import Element, Symbols, factor, joined

_MOST_RATIONAL, _MOST_SIMPLIFIED = 40, 16
_PROMPT = 0.5

Use = tuple[Element, Any]
"""A later element and its derivative by the one concerned."""


@dataclass(frozen=True, slots=True)
class Adjoint:
    """The derivative of the whole by one element.

    Attributes:
        uses: Where the element goes, with the derivatives there; the chain rule adds over them.
        expression: The derivative in terms of the steps' symbols, or None where it is too long.
        size: Its length, also where it is too long.
    """

    uses: tuple[Use, ...]
    expression: Any | None
    size: int


def adjoints_of(steps: Sequence[LocalStep], limits: Limits, clock: Clock) -> dict[Element, Adjoint]:
    """Of every element that the last step depends on.

    Raises:
        InapplicableError: The time is over.
    """
    uses: dict[Element, list[Use]] = defaultdict(list)
    for step in steps:
        for place, derivatives in enumerate(step.derivatives):
            for element, derivative in derivatives.items():
                uses[element].append(((step.value, place), derivative))
    last = steps[-1].value
    found: dict[Element, Adjoint] = {(last, 0): Adjoint((), sympy.Integer(1), 1)}
    # Later values first; leaves have no step and come last.
    order = [(step.value, place) for step in reversed(steps[:-1]) for place in range(len(step.terms))]
    order += [element for element in uses if element not in set(order) and element not in found]
    for element in order:
        clock.look()
        # What leads nowhere, such as the part of a value that an index leaves out, has no use.
        mine = tuple(one for one in uses[element] if one[0] in found and found[one[0]].expression != 0)
        size = sum(found[later].size + length(derivative) for later, derivative in mine)
        expression = None
        earlier = [found[later].expression for later, _ in mine]
        if size <= limits.size and all(one is not None for one in earlier):
            expression = sum(
                (one * derivative for one, (_, derivative) in zip(earlier, mine, strict=True)), sympy.Integer(0)
            )
            size = max(1, length(expression))
        found[element] = Adjoint(mine, expression, size)
    return found


def length(expression: Any) -> int:
    """How long an expression is: its operations, and one for itself."""
    return int(sympy.count_ops(expression)) + 1


def values_in_leaves(steps: Sequence[LocalStep], symbols: Symbols, limits: Limits, clock: Clock) -> dict[Any, Any]:
    """By each step's symbol, the element in terms of leaves alone; left out where that is too long."""
    found: dict[Any, Any] = {}
    stepped = {step.value for step in steps}
    for step in steps:
        for place, term in enumerate(step.terms):
            clock.look()
            inner = [one for one in term.free_symbols if (symbols.owner(one) or (None, 0))[0] in stepped]
            if any(one not in found for one in inner):
                continue
            if length(term) + sum(int(term.count(one)) * length(found[one]) for one in inner) <= limits.size:
                found[symbols.symbol((step.value, place))] = term.xreplace({one: found[one] for one in inner})
    return found


def in_leaves(
    expression: Any, values: Mapping[Any, Any], symbols: Symbols, stepped: set[int], limits: Limits
) -> Any | None:
    """An expression with every step's symbol replaced, or None where that is too long."""
    inner = [one for one in expression.free_symbols if (symbols.owner(one) or (None, 0))[0] in stepped]
    if any(one not in values for one in inner):
        return None
    if length(expression) + sum(int(expression.count(one)) * length(values[one]) for one in inner) > limits.size:
        return None
    return expression.xreplace({one: values[one] for one in inner})


def simplest(expression: Any, clock: Clock) -> Any:
    """The shortest of some forms of an expression: as it is, multiplied out, over one denominator, simplified.

    Sympy's ways of simplifying can take minutes where functions are nested: each is tried only on what it is
    quick with.
    """
    forms = [expression]
    symbols, size = tuple(expression.free_symbols), length(expression)
    if expression.is_polynomial(*symbols):
        forms.insert(0, sympy.expand(expression))
    elif size <= _MOST_RATIONAL and expression.is_rational_function(*symbols):
        forms += [sympy.expand(expression), sympy.factor_terms(sympy.cancel(expression))]
    elif size <= _MOST_SIMPLIFIED and clock.left(_PROMPT):
        forms.append(sympy.simplify(expression))
    return min(forms, key=length)


def evaluated(expressions: Sequence[Any], values: Mapping[Any, float]) -> list[float]:
    """Expressions at numbers, in float64; what is undefined there is not finite."""
    if not expressions:
        return []
    used = sorted(set().union(*(one.free_symbols for one in expressions)), key=str)
    function = sympy.lambdify(
        used or [sympy.Dummy()], list(expressions), modules=[{"erf": math.erf}, "numpy"], cse=True
    )
    with np.errstate(all="ignore"):
        return [_real(one) for one in function(*[np.float64(values[one]) for one in used] or [np.float64(0)])]


def _real(value: Any) -> float:
    """A number, or NaN for one that is complex: the logarithm of a negative constant has come in."""
    return math.nan if np.iscomplexobj(value) and complex(value).imag else float(np.real(value))


def numeric_adjoints(
    steps: Sequence[LocalStep], adjoints: Mapping[Element, Adjoint], values: Mapping[Any, float]
) -> dict[Element, float]:
    """The same by numbers, step by step: for where the expressions are too long."""
    derivatives = [one for step in steps for by in step.derivatives for one in by.values()]
    numbers = iter(evaluated(derivatives, values))
    local = {
        ((step.value, place), element): next(numbers)
        for step in steps
        for place, by in enumerate(step.derivatives)
        for element in by
    }
    found: dict[Element, float] = {}
    for element, adjoint in adjoints.items():
        found[element] = (
            sum(found[later] * local[later, element] for later, _ in adjoint.uses) if adjoint.uses else _end(adjoint)
        )
    return found


def _end(adjoint: Adjoint) -> float:
    return float(adjoint.expression) if adjoint.expression is not None else 0.0


def chain_line(element: Element, adjoints: Mapping[Element, Adjoint], symbols: Symbols, whole: Any) -> Formula:
    """``da/dy_1 = da/dz_1 dz_1/dy_1 = 1/4 * 6 y_1 = 3/2 y_1``."""
    uses = [
        (symbols.symbol(later), adjoints[later].expression, derivative, later)
        for later, derivative in adjoints[element].uses
    ]
    return _line(symbols.symbol(element), [one[:3] for one in uses], adjoints[element].expression, symbols, whole)


def general_line(number: int, adjoints: Mapping[Element, Adjoint], symbols: Symbols, whole: Any) -> Formula | None:
    """The same for any element i of a value, or None where elements differ."""
    elements = [(number, place) for place in range(symbols.size(number))]
    found = [adjoints.get(one) for one in elements]
    if len(elements) < 2 or any(one is None or one.expression is None for one in found):
        return None
    known = [one for one in found if one is not None]
    counts = {len(one.uses) for one in known}
    if len(counts) != 1:
        return None
    uses = []
    for turn in range(counts.pop()):
        column = [one.uses[turn] for one in known]
        forms = (
            symbols.generalized([symbols.symbol(later) for later, _ in column]),
            symbols.generalized([adjoints[later].expression for later, _ in column]),
            symbols.generalized([derivative for _, derivative in column]),
        )
        if any(one is None for one in forms):
            return None
        uses.append(forms)
    whole_form = symbols.generalized([one.expression for one in known])
    if whole_form is None:
        return None
    return _line(symbols.general(number), uses, whole_form, symbols, whole)


def _line(subject: Any, uses: Sequence[Sequence[Any]], expression: Any | None, symbols: Symbols, whole: Any) -> Formula:
    left = symbols.partial(whole, subject)
    if not uses:
        return Formula(f"{left.latex} = 0", f"{left.text} = 0")
    direct = len(uses) == 1 and uses[0][0] == whole
    chains, products = [], []
    for later, earlier, derivative in uses:
        local = symbols.partial(later, subject)
        written = factor(symbols.formula(derivative), derivative)
        if later == whole:
            chains.append(local)
            products.append(written)
            continue
        outer = symbols.partial(whole, later)
        begun = outer if earlier is None else factor(symbols.formula(earlier), earlier)
        chains.append(joined((outer, local), r" \cdot ", " * "))
        products.append(joined((begun, written), r" \cdot ", " * "))
    parts = [left] if direct else [left, joined(chains, " + ", " + ")]
    if not direct:
        parts.append(joined(products, " + ", " + "))
    if expression is not None:
        parts.append(symbols.formula(expression))
    shown: list[Formula] = []
    for part in parts:
        if not shown or part.latex != shown[-1].latex:
            shown.append(part)
    return joined(shown, " = ", " = ")
