"""What the engine was given for a pass, and the nodes that it can come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.autograd.graph import GradientEdge, get_gradient_edge

from core.autograd.graph_walk import GraphNode
from core.autograd.problem import ProblemError


@dataclass(frozen=True, slots=True)
class GivenPass:
    """What the engine was given.

    Attributes:
        roots: Each root's node and which of its outputs it is.
        gradients: One for each root.
        inputs: With `torch.autograd.grad`, or ``backward(inputs=...)``: where to stop; else None.
        accumulate: Whether leaves' ``.grad`` is added to.
        create_graph: Whether the nodes' own work is recorded, which makes some compute otherwise.
    """

    roots: tuple[tuple[GraphNode, int], ...]
    gradients: tuple[torch.Tensor | None, ...]
    inputs: tuple[tuple[GraphNode, int], ...] | None = None
    accumulate: bool = True
    create_graph: bool = False


def given_pass(roots: Sequence[Any], arguments: Sequence[Any], options: Mapping[str, Any]) -> GivenPass:
    """What ``_engine_run_backward(roots, *arguments, **options)`` gives to the engine.

    Asking a view for its edge may give it a new node: only for a process that is a copy.

    Raises:
        ProblemError: "transformed" for a pass inside `torch.func`.
        RuntimeError: A root has no graph.
    """
    gradients, _, create_graph, inputs, *_ = arguments
    functorch = torch._C._functorch
    if functorch.peek_interpreter_stack() is not None or any(
        one is not None and functorch.is_legacy_batchedtensor(one) for one in gradients
    ):
        raise ProblemError("transformed")
    return GivenPass(
        tuple(_edge(root) for root in roots),
        tuple(gradients),
        tuple(_edge(one) for one in inputs) or None,
        bool(options["accumulate_grad"]),
        bool(create_graph),
    )


def _edge(end: Any) -> tuple[GraphNode, int]:
    edge = end if isinstance(end, GradientEdge) else get_gradient_edge(end)
    return edge.node, edge.output_nr


def nodes_behind(roots: Iterable[tuple[GraphNode, int]]) -> dict[GraphNode, None]:
    """Every node that gradients from some roots can reach, the roots' own included."""
    known: dict[GraphNode, None] = {}
    stack = [node for node, _ in roots]
    while stack:
        node = stack.pop()
        if node not in known:
            known[node] = None
            stack.extend(child for child, _ in node.next_functions if child is not None)
    return known
