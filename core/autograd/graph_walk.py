"""The graph behind some roots: every node once, with its number, line, name and what it saved."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

import msgspec
import torch
from torch.utils.weak import WeakTensorKeyDictionary

from core.autograd.details import NodeDetails
from core.autograd.formulas import formula_of
from core.autograd.node_details import CREATED_BY, LEAF, LINE, NUMBER, Versions, describe, look
from core.autograd.trace import Edge, Node, NodeKind, Saved
from core.autograd.values import Snapshots, clean

GraphNode = Any  # torch.autograd.graph.Node; torch's own type has none of a node's attributes

NAME = "convgrad.name"
MADE_IN = "convgrad.made_in"
MADE = "convgrad.made"
"""Keys in a node's `metadata`, which lives as long as the node itself: nothing has to be held for it."""

MOST_NODES = 20_000
"""Of one run; a larger graph is left unrecorded."""


class TooLargeError(Exception):
    """The graph has more nodes than are recorded."""


class GraphWalk:
    """Numbers nodes as they are met, without keeping any of them or their tensors alive.

    Attributes:
        filename: The program's file name as its code objects carry it.
    """

    def __init__(self, filename: str, snapshots: Snapshots) -> None:
        self.filename = filename
        self._frame = re.compile(rf'File "{re.escape(filename)}", line (\d+)')
        self._snapshots = snapshots
        self._lock = threading.RLock()  # The program may run the engine from several threads.
        self._count = 0
        # A leaf's AccumulateGrad dies with the graph and is made again for the next: the leaf is the key.
        self._leaves: MutableMapping[torch.Tensor, int] = WeakTensorKeyDictionary()
        self._leaf_names: MutableMapping[torch.Tensor, str] = WeakTensorKeyDictionary()
        self._names: dict[int, str] = {}
        self._new_nodes: list[Node] = []
        self._new_edges: list[Edge] = []
        self._new_details: list[NodeDetails] = []
        self._new_made: dict[int, tuple[int, int]] = {}
        self._new_versions: dict[int, Versions] = {}

    @property
    def size(self) -> int:
        """Nodes met so far."""
        return self._count

    @property
    def names_by_id(self) -> dict[int, str]:
        """What the program calls the results, by node id."""
        return dict(self._names)

    @staticmethod
    def is_leaf(node: GraphNode) -> bool:
        """Whether a node accumulates a leaf's ``.grad``."""
        return type(node).__name__ == LEAF

    def id_of(self, node: GraphNode) -> int:
        """A met node's number.

        Raises:
            KeyError: It was not met.
        """
        number: int = self._leaves[node.variable] if self.is_leaf(node) else node.metadata[NUMBER]
        return number

    def node_of(self, tensor: torch.Tensor) -> int | None:
        """The number of the node that made a tensor, or of its AccumulateGrad, if it was met."""
        made_by = grad_fn_of(tensor)
        found = self._leaves.get(tensor) if made_by is None else made_by.metadata.get(NUMBER)
        return None if found is None else int(found)

    def name_results(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Learn what the program calls the tensors that it can reach now; the first name stays."""
        with self._lock:
            for name, tensor in tensors.items():
                self._name_result(clean(name), tensor)

    def _name_result(self, name: str, tensor: torch.Tensor) -> None:
        made_by = grad_fn_of(tensor)
        if made_by is not None:
            number = made_by.metadata.get(NUMBER)
            if number is None:
                made_by.metadata.setdefault(NAME, name)
            else:
                self._names.setdefault(number, name)
        elif tensor.requires_grad:
            number = self._leaves.get(tensor)
            if number is not None:
                self._names.setdefault(number, name)
            elif tensor not in self._leaf_names:
                self._leaf_names[tensor] = name

    def unnamed_leaves(self) -> bool:
        """Whether a leaf that was met since `take_new` has no name yet."""
        return any(node.kind == "leaf" and node.id not in self._names for node in self._new_nodes)

    def visit(self, roots: Iterable[GraphNode]) -> list[GraphNode]:
        """Every node that the roots lead to, met before or not, each once; new ones are described.

        Raises:
            TooLargeError: There are more than `MOST_NODES` of them in this run; none is described then.
        """
        # An explicit stack: recursion ends at about a thousand nodes.
        seen: dict[GraphNode, None] = {}
        stack = list(roots)[::-1]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen[node] = None
            if len(seen) > MOST_NODES:
                raise TooLargeError
            stack.extend(child for child, _ in reversed(node.next_functions) if child is not None)
        with self._lock:
            fresh = [node for node in seen if not self._met(node)]
            if self._count + len(fresh) > MOST_NODES:
                raise TooLargeError
            for node in fresh:
                self._number(node)
            for node in fresh:
                self._describe(node)
            for node in seen.keys() - set(fresh):
                versions = {} if self.is_leaf(node) else look(node)
                if versions:
                    self._new_versions[self.id_of(node)] = versions
        return list(seen)

    def take_new(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        """The nodes and edges met since the last call."""
        with self._lock:
            nodes = tuple(
                msgspec.structs.replace(node, variable=self._names[node.id]) if node.id in self._names else node
                for node in self._new_nodes
            )
            edges = tuple(self._new_edges)
            self._new_nodes, self._new_edges = [], []
        return nodes, edges

    def take_details(self) -> tuple[tuple[NodeDetails, ...], dict[int, Versions]]:
        """What is known of new nodes beyond the contract, and new looks at what others saved, by id."""
        with self._lock:
            details, self._new_details = tuple(self._new_details), []
            versions, self._new_versions = self._new_versions, {}
        return details, versions

    def take_made(self) -> dict[int, tuple[int, int]]:
        """Since the last call: node and slot of values of the forward pass, whose ids are in `MADE`."""
        with self._lock:
            made, self._new_made = self._new_made, {}
        return made

    def _met(self, node: GraphNode) -> bool:
        return node.variable in self._leaves if self.is_leaf(node) else NUMBER in node.metadata

    def _number(self, node: GraphNode) -> None:
        number = self._count
        self._count += 1
        if self.is_leaf(node):
            self._leaves[node.variable] = number
            name = self._leaf_names.get(node.variable)
        else:
            node.metadata[NUMBER] = number
            name = node.metadata.pop(NAME, None)
            self._new_made.update({value: (number, slot) for value, slot in node.metadata.pop(MADE, ())})
        if name is not None:
            self._names.setdefault(number, name)

    def _describe(self, node: GraphNode) -> None:
        number = self.id_of(node)
        kind: NodeKind = "operation"
        if self.is_leaf(node):
            kind = "leaf"
        elif isinstance(node, torch.autograd.function.BackwardCFunction):
            kind = "custom"
        name = clean(type(node).__name__)
        self._new_nodes.append(
            Node(
                id=number,
                name=name,
                kind=kind,
                line=self.line_of(node),
                variable=None,
                saved={} if kind == "leaf" else self._saved(node, kind),
                formula=formula_of(name) if kind == "operation" else None,
            )
        )
        self._new_details.append(describe(node, number, self._creator(node)))
        for slot, (child, child_slot) in enumerate(node.next_functions):
            if child is not None:
                self._new_edges.append(Edge(number, slot, self.id_of(child), child_slot))

    def _creator(self, node: GraphNode) -> int | None:
        """The node whose backward made this one."""
        metadata = node.metadata
        parent = metadata.get("parent_")  # Anomaly mode's word for it.
        if CREATED_BY not in metadata and parent is not None:
            number = parent.metadata.get(NUMBER)
            return None if number is None else int(number)
        created_by: int | None = metadata.get(CREATED_BY)
        return created_by

    def line_of(self, node: GraphNode) -> int | None:
        """The innermost line of the program in the call stack that made the node."""
        metadata = node.metadata
        for entry in reversed(metadata.get("traceback_", ())):
            lines = self._frame.findall(entry)
            if lines:
                return int(lines[-1])
        made_in: int | None = metadata.get(LINE, metadata.get(MADE_IN))
        return made_in

    def _saved(self, node: GraphNode, kind: NodeKind) -> dict[str, Saved]:
        """What is saved, attribute by attribute: one may be freed while the others are still there."""
        if kind == "custom":
            try:
                return {str(i): self._raw(raw) for i, raw in enumerate(node._raw_saved_tensors)}
            except RuntimeError:  # Freed.
                return {}
        saved: dict[str, Saved] = {}
        for attribute in saved_attributes(node.__class__):
            try:
                raw = getattr(node, f"_raw{attribute}", None)
                if raw is None:
                    saved[attribute.removeprefix("_saved_")] = self._snapshots.of_saved(getattr(node, attribute))
                elif isinstance(raw, (list, tuple)):
                    saved[attribute.removeprefix("_saved_")] = [self._raw(one) for one in raw]
                else:
                    # Without data it may be freed, which only the attribute itself tells, by raising.
                    if raw.data is None and raw.unpack_hook is None:
                        getattr(node, attribute)
                    saved[attribute.removeprefix("_saved_")] = self._raw(raw)
            except RuntimeError:
                continue
        return saved

    def _raw(self, raw: Any) -> Saved:
        """A saved tensor as it is in memory: unpacking it would run the program's own hooks."""
        data = raw.data  # What the program's own hook packed may be anything.
        return self._snapshots.of(data) if isinstance(data, torch.Tensor) else None


@lru_cache(maxsize=1024)
def saved_attributes(kind: type) -> tuple[str, ...]:
    """The names of what a kind of node saves."""
    return tuple(name for name in dir(kind) if name.startswith("_saved_"))


def grad_fn_of(tensor: torch.Tensor) -> GraphNode | None:
    """What made a tensor, or None for a leaf.

    A view of what was written in place is given a new one by asking, which would change the
    program's graph: such a view is not asked.
    """
    try:
        if tensor.is_leaf or (tensor._is_view() and not tensor.is_inference() and tensor._version):
            return None
        return tensor.grad_fn
    except RuntimeError:  # A view of something written in place where that is not allowed.
        return None
