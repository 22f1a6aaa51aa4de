"""Formulas come from the installed torch and belong to the nodes that it makes."""

from __future__ import annotations

import pytest
import torch

from core.autograd.formulas import formula_of, formulas

MAKE = {
    "MulBackward0": lambda x: x * x,
    "PowBackward0": lambda x: x**2,
    "SubBackward0": lambda x: x - 2,
    "MeanBackward0": lambda x: x.mean(),
    "SumBackward0": lambda x: x.sum(),
    "SumBackward1": lambda x: x.sum(0),
    "ExpBackward0": lambda x: x.exp(),
    "MaxBackward0": lambda x: x.max(0).values,
    "MaxBackward1": lambda x: x.max(),
    "DotBackward0": lambda x: x.dot(x),
    "ReluBackward0": lambda x: x.relu(),
}


@pytest.mark.parametrize("name", MAKE)
def test_the_node_that_torch_makes_has_its_formula(name: str) -> None:
    made = MAKE[name](torch.ones(3, requires_grad=True))
    assert type(made.grad_fn).__name__ == name
    formula = formula_of(name)
    assert formula is not None
    assert "grad" in formula


def test_most_operations_have_one() -> None:
    assert len(formulas()) > 500
    assert formula_of("AccumulateGrad") is None
