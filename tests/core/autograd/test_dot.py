"""The graph as text and as a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from core.autograd.dot import dot_to_svg, trace_to_dot
from core.autograd.trace import Edge, Node, Trace

NODES = (Node(0, "MulBackward0", "operation", 2, 'z"<', {}, None), Node(1, "AccumulateGrad", "leaf", 1, "x", {}, None))
TRACE = Trace("2.13", "finished", None, "", (), NODES, (Edge(0, 0, 1, 0), Edge(0, 1, 1, 0)), ())


def test_text_and_picture() -> None:
    text = trace_to_dot(TRACE)
    assert text.count("0 -> 1") == 2
    picture = ET.fromstring(dot_to_svg(text))
    titles = [t.text for t in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert titles.count("0->1") == 2
