"""What a run's errors are explained by: which call made each value, and which wrote where. Numbers and names only."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import torch

MOST_WRITES = 20_000
"""The latest writes that are remembered."""


class Maker(NamedTuple):
    """The call that made a value."""

    name: str
    line: int
    inputs: tuple[int, ...]
    untracked: str | None


class Seen(NamedTuple):
    """A value."""

    shape: tuple[int, ...]
    dtype: str
    requires_grad: bool


class Write(NamedTuple):
    """A write in place: into which memory, and its version after that."""

    memory: int
    version: int
    line: int
    name: str


class History:
    """Of one run.

    Attributes:
        values: In the order of their ids.
        makers: By value id, of what a call made.
    """

    def __init__(self) -> None:
        self.values: list[Seen] = []
        self.makers: dict[int, Maker] = {}
        self._writes: deque[Write] = deque(maxlen=MOST_WRITES)

    def wrote(self, tensors: tuple[torch.Tensor, ...], line: int, name: str) -> None:
        """A call has written into these."""
        for one in tensors:
            if not one.is_inference():
                self._writes.append(Write(memory_of(one), one._version, line, name))

    def write_after(self, tensor: torch.Tensor, version: int) -> Write | None:
        """The first write into a tensor's memory after this version, if it was seen and is surely that one."""
        memory, latest, found = memory_of(tensor), tensor._version + 1, None
        for one in reversed(self._writes):
            if one.memory != memory:
                continue
            if not version < one.version < latest:
                break  # Of an earlier tensor there, or from before.
            found, latest = one, one.version
        return found

    def ancestors(self, value: int) -> Iterator[tuple[int, Maker | None]]:
        """A value and all that it was computed from, the nearest first, with what made each."""
        seen, waiting = {value}, deque([value])
        while waiting:
            one = waiting.popleft()
            maker = self.makers.get(one)
            yield one, maker
            for given in () if maker is None else maker.inputs:
                if given not in seen:
                    seen.add(given)
                    waiting.append(given)


def memory_of(tensor: torch.Tensor) -> int:
    """Where a tensor's numbers are: the same for all its views."""
    address: int = tensor.untyped_storage()._cdata
    return address
