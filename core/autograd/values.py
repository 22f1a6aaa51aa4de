"""Tensors as plain values, copied at the moment of asking: a gradient may be changed in place later."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import torch
from torch._C import DisableTorchFunction, _len_torch_dispatch_stack
from torch.utils._python_dispatch import _disable_current_modes

from core.autograd.trace import MOST_VALUES, Saved, Statistics, Tensor

UNSIGNED = 1 << 63
MOST_VALUES_OF_RUN = 4_000_000
"""Values that one run keeps; what comes after them is only described, so that no loop fills the memory."""

_NOTHING = Statistics("nan", "nan", "nan", "nan")
_PLAIN_DISPATCH = torch.Tensor.__torch_dispatch__
# The program may put others in their places.
_detach, _tolist, _no_grad = torch.Tensor.detach, torch.Tensor.tolist, torch.no_grad


class Snapshots:
    """Copies tensors to plain values without running any of the program's own code.

    Args:
        most: Values of one tensor that are kept; larger ones are described by statistics.
        most_of_run: Values that are kept in all.
    """

    def __init__(self, most: int = MOST_VALUES, most_of_run: int = MOST_VALUES_OF_RUN) -> None:
        self._most = most
        self._left = most_of_run

    @property
    def exhausted(self) -> bool:
        """Whether the run has used up what may be kept."""
        return self._left <= 0

    def of(self, tensor: torch.Tensor) -> Tensor:
        """A tensor's shape, type and values now."""
        # The program's modes and subclasses may not notice that somebody looked, nor may the graph grow.
        modes = _disable_current_modes() if _len_torch_dispatch_stack() else contextlib.nullcontext()
        with _no_grad(), DisableTorchFunction(), modes:
            shape, dtype = tuple(map(int, tensor.shape)), str(tensor.dtype).removeprefix("torch.")
            if type(tensor).__torch_dispatch__ is not _PLAIN_DISPATCH:
                # A wrapper whose operations are the program's own code: it is not asked for anything.
                return Tensor(shape, dtype, None, _NOTHING)
            try:
                plain = _detach(tensor)
                count = plain.numel()
                if count > self._most or (count and self.exhausted):
                    return Tensor(shape, dtype, None, statistics(plain))
                self._left -= count
                return Tensor(shape, dtype, _values(plain))
            except (RuntimeError, NotImplementedError, TypeError):
                # Without data (device "meta", vmap) there is a shape and nothing to show.
                return Tensor(shape, dtype, None, _NOTHING)

    def of_optional(self, tensor: torch.Tensor | None) -> Tensor | None:
        """`of`, or None where there is no tensor."""
        return None if tensor is None else self.of(tensor)

    def of_saved(self, value: object) -> Saved:
        """A node's saved attribute as plain data."""
        if isinstance(value, torch.Tensor):
            return self.of(value)
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, int):
            return value - 2 * UNSIGNED if value >= UNSIGNED else value  # Some saved ints come out unsigned.
        if isinstance(value, float):
            plain: float | str = _plain(value)
            return plain
        if isinstance(value, (list, tuple)):
            return [self.of_saved(item) for item in value]
        return clean(str(value))


def clean(text: str) -> str:
    """A text that can be encoded: half of a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: object) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, complex):
        return str(value)
    return value


def _values(plain: torch.Tensor) -> Any:
    if plain.layout != torch.strided:
        plain = plain.to_dense()
    if plain.is_quantized:
        plain = plain.dequantize()
    if plain.is_complex():
        return _plain(_tolist(plain.resolve_conj()))
    listed = _tolist(plain.resolve_neg())
    finite = not plain.is_floating_point() or bool(torch.isfinite(plain.float()).all())
    # Half of a large double is not finite as a float: then looking at each does no harm.
    return listed if finite else _plain(listed)


def statistics(tensor: torch.Tensor) -> Statistics:
    """Of all elements: least, greatest, mean and Euclidean norm; of complex numbers by their size."""
    count, copies = tensor.numel(), 1
    zeros = False
    if tensor.layout != torch.strided:
        numbers = (tensor.coalesce() if tensor.layout == torch.sparse_coo else tensor).values()
        zeros = numbers.numel() < count
    else:
        numbers = tensor
        for dimension, stride in enumerate(tensor.stride()):
            # One value stands for all of an expanded tensor: 4 bytes must not become 4 MB.
            if stride == 0 and tensor.shape[dimension] > 1:
                copies *= tensor.shape[dimension]
                numbers = numbers.narrow(dimension, 0, 1)
    if numbers.is_quantized:
        numbers = numbers.dequantize()
    if numbers.is_complex():
        numbers = numbers.abs()
    if numbers.numel() == 0:
        return Statistics(0.0, 0.0, 0.0, 0.0)
    if numbers.is_floating_point() and numbers.element_size() == 1:
        numbers = numbers.float()
    least, greatest = (float(one) for one in torch.aminmax(numbers))
    if not numbers.is_floating_point():
        numbers = numbers.double()
    total = float(numbers.sum(dtype=torch.float64)) * copies
    norm = float(torch.linalg.vector_norm(numbers, dtype=torch.float64)) * math.sqrt(copies)
    if zeros:
        least, greatest = min(least, 0.0), max(greatest, 0.0)
    return Statistics(_plain(least), _plain(greatest), _plain(total / count), _plain(norm))
