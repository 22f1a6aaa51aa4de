"""What a formula in LaTeX comes to: a reader of its own, so that the text that is shown is what is tested."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import torch

_TOKEN = re.compile(
    r"\\begin{cases}|\\end{cases}|\\text{[^}]*}|\\mathrm{[^}]*}|\\operatorname{\w+}|\\\\|\\[a-zA-Z]+|\\,|\d+(?:\.\d+)?|\S"
)
_FUNCTIONS = {
    r"\sin": torch.sin,
    r"\cos": torch.cos,
    r"\tan": torch.tan,
    r"\sinh": torch.sinh,
    r"\cosh": torch.cosh,
    r"\tanh": torch.tanh,
    r"\ln": torch.log,
    r"\sigma": torch.sigmoid,
    r"\operatorname{sgn}": torch.sgn,
    r"\operatorname{erf}": torch.erf,
}
_COMPARE = {"=": torch.eq, r"\neq": torch.ne, "<": torch.lt, ">": torch.gt, r"\leq": torch.le, r"\geq": torch.ge}


def value_of(latex: str, values: Mapping[str, Any]) -> torch.Tensor:
    """The right side of an equation, with values by their names in LaTeX."""
    reader = _Reader(latex.split(" = ", 1)[1], values)
    value = reader.sum()
    assert reader.next == "", f"not read to its end: {latex}"
    return value


class _Reader:
    def __init__(self, latex: str, values: Mapping[str, Any]) -> None:
        self.tokens = [*_TOKEN.findall(latex), ""]
        self.place = 0
        self.values = values

    @property
    def next(self) -> str:
        return self.tokens[self.place]

    def take(self, *expected: str) -> str:
        token = self.next
        assert not expected or token in expected, (token, expected, self.tokens)
        self.place += 1
        return token

    def sum(self) -> torch.Tensor:
        value = self.product()
        while self.next in ("+", "-"):
            sign = self.take()
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> torch.Tensor:
        if self.next == "-":
            self.take()
            return -self.product()
        value = self.power()
        while self.next in (r"\cdot", r"\,"):
            if self.take() == r"\cdot":
                value = value * self.power()
            else:
                other = self.power()
                # A column times a row is the one product that torch.matmul does not take from vectors.
                value = torch.outer(value, other[0]) if value.dim() == 1 and other.shape[:1] == (1,) else value @ other
        return value

    def power(self) -> torch.Tensor:
        value = self.whole()
        while self.next == "^":
            self.take()
            self.take("{")
            if self.next == r"\top":
                self.take()
                value = value[None] if value.dim() == 1 else value.mT
            else:
                value = value ** self.sum()
            self.take("}")
        return value

    def braces(self) -> torch.Tensor:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def parentheses(self) -> torch.Tensor:
        self.take(r"\left")
        self.take("(")
        value = self.sum()
        self.take(r"\right")
        self.take(")")
        return value

    def whole(self) -> torch.Tensor:
        token = self.next
        if token == r"\left":
            return self.parentheses()
        self.take()
        if re.fullmatch(r"\d+(\.\d+)?", token):
            return torch.tensor(float(token), dtype=torch.float64)
        if token == r"\frac":
            above = self.braces()
            return above / self.braces()
        if token == r"\sqrt":
            return self.braces().sqrt()
        if token == r"\pi":
            return torch.tensor(math.pi, dtype=torch.float64)
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self.parentheses())
        if token == "e" and self.next == "^":
            self.take()
            return self.braces().exp()
        if token == r"\begin{cases}":
            return self.cases()
        if token == r"\sum":
            dim = self.subscript()
            return self.product().sum(dim, keepdim=True)
        return self.name(token)

    def subscript(self) -> Any:
        self.take("_")
        self.take("{")
        inside = ""
        while self.next != "}":
            inside += self.take()
        self.take("}")
        return (
            tuple(int(one) for one in inside.split(",")) if re.fullmatch(r"[-\d, ]+", inside) else self.values[inside]
        )

    def name(self, token: str) -> torch.Tensor:
        if token == r"\bar":
            depth = 0
            while True:
                part = self.take()
                token += part
                depth += {"{": 1, "}": -1}.get(part, 0)
                if not depth:
                    break
        if token == "n" and self.next == "_":
            dim = self.subscript()
            shape = self.values["shape"]
            return torch.tensor(
                math.prod(shape[one] for one in (dim if isinstance(dim, tuple) else (dim,)))
                if dim != ()
                else math.prod(shape)
            )
        return torch.as_tensor(self.values[token])

    def cases(self) -> torch.Tensor:
        yes = self.sum()
        self.take("&")
        condition = self.condition()
        self.take(r"\\")
        no = self.sum()
        self.take("&")
        self.take(r"\text{otherwise}")
        self.take(r"\end{cases}")
        return torch.where(condition, yes, no)

    def condition(self) -> torch.Tensor:
        left = self.sum()
        compare = _COMPARE[self.take(*_COMPARE)]
        value = compare(left, self.sum())
        while self.next.startswith(r"\text{ "):
            joined = self.take(r"\text{ and }", r"\text{ or }")
            other = self.condition()
            value = value & other if joined == r"\text{ and }" else value | other
        return value
