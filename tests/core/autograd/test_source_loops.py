"""Which loops and branches are around a place of the source, and how many iterations are plain to see."""

from __future__ import annotations

import pytest

from core.autograd.source_loops import Source, elsewhere

SOURCE = """
N = 4
M = 1
M = 2
for i in items():
    one()
    while test():
        two()
    def f():
        three()
    four([five() for _ in six()])
else:
    seven()
if eight():
    nine()
else:
    ten()
"""


def around(word: str) -> list[int]:
    """The lines of the loops around a word of the source."""
    source = Source(SOURCE)
    for number, line in enumerate(SOURCE.splitlines(), 1):
        if word in line:
            return [source.loops[loop].line for loop in source.at(number, line.index(word)).loops]
    raise ValueError(word)


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("items", []),
        ("one", [5]),
        ("test", [5, 7]),
        ("two", [5, 7]),
        ("three", []),
        ("four", [5]),
        ("five", [5, 11]),
        ("six", [5]),
        ("seven", []),
    ],
)
def test_loops_around_a_place(word: str, lines: list[int]) -> None:
    assert around(word) == lines


def test_without_columns_lines_tell() -> None:
    source = Source(SOURCE)
    assert [source.loops[one].line for one in source.at(8, -1).loops] == [5, 7]
    assert [source.loops[one].line for one in source.at(11, -1).loops] == [5]


def test_branches() -> None:
    source = Source(SOURCE)
    nine, ten, other = source.at(15, 4), source.at(17, 4), source.at(6, 4)
    assert elsewhere(nine, ten)
    assert not elsewhere(nine, nine)
    assert not elsewhere(nine, other)


@pytest.mark.parametrize(
    ("items", "count"),
    [
        ("range(3)", 3),
        ("range(1, 8, 2)", 4),
        ("range(5, 0, -1)", 5),
        ("range(N)", 4),
        ("range(M)", None),
        ("range(0, 1, 0)", None),
        ("range()", None),
        ("range(len(x))", None),
        ("(a, b)", 2),
        ("[*a, b]", None),
        ("enumerate([a, b, c])", 3),
        ("items", None),
    ],
)
def test_iterations_that_are_plain_to_see(items: str, count: int | None) -> None:
    [loop] = Source(f"N = 4\nM = 1\nM = 2\nfor i in {items}:\n    pass\n").loops
    assert loop.count == count


def test_warnings_about_the_source_are_not_repeated() -> None:
    assert len(Source('for i in "\\d":\n    pass\n').loops) == 1
