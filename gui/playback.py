"""Playing through windows or steps at a chosen rate."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 60.0)
"""Steps a second to choose from."""


class Playback(QObject):
    """A position from 0 to `last`, moved by hand or by the clock.

    `moved` carries each new position; `playing_changed` whether the clock runs.
    """

    moved = Signal(int)
    playing_changed = Signal(bool)
    range_changed = Signal(int)

    def __init__(self, parent: QObject | None = None, speed: float = 8.0) -> None:
        super().__init__(parent)
        self.position = 0
        self.last = 0
        self.speed = speed
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether the clock runs."""
        return self._timer.isActive()

    def set_range(self, last: int, position: int) -> None:
        """Take another length and position, without reporting a move."""
        self.last = max(0, last)
        self.position = max(0, min(position, self.last))
        if self.position >= self.last:
            self.pause()
        self.range_changed.emit(self.last)

    def go(self, position: int) -> None:
        """Move to a position; beyond the ends is the end."""
        position = max(0, min(position, self.last))
        if position != self.position:
            self.position = position
            self.moved.emit(position)
        if position >= self.last:
            self.pause()

    def step(self, by: int) -> None:
        """Move by hand: the clock stops."""
        self.pause()
        self.go(self.position + by)

    def first(self) -> None:
        """Go to the start."""
        self.pause()
        self.go(0)

    def finish(self) -> None:
        """Go to the end."""
        self.pause()
        self.go(self.last)

    def toggle(self) -> None:
        """Start or stop the clock; from the end it starts over."""
        if self.playing:
            self.pause()
        elif self.last:
            if self.position >= self.last:
                self.go(0)
            self._timer.start(round(1000 / self.speed))
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop the clock."""
        if self._timer.isActive():
            self._timer.stop()
            self.playing_changed.emit(False)

    def set_speed(self, speed: float) -> None:
        """Steps a second."""
        self.speed = speed
        if self.playing:
            self._timer.start(round(1000 / speed))

    def _tick(self) -> None:
        self.go(self.position + 1)
