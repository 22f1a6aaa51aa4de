"""What a custom function's forward calls the tensors that it gives to ``save_for_backward``."""

from __future__ import annotations

import ast
import linecache
import textwrap
from collections.abc import Sequence
from types import FunctionType


def saved_names(function: type) -> tuple[str, ...]:
    """The names by which one call gives tensors, or none.

    None where the source is not there, where there are several calls, or one that gives more than plain names.

    Args:
        function: A `torch.autograd.Function`'s class.
    """
    calls = [
        call
        for name in ("forward", "setup_context")
        for call in ast.walk(_tree(vars(function).get(name)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "save_for_backward"
    ]
    if len(calls) != 1:
        return ()
    names = [one.id for one in calls[0].args if isinstance(one, ast.Name)]
    return tuple(names) if len(names) == len(calls[0].args) else ()


def _tree(method: object) -> ast.AST:
    plain = method.__func__ if isinstance(method, staticmethod) else method
    if not isinstance(plain, FunctionType):
        return ast.Module([], [])
    code = plain.__code__
    numbers = [line for _, _, line in code.co_lines() if line is not None]
    try:
        lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
        return ast.parse(textwrap.dedent("".join(_block(lines, max(numbers) - code.co_firstlineno))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _block(lines: Sequence[str], least: int) -> list[str]:
    """The lines of a function, up to where the indentation ends; comments may stand anywhere."""
    indent = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    begun = False
    block: list[str] = []
    for place, line in enumerate(lines):
        plain = line.strip()
        inside = not plain or plain.startswith("#") or len(line) - len(line.lstrip()) > indent
        if begun and place > least and not inside:
            break
        begun = begun or plain.startswith("def ")
        block.append(line)
    return block
