"""Why an edit of a program that a click asked for is not made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RefusedCode = Literal[
    "syntax",
    "not found",
    "several",
    "parameter",
    "not editable",
    "another name",
    "no torch",
    "shared line",
    "compound",
    "around",
    "several modes",
    "not a number",
    "no place",
]


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands where an edited program would.

    Attributes:
        code: "syntax": the text is no Python. "not found": no statement is there, or gives the name. "several": more
            than one gives it, and which is not known. "parameter": an ``nn.Parameter``. "another name": the name
            stands for the tensor of another name. "not editable": made in some other way. "no torch": the module is
            not imported by its name. "shared line": several statements share the line. "compound": the statement
            holds others, or defines or imports something. "around": a decorator or a larger statement switches
            gradients off. "several modes": the ``with`` has more than ``no_grad()``. "not a number": the program works
            its seed out. "no place": there is no statement to put the seed before.
        line: To change by hand, counted from 1, where that is known.
    """

    code: RefusedCode
    line: int | None = None
