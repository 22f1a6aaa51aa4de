"""A node's derivative rules, each as torch has it, as a line of Python, and as LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.autograd.notation.latex import NotArithmeticError, latex_name, latex_of
from core.autograd.notation.rules import as_tree, simplified
from core.autograd.notation.text import text_of
from core.autograd.notation.tree import Tree, UnreadableError, parse

_NAMES = {"self": "x", "result": "y"}


@dataclass(frozen=True, slots=True)
class Rule:
    r"""What a node sends to some of its arguments.

    Attributes:
        arguments: By torch's names; more than one where one call makes all their gradients.
        torch: The expression as it stands in derivatives.yaml.
        text: The same as a line of Python: ``grad`` is what arrives, arguments and results have torch's names.
        latex: ``\bar{x} = \bar{y} \cdot 2 x`` and the like, or None where it is not arithmetic. A bar is a
            gradient; elements are meant, and of real numbers.
        implemented: Whether torch has a derivative there.
    """

    arguments: tuple[str, ...]
    torch: str
    text: str
    latex: str | None
    implemented: bool


def readable(
    line: str,
    saved: Mapping[str, object] | None = None,
    names: Mapping[str, str] | None = None,
    *,
    complex_numbers: bool = False,
) -> Rule:
    """One line of a node's formula.

    Args:
        line: "arguments: expression", as `formulas` has it.
        saved: What the node saved; numbers and texts are put in, and decide between cases.
        names: What the program calls arguments and results, by torch's names ("self", "other", "result").
        complex_numbers: Write conjugates in LaTeX; the text always has them.
    """
    head, _, expression = line.partition(": ")
    arguments = tuple(head.split(", "))
    implemented = not expression.startswith("not_implemented(")
    known = {name: tree for name, value in (saved or {}).items() if (tree := as_tree(value)) is not None}
    try:
        tree = simplified(parse(expression), known)
    except UnreadableError:
        return Rule(arguments, expression, expression, None, implemented)
    latex = None
    if implemented and len(arguments) == 1:
        latex = _equation(arguments[0], tree, {**_NAMES, **(names or {})}, complex_numbers)
    return Rule(arguments, expression, text_of(tree), latex, implemented)


def _equation(argument: str, tree: Tree, names: Mapping[str, str], complex_numbers: bool) -> str | None:
    try:
        right = latex_of(tree, names, complex_numbers=complex_numbers)
    except NotArithmeticError:
        return None
    return rf"\bar{{{latex_name(names.get(argument, argument))}}} = {right}"
