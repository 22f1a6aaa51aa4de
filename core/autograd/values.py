"""Tensors as plain values, copied at the moment of asking: a gradient may be changed in place later."""

from __future__ import annotations

import contextlib
import ctypes
from functools import lru_cache

import torch
from torch._C import DisableTorchFunction, _len_torch_dispatch_stack
from torch.utils._python_dispatch import _disable_current_modes

from core.autograd.statistics import StatisticsCache
from core.autograd.tensor import STORED, plain_number
from core.autograd.trace import MOST_VALUES, Saved, Statistics, Tensor

UNSIGNED = 1 << 63
MOST_VALUES_OF_RUN = 24_000_000
"""Values that one run keeps; what comes after them is only described, so that no loop fills the memory."""

_NOTHING = Statistics("nan", "nan", "nan", "nan")
_PLAIN_DISPATCH = torch.Tensor.__torch_dispatch__
_is_wrapped = torch._C._functorch.is_functorch_wrapped_tensor
_detach = torch.Tensor.detach


class Snapshots:
    """Copies tensors to plain values without running any of the program's own code.

    Args:
        most: Values of one tensor that are kept; larger ones are described by statistics.
        most_of_run: Values that are kept in all.
        cache: Remembers statistics, for several of these together.
    """

    def __init__(
        self, most: int = MOST_VALUES, most_of_run: int = MOST_VALUES_OF_RUN, cache: StatisticsCache | None = None
    ) -> None:
        self.cache = cache or StatisticsCache()
        self._most = most
        self._left = most_of_run

    @property
    def exhausted(self) -> bool:
        """Whether the run has used up what may be kept."""
        return self._left <= 0

    def of(self, tensor: torch.Tensor) -> Tensor:
        """A tensor's shape, type and values now."""
        # The program's modes and subclasses may not notice that somebody looked. The graph does not grow by
        # what is detached.
        modes = _disable_current_modes() if _len_torch_dispatch_stack() else contextlib.nullcontext()
        with DisableTorchFunction(), modes:
            shape, dtype = tuple(map(int, tensor.shape)), _dtype_name(tensor.dtype)
            if type(tensor).__torch_dispatch__ is not _PLAIN_DISPATCH or _is_wrapped(tensor):
                # A wrapper whose operations are the program's own code, or torch.func's: it is not asked for anything.
                return Tensor(shape, dtype, None, _NOTHING)
            try:
                plain = _detach(tensor)
                count = plain.numel()
                if count > self._most or (count and self.exhausted):
                    return Tensor(shape, dtype, None, self.cache.of(plain))
                self._left -= count
                return Tensor(shape, dtype, _bytes(plain))
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
            plain: float | str = plain_number(value)
            return plain
        if isinstance(value, (list, tuple)):
            return [self.of_saved(item) for item in value]
        return clean(str(value))


def clean(text: str) -> str:
    """A text that can be encoded: half of a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _bytes(plain: torch.Tensor) -> bytes:
    """A tensor's numbers in row-major order, of the type in `STORED`; copied once."""
    if plain.layout != torch.strided:
        plain = plain.to_dense()
    if plain.is_quantized:
        plain = plain.dequantize()
    if plain.is_complex():
        plain = plain.resolve_conj()
    plain = plain.resolve_neg()
    stored = STORED.get(_dtype_name(plain.dtype), "float32")
    if stored != _dtype_name(plain.dtype):
        plain = plain.to(getattr(torch, stored))
    plain = plain.cpu().contiguous()
    address, size = plain.data_ptr(), plain.numel() * plain.element_size()
    if size and not address:
        raise RuntimeError("a tensor without memory")
    return ctypes.string_at(address, size) if size else b""


@lru_cache
def _dtype_name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
