"""Programs that are run in their own process, derived by hand from what was recorded of them."""

from __future__ import annotations

import pytest

from core.autograd.derivation.derive import derive_pass
from core.autograd.derivation.problem import Inapplicable
from core.autograd.derivation.results import Derivation
from core.autograd.trace import decode_json, encode_json
from core.labs.autograd import example
from core.runner.protocol import Limits
from tests.core.runner.running import running

AGREE = ("mean_of_squares", "mean_of_products", "dot_product", "dynamic_graph", "vector_jacobian")


@pytest.mark.parametrize("name", AGREE)
def test_the_lectures_programs_are_derived_and_agree_with_the_engine(name: str) -> None:
    with running() as runs:
        trace = runs.run(example(name).program, Limits()).trace
    for one in (trace, decode_json(encode_json(trace, details=True))):
        assert one.details is not None
        found = derive_pass(one, one.details)
        assert isinstance(found, Derivation), found
        assert found.agrees
        checked = [element for leaf in found.leaves for element in leaf.elements]
        assert {element.autograd_verdict for element in checked} == {"agrees"}
        if name == "mean_of_squares":
            general = found.leaves[0].general
            assert general is not None
            assert general.text.replace(" ", "").endswith("(3/2)x_i-3")
            assert [element.autograd for element in checked] == [-1.5, 0.0, 1.5, 3.0]


def test_where_it_does_not_apply_it_says_which_call_and_why() -> None:
    source = "import torch\nx = torch.ones(1, 1, 5, requires_grad=True)\ny = torch.conv1d(x, torch.ones(1, 1, 3))\ny.sum().backward()"
    with running() as runs:
        trace = runs.run(source).trace
    assert trace.details is not None
    found = derive_pass(trace, trace.details)
    assert isinstance(found, Inapplicable)
    assert (found.code, found.line) == ("unsupported operation", 3)
    assert "conv1d" in str(found.operation)
