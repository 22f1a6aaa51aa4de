"""no_grad around one statement, put there and taken away."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.editing.grad_modes import is_under_no_grad, with_no_grad
from core.editing.refused import Refused
from tests.core.editing.edited import SOURCES, namespace

START = "import torch\nx = torch.ones(2, requires_grad=True)\n"


@pytest.mark.parametrize("name", SOURCES)
def test_every_line_of_every_example_comes_back(name: str) -> None:
    source = SOURCES[name]
    edited = 0
    for line in range(1, len(source.splitlines()) + 1):
        inside = is_under_no_grad(source, line)
        other = with_no_grad(source, line, not inside)
        if isinstance(other, Refused):
            continue
        compile(other, "program.py", "exec")
        assert is_under_no_grad(other, line + (0 if inside else 1)) is not inside or inside
        if not inside:
            assert with_no_grad(other, line + 1, False) == source
            edited += 1
    assert edited


@pytest.mark.parametrize(
    "statement",
    [
        "y = x * 2",
        "y = x * 2  # a comment\n# another",
        "y = (x *\n     2)",
        "y = x \\\n    * 2",
        "y = (x * 2,\n'''a\nb''')[0]",
        "if True:\n    y = x * 2",
        "if True:\n\ty = x * 2",
        "y = 0\ny += x",
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_torch_does_not_track_it_and_the_first_text_comes_back(statement: str, ending: str) -> None:
    source = f"{START}{statement}\nlast = 1\n".replace("\n", ending)
    line = next(n for n, row in enumerate(source.splitlines(), 1) if "y" in row and "x" in row and n > 2)
    assert namespace(source)["y"].requires_grad
    edited = with_no_grad(source, line, True)
    assert isinstance(edited, str)
    assert namespace(edited)["y"].requires_grad is False
    assert namespace(edited)["last"] == 1
    row = next(n for n, one in enumerate(edited.splitlines(), 1) if "y" in one and "x" in one and n > 2)
    assert is_under_no_grad(edited, row)
    assert with_no_grad(edited, row, True) == edited
    assert with_no_grad(edited, row, False) == source


def test_without_a_last_line_break() -> None:
    edited = with_no_grad(f"{START}y = x * 2", 3, True)
    assert edited == f"{START}with torch.no_grad():\n    y = x * 2"
    assert with_no_grad(edited, 4, False) == f"{START}y = x * 2"


MANY = f"""{START}with torch.no_grad():
    # first
    a = x * 1
    # second
    b = x * 2

    c = x * 3
"""


@pytest.mark.parametrize(("line", "freed"), [(5, "a"), (7, "b"), (9, "c")])
def test_one_of_several_is_taken_out_and_the_others_stay(line: int, freed: str) -> None:
    edited = with_no_grad(MANY, line, False)
    assert isinstance(edited, str)
    scope = namespace(edited)
    assert {name: scope[name].requires_grad for name in "abc"} == {name: name == freed for name in "abc"}
    assert edited.count("#") == 2
    assert list(map(torch.Tensor.tolist, (scope[name] for name in "abc"))) == [[1, 1], [2, 2], [3, 3]]


@given(st.lists(st.sampled_from(["a = x * 1", "b = (x *\n    2)", "# words", "", "c = x + 1"]), min_size=1, max_size=7))
def test_each_of_any_block(statements: list[str]) -> None:
    rows = [row for one in statements for row in one.split("\n")]
    body = "\n".join(f"    {row}" if row else row for row in rows)
    source = f"{START}with torch.no_grad():\n{body}\n    last = x - 1\ndone = 1\n"
    for line in range(4, len(source.splitlines())):
        if is_under_no_grad(source, line):
            edited = with_no_grad(source, line, False)
            assert isinstance(edited, str)
            scope, before = namespace(edited), namespace(source)
            assert scope["done"] == 1
            assert {one for one in scope if one in "abc"} == {one for one in before if one in "abc"}
            assert edited.count("words") == source.count("words")


@pytest.mark.parametrize(
    ("source", "line", "wanted", "code"),
    [
        ("y = (", 1, True, "syntax"),
        ("\n\ny = 1", 1, True, "not found"),
        ("y = 1", 1, True, "no torch"),
        ("import torch\na = 1; b = 2", 2, True, "shared line"),
        ("import torch\nif 1: b = 2", 2, True, "shared line"),
        ("import torch\nif 1:\n    b = 2", 2, True, "compound"),
        ("import torch", 1, True, "compound"),
        ("@torch.no_grad()\ndef f(x):\n    y = x\n    return y", 3, False, "around"),
        ("with torch.no_grad():\n    if 1:\n        y = 2", 3, False, "around"),
        ("with torch.no_grad(), open('f'):\n    y = 2", 2, False, "several modes"),
        ("with torch.no_grad(): a = 1; b = 2", 1, False, "shared line"),
    ],
)
def test_what_is_not_edited_has_a_reason(source: str, line: int, wanted: bool, code: str) -> None:
    found = with_no_grad(source, line, wanted)
    assert isinstance(found, Refused)
    assert found.code == code


def test_torch_by_another_name() -> None:
    assert with_no_grad("import torch as t\ny = t.ones(1)\n", 2, True) == (
        "import torch as t\nwith t.no_grad():\n    y = t.ones(1)\n"
    )
