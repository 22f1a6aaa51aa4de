"""Names whose values are found when an expression asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


class Names(Mapping[str, Any]):
    """Names whose values are found when they are asked for, once."""

    def __init__(self, found_by: Mapping[str, Callable[[], Any]]) -> None:
        self._found_by = dict(found_by)
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._found:
            self._found[name] = self._found_by[name]()
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._found_by  # Not by looking it up, which would compute it.

    def __iter__(self) -> Iterator[str]:
        return iter(self._found_by)

    def __len__(self) -> int:
        return len(self._found_by)
