"""Tensors as plain values, copied at the moment of asking: a gradient may be changed in place later."""

from __future__ import annotations

import math
from typing import Any

import torch

from core.autograd.trace import Saved, Statistics, Tensor

UNSIGNED = 1 << 63


def _plain(value: object) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, complex):
        return str(value)
    return value


def _statistics(tensor: torch.Tensor) -> Statistics:
    numbers = tensor.abs() if tensor.is_complex() else tensor
    # One value stands for all of an expanded tensor: 4 bytes must not become 4 MB.
    numbers = numbers.to(torch.float64)
    return Statistics(
        min=_plain(numbers.min().item()),
        max=_plain(numbers.max().item()),
        mean=_plain(numbers.mean().item()),
        norm=_plain(torch.linalg.vector_norm(numbers).item()),
    )


def tensor_values(tensor: torch.Tensor, most: int) -> Tensor:
    """A tensor's shape, type and values now; more than `most` values are only described."""
    shape, dtype = tuple(tensor.shape), str(tensor.dtype).removeprefix("torch.")
    if type(tensor) is not torch.Tensor:
        tensor = tensor.as_subclass(torch.Tensor)
    with torch.no_grad(), torch._C.DisableTorchFunction():
        try:
            plain = tensor.detach()
            if plain.layout != torch.strided:
                plain = plain.to_dense()
            if plain.is_quantized:
                plain = plain.dequantize()
            if plain.numel() <= most:
                return Tensor(shape, dtype, _plain(plain.resolve_conj().resolve_neg().tolist()))
            return Tensor(shape, dtype, None, _statistics(plain))
        except (RuntimeError, NotImplementedError, TypeError):
            # A tensor without data (device "meta", a wrapper subclass) has a shape and nothing to show.
            return Tensor(shape, dtype, None, Statistics("nan", "nan", "nan", "nan"))


def optional_values(tensor: torch.Tensor | None, most: int) -> Tensor | None:
    """`tensor_values`, or None where there is no tensor."""
    return None if tensor is None else tensor_values(tensor, most)


def saved_value(value: object, most: int) -> Saved:
    """A node's saved attribute as plain data."""
    if isinstance(value, torch.Tensor):
        return tensor_values(value, most)
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value - 2 * UNSIGNED if value >= UNSIGNED else value  # Some saved ints come out unsigned.
    if isinstance(value, float):
        plain: float | str = _plain(value)
        return plain
    if isinstance(value, (list, tuple)):
        return [saved_value(item, most) for item in value]
    return str(value)
