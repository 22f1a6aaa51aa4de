"""Torch's operations that a derivation by hand can go through, all of them by torch's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.autograd.derivation.elementwise import ELEMENTWISE, Function
from core.autograd.derivation.reductions import PRODUCTS, REDUCTIONS
from core.autograd.derivation.shapes import SHAPES


def _shape_only(function: Callable[..., Any]) -> Function:
    return lambda _, *arguments, **options: function(*arguments, **options)


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
