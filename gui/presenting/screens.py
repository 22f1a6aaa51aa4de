"""Which screen the audience sees, and which one is the lecturer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect


@dataclass(frozen=True, slots=True)
class Screens:
    """Numbers of screens; `lecturer` is None where there is only one picture."""

    audience: int
    lecturer: int | None


def choose_screens(places: Sequence[QRect], primary: int, present: int, *, exchanged: bool = False) -> Screens:
    """Choose the screens of a lecture.

    The lecturer keeps the primary screen, as of the computer on the desk; the audience gets the largest of the others,
    of equally large ones that on which the window is. Screens that mirror each other are one picture.

    Args:
        places: The screens' geometries; at least one.
        primary: The number of the system's primary screen.
        present: The number of the screen that the window is on.
        exchanged: Whether the lecturer wanted it the other way round.
    """
    seen: list[int] = []
    for number in sorted(range(len(places)), key=lambda one: (one != primary, one)):
        if not any(places[number].intersects(places[other]) for other in seen):
            seen.append(number)
    others = [number for number in seen if number != primary]
    if not others:
        return Screens(primary if present not in seen else present, None)
    largest = max(others, key=lambda one: (places[one].width() * places[one].height(), one == present, -one))
    return Screens(primary, largest) if exchanged else Screens(largest, primary)
