"""The seed of a program's random numbers, read from its text and written into it; pure functions of the text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from core.editing.refused import Refused
from core.editing.text import Text, callee

LARGEST = 2**31 - 1


RANDOM = frozenset(
    {
        "rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "poisson",
        "rand_like", "randn_like", "randint_like", "rand_strided", "normal_", "uniform_", "bernoulli_", "random_",
        "exponential_", "geometric_", "cauchy_", "log_normal_", "dropout", "dropout1d", "dropout2d", "dropout3d",
        "alpha_dropout", "feature_dropout", "gumbel_softmax", "rrelu", "rrelu_", "kaiming_uniform_", "kaiming_normal_",
        "xavier_uniform_", "xavier_normal_", "trunc_normal_", "orthogonal_", "sparse_",
    }
)  # fmt: skip
"""Torch's functions that draw random numbers, by their last name."""


def seed_of(source: str) -> int | None:
    """The number that the program seeds torch with, where it says it as a number."""
    try:
        call = _seeding(Text(source))
    except SyntaxError:
        return None
    return None if call is None else _number(call)


def with_seed(source: str, seed: int) -> str | Refused:
    """The program with another seed; without one it is put before the first use of random numbers."""
    try:
        text = Text(source)
    except SyntaxError:
        return Refused("syntax")
    call = _seeding(text)
    if call is not None:
        if _number(call) is None:
            return Refused("not a number", call.lineno)
        return text.replaced(*text.span((call.args or [call.keywords[0].value])[0]), str(seed))
    alias = text.module_alias()
    if alias is None:
        return Refused("no torch")
    place = _place(text)
    if place is None:
        return Refused("no place")
    start = text.line_start(place.lineno)
    if text.source[start : text.span(place)[0]].strip():
        return Refused("no place", place.lineno)
    ending = "\r\n" if "\r\n" in text.source else "\n"
    return text.replaced(start, start, f"{alias}.manual_seed({seed}){ending}")


def _seeding(text: Text) -> ast.Call | None:
    """The program's first ``manual_seed(…)``."""
    calls = [
        one for one in _calls(text.tree) if callee(one) == "manual_seed" and len(one.args) + len(one.keywords) == 1
    ]
    return min(calls, key=lambda one: (one.lineno, one.col_offset), default=None)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def _number(call: ast.Call) -> int | None:
    value = (call.args or [call.keywords[0].value])[0]
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub) and isinstance(value.operand, ast.Constant):
        worth = value.operand.value
        return -worth if type(worth) is int else None
    return value.value if isinstance(value, ast.Constant) and type(value.value) is int else None


def _place(text: Text) -> ast.stmt | None:
    """The first statement, once torch is there, that may draw random numbers, or call what does."""
    ready = False
    for statement in text.tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            ready = ready or any(one.name.partition(".")[0] == "torch" for one in statement.names)
            continue
        if not ready or isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if any(_may_draw(one) for one in _calls(statement)):
            return statement
    return None


_SURE = frozenset(
    {
        "tensor", "ones", "zeros", "arange", "full", "eye", "linspace", "print",
        "float", "int", "len", "range", "set_default_dtype",
    }
)  # fmt: skip


def _may_draw(call: ast.Call) -> bool:
    """All but what surely draws nothing: a layer's class draws its weights, a function of the program's may too."""
    return callee(call) not in _SURE
