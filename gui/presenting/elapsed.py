"""How long the lecture has taken: started, paused, and begun anew."""

from __future__ import annotations


class Elapsed:
    """Counts seconds of a clock that is given with every call."""

    def __init__(self) -> None:
        self._counted = 0.0
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether time counts."""
        return self._since is not None

    def start(self, now: float) -> None:
        """Count from now on."""
        if self._since is None:
            self._since = now

    def pause(self, now: float) -> None:
        """Keep what was counted."""
        if self._since is not None:
            self._counted += now - self._since
            self._since = None

    def reset(self, now: float) -> None:
        """Begin at nothing; it goes on if it went on."""
        self._counted = 0.0
        if self._since is not None:
            self._since = now

    def seconds(self, now: float) -> int:
        """Whole seconds that were counted."""
        return int(self._counted + (now - self._since if self._since is not None else 0.0))

    def written(self, now: float) -> str:
        """Hours, minutes and seconds, "0:00:00"."""
        minutes, seconds = divmod(self.seconds(now), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
