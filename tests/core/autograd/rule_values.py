"""What a rule comes to, by its text and by its LaTeX, beside what torch's own node answers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from core.autograd.formulas import arguments_of, formula_of
from core.autograd.notation.latex import latex_name
from core.autograd.notation.rule import Rule, readable
from tests.core.autograd.latex_values import value_of

NOT_VALUES = {
    "dim",
    "dims",
    "dim0",
    "dim1",
    "dim2",
    "index",
    "offset",
    "diagonal",
    "keepdim",
    "reduction",
    "shape",
    "k",
}
"""Saved integers that stand for places and sizes; other numbers are written like tensors, ``alpha.conj()``."""


def restore_reduced_dims(grad: torch.Tensor, dim: Any, keepdim: bool) -> torch.Tensor:
    dims = (dim,) if isinstance(dim, int) else tuple(dim or ())
    if keepdim or not dims:
        return grad
    total = grad.dim() + len(dims)
    for one in sorted(d % total for d in dims):
        grad = grad.unsqueeze(one)
    return grad


def size(shape: Any, dim: Any) -> int:
    dims = (dim,) if isinstance(dim, int) else tuple(dim or range(len(shape)))
    return math.prod(shape[one] for one in dims)


def where(condition: Any, yes: Any, no: Any) -> torch.Tensor:
    return torch.where(torch.as_tensor(condition), *(torch.as_tensor(one, dtype=torch.float64) for one in (yes, no)))


def _value(function: Any) -> Any:
    return lambda one: function(torch.as_tensor(one, dtype=torch.float64))


FUNCTIONS = {
    name: getattr(torch, name) for name in ("zeros_like", "pow", "digamma", "polygamma", "xlogy", "real", "imag")
}
FUNCTIONS |= {name: _value(getattr(torch, name)) for name in ("log", "exp", "sqrt", "erf", "sigmoid", "lgamma")}
FUNCTIONS |= {"special_i1": torch.special.i1, "special_i1e": torch.special.i1e, "isfinite": torch.isfinite}
FUNCTIONS |= {"pi": torch.tensor(math.pi, dtype=torch.float64), "where": where, "size": size}
FUNCTIONS |= {"restore_reduced_dims": restore_reduced_dims, "matmul": torch.matmul}


def plain(value: Any, name: str) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(plain(one, name) for one in value)
    if isinstance(value, int) and value >= 1 << 63:
        return value - (1 << 64)  # Some saved integers come out unsigned.
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and name not in NOT_VALUES
        and "shape" not in name
    ):
        return torch.tensor(value, dtype=torch.float64)
    return value


def saved_by(node: Any) -> dict[str, Any]:
    saved = {name.removeprefix("_saved_"): getattr(node, name) for name in dir(node) if name.startswith("_saved_")}
    return {name: plain(value, name) for name, value in saved.items()}


def numbers(node: Any) -> dict[str, Any]:
    """What of the saved is not a tensor, as a trace would have it."""
    saved = {name.removeprefix("_saved_"): getattr(node, name) for name in dir(node) if name.startswith("_saved_")}
    return {
        name: value - (1 << 64) if type(value) is int and value >= 1 << 63 else value
        for name, value in saved.items()
        if value is None or isinstance(value, (str, int, float))
    }


@dataclass(frozen=True)
class Answer:
    """Torch's gradient, and those by the rule's text and LaTeX; None where these are more than is read here."""

    rule: Rule
    expected: torch.Tensor
    by_text: torch.Tensor | None
    by_latex: torch.Tensor | None

    def agrees(self, value: torch.Tensor) -> bool:
        # Torch's hardsigmoid has its sixth in float32.
        return torch.allclose(value, self.expected, rtol=1e-7, atol=1e-12, equal_nan=True)


def answers(node: Any) -> Iterator[Answer]:
    """Each rule of a node of real numbers, as torch has it and with the saved numbers put in."""
    name = type(node).__name__
    formula, order = formula_of(name), arguments_of(name)
    metadata = node._input_metadata
    if formula is None or len(order) != len(node.next_functions) or len(metadata) != 1:
        return
    if metadata[0].dtype != torch.float64:
        return
    generator = torch.Generator().manual_seed(7)
    grad = torch.randn(tuple(metadata[0].shape), dtype=torch.float64, generator=generator)
    if "not_implemented(" in formula:
        return  # Torch raises there.
    sent = node(grad)
    sent = sent if isinstance(sent, tuple) else (sent,)
    saved = saved_by(node)
    values = {**FUNCTIONS, **saved, "grad": grad}
    for argument, (child, number) in zip(order, node.next_functions, strict=True):
        if argument not in values and child is not None:
            # It has a shape; its numbers were not saved, and using them must show.
            values[argument] = torch.full(tuple(child._input_metadata[number].shape), math.nan, dtype=torch.float64)
    for line in formula.split("\n"):
        argument = line.partition(": ")[0]
        if argument not in order or sent[order.index(argument)] is None:
            continue
        expected = sent[order.index(argument)]
        if expected.dtype != torch.float64 or expected.layout != torch.strided:
            continue
        if "dim" in saved and not expected.shape:
            continue  # Torch takes dimension 0 of a tensor without dimensions.
        for known in ({}, numbers(node)):
            rule = readable(line, known)
            by_text = _fitted(_by_text(rule.text, values), expected)
            by_latex = None
            if rule.latex is not None:
                by_latex = _fitted(_by_latex(rule, values, argument), expected)
            yield Answer(rule, expected, by_text, by_latex)


def _by_text(text: str, values: dict[str, Any]) -> Any:
    try:
        return eval(
            text.replace("self", "self_"),
            {"__builtins__": {}},
            {n.replace("self", "self_"): v for n, v in values.items()},
        )
    except (NameError, TypeError, AttributeError, SyntaxError):
        return None  # It says more than Python and torch understand, such as the name of another helper.


def _by_latex(rule: Rule, values: dict[str, Any], argument: str) -> torch.Tensor:
    grad = values["grad"]
    reduced = "restore_reduced_dims(grad" in rule.text
    called = {"self": "x", "result": "y"}
    by_name = {called.get(name, latex_name(name)): value for name, value in values.items()}
    by_name[r"\bar{y}"] = restore_reduced_dims(grad, values["dim"], values["keepdim"]) if reduced else grad
    if reduced and "result" in values:
        by_name["y"] = restore_reduced_dims(values["result"], values["dim"], values["keepdim"])
    subject = values.get(argument)
    if isinstance(subject, torch.Tensor):
        by_name |= {"shape": subject.shape, "n": subject.numel()}
    assert rule.latex is not None
    return value_of(rule.latex, by_name)


def _fitted(value: Any, expected: torch.Tensor) -> torch.Tensor | None:
    if value is None:
        return None
    assert isinstance(value, torch.Tensor)
    value = value.double()
    return value.reshape(expected.shape) if value.numel() == expected.numel() else value.expand(expected.shape)
