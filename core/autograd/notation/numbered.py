"""A rule with numbers put in: what one entry of the gradient that a node sends is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.autograd.dependence.relation import Relation, Shape
from core.autograd.notation.elementwise import is_elementwise, names_in
from core.autograd.notation.latex import NotArithmeticError, latex_name, latex_of
from core.autograd.notation.rules import as_tree, simplified
from core.autograd.notation.tree import Tree, UnreadableError, parse
from core.autograd.tensor import Tensor

MOST_TERMS = 2
"""Terms of a sum that are written out."""


@dataclass(frozen=True, slots=True)
class Numbered:
    r"""One entry of a gradient by its rule.

    Attributes:
        indexed: ``\bar{x}_{01} = \bar{z}_{01} \cdot y_{01}``.
        numbers: ``0.75 \cdot (-1) = -0.75``.
    """

    indexed: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a rule is to be read with.

    Attributes:
        names: What the program calls arguments and results, by torch's names.
        saved: What the node saved.
        arrived: The gradient that arrived at its only output.
        sent: The one that it sends to the argument.
        relations: To `sent`, from what arrived ("grad") and from what was saved, by torch's names.
    """

    names: Mapping[str, str]
    saved: Mapping[str, Any]
    arrived: Tensor
    sent: Tensor
    relations: Mapping[str, Relation | None]


def numbered(line: str, given: Numbers, entry: int) -> Numbered | None:
    """One line of a node's formula, for one entry of what it sends; None where it is not of such a kind.

    Args:
        line: "argument: expression", as `formulas` has it.
        given: The numbers.
        entry: Of the gradient that is sent, in row-major order.
    """
    argument, _, expression = line.partition(": ")
    known = {name: tree for name, value in given.saved.items() if (tree := as_tree(value)) is not None}
    try:
        tree = simplified(parse(expression), known)
    except UnreadableError:
        return None
    arrived, sent = given.arrived.array, given.sent.array
    if arrived is None or sent is None or sent.dtype.kind == "c" or entry >= sent.size:
        return None
    left = _with_place(rf"\bar{{{_name(given, argument)}}}", given.sent.shape, entry)
    total = latex_number(sent.flat[entry])
    try:
        terms = _elementwise(tree, given, entry) if is_elementwise(tree) else _product(tree, given, entry)
    except NotArithmeticError:
        return None
    if terms is None:
        return None
    indexed, numbers = terms
    return Numbered(f"{left} = {indexed}", f"{numbers} = {total}")


def with_shapes(line: str, given: Numbers) -> str | None:
    """One line of a node's formula with the tensors' shapes under their symbols, or None where it is not arithmetic."""
    argument, _, expression = line.partition(": ")
    known = {name: tree for name, value in given.saved.items() if (tree := as_tree(value)) is not None}
    written = {"grad": _under(_arrived(given), given.arrived.shape)}
    for name, value in given.saved.items():
        if isinstance(value, Tensor):
            written[name] = _under(_name(given, name), value.shape)
    try:
        right = latex_of(simplified(parse(expression), known), given.names, written=written)
    except (UnreadableError, NotArithmeticError):
        return None
    left = _under(rf"\bar{{{_name(given, argument)}}}", given.sent.shape)
    return f"{left} = {right}"


def latex_number(value: Any, digits: int = 4) -> str:
    """A number to be read: up to so many digits, a power of ten where that is shorter."""
    number = float(value)
    if math.isnan(number):
        return r"\mathrm{nan}"
    if math.isinf(number):
        return r"\infty" if number > 0 else r"-\infty"
    text = f"{number:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else text


def place_text(shape: Shape, entry: int) -> str:
    """An entry's place as an index: "01", or "0,12" where a size has more than one digit."""
    place = [int(one) for one in np.unravel_index(entry, shape)] if shape else []
    return ("" if all(size <= 10 for size in shape) else ",").join(map(str, place))


def _elementwise(tree: Tree, given: Numbers, entry: int) -> tuple[str, str] | None:
    """Of the entries that broadcasting puts there; a sum over those where the argument was broadcast."""
    relation = given.relations.get("grad")
    if relation is None:
        return None
    met = relation.inputs_of(entry).tolist()
    if not met:
        return None
    names = set(names_in(tree)) - {"grad"}
    tensors = {name: value for name in names if isinstance(value := given.saved.get(name), Tensor)}
    if any(value.array is None for value in tensors.values()):
        return None
    parts: list[tuple[str, str]] = []
    digits = 2 if len(met) > 1 else 4
    for place in met[:MOST_TERMS]:
        symbols = {"grad": _with_place(_arrived(given), given.arrived.shape, place)}
        numbers = {"grad": _bracketed(given.arrived, place, digits)}
        for name, value in tensors.items():
            at = _broadcast_place(given, place, entry, value.shape)
            if at is None:
                return None
            symbols[name] = _with_place(_name(given, name), value.shape, at)
            numbers[name] = _bracketed(value, at, digits)
        parts.append((latex_of(tree, given.names, written=symbols), latex_of(tree, given.names, written=numbers)))
    return _summed(parts, len(met))


def _product(tree: Tree, given: Numbers, entry: int) -> tuple[str, str] | None:
    """Of a matrix product: the sum of what arrived times what was saved, along the dimension that goes."""
    names = list(names_in(tree))
    saved = [name for name in names if name != "grad"]
    if len(names) != 2 or len(saved) != 1:
        return None
    value = given.saved.get(saved[0])
    first, second = given.relations.get("grad"), given.relations.get(saved[0])
    if first is None or second is None or not isinstance(value, Tensor):
        return None
    met, read = first.inputs_of(entry).tolist(), second.inputs_of(entry).tolist()
    arrived, kept, sent = given.arrived.array, value.array, given.sent.array
    if arrived is None or kept is None or sent is None or len(met) != len(read) or not met:
        return None
    total = float(np.dot(_flat(arrived)[met], _flat(kept)[read]))
    if not math.isclose(total, float(sent.flat[entry]), rel_tol=1e-3, abs_tol=1e-5):
        return None  # It is not this sum alone.
    parts = []
    digits = 2 if len(met) > 1 else 4
    for one, other in zip(met[:MOST_TERMS], read[:MOST_TERMS], strict=True):
        symbols = (
            _with_place(_arrived(given), given.arrived.shape, one),
            _with_place(_name(given, saved[0]), value.shape, other),
        )
        parts.append(
            (" ".join(symbols), rf"{_bracketed(given.arrived, one, digits)} \cdot {_bracketed(value, other, digits)}")
        )
    return _summed(parts, len(met))


def _summed(parts: list[tuple[str, str]], count: int) -> tuple[str, str]:
    more = r" + \cdots" if count > len(parts) else ""
    symbols, numbers = (" + ".join(one[side] for one in parts) + more for side in (0, 1))
    return symbols, numbers


def _flat(array: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    return array.reshape(-1).astype(np.float64)


def _broadcast_place(given: Numbers, arrived: int, sent: int, shape: Shape) -> int | None:
    """The entry of a saved tensor that meets an entry of what arrived and one of what is sent."""
    for full, entry in ((given.arrived.shape, arrived), (given.sent.shape, sent)):
        if len(full) < len(shape):
            continue
        tail = full[len(full) - len(shape) :]
        if not all(size in (1, other) for size, other in zip(shape, tail, strict=True)):
            continue
        place = np.unravel_index(entry, full)[len(full) - len(shape) :] if full else ()
        own = [0 if size == 1 else int(one) for size, one in zip(shape, place, strict=True)]
        return int(np.ravel_multi_index(own, shape)) if shape else 0
    return None


def _arrived(given: Numbers) -> str:
    """What arrived: a bar over the result's name, or g where it has none."""
    return rf"\bar{{{_name(given, 'result')}}}" if given.names.get("result", "y") else "g"


def _name(given: Numbers, name: str) -> str:
    plain = {"self": "x", "result": "y"}
    return latex_name(given.names.get(name, plain.get(name, name)) or name)


def _with_place(symbol: str, shape: Shape, entry: int) -> str:
    if not shape:
        return symbol
    # A name that has an index already keeps it in front.
    inner = f"{{{symbol}}}" if "_" in symbol else symbol
    return f"{inner}_{{{place_text(shape, entry)}}}"


def _under(symbol: str, shape: Shape) -> str:
    sizes = r" \times ".join(map(str, shape))
    return rf"\underset{{{sizes}}}{{{symbol}}}" if shape else symbol


def _bracketed(tensor: Tensor, entry: int, digits: int = 4) -> str:
    array = tensor.array
    assert array is not None
    text = latex_number(array.flat[entry], digits)
    # Braces keep the sign from standing apart from its number.
    text = f"{{-}}{text[1:]}" if text.startswith("-") else text
    return rf"\left({text}\right)" if text.startswith("{") or "cdot" in text else text
