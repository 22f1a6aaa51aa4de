"""Names of values and elements, and expressions as text and LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import sympy
from sympy.printing.str import StrPrinter

from core.autograd.derivation.program import Program, made_of
from core.autograd.derivation.results import Formula
from core.autograd.notation.latex import latex_name

Element = tuple[int, int]
"""A value's id and the place of the element in it, counted row by row."""

_LETTERS = "uvpqrsh"


class _Printer(StrPrinter):  # type: ignore[misc]  # Sympy has no types.
    def _print_Mul(self, expr: Any) -> str:  # noqa: N802 - sympy's name.
        factor, rest = expr.as_coeff_Mul()
        if factor.is_Rational and not factor.is_Integer and abs(factor.p) != 1:
            sign = "-" if factor.p < 0 else ""
            return f"{sign}({abs(factor.p)}/{factor.q})*{self.parenthesize(rest, 50)}"
        return str(super()._print_Mul(expr))


class Symbols:
    """The symbols of a program's elements: indices count from 1, as in mathematics."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._names: dict[int, tuple[str, str]] = {}
        self._owners: dict[Any, Element] = {}
        self._latex: dict[Any, str] = {}
        self._cells: dict[int, Any] = {}
        self._taken: dict[str, int] = {}
        wanted = [program.value(number).variable for number in self._ordered()]
        self._wanted = set(wanted)
        self._repeated = {name for name in wanted if name is not None and wanted.count(name) > 1}
        self._free = [one for one in _LETTERS if one not in wanted]
        self._made = 0
        self._formulas: dict[Any, Formula] = {}

    def _ordered(self) -> list[int]:
        made = [out for operation in self._program.operations for out in made_of(operation)]
        return [*self._program.constants, *self._program.leaves, *made]

    def name(self, number: int, wanted: str | None = None) -> tuple[str, str]:
        """A value's name as text and as LaTeX; the same one for the same value."""
        if number not in self._names:
            variable = self._program.value(number).variable if wanted is None else wanted
            if wanted is not None and wanted in self._wanted:
                variable = f"{wanted}0"  # The program has that name for something of its own.
            if variable is None:
                self._made += 1
                letter = self._free[(self._made - 1) % len(self._free)] if self._free else "u"
                turn = (self._made - 1) // max(1, len(self._free))
                self._names[number] = (letter, letter) if not turn else (f"{letter}({turn})", f"{letter}^{{({turn})}}")
            elif variable in self._repeated:
                turn = self._taken[variable] = self._taken.get(variable, -1) + 1
                self._names[number] = f"{variable}({turn})", f"{latex_name(variable)}^{{({turn})}}"
            else:
                self._names[number] = variable, latex_name(variable)
        return self._names[number]

    def cells(self, number: int, shape: tuple[int, ...], wanted: str | None = None) -> Any:
        """The symbols of a value's elements, in an array of its shape."""
        if number not in self._cells:
            text, latex = self.name(number, wanted)
            cells = np.empty(shape, dtype=object)
            single = cells.size == 1
            for flat, index in enumerate(product(*map(range, shape))):
                place = "" if single else ",".join(str(one + 1) for one in index)
                cells[index] = self._symbol(text, latex, place, (number, flat))
            self._cells[number] = cells
        return self._cells[number]

    def _symbol(self, text: str, latex: str, place: str, owner: Element | None) -> Any:
        # A prime keeps the generic element apart from one that happens to have the same name.
        symbol = sympy.Symbol(f"{text}_{place}" if place else text, real=True)
        self._latex[symbol] = _below(latex, place) if place else latex
        if owner is not None:
            self._owners[symbol] = owner
        return symbol

    def owner(self, symbol: Any) -> Element | None:
        """Which element a symbol stands for."""
        return self._owners.get(symbol)

    def symbol(self, element: Element) -> Any:
        """The symbol of an element whose value has its cells."""
        return self._cells[element[0]].flat[element[1]]

    def known(self, number: int) -> Any | None:
        """The symbols of a value's elements, or None where it has none."""
        return self._cells.get(number)

    def named(self, number: int, place: str) -> Formula:
        """A value's name with an index of letters."""
        text, latex = self._names[number]
        return Formula(_below(latex, place), f"{text}_{place}")

    def size(self, number: int) -> int:
        """How many elements a value has."""
        return int(self._cells[number].size)

    def numbers(self, known: Mapping[int, Any]) -> dict[Any, float]:
        """The number that each symbol stands for, from those of the values."""
        return {
            symbol: float(one)
            for number, cells in self._cells.items()
            for symbol, one in zip(cells.flat, np.asarray(known[number]).flat, strict=True)
        }

    def general(self, number: int) -> Any:
        """The symbol of any one element, with the index i."""
        text, latex = self._names[number]
        return self._symbol(text, latex, "" if self.size(number) == 1 else "i", None)

    def generalized(self, expressions: Sequence[Any]) -> Any | None:
        """The one form that all have, element for element, or None: ``x_i - 2`` for ``x_1 - 2, x_2 - 2``."""
        count = len(expressions)
        if count < 2:
            return None
        form = None
        for place, expression in enumerate(expressions):
            changed = self._at(expression, place, count)
            if changed is None or (form is not None and changed != form):
                return None
            form = changed
        return form

    def _at(self, expression: Any, place: int, count: int) -> Any | None:
        changes = {}
        for symbol in expression.free_symbols:
            number, flat = self._owners.get(symbol, (None, 0))
            if number is None or self.size(number) == 1:
                continue
            if self.size(number) != count or flat != place:
                return None
            changes[symbol] = self.general(number)
        return expression.xreplace(changes)

    def summed(self, expression: Any) -> tuple[Any, Any, Any, int] | None:
        """(rest, factor, term, count) of ``rest + factor * sum of term over i``, or None."""
        parts: dict[int, Any] = {}
        rest = sympy.Integer(0)
        counts = set()
        for part in sympy.Add.make_args(expression):
            owners = [self._owners[one] for one in part.free_symbols if one in self._owners]
            places = {flat for number, flat in owners if self.size(number) > 1}
            counts |= {self.size(number) for number, _ in owners if self.size(number) > 1}
            if not places:
                rest += part
            elif len(places) == 1:
                place = places.pop()
                parts[place] = parts.get(place, 0) + part
            else:
                return None
        if len(counts) != 1 or len(parts) != (count := counts.pop()) or count < 2:
            return None
        form = self.generalized([parts[place] for place in range(count)])
        if form is None:
            return None
        factor, term = form.as_coeff_Mul()
        return rest, factor, term, count

    def latex(self, expression: Any, numbers: Mapping[Any, str] | None = None) -> str:
        """An expression in LaTeX; with numbers, these stand where their symbols were."""
        names = {one: (numbers or {}).get(one) or self._latex.get(one, str(one)) for one in expression.free_symbols}
        return str(sympy.latex(expression, symbol_names=names, long_frac_ratio=1))

    def text(self, expression: Any, numbers: Mapping[Any, str] | None = None) -> str:
        """An expression as plain text, such as ``(3/2) x_i - 3``; with numbers as in `latex`."""
        expression = expression.xreplace({symbol: sympy.Symbol(text) for symbol, text in (numbers or {}).items()})
        return str(_Printer().doprint(expression)).replace("**", "^").replace("*", " ")

    def formula(self, expression: Any) -> Formula:
        """An expression, both ways."""
        if expression not in self._formulas:
            self._formulas[expression] = Formula(self.latex(expression), self.text(expression))
        return self._formulas[expression]

    def equation(self, left: Any, right: Any) -> Formula:
        """``left = right``."""
        return equal(self.formula(left), self.formula(right))

    def sum_equation(self, left: Any, summed: tuple[Any, Any, Any, int]) -> Formula:
        """``left = rest + factor * sum of term``."""
        rest, factor, term, count = summed
        head = "" if rest == 0 else f"{self.latex(rest)} + "
        head_text = "" if rest == 0 else f"{self.text(rest)} + "
        if factor != 1:
            head += f"{self.latex(factor)} " if factor != -1 else "-"
            head_text += f"({self.text(factor)}) " if factor != -1 else "-"
        inside, inside_text = self.latex(term), self.text(term)
        if term.is_Add:
            inside, inside_text = rf"\left({inside}\right)", f"({inside_text})"
        return Formula(
            rf"{self.latex(left)} = {head}\sum_{{i=1}}^{{{count}}} {inside}",
            f"{self.text(left)} = {head_text}sum_i {inside_text}",
        )

    def partial(self, of: Any, by: Any) -> Formula:
        """A derivative's name."""
        return partial(self.formula(of), self.formula(by))


def _below(latex: str, place: str) -> str:
    """A name with an index, also where it ends in a number of its own, such as ``w_1``."""
    return f"{{{latex}}}_{{{place}}}" if "_{" in latex else f"{latex}_{{{place}}}"


def equal(left: Formula, right: Formula) -> Formula:
    """``left = right``."""
    return Formula(f"{left.latex} = {right.latex}", f"{left.text} = {right.text}")


def partial(of: Formula, by: Formula) -> Formula:
    """The derivative of one by the other, by name."""
    return Formula(rf"\frac{{\partial {of.latex}}}{{\partial {by.latex}}}", f"d{of.text}/d{by.text}")


def joined(parts: Iterable[Formula], latex: str, text: str, most: int = 6) -> Formula:
    """Formulas with a sign between; of very many the first and the last ones."""
    shown = list(parts)
    if len(shown) > most:
        shown = [*shown[: most - 2], Formula(r"\cdots", "..."), shown[-1]]
    return Formula(latex.join(one.latex for one in shown), text.join(one.text for one in shown))


def factor(formula: Formula, expression: Any) -> Formula:
    """A formula as a factor: a sum, or what begins with a sign, in parentheses."""
    if expression.is_Add or expression.could_extract_minus_sign():
        return Formula(rf"\left({formula.latex}\right)", f"({formula.text})")
    return formula
