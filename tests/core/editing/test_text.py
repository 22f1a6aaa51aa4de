"""A text by its tree's places."""

from __future__ import annotations

import ast

from core.editing.text import Text, callee, top_level, top_level_names

SOURCE = "# é\nimport torch as t, os.path\nx = 'é' + f(1)\r\nif x:\n    y = 2\n\n\ndef f(a):\n    global g\n    z = a\n    g = 1\n"


def test_places_are_characters() -> None:
    text = Text(SOURCE)
    statement = text.statement_at(3)
    assert isinstance(statement, ast.Assign)
    assert text.words(statement) == "x = 'é' + f(1)"
    assert text.words(statement.value) == "'é' + f(1)"
    assert text.replaced(*text.span(statement.value), "0").splitlines()[2] == "x = 0"
    assert text.source[text.line_start(4) :].startswith("if x:")
    assert text.line_start(99) == len(SOURCE)


def test_statements_and_names_of_the_top_level() -> None:
    text = Text(SOURCE)
    inner = text.statement_at(5)
    assert isinstance(inner, ast.Assign)
    assert isinstance(text.parent(inner), ast.If)
    assert len(list(top_level(text.tree))) == 5
    assert top_level_names(SOURCE) == {"t", "os", "x", "y", "f", "g"}
    assert top_level_names("x = (") is None
    assert text.module_alias() == "t"
    assert text.module_alias("os") == "os"
    assert text.module_alias("numpy") is None


def test_callees() -> None:
    names = [callee(ast.parse(one, mode="eval").body) for one in ("a.b.c()", "f(1)", "(lambda: 1)()", "x")]
    assert names == ["c", "f", "", ""]
