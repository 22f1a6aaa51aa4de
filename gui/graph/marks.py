"""Small marks on nodes: custom functions, views, in-place writes, and where something leaves the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from core.autograd.details import Details
from core.autograd.timeline import refs_of
from core.autograd.trace import Node, Trace
from gui.text import directed, translate

Mark = Literal["custom", "view", "in_place", "detached", "no_grad", "overwritten"]

VIEWS = frozenset(
    f"{name}Backward"
    for name in (
        *("Alias", "AsStrided", "Diagonal", "Expand", "Imag", "Movedim", "Permute", "Real", "Select", "Slice"),
        *("Split", "SplitWithSizes", "Squeeze", "SwapDims", "T", "Transpose", "Unbind", "Unfold", "Unsqueeze"),
        *("View", "ViewAs", "ViewAsComplex", "ViewAsReal", "ReshapeAlias"),
    )
)
"""Classes of nodes, without their last digit, whose results share the memory of what they were given."""


def is_view(node: Node) -> bool:
    """Whether torch's operation gives a view of its input."""
    return node.kind == "operation" and node.name.rstrip("0123456789") in VIEWS


def writes_in_place(name: str) -> bool:
    """Whether an operation of torch's writes into its input, told by its name."""
    last = name.rpartition(".")[2]
    return (last.endswith("_") and not last.endswith("__")) or last == "__setitem__" or last.startswith("__i")


def marks_of(trace: Trace) -> dict[int, tuple[Mark, ...]]:
    """The marks of each node that has some, and in their order."""
    found: dict[int, list[Mark]] = defaultdict(list)
    details = trace.details or Details()
    written = _written_nodes(details)
    for node in trace.nodes:
        if node.kind == "custom":
            found[node.id].append("custom")
        if is_view(node):
            found[node.id].append("view")
        if node.name == "CopySlices" or (node.id in written and node.kind != "leaf"):
            found[node.id].append("in_place")
    for one in details.nodes:
        if any(saved != latest for saved, latest in one.versions.values()):
            found[one.id].append("overwritten")
    for number, mark in _departures(trace, details):
        if mark not in found[number]:
            found[number].append(mark)
    return {number: tuple(marks) for number, marks in found.items()}


def _written_nodes(details: Details) -> set[int]:
    values = details.values
    return {
        node
        for operation in details.operations
        if operation.untracked is None and writes_in_place(operation.name)
        for output in operation.outputs[:1]
        if output < len(values) and (node := values[output].node) is not None
    }


def _departures(trace: Trace, details: Details) -> Sequence[tuple[int, Mark]]:
    """Nodes whose results were used in a way that autograd does not follow."""
    leaves = {node.id for node in trace.nodes if node.kind == "leaf"}
    known = {node.id for node in trace.nodes}
    custom = {node.id for node in trace.nodes if node.kind == "custom"}
    # The forward of a custom function runs under no_grad: what it reads goes on in its node.
    read = leaves | {edge.target for edge in trace.edges if edge.source in custom}
    found: list[tuple[int, Mark]] = []
    for operation in details.operations:
        if operation.untracked not in ("detach", "no_grad"):
            continue
        mark: Mark = "detached" if operation.untracked == "detach" else "no_grad"
        for value in refs_of((operation.arguments, operation.options)):
            node = details.values[value].node if value < len(details.values) else None
            # An optimiser's step is not worth a mark on every parameter.
            if node in known and (mark == "detached" or node not in read):
                found.append((node, mark))
    return found


def mark_words(mark: Mark) -> tuple[str, str]:
    """A mark's word on the node, and the sentence that explains it."""
    match mark:
        case "custom":
            return translate("Graph", "custom"), translate("Graph", "A torch.autograd.Function of the program's own.")
        case "view":
            return translate("Graph", "view"), translate("Graph", "Its result shares memory with its input.")
        case "in_place":
            return translate("Graph", "in place"), translate("Graph", "It writes into the memory of its input.")
        case "detached":
            return translate("Graph", "detached"), translate(
                "Graph", "A detached copy of its result was made: from there on nothing flows back."
            )
        case "no_grad":
            return translate("Graph", "no_grad"), translate(
                "Graph", "Its result was also used under no_grad: from there nothing flows back."
            )
        case "overwritten":
            return translate("Graph", "overwritten"), translate(
                "Graph", "A tensor that it saved was written to afterwards: running it backward raises an error."
            )


def marks_sentence(marks: Sequence[Mark]) -> str:
    """What the marks of a node mean, a line each."""
    lines = []
    for mark in marks:
        word, sentence = mark_words(mark)
        text = translate("Graph", "{word}: {sentence}").replace("{word}", word)
        lines.append(directed(text.replace("{sentence}", sentence)))
    return "\n".join(lines)
