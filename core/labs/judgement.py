"""What is said of a layer before it runs: too large for this program, refused by torch, and what would be legal."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.convolution.parameters import ConvParameters
from core.convolution.validity import PER_AXIS, SCALARS, Problem, Range, Remedy, examine, legal_range, refusal

MOST_WEIGHTS = 4_000_000
MOST_OUTPUTS = 512
"""A layer of more weights or kernels is not built: it would take seconds and gigabytes, and show nothing more."""
MOST_ASKED = 8192
"""Weights of a layer whose legal ranges are asked for."""
BUDGET = "Budget"
"""The kind of a `Problem` that is ours and not torch's; its message is "weights 5000000 4000000": what is too many,
how many there are, and how many there may be."""

Ranges = dict[str, tuple[Range, ...]]
"""By parameter, for each dimension of it."""


def over_budget(parameters: ConvParameters) -> Problem | None:
    """Why a layer is too large for this program, or None; asked before anything is allocated."""
    excess = _excess(parameters)
    if excess is None:
        return None
    what, number, limit = excess
    each = _channels(parameters) * _taps(parameters)
    kernels = min(MOST_OUTPUTS, MOST_WEIGHTS // max(1, each))
    most = MOST_WEIGHTS // max(1, parameters.out_channels * _channels(parameters))
    shrunk = (most / max(1, _taps(parameters))) ** (1 / parameters.dimensions)
    size = tuple(max(1, min(taps, int(taps * shrunk + 1e-9))) for taps in parameters.kernel_size)
    tried = (
        Remedy("out_channels", parameters.changed("out_channels", max(1, kernels))),
        Remedy("kernel_size", parameters.changed("kernel_size", size)),
    )
    remedies = tuple(remedy for remedy in tried if _excess(remedy.value) is None)
    terms = tuple(remedy.parameter for remedy in remedies) or (what if what != "weights" else "kernel_size",)
    return Problem(BUDGET, f"{what} {number} {limit}", terms, remedies)


def _channels(parameters: ConvParameters) -> int:
    """Those that one kernel reads."""
    return max(parameters.in_channels // max(parameters.groups, 1), 1)


def _taps(parameters: ConvParameters) -> int:
    return int(np.prod(parameters.kernel_size, dtype=object))


def _excess(parameters: ConvParameters) -> tuple[str, int, int] | None:
    weights = parameters.out_channels * _channels(parameters) * _taps(parameters)
    for what, number, limit in (
        ("in_channels", parameters.in_channels, MOST_OUTPUTS),
        ("out_channels", parameters.out_channels, MOST_OUTPUTS),
        ("weights", weights, MOST_WEIGHTS),
    ):
        if number > limit:
            return what, number, limit
    return None


@lru_cache(maxsize=64)
def judged(parameters: ConvParameters, shape: tuple[int, ...]) -> Problem | None:
    """Why a layer is too large here or torch refuses it, or None; asked once.

    Args:
        parameters: The layer.
        shape: (Cin, *size) of its input.
    """
    too_large = over_budget(parameters)
    if too_large is not None:
        return too_large
    error = refusal(parameters, shape)
    return None if error is None else examine(parameters, shape, error)


def ranges_of(parameters: ConvParameters, shape: tuple[int, ...]) -> Ranges:
    """For each parameter that is a number, the values around the present one that torch accepts, all else as it is.

    Takes some hundred small convolutions: for asking when nobody waits. A layer of long kernels, of
    which each would take long, is not asked about.

    Args:
        parameters: The layer.
        shape: (Cin, *size) of its input.
    """
    if parameters.out_channels * _channels(parameters) * _taps(parameters) > MOST_ASKED:
        return {}
    found: Ranges = {}
    for name in (*PER_AXIS, *SCALARS):
        axes = range(parameters.dimensions if name in PER_AXIS else 1)
        ranges = [legal_range(parameters, name, axis, shape, over_budget) for axis in axes]
        known = tuple(one for one in ranges if one is not None)
        if len(known) == len(ranges):
            found[name] = known
    return found
