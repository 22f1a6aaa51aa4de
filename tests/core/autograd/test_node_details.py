"""What is told of each node beyond the contract, against what torch itself then does."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import torch

from core.autograd.details import NodeDetails
from core.autograd.node_details import raw_attributes, saved_versions
from tests.core.autograd.programs import PROGRAMS
from tests.core.autograd.recorded_run import Recorded

X = "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n"


def details(run: Recorded, name: str) -> NodeDetails:
    number = next(node.id for node in run.trace.nodes if node.name == name)
    return next(one for one in run.details.nodes if one.id == number)


def test_sequence_and_shapes_are_torchs() -> None:
    run = Recorded(
        X + "y = x.reshape(2, 1)\na, b = (y * torch.ones(1, 3)).split([1, 2], 1)\n(a.sum() + b.sum()).backward()"
    )
    assert details(run, "SplitWithSizesBackward0").shapes == ((2, 1), (2, 2))
    assert details(run, "MulBackward0").shapes == ((2, 3),)
    assert details(run, "AccumulateGrad").shapes == ((2,),)
    root = run.scope["y"].grad_fn
    assert (
        details(run, "ViewBackward0" if root.name() == "ViewBackward0" else "ReshapeAliasBackward0").sequence
        == root._sequence_nr()
    )


def test_versions_foretell_the_error_of_an_in_place_change() -> None:
    run = Recorded(X + "y = x.exp()\na = y.sum()\ny.add_(1)\na.backward()")
    assert run.trace.error is not None
    assert run.trace.error.type == "RuntimeError"
    assert details(run, "ExpBackward0").versions == {"result": (0, 1)}
    assert not run.trace.passes[0].steps[1:]


def test_a_harmless_change_before_saving_is_no_difference() -> None:
    run = Recorded(X + "w = torch.ones(2)\nw.add_(1)\na = (x * w).sum()\na.backward()")
    assert run.trace.error is None
    assert details(run, "MulBackward0").versions["other"] == (1, 1)


def test_versions_of_custom_functions_and_lists() -> None:
    run = Recorded(PROGRAMS["custom"])
    assert details(run, "CubeBackward").versions == {"0": (0, 0)}
    stacked = Recorded(X + "i = torch.tensor([0, 1])\ny = x[i]\ni.add_(0)\ny.sum().backward()")
    assert details(stacked, "IndexBackward0").versions == {"indices[0]": (0, 1)}


def test_a_later_look_replaces_the_earlier() -> None:
    run = Recorded(X + "w = torch.ones(2)\na = (x * w).sum()\na.backward(retain_graph=True)\nw.add_(1)\n")
    assert details(run, "MulBackward0").versions["other"] == (0, 1)


FREEING = {
    "freed": (X + "a = x.exp().sum()\na.backward()", (0, 2)),
    "retained": (X + "a = x.exp().sum()\na.backward(retain_graph=True)", None),
    "second": (X + "a = x.exp().sum()\na.backward(retain_graph=True)\na.backward()", (1, 2)),
    "create_graph": (X + "a = x.exp().sum()\ng = torch.autograd.grad(a, x, create_graph=True)", None),
    "grad": (X + "a = x.exp().sum()\ng = torch.autograd.grad(a, x)", (0, 2)),
    "not_reached": (X + "y = x.exp()\na = y.sum()\ng = torch.autograd.grad(a, y)", None),
    "raised_before": (X + "y = x.exp()\ny.register_hook(lambda g: 1 / 0)\na = y.sum()\na.backward()", None),
}


@pytest.mark.parametrize("name", FREEING)
def test_where_the_engine_freed_what_was_saved(name: str) -> None:
    source, wanted = FREEING[name]
    run = Recorded(source)
    assert details(run, "ExpBackward0").freed == wanted
    assert details(run, "SumBackward0").freed is None  # It saves no tensor.
    scope: dict[str, Any] = {}
    with contextlib.suppress(ZeroDivisionError):
        exec(source, scope)
    node = scope["a"].grad_fn.next_functions[0][0]
    assert (not saved_versions(node)) == (wanted is not None)
    if wanted is None:
        assert node._saved_result is not None
    else:
        with pytest.raises(RuntimeError):
            _ = node._saved_result


def test_creators_of_second_order_nodes_are_those_of_anomaly_mode() -> None:
    """More of this in test_recorder, over all programs."""
    run = Recorded(PROGRAMS["create_graph_fan_in"])
    made = [one for one in run.details.nodes if one.created_by is not None]
    assert made
    ran = {step.node for step in run.trace.passes[0].steps}
    assert {one.created_by for one in made} <= ran


def test_raw_attributes_are_all_that_torch_saves() -> None:
    y = torch.ones(2, requires_grad=True).exp()
    assert y.grad_fn is not None
    assert raw_attributes(type(y.grad_fn)) == (("_raw_saved_result", "result"),)
