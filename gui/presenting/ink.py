"""Ink that fades, and a pointer's tail: what there is of them at a time, in seconds, without any widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

HOLD, FADE = 4.0, 1.2
"""Seconds that a stroke stays after it was drawn, and that it takes to fade."""
TAIL = 0.35
"""Seconds of the pointer's way that are seen behind it."""


@dataclass
class Stroke:
    """One line that was drawn without lifting; `ended` is None while it is drawn."""

    points: list[QPointF] = field(default_factory=list)
    ended: float | None = None

    def area(self) -> QRectF:
        """What it covers, without the width of the pen."""
        across = [point.x() for point in self.points]
        down = [point.y() for point in self.points]
        return QRectF(QPointF(min(across), min(down)), QPointF(max(across), max(down)))


class Ink:
    """Strokes that fade by themselves.

    Args:
        hold, fade: Seconds, see `HOLD` and `FADE`.
    """

    def __init__(self, hold: float = HOLD, fade: float = FADE) -> None:
        self.hold, self.fade = hold, fade
        self.strokes: list[Stroke] = []

    @property
    def drawing(self) -> bool:
        """Whether a stroke is being drawn."""
        return bool(self.strokes) and self.strokes[-1].ended is None

    def begin(self, point: QPointF) -> None:
        """Put the pen down."""
        self.strokes.append(Stroke([point]))

    def move(self, point: QPointF) -> QRectF:
        """Draw to a point; returns the area of what is new."""
        points = self.strokes[-1].points
        points.append(point)
        return Stroke(points[-3:]).area()

    def end(self, now: float) -> None:
        """Lift the pen."""
        if self.drawing:
            self.strokes[-1].ended = now

    def opacity(self, stroke: Stroke, now: float, *, animated: bool) -> float:
        """How much of a stroke is to be seen, 0 to 1; without movement it is there, and then it is not."""
        if stroke.ended is None:
            return 1.0
        over = now - stroke.ended - self.hold
        if over <= 0:
            return 1.0
        return max(0.0, 1 - over / self.fade) if animated and self.fade > 0 else 0.0

    def wait(self, now: float) -> float | None:
        """Seconds until something changes by itself; 0 while a stroke fades, None if nothing will."""
        ended = [stroke.ended for stroke in self.strokes if stroke.ended is not None]
        return max(0.0, min(ended) + self.hold - now) if ended else None

    def drop(self, now: float, *, animated: bool) -> list[QRectF]:
        """Forget what has faded; returns the areas that it covered."""
        gone = [one for one in self.strokes if self.opacity(one, now, animated=animated) <= 0]
        self.strokes = [one for one in self.strokes if one not in gone]
        return [one.area() for one in gone]

    def erase(self) -> list[QRectF]:
        """Forget everything; returns the areas that it covered."""
        gone, self.strokes = self.strokes, []
        return [one.area() for one in gone]


class Trail:
    """The pointer, and its way of the last moment."""

    def __init__(self, tail: float = TAIL) -> None:
        self.tail = tail
        self._way: list[tuple[QPointF, float]] = []

    @property
    def place(self) -> QPointF | None:
        """Where the pointer is."""
        return self._way[-1][0] if self._way else None

    def move(self, point: QPointF, now: float) -> None:
        """Point somewhere."""
        self._way.append((point, now))

    def trim(self, now: float, *, animated: bool) -> None:
        """Forget the way of long ago; where the pointer is stays."""
        first = 0
        while first < len(self._way) - 1 and (not animated or now - self._way[first][1] > self.tail):
            first += 1
        del self._way[:first]

    def pieces(self, now: float) -> list[tuple[QPointF, QPointF, float]]:
        """The tail from its end on: from, to, and how much of it is to be seen, 0 to 1."""
        return [
            (start, end, max(0.0, 1 - (now - when) / self.tail))
            for (start, when), (end, _) in zip(self._way, self._way[1:], strict=False)
        ]

    @property
    def moving(self) -> bool:
        """Whether there is a tail."""
        return len(self._way) > 1

    def area(self) -> QRectF:
        """What it covers, without the size of the dot."""
        return Stroke([point for point, _ in self._way]).area() if self._way else QRectF()

    def clear(self) -> None:
        """Point nowhere."""
        self._way.clear()
