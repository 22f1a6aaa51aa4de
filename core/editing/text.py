"""A program's text by the places that Python's syntax tree names, and what is asked of that tree.

Places in the tree are a line, counted from 1, and bytes of UTF-8 in it; here they are characters of the text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import cast

_LINE = re.compile(r"\r\n|\r|\n")


class Text:
    """A source text with its tree.

    Attributes:
        source: The text.
        tree: Its syntax tree.

    Raises:
        SyntaxError: It is no Python.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        try:
            self.tree = ast.parse(source)
        except (ValueError, RecursionError, MemoryError) as error:  # Null characters, nesting without end.
            raise SyntaxError(str(error)) from error
        self._starts = [0, *(found.end() for found in _LINE.finditer(source))]
        self._statements = [node for node in ast.walk(self.tree) if isinstance(node, ast.stmt)]
        self._parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def at(self, line: int, column: int) -> int:
        """The character at a place of the tree."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.source)
        row = self.source[start:end]
        return start + (column if row.isascii() else len(row.encode()[:column].decode()))

    def line_start(self, line: int) -> int:
        """The character that a line begins with; behind the last one the end of the text."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.source)

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """First character of a part of the tree, and the one behind its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def words(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """The text of a part of the tree."""
        start, end = self.span(node)
        return self.source[start:end]

    def replaced(self, start: int, end: int, words: str) -> str:
        """The source with other words between two characters."""
        return self.source[:start] + words + self.source[end:]

    def parent(self, node: ast.AST) -> ast.AST | None:
        """What a part of the tree is a part of."""
        return self._parents.get(node)

    def statement_at(self, line: int) -> ast.stmt | None:
        """The innermost statement that a line belongs to; the first of several on one line."""
        found: ast.stmt | None = None
        for node in self._statements:
            if not node.lineno <= line <= (node.end_lineno or node.lineno):
                continue
            if found is None or _length(node) < _length(found) or self._is_in(node, found):
                found = node
        return found

    def _is_in(self, node: ast.AST, outer: ast.AST) -> bool:
        above: ast.AST | None = self.parent(node)
        while above is not None and above is not outer:
            above = self.parent(above)
        return above is not None

    def module_alias(self, module: str = "torch") -> str | None:
        """What the program calls a module at its top level, or None where it has not imported it."""
        for node in self.tree.body:
            if isinstance(node, ast.Import):
                for one in node.names:
                    if one.name == module and one.asname:
                        return one.asname
                    if one.name.partition(".")[0] == module and not one.asname:
                        return module
        return None


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run at a program's top level, those in its loops and conditions included."""
    waiting: list[ast.stmt] = list(tree.body)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        inner: list[ast.stmt] = []
        for name in ("body", "orelse", "finalbody"):
            inner += cast("list[ast.stmt]", getattr(node, name, []))
        for handler in getattr(node, "handlers", []):
            inner += handler.body
        for case in getattr(node, "cases", []):
            inner += case.body
        waiting += inner[::-1]


def top_level_names(source: str) -> frozenset[str] | None:
    """The names that a program gives to something at its top level, or None where it cannot be read."""
    try:
        tree = Text(source).tree
    except SyntaxError:
        return None
    found: set[str] = set()
    for statement in top_level(tree):
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(statement.name)
            # A function may give names of the program's top level, too.
            found |= {name for one in ast.walk(statement) if isinstance(one, ast.Global) for name in one.names}
            continue
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            found |= {one.asname or one.name.partition(".")[0] for one in statement.names}
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return frozenset(found)


def callee(node: ast.expr) -> str:
    """The last name of what a call calls: "ones" of ``torch.ones(3)``; "" where it has none."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
