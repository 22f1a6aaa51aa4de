"""Why a backward pass raised: freed and changed saved tensors, roots without a graph, custom functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import torch
from torch.autograd.function import BackwardCFunction, Function

from core.autograd.fault import Fault, operation
from core.autograd.lesson import Lesson, TensorFact
from core.autograd.node_details import look, raw_attributes

GraphNode = Any  # torch.autograd.graph.Node; torch's own type has none of a node's attributes

_ENTRY = torch.autograd.__file__
_GRAPH = torch.autograd.graph.__file__
_FUNCTION = torch.autograd.function.__file__
_ONE_TENSOR = frozenset(
    {
        "ones", "zeros", "ones_like", "zeros_like", "tensor", "sum", "mean", "reshape", "view", "expand", "exp",
        "clone", "t",
    }
)  # fmt: skip
_OFF = ("no_grad", "inference_mode", "set_grad_enabled")


def backward_lesson(fault: Fault) -> Lesson | None:
    """The lesson of an exception that came up on the way into the engine, or in it; None for others."""
    forgotten = _apply_forgotten(fault)
    if forgotten is not None:
        return forgotten
    if fault.raised_in(_ENTRY, "_make_grads"):
        return _gradient_to_begin_with(fault)
    if fault.engine is None:
        return None
    node = _stopped(fault)
    if not fault.inside_pass:
        if not fault.raised_in(_GRAPH, "_engine_run_backward"):
            return None
        return _roots(fault) or (None if node is None else _saved(fault, node) or _custom(fault, node))
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
        return fault.lesson("backward_raised", function=_function(node), nodes=(fault.end.stopped,), **values)
    return fault.lesson("hook_raised", **values)


# What a pass begins with.


def _gradient_to_begin_with(fault: Fault) -> Lesson | None:
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


def _roots(fault: Fault) -> Lesson | None:
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
    reached = set(_behind(_nodes(roots)))
    for one in inputs:
        if isinstance(one, torch.Tensor) and not reached.intersection(_nodes([one])):
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


# Where a pass stopped.


def _stopped(fault: Fault) -> GraphNode | None:
    """The node that the engine was at."""
    return None if fault.end is None or fault.end.stopped is None else _node(fault, fault.end.stopped)


def _node(fault: Fault, number: int) -> GraphNode | None:
    assert fault.engine is not None
    for node in _behind(_nodes(fault.engine.f_locals.get("t_outputs", ()))):
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


# Custom functions.


def _custom(fault: Fault, node: GraphNode) -> Lesson | None:
    """What a custom backward gave back is not what the engine takes; that is not kept, so its text is read."""
    if not isinstance(node, BackwardCFunction):
        return None
    expected, number = len(node.needs_input_grad), fault.walk.id_of(node)
    backward = _method(node, "backward")
    if backward is None:
        return None
    values: dict[str, Any] = {"function": _function(node), "expected": expected, "nodes": (number,)}
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


def _function(node: GraphNode) -> str:
    return type(node).__name__.removesuffix("Backward")


def _apply_forgotten(fault: Fault) -> Lesson | None:
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


# The graph.


def _nodes(tensors: Any) -> Iterator[GraphNode]:
    for one in tensors:
        if not isinstance(one, torch.Tensor):
            yield one.node
        elif one.requires_grad:
            yield torch.autograd.graph.get_gradient_edge(one).node


def _behind(roots: Iterator[GraphNode]) -> Iterator[GraphNode]:
    seen: set[GraphNode] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            yield node
            stack.extend(child for child, _ in node.next_functions if child is not None)
