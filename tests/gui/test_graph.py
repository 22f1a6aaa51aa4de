"""The drawn graph: measured boxes, and gradients in a few characters."""

from __future__ import annotations

import pytest
from gui.graph.items import node_lines, node_size

from core.autograd.trace import Node, Tensor
from gui.graph.view import gradient_text
from gui.language import language
from gui.theme import theme


def test_what_a_box_says() -> None:
    operation = Node(0, "MulBackward0", "operation", 5, "z", {}, None)
    name, under = node_lines(operation)
    assert name == "MulBackward0"
    assert "z" in under
    assert "5" in under
    leaf = Node(1, "AccumulateGrad", "leaf", None, "x", {}, None)
    assert node_lines(leaf) == ("x", "leaf")
    language().set("ar")
    assert node_lines(leaf) == ("x", "موتر ورقي")


def test_boxes_grow_with_their_words_and_the_zoom() -> None:
    short = Node(0, "A", "operation", None, None, {}, None)
    long = Node(0, "A" * 30, "operation", 5, "z", {}, None)
    assert node_size(long) > node_size(short)
    before = node_size(long)
    theme().set_zoom(200)
    assert node_size(long)[0] > 1.8 * before[0]


@pytest.mark.parametrize(
    ("tensor", "text"),
    [
        (Tensor((), "float32", -1.5), "−1.500"),
        (Tensor((2, 2), "float32", [[0.25, 0.25], [0.25, 0.25]]), "(2, 2) × 0.250"),
        (Tensor((2,), "float32", [1.0, 2.0]), "(2,)"),
        (Tensor((9000,), "float32", None), "(9000,)"),
    ],
)
def test_gradients_in_a_few_characters(tensor: Tensor, text: str) -> None:
    assert gradient_text(tensor) == text
