"""A tensor's values as plain data, as all records hold them."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

STORED = {
    **{name: name for name in ("float64", "float32", "float16", "complex64", "complex128", "bool")},
    **{f"{sign}int{bits}": f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)},
    "complex32": "complex64",
}
"""How NumPy has the numbers of a torch type; of all others, such as bfloat16, as float32."""


class Statistics(msgspec.Struct, frozen=True):
    """Of a tensor too large to keep; numbers, or "nan", "inf", "-inf"."""

    min: float | str
    max: float | str
    mean: float | str
    norm: float | str


class Tensor(msgspec.Struct, frozen=True, omit_defaults=True, eq=False, rename={"kept": "values"}):
    """A tensor's values at one moment.

    Attributes:
        shape: As torch's.
        dtype: As torch's, without ``torch.``.
        kept: The values: between processes and in memory their bytes in row-major order, of the type in `STORED`;
            from a file as `values` has them. None for a large tensor.
        statistics: Only where nothing is kept.
    """

    shape: tuple[int, ...]
    dtype: str
    kept: Any
    statistics: Statistics | None = None

    @property
    def values(self) -> Any:
        """Nested lists, a bare number for no dimensions, or None; NaN, infinities and complex numbers are strings."""
        return unpacked(self.shape, self.dtype, self.kept) if isinstance(self.kept, bytes) else self.kept

    @property
    def array(self) -> npt.NDArray[Any] | None:
        """The values as NumPy has them, read-only or a copy; None where nothing is kept."""
        if self.kept is None:
            return None
        stored = np.dtype(STORED.get(self.dtype, "float32"))
        if isinstance(self.kept, bytes):
            return np.frombuffer(self.kept, stored).reshape(self.shape)
        kind = complex if stored.kind == "c" else stored
        return np.array(self.kept, dtype=kind).reshape(self.shape)  # Words such as "nan" are numbers to NumPy.

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tensor):
            return NotImplemented
        if (self.shape, self.dtype, self.statistics) != (other.shape, other.dtype, other.statistics):
            return False
        return bool(self.kept == other.kept) or bool(self.values == other.values)

    def __ne__(self, other: object) -> bool:
        # Not left to Python: msgspec's own would compare by identity.
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        return hash((self.shape, self.dtype, self.statistics))


def unpacked(shape: tuple[int, ...], dtype: str, kept: bytes) -> Any:
    """A tensor's bytes as `Tensor.values` has them."""
    array = np.frombuffer(kept, np.dtype(STORED.get(dtype, "float32"))).reshape(shape)
    listed = array.tolist()
    finite = array.dtype.kind not in "fc" or (array.dtype.kind == "f" and bool(np.isfinite(array).all()))
    return listed if finite else plain_number(listed)


def plain_number(value: object) -> Any:
    """A number, or nested lists of them, without what JSON cannot say: NaN and infinities become words."""
    if isinstance(value, list):
        return [plain_number(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, complex):
        return str(value)
    return value
