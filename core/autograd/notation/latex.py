"""A formula as LaTeX, where it is arithmetic on elements, matrix products, or a sum along a dimension."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.autograd.notation.tree import (
    Binary,
    Call,
    Choice,
    Method,
    Name,
    Number,
    Several,
    Tree,
    Unary,
)

_FUNCTIONS = {name: rf"\{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
_FUNCTIONS |= {"log": r"\ln", "sgn": r"\operatorname{sgn}", "erf": r"\operatorname{erf}", "sigmoid": r"\sigma"}
_COMPARED = {"==": "=", "!=": r"\neq", "<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq"}
_JOINED = {"&": r"\text{ and }", "|": r"\text{ or }", "&&": r"\text{ and }", "||": r"\text{ or }"}
# Everywhere a shape is all that changes: read by elements, as broadcasting does, the value stays.
_SHAPES = {"expand", "reshape", "unsqueeze", "squeeze"}
# What a name may contain, such as that of an item: ``layers['first'].weight``.
_ESCAPES = {one: f"\\{one}" for one in "_#%&${}"} | {"\\": "/", "^": "-", "~": "-"}
_SUM, _PRODUCT, _POWER, _WHOLE = range(4)


class NotArithmeticError(ValueError):
    """There is something in the formula that has no notation here; it stays text."""


def latex_name(name: str) -> str:
    """A variable's name: one letter stays, more stand upright."""
    if len(name) == 1 and name.isascii() and name.isalpha():
        return name
    found = re.fullmatch(r"([A-Za-z])_?(\d+)", name)
    if found:
        return f"{found.group(1)}_{{{found.group(2)}}}"
    return rf"\mathrm{{{''.join(_ESCAPES.get(one, one) for one in name)}}}"


def latex_of(
    tree: Tree,
    names: Mapping[str, str],
    *,
    complex_numbers: bool = False,
    written: Mapping[str, str] | None = None,
) -> str:
    r"""The expression in LaTeX; ``grad`` is written ``\bar{y}`` for a result ``y``.

    Elements are meant: shapes that only broadcast are not written.

    Args:
        tree: A simplified formula.
        names: What to call arguments and results; others keep torch's names. Of a result that is called "" the
            gradient is written ``g``.
        complex_numbers: Write conjugates; of real numbers they are the numbers themselves.
        written: LaTeX to stand in place of torch's names ("grad", "self", ...), as a number in its place.

    Raises:
        NotArithmeticError: Something in it has no notation here.
    """
    return _Writer(names, complex_numbers, written or {}).write(tree)[0]


class _Writer:
    def __init__(self, names: Mapping[str, str], complex_numbers: bool, written: Mapping[str, str]) -> None:
        self._names = names
        self._written = written
        self._complex = complex_numbers

    def _inside(self, tree: Tree, least: int) -> str:
        text, level = self.write(tree)
        return text if level >= least else rf"\left({text}\right)"

    def write(self, tree: Tree) -> tuple[str, int]:
        match tree:
            case Number(text) if re.fullmatch(r"-?\d+(\.\d+)?", text):
                return text, _SUM if text.startswith("-") else _WHOLE
            case Name(text) if text in self._written:
                return self._written[text], _WHOLE
            case Name("grad"):
                result = self._names.get("result", "y")
                return (rf"\bar{{{latex_name(result)}}}" if result else "g"), _WHOLE
            case Name("pi"):
                return r"\pi", _WHOLE
            case Name(text):
                return latex_name(self._names.get(text) or text), _WHOLE
            case Unary("-", of):
                return f"-{self._inside(of, _PRODUCT)}", _SUM
            case Binary(sign, left, right) if sign in "+-":
                return f"{self._inside(left, _SUM)} {sign} {self._inside(right, _PRODUCT)}", _SUM
            case Binary("*", left, right):
                # A sign in front of a product is one in front of its first factor.
                signed = isinstance(left, (Unary, Number))
                first = self.write(left)[0] if signed else self._inside(left, _PRODUCT)
                text = rf"{first} \cdot {self._inside(right, _PRODUCT)}"
                return text, _SUM if text.startswith("-") else _PRODUCT
            case Binary("/", left, right):
                return rf"\frac{{{self.write(left)[0]}}}{{{self.write(right)[0]}}}", _PRODUCT
            case Choice(condition, yes, no) | Call("where", (condition, yes, no)):
                cases = (
                    rf"{self.write(yes)[0]} & {self.condition(condition)} \\ {self.write(no)[0]} & \text{{otherwise}}"
                )
                return rf"\begin{{cases}} {cases} \end{{cases}}", _PRODUCT
            case Call(function, arguments):
                return self._function(function, arguments)
            case Method(of, name, arguments):
                return self._method(of, name, arguments)
            case _:
                raise NotArithmeticError

    def condition(self, tree: Tree) -> str:
        match tree:
            case Binary(sign, left, right) if sign in _COMPARED:
                return f"{self.write(left)[0]} {_COMPARED[sign]} {self.write(right)[0]}"
            case Binary(sign, left, right) if sign in _JOINED:
                return f"{self.condition(left)}{_JOINED[sign]}{self.condition(right)}"
            case _:
                raise NotArithmeticError

    def _function(self, function: str, arguments: tuple[Tree, ...]) -> tuple[str, int]:
        match function, arguments:
            case "zeros_like", (_,):
                return "0", _WHOLE
            case "pow", (of, power):
                return self._method(of, "pow", (power,))
            case "restore_reduced_dims", (of, _, _):
                return self.write(of)
            case "size", (_, dim):
                return rf"n_{{{self._dimension(dim)}}}", _WHOLE
            case _, (of,):
                return self._method(of, function, ())
            case _:
                raise NotArithmeticError

    def _method(self, of: Tree, name: str, arguments: tuple[Tree, ...]) -> tuple[str, int]:
        if name == "conj" and not arguments:
            return (rf"\overline{{{self.write(of)[0]}}}", _WHOLE) if self._complex else self.write(of)
        if name in _SHAPES:
            return self.write(of)
        match name, arguments:
            case "pow", (Number(power),):
                return f"{self._inside(of, _WHOLE)}^{{{power}}}", _POWER
            case "pow", (power,):
                return f"{self._inside(of, _WHOLE)}^{{{self.write(power)[0]}}}", _POWER
            case "masked_fill", (condition, Number("0")):
                cases = rf"0 & {self.condition(condition)} \\ {self.write(of)[0]} & \text{{otherwise}}"
                return rf"\begin{{cases}} {cases} \end{{cases}}", _PRODUCT
            case (("mm" | "mv" | "bmm"), (other,)):
                return rf"{self._inside(of, _POWER)} \, {self._inside(other, _POWER)}", _PRODUCT
            case "ger", (other,):
                return rf"{self._inside(of, _POWER)} \, {self._inside(other, _WHOLE)}^{{\top}}", _PRODUCT
            case "t", ():
                return rf"{self._inside(of, _WHOLE)}^{{\top}}", _POWER
            case "transpose", (Number("1"), Number("2")):
                return rf"{self._inside(of, _WHOLE)}^{{\top}}", _POWER
            case "sum", (dim, _):
                return rf"\sum_{{{self._dimension(dim)}}} {self._inside(of, _PRODUCT)}", _SUM
            case "numel", ():
                return "n", _WHOLE
            case _, ():
                return self._of_one(name, of)
            case _:
                raise NotArithmeticError

    def _of_one(self, name: str, of: Tree) -> tuple[str, int]:
        inside = self.write(of)[0]
        if name == "exp":
            return f"e^{{{inside}}}", _POWER
        if name == "sqrt":
            return rf"\sqrt{{{inside}}}", _WHOLE
        if name == "rsqrt":
            return rf"\frac{{1}}{{\sqrt{{{inside}}}}}", _PRODUCT
        if name == "square":
            return f"{self._inside(of, _WHOLE)}^{{2}}", _POWER
        if name in _FUNCTIONS:
            return rf"{_FUNCTIONS[name]}\left({inside}\right)", _PRODUCT
        raise NotArithmeticError

    def _dimension(self, dim: Tree) -> str:
        if isinstance(dim, Several):
            return ", ".join(self._dimension(one) for one in dim.items)
        return self.write(dim)[0]
