"""Brackets, strings and comments of a program that may be half written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["code", "string", "comment"]

PAIRS = {"(": ")", "[": "]", "{": "}"}
OPENING = {closing: opening for opening, closing in PAIRS.items()}

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | (?P<string>(?:\b[rRbBuUfF]{1,2})?(?:
        '''(?:\\.|[^\\])*?(?:'''|\\?\Z)
        | \"\"\"(?:\\.|[^\\])*?(?:\"\"\"|\\?\Z)
        | '(?:\\.|[^\\\n'])*(?:'|(?=\n)|\\?\Z)
        | "(?:\\.|[^\\\n"])*(?:"|(?=\n)|\\?\Z)
    ))
    | (?P<bracket>[()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A string or a comment.

    Attributes:
        start: The place of its first character.
        end: The place behind its last.
        kind: "string" or "comment".
        closed: Whether a string has its closing quote; a comment is never closed.
        triple: Whether it has three quotes at each end.
    """

    start: int
    end: int
    kind: Kind
    closed: bool
    triple: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands where.

    Attributes:
        brackets: Place and character of every bracket of the code, in order.
        quoted: Every string and comment, in order.
    """

    brackets: tuple[tuple[int, str], ...]
    quoted: tuple[Quoted, ...]

    def around(self, place: int) -> Quoted | None:
        """The string or comment that what is typed at a place becomes part of, if any."""
        for one in self.quoted:
            inside = one.start < place < one.end or (place == one.end and not one.closed and one.start < place)
            if inside:
                return one
        return None

    def kind_at(self, place: int) -> Kind:
        """What is typed at a place becomes part of."""
        found = self.around(place)
        return "code" if found is None else found.kind

    def pairs(self) -> tuple[dict[int, int], list[int]]:
        """Places of brackets that belong together, both ways, and of those that belong to none."""
        partner: dict[int, int] = {}
        open_ones: list[tuple[int, str]] = []
        alone: list[int] = []
        for place, character in self.brackets:
            if character in PAIRS:
                open_ones.append((place, character))
            elif open_ones and open_ones[-1][1] == OPENING[character]:
                start = open_ones.pop()[0]
                partner[start], partner[place] = place, start
            else:
                alone.append(place)
        return partner, sorted([*alone, *(place for place, _ in open_ones)])


@lru_cache(maxsize=8)
def scan(text: str) -> Scan:
    """`read`, remembered: one key asks many things of the same program."""
    return read(text)


def read(text: str) -> Scan:
    """Read a program, or a part of one.

    A string without its end ends with its line, or with the text if it has three quotes.
    """
    brackets: list[tuple[int, str]] = []
    quoted: list[Quoted] = []
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "bracket":
            brackets.append((found.start(), found.group()))
        elif found.lastgroup == "comment":
            quoted.append(Quoted(found.start(), found.end(), "comment", closed=False))
        else:
            body = found.group().lstrip("rRbBuUfF")
            mark = body[:3] if body[:3] in ("'''", '"""') else body[:1]
            closed = len(body) >= 2 * len(mark) and body.endswith(mark)
            quoted.append(Quoted(found.start(), found.end(), "string", closed, len(mark) == 3))
    return Scan(tuple(brackets), tuple(quoted))


def matching(text: str, place: int) -> tuple[int, int | None] | None:
    """The bracket at a place, or just before it, and its partner.

    Returns:
        Both places, the second None where the bracket belongs to none; None if there is no bracket.
    """
    found = scan(text)
    here = {where for where, _ in found.brackets}
    start = next((where for where in (place, place - 1) if where in here), None)
    if start is None:
        return None
    return start, found.pairs()[0].get(start)


def open_before(text: str, place: int) -> list[int]:
    """Places of the brackets that are open at a place, outermost first."""
    stack: list[tuple[int, str]] = []
    for where, character in scan(text).brackets:
        if where >= place:
            break
        if character in PAIRS:
            stack.append((where, character))
        elif stack and stack[-1][1] == OPENING[character]:
            stack.pop()
    return [where for where, _ in stack]
