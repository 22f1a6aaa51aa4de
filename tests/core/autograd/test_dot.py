"""The graph as text and as a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from core.autograd.dot import dot_to_svg, dot_to_svg_apart, trace_to_dot
from core.autograd.trace import Edge, Node, Pass, Step, Tensor, Trace

NODES = (Node(0, "MulBackward0", "operation", 2, 'z"<', {}, None), Node(1, "AccumulateGrad", "leaf", 1, "x", {}, None))
TRACE = Trace("2.13", "finished", None, "", (), NODES, (Edge(0, 0, 1, 0), Edge(0, 1, 1, 0)), ())


def test_text_and_picture() -> None:
    text = trace_to_dot(TRACE)
    assert text.count("0 -> 1") == 2
    picture = ET.fromstring(dot_to_svg(text))
    titles = [t.text for t in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert titles.count("0->1") == 2


def test_edges_carry_the_gradient_that_went_along_them_last() -> None:
    def step(first: Tensor | None) -> Step:
        return Step(0, (None,), (first, Tensor((5, 7), "float32", None)), None, None)

    passes = tuple(Pass(1, (0,), (step(Tensor((2,), "float32", [value, -0.5])),)) for value in (1.0, 1 / 3))
    picture = ET.fromstring(
        dot_to_svg_apart(trace_to_dot(Trace("2.13", "finished", None, "", (), NODES, TRACE.edges, passes)))
    )
    words = [t.text for t in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "[0.3333, -0.5]" in words
    assert "5×7" in words


def test_what_graphviz_cannot_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="Graphviz"):
        dot_to_svg_apart("digraph {")
