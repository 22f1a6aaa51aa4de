"""The loops of a program's source, and which of them are around a place in it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Loop:
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
class Place:
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


class Source:
    """The loops, branches and functions of a program; of one that is no Python there are none."""

    def __init__(self, source: str) -> None:
        self.loops: list[Loop] = []
        self._regions: list[_Region] = []
        self._constants: dict[str, int] = {}
        self._known: dict[Point, Place] = {}
        self._number = 0
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # The program's own run has said it.
                tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        nodes = list(_in_order(tree))
        self._constants = _constants(nodes)
        for node in nodes:
            self._add(node)

    def at(self, line: int, column: int) -> Place:
        """What is around a point; with the column -1, around a line."""
        place = self._known.get((line, column))
        if place is None:
            place = self._known[line, column] = self._around(line, column)
        return place

    def _around(self, line: int, column: int) -> Place:
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
        return Place(function, tuple(loops), branches)

    def _add(self, node: ast.AST) -> None:
        self._number += 1
        match node:
            case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) | ast.ClassDef(body=body):
                self._region("function", self._number, body[0], body[-1])
            case ast.Lambda(body=result):
                self._region("function", self._number, result, result, inline=True)
            case ast.For(body=body, iter=items) | ast.AsyncFor(body=body, iter=items):
                self._loop(Loop(node.lineno, "for", self._count(items), _counts(items)), body[0], body[-1])
            case ast.While(test=test, body=body):
                self._loop(Loop(node.lineno, "while"), test, body[-1])
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

    def _comprehension(self, node: ast.expr, generators: list[ast.comprehension]) -> Loop:
        plain = len(generators) == 1 and not generators[0].ifs
        return Loop(node.lineno, "comprehension", self._count(generators[0].iter) if plain else None)

    def _loop(self, loop: Loop, first: ast.stmt | ast.expr, last: ast.stmt | ast.expr) -> None:
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


def elsewhere(place: Place, other: Place) -> bool:
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
