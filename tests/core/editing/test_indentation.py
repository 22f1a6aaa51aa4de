"""Indents; what is indented as asked for can be read by Python (keys: tests/gui/editor/test_habits.py)."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.editing.indentation import indent_after, indent_of, less
from core.labs.autograd import EXAMPLES


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_a_line_behind_any_line_of_a_program_is_where_python_can_read_it(path: str) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")  # type: ignore[attr-defined]
    for number in range(1, len(lines) + 1):
        before = "\n".join(lines[:number])
        try:
            ast.parse(before + "\n")
        except SyntaxError:
            continue  # In the middle of a statement, or behind a colon.
        ast.parse(f"{before}\n{indent_after(before)}pass\n")


def test_a_block_is_begun_by_a_colon_that_is_no_part_of_something_else() -> None:
    assert indent_after("if a:") == "    "
    assert indent_after("x = a[1:") == "      "
    assert indent_after("x = ':'") == ""
    assert indent_after("if a:\n    raise ValueError(\n        'b:'\n    )") == ""
    assert indent_after("\tif a:") == "\t    "


def test_a_level_less() -> None:
    assert [len(less(" " * width)) for width in range(10)] == [0, 0, 0, 0, 0, 4, 4, 4, 4, 8]
    assert less("\t\t") == "    "


@given(st.text(alphabet="'\"#()[]:\nab \t", max_size=60))
def test_any_text_has_an_indent(text: str) -> None:
    assert not indent_after(text).strip()
    assert indent_of(text).strip() == ""
