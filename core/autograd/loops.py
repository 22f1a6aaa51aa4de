"""In which iteration of which loop each operation was called, told from the source and the order of the operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from core.autograd.details import Operation
from core.autograd.source_loops import Place, Source, elsewhere


class Turn(NamedTuple):
    """One iteration of a loop.

    Attributes:
        line: Of the loop, counted from 1.
        iteration: Counted from 0.
        run: Counts how often the program has come to a loop; the same for all iterations of one such time.
    """

    line: int
    iteration: int
    run: int


class Part(NamedTuple):
    """One call on the way to an operation.

    Attributes:
        kind: A line of the program's, or a module's call.
        number: The line, or the module's id.
        call: Counts the calls of the functions and modules: the same as long as one of them lasts.
        turns: Of the loops around the line, from outside in.
    """

    kind: Literal["line", "module"]
    number: int
    call: int
    turns: tuple[Turn, ...] = ()


@dataclass(slots=True)
class _Run:
    """An iteration under way, and what was called in it."""

    loop: int
    run: int
    iteration: int
    seen: set[object] = field(default_factory=set)


@dataclass(slots=True)
class _Level:
    """One call on the way to the operation before."""

    element: tuple[int, ...]
    call: int
    place: Place | None
    loops: tuple[int, ...]
    runs: list[_Run]


def iterations(source: str, operations: Sequence[Operation]) -> tuple[tuple[Turn, ...], ...]:
    """For each operation the iterations that it is in, from outside in, those of the functions that led to it included.

    An iteration begins when a place at or before the last one in the loop's body comes again. So it is not seen that a
    loop has begun anew where all there is to see in it is another loop; unless the number of that one's iterations is
    plain in the source, or the variable of the outer one is at the top level.
    """
    return tuple(tuple(turn for part in way for turn in part.turns) for way in ways(source, operations))


def ways(source: str, operations: Sequence[Operation]) -> tuple[tuple[Part, ...], ...]:
    """For each operation the calls of lines and modules that led to it, from outside in."""
    following = _Following(Source(source))
    return tuple(following.way(operation) for operation in operations)


class _Following:
    """Goes through the operations in order."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._levels: list[_Level] = []
        self._calls = 0
        self._runs = 0

    def way(self, operation: Operation) -> tuple[Part, ...]:
        """Of the next operation."""
        line = operation.line
        stack = operation.stack or (() if line is None else ((line, -1, line),))
        site = operation.site if operation.stack else operation.name
        key = (tuple([one[:3] for one in stack]), site)
        levels: list[_Level] = []
        old, going_on, advanced = self._levels, True, False
        for depth, element in enumerate(stack):
            before = old[depth] if going_on and depth < len(old) else None
            level, going_on, moved = self._level(element, before, levels)
            advanced = advanced or moved
            levels.append(level)
        # What one instruction calls again and again, as Python's sum does, tells nothing.
        if not advanced and site is not None:
            self._advance_seen(levels, key)
        for level in levels:
            for run in level.runs:
                run.seen.add(key)
        self._levels = levels
        return tuple([self._part(level) for level in levels])

    def _level(
        self, element: tuple[int, ...], before: _Level | None, outer: Sequence[_Level]
    ) -> tuple[_Level, bool, bool]:
        """A level, whether it is the same call and place as before, and whether an iteration of it began."""
        if len(element) == 1:
            if before is not None and before.element == element:
                return before, True, False
            return _Level(element, self._next_call(), None, (), []), False, False
        place = self._source.at(element[0], element[1])
        loops = self._own_loops(place, outer)
        same = before is not None and before.place is not None and before.place.function == place.function
        if not same or before is None or before.place is None:
            return self._fresh(element, place, loops), False, False
        kept = _common(loops, before.loops)
        runs = list(before.runs[:kept])
        turned = self._turned(element, before.element, loops[:kept])
        offset, last = element[2], before.element[2]
        back = offset < last or elsewhere(place, before.place)
        if turned is not None:
            runs[turned:] = [self._next(runs[turned])]
        elif back and kept:
            runs = self._further(runs)
        elif offset < last:
            return self._fresh(element, place, loops), False, False
        moved = turned is not None or (back and bool(kept))
        runs += [self._begin(loop) for loop in loops[len(runs) :]]
        return _Level(element, before.call, place, loops, runs), offset == last and not moved, moved

    def _own_loops(self, place: Place, outer: Sequence[_Level]) -> tuple[int, ...]:
        """A comprehension is a function of its own in which the loops around it do not count again."""
        caller = next((level for level in reversed(outer) if level.place is not None), None)
        if caller is not None and any(self._source.loops[one].kind == "comprehension" for one in place.loops):
            return place.loops[_common(place.loops, caller.loops) :]
        return place.loops

    def _turned(self, element: tuple[int, ...], before: tuple[int, ...], loops: Sequence[int]) -> int | None:
        """The outermost loop whose variable has become another one."""
        if element[3:] == before[3:]:
            return None
        with_variable = [place for place, loop in enumerate(loops) if self._source.loops[loop].kind == "for"]
        for place, now, then in zip(with_variable, element[3:], before[3:], strict=False):
            if now != then:
                return place
        return None

    def _advance_seen(self, levels: list[_Level], key: object) -> None:
        """What has been called in an iteration and is called again belongs to the next one."""
        for depth in reversed(range(len(levels))):
            level = levels[depth]
            place = next((one for one in reversed(range(len(level.runs))) if key in level.runs[one].seen), None)
            if place is None or level.place is None or self._has_counter(level, place):
                continue
            runs = self._further(level.runs[: place + 1])
            runs += [self._begin(loop) for loop in level.loops[len(runs) :]]
            levels[depth] = _Level(level.element, level.call, level.place, level.loops, runs)
            for deeper in range(depth + 1, len(levels)):
                one = levels[deeper]
                if one.place is None:
                    levels[deeper] = _Level(one.element, self._next_call(), None, (), [])
                else:
                    levels[deeper] = self._fresh(one.element, one.place, one.loops)
            return

    def _has_counter(self, level: _Level, place: int) -> bool:
        """Whether a loop's variable would have told that an iteration began."""
        loop = self._source.loops[level.loops[place]]
        return len(level.element) > 3 and loop.kind == "for" and loop.counts

    def _further(self, runs: list[_Run]) -> list[_Run]:
        """The innermost loop's next iteration; where it has no more, that of one around it; else the same."""
        for place in reversed(range(len(runs))):
            count = self._source.loops[runs[place].loop].count
            if count is None or runs[place].iteration + 1 < count:
                return [*runs[:place], self._next(runs[place])]
        return runs

    def _fresh(self, element: tuple[int, ...], place: Place, loops: tuple[int, ...]) -> _Level:
        return _Level(element, self._next_call(), place, loops, [self._begin(loop) for loop in loops])

    def _begin(self, loop: int) -> _Run:
        self._runs += 1
        return _Run(loop, self._runs - 1, 0)

    @staticmethod
    def _next(run: _Run) -> _Run:
        return _Run(run.loop, run.run, run.iteration + 1)

    def _next_call(self) -> int:
        self._calls += 1
        return self._calls - 1

    def _part(self, level: _Level) -> Part:
        if level.place is None:
            return Part("module", level.element[0], level.call)
        turns = tuple([Turn(self._source.loops[one.loop].line, one.iteration, one.run) for one in level.runs])
        return Part("line", level.element[0], level.call, turns)


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many of the first items are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
