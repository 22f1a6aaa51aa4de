"""What is told of tensors that are too large to keep."""

from __future__ import annotations

import ctypes
import math
import weakref
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from core.autograd.tensor import Statistics, plain_number

BLOCK = 1024
"""Numbers of float32 that are added in float32; the sums of blocks are added in float64."""
CHUNK = 1 << 17
TINY = 1e-30
"""Mean square below which float32 loses digits."""
_DTYPES: dict[torch.dtype, type[np.generic]] = {
    torch.float32: np.float32,
    torch.float64: np.float64,
    torch.int8: np.int8,
    torch.int16: np.int16,
    torch.int32: np.int32,
    torch.int64: np.int64,
    torch.uint8: np.uint8,
    torch.uint16: np.uint16,
    torch.uint32: np.uint32,
    torch.uint64: np.uint64,
    torch.bool: np.bool_,
}


class StatisticsCache:
    """Statistics of large tensors by the memory that they are of: a gradient that is passed on is looked at once.

    Memory is known by its storage's address, as long as that storage lives, and by the version of the tensor. In
    which order dimensions are written does not matter to statistics. Who writes where versions do not tell, as
    through ``x.data`` or NumPy, must say so by `forget` or `distrust`.

    Torch keeps a storage's Python object as long as the storage, so an ordinary weak reference tells whether it
    lives; torch's own `StorageWeakRef` keeps a little of each storage, around which freed memory is not used again.
    """

    def __init__(self, most: int = 2048) -> None:
        self._most = most
        self._stopped = False
        self._known: dict[int, tuple[weakref.ref[torch.UntypedStorage], dict[Any, Statistics] | None]] = {}

    def forget(self, tensor: torch.Tensor) -> None:
        """The memory of a tensor was written into."""
        if self._known and tensor.layout == torch.strided:
            address = tensor.untyped_storage()._cdata
            known = self._known.get(address)
            if known is not None and known[1]:
                known[1].clear()

    def distrust(self, tensor: torch.Tensor) -> None:
        """The memory of a tensor may be written into without torch's knowledge from now on."""
        if tensor.layout == torch.strided:
            storage = tensor.untyped_storage()
            self._known[storage._cdata] = (weakref.ref(storage), None)

    def stop(self) -> None:
        """Remember nothing from now on: there is nobody left who would tell of writes."""
        self._known.clear()
        self._stopped = True

    def of(self, tensor: torch.Tensor) -> Statistics:
        """`statistics`, computed or remembered."""
        if self._stopped or tensor.layout != torch.strided or tensor.is_inference() or tensor.is_quantized:
            return statistics(tensor)
        storage = tensor.untyped_storage()
        address = storage._cdata
        order = tuple(sorted(pair for pair in zip(tensor.stride(), tensor.shape, strict=True) if pair[1] != 1))
        key = (tensor._version, tensor.storage_offset(), tensor.dtype, tensor.is_conj(), tensor.is_neg(), order)
        known = self._known.get(address)
        if known is None or known[0]() is not storage:  # Another storage may have come to lie there.
            if not storage.resizable():
                return statistics(tensor)  # The memory is somebody else's.
            if len(self._known) >= self._most:
                self._known = {at: one for at, one in self._known.items() if one[0]() is not None}
                if len(self._known) >= self._most:
                    return statistics(tensor)
            known = self._known[address] = (weakref.ref(storage), {})
        if known[1] is None:
            return statistics(tensor)
        found = known[1].get(key)
        if found is None:
            found = known[1][key] = statistics(tensor)
        return found


def statistics(tensor: torch.Tensor) -> Statistics:
    """Of all elements: least, greatest, mean and Euclidean norm; of complex numbers by their size.

    The numbers are read where they lie, by NumPy on this thread: torch's own reductions wake its thread pool,
    which on a busy machine waits many times longer than a gradient of some thousand numbers takes.
    """
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
    if numbers.is_floating_point() and numbers.element_size() < 4:
        numbers = numbers.float()
    dense = _dense(numbers)
    flat = _in_memory(dense)
    with np.errstate(all="ignore"):
        # Piece by piece, so that each is still in the processor's cache when it is looked at again.
        pieces = [flat[first : first + CHUNK] for first in range(0, flat.size, CHUNK)]
        least, greatest, sums, squares = np.array([_moments(piece) for piece in pieces]).T
        total, norm = float(sums.sum()) * copies, math.sqrt(float(squares.sum()) * copies)
    least, greatest = float(least.min()), float(greatest.max())
    if zeros:
        least, greatest = min(least, 0.0), max(greatest, 0.0)
    return Statistics(plain_number(least), plain_number(greatest), plain_number(total / count), plain_number(norm))


def _dense(numbers: torch.Tensor) -> torch.Tensor:
    """The same elements side by side on the CPU, in any order; without a copy where they are."""
    if numbers.is_neg():
        numbers = numbers.resolve_neg()
    if numbers.device.type != "cpu":
        numbers = numbers.cpu()
    strides = numbers.stride()
    return numbers.permute(sorted(range(numbers.dim()), key=lambda place: -strides[place])).contiguous()


def _in_memory(dense: torch.Tensor) -> npt.NDArray[Any]:
    """All elements (n,) where they lie; only while the tensor lives.

    `Tensor.numpy` would forbid the program to resize the tensor from then on.
    """
    address = dense.data_ptr()
    if not address:
        raise RuntimeError("a tensor without memory")
    memory = (ctypes.c_char * (dense.numel() * dense.element_size())).from_address(address)
    return np.frombuffer(memoryview(memory), np.dtype(_DTYPES[dense.dtype]))


def _moments(numbers: npt.NDArray[Any]) -> tuple[float, float, float, float]:
    """Least, greatest, sum and sum of squares; of many float32 in its own precision, by blocks."""
    least, greatest = float(numbers.min()), float(numbers.max())
    if numbers.dtype == np.float32 and numbers.size > BLOCK:
        whole = numbers.size // BLOCK * BLOCK
        blocks, rest = numbers[:whole].reshape(-1, BLOCK), numbers[whole:].astype(np.float64)
        squares = float(np.vecdot(blocks, blocks).sum(dtype=np.float64) + np.vecdot(rest, rest))
        if TINY * numbers.size < squares < math.inf:
            # einsum adds in several lanes at once, which `sum` along rows does not.
            total = float(np.einsum("ij->i", blocks).sum(dtype=np.float64) + rest.sum())
            return least, greatest, total, squares
    wide = numbers.astype(np.float64)
    return least, greatest, float(wide.sum()), float(np.einsum("i,i->", wide, wide))  # No threads, as dot has.
