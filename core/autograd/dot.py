"""A trace as DOT text, and as SVG by the Graphviz that is embedded in pygraphviz."""

from __future__ import annotations

import graphviz

from core.autograd.trace import Node, Trace


def label_of(node: Node) -> str:
    """What a node's box says: torch's name, the program's name, the line."""
    name = node.variable or "" if node.kind == "leaf" else node.name
    lines = [name or node.name]
    if node.kind != "leaf" and node.variable:
        lines.append(node.variable)
    if node.kind != "leaf" and node.line is not None:
        lines.append(f"line {node.line}")
    return "\n".join(lines)


def trace_to_dot(trace: Trace) -> str:
    """The graph as DOT; edges point the way gradients flow."""
    graph = graphviz.Digraph("convgrad", graph_attr={"rankdir": "RL"}, node_attr={"shape": "box", "style": "rounded"})
    for node in trace.nodes:
        style = {"leaf": "rounded,bold", "custom": "rounded,dashed"}.get(node.kind, "rounded")
        graph.node(str(node.id), graphviz.escape(label_of(node)), style=style)
    for edge in trace.edges:
        graph.edge(str(edge.source), str(edge.target))
    text: str = graph.source
    return text


def dot_to_svg(text: str) -> bytes:
    """DOT as SVG; runs Graphviz in this process.

    Raises:
        ValueError: Graphviz cannot draw it.
    """
    import pygraphviz

    try:
        graph = pygraphviz.AGraph(string=text)
        drawn: bytes = graph.draw(format="svg", prog="dot")
    except OSError as error:
        raise ValueError(str(error)) from error
    return drawn
