"""Edits of a program's text that a click asks for: requires_grad of a leaf, no_grad around a line, the seed.

Each is a pure function from a source text to another, or to a `Refused` that says why not. Only the characters
that have to change do, so that comments and layout stay; and an edit that is taken back gives the first text
again. One exception: ``requires_grad=False`` as the last argument, switched on and off, is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from core.editing.refused import Refused
from core.editing.text import Text, callee, top_level

TAKES_REQUIRES_GRAD = frozenset(
    {
        "tensor", "ones", "zeros", "empty", "full", "rand", "randn", "arange",
        "linspace", "logspace", "eye", "ones_like", "zeros_like", "empty_like", "full_like", "rand_like",
        "randn_like", "new_tensor", "new_ones", "new_zeros", "new_empty", "new_full", "sparse_coo_tensor", "normal",
    }
)  # fmt: skip
"""Torch's functions that make a leaf and take ``requires_grad``, by their last name."""
_ON = ".requires_grad_()"
_OFF = "requires_grad=False"


def with_requires_grad(source: str, name: str, line: int | None, wanted: bool) -> str | Refused:
    """The program with a top-level leaf that requires a gradient, or does not.

    Args:
        source: The program.
        name: The tensor's.
        line: Where its value was made, counted from 1; chooses among several statements that give the name.
        wanted: Whether it shall require one.
    """
    try:
        text = Text(source)
    except SyntaxError:
        return Refused("syntax")
    given = _given(text, name, line)
    if isinstance(given, Refused):
        return given
    edited = _edited(text, *given, name, line, wanted)
    if isinstance(edited, str):
        try:
            ast.parse(edited)  # A generator as the one argument, say, takes no second.
        except SyntaxError:
            return Refused("not editable", given[0].lineno)
    return edited


def _edited(
    text: Text, statement: ast.stmt, value: ast.expr, name: str, line: int | None, wanted: bool
) -> str | Refused:
    later = _later_switch(text, name, statement)
    if later is not None:
        return _switched_later(text, later, wanted)
    if callee(value) == "Parameter":
        return Refused("parameter", statement.lineno)
    if isinstance(value, ast.Name):
        return Refused("another name", statement.lineno)
    if callee(value) == "requires_grad_":
        return _in_chain(text, value, name, line, wanted)
    if callee(value) in TAKES_REQUIRES_GRAD and isinstance(value, ast.Call):
        if any(one.arg is None for one in value.keywords):
            return Refused("not editable", statement.lineno)  # ``**options`` may hold it.
        return _as_option(text, value, name, line, wanted)
    if not wanted:
        return Refused("not editable", statement.lineno)
    if isinstance(value, (ast.Yield, ast.YieldFrom, ast.Starred)):
        return Refused("not editable", statement.lineno)
    return _appended(text, statement, value)


def _given(text: Text, name: str, line: int | None) -> tuple[ast.stmt, ast.expr] | Refused:
    """The statement that gives a name, and the expression whose value it takes."""
    found = [
        (statement, value)
        for statement in top_level(text.tree)
        for target, value in _assignments(statement)
        if target == name
    ]
    if not found:
        return Refused("not found", line)
    if line is not None:
        there = [one for one in found if one[0].lineno <= line <= (one[0].end_lineno or 0)]
        if there:
            return there[-1]
    return found[0] if len(found) == 1 else Refused("several", line)


def _assignments(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement itself gives, each with the expression for it."""
    pairs: list[tuple[ast.expr, ast.expr]] = []
    if isinstance(statement, ast.Assign):
        pairs = [(target, statement.value) for target in statement.targets]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        pairs = [(statement.target, statement.value)]
    for target, value in pairs:
        if isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for part, worth in zip(target.elts, value.elts, strict=False):
                if isinstance(part, ast.Name) and len(target.elts) == len(value.elts):
                    yield part.id, worth


def _later_switch(text: Text, name: str, given: ast.stmt) -> ast.stmt | None:
    """A statement such as ``x.requires_grad_()`` that comes after x was given, and before it is given again."""
    latest: ast.stmt | None = None
    after = False
    for statement in top_level(text.tree):
        if statement is given:
            after = True
            continue
        if not after:
            continue
        if any(target == name for target, _ in _assignments(statement)):
            break
        if _switch_of(statement) == name:
            latest = statement
    return latest


def _switch_of(statement: ast.stmt) -> str | None:
    """The name that a statement switches: ``x.requires_grad_(…)`` or ``x.requires_grad = True``."""
    switched: ast.expr | None = None
    called = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(called, ast.Call) and callee(called) == "requires_grad_":
        switched = called.func
    elif (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, bool)
    ):
        switched = statement.targets[0]
    if isinstance(switched, ast.Attribute) and switched.attr in ("requires_grad", "requires_grad_"):
        return switched.value.id if isinstance(switched.value, ast.Name) else None
    return None


def _switched_later(text: Text, statement: ast.stmt, wanted: bool) -> str | Refused:
    if isinstance(statement, ast.Assign):
        return text.replaced(*text.span(statement.value), str(wanted))
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    return _switched_call(text, statement.value, wanted)


def _switched_call(text: Text, call: ast.Call, wanted: bool) -> str | Refused:
    """``()`` and ``(requires_grad=False)``, ``(True)`` and ``(False)``: each its own pair, so that it comes back."""
    given = [*call.args, *(one.value for one in call.keywords)]
    if not given:
        end = text.span(call)[1] - 1
        return text.source if wanted else text.replaced(end, end, _OFF)
    if len(given) > 1 or not isinstance(given[0], ast.Constant):
        return Refused("not editable", call.lineno)
    if wanted and call.keywords and text.words(call.keywords[0]) == _OFF:
        return text.replaced(*text.span(call.keywords[0]), "")
    return text.replaced(*text.span(given[0]), str(wanted))


def _in_chain(text: Text, value: ast.expr, name: str, line: int | None, wanted: bool) -> str | Refused:
    """A value such as ``torch.arange(6.0).reshape(2, 3).requires_grad_()``."""
    assert isinstance(value, ast.Call)
    assert isinstance(value.func, ast.Attribute)
    if not wanted and not value.args and not value.keywords:
        inner = value.func.value
        end = text.span(value)[1]
        shorter = []
        if text.source[:end].endswith(_ON):
            start = text.span(value)[0]
            rest = text.source[start : end - len(_ON)]
            shorter = [text.replaced(start, end, rest)]
            if rest[:1] == "(" and rest[-1:] == ")" and not _postfix(inner):
                shorter.append(text.replaced(start, end, rest[1:-1]))
        for one in shorter:
            # What is taken away must come back as it was.
            if with_requires_grad(one, name, line, True) == text.source:
                return one
    return _switched_call(text, value, wanted)


def _as_option(text: Text, call: ast.Call, name: str, line: int | None, wanted: bool) -> str | Refused:
    """``requires_grad`` among the arguments of a call that takes it."""
    option = next((one for one in call.keywords if one.arg == "requires_grad"), None)
    if option is None:
        if not wanted:
            return text.source
        parts: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
        if not parts:
            end = text.span(call)[1] - 1
            return text.replaced(end, end, "requires_grad=True")
        end = _after(text, max(text.span(one)[1] for one in parts), text.span(call)[1])
        return text.replaced(end, end, ", requires_grad=True")
    if not isinstance(option.value, ast.Constant):
        return Refused("not editable", call.lineno)
    flipped = text.replaced(*text.span(option.value), str(wanted))
    if wanted:
        return flipped
    start, end = text.span(option)
    if text.source[:start].endswith(", "):
        shorter = text.replaced(start - 2, end, "")
        if with_requires_grad(shorter, name, line, True) == text.source:
            return shorter
    return flipped


def _after(text: Text, end: int, limit: int) -> int:
    """Behind the brackets that close around an argument: the tree does not count them as part of it."""
    inner = text.source[end : limit - 1]
    closing = 0
    for place, letter in enumerate(inner):
        if letter == ")":
            closing = place + 1
        elif letter not in " \t":
            break
    return end + closing


def _postfix(value: ast.expr) -> bool:
    """Whether ``.requires_grad_()`` can stand behind an expression without brackets."""
    return isinstance(value, (ast.Call, ast.Attribute, ast.Subscript))


def _appended(text: Text, statement: ast.stmt, value: ast.expr) -> str | Refused:
    """``.requires_grad_()`` behind a value that is made in any way."""
    start, end = text.span(value)
    whole = isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is value
    outer = text.span(statement)[1] if whole else end
    if outer == end:
        if _postfix(value):
            return text.replaced(end, end, _ON)
        return text.replaced(start, end, f"({text.source[start:end]}){_ON}")
    # Brackets stand around the value: another pair comes around them, so that it can go again.
    first = start
    for _ in range(text.source[end:outer].count(")")):
        first = text.source.rindex("(", 0, first)
    return text.replaced(first, outer, f"({text.source[first:outer]}){_ON}")
