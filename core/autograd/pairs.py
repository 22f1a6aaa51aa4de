"""The tensors of a backward pass that have a Jacobian with respect to each other."""

from __future__ import annotations

from dataclasses import dataclass

from core.autograd.replay import Replay

Output = tuple[int, int]
"""A node's id, and which of its outputs in the forward pass; a leaf is output 0 of its AccumulateGrad."""


@dataclass(frozen=True, slots=True)
class PassTensor:
    """A tensor that a gradient of the pass belongs to.

    Attributes:
        output: Which.
        name: What the program calls it, or None.
        node: The name of the node that made it.
        line: Of the program, or None.
        leaf: Whether it is one.
        shape: Of the tensor, and so of its gradient.
    """

    output: Output
    name: str | None
    node: str
    line: int | None
    leaf: bool
    shape: tuple[int, ...]


def pass_tensors(replay: Replay, number: int) -> tuple[PassTensor, ...]:
    """Every tensor that a gradient arrived at in a pass, in the engine's order: the result first, leaves last.

    Args:
        replay: Of a run.
        number: The pass; one that the run does not have has no tensors.
    """
    trace = replay.trace
    if not 0 <= number < len(trace.passes):
        return ()
    found: dict[Output, PassTensor] = {}
    for record in trace.passes[number].steps:
        node = replay.node(record.node)
        for slot, gradient in enumerate(record.incoming):
            if gradient is not None:
                leaf = node.kind == "leaf"
                name = _name(replay, node.id, slot)
                found.setdefault(
                    (node.id, slot), PassTensor((node.id, slot), name, node.name, node.line, leaf, gradient.shape)
                )
    ordered = list(found.values())
    return (*(one for one in ordered if not one.leaf), *(one for one in ordered if one.leaf))


def _name(replay: Replay, node: int, slot: int) -> str | None:
    details = replay.trace.details
    named = () if details is None else details.values
    own = next((one.variable for one in named if one.node == node and one.slot == slot and one.variable), None)
    return own or (replay.node(node).variable if slot == 0 else None)


def behind(replay: Replay, node: int) -> frozenset[int]:
    """The nodes that a gradient reaches from a node, itself left out."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        for index in replay.edges_from(waiting.pop()).values():
            target = replay.edge(index).target
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return frozenset(seen)


def first_pair(replay: Replay, number: int) -> tuple[Output, Output] | None:
    """The result that a pass begins with, and the first leaf that it reaches; None where there is no such pair."""
    tensors = pass_tensors(replay, number)
    if not tensors:
        return None
    reached = behind(replay, tensors[0].output[0])
    leaf = next((one for one in tensors if one.leaf and one.output[0] in reached), None)
    return None if leaf is None else (tensors[0].output, leaf.output)
