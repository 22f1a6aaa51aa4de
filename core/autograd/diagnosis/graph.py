"""The graph behind tensors, as the engine would go through it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

GraphNode = Any  # torch.autograd.graph.Node; torch's own type has none of a node's attributes


def nodes_of(tensors: Any) -> Iterator[GraphNode]:
    """The nodes behind tensors and `GradientEdge`s."""
    for one in tensors:
        if not isinstance(one, torch.Tensor):
            yield one.node
        elif one.requires_grad:
            yield torch.autograd.graph.get_gradient_edge(one).node


def all_behind(roots: Iterator[GraphNode]) -> Iterator[GraphNode]:
    """All nodes that these lead to, themselves included."""
    seen: set[GraphNode] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            yield node
            stack.extend(child for child, _ in node.next_functions if child is not None)
