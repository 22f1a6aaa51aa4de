"""What can be changed in real passes, and which changes fit them."""

from __future__ import annotations

import numpy as np
import pytest

from core.autograd.tensor import Tensor
from core.autograd.trace import Trace
from core.autograd.what_if import Cut, Hook, Negate, Scale, Upstream
from core.autograd.what_if_choices import PassChoices, nested, real_values, scaled, shape_of
from core.labs.autograd import example
from tests.core.runner.running import running

PROGRAMS = {
    "fan": example("mean_of_products").program,
    "chain": example("mean_of_squares").program,
    "inner root": (
        "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x * 3\nz = (y * y).sum()\n"
        "torch.autograd.backward([z, y], [torch.tensor(1.0), torch.tensor([10.0, 20.0])])\n"
    ),
    "same root twice": "import torch\nx = torch.ones(2, requires_grad=True)\ny = x.sum()\ntorch.autograd.backward([y, y])\n",
    "large": "import torch\nx = torch.ones(70, 70, requires_grad=True)\n(x * 2).backward(torch.ones(70, 70))\n",
    "complex": "import torch\nx = torch.ones(2, dtype=torch.cfloat, requires_grad=True)\n(x * 2).backward(torch.ones(2, dtype=torch.cfloat))\n",
}


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    with running() as runs:
        return {name: runs.run(source).trace for name, source in PROGRAMS.items()}


def choices(traces: dict[str, Trace], name: str) -> PassChoices:
    return PassChoices(traces[name], 0)


def test_nodes_come_in_the_engines_order_with_their_edges(traces: dict[str, Trace]) -> None:
    found = choices(traces, "fan")
    names = [node.name for node in found.nodes.values()]
    assert names == ["MeanBackward0", "MulBackward0", "MulBackward0", "SubBackward0", "AccumulateGrad"]
    meeting = [edge for edge in found.edges[2] if edge.target == 3]
    assert [edge.source_slot for edge in meeting] == [0, 1]
    assert set(found.outputs.values()) == {1}


def test_the_root_is_what_the_engine_was_given(traces: dict[str, Trace]) -> None:
    (root,) = choices(traces, "fan").roots
    assert (root.place, root.given.values) == (0, 1.0)


def test_of_a_root_inside_the_graph_only_its_own_gradient_is_given(traces: dict[str, Trace]) -> None:
    outer, inner = choices(traces, "inner root").roots
    assert outer.given.values == 1.0
    assert inner.given.values == [10.0, 20.0]  # And not what arrives from above, 6 and 12, besides.


def test_a_root_that_is_named_twice_is_left_out(traces: dict[str, Trace]) -> None:
    assert choices(traces, "same root twice").roots == ()
    assert choices(traces, "same root twice").suggestions()


def test_suggestions(traces: dict[str, Trace]) -> None:
    assert choices(traces, "fan").suggestions() == (Upstream(0, 2.0), Cut(2, 0))
    assert choices(traces, "chain").suggestions() == (Upstream(0, 2.0), Hook(1, 0, Negate()))
    assert choices(traces, "large").suggestions()[0] == Hook(0, 0, Scale(2.0))
    assert choices(traces, "complex").suggestions()[0] == Hook(0, 0, Scale(2.0))


@pytest.mark.parametrize("name", PROGRAMS)
def test_suggestions_fit(name: str, traces: dict[str, Trace]) -> None:
    found = choices(traces, name)
    assert [one for one in found.suggestions() if not found.fits(one)] == []


def test_what_does_not_fit(traces: dict[str, Trace]) -> None:
    found = choices(traces, "fan")
    wrong = (
        Upstream(1, 2.0),
        Upstream(0, (2.0,)),
        Upstream(0, ((1.0,), (1.0, 2.0))),
        Cut(99, 0),
        Cut(1, 1),
        Hook(99, 0, Negate()),
        Hook(1, 1, Negate()),
        Hook(1, -1, Negate()),
    )
    assert [one for one in wrong if found.fits(one)] == []
    assert found.fits(Cut(1, 0))


def test_values_keep_their_shape() -> None:
    for values in (np.array(2.5), np.zeros((0,)), np.arange(6.0).reshape(1, 2, 3)):
        made = nested(values)
        assert shape_of(made) == values.shape
        hash(made)
    assert shape_of(((1.0,), (1.0, 2.0))) is None


def test_real_values() -> None:
    assert real_values(Tensor((2,), "complex64", np.ones(2, np.complex64).tobytes())) is None
    assert real_values(Tensor((2,), "float32", None)) is None


def test_a_scaled_root(traces: dict[str, Trace]) -> None:
    (root,) = choices(traces, "fan").roots
    assert scaled(root, -3.0) == Upstream(0, -3.0)
