"""The one place that holds what the user chose, with undo and redo over all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from psygnal import Signal

State = TypeVar("State")

HISTORY_LIMIT = 500
"""States kept for undo. They share what did not change, so this costs little."""


@dataclass
class Store(Generic[State]):
    """The present state, those before it and those undone.

    `changed(new, old)` is emitted after every change, in the thread that made it. `guard(new, old)`, if there is one,
    says whether an act may be; `refused(new)` is emitted of one that may not, and nothing is left of it to undo.
    """

    state: State
    _past: list[State] = field(default_factory=list)
    _future: list[State] = field(default_factory=list)
    _merging: str | None = None
    act: int = 0
    """Which act made what is there now; undo and redo bring the numbers back with the states."""
    restarts: int = 0
    """How often it was begun anew."""
    _past_acts: list[int] = field(default_factory=list)
    _future_acts: list[int] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _saved: tuple[int | None, State] = field(init=False)

    guard: Callable[[State, State], bool] | None = None

    changed = Signal(object, object)
    refused = Signal(object)

    def __post_init__(self) -> None:
        self._saved = 0, self.state

    def set(self, state: State, *, merge: str | None = None) -> None:
        """Make a state the present one, as one act that undo takes back.

        Acts in a row with the same `merge` key are one act: a drag, a typed word.
        """
        if state == self.state:
            return
        if self.guard is not None and not self.guard(state, self.state):
            self._refuse(state)
            return
        if merge is None or merge != self._merging or not self._past:
            self._past.append(self.state)
            self._past_acts.append(self.act)
            del self._past[:-HISTORY_LIMIT], self._past_acts[:-HISTORY_LIMIT]
        self._future.clear()
        self._future_acts.clear()
        self._merging = merge
        self.act = next(self._numbers)
        self._become(state)

    def note(self, state: State) -> None:
        """Make a state the present one without an entry of its own: a moved cursor, a shown lab."""
        if state != self.state:
            self._become(state)

    def update(self, change: Callable[[State], State], *, merge: str | None = None) -> None:
        """`set` the result of a pure function of the present state."""
        self.set(change(self.state), merge=merge)

    def settle(self) -> None:
        """End a run of merged acts: the next act is one of its own."""
        self._merging = None

    def revise(self, change: Callable[[State], State | None]) -> None:
        """Apply a pure function to every state that is kept; those that it makes None of are forgotten.

        For what must not come back: a state that names something that is over. The present state stays if it is None.
        """
        present = change(self.state) or self.state
        for states, acts in ((self._past, self._past_acts), (self._future, self._future_acts)):
            kept = [(new, act) for old, act in zip(states, acts, strict=True) if (new := change(old)) is not None]
            states[:], acts[:] = [new for new, _ in kept], [act for _, act in kept]
        while self._past and self._past[-1] == present:
            self._past.pop()
            self.act = self._past_acts.pop()
        while self._future and self._future[-1] == present:
            self._future.pop()
            self._future_acts.pop()
        self._merging = None
        self.note(present)

    def restart(self, state: State, *, saved: bool = True) -> None:
        """Begin anew from a state: nothing of what was before can be undone.

        Args:
            state: What is there from now on.
            saved: Whether a file has it.
        """
        for one in (self._past, self._future, self._past_acts, self._future_acts):
            one.clear()
        self._merging = None
        self.act = next(self._numbers)
        self.restarts += 1
        self._saved = self.act if saved else None, state
        if state == self.state:
            self.changed.emit(state, state)
        else:
            self._become(state)

    def mark_saved(self, act: int, state: State) -> None:
        """A file has what an act made: as long as that act is the last one, nothing is unsaved."""
        self._saved = act, state

    @property
    def saved(self) -> State:
        """What a file has, or what was there at first."""
        return self._saved[1]

    @property
    def unsaved(self) -> bool:
        """Whether there is an act that no file has; where the user looks (`note`) is none."""
        return self.act != self._saved[0]

    @property
    def acts(self) -> int:
        """How many acts there are to take back."""
        return len(self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone act to do again."""
        return bool(self._future)

    def undo(self) -> None:
        """Go back to the state before the last act; nothing happens if there is none."""
        if self._past:
            self._future.append(self.state)
            self._future_acts.append(self.act)
            self._merging = None
            self.act = self._past_acts.pop()
            self._become(self._past.pop())

    def redo(self) -> None:
        """Go forward to the state that undo left; nothing happens if there is none."""
        if self._future:
            self._past.append(self.state)
            self._past_acts.append(self.act)
            self._merging = None
            self.act = self._future_acts.pop()
            self._become(self._future.pop())

    def _refuse(self, state: State) -> None:
        # What the act was done with shows it already, and has to be told of the way back.
        present = self.state
        self._become(state)
        self._become(present)
        self.refused.emit(state)

    def _become(self, state: State) -> None:
        old, self.state = self.state, state
        self.changed.emit(state, old)
