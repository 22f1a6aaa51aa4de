"""Torch's operations on `Grid`s: those that a derivation by hand can go through, by torch's names.

Where an operation distinguishes cases, the case that the numbers are in is taken, and at a tie the expression
whose derivative is the one that torch has there: the mean of both for ``maximum``, 0 for ``relu`` at 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from core.autograd.derivation.grid import FUNCTIONS, Branches, Grid
from core.autograd.derivation.shapes import SHAPES, axes_of

Function = Callable[..., Grid | tuple[Grid | None, ...]]
"""Takes the branches, then torch's arguments; None stands for an output without a derivative."""


class UnsupportedArgumentsError(ValueError):
    """An operation was called in a way that is not followed here."""


def _grid(value: Any, like: Grid) -> Grid:
    return value if isinstance(value, Grid) else Grid.constant(value, like.symbolic)


def _add(_: Branches, x: Grid, y: Any, alpha: float = 1) -> Grid:
    return x + _grid(y, x) * alpha


def _sub(_: Branches, x: Grid, y: Any, alpha: float = 1) -> Grid:
    return x - _grid(y, x) * alpha


def _rsub(branches: Branches, x: Grid, y: Grid | float, alpha: float = 1) -> Grid:
    return _sub(branches, _grid(y, x), x, alpha)


def _div(_: Branches, x: Grid, y: Any, rounding_mode: str | None = None) -> Grid:
    if rounding_mode is not None:
        raise UnsupportedArgumentsError
    return x / y


def _pow(_: Branches, x: Grid | float, y: Grid | float) -> Grid:
    if isinstance(x, Grid):
        return x.to_the(y)
    if isinstance(y, Grid):
        return Grid.constant(x, y.symbolic).to_the(y)
    raise UnsupportedArgumentsError


def _abs(branches: Branches, x: Grid) -> Grid:
    return branches.choose(x.numbers == 0, x * 0, branches.choose(x.numbers > 0, x, -x))


def _relu(branches: Branches, x: Grid) -> Grid:
    return branches.choose(x.numbers > 0, x, x * 0)


def _leaky_relu(branches: Branches, x: Grid, negative_slope: float = 0.01) -> Grid:
    return branches.choose(x.numbers > 0, x, x * negative_slope)


def _elu(branches: Branches, x: Grid, alpha: float = 1.0) -> Grid:
    return branches.choose(x.numbers > 0, x, (x.of("exp") - 1) * alpha)


def _softplus(branches: Branches, x: Grid, beta: float = 1, threshold: float = 20) -> Grid:
    large = x.numbers * beta > threshold
    return branches.choose(large, x, ((x * beta).of("exp") + 1).of("log") / beta)


def _gelu(_: Branches, x: Grid, approximate: str = "none") -> Grid:
    if approximate != "none":
        raise UnsupportedArgumentsError
    root = Grid.constant(2, x.symbolic).of("sqrt")
    return x * ((x / root).of("erf") + 1) / 2


def _greater(branches: Branches, x: Grid, y: Any) -> Grid:
    y = _grid(y, x)
    chosen = branches.choose(x.numbers > y.numbers, x, y)
    return branches.choose(x.numbers == y.numbers, (x + y) / 2, chosen)


def _less(branches: Branches, x: Grid, y: Any) -> Grid:
    y = _grid(y, x)
    chosen = branches.choose(x.numbers < y.numbers, x, y)
    return branches.choose(x.numbers == y.numbers, (x + y) / 2, chosen)


def _clamp(branches: Branches, x: Grid, min: Any = None, max: Any = None) -> Grid:
    # On the bound itself torch lets the gradient through to the input.
    if min is not None:
        least = _grid(min, x)
        if least.shape:
            raise UnsupportedArgumentsError
        x = branches.choose(x.numbers >= least.numbers, x, least)
    if max is not None:
        most = _grid(max, x)
        if most.shape:
            raise UnsupportedArgumentsError
        x = branches.choose(x.numbers <= most.numbers, x, most)
    return x


def _where(branches: Branches, condition: Grid, x: Any, y: Any) -> Grid:
    return branches.choose(condition.numbers != 0, _grid(x, condition), _grid(y, condition))


def _sum(_: Branches, x: Grid, dim: Any = None, keepdim: bool = False) -> Grid:
    return x.total(axes_of(x, dim), keepdim)


def _count(x: Grid, axes: tuple[int, ...] | None) -> int:
    return x.numbers.size if axes is None else math.prod(x.shape[axis] for axis in axes)


def _mean(_: Branches, x: Grid, dim: Any = None, keepdim: bool = False) -> Grid:
    axes = axes_of(x, dim)
    return x.total(axes, keepdim) / _count(x, axes)


def _prod(_: Branches, x: Grid, dim: Any = None, keepdim: bool = False) -> Grid:
    axes = None if dim is None else int(dim)
    return x.done(lambda a: a.prod(axis=axes, keepdims=keepdim))


def _var(
    _: Branches, x: Grid, dim: Any = None, unbiased: Any = True, keepdim: bool = False, *, correction: Any = None
) -> Grid:
    if isinstance(dim, bool):  # x.var(False)
        dim, unbiased = None, dim
    axes = axes_of(x, dim)
    count = _count(x, axes)
    if correction is None:
        correction = 1 if unbiased else 0
    away = x - x.total(axes, True) / count
    return (away * away).total(axes, keepdim) / float(count - correction)


def _std(branches: Branches, x: Grid, *arguments: Any, **options: Any) -> Grid:
    return _var(branches, x, *arguments, **options).of("sqrt")


def _norm(branches: Branches, x: Grid, p: Any = "fro", dim: Any = None, keepdim: bool = False) -> Grid:
    if p not in (None, "fro", 2, 1):
        raise UnsupportedArgumentsError
    axes = axes_of(x, dim)
    if p == 1:
        return _abs(branches, x).total(axes, keepdim)
    squares = (x * x).total(axes, keepdim)
    # At 0 torch sends 0, where the root has no derivative.
    return branches.choose(squares.numbers == 0, squares * 0, squares.of("sqrt"))


def _dot(_: Branches, x: Grid, y: Grid) -> Grid:
    return x @ y


def _linear(_: Branches, x: Grid, weight: Grid, bias: Grid | None = None) -> Grid:
    made = x @ weight.done(lambda a: a.T)
    return made if bias is None else made + bias


def _addmm(_: Branches, x: Grid, a: Grid, b: Grid, beta: float = 1, alpha: float = 1) -> Grid:
    return x * beta + (a @ b) * alpha


def _outer(_: Branches, x: Grid, y: Grid) -> Grid:
    return x.with_other(y, lambda a, b: np.multiply.outer(a, b))


def _softmax(_: Branches, x: Grid, dim: Any = None) -> Grid:
    if dim is None:
        raise UnsupportedArgumentsError
    powers = x.of("exp")
    return powers / powers.total((int(dim),), True)


def _log_softmax(_: Branches, x: Grid, dim: Any = None) -> Grid:
    if dim is None:
        raise UnsupportedArgumentsError
    return x - x.of("exp").total((int(dim),), True).of("log")


def _logsumexp(_: Branches, x: Grid, dim: Any, keepdim: bool = False) -> Grid:
    return x.of("exp").total(axes_of(x, dim), keepdim).of("log")


def _reduced(loss: Grid, reduction: str) -> Grid:
    if reduction == "none":
        return loss
    total = loss.total(None, False)
    return total / loss.numbers.size if reduction == "mean" else total


def _mse_loss(_: Branches, x: Grid, y: Grid, reduction: str = "mean") -> Grid:
    return _reduced((x - y) * (x - y), reduction)


def _l1_loss(branches: Branches, x: Grid, y: Grid, reduction: str = "mean") -> Grid:
    return _reduced(_abs(branches, x - y), reduction)


def _extreme(sign: int) -> Function:
    def found(branches: Branches, x: Grid, dim: Any = None, keepdim: bool = False) -> Grid | tuple[Grid | None, ...]:
        if isinstance(dim, Grid):
            return (_greater if sign > 0 else _less)(branches, x, dim)
        if dim is not None:
            places = np.expand_dims((sign * x.numbers).argmax(axis=int(dim)), int(dim))
            branches.taken.append(places.tobytes())
            one = x.done(lambda a: np.take_along_axis(a, places, int(dim)))
            return (one if keepdim else one.done(lambda a: a.squeeze(int(dim)))), None
        # Ties share the gradient: of those that are greatest, the mean.
        best = x.numbers == (sign * x.numbers).max() * sign
        branches.taken.append(best.tobytes())
        return x.done(lambda a: np.asarray(a[best].sum())) / int(best.sum())

    return found


def _shape_only(function: Callable[..., Any]) -> Function:
    return lambda _, *arguments, **options: function(*arguments, **options)


def _of_each(name: str) -> Function:
    return lambda _, x: x.of(name)


ELEMENTWISE: dict[str, Function] = {name: _of_each(name) for name in FUNCTIONS} | {
    "add": _add,
    "radd": _add,
    "iadd": _add,
    "sub": _sub,
    "subtract": _sub,
    "isub": _sub,
    "rsub": _rsub,
    "mul": lambda _, x, y: x * y,
    "multiply": lambda _, x, y: x * y,
    "rmul": lambda _, x, y: x * y,
    "imul": lambda _, x, y: x * y,
    "div": _div,
    "divide": _div,
    "true_divide": _div,
    "truediv": _div,
    "itruediv": _div,
    "rdiv": lambda _, x, y: y / x,
    "rtruediv": lambda _, x, y: y / x,
    "neg": lambda _, x: -x,
    "negative": lambda _, x: -x,
    "positive": lambda _, x: x,
    "pow": _pow,
    "ipow": _pow,
    "float_power": _pow,
    "rpow": lambda branches, x, y: _pow(branches, y, x),
    "square": lambda _, x: x * x,
    "reciprocal": lambda _, x: 1 / x,
    "rsqrt": lambda _, x: 1 / x.of("sqrt"),
    "expm1": lambda _, x: x.of("exp") - 1,
    "log1p": lambda _, x: (x + 1).of("log"),
    "log2": lambda _, x: x.of("log") / Grid.constant(2, x.symbolic).of("log"),
    "log10": lambda _, x: x.of("log") / Grid.constant(10, x.symbolic).of("log"),
    "exp2": lambda _, x: Grid.constant(2, x.symbolic).to_the(x),
    "expit": _of_each("sigmoid"),
    "arcsin": _of_each("asin"),
    "arccos": _of_each("acos"),
    "arctan": _of_each("atan"),
    "abs": _abs,
    "absolute": _abs,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "silu": lambda _, x: x * x.of("sigmoid"),
    "gelu": _gelu,
    "logsigmoid": lambda _, x: -((-x).of("exp") + 1).of("log"),
    "softplus": _softplus,
    "maximum": _greater,
    "minimum": _less,
    "clamp": _clamp,
    "clip": _clamp,
    "clamp_min": lambda branches, x, min: _clamp(branches, x, min),
    "clamp_max": lambda branches, x, max: _clamp(branches, x, None, max),
    "where": _where,
    "clone": lambda _, x: x,
    "contiguous": lambda _, x: x,
    "double": lambda _, x: x,
    "float": lambda _, x: x,
    "to": lambda _, x, *_kinds: x,
}
"""What works element by element."""

PRODUCTS: dict[str, Function] = dict.fromkeys(
    ("matmul", "rmatmul", "mm", "mv", "bmm", "dot", "vdot", "inner"), _dot
) | {
    "rmatmul": lambda _, x, y: y @ x,
    "linear": _linear,
    "addmm": _addmm,
    "outer": _outer,
    "ger": _outer,
}

REDUCTIONS: dict[str, Function] = {
    "sum": _sum,
    "mean": _mean,
    "prod": _prod,
    "var": _var,
    "std": _std,
    "norm": _norm,
    "vector_norm": _norm,
    "max": _extreme(1),
    "amax": _extreme(1),
    "min": _extreme(-1),
    "amin": _extreme(-1),
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "logsumexp": _logsumexp,
    "mse_loss": _mse_loss,
    "l1_loss": _l1_loss,
}

OPERATIONS: dict[str, Function] = (
    ELEMENTWISE | PRODUCTS | REDUCTIONS | {name: _shape_only(one) for name, one in SHAPES.items()}
)
"""By torch's names without package, class and underscores."""

PARAMETERS = {"input": "x", "self": "x", "other": "y", "exponent": "y", "target": "y", "mat2": "y", "vec": "y"}
PARAMETERS |= {"tensor": "y", "axis": "dim", "keepdims": "keepdim", "ord": "p"}
"""What some arguments are called here."""

RANDOM = {
    "dropout",
    "dropout1d",
    "dropout2d",
    "alpha_dropout",
    "feature_dropout",
    "bernoulli",
    "rrelu",
    "gumbel_softmax",
}
"""What draws numbers."""


def plain_name(name: str) -> str:
    """Torch's name of an operation without package, class and underscores: "pow" for ``torch.Tensor.__pow__``."""
    short = name.removesuffix(".__get__").rpartition(".")[2]
    if short.startswith("__") and short.endswith("__"):
        return short[2:-2]
    return short.removesuffix("_") if not short.startswith("_") else short
