"""Whether torch accepts a combination of parameters: torch is asked, no rule is copied from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.convolution.operation import build_layer, convolve, without_remarks
from core.convolution.parameters import PADDING_MODES, ConvParameters
from core.convolution.windows import axis_maps

SCALARS = ("in_channels", "out_channels", "groups")
PER_AXIS = ("kernel_size", "stride", "padding", "dilation")


@dataclass(frozen=True, slots=True)
class Remedy:
    """One parameter changed alone to the nearest value that torch accepts."""

    parameter: str
    value: ConvParameters


@dataclass(frozen=True, slots=True)
class Problem:
    """Why torch refuses a combination.

    Attributes:
        kind: The exception's class, ``ValueError`` or ``RuntimeError``.
        message: Torch's own words, untranslated.
        terms: The parameters that take part: those of which a change alone would mend it.
        remedies: For each of them the nearest legal value, nearest first.
    """

    kind: str
    message: str
    terms: tuple[str, ...]
    remedies: tuple[Remedy, ...]


def refusal(parameters: ConvParameters, shape: tuple[int, ...]) -> Exception | None:
    """Torch's exception for these parameters on an input (Cin, *size), or None if it accepts them.

    The layer is really built and run, on zeros: torch's "meta" device lets through what the CPU
    refuses (a dilation of 0, a negative padding) and words other refusals differently. An input that is
    long beside the kernel and its padding is shortened first: its length is then no reason to refuse it. And one
    window is enough: how far a positive stride goes is none either.
    """
    shape = (shape[0], *_short(parameters, shape[1:]))
    if not isinstance(parameters.padding, str) and all(step > 0 for step in parameters.stride):
        padded = (axis.length + abs(axis.before) + abs(axis.after) for axis in axis_maps(parameters, shape[1:]))
        parameters = replace(parameters, stride=tuple(map(max, parameters.stride, padded)))
    weight = (parameters.out_channels, parameters.in_channels // max(parameters.groups, 1))
    try:
        convolve(
            np.zeros(shape, np.float32),
            np.zeros((*weight, *parameters.kernel_size), np.float32),
            np.zeros(parameters.out_channels, np.float32),
            parameters,
        )
    except (ValueError, RuntimeError, TypeError) as error:
        return error
    return None


def _short(parameters: ConvParameters, size: tuple[int, ...]) -> tuple[int, ...]:
    """A size, as long as the windows and padding of the layer at the most, that torch judges as it judges `size`."""
    return tuple(
        min(axis.length, max(1, axis.effective_kernel) + abs(axis.before) + abs(axis.after) + 1)
        for axis in axis_maps(parameters, size)
    )


def _passes_dry(parameters: ConvParameters, shape: tuple[int, ...]) -> bool:
    """Whether the "meta" device accepts the combination: no arithmetic, most refusals already."""
    import torch

    try:
        with without_remarks():
            build_layer(parameters, device="meta")(torch.empty(shape, device="meta"))
    except (ValueError, RuntimeError, TypeError, ZeroDivisionError):
        return False
    return True


def _accepts(parameters: ConvParameters, shape: tuple[int, ...]) -> bool:
    return (
        _passes_dry(parameters, shape)
        and all(axis.output_length > 0 for axis in axis_maps(parameters, shape[1:]))
        and refusal(parameters, shape) is None
    )


Range = tuple[int | None, int | None]
"""Lowest and highest value that torch accepts; None for an end that was not found."""
MOST_RANGE = 512
"""Values further away are not asked for: the range goes on, as far as anybody would set it."""


def legal_range(
    parameters: ConvParameters,
    name: str,
    axis: int,
    shape: tuple[int, ...],
    too_large: Callable[[ConvParameters], object] = lambda _: None,
) -> Range | None:
    """The values around the present one that torch accepts, all else as it is: lowest and highest.

    Found by asking, doubling the distance and then halving it, so that a long range costs few questions.
    None where the present value is itself refused, or is a word; None for an end that is further than
    `MOST_RANGE` away.

    Args:
        parameters: The layer.
        name: One of `PER_AXIS` or `SCALARS`.
        axis: Which entry of a pair; 0 for the others.
        shape: (Cin, *size) of the input.
        too_large: Tells of a layer that is not to be tried, by anything but None.
    """
    present = getattr(parameters, name)
    if isinstance(present, str) or not _accepts(parameters, shape):
        return None

    def legal(value: int) -> bool:
        if isinstance(present, tuple):
            changed: object = (*present[:axis], value, *present[axis + 1 :])
        else:
            changed = value
        tried = parameters.changed(name, changed)
        return too_large(tried) is None and _accepts(tried, shape)

    start = present[axis] if isinstance(present, tuple) else present
    return _last_legal(start, -1, legal), _last_legal(start, 1, legal)


def _last_legal(start: int, direction: int, legal: Callable[[int], bool]) -> int | None:
    good, step = 0, 1
    while step <= MOST_RANGE and legal(start + direction * step):
        good, step = step, 2 * step
    if step > MOST_RANGE:
        return None
    bad = step
    while bad - good > 1:
        middle = (good + bad) // 2
        if legal(start + direction * middle):
            good = middle
        else:
            bad = middle
    return start + direction * good


def examine(parameters: ConvParameters, shape: tuple[int, ...], error: Exception) -> Problem:
    """Explain a refusal: which parameters could mend it, and with what nearest value."""
    remedies = tuple(_remedies(parameters, shape))
    return Problem(
        kind=type(error).__name__,
        message=str(error),
        terms=tuple(dict.fromkeys(remedy.parameter for remedy in remedies)),
        remedies=remedies,
    )


def _remedies(parameters: ConvParameters, shape: tuple[int, ...]) -> Iterator[Remedy]:
    found: list[tuple[int, Remedy]] = []
    for name in (*PER_AXIS, *SCALARS):
        for distance, candidate in _candidates(parameters, name, shape):
            if _accepts(candidate, shape):
                found.append((distance, Remedy(name, candidate)))
                break
    for mode in PADDING_MODES:
        candidate = parameters.changed("padding_mode", mode)
        if mode != parameters.padding_mode and _accepts(candidate, shape):
            found.append((1, Remedy("padding_mode", candidate)))
            break
    found.sort(key=lambda pair: pair[0])
    return (remedy for _, remedy in found)


def _candidates(parameters: ConvParameters, name: str, shape: tuple[int, ...]) -> Iterator[tuple[int, ConvParameters]]:
    """Values of one parameter by growing distance from the present one."""
    reach = max(*shape, parameters.in_channels, parameters.out_channels, *parameters.kernel_size, 8) + 1
    if name in SCALARS:
        present = getattr(parameters, name)
        for distance in range(1, min(reach, 512)):
            for value in (present - distance, present + distance):
                if value >= 1:
                    yield distance, parameters.changed(name, value)
        return
    values = getattr(parameters, name)
    if isinstance(values, str):  # "same" and "valid" have no neighbours; no padding at all is the plainest.
        yield 1, parameters.changed("padding", (0,) * parameters.dimensions)
        return
    lowest = 0 if name == "padding" else 1
    for distance in range(1, min(reach, 512)):
        for step in (-distance, distance):
            # All axes move together, each no further than legal: one click mends an error of any axis.
            yield (
                distance,
                parameters.changed(name, tuple(max(lowest, value + step) for value in values)),
            )
