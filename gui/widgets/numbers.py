"""Numbers as the user types them and as they are shown: Western notation in every language."""

from __future__ import annotations

import math

from core.typed_numbers import normalise as normalise

MINUS = "\u2212"


def read_whole(text: str) -> int | None:
    """A whole number as typed, or None if it is none."""
    try:
        return int(normalise(text))
    except ValueError:
        return None


def read_number(text: str) -> float | None:
    """A finite number as typed, or None if it is none."""
    try:
        value = float(normalise(text))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def show_number(value: float, digits: int = 2) -> str:
    """A number to be read: a fixed number of decimals, a true minus, never "-0.00"."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else f"{MINUS}inf"
    if value and abs(value) < 0.5 * 10**-digits:
        text = f"{value:.0e}"
    elif abs(value) >= 1e6:
        text = f"{value:.2e}"
    else:
        text = f"{value:.{digits}f}"
    return text.replace("-", MINUS) if value else text.lstrip("-")


def show_shape(shape: tuple[int, ...]) -> str:
    """A shape as torch prints it, such as ``(1, 2, 64)``."""
    return str(tuple(int(size) for size in shape))


def show_bytes(size: int) -> str:
    """A size in memory in the largest binary unit of which there is at least one, such as ``1.5 MiB``."""
    value, unit = float(size), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
