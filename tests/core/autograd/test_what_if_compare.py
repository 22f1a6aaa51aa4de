"""Real answers beside the real passes that they are answers to."""

from __future__ import annotations

import os

import numpy as np
import pytest

from core.autograd.tensor import Statistics, Tensor
from core.autograd.trace import Trace
from core.autograd.what_if import Change, Cut, Hook, Negate, Upstream, WhatIfAnswer
from core.autograd.what_if_compare import Comparison, compare, difference
from core.labs.autograd import example
from tests.core.runner.running import running

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="passes are kept by forking")
FAN = example("mean_of_products").program
RAISES = (
    "import torch\nclass F(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x): return x * 1\n"
    "    @staticmethod\n    def backward(ctx, g):\n        if g[0] < 0: raise ValueError('below zero')\n        return g\n"
    "x = torch.ones(2, requires_grad=True)\nF.apply(x).sum().backward()\n"
)
GRAD = "import torch\nx = torch.ones(2, requires_grad=True)\ntorch.autograd.grad((x * 3).sum(), x)\n"
QUESTIONS: dict[str, tuple[str, tuple[Change, ...]]] = {
    "double": (FAN, (Upstream(0, 2.0),)),
    "fan cut": (FAN, (Cut(2, 0),)),
    "all cut": (FAN, (Cut(0, 0),)),
    "no effect": (FAN, (Hook(0, 0, Negate()), Hook(0, 0, Negate()))),
    "raises": (RAISES, (Upstream(0, -1.0),)),
    "grad": (GRAD, (Upstream(0, 2.0),)),
    "grad unchanged": (GRAD, ()),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[Trace, WhatIfAnswer]]:
    found = {}
    with running() as runs:
        for name, (source, changes) in QUESTIONS.items():
            runs.start(source, None, what_if=True)
            trace = runs.finish().trace
            found[name] = (trace, runs.what_if(0, list(changes)))
    return found


def compared(answers: dict[str, tuple[Trace, WhatIfAnswer]], name: str) -> Comparison:
    trace, answer = answers[name]
    captured = answers["grad unchanged"][1].captured if name == "grad" else ()
    return compare(trace, 0, answer, captured)


GRADIENT = np.array([[-1.5, 0.0], [1.5, 3.0]])


def test_a_doubled_gradient(answers: dict[str, tuple[Trace, WhatIfAnswer]]) -> None:
    found = compared(answers, "double")
    (leaf,) = found.leaves
    assert leaf.difference is not None
    np.testing.assert_allclose(leaf.difference, GRADIENT)
    assert [pair.output for pair in found.nodes] == [0] * 5
    assert found.same == 0


def test_only_the_first_are_compared_and_the_others_counted(
    answers: dict[str, tuple[Trace, WhatIfAnswer]],
) -> None:
    trace, answer = answers["double"]
    found = compare(trace, 0, answer, most_leaves=0, most_nodes=2)
    assert (found.leaves, found.leaf_count) == ((), 1)
    assert ([pair.node for pair in found.nodes], found.node_count) == ([0, 1], 5)


def test_where_an_edge_is_cut_the_same_arrives_and_the_runs_part(
    answers: dict[str, tuple[Trace, WhatIfAnswer]],
) -> None:
    found = compared(answers, "fan cut")
    assert [(pair.node, pair.output) for pair in found.nodes] == [(2, None), (3, 0), (4, 0)]
    assert found.same == 2
    assert found.leaves[0].difference is not None
    np.testing.assert_allclose(found.leaves[0].difference, -GRADIENT / 2)


def test_a_leaf_to_which_nothing_comes_keeps_its_gradient(answers: dict[str, tuple[Trace, WhatIfAnswer]]) -> None:
    (leaf,) = compared(answers, "all cut").leaves
    assert leaf.reached
    assert leaf.after is None
    assert leaf.difference is not None
    np.testing.assert_allclose(leaf.difference, -GRADIENT)


def test_what_has_no_effect(answers: dict[str, tuple[Trace, WhatIfAnswer]]) -> None:
    found = compared(answers, "no effect")
    assert (found.nodes, found.same) == ((), 5)
    assert found.leaves[0].difference is not None
    assert not found.leaves[0].difference.any()


def test_what_a_raised_error_kept_from_running(answers: dict[str, tuple[Trace, WhatIfAnswer]]) -> None:
    found = compared(answers, "raises")
    assert answers["raises"][1].problem == "raised"
    assert not found.leaves[0].reached
    assert found.leaves[0].difference is None
    assert [pair.ran_after for pair in found.nodes][-1] is False


def test_the_inputs_of_torch_autograd_grad(answers: dict[str, tuple[Trace, WhatIfAnswer]]) -> None:
    (leaf,) = compared(answers, "grad").leaves
    assert leaf.node is None
    assert leaf.difference is not None
    np.testing.assert_allclose(leaf.difference, [3.0, 3.0])


def test_differences_that_cannot_be_told() -> None:
    kept = Tensor((2,), "float32", np.array([1, np.inf], np.float32).tobytes())
    large = Tensor((2,), "float32", None, Statistics(0.0, 1.0, 0.5, 1.0))
    other = Tensor((3,), "float32", np.zeros(3, np.float32).tobytes())
    assert difference(None, None) is None
    assert difference(kept, large) is None
    assert difference(kept, other) is None
    found = difference(kept, kept)
    assert found is not None
    np.testing.assert_array_equal(found, [0.0, np.nan])
