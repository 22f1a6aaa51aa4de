"""More about a node than the trace's contract holds: its place in the engine's order, and what it saved."""

from __future__ import annotations

from typing import Any

import torch

from core.autograd.details import NodeDetails
from core.autograd.formulas import arguments_of

GraphNode = Any  # torch.autograd.graph.Node; torch's own type has none of a node's attributes

LEAF = "AccumulateGrad"
NUMBER = "convgrad.number"
"""Key in a node's `metadata`, which lives as long as the node itself: its number, once it was met."""
SAVED_VERSIONS = "convgrad.versions"
"""Key in a node's `metadata`: the versions of what it saved, as they were right after the call that made it."""
LINE = "convgrad.line"
"""Key in a node's `metadata`: the program's line that made it, where anomaly mode did not tell."""
CREATED_BY = "convgrad.created_by"
"""Key in a node's `metadata`: the number of the node whose backward made it."""

OPERATION = "convgrad.operation"
"""Key in a node's `metadata`: the id of the operation that made it."""

Versions = dict[str, tuple[int, int]]


def describe(node: GraphNode, number: int, created_by: int | None) -> NodeDetails:
    """A node as it is now, which has not been freed by a pass that is recorded."""
    return NodeDetails(
        id=number,
        sequence=node._sequence_nr(),
        shapes=tuple(tuple(map(int, one.shape)) for one in node._input_metadata),
        versions=look(node),
        created_by=created_by,
        freed=None,
        arguments=arguments_of(type(node).__name__),
        operation=node.metadata.get(OPERATION),
    )


def look(node: GraphNode) -> Versions:
    """The version of each saved tensor: when it was saved, and now.

    Torch keeps the former to itself. What no one looked at right after it was saved counts as unchanged until
    the first look.
    """
    now = saved_versions(node)
    metadata = node.metadata
    then = metadata.get(SAVED_VERSIONS)
    if then is None:
        metadata[SAVED_VERSIONS] = then = now
    return {name: (then.get(name, version), version) for name, version in now.items()}


def remember_call(made: GraphNode, line: int, operation: int | None) -> None:
    """Note a call, its line and the versions of what it has saved, in all nodes that it made.

    Anomaly mode notes the line, and is off while the engine runs.

    Args:
        made: The node of its result.
        line: Of the program.
        operation: The call's id; None for nodes that were there before it and made by no operation.
    """
    if SAVED_VERSIONS in made.metadata:
        return
    told = torch.is_anomaly_enabled()
    running: GraphNode | None = None if told else torch._C._current_autograd_node()
    creator = None if running is None else running.metadata.get(NUMBER)
    stack: list[GraphNode | None] = [made]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        metadata = node.metadata
        if SAVED_VERSIONS in metadata:
            continue
        metadata[SAVED_VERSIONS] = saved_versions(node)
        if operation is not None and type(node).__name__ != LEAF:
            metadata[OPERATION] = operation
        if not told:
            metadata[LINE] = line
            if creator is not None:
                metadata[CREATED_BY] = creator
        stack.extend(child for child, _ in node.next_functions)


def saved_versions(node: GraphNode) -> dict[str, int]:
    """The present version of each tensor that is saved and not freed, by the names of the trace's ``saved``."""
    if isinstance(node, torch.autograd.function.BackwardCFunction):
        try:
            raws = {str(place): one for place, one in enumerate(node._raw_saved_tensors)}
        except RuntimeError:  # Freed.
            return {}
        return {name: _version(raw.data) for name, raw in raws.items() if _is_tensor(raw.data)}
    found: dict[str, int] = {}
    for attribute, name in raw_attributes(node.__class__):
        try:
            raw = getattr(node, attribute)
        except RuntimeError:
            continue
        if isinstance(raw, (tuple, list)):
            for place, one in enumerate(raw):
                if _is_tensor(one.data):
                    found[f"{name}[{place}]"] = _version(one.data)
        elif _is_tensor(raw.data):
            found[name] = _version(raw.data)
    return found


_attributes: dict[type, tuple[tuple[str, str], ...]] = {}


def raw_attributes(kind: type) -> tuple[tuple[str, str], ...]:
    """What a kind of node saves: the attribute for its raw saved tensors, and torch's name of it."""
    known = _attributes.get(kind)
    if known is None:
        prefix = "_raw_saved_"
        known = tuple((name, name.removeprefix(prefix)) for name in dir(kind) if name.startswith(prefix))
        _attributes[kind] = known
    return known


def _is_tensor(data: object) -> bool:
    # What a saved-tensor hook of the program's packed may be anything.
    return issubclass(type(data), torch.Tensor)


def _version(tensor: torch.Tensor) -> int:
    return 0 if tensor.is_inference() else tensor._version
