"""The graph behind some roots: every node once, with its number, line, name and what it saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import torch

from core.autograd.formulas import formula_of
from core.autograd.trace import Edge, Node, NodeKind, Saved
from core.autograd.values import saved_value

GraphNode = Any  # torch.autograd.graph.Node; torch's own type has none of a node's attributes

LEAF = "AccumulateGrad"


class GraphWalk:
    """Numbers nodes as they are met, and keeps hold of them: an address may be used again otherwise."""

    def __init__(self, filename: str, most_values: int) -> None:
        self._frame = re.compile(rf'File "{re.escape(filename)}", line (\d+)')
        self._most = most_values
        self._ids: dict[GraphNode, int] = {}
        self._leaves: set[int] = set()
        self._names: dict[int, str] = {}
        self._pending_names: dict[GraphNode, str] = {}
        self._new_nodes: list[Node] = []
        self._new_edges: list[Edge] = []

    @property
    def size(self) -> int:
        """Nodes met so far."""
        return len(self._ids)

    @property
    def names_by_id(self) -> dict[int, str]:
        """What the program calls the results, by node id."""
        return dict(self._names)

    def id_of(self, node: GraphNode) -> int:
        """A met node's number."""
        return self._ids[node]

    def is_leaf(self, number: int) -> bool:
        """Whether a node accumulates a leaf's ``.grad``."""
        return number in self._leaves

    def node_of(self, tensor: torch.Tensor) -> int | None:
        """The node that made a tensor, or its AccumulateGrad, if it was met."""
        if tensor.grad_fn is not None:
            return self._ids.get(tensor.grad_fn)
        for node, number in self._ids.items():
            if number in self._leaves and node.variable is tensor:
                return number
        return None

    def name_results(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Learn what the program calls the tensors that it can reach now; the first name stays."""
        for name, tensor in tensors.items():
            try:
                made_by = tensor.grad_fn
            except RuntimeError:
                continue
            if made_by is None:
                if tensor.requires_grad:
                    self._name_leaf(name, tensor)
                continue
            number = self._ids.get(made_by)
            if number is None:
                self._pending_names.setdefault(made_by, name)
            else:
                self._names.setdefault(number, name)

    def _name_leaf(self, name: str, tensor: torch.Tensor) -> None:
        node = torch.autograd.graph.get_gradient_edge(tensor).node
        number = self._ids.get(node)
        if number is None:
            self._pending_names.setdefault(node, name)
        else:
            self._names.setdefault(number, name)

    def visit(self, roots: Iterable[GraphNode]) -> list[GraphNode]:
        """Every node that the roots lead to, met before or not, each once; new ones are described."""
        # An explicit stack: recursion ends at about a thousand nodes.
        seen: dict[GraphNode, None] = {}
        stack = list(roots)[::-1]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen[node] = None
            stack.extend(child for child, _ in reversed(node.next_functions) if child is not None)
        fresh = [node for node in seen if node not in self._ids]
        for node in fresh:
            self._ids[node] = len(self._ids)
        for node in fresh:
            self._describe(node)
        return list(seen)

    def take_new(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        """The nodes and edges met since the last call."""
        nodes, edges = tuple(self._new_nodes), tuple(self._new_edges)
        self._new_nodes, self._new_edges = [], []
        return nodes, edges

    def _describe(self, node: GraphNode) -> None:
        number = self._ids[node]
        name = type(node).__name__
        kind: NodeKind = "operation"
        if name == LEAF:
            kind = "leaf"
            self._leaves.add(number)
        elif isinstance(node, torch.autograd.function.BackwardCFunction):
            kind = "custom"
        known = self._pending_names.pop(node, None)
        if known is not None:
            self._names.setdefault(number, known)
        self._new_nodes.append(
            Node(
                id=number,
                name=name,
                kind=kind,
                line=self._line(node),
                variable=self._names.get(number),
                saved={} if kind == "leaf" else self._saved(node, kind),
                formula=formula_of(name),
            )
        )
        for slot, (child, child_slot) in enumerate(node.next_functions):
            if child is not None:
                self._new_edges.append(Edge(number, slot, self._ids[child], child_slot))

    def _line(self, node: GraphNode) -> int | None:
        """The innermost line of the program in the call stack that made the node."""
        lines = self._frame.findall("".join(node.metadata.get("traceback_", [])))
        return int(lines[-1]) if lines else None

    def _saved(self, node: GraphNode, kind: NodeKind) -> dict[str, Saved]:
        if kind == "custom":
            try:
                return {f"{i}": saved_value(t, self._most) for i, t in enumerate(node.saved_tensors)}
            except RuntimeError:  # Freed, or changed in place since.
                return {}
        saved: dict[str, Saved] = {}
        for attribute in dir(node):
            if not attribute.startswith("_saved_"):
                continue
            try:
                saved[attribute.removeprefix("_saved_")] = saved_value(self._read(node, attribute), self._most)
            except RuntimeError:  # This one is freed; the others may still be there.
                continue
        return saved

    @staticmethod
    def _read(node: GraphNode, attribute: str) -> object:
        """A saved attribute; a tensor through its raw form, which also tells of one changed in place."""
        raw = getattr(node, f"_raw{attribute}", None)
        if raw is not None and not isinstance(raw, (list, tuple)):
            data = raw.data
            if data is not None:
                return data
        return getattr(node, attribute)
