"""A trace as DOT text, and as SVG by the Graphviz that is embedded in pygraphviz."""

from __future__ import annotations

import math
import subprocess
import sys

import graphviz

from core.autograd.trace import Node, Tensor, Trace
from core.runner.process import ROOT

MOST_VALUES_SHOWN = 4
"""Of a gradient beside its edge; a longer one is told by its shape."""


def label_of(node: Node) -> str:
    """What a node's box says: torch's name, the program's name, the line."""
    name = node.variable or "" if node.kind == "leaf" else node.name
    lines = [name or node.name]
    if node.kind != "leaf" and node.variable:
        lines.append(node.variable)
    if node.kind != "leaf" and node.line is not None:
        lines.append(f"line {node.line}")
    return "\n".join(lines)


def gradient_label(tensor: Tensor) -> str:
    """A gradient in few characters: its shape, and its values if they are few."""
    shape = "×".join(map(str, tensor.shape))
    count = math.prod(tensor.shape)
    if tensor.kept is None or not 0 < count <= MOST_VALUES_SHOWN:
        return shape
    return _rounded(tensor.values)


def _rounded(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_rounded, value))}]"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def trace_to_dot(trace: Trace) -> str:
    """The graph as DOT; edges point the way gradients flow and carry what last went along them."""
    graph = graphviz.Digraph("convgrad", graph_attr={"rankdir": "RL"}, node_attr={"shape": "box", "style": "rounded"})
    sent: dict[tuple[int, int], str] = {}
    for one in trace.passes:
        for step in one.steps:
            for slot, value in enumerate(step.outgoing):
                if value is not None:
                    sent[step.node, slot] = gradient_label(value)
    for node in trace.nodes:
        style = {"leaf": "rounded,bold", "custom": "rounded,dashed"}.get(node.kind, "rounded")
        graph.node(str(node.id), graphviz.escape(label_of(node)), style=style)
    for edge in trace.edges:
        label = sent.get((edge.source, edge.source_slot))
        graph.edge(str(edge.source), str(edge.target), None if label is None else graphviz.escape(label))
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


def dot_to_svg_apart(text: str) -> bytes:
    """`dot_to_svg` in a process of its own, where a crash of Graphviz does no harm.

    Raises:
        ValueError: Graphviz cannot draw it, or died of it.
        OSError: The process cannot be started.
    """
    done = subprocess.run(
        [sys.executable, "-m", "core.autograd.dot"], input=text.encode(), capture_output=True, cwd=ROOT, check=False
    )
    if done.returncode or not done.stdout:
        raise ValueError(f"Graphviz cannot draw a graph of {len(text)} characters")
    return done.stdout


def main() -> None:
    """DOT on standard input, SVG on standard output."""
    sys.stdout.buffer.write(dot_to_svg(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
