"""A small recording of a program's forward pass and gradients, as `core.autograd.details` describes it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name

from core.autograd.details import Details, Operation, Ref, Value
from core.autograd.trace import Node, Pass, Step, Tensor, Trace


class Recording(TorchFunctionMode):
    """Lists the calls into torch, and holds every tensor that it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[Value] = []
        self.operations: list[Operation] = []
        self.nodes: list[Any] = []
        self.seen: list[tuple[torch.Tensor, int, int]] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        name = resolve_name(func) or f"torch._C._nn.{func.__name__}"
        arguments = tuple(self.argument(one) for one in args)
        options = {key: self.argument(one) for key, one in kwargs.items()}
        made = func(*args, **kwargs)
        outputs = [
            one for one in (made if isinstance(made, (tuple, list)) else (made,)) if isinstance(one, torch.Tensor)
        ]
        if outputs or name.endswith("__setitem__"):
            ids = tuple(self.value(one) for one in outputs)
            tracked = any(one.grad_fn is not None for one in outputs)
            self.operations.append(
                Operation(
                    len(self.operations), name, program_line(), arguments, options, ids, None if tracked else "no_grad"
                )
            )
        return made

    def argument(self, given: Any) -> Any:
        if isinstance(given, torch.Tensor):
            return Ref(self.value(given))
        if isinstance(given, (list, tuple)):
            return [self.argument(one) for one in given]
        if isinstance(given, slice):
            parts = (given.start, given.stop, given.step)[: 2 if given.step is None else 3]
            return ":".join("" if one is None else str(one) for one in parts)
        return given if given is None or isinstance(given, (bool, int, float, str)) else str(given)

    def value(self, tensor: torch.Tensor) -> int:
        with torch._C.DisableTorchFunctionSubclass(), torch._C.DisableTorchFunction():
            for known, version, number in self.seen:
                if (
                    known is tensor
                    and version == tensor._version
                    and tensor.requires_grad == self.values[number].requires_grad
                ):
                    return number
            number = len(self.values)
            node, slot = self.node_of(tensor)
            self.seen.append((tensor, tensor._version, number))
            self.values.append(Value(number, plain(tensor), tensor.requires_grad, node, slot, None, tensor._version))
            return number

    def node_of(self, tensor: torch.Tensor) -> tuple[int | None, int]:
        if not tensor.requires_grad:
            return None, 0
        node = tensor.grad_fn if tensor.grad_fn is not None else torch.autograd.graph.get_gradient_edge(tensor).node
        if node not in self.nodes:
            self.nodes.append(node)
        return self.nodes.index(node), tensor.output_nr

    def name(self, names: dict[str, torch.Tensor]) -> None:
        by_id = {id(tensor): name for name, tensor in names.items()}
        for tensor, _, number in self.seen:
            if id(tensor) in by_id:
                old = self.values[number]
                self.values[number] = Value(
                    old.id, old.tensor, old.requires_grad, old.node, old.slot, by_id[id(tensor)], old.version
                )


def program_line() -> int | None:
    frame: FrameType | None = sys._getframe()
    while frame is not None and (frame.f_code.co_filename == __file__ or "torch" in frame.f_code.co_filename):
        frame = frame.f_back
    return None if frame is None else frame.f_lineno


def plain(tensor: torch.Tensor) -> Tensor:
    kind = str(tensor.dtype).removeprefix("torch.")
    listed = tensor.detach().tolist()
    return Tensor(tuple(tensor.shape), kind, listed if not tensor.is_complex() else str(listed))


def kind_of(node: Any) -> Any:
    if type(node).__name__ == "AccumulateGrad":
        return "leaf"
    return "custom" if isinstance(node, torch.autograd.function.BackwardCFunction) else "operation"


def record(
    program: Callable[[], tuple[dict[str, torch.Tensor], torch.Tensor]], upstream: torch.Tensor | None = None
) -> tuple[Trace, Details]:
    """Run a program, which answers with its named tensors and its result, and the engine from there."""
    recording = Recording()
    with recording:
        names, result = program()
    recording.name(names)
    root = recording.value(result)
    leaves = [tensor for tensor, _, number in recording.seen if tensor.requires_grad and tensor.is_leaf]
    gradients: Any = [None] * len(leaves)
    if result.requires_grad:
        gradients = torch.autograd.grad(result, leaves, upstream, allow_unused=True)
    arrived = plain(torch.ones_like(result) if upstream is None else upstream)
    slots = tuple(None if slot < result.output_nr else arrived for slot in range(result.output_nr + 1))
    steps = [Step(recording.values[root].node or 0, slots, (), None, None)]
    for leaf, gradient in zip(leaves, gradients, strict=True):
        node, _ = recording.node_of(leaf)
        assert node is not None
        steps.append(Step(node, (None if gradient is None else plain(gradient),), (), None, None))
    nodes = tuple(
        Node(number, type(node).__name__, kind_of(node), None, None, {}, None)
        for number, node in enumerate(recording.nodes)
    )
    root_node = recording.values[root].node
    passes = () if root_node is None else (Pass(None, (root_node,), tuple(steps)),)
    trace = Trace("", "finished", None, "", (), nodes, (), passes)
    return trace, Details(tuple(recording.values), tuple(recording.operations), ())
