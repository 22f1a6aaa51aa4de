"""What a backward pass cannot begin with, or cannot reach."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import torch

from core.autograd.diagnosis.fault import Fault, operation
from core.autograd.diagnosis.graph import all_behind, nodes_of
from core.autograd.lesson import Lesson, TensorFact

_ENTRY = torch.autograd.__file__
_OFF = ("no_grad", "inference_mode", "set_grad_enabled")


def gradient_lesson(fault: Fault) -> Lesson | None:
    """What is wrong with the gradient that a pass begins with, where torch's `_make_grads` raised."""
    assert fault.inner is not None
    given = fault.inner[0].f_locals
    root, gradient = given.get("out"), given.get("grad")
    if not isinstance(root, torch.Tensor):
        return None
    if gradient is None and root.requires_grad and root.numel() != 1:
        return fault.lesson("not_scalar", root=root, count=root.numel())
    if isinstance(gradient, torch.Tensor) and not given.get("is_grads_batched") and gradient.shape != root.shape:
        return fault.lesson("gradient_shape", root=root, gradient=gradient)
    return None


def roots_lesson(fault: Fault) -> Lesson | None:
    """Roots that have no graph, and inputs of `torch.autograd.grad` that it cannot reach."""
    assert fault.engine is not None
    roots = fault.engine.f_locals.get("t_outputs", ())
    for root in roots:
        if isinstance(root, torch.Tensor) and not root.requires_grad:
            return _why_no_graph(fault, root)
    entry = fault.torch_frame(_ENTRY, "grad")
    if entry is None or fault.end is None or fault.end.stopped is not None:
        return None
    inputs = entry.f_locals.get("t_inputs", ())
    for one in inputs:
        if isinstance(one, torch.Tensor) and not one.requires_grad:
            return fault.lesson("input_no_grad", input=one)
    if entry.f_locals.get("allow_unused"):
        return None
    reached = set(all_behind(nodes_of(roots)))
    for one in inputs:
        if isinstance(one, torch.Tensor) and not reached.intersection(nodes_of([one])):
            result = next((root for root in roots if isinstance(root, torch.Tensor)), None)
            return None if result is None else fault.lesson("input_unused", input=one, root=result)
    return None


def _why_no_graph(fault: Fault, root: torch.Tensor) -> Lesson | None:
    forward = fault.forward
    value = forward.value_of(root)
    if value is None:
        return None
    seen = forward.history.values
    leaves: list[tuple[TensorFact, int | None]] = []
    for number, maker in forward.history.ancestors(value):
        name = forward.name_of(number)
        if maker is None or not maker.inputs:
            if maker is None and fault.passes:
                # A gradient has no maker either, and requires none.
                return fault.lesson("gradient_root", root=root) if _is_gradient(fault, number) else None
            one = seen[number]
            leaves.append((TensorFact(name, one.shape, one.dtype), None if maker is None else maker.line))
            continue
        if not any(seen[given].requires_grad for given in maker.inputs):
            continue
        values: dict[str, Any] = {"root": root, "operation": operation(maker.name), "cause_line": maker.line}
        if maker.untracked == "detach":
            return fault.lesson("detached", **values)
        if maker.untracked in ("no_grad", "inference_mode"):
            values["switch"] = f"torch.{maker.untracked}()"
            line = _switched_off(fault, maker.line)
            if line is None:
                return fault.lesson("no_grad_unseen", **values)
            return fault.lesson("no_grad", off_line=line, **values)
        if maker.untracked == "not differentiable":
            return fault.lesson("not_differentiable", dtype=seen[number].dtype, **values)
        return None
    floating = [one for one in leaves if one[0].dtype.startswith(("float", "bfloat", "complex"))]
    named = [one for one in floating if one[0].name is not None]
    if any(seen[number].requires_grad for number, _ in forward.history.ancestors(value)) or not leaves:
        return None
    if not named:
        return fault.lesson("no_leaf_unseen", root=root)
    text = ", ".join(one.text for one, _ in named[:6])
    first, line = next(((one, line) for one, line in named if line is not None), (named[0][0], None))
    if line is None:
        return fault.lesson("no_leaf_unseen", root=root)
    return fault.lesson("no_leaf", root=root, leaves=text, leaf=first, made_line=line)


def _is_gradient(fault: Fault, value: int) -> bool:
    """Whether a value is some tensor's ``.grad``, or has the name of what `torch.autograd.grad` gave."""
    tensor, name = fault.forward.tensor_of(value), fault.forward.name_of(value)
    for scope in fault.scopes():
        for one in list(scope.values()):
            if tensor is not None and issubclass(type(one), torch.Tensor) and one.is_leaf and one.grad is tensor:
                return True
    for node in ast.walk(fault.tree) if name is not None and fault.tree is not None else ():
        if isinstance(node, ast.Assign) and any(getattr(one, "id", None) == name for one in _targets(node)):
            calls = [one.func for one in ast.walk(node.value) if isinstance(one, ast.Call)]
            if any(getattr(one, "attr", getattr(one, "id", None)) == "grad" for one in calls):
                return True
    return False


def _targets(node: ast.Assign) -> Iterator[ast.expr]:
    for one in node.targets:
        yield from one.elts if isinstance(one, (ast.Tuple, ast.List)) else (one,)


def _switched_off(fault: Fault, line: int) -> int | None:
    """Where the block or function around a line begins that switches gradients off."""
    found = None
    for node in ast.walk(fault.tree) if fault.tree is not None else ():
        if not isinstance(node, (ast.With, ast.FunctionDef)) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.With):
            switches, begins = [one.context_expr for one in node.items], node.lineno
        else:
            switches, begins = node.decorator_list, min([one.lineno for one in node.decorator_list], default=0)
        names = [getattr(inner, "attr", getattr(inner, "id", "")) for one in switches for inner in ast.walk(one)]
        if any(name in _OFF for name in names):
            found = max(begins, found or 0)
    return found
