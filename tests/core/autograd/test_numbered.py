"""Rules with numbers put in: each term is read back and added up, and torch's own gradient is the oracle."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.autograd.dependence.nodes import links_of_node
from core.autograd.notation.elementwise import is_elementwise, names_in
from core.autograd.notation.numbered import Numbers, latex_number, numbered, place_text, with_shapes
from core.autograd.notation.tree import parse
from core.autograd.replay import Replay
from core.autograd.tensor import Tensor
from tests.core.autograd.recorded_run import Recorded

START = "import torch\ntorch.manual_seed(1)\nx = torch.rand(2, 3, requires_grad=True)\nw = torch.rand(3, 2, requires_grad=True)\n"


def read(body: str, node_name: str, argument: str) -> tuple[str, Numbers]:
    """A node's rule for an argument, and what it is read with."""
    replay = Replay(Recorded(f"{START}{body}\n").trace)
    node = next(one for one in replay.trace.nodes if one.name == node_name)
    step = next(one for one in replay.trace.passes[0].steps if one.node == node.id)
    more = replay.details_of(node.id)
    assert more is not None
    place = more.arguments.index(argument)
    arrived, sent = step.incoming[0], step.outgoing[place]
    assert arrived is not None
    assert sent is not None
    shapes = [None if one is None else one.shape for one in step.outgoing]
    relations = {
        "grad" if one.source[0] == "arrived" else str(one.source[1]): one.relation
        for one in links_of_node(node, more, [arrived.shape], shapes)
        if one.sent == place
    }
    line = next(one for one in (node.formula or "").splitlines() if one.startswith(f"{argument}: "))
    return line, Numbers({"result": "z"}, node.saved, arrived, sent, relations)


def value_of(latex: str) -> float:
    """A plain product or sum of numbers."""
    text = latex.replace(r"\left(", "(").replace(r"\right)", ")").replace(r"\cdot", "*").replace("{-}", "-")
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"\^\{?(-?[\d.]+)\}?", r"**\1", text)
    assert re.fullmatch(r"[-+*/(). \de]*", text), text
    return float(eval(text))


@pytest.mark.parametrize(
    ("body", "node", "argument"),
    [
        ("y = x * w.t()\n(y * y).sum().backward()", "MulBackward0", "self"),
        ("y = x ** 2\n(y * 3).sum().backward()", "PowBackward0", "self"),
        ("y = x.mean()\ny.backward()", "MeanBackward0", "self"),
        ("y = x.tanh()\n(y * 2).sum().backward()", "TanhBackward0", "self"),
        ("y = x - w.t()\n(y * y).sum().backward()", "SubBackward0", "other"),
    ],
)
def test_the_numbers_make_the_gradient(body: str, node: str, argument: str) -> None:
    line, given = read(body, node, argument)
    array = given.sent.array
    assert array is not None
    for entry in range(array.size):
        found = numbered(line, given, entry)
        assert found is not None
        left, _, right = found.numbers.rpartition(" = ")
        assert float(right) == pytest.approx(float(array.flat[entry]), rel=1e-3)
        assert value_of(left) == pytest.approx(float(array.flat[entry]), rel=5e-3, abs=1e-3)
        assert f"_{{{place_text(given.sent.shape, entry)}}}" in found.indexed


def test_a_matrix_product_is_a_sum_of_products() -> None:
    line, given = read("y = x @ w\n(y * y).sum().backward()", "MmBackward0", "self")
    array = given.sent.array
    assert array is not None
    for entry in range(array.size):
        found = numbered(line, given, entry)
        assert found is not None
        left, _, right = found.numbers.rpartition(" = ")
        assert value_of(left) == pytest.approx(float(array.flat[entry]), rel=3e-2)
        assert float(right) == pytest.approx(float(array.flat[entry]), rel=1e-3)
    shaped = with_shapes(line, given)
    assert shaped is not None
    assert r"\underset{2 \times 2}{\bar{z}}" in shaped
    assert r"\underset{3 \times 2}{\mathrm{mat2}}" in shaped


def test_what_was_broadcast_is_a_sum() -> None:
    line, given = read(
        "b = torch.rand(3, requires_grad=True)\ny = x * b\ny.pow(2).sum().backward()", "MulBackward0", "other"
    )
    found = numbered(line, given, 0)
    assert found is not None
    assert found.indexed.count(r"\bar{z}") == 2


def test_what_is_no_such_rule_has_no_numbers() -> None:
    line, given = read("y = torch.softmax(x, 1)\n(y * w.t()).sum().backward()", "SoftmaxBackward0", "self")
    assert numbered(line, given, 0) is None
    line, given = read("y = x ** 2\ny.sum().backward()", "PowBackward0", "self")
    assert numbered(line, given, 99) is None
    unkept = Numbers(given.names, given.saved, Tensor((2, 3), "float32", None), given.sent, given.relations)
    assert numbered(line, unkept, 0) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.5"), (-2.0, "-2"), (1e-7, r"1 \cdot 10^{-7}"), (np.nan, r"\mathrm{nan}"), (-np.inf, r"-\infty")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert latex_number(value) == text


def test_places_of_long_dimensions_have_commas() -> None:
    assert place_text((2, 3), 4) == "11"
    assert place_text((2, 12), 13) == "1,1"
    assert place_text((), 0) == ""


def test_elementwise_rules_are_told_from_others() -> None:
    assert is_elementwise(parse("grad * self.cos()"))
    assert not is_elementwise(parse("grad.mm(mat2.t())"))
    assert list(names_in(parse("grad * self / self.sym_numel() + other"))) == ["grad", "self", "self", "other"]
