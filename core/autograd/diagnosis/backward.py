"""Why a backward pass raised: freed and changed saved tensors, roots without a graph, custom functions."""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import BackwardCFunction

from core.autograd.diagnosis.custom import apply_lesson, function_of, returned_lesson
from core.autograd.diagnosis.fault import Fault, operation
from core.autograd.diagnosis.graph import GraphNode, all_behind, nodes_of
from core.autograd.diagnosis.roots import gradient_lesson, roots_lesson
from core.autograd.lesson import Lesson, TensorFact
from core.autograd.node_details import look, raw_attributes

_ENTRY = torch.autograd.__file__
_GRAPH = torch.autograd.graph.__file__
_FUNCTION = torch.autograd.function.__file__


def backward_lesson(fault: Fault) -> Lesson | None:
    """The lesson of an exception that came up on the way into the engine, or in it; None for others."""
    forgotten = apply_lesson(fault)
    if forgotten is not None:
        return forgotten
    if fault.raised_in(_ENTRY, "_make_grads"):
        return gradient_lesson(fault)
    if fault.engine is None:
        return None
    node = _stopped(fault)
    if not fault.inside_pass:
        if not fault.raised_in(_GRAPH, "_engine_run_backward"):
            return None
        return roots_lesson(fault) or (None if node is None else _saved(fault, node) or returned_lesson(fault, node))
    if node is not None and fault.instruction_value in ("saved_tensors", "saved_variables"):
        return _saved(fault, node)
    return None


def raised_inside(fault: Fault) -> Lesson | None:
    """The lesson of a custom backward or a hook that raised something that has no lesson of its own."""
    if not fault.inside_pass or fault.end is None or fault.end.line is None:
        return None
    values: dict[str, Any] = {"kind": type(fault.error).__name__, "pass_line": fault.end.line}
    node = _stopped(fault)
    if fault.torch_frame(_FUNCTION, "apply") is not None and node is not None and isinstance(node, BackwardCFunction):
        return fault.lesson("backward_raised", function=function_of(node), nodes=(fault.end.stopped,), **values)
    return fault.lesson("hook_raised", **values)


def _stopped(fault: Fault) -> GraphNode | None:
    """The node that the engine was at."""
    return None if fault.end is None or fault.end.stopped is None else _node(fault, fault.end.stopped)


def _node(fault: Fault, number: int) -> GraphNode | None:
    assert fault.engine is not None
    for node in all_behind(nodes_of(fault.engine.f_locals.get("t_outputs", ()))):
        try:
            if fault.walk.id_of(node) == number:
                return node
        except KeyError:
            continue
    return None


def _saved(fault: Fault, node: GraphNode) -> Lesson | None:
    """What a node saved was freed, or written over."""
    number = fault.walk.id_of(node)
    line, name = fault.walk.line_of(node), type(node).__name__
    if line is None:
        return None
    if number in fault.freed:
        first = fault.freed[number]
        saved = ", ".join(_saved_names(node))
        if first is None or not saved:
            return None
        return fault.lesson(
            "freed", node=name, saved=saved, saved_line=line, first_backward_line=first, nodes=(number,)
        )
    changed = {key: versions for key, versions in look(node).items() if versions[0] != versions[1]}
    if not changed:
        return None
    key, (then, now) = next(iter(changed.items()))
    tensor = _saved_tensor(node, key)
    if tensor is None:
        return None
    fact = TensorFact(_name_sharing(fault, tensor) or key, tuple(tensor.shape), str(tensor.dtype).rpartition(".")[2])
    values: dict[str, Any] = {"node": name, "tensor": fact, "then": then, "now": now, "nodes": (number,)}
    write = fault.forward.history.write_after(tensor, then)
    if write is None:
        return fault.lesson("saved_changed_unseen", saved_line=line, **values)
    return fault.lesson(
        "saved_changed", saved_line=line, changed_line=write.line, operation=operation(write.name), **values
    )


def _saved_names(node: GraphNode) -> list[str]:
    """What a freed node had saved, by torch's names."""
    if isinstance(node, BackwardCFunction):
        return ["ctx.saved_tensors"]
    found = []
    for attribute, name in raw_attributes(type(node)):
        try:
            getattr(node, attribute.removeprefix("_raw"))
        except RuntimeError:
            found.append(name)
    return found


def _saved_tensor(node: GraphNode, key: str) -> torch.Tensor | None:
    if isinstance(node, BackwardCFunction):
        raw = node._raw_saved_tensors[int(key)]
    else:
        name, _, place = key.rstrip("]").partition("[")
        raw = getattr(node, f"_raw_saved_{name}")
        raw = raw[int(place)] if place else raw
    return raw.data if isinstance(raw.data, torch.Tensor) else None


def _name_sharing(fault: Fault, saved: torch.Tensor) -> str | None:
    """The program's name for a tensor with the same numbers in the same memory."""
    known = fault.name_of(saved)
    if known is not None:
        return known
    for scope in fault.scopes():
        for name, value in list(scope.items()):
            if issubclass(type(value), torch.Tensor) and value.layout == saved.layout == torch.strided:
                same = value.untyped_storage()._cdata == saved.untyped_storage()._cdata
                if same and value.shape == saved.shape and value.storage_offset() == saved.storage_offset():
                    return name
    return None
