"""What differs between two states, as paths; and which of it is only a way of looking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from core.labs.state import AppState

LOOKED_AT = frozenset(
    {
        "lab",
        "signal.page",
        "signal.cursor",
        "signal.kernel",
        "signal.cell",
        "signal.view",
        "signal.span",
        "image.page",
        "image.cursor",
        "image.kernel",
        "image.channel",
        "image.level",
        "image.view",
        "image.seen",
        "image.experiment",
        "image.learning.step",
        "autograd.page",
        "autograd.step",
        "autograd.closed",
        "autograd.arrows",
        "autograd.all_by_hand",
        "autograd.jacobian",
        "autograd.custom",
        "autograd.path",
    }
)
"""Where one looks, which a step leaves free: nothing that is computed becomes another."""


def changed_paths(new: Any, old: Any, where: str = "") -> Iterator[str]:
    """The paths of what differs, such as "signal.parameters.stride"."""
    if new == old:
        return
    if is_dataclass(new) and type(new) is type(old) and where not in LOOKED_AT:
        for one in fields(new):
            yield from changed_paths(getattr(new, one.name), getattr(old, one.name), f"{where}.{one.name}".lstrip("."))
    else:
        yield where


def within(path: str, places: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether a path is one of those places or below one."""
    return any(path == place or path.startswith(f"{place}.") for place in places)


def away_from(state: AppState, step: AppState) -> bool:
    """Whether a state shows something else than a step's: another lab, page or anything that is computed."""
    paths = tuple(changed_paths(state, step))
    page = f"{step.lab}.page"
    return any(path in {"lab", page} or not within(path, LOOKED_AT) for path in paths)
