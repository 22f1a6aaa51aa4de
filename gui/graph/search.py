"""Searching the graph by name, variable, line or shape."""

from __future__ import annotations

import re

from core.autograd.trace import Node
from gui.graph.drawing import Drawing
from gui.text import translate
from gui.widgets.numbers import normalise


def matches(node: Node, shape: tuple[int, ...] | None, text: str) -> bool:
    """Whether a node is meant by a text: part of its name or variable, its line's number, or its shape.

    Args:
        node: The node.
        shape: Of its output, or None.
        text: ``mul``, ``w1``, ``12`` or ``line 12``, ``(2, 3)``, ``2,3`` or ``2x3``.
    """
    wanted = normalise(text).lower()
    if not wanted:
        return False
    name = node.name.lower()
    # Every leaf's class is AccumulateGrad, which nobody means who types "mul".
    named = name.startswith(wanted) if node.kind == "leaf" else wanted in name
    if named or (node.variable is not None and wanted in node.variable.lower()):
        return True
    words = "|".join(re.escape(word) for word in {"line", translate("Graph", "line")})
    line = re.fullmatch(rf"(?:{words})?\s*(\d+)", wanted)
    if line is not None and node.line == int(line[1]):
        return True
    sizes = re.findall(r"\d+", wanted)
    looks_like_shape = re.fullmatch(r"[\[(]?\s*\d+(\s*[,x×*]\s*\d+)*\s*,?\s*[\])]?", wanted) is not None
    if wanted in ("()", "[]"):
        return shape == ()
    told = looks_like_shape and (len(sizes) > 1 or wanted[0] in "[(" or wanted.endswith(","))
    return told and shape == tuple(map(int, sizes))


def hits(drawing: Drawing, text: str) -> tuple[int, ...]:
    """The nodes that are meant by a text, from the root to the leaves as the trace lists them."""
    nodes = drawing.replay.trace.nodes
    return tuple(node.id for node in nodes if matches(node, drawing.facts.shape(node.id), text))
