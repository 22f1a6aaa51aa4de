"""Torch's operations that work element by element, on `Grid`s.

Where an operation distinguishes cases, the case that the numbers are in is taken, and at a tie the expression
whose derivative is the one that torch has there: the mean of both for ``maximum``, 0 for ``relu`` at 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.autograd.derivation.grid import FUNCTIONS, Branches, Grid

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


def _rsub(_: Branches, x: Grid, y: Any, alpha: float = 1) -> Grid:
    return _grid(y, x) - x * alpha


def _div(_: Branches, x: Grid, y: Grid | float, rounding_mode: str | None = None) -> Grid:
    if rounding_mode is not None:
        raise UnsupportedArgumentsError
    return x / y


def _pow(_: Branches, x: Grid | float, y: Grid | float) -> Grid:
    if isinstance(x, Grid):
        return x.to_the(y)
    if isinstance(y, Grid):
        return Grid.constant(x, y.symbolic).to_the(y)
    raise UnsupportedArgumentsError


def absolute(branches: Branches, x: Grid) -> Grid:
    """Its derivative at 0 is 0."""
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


def _hardtanh(branches: Branches, x: Grid, min_val: float = -1.0, max_val: float = 1.0) -> Grid:
    # On the bounds torch sends nothing on, unlike for clamp.
    within = (x.numbers > min_val) & (x.numbers < max_val)
    bound = Grid.constant((x.numbers > min_val) * (max_val - min_val) + min_val, x.symbolic)
    return branches.choose(within, x, bound)


def _gelu(_: Branches, x: Grid, approximate: str = "none") -> Grid:
    if approximate != "none":
        raise UnsupportedArgumentsError
    root = Grid.constant(2, x.symbolic).of("sqrt")
    return x * ((x / root).of("erf") + 1) / 2


def greater(branches: Branches, x: Grid, y: Any) -> Grid:
    """The greater of two; each gets half of the gradient where they are equal."""
    y = _grid(y, x)
    chosen = branches.choose(x.numbers > y.numbers, x, y)
    return branches.choose(x.numbers == y.numbers, (x + y) / 2, chosen)


def less(branches: Branches, x: Grid, y: Any) -> Grid:
    """The smaller of two, likewise."""
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
    "abs": absolute,
    "absolute": absolute,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "silu": lambda _, x: x * x.of("sigmoid"),
    "gelu": _gelu,
    "logsigmoid": lambda _, x: -((-x).of("exp") + 1).of("log"),
    "log_sigmoid": lambda _, x: -((-x).of("exp") + 1).of("log"),
    "hardtanh": _hardtanh,
    "relu6": lambda branches, x: _hardtanh(branches, x, 0, 6),
    "softplus": _softplus,
    "maximum": greater,
    "minimum": less,
    "clamp": _clamp,
    "clip": _clamp,
    "clamp_min": lambda branches, x, min: _clamp(branches, x, min),
    "clamp_max": lambda branches, x, max: _clamp(branches, x, None, max),
    "where": _where,
    "clone": lambda _, x: x,
    "requires_grad": lambda _, x, *_wanted: x,
    "contiguous": lambda _, x: x,
    "double": lambda _, x: x,
    "float": lambda _, x: x,
    "to": lambda _, x, *_kinds: x,
}
"""What works element by element."""
