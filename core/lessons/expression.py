"""The little language of answers: a part of Python's expressions over the values of a state.

`output.shape`, `output[0, 3]`, `floor((L + 2*p - d*(k-1) - 1) / s) + 1`, `x.grad == w`, `error == "RuntimeError"`.
Nothing of it can reach Python itself: names are those of a namespace, attributes a fixed few, functions a fixed few.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

LONGEST = 2000
DEEPEST = 40
MOST_VALUES = 5_000_000

Array = npt.NDArray[Any]
Value = Array | float | int | bool | str | tuple[Any, ...] | None


@dataclass(frozen=True, eq=False)
class Named:
    """A tensor with more than its values.

    Attributes:
        values: The values; None where they are not known.
        known: What its further attributes are: grad, requires_grad, is_leaf, grad_fn.
    """

    values: Array | None
    known: Mapping[str, Any] = field(default_factory=dict)


class ExpressionProblem(Exception):  # noqa: N818
    """An expression that is none of this language, or that has no value for a state; `detail` says which part."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def _norm(value: Array) -> float:
    return float(np.linalg.norm(np.asarray(value, np.float64).ravel()))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": np.abs,
    "argmax": lambda value: int(np.argmax(value)),
    "ceil": math.ceil,
    "exp": np.exp,
    "floor": math.floor,
    "len": len,
    "log": np.log,
    "log2": np.log2,
    "max": np.max,
    "mean": np.mean,
    "min": np.min,
    "norm": _norm,
    "prod": np.prod,
    "round": lambda value, digits=0: np.round(value, int(digits)),
    "sqrt": np.sqrt,
    "sum": np.sum,
    "zero": lambda value: bool(not np.any(value)),
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: lambda base, exponent: np.power(np.float64(base), exponent),
    ast.MatMult: operator.matmul,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARRAY_ATTRIBUTES: dict[str, Callable[[Array], Any]] = {
    "shape": lambda value: tuple(int(size) for size in value.shape),
    "ndim": lambda value: int(value.ndim),
    "size": lambda value: int(value.size),
    "T": lambda value: value.T,
}
CLOSE = 1e-5
"""Relative difference within which two floating point numbers count as equal."""


@lru_cache(maxsize=512)
def parsed(text: str) -> ast.expr:
    """The tree of an expression.

    Raises:
        ExpressionProblem: It is none.
    """
    if not text.strip() or len(text) > LONGEST:
        raise ExpressionProblem(text[:40])
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionProblem(text[:40]) from None
    _check(tree, 0)
    return tree


def evaluate(text: str, names: Mapping[str, Any]) -> Value:
    """The value of an expression.

    Args:
        text: The expression.
        names: Arrays, `Named` tensors, numbers, texts and functions.

    Raises:
        ExpressionProblem: It is none, or has no value here.
    """
    try:
        with np.errstate(all="ignore"):
            value: Value = _plain(_value(parsed(text), names))
    except ExpressionProblem:
        raise
    except (ArithmeticError, TypeError, ValueError, IndexError, KeyError, AttributeError, MemoryError) as error:
        raise ExpressionProblem(f"{text[:60]}: {error}") from None
    return value


def names_in(text: str) -> frozenset[str]:
    """The names of a namespace that an expression reads; one that reads none is the same for every state."""
    return frozenset(node.id for node in ast.walk(parsed(text)) if isinstance(node, ast.Name)) - _FUNCTIONS.keys()


_KNOWN = (
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.Tuple,
    ast.List,
    ast.Call,
)


def _check(node: ast.AST, depth: int) -> None:
    if depth > DEEPEST:
        raise ExpressionProblem("...")
    if isinstance(node, ast.expr):
        if not isinstance(node, _KNOWN):
            raise ExpressionProblem(ast.unparse(node)[:40])
        if isinstance(node, ast.Constant) and not isinstance(node.value, (int, float, str, bool, type(None))):
            raise ExpressionProblem(ast.unparse(node)[:40])
        if isinstance(node, ast.Call) and (node.keywords or not isinstance(node.func, ast.Name)):
            raise ExpressionProblem(ast.unparse(node)[:40])
    for child in ast.iter_child_nodes(node):
        _check(child, depth + 1)


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        if node.id not in names:
            raise ExpressionProblem(node.id)
        return names[node.id]
    if isinstance(node, ast.Attribute):
        return _attribute(_value(node.value, names), node.attr)
    if isinstance(node, ast.Subscript):
        return _plain(_value(node.value, names))[_index(node.slice, names)]
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(_plain(_value(one, names)) for one in node.elts)
    if isinstance(node, ast.Call):
        return _called(node, names)
    if isinstance(node, ast.BinOp):
        left, right = (_operand(_value(one, names)) for one in (node.left, node.right))
        return _bounded(_OPERATORS[type(node.op)](left, right))
    return _truth(node, names)


def _truth(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.UnaryOp):
        value = _plain(_value(node.operand, names))
        if isinstance(node.op, ast.Not):
            return not value
        return -value if isinstance(node.op, ast.USub) else +value
    if isinstance(node, ast.BoolOp):
        truths = (bool(_plain(_value(one, names))) for one in node.values)
        return all(truths) if isinstance(node.op, ast.And) else any(truths)
    assert isinstance(node, ast.Compare)
    left = _plain(_value(node.left, names))
    for kind, right_node in zip(node.ops, node.comparators, strict=True):
        right = _plain(_value(right_node, names))
        if not _compared(kind, left, right):
            return False
        left = right
    return True


def _compared(kind: ast.cmpop, left: Any, right: Any) -> bool:
    if isinstance(kind, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
        return same(left, right) == isinstance(kind, (ast.Is, ast.Eq))
    if isinstance(kind, (ast.In, ast.NotIn)):
        return (left in right) == isinstance(kind, ast.In)
    return bool(np.all(_COMPARISONS[type(kind)](left, right)))


def same(left: Any, right: Any, tolerance: float = CLOSE) -> bool:
    """Whether two values are the same: numbers within a tolerance of their magnitude, all else exactly."""
    if left is None or right is None or isinstance(left, (str, bool)) or isinstance(right, (str, bool)):
        return bool(left is None and right is None) or (type(left) is type(right) and bool(left == right))
    one, other = np.asarray(left, np.float64), np.asarray(right, np.float64)
    if one.shape != other.shape:
        return False
    scale = float(np.max(np.abs(other[np.isfinite(other)]), initial=0.0))
    return bool(np.allclose(one, other, rtol=tolerance, atol=1e-7 * max(scale, 1e-30), equal_nan=True))


def _index(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Tuple):
        return tuple(_index(one, names) for one in node.elts)
    if isinstance(node, ast.Slice):
        ends = (node.lower, node.upper, node.step)
        return slice(*(None if one is None else int(_value(one, names)) for one in ends))
    value = _plain(_value(node, names))
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or int(value) != value:
        raise ExpressionProblem(ast.unparse(node))
    return int(value)


def _attribute(value: Any, name: str) -> Any:
    if isinstance(value, Named):
        if name in value.known:
            return value.known[name]
        value = value.values
    if isinstance(value, np.ndarray) and name in _ARRAY_ATTRIBUTES:
        return _ARRAY_ATTRIBUTES[name](value)
    raise ExpressionProblem(f".{name}")


def _called(node: ast.Call, names: Mapping[str, Any]) -> Any:
    assert isinstance(node.func, ast.Name)
    function = names.get(node.func.id) if callable(names.get(node.func.id)) else _FUNCTIONS.get(node.func.id)
    if function is None:
        raise ExpressionProblem(f"{node.func.id}()")
    return function(*(_plain(_value(one, names)) for one in node.args))


def _operand(value: Any) -> Any:
    """What is reckoned with: numbers and arrays, never texts, which would be repeated without end."""
    plain = _plain(value)
    if isinstance(plain, (str, tuple, type(None))):
        raise ExpressionProblem(str(plain)[:40])
    return plain


def _bounded(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.size > MOST_VALUES:
        raise ExpressionProblem(str(value.shape))
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Named):
        if value.values is None:
            raise ExpressionProblem("?")
        value = value.values
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    return value
