"""How far the next line of a program is indented."""

from __future__ import annotations

from core.editing.brackets import open_before, scan

INDENT = "    "
LEAVING = frozenset({"return", "pass", "break", "continue", "raise"})
"""Statements after which nothing of the block can follow."""


def indent_of(line: str) -> str:
    """The blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def indent_after(before: str) -> str:
    """The indent of a line that is begun behind a text.

    Inside a bracket it is under what follows the bracket, or a level deeper where nothing follows it; a later line
    of the same bracket goes on as the line before. Behind a whole statement it is the statement's own, a level
    deeper after a colon, and a level less after what leaves a block.
    """
    last = before.rpartition("\n")[2]
    found = scan(before)
    around = found.around(len(before))
    if around is not None and around.kind == "string" and around.triple:
        return indent_of(last)
    opened = open_before(before, len(before))
    if opened:
        return _inside(before, opened[-1], last)
    start = _statement_start(before)
    statement = _code(before, start)
    indent = indent_of(before[start:].partition("\n")[0])
    if statement.rstrip().endswith(":"):
        return indent + INDENT
    words = statement.split()
    if words and words[0].rstrip("()[]'\",:;") in LEAVING:
        return less(indent)
    return indent


def less(indent: str) -> str:
    """An indent with one level taken away: back to the multiple of four before."""
    width = len(indent.expandtabs(len(INDENT)))
    return " " * max(0, (width - 1) // len(INDENT) * len(INDENT))


def _inside(before: str, bracket: int, last: str) -> str:
    line_start = before.rfind("\n", 0, bracket) + 1
    if "\n" in before[bracket:] and last.strip():
        return indent_of(last)
    behind = _code(before, bracket + 1).partition("\n")[0]
    if behind.strip():
        return " " * (bracket + 1 - line_start + len(behind) - len(behind.lstrip()))
    return indent_of(before[line_start:bracket]) + INDENT


def _statement_start(before: str) -> int:
    """Where the first line of the last statement begins: the last line begin that is in no bracket and no string."""
    found = scan(before)
    start = before.rfind("\n") + 1
    while start:
        around = found.around(start)
        if open_before(before, start):
            start = before.rfind("\n", 0, open_before(before, start)[0]) + 1
        elif around is not None and around.kind == "string":
            start = before.rfind("\n", 0, around.start) + 1
        else:
            break
    return start


def _code(before: str, start: int) -> str:
    """The text from a place on without its comments."""
    text = before[start:]
    for one in reversed(scan(before).quoted):
        if one.kind == "comment" and one.start >= start:
            text = text[: one.start - start] + text[one.end - start :]
    return text
