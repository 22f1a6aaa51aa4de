"""What is told of tensors that are too large to keep."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch.multiprocessing.reductions import StorageWeakRef

from core.autograd.tensor import Statistics

LARGE = 1 << 15
"""Elements from which on sums are made in a tensor's own precision."""


class StatisticsCache:
    """Statistics of large tensors by the memory that they are of: a gradient that is passed on is looked at once.

    Memory is known by its storage, held weakly so that no other takes its place, and by the version of the
    tensor. In which order dimensions are written does not matter to statistics. Who writes where versions do not
    tell, as through ``x.data`` or NumPy, must say so by `forget` or `distrust`.
    """

    def __init__(self, most: int = 2048) -> None:
        self._most = most
        self._stopped = False
        self._known: dict[int, tuple[StorageWeakRef, dict[Any, Statistics] | None]] = {}

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
            self._known[storage._cdata] = (_weak(storage), None)

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
        if known is None:
            if not storage.resizable():
                return statistics(tensor)  # The memory is somebody else's.
            if len(self._known) >= self._most:
                self._known = {at: one for at, one in self._known.items() if not _is_gone(one[0])}
                if len(self._known) >= self._most:
                    return statistics(tensor)
            known = self._known[address] = (_weak(storage), {})
        if known[1] is None:
            return statistics(tensor)
        found = known[1].get(key)
        if found is None:
            found = known[1][key] = statistics(tensor)
        return found


def _weak(storage: torch.UntypedStorage) -> StorageWeakRef:
    return StorageWeakRef(storage)  # type: ignore[no-untyped-call]  # torch has no types for it


def _is_gone(storage: StorageWeakRef) -> bool:
    return bool(storage.expired())  # type: ignore[no-untyped-call]  # torch has no types for it


def plain_number(value: object) -> Any:
    """A number, or nested lists of them, without what JSON cannot say: NaN and infinities become words."""
    if isinstance(value, list):
        return [plain_number(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, complex):
        return str(value)
    return value


def statistics(tensor: torch.Tensor) -> Statistics:
    """Of all elements: least, greatest, mean and Euclidean norm; of complex numbers by their size.

    Mean and norm of `LARGE` float32 tensors are summed in float32, which torch does in a third of the time.
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
    if numbers.is_floating_point() and numbers.element_size() == 1:
        numbers = numbers.float()
    least, greatest = (float(one) for one in torch.aminmax(numbers))
    if not numbers.is_floating_point():
        numbers = numbers.double()
    precise = None if numbers.dtype == torch.float32 and numbers.numel() >= LARGE else torch.float64
    total = float(numbers.sum(dtype=precise))
    norm = float(torch.linalg.vector_norm(numbers, dtype=precise))
    if precise is None and not (math.isfinite(total) and math.isfinite(norm)):  # Too large for float32, perhaps.
        total = float(numbers.sum(dtype=torch.float64))
        norm = float(torch.linalg.vector_norm(numbers, dtype=torch.float64))
    total, norm = total * copies, norm * math.sqrt(copies)
    if zeros:
        least, greatest = min(least, 0.0), max(greatest, 0.0)
    return Statistics(plain_number(least), plain_number(greatest), plain_number(total / count), plain_number(norm))
