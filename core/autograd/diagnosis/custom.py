"""What goes wrong with custom functions: what their backward returns, and how they are called."""

from __future__ import annotations

import ast
from typing import Any

import torch
from torch.autograd.function import BackwardCFunction, Function

from core.autograd.diagnosis.fault import Fault
from core.autograd.diagnosis.graph import GraphNode
from core.autograd.lesson import Lesson

_FUNCTION = torch.autograd.function.__file__
_ONE_TENSOR = frozenset(
    {
        "ones", "zeros", "ones_like", "zeros_like", "tensor", "sum", "mean", "reshape", "view", "expand", "exp",
        "clone", "t",
    }
)  # fmt: skip


def returned_lesson(fault: Fault, node: GraphNode) -> Lesson | None:
    """What a custom backward gave back is not what the engine takes; that is not kept, so its text is read."""
    if not isinstance(node, BackwardCFunction):
        return None
    expected, number = len(node.needs_input_grad), fault.walk.id_of(node)
    backward = _method(node, "backward")
    if backward is None:
        return None
    values: dict[str, Any] = {"function": function_of(node), "expected": expected, "nodes": (number,)}
    lines, counts = _returned(fault, backward.__code__.co_firstlineno)
    if not lines:
        return None
    if len(set(counts)) == 1 and counts[0] is not None and counts[0] != expected:
        return fault.lesson("custom_count", got=counts[0], defined_line=lines[0], **values)
    if expected == 1 and counts == [1] and (sent := _made_in(fault, lines[0])) is not None:
        child, slot = node.next_functions[0]
        wanted = None if child is None else tuple(map(int, child._input_metadata[slot].shape))
        if wanted is not None and not _reducible(sent, wanted):
            return fault.lesson("custom_shape", given=str(sent), wanted=str(wanted), defined_line=lines[0], **values)
    return fault.lesson("custom_result", defined_line=lines[0], **values)


def _made_in(fault: Fault, line: int) -> tuple[int, ...] | None:
    """The shape of the latest value of all, if a call in this line made it."""
    values, makers = fault.forward.history.values, fault.forward.history.makers
    maker = makers.get(len(values) - 1)
    return values[-1].shape if maker is not None and maker.line == line else None


def _reducible(sent: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Whether the engine sums a gradient to the shape of its input, as it does after broadcasting."""
    ahead = len(sent) - len(wanted)
    return ahead >= 0 and all(size in (one, 1) for one, size in zip(sent[ahead:], wanted, strict=True))


def _returned(fault: Fault, first: int) -> tuple[list[int], list[int | None]]:
    """The lines of a function's returns, and how many things each gives, where its text tells."""
    for node in ast.walk(fault.tree) if fault.tree is not None else ():
        if not isinstance(node, ast.FunctionDef):
            continue
        if first not in (node.lineno, *(one.lineno for one in node.decorator_list)):
            continue
        returns = [one for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None]
        return [one.lineno for one in returns], [_count(one.value) for one in returns]
    return [], []


def _count(value: ast.expr | None) -> int | None:
    if isinstance(value, ast.Tuple):
        starred = any(isinstance(one, ast.Starred) for one in value.elts)
        return None if starred else len(value.elts)
    # A name or a call may stand for a tuple; arithmetic and torch's own functions for a tensor do not.
    made = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _ONE_TENSOR
    return 1 if made or isinstance(value, (ast.BinOp, ast.UnaryOp)) else None


def _method(node: GraphNode, name: str) -> Any:
    found = getattr(getattr(node, "_forward_cls", None), name, None)
    return found if hasattr(found, "__code__") else None


def function_of(node: GraphNode) -> str:
    """The name of a custom function, by its node."""
    return type(node).__name__.removesuffix("Backward")


def apply_lesson(fault: Fault) -> Lesson | None:
    """A custom function was called, made, or its forward called, instead of its `apply`."""
    frame = fault.torch_frame(_FUNCTION, "__call__")
    held = None if frame is None else frame.f_locals.get("self")
    if held is None and isinstance(fault.error, AttributeError):
        held = fault.error.obj
    if held is not None and issubclass(type(held), Function):
        return fault.lesson("apply_forgotten", function=type(held).__name__)
    expression = fault.expression
    if not isinstance(fault.error, TypeError) or not fault.raised_by_program or expression is None:
        return None
    for one in ast.walk(expression):
        if isinstance(one, ast.Name) and (kind := _lookup(fault, one.id)) is not None:
            made = type(kind) if issubclass(type(kind), Function) else None
            if made is not None and not isinstance(kind, BackwardCFunction):
                return fault.lesson("apply_forgotten", function=made.__name__)
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
        owner = expression.func.value
        kind = _lookup(fault, owner.id) if isinstance(owner, ast.Name) else None
        if expression.func.attr == "forward" and isinstance(kind, type) and issubclass(kind, Function):
            return fault.lesson("apply_forgotten", function=kind.__name__)
    if isinstance(expression, (ast.BinOp, ast.Call)):
        for one in ast.walk(expression):
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name):
                kind = _lookup(fault, one.func.id)
                if isinstance(kind, type) and issubclass(kind, Function):
                    return fault.lesson("apply_forgotten", function=kind.__name__)
    return None


def _lookup(fault: Fault, name: str) -> Any:
    try:
        return fault.lookup(name)
    except KeyError:
        return None
