"""Programs in many layouts, and what running them gives."""

from __future__ import annotations

import contextlib
import difflib
import io
from typing import Any

from core.labs.autograd import EXAMPLES

SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.py"))}


def namespace(source: str) -> dict[str, Any]:
    """What a program has made, also one that raises in the end."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        exec(compile(source, "program.py", "exec", dont_inherit=True), scope)
    return scope


def changed_lines(before: str, after: str) -> int:
    """Lines that an edit took away or changed."""
    rows = difflib.ndiff(before.splitlines(), after.splitlines())
    return sum(1 for row in rows if row.startswith("- "))
