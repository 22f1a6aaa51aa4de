"""The closed set of things that "what if" does to a gradient: torch operations, none of the program's code."""

from __future__ import annotations

import math
from typing import Any

import torch

from core.autograd.problem import ProblemError
from core.autograd.what_if import ClipNorm, ClipValue, Negate, Noise, Operation, Replace, Scale, Zero

WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def tensor_of(values: Any, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    """Values as a tensor of a shape and type.

    Raises:
        ProblemError: "bad values" where they are no numbers or not in equal rows, "bad shape" where
            there are more or fewer of them.
    """
    if isinstance(values, bytes):
        if len(values) != math.prod(shape) * dtype.itemsize:
            raise ProblemError("bad shape")
        if not values:
            return torch.zeros(shape, dtype=dtype)
        return torch.frombuffer(bytearray(values), dtype=dtype).reshape(shape)
    try:
        made = torch.tensor(_numbers(values, complex if dtype.is_complex else float), dtype=dtype)
    except (ValueError, TypeError, OverflowError, RuntimeError, RecursionError):
        raise ProblemError("bad values") from None
    # An empty list may stand for a tensor of any shape without elements.
    if made.numel() == 0 == math.prod(shape):
        return made.reshape(shape)
    if tuple(made.shape) != shape:
        raise ProblemError("bad shape")
    return made


def _numbers(values: Any, kind: type[float] | type[complex]) -> Any:
    if isinstance(values, (list, tuple)):
        return [_numbers(one, kind) for one in values]
    if isinstance(values, str):
        return WORDS[values] if values in WORDS else kind(values)
    if isinstance(values, bool) or not isinstance(values, (int, float)):
        raise TypeError
    return values


def changed(gradient: torch.Tensor, operation: Operation) -> torch.Tensor:
    """A gradient after an operation: a new tensor of the same shape and type.

    Raises:
        ProblemError: The values of a `Replace` do not fit.
    """
    match operation:
        case Scale(factor=factor):
            return gradient * factor
        case Negate():
            return -gradient
        case Zero():
            return torch.zeros_like(gradient)
        case ClipValue(limit=limit):
            return gradient.clamp(-limit, limit)
        case ClipNorm(limit=limit):
            norm = torch.linalg.vector_norm(gradient)
            return gradient * (limit / norm) if norm > limit else gradient
        case Replace(values=values):
            return tensor_of(values, tuple(gradient.shape), gradient.dtype)
        case Noise(deviation=deviation, seed=seed):
            generator = torch.Generator().manual_seed(seed)
            noise = torch.randn(gradient.shape, generator=generator, dtype=gradient.dtype)
            return gradient + noise * deviation
