"""A tensor's values as plain data, as all records hold them."""

from __future__ import annotations

from typing import Any

import msgspec


class Statistics(msgspec.Struct, frozen=True):
    """Of a tensor too large to keep; numbers, or "nan", "inf", "-inf"."""

    min: float | str
    max: float | str
    mean: float | str
    norm: float | str


class Tensor(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tensor's values at one moment.

    Attributes:
        shape: As torch's.
        dtype: As torch's, without ``torch.``.
        values: Nested lists, a bare number for no dimensions, or None for a large tensor;
            NaN and infinities are strings.
        statistics: Only where `values` is None.
    """

    shape: tuple[int, ...]
    dtype: str
    values: Any
    statistics: Statistics | None = None
