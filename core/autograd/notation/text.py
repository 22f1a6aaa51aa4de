"""A formula as a line of Python, in torch's own names."""

from __future__ import annotations

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

# Python's order of operators, loosest first; "&" and "|" bind tighter than comparisons there, unlike in C++.
_LEVEL = {"if": 0, "||": 1, "&&": 2, "!": 3, "==": 4, "!=": 4, "<": 4, ">": 4, "<=": 4, ">=": 4}
_LEVEL |= {"|": 5, "&": 6, "+": 7, "-": 7, "*": 8, "/": 8, "%": 8, "negative": 9, "whole": 10}
_WRITTEN = {"||": "or", "&&": "and"}


def text_of(tree: Tree) -> str:
    """The expression, operators spaced, such as ``grad * (2 * self).conj()``."""
    return _text(tree)[0]


def _text(tree: Tree) -> tuple[str, int]:
    match tree:
        case Number(text):
            return text, _LEVEL["negative" if text.startswith("-") else "whole"]
        case Word(text):
            return f'"{text}"', _LEVEL["whole"]
        case Name(text):
            return text, _LEVEL["whole"]
        case Unary("!", of):
            return f"not {_inside(of, _LEVEL['!'])}", _LEVEL["!"]
        case Unary(sign, of):
            return f"{sign}{_inside(of, _LEVEL['negative'])}", _LEVEL["negative"]
        case Binary(sign, left, right):
            level = _LEVEL[sign]
            # Comparisons do not chain here as they do in Python.
            first = _inside(left, level + (level == _LEVEL["=="]))
            return f"{first} {_WRITTEN.get(sign, sign)} {_inside(right, level + 1)}", level
        case Choice(condition, yes, no):
            return f"{_inside(yes, 1)} if {_inside(condition, 1)} else {_inside(no, 0)}", _LEVEL["if"]
        case Several(items):
            inside = ", ".join(map(text_of, items))
            return f"({inside},)" if len(items) == 1 else f"({inside})", _LEVEL["whole"]
        case Named(name, value):
            return f"{name}={text_of(value)}", _LEVEL["if"]
        case Item(of, place):
            return f"{_inside(of, _LEVEL['whole'])}[{text_of(place)}]", _LEVEL["whole"]
        case Call(function, arguments):
            return f"{function}({', '.join(map(text_of, arguments))})", _LEVEL["whole"]
        case Method():
            return _method(tree)


def _method(tree: Method) -> tuple[str, int]:
    of, inside = _inside(tree.of, _LEVEL["whole"]), ", ".join(map(text_of, tree.arguments))
    if tree.name == "sym_sizes":
        return f"{of}.shape", _LEVEL["whole"]
    if tree.name == "sym_size":
        return f"{of}.shape[{inside}]", _LEVEL["whole"]
    if tree.name in ("has_value", "defined"):
        return f"{of} is not None", _LEVEL["=="]
    return f"{of}.{tree.name}({inside})", _LEVEL["whole"]


def _inside(tree: Tree, least: int) -> str:
    text, level = _text(tree)
    return text if level >= least else f"({text})"
