"""The forward pass in steps: what each value is in terms of those before it, and the derivatives of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from core.autograd.derivation.elementwise import ELEMENTWISE
from core.autograd.derivation.grid import Branches, Grid
from core.autograd.derivation.operations import plain_name
from core.autograd.derivation.problem import Clock, Inapplicable, InapplicableError, Limits
from core.autograd.derivation.program import Program, inputs_of, made_of
from core.autograd.derivation.reductions import PRODUCTS
from core.autograd.derivation.shapes import SHAPES
from core.autograd.derivation.symbols import Element, Symbols
from core.autograd.details import Operation

_MOST_INLINE = 12
_SHORT = 6
TOTAL = -1
"""Stands for the id of what is derived where that is ``sum(g_i y_i)`` and no value of the program's."""


@dataclass(frozen=True, slots=True)
class LocalStep:
    """One value in terms of earlier ones.

    Attributes:
        value: Its id, or `TOTAL`.
        operation: The last of the operations that made it, or None for `TOTAL`.
        shape: As torch's.
        terms: An expression for each element, row by row.
        numbers: What they come to.
        derivatives: For each element, by the element before it that the derivative is taken by.
        piecewise: Whether an operation in it distinguishes cases.
    """

    value: int
    operation: Operation | None
    shape: tuple[int, ...]
    terms: tuple[Any, ...]
    numbers: tuple[float, ...]
    derivatives: tuple[dict[Element, Any], ...]
    piecewise: bool


def steps_of(
    program: Program, symbols: Symbols, grids: dict[int, Grid], upstream: Any | None, limits: Limits, clock: Clock
) -> tuple[LocalStep, ...]:
    """The steps to the result; values without a name that only one operation reads are put into it.

    Args:
        program: What the result depends on.
        symbols: Gets the symbols of all values.
        grids: The numbers of all values.
        upstream: The gradient that the result begins with, of its shape; None for 1 on a scalar.
        limits: How much work one operation may be.
        clock: The time that there is.

    Raises:
        InapplicableError: An operation is too long, or the time is over.
    """
    known = {one: _known(program, symbols, one, grids[one]) for one in program.constants}
    tracked = set(program.leaves)
    for leaf in program.leaves:
        known[leaf] = Grid(grids[leaf].numbers, symbols.cells(leaf, grids[leaf].shape))
    readers: dict[int, list[Operation]] = {}
    for operation in program.operations:
        for one in inputs_of(operation):
            readers.setdefault(one, []).append(operation)
    steps = []
    piecewise: set[int] = set()
    for operation in program.operations:
        clock.look()
        branches = Branches()
        made = program.step(operation, known, branches)
        if branches.taken or piecewise & set(inputs_of(operation)):
            piecewise.update(operation.outputs)
        for out, grid in zip(operation.outputs, made, strict=False):
            if grid is None or out not in made_of(operation):
                continue
            grid = _sympified(grid)
            if out != program.result and _goes_inside(program, operation, out, grid, readers.get(out, [])):
                known[out] = grid
                continue
            if out != program.result and out not in readers:
                continue
            cells = symbols.cells(out, grid.shape)
            known[out] = Grid(grid.numbers, cells)
            tracked.add(out)
            _check_work(operation, grid, limits)
            steps.append(_local(out, operation, grid, symbols, tracked, out in piecewise, clock))
            piecewise.discard(out)  # Only what was put into a step makes that step piecewise.
    if upstream is not None:
        result = known[program.result]
        assert result.terms is not None
        given = Grid(np.asarray(upstream, dtype=np.float64), symbols.cells(TOTAL - 1, result.shape, "g"))
        total = (result * given).total(None, False)
        symbols.cells(TOTAL, (), "L")
        steps.append(_local(TOTAL, None, total, symbols, tracked, False, clock))
    return tuple(steps)


_sympify = np.frompyfunc(sympy.sympify, 1, 1)


def _sympified(grid: Grid) -> Grid:
    """With sympy's zero where numpy put its own."""
    return Grid(grid.numbers, np.asarray(_sympify(grid.terms), dtype=object))


def _known(program: Program, symbols: Symbols, one: int, grid: Grid) -> Grid:
    """A constant: short unnamed numbers as themselves, others by a symbol."""
    numbers = grid.numbers.ravel()
    short = all(len(repr(float(x)).removesuffix(".0")) <= _SHORT for x in numbers)
    if program.value(one).variable is None and short:
        return Grid.constant(grid.numbers, True)
    return Grid(grid.numbers, symbols.cells(one, grid.shape))


def _goes_inside(program: Program, operation: Operation, out: int, grid: Grid, readers: list[Operation]) -> bool:
    if program.value(out).variable is not None or len(readers) != 1 or readers[0].line != operation.line:
        return False
    if readers[0].name == operation.name:
        return False  # A loop comes by the same line again, and its turns are worth a step each.
    name = plain_name(operation.name)
    terms = list(grid.terms.flat) if grid.terms is not None else []
    if name in SHAPES and all(one.is_Symbol or one.is_Number for one in terms):
        return True
    if name not in ELEMENTWISE and name not in ("sum", "mean"):
        return False
    if plain_name(readers[0].name) in PRODUCTS:
        return False
    return all(sympy.count_ops(one) <= _MOST_INLINE for one in terms)


def _check_work(operation: Operation, grid: Grid, limits: Limits) -> None:
    terms = list(grid.terms.flat) if grid.terms is not None else []
    work = sum(int(sympy.count_ops(one)) * len(one.free_symbols) for one in terms)
    if work > limits.work:
        raise InapplicableError(Inapplicable("too long", operation.name, operation.line, work, limits.work))


def _local(
    out: int,
    operation: Operation | None,
    grid: Grid,
    symbols: Symbols,
    tracked: set[int],
    piecewise: bool,
    clock: Clock,
) -> LocalStep:
    assert grid.terms is not None
    terms = tuple(grid.terms.flat)
    derivatives = []
    for term in terms:
        clock.look()
        found: dict[Element, Any] = {}
        for symbol in sorted(term.free_symbols, key=str):
            owner = symbols.owner(symbol)
            if owner is not None and owner[0] in tracked:
                found[owner] = sympy.diff(term, symbol)
        derivatives.append(found)
    numbers = tuple(float(one) for one in grid.numbers.flat)
    return LocalStep(out, operation, grid.shape, terms, numbers, tuple(derivatives), piecewise)
