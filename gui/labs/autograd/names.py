"""How the lab calls nodes and edges in a line of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.autograd.replay import Replay
from core.autograd.trace import Edge, Node
from gui.graph.facts import node_lines
from gui.text import directed, isolate, translate


def fill_words(text: str, words: Mapping[str, str], **values: object) -> str:
    """As `fill`, with words of the user's language besides: these run in its direction, titles of nodes among them."""
    found = {name: isolate(one, left_to_right=False) for name, one in words.items()}
    return directed(text.format(**found, **{name: isolate(value) for name, value in values.items()}))


def node_title(node: Node) -> str:
    """A node in one line: ``MulBackward0 · z · line 5``, a leaf by its name."""
    name, under = node_lines(node)
    return directed(f"{isolate(name)} · {under}") if under else isolate(name)


def node_titles(nodes: Iterable[Node]) -> list[str]:
    """`node_title` of many: the words are looked up once."""
    line, leaf = translate("Graph", "line {line}"), translate("Graph", "leaf")
    mark = directed("a " + leaf)[: -len("a " + leaf)]
    found = []
    for node in nodes:
        parts = [isolate(node.variable or node.name if node.kind == "leaf" else node.name)]
        if node.kind == "leaf":
            parts.append(leaf)
        else:
            parts += [isolate(node.variable)] if node.variable else []
            parts += [line.replace("{line}", isolate(node.line))] if node.line is not None else []
        found.append(f"{mark if len(parts) > 1 else ''}{' · '.join(parts)}")
    return found


def short_title(node: Node) -> str:
    """A node by what the program calls it: ``MulBackward0 · z``."""
    if node.kind == "leaf":
        return node.variable or node.name
    return f"{node.name} · {node.variable}" if node.variable else node.name


def root_title(node: Node) -> str:
    """A root by its variable, or by its node where it has no name."""
    return node.variable or node.name


def edge_title(replay: Replay, edge: Edge) -> str:
    """Where an edge goes: ``SubBackward0 · y (slot 0)``."""
    text = translate("WhatIf", "to {target} (slot {slot})")
    return fill_words(text, {}, target=short_title(replay.node(edge.target)), slot=edge.source_slot)
