"""Where the keyboard's cursor goes in the graph: along edges, and between boxes that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from core.autograd.folding import FoldedLink
from core.autograd.layout import Point

Way = Literal["root", "leaf", "up", "down"]


def next_box(
    key: str, way: Way, links: Iterable[FoldedLink], centres: Mapping[str, Point], came_from: str | None = None
) -> str | None:
    """The box that a walk leads to from one, or None if there is none that way.

    Args:
        key: Where the cursor is.
        way: "root" and "leaf" go along an edge; "up" and "down" to the next box with a neighbour in common, or else
            in the same column.
        links: Of the drawing.
        centres: Of the boxes, y downwards.
        came_from: The box before: a walk there and back ends where it began.
    """
    x, y = centres[key]
    listed = list(links)
    if way in ("root", "leaf"):
        found = {link.source for link in listed if link.target == key} if way == "root" else None
        if found is None:
            found = {link.target for link in listed if link.source == key}
        if came_from in found:
            return came_from
        return min(found, key=lambda one: (abs(centres[one][1] - y), one), default=None)
    sources = {link.source for link in listed if link.target == key}
    targets = {link.target for link in listed if link.source == key}
    beside = {link.target for link in listed if link.source in sources}
    beside |= {link.source for link in listed if link.target in targets}
    for group in (beside - {key}, {one for one, place in centres.items() if abs(place[0] - x) < 1} - {key}):
        there = [one for one in group if (centres[one][1] < y) == (way == "up") and centres[one][1] != y]
        if there:
            return min(there, key=lambda one: (abs(centres[one][1] - y), abs(centres[one][0] - x), one))
    return None


def first_box(centres: Mapping[str, Point]) -> str | None:
    """Where a walk begins if nothing is current: at the root, on the right."""
    return min(centres, key=lambda one: (-centres[one][0], centres[one][1], one), default=None)
