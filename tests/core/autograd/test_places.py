"""Lines, and the names that results go into, against what Python itself then finds in its variables."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from core.autograd.places import Place, Places

FILE = "places_program.py"


def places(source: str) -> list[Place | None]:
    found: list[Place | None] = []
    finder = Places(FILE)

    def here(*_: object) -> Any:
        found.append(finder.find(sys._getframe(1)))
        return 1, 2

    class Thing:
        def act(self, *_: object) -> Any:
            found.append(finder.find(sys._getframe(1)))
            return 1, 2

        def __add__(self, _: object) -> Any:
            found.append(finder.find(sys._getframe(1)))
            return 1, 2

    exec(compile(source, FILE, "exec"), {"here": here, "t": Thing(), "box": type("Box", (), {})(), "list_": [0]})
    return found


NAMES = {
    "y = here()": (("y",), "here"),
    "y, z = here()": (("y", "z"), "here"),
    "y = z = here()": (("y",), "here"),
    "y = t.act(1, *[2])": (("y",), ""),
    "y = t.act(1, [2, 3], (4,))": (("y",), "act"),
    "y = t.act(here(), 2)[0]": ((), "act"),
    "y = t + 1": (("y",), None),
    "t += 1": (("t",), None),
    "here()": ((), "here"),
    "box.y = here()": ((), "here"),
    "list_[0] = here()": ((), "here"),
    "y: object = here()": (("y",), "here"),
    "if (y := here()): pass": (("y",), "here"),
    "y = (here if t else t)()": (("y",), ""),
    "y = here(1 if t else 2)": (("y",), ""),
    "y = here(t.act)": (("y",), "here"),
    "y = [here() for _ in range(1)]": ((), "here"),
}


@pytest.mark.parametrize("source", NAMES)
@pytest.mark.parametrize("inside", [False, True])
def test_names_and_callee(source: str, inside: bool) -> None:
    found = places(f"def f(t, box, list_):\n    {source}\nf(t, box, list_)\n" if inside else source)[-1]
    assert found is not None
    names, callee = NAMES[source]
    assert (found.names, found.direct) == (names, True)
    # With an "if" on the way nobody tells, or it is found all the same.
    assert found.callee in ({callee, "here", "t", ""} if " if " in source else {callee})
    assert found.line == (2 if inside else 1)
    assert found.top == (not inside and "for" not in source)


def test_calls_through_other_files_are_not_direct() -> None:
    found = places("import functools\ny = functools.partial(here)()\nz = min([1], key=lambda _: here() and 1)\n")
    assert [one and one.line for one in found] == [2, 3]
    assert found[1] is not None
    assert found[1].names == ()


def test_a_call_that_the_program_has_no_part_in_has_no_place() -> None:
    assert Places(FILE).find(sys._getframe()) is None
