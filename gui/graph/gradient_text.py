"""Numbers and tensors in a few characters, as pills and boxes show them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.autograd.trace import Tensor
from gui.widgets.numbers import MINUS, show_shape

MOST_WRITTEN = 4
"""Numbers that a pill writes out; of more it tells shape and norm."""
LONGEST_ROW = 24
"""Characters of a row of them; a longer one would be cut."""


def short_number(value: float) -> str:
    """A number to four significant digits, with a true minus, never "-0"."""
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf" if value > 0 else f"{MINUS}inf"
    text = f"{value:.4g}"
    return text.replace("-", MINUS) if value else "0"


def real_values(tensor: Tensor) -> npt.NDArray[np.float64] | None:
    """The values, or None where they were not kept or are not real numbers."""
    kept = tensor.array
    return None if kept is None or kept.dtype.kind == "c" else kept.astype(np.float64)


def norm_text(tensor: Tensor) -> str:
    """The Euclidean norm between its bars, or "" where it is not known."""
    kept = tensor.array
    if kept is not None:
        return f"‖{short_number(float(np.linalg.norm(kept.astype(complex).ravel())))}‖"
    return "" if tensor.statistics is None else f"‖{short_number(float(tensor.statistics.norm))}‖"


def pill_text(tensor: Tensor) -> str:
    """A gradient beside its edge: its numbers if they are few or all the same, else its shape and norm.

    A matrix of few numbers is told in a line a row.
    """
    values = real_values(tensor)
    if values is not None and values.size:
        if np.all(values == values.flat[0]):
            value = short_number(float(values.flat[0]))
            return value if values.size == 1 else f"{show_shape(tensor.shape)} × {value}"
        if values.size <= MOST_WRITTEN:
            # Rows under each other, as a matrix is written.
            rows = values.tolist() if values.ndim == 2 else [values.tolist()]
            written = [_written(row) for row in rows]
            if max(map(len, written)) <= LONGEST_ROW:
                return "\n".join(written)
    return f"{show_shape(tensor.shape)} {norm_text(tensor)}".strip()


def brief_text(tensor: Tensor) -> str:
    """A gradient inside of a box: one number if it has no other, else its norm."""
    values = real_values(tensor)
    if values is not None and values.size and np.all(values == values.flat[0]):
        return short_number(float(values.flat[0]))
    return norm_text(tensor)


def sum_text(terms: Sequence[Tensor]) -> tuple[str, list[str], str] | None:
    """Gradients that add up, in one of their entries.

    Returns:
        The entry such as ``[0, 1]``, "" for a scalar; what each adds to it; their sum. Of a larger tensor the
        first entry to which all of them add something. None where the numbers were not kept or do not fit each other.
    """
    arrays = [real_values(term) for term in terms]
    known = [array for array in arrays if array is not None]
    if len(known) < 2 or len(known) != len(arrays) or len({array.shape for array in known}) > 1 or not known[0].size:
        return None
    # In the precision of the program: the sum shall be the one that the engine got.
    exact = [np.asarray(term.array) for term in terms]
    total = exact[0].copy()
    for array in exact[1:]:
        total = total + array
    # An entry to which all contribute says most.
    telling = np.all([array != 0 for array in known], axis=0)
    place = np.unravel_index(int(np.argmax(telling if telling.any() else np.abs(total))), total.shape)
    where = f"[{', '.join(str(int(one)) for one in place)}]" if total.size > 1 else ""
    return where, [short_number(float(array[place])) for array in known], short_number(float(total[place]))


def _written(values: object) -> str:
    if isinstance(values, list):
        return f"[{', '.join(map(_written, values))}]"
    assert isinstance(values, float)
    return short_number(values)
