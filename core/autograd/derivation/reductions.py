"""Torch's products, sums, norms, losses and other operations over several elements, on `Grid`s."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.autograd.derivation.elementwise import Function, UnsupportedArgumentsError, absolute, greater, less
from core.autograd.derivation.grid import Branches, Grid
from core.autograd.derivation.shapes import axes_of


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
        return absolute(branches, x).total(axes, keepdim)
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


_REDUCTIONS = ("none", "mean", "sum")


def _reduced(loss: Grid, reduction: str | int) -> Grid:
    """By name, or by the number that torch's own C++ knows it by."""
    how = reduction if isinstance(reduction, str) else _REDUCTIONS[reduction]
    if how == "none":
        return loss
    total = loss.total(None, False)
    return total / loss.numbers.size if how == "mean" else total


def _mse_loss(_: Branches, x: Grid, y: Grid, reduction: str | int = "mean") -> Grid:
    return _reduced((x - y) * (x - y), reduction)


def _l1_loss(branches: Branches, x: Grid, y: Grid, reduction: str | int = "mean") -> Grid:
    return _reduced(absolute(branches, x - y), reduction)


def _huber_loss(branches: Branches, x: Grid, y: Grid, reduction: str | int = "mean", delta: float = 1.0) -> Grid:
    away = absolute(branches, x - y)
    near = branches.choose(away.numbers < delta, away * away / 2, (away - delta / 2) * delta)
    return _reduced(near, reduction)


def _smooth_l1_loss(branches: Branches, x: Grid, y: Grid, reduction: str | int = "mean", beta: float = 1.0) -> Grid:
    return _huber_loss(branches, x, y, reduction, beta) / beta


def _with_logits(
    _: Branches, x: Grid, y: Grid, weight: Any = None, pos_weight: Any = None, reduction: str | int = "mean"
) -> Grid:
    if weight is not None or pos_weight is not None:
        raise UnsupportedArgumentsError
    return _reduced((x.of("exp") + 1).of("log") - x * y, reduction)


def _nll_loss(
    _: Branches, x: Grid, y: Grid, weight: Any = None, reduction: str | int = "mean", ignore_index: int = -100
) -> Grid:
    places = y.numbers.astype(int)
    if weight is not None or len(x.shape) != 2 or (places == ignore_index).any():
        raise UnsupportedArgumentsError
    return _reduced(-x.done(lambda a: a[np.arange(len(places)), places]), reduction)


def _cross_entropy(
    branches: Branches,
    x: Grid,
    y: Grid,
    weight: Any = None,
    reduction: str | int = "mean",
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
) -> Grid:
    if label_smoothing:
        raise UnsupportedArgumentsError
    return _nll_loss(branches, _log_softmax(branches, x, 1), y, weight, reduction, ignore_index)


def _cumsum(_: Branches, x: Grid, dim: int) -> Grid:
    return x.done(lambda a: a.cumsum(axis=dim))


def _extreme(sign: int) -> Function:
    def found(branches: Branches, x: Grid, dim: Any = None, keepdim: bool = False) -> Grid | tuple[Grid | None, ...]:
        if isinstance(dim, Grid):
            return (greater if sign > 0 else less)(branches, x, dim)
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
    "huber_loss": _huber_loss,
    "smooth_l1_loss": _smooth_l1_loss,
    "binary_cross_entropy_with_logits": _with_logits,
    "nll_loss": _nll_loss,
    "nll_loss_nd": _nll_loss,
    "cross_entropy": _cross_entropy,
    "cumsum": _cumsum,
}
