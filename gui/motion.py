"""Whether things move: motion explains, and can be reduced."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

EXPLAIN_MS = 220
"""How long a change of place takes that is to be followed with the eye."""


class Motion(QObject):
    """The user's choice.

    Signals:
        changed: It is another one now.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reduced = False

    @property
    def reduced(self) -> bool:
        """Whether nothing moves by itself but what the user plays."""
        return self._reduced

    def reduce(self, reduced: bool) -> None:
        """Take the user's choice."""
        if reduced != self._reduced:
            self._reduced = reduced
            self.changed.emit()


_motion: Motion | None = None


def motion() -> Motion:
    """The program's one choice."""
    global _motion
    if _motion is None:
        _motion = Motion()
    return _motion


def animated() -> bool:
    """Whether changes may be shown as movements."""
    return not motion().reduced
