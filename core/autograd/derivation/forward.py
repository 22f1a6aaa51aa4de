"""The forward pass as it is shown: an equation for each step, general where all elements have one form."""

from __future__ import annotations

from collections.abc import Sequence

from core.autograd.derivation.operations import plain_name
from core.autograd.derivation.program import inputs_of
from core.autograd.derivation.results import Formula, Lines, Step
from core.autograd.derivation.steps import LocalStep
from core.autograd.derivation.symbols import Symbols, equal, partial
from core.autograd.details import Operation


def lines_of(
    number: int,
    operation: Operation | None,
    general: Formula | None,
    elements: Sequence[Formula],
    symbols: Symbols,
    count: int,
) -> Lines:
    """What is said of a value; `count` is how many elements there are in truth."""
    text, latex = symbols.name(number)
    name, line = (None, None) if operation is None else (operation.name, operation.line)
    value = number if number >= 0 else None
    return Lines(Formula(latex, text), name, line, general, tuple(elements), count - len(elements), value)


def shown_step(step: LocalStep, symbols: Symbols, most: int) -> Step:
    """A step's equation and derivatives."""
    cells = [symbols.symbol((step.value, place)) for place in range(len(step.terms))]
    equations = [symbols.equation(*pair) for pair in zip(cells[:most], step.terms, strict=False)]
    partials = [(cell, *one) for cell, by in zip(cells, step.derivatives, strict=True) for one in by.items()]
    shown = [
        equal(symbols.partial(cell, symbols.symbol(element)), symbols.formula(derivative))
        for cell, element, derivative in partials[:most]
    ]
    product = _product(step, symbols)
    general, local = (_general(step, symbols), _general_partials(step, symbols)) if product is None else product
    return Step(
        lines_of(step.value, step.operation, general, equations, symbols, len(cells)),
        lines_of(step.value, step.operation, local, shown, symbols, len(partials)),
        step.piecewise,
    )


def _beside(parts: Sequence[Formula]) -> Formula:
    return Formula(r", \quad ".join(one.latex for one in parts), ", ".join(one.text for one in parts))


def _general(step: LocalStep, symbols: Symbols) -> Formula | None:
    if len(step.terms) == 1:
        summed = symbols.summed(step.terms[0])
        return None if summed is None else symbols.sum_equation(symbols.symbol((step.value, 0)), summed)
    form = symbols.generalized(step.terms)
    return None if form is None else symbols.equation(symbols.general(step.value), form)


def _general_partials(step: LocalStep, symbols: Symbols) -> Formula | None:
    """One form for each value that the step reads, or None where elements differ."""
    parts = []
    for source in dict.fromkeys(element[0] for by in step.derivatives for element in by):
        size = symbols.size(source)
        subject, by_what = symbols.general(step.value), symbols.general(source)
        if len(step.terms) == 1:
            column = [step.derivatives[0].get((source, place)) for place in range(size)]
        else:
            column = [by.get((source, 0 if size == 1 else place)) for place, by in enumerate(step.derivatives)]
            if _count(step, source) != len(step.derivatives):
                return None
        if any(one is None for one in column):
            return None
        form = column[0] if len(column) == 1 else symbols.generalized(column)
        if form is None:
            return None
        parts.append(equal(symbols.partial(subject, by_what), symbols.formula(form)))
    return _beside(parts) if parts else None


def _count(step: LocalStep, source: int) -> int:
    return sum(element[0] == source for by in step.derivatives for element in by)


_SUBSCRIPTS = {(2, 1): ("i,j", "j", "i"), (1, 2): ("j", "j,i", "i"), (2, 2): ("i,k", "k,j", "i,j")}
"""Of the factors and the result of a product, by their dimensions; the letter that both factors have is summed over."""


def _product(step: LocalStep, symbols: Symbols) -> tuple[Formula, Formula] | None:
    """``z_i = sum_j W_ij x_j`` and its derivatives, or None where the step is no product of two matrices."""
    if step.operation is None or plain_name(step.operation.name) not in ("matmul", "rmatmul", "mm", "mv", "linear"):
        return None
    name, read = plain_name(step.operation.name), inputs_of(step.operation)
    if name == "linear":
        read = [read[1], read[0], *read[2:]]
    elif name == "rmatmul":
        read = read[::-1]
    known = [cells for one in read if (cells := symbols.known(one)) is not None]
    if not 2 <= len(read) <= 3 or len(known) < len(read):
        return None
    first, second, *added = known
    places = _SUBSCRIPTS.get((first.ndim, second.ndim))
    if places is None or (name == "linear" and second.ndim != 1):
        return None
    terms = first @ second + (added[0] if added else 0)
    if terms.shape != step.shape or any(a != b for a, b in zip(terms.flat, step.terms, strict=True)):
        return None  # Something else was put into the step.
    summed = ({*places[0].split(",")} & {*places[1].split(",")}).pop()
    left, right, made = (symbols.named(one, place) for one, place in zip((*read[:2], step.value), places, strict=True))
    rest = [symbols.named(read[2], places[2])] if added else []
    total = rf"\sum_{{{summed}=1}}^{{{first.shape[-1]}}} {left.latex} \, {right.latex}"
    equation = Formula(
        f"{made.latex} = " + " + ".join([total, *(one.latex for one in rest)]),
        f"{made.text} = " + " + ".join([f"sum_{summed} {left.text} {right.text}", *(one.text for one in rest)]),
    )
    local = [(left, right, read[0]), (right, left, read[1]), *((one, Formula("1", "1"), read[2]) for one in rest)]
    parts = [equal(partial(made, by), value) for by, value, number in local if _count(step, number)]
    return equation, _beside(parts)
