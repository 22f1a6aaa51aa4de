"""In which iteration of which loop each operation was called, told from the source and the order of the operations."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from core.autograd.details import Operation

Point = tuple[int, int]


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


@dataclass(frozen=True, slots=True)
class _Loop:
    """A loop of the source.

    Attributes:
        line: Counted from 1.
        kind: What it is.
        count: How many iterations it has, if that is plain to see.
        counts: Whether its variable is another object in each iteration for sure.
    """

    line: int
    kind: Literal["for", "while", "comprehension"]
    count: int | None = None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What is around a point of the source, inside of its function: loops, and branches by the statement's number."""

    function: int
    loops: tuple[int, ...]
    branches: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Region:
    kind: Literal["function", "loop", "branch"]
    start: Point
    end: Point
    number: int
    branch: int = 0
    inline: bool = False


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
    place: _Place | None
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
    following = _Following(_Source(source))
    return tuple(following.way(operation) for operation in operations)


class _Following:
    """Goes through the operations in order."""

    def __init__(self, source: _Source) -> None:
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
        back = offset < last or _elsewhere(place, before.place)
        if turned is not None:
            runs[turned:] = [self._next(runs[turned])]
        elif back and kept:
            runs = self._further(runs)
        elif offset < last:
            return self._fresh(element, place, loops), False, False
        moved = turned is not None or (back and bool(kept))
        runs += [self._begin(loop) for loop in loops[len(runs) :]]
        return _Level(element, before.call, place, loops, runs), offset == last and not moved, moved

    def _own_loops(self, place: _Place, outer: Sequence[_Level]) -> tuple[int, ...]:
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

    def _fresh(self, element: tuple[int, ...], place: _Place, loops: tuple[int, ...]) -> _Level:
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


class _Source:
    """The loops, branches and functions of a program; of one that is no Python there are none."""

    def __init__(self, source: str) -> None:
        self.loops: list[_Loop] = []
        self._regions: list[_Region] = []
        self._constants: dict[str, int] = {}
        self._known: dict[Point, _Place] = {}
        self._number = 0
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        nodes = list(_in_order(tree))
        self._constants = _constants(nodes)
        for node in nodes:
            self._add(node)

    def at(self, line: int, column: int) -> _Place:
        """What is around a point; with the column -1, around a line."""
        place = self._known.get((line, column))
        if place is None:
            place = self._known[line, column] = self._around(line, column)
        return place

    def _around(self, line: int, column: int) -> _Place:
        function = -1
        loops: list[int] = []
        branches: dict[int, int] = {}
        for region in self._regions:
            if column < 0:
                inside = region.start[0] <= line <= region.end[0] and not region.inline
            else:
                inside = region.start <= (line, column) < region.end
            if not inside:
                continue
            if region.kind == "function":
                function, loops, branches = region.number, [], {}
            elif region.kind == "loop":
                loops.append(region.number)
            else:
                branches[region.number] = region.branch
        return _Place(function, tuple(loops), branches)

    def _add(self, node: ast.AST) -> None:
        self._number += 1
        match node:
            case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) | ast.ClassDef(body=body):
                self._region("function", self._number, body[0], body[-1])
            case ast.Lambda(body=result):
                self._region("function", self._number, result, result, inline=True)
            case ast.For(body=body, iter=items) | ast.AsyncFor(body=body, iter=items):
                self._loop(_Loop(node.lineno, "for", self._count(items), _counts(items)), body[0], body[-1])
            case ast.While(test=test, body=body):
                self._loop(_Loop(node.lineno, "while"), test, body[-1])
            case ast.DictComp(key=first, value=last, generators=generators):
                self._loop(self._comprehension(node, generators), first, last)
            case ast.ListComp(elt=one, generators=generators):
                self._loop(self._comprehension(node, generators), one, one)
            case ast.SetComp(elt=one, generators=generators) | ast.GeneratorExp(elt=one, generators=generators):
                self._loop(self._comprehension(node, generators), one, one)
            case ast.If(body=body, orelse=other):
                for branch, part in enumerate((body, other)):
                    if part:
                        self._region("branch", self._number, part[0], part[-1], branch)
            case ast.IfExp(body=yes, orelse=no):
                for branch, result in enumerate((yes, no)):
                    self._region("branch", self._number, result, result, branch, inline=True)
            case ast.Match(cases=cases):
                for branch, case in enumerate(cases):
                    self._region("branch", self._number, case.body[0], case.body[-1], branch)

    def _comprehension(self, node: ast.expr, generators: list[ast.comprehension]) -> _Loop:
        plain = len(generators) == 1 and not generators[0].ifs
        return _Loop(node.lineno, "comprehension", self._count(generators[0].iter) if plain else None)

    def _loop(self, loop: _Loop, first: ast.stmt | ast.expr, last: ast.stmt | ast.expr) -> None:
        self.loops.append(loop)
        self._region("loop", len(self.loops) - 1, first, last, inline=loop.kind == "comprehension")

    def _region(
        self,
        kind: Literal["function", "loop", "branch"],
        number: int,
        first: ast.stmt | ast.expr,
        last: ast.stmt | ast.expr,
        branch: int = 0,
        *,
        inline: bool = False,
    ) -> None:
        end = (last.end_lineno or last.lineno, last.end_col_offset or 0)
        self._regions.append(_Region(kind, (first.lineno, first.col_offset), end, number, branch, inline))

    def _count(self, items: ast.expr) -> int | None:
        """How many iterations a loop over an expression has, if that is plain to see."""
        match items:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return None if any(isinstance(one, ast.Starred) for one in parts) else len(parts)
            case ast.Call(func=ast.Name(id="range"), args=arguments, keywords=[]):
                numbers = [self._whole(one) for one in arguments]
                whole = [one for one in numbers if one is not None]
                if len(whole) == len(numbers) and 1 <= len(whole) <= 3 and 0 not in whole[2:]:
                    return len(range(*whole))
            case ast.Call(func=ast.Name(id="enumerate" | "reversed"), args=[inner]):
                return self._count(inner)
        return None

    def _whole(self, node: ast.expr) -> int | None:
        match node:
            case ast.Constant(value=int(value)):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
                return -value
            case ast.Name(id=name):
                return self._constants.get(name)
        return None


def _counts(items: ast.expr) -> bool:
    return isinstance(items, ast.Call) and isinstance(items.func, ast.Name) and items.func.id in ("range", "enumerate")


def _elsewhere(place: _Place, other: _Place) -> bool:
    """Whether one of them is in another branch of a statement than the other."""
    return bool(place.branches) and any(other.branches.get(one, way) != way for one, way in place.branches.items())


def _in_order(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, what is outside before what is inside of it, and in the order of the source."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(list(ast.iter_child_nodes(node)))


def _constants(nodes: Sequence[ast.AST]) -> dict[str, int]:
    """The names that are given one whole number in all of the program, and nothing else."""
    stored: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                stored[name] = stored.get(name, 0) + 1
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int(value))):
                numbers[name] = value
    return {name: value for name, value in numbers.items() if stored[name] == 1}


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many of the first items are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
