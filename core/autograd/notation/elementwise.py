"""Whether a formula says what happens to each entry by itself, and which names it is of."""

from __future__ import annotations

from collections.abc import Iterator

from core.autograd.notation.tree import (
    Binary,
    Call,
    Choice,
    Item,
    Method,
    Name,
    Named,
    Number,
    Several,
    Tree,
    Unary,
    Word,
)

_NAMES = """
pow exp log log2 log10 log1p sqrt rsqrt square sin cos tan sinh cosh tanh asin acos atan sigmoid erf erfc abs
sgn sign conj reciprocal where masked_fill zeros_like neg real logical_and logical_or logical_not expm1
rad2deg lgamma digamma ge gt le lt eq ne logical_xor isnan nan_to_num minimum maximum angle
"""
_OF_ENTRIES = frozenset(_NAMES.split())
_REPEATED = frozenset({"expand"})
"""Repeats entries, which broadcasting does anyway."""
_COUNTS = frozenset({"numel", "size", "has_value", "defined", "is_complex"})
"""Numbers about a tensor, none of its entries."""


def is_elementwise(tree: Tree) -> bool:
    """Whether each entry of the result is of the entries that broadcasting puts there."""
    match tree:
        case Number() | Word() | Name():
            return True
        case Unary(_, of):
            return is_elementwise(of)
        case Binary(_, left, right):
            return is_elementwise(left) and is_elementwise(right)
        case Choice(condition, yes, no):
            return all(map(is_elementwise, (condition, yes, no)))
        case Named(_, value):
            return is_elementwise(value)
        case Call(function, arguments):
            return function in _OF_ENTRIES and all(map(is_elementwise, arguments))
        case Method(of, name, arguments):
            if name in _REPEATED:
                return is_elementwise(of)
            if name in _COUNTS:
                return isinstance(of, Name)
            return name in _OF_ENTRIES and is_elementwise(of) and all(map(is_elementwise, arguments))
        case _:
            return False


def names_in(tree: Tree) -> Iterator[str]:
    """The names of the tensors whose entries a formula reads; some more than once."""
    match tree:
        case Name(text):
            yield text
        case Unary(_, of) | Named(_, of) | Item(of, _):
            yield from names_in(of)
        case Binary(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Choice(condition, yes, no):
            for one in (condition, yes, no):
                yield from names_in(one)
        case Several(items):
            for one in items:
                yield from names_in(one)
        case Call(_, arguments):
            for one in arguments:
                yield from names_in(one)
        case Method(of, name, arguments):
            if name not in _COUNTS:
                yield from names_in(of)
            for one in arguments if name not in _REPEATED else ():
                yield from names_in(one)
        case _:
            return
