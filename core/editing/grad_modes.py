"""``torch.no_grad()`` put around one statement of a program, or taken away again; pure functions of the text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from core.editing.refused import Refused
from core.editing.text import Text, callee

Fenced = ast.With | ast.FunctionDef | ast.AsyncFunctionDef


_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Assert, ast.Delete)


def is_under_no_grad(source: str, line: int) -> bool:
    """Whether the program's text has the statement at a line inside ``no_grad()``."""
    try:
        text = Text(source)
    except SyntaxError:
        return False
    statement = text.statement_at(line)
    return statement is not None and _fence(text, statement) is not None


def with_no_grad(source: str, line: int, wanted: bool) -> str | Refused:
    """The program with the statement at a line inside of ``torch.no_grad()``, or out of it.

    Of several statements in one ``with`` the one is taken out, and the others stay inside.
    """
    try:
        text = Text(source)
    except SyntaxError:
        return Refused("syntax")
    statement = text.statement_at(line)
    if statement is None:
        return Refused("not found", line)
    if not isinstance(statement, _SIMPLE):
        return Refused("compound", statement.lineno)
    fence = _fence(text, statement)
    if wanted:
        return source if fence is not None else _put_in(text, statement)
    if fence is None:
        return source
    if not isinstance(fence, ast.With) or text.parent(statement) is not fence:
        return Refused("around", fence.lineno)
    if len(fence.items) > 1 or fence.items[0].optional_vars is not None:
        return Refused("several modes", fence.lineno)
    return _take_out(text, fence, statement)


def _fence(text: Text, statement: ast.stmt) -> Fenced | None:
    """What switches gradients off around a statement, in the same function."""
    node: ast.AST | None = text.parent(statement)
    while node is not None:
        if isinstance(node, ast.With) and any(_is_no_grad(one.context_expr) for one in node.items):
            return node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return node if any(_is_no_grad(one) for one in node.decorator_list) else None
        node = text.parent(node)
    return None


def _is_no_grad(node: ast.expr) -> bool:
    return callee(node) == "no_grad"


def _put_in(text: Text, statement: ast.stmt) -> str | Refused:
    alias = text.module_alias()
    if alias is None:
        return Refused("no torch", statement.lineno)
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    start = text.span(statement)[0]
    margin = text.source[text.line_start(first) : start]
    if margin.strip() or _shares_its_last_line(text, statement):
        return Refused("shared line", first)
    opening = f"with {alias}.no_grad():"
    if any(_lines_in_strings(statement)):
        # A string over several lines would change if its lines were moved.
        return text.replaced(start, start, f"{opening} ")
    unit = "\t" if "\t" in margin else "    "
    begin = text.line_start(first)
    ending = "\r\n" if "\r\n" in text.source else "\n"
    rows = "".join(
        unit + row if row.strip() else row
        for row in (text.source[text.line_start(n) : text.line_start(n + 1)] for n in range(first, last + 1))
    )
    return text.replaced(begin, text.line_start(last + 1), f"{margin}{opening}{ending}{rows}")


def _shares_its_last_line(text: Text, statement: ast.stmt) -> bool:
    behind = text.source[text.span(statement)[1] : text.line_start((statement.end_lineno or 0) + 1)]
    return behind.lstrip(" \t").startswith(";")


def _take_out(text: Text, fence: ast.With, statement: ast.stmt) -> str | Refused:
    start = text.span(statement)[0]
    outer = text.span(fence)[0]
    margin = text.source[text.line_start(fence.lineno) : outer]
    if fence.lineno == statement.lineno:
        if len(fence.body) > 1 or margin.strip():
            return Refused("shared line", fence.lineno)
        return text.replaced(outer, start, "")
    inner = text.source[text.line_start(statement.lineno) : start]
    if inner.strip() or margin.strip() or _shares_its_last_line(text, statement):
        return Refused("shared line", statement.lineno)
    kept = set(_lines_in_strings(statement))
    last = statement.end_lineno or statement.lineno
    place = fence.body.index(statement)
    before = fence.body[place - 1]
    begin = text.line_start((before.end_lineno or before.lineno) + 1 if place else fence.body[0].lineno)
    head = fence.items[0].context_expr.end_lineno or fence.lineno
    opening = text.source[text.line_start(fence.lineno) : text.line_start(head + 1)]
    rows = ""
    for number in range(statement.lineno, last + 1):
        row = text.source[text.line_start(number) : text.line_start(number + 1)]
        rows += row if number in kept or not row.startswith(inner) else margin + row[len(inner) :]
    between = text.source[begin : text.line_start(statement.lineno)]  # Comments between two statements.
    after = opening if place + 1 < len(fence.body) else ""
    if not place:
        # Comments between the "with" and its first statement stay with the statement.
        begin = text.line_start(fence.lineno)
        comments = text.source[text.line_start(head + 1) : text.line_start(statement.lineno)].splitlines(keepends=True)
        between = "".join(margin + row[len(inner) :] if row.startswith(inner) else row for row in comments)
    if rows and not rows.endswith(("\n", "\r")) and after:
        rows += "\n"
    return text.replaced(begin, text.line_start(last + 1), between + rows + after)


def _lines_in_strings(statement: ast.stmt) -> Iterator[int]:
    """The lines that begin inside of a string."""
    for node in ast.walk(statement):
        words = isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
        )
        if isinstance(node, ast.expr) and words:
            yield from range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
