"""Names that are too long for their place, cut so that they are still told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

CUT = "…"


def shortened(names: Sequence[str], room: int) -> dict[str, str]:
    """Each name in at most so many characters.

    A name is cut in its middle. Names that would then look alike are cut where they begin to differ, and behind that
    as far as is needed.

    Args:
        names: All that are shown together.
        room: Characters; at least one is taken.
    """
    found: dict[str, str] = {}
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        alike[_middle(name, room)].add(name)
    for shown, group in alike.items():
        found.update(dict.fromkeys(group, shown) if len(group) == 1 else _apart(group, room))
    return found


def _middle(name: str, room: int) -> str:
    if len(name) <= room:
        return name
    behind = max(0, room - 1) // 2
    return name[: max(0, room - 1 - behind)] + CUT + (name[-behind:] if behind else "")


def _apart(group: set[str], room: int) -> dict[str, str]:
    """Names with the beginning that all of them share left out; those that are alike even so, with more of it."""
    first, last = min(group), max(group)  # What these two share at the beginning, all between them share.
    start = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    alike: dict[str, set[str]] = defaultdict(set)
    for name in group:
        rest = CUT + name[start:]
        alike[rest if len(rest) <= room else rest[: max(1, room - 1)] + CUT].add(name)
    found: dict[str, str] = {}
    for shown, same in alike.items():
        again = len(same) > 1 and len(same) < len(group)
        found.update(_apart(same, room) if again else dict.fromkeys(same, shown))
    return found
