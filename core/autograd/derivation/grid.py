"""Tensors of numbers and of expressions at once: what is done to one is done to the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

Array = Any  # numpy's arrays of objects have no type of their own.

_MOST_DIGITS = 8


def number(value: float) -> sympy.Expr:
    """A number of the program's: short decimals exactly, so that 0.25 is a quarter; others as floats."""
    if not math.isfinite(value):
        return sympy.Float(value)
    if value == int(value) and abs(value) < 10**_MOST_DIGITS:
        return sympy.Integer(int(value))
    text = repr(float(value))
    return sympy.Rational(text) if len(text) <= _MOST_DIGITS and "e" not in text else sympy.Float(text)


_number = np.frompyfunc(number, 1, 1)


def _each(function: Callable[..., Any], count: int = 1) -> Callable[..., Array]:
    made = np.frompyfunc(function, count, 1)
    # For an array without dimensions numpy answers with the bare object.
    return lambda *terms: np.asarray(made(*terms), dtype=object)


def _sigmoid(term: Any) -> Any:
    return 1 / (1 + sympy.exp(-term))


_erf = np.frompyfunc(math.erf, 1, 1)

FUNCTIONS: Mapping[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "exp": (np.exp, _each(sympy.exp)),
    "log": (np.log, _each(sympy.log)),
    "sqrt": (np.sqrt, _each(sympy.sqrt)),
    "sin": (np.sin, _each(sympy.sin)),
    "cos": (np.cos, _each(sympy.cos)),
    "tan": (np.tan, _each(sympy.tan)),
    "sinh": (np.sinh, _each(sympy.sinh)),
    "cosh": (np.cosh, _each(sympy.cosh)),
    "tanh": (np.tanh, _each(sympy.tanh)),
    "asin": (np.arcsin, _each(sympy.asin)),
    "acos": (np.arccos, _each(sympy.acos)),
    "atan": (np.arctan, _each(sympy.atan)),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), _each(_sigmoid)),
    "erf": (lambda x: np.asarray(_erf(x), dtype=np.float64), _each(sympy.erf)),
}
"""Of one number: numpy's and sympy's."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A tensor.

    Attributes:
        numbers: In float64.
        terms: Sympy's expressions of the same shape, or None where only numbers are wanted.
    """

    numbers: Array
    terms: Array | None

    @classmethod
    def constant(cls, value: Any, symbolic: bool) -> Grid:
        """Of plain numbers."""
        numbers = np.asarray(value, dtype=np.float64)
        return cls(numbers, np.asarray(_number(numbers), dtype=object) if symbolic else None)

    @property
    def shape(self) -> tuple[int, ...]:
        """As torch's."""
        return tuple(map(int, self.numbers.shape))

    @property
    def symbolic(self) -> bool:
        """Whether there are expressions."""
        return self.terms is not None

    def done(self, what: Callable[[Array], Array]) -> Grid:
        """With something done to both that numpy does to any array."""
        terms = None if self.terms is None else np.asarray(what(self.terms), dtype=object)
        return Grid(np.asarray(what(self.numbers), dtype=np.float64), terms)

    def with_other(self, other: Grid | float, what: Callable[[Array, Array], Array]) -> Grid:
        """With something done to two tensors that numpy does to any arrays."""
        if not isinstance(other, Grid):
            other = Grid.constant(other, self.symbolic)
        terms = None
        if self.terms is not None and other.terms is not None:
            terms = np.asarray(what(self.terms, other.terms), dtype=object)
        return Grid(np.asarray(what(self.numbers, other.numbers), dtype=np.float64), terms)

    def of(self, function: str) -> Grid:
        """A function of each element, by its name in `FUNCTIONS`."""
        numeric, symbolic = FUNCTIONS[function]
        return Grid(np.asarray(numeric(self.numbers)), None if self.terms is None else symbolic(self.terms))

    def __add__(self, other: Grid | float) -> Grid:
        return self.with_other(other, lambda a, b: a + b)

    def __sub__(self, other: Grid | float) -> Grid:
        return self.with_other(other, lambda a, b: a - b)

    def __mul__(self, other: Grid | float) -> Grid:
        return self.with_other(other, lambda a, b: a * b)

    def __truediv__(self, other: Grid | float) -> Grid:
        return self.with_other(other, lambda a, b: a / b)

    def to_the(self, other: Grid | float) -> Grid:
        """A power; not ``**``, for which a type checker knows no type."""
        return self.with_other(other, lambda a, b: a**b)

    def __matmul__(self, other: Grid) -> Grid:
        return self.with_other(other, lambda a, b: a @ b)

    def __neg__(self) -> Grid:
        return self.done(lambda a: -a)

    def __radd__(self, other: float) -> Grid:
        return self + other

    def __rmul__(self, other: float) -> Grid:
        return self * other

    def __rsub__(self, other: float) -> Grid:
        return -self + other

    def __rtruediv__(self, other: float) -> Grid:
        return Grid.constant(other, self.symbolic) / self

    def total(self, axes: tuple[int, ...] | None, keepdim: bool) -> Grid:
        """The sum over dimensions, or over all."""
        return self.done(lambda a: a.sum(axis=axes, keepdims=keepdim))


class Branches:
    """Which way elements went where an operation distinguishes cases; a difference across a kink means nothing."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def choose(self, condition: Array, yes: Grid, no: Grid) -> Grid:
        """Element by element one of two."""
        self.taken.append(np.asarray(condition, dtype=bool).tobytes())
        return yes.with_other(no, lambda a, b: np.where(condition, a, b))
