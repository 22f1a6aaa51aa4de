"""Formulas come from the installed torch and belong to the nodes that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
import torchgen
from torchgen.packaged.autograd.load_derivatives import load_derivatives

from core.autograd.formulas import WHY_NONE, arguments_of, formula_of, formulas, why_none

CLASSES = {name: kind for name, kind in vars(torch._C._functions).items() if isinstance(kind, type)}
"""Every node class that this torch registers: what its own generator made and what is written by hand."""

WITHOUT = {
    "AccumulateGrad",
    "CopyBackwards",
    "CopySlices",
    "DelayedError",
    "Error",
    "NotImplemented",
    "SendRpcBackward",
    "UndefinedGrad",
    "UndefinedGradBackward",
}


def lines(name: str) -> dict[str, str]:
    formula = formula_of(name)
    assert formula is not None, name
    return dict(line.split(": ", 1) for line in formula.split("\n"))


def test_every_class_of_torch_has_a_formula_or_is_named_here() -> None:
    without = {name for name in CLASSES if formula_of(name) is None}
    assert without == WITHOUT
    assert set(formulas()) == set(CLASSES) - WITHOUT, "formulas of classes that torch does not have"
    # Of torch 2.13: 658 classes, 649 with a formula. Another torch changes these numbers: look at what is new.
    assert (len(CLASSES), len(formulas())) == (658, 649)


def test_what_has_none_says_why() -> None:
    assert set(WHY_NONE) == WITHOUT
    for name in CLASSES:
        assert (why_none(name, "operation") is None) == (name not in WITHOUT)
    assert why_none("FromAnExtension", "operation") == "unknown"
    assert why_none("CompiledFunctionBackward", "custom") == "compiled"
    assert why_none("ExpBackward0", "custom") == "custom"


def test_rules_are_those_of_torchs_own_generator() -> None:
    packaged = Path(torchgen.__file__).parent / "packaged"
    native = packaged / "ATen" / "native"
    infos, _ = load_derivatives(
        str(packaged / "autograd" / "derivatives.yaml"),
        str(native / "native_functions.yaml"),
        str(native / "tags.yaml"),
    )
    compared = set()
    for by_key in infos.values():
        for info in by_key.values():
            if info.op is None:
                continue
            compared.add(info.op)
            theirs = {", ".join(one.var_names): one.original_formula.strip() for one in info.derivatives}
            assert lines(info.op) == theirs
            assert arguments_of(info.op) == tuple(one.name for one in info.args_with_derivatives)
    assert compared == set(formulas())


def test_formulas_use_what_the_class_saves() -> None:
    """The compiled classes themselves tell the overloads apart: what one saves, its formulas read."""
    for name in formulas():
        text = " ".join(lines(name).values())
        for attribute in dir(CLASSES[name]):
            if not attribute.startswith("_saved_"):
                continue
            saved = attribute.removeprefix("_saved_")
            # "self_sym_sizes" is saved for "self.sym_sizes()".
            assert any(re.search(rf"\b{re.escape(saved[:end])}\b", text) for end in range(len(saved), 0, -1)), (
                name,
                saved,
            )


@pytest.mark.timeout(300)  # Importing torch's samples alone takes seconds.
def test_real_operations_make_nodes_that_fit_their_formulas(sampled: dict[str, list[Any]]) -> None:
    """Torch's own samples of its operations: as many edges as the formulas have arguments."""
    met = sampled["nodes"]
    assert len({name for name, *_ in met}) > 390
    for name, operation, edges, custom in met:
        expected = arguments_of(name)
        if why_none(name, "custom" if custom else "operation") is not None:
            continue
        if expected == ("tensors",):
            assert edges >= 1
        else:
            assert edges == len(expected), (name, operation)


def overloads() -> Iterator[tuple[str, torch.Tensor]]:
    x, two = torch.rand(3, 3, requires_grad=True), torch.tensor(2.0, requires_grad=True)
    yield "MulBackward0", x * x
    yield "PowBackward0", x**2
    yield "PowBackward1", x**x
    yield "PowBackward2", 2**x
    yield "SubBackward0", x - 2
    yield "RsubBackward1", 2 - x
    yield "DivBackward0", x / two
    yield "DivBackward2", torch.div(x, two, rounding_mode="floor")
    yield "MeanBackward0", x.mean()
    yield "MeanBackward1", x.mean(0)
    yield "SumBackward0", x.sum()
    yield "SumBackward1", x.sum(0)
    yield "MaxBackward0", x.max(0).values
    yield "MaxBackward1", x.max()
    yield "NormBackward1", torch._C._VariableFunctions.norm(x, 2, 0)
    yield "LinalgVectorNormBackward0", x.norm()
    yield "ClampBackward0", x.clamp(two, two + 1)
    yield "ClampBackward1", x.clamp(0, 1)
    yield "ExpandBackward0", two.expand(3)
    yield "NllLossBackward0", torch.nn.functional.nll_loss(x, torch.tensor([0, 1, 2]))
    yield "ViewBackward0_copy", torch.view_copy(x, (9,))
    yield "UnbindBackward0", x.unbind()[0]


@pytest.mark.parametrize(("name", "made"), list(overloads()), ids=lambda one: one if isinstance(one, str) else "")
def test_overloads_by_hand(name: str, made: torch.Tensor) -> None:
    node = made.grad_fn
    assert node is not None
    assert type(node).__name__ == name
    assert len(node.next_functions) == len(arguments_of(name)) > 0
    assert all("grad" in rule for rule in lines(name).values())


def test_a_node_that_raises_has_torchs_word_for_it() -> None:
    assert lines("ChunkBackward0") == {"self": 'not_implemented("chunk")'}
