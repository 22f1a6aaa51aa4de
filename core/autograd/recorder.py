"""Records every pass of torch's engine over a program: which node ran when, what came in, what went out.

Everything enters at ``_engine_run_backward``: `Tensor.backward`, `torch.autograd.backward` and
`torch.autograd.grad` all pass through it. The nodes are hooked for one pass and let go of after it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import torch
from torch.autograd import graph as autograd_graph

from core.autograd.graph_walk import GraphWalk
from core.autograd.trace import MOST_VALUES, Edge, Node, Pass, Step, Tensor, Variable
from core.autograd.values import optional_values, tensor_values

GraphNode = Any  # torch.autograd.graph.Node; torch's own type has none of a node's attributes

MOST_NODES = 20_000
MOST_STEPS = 200_000
"""Beyond these a run goes on unrecorded, so that a long training loop does not fill the memory."""


class Recorder:
    """Watches the engine between `start` and `finish`.

    Args:
        filename: The program's file name as its code objects carry it.
        names: Gives the program's present global names.
        tell: Called after each pass with the pass and the nodes and edges that are new with it.
        most_values: Values of a tensor that are kept.
    """

    def __init__(
        self,
        filename: str,
        names: Callable[[], dict[str, Any]],
        tell: Callable[[Pass, Sequence[Node], Sequence[Edge]], None],
        most_values: int = MOST_VALUES,
    ) -> None:
        self._filename = filename
        self._names = names
        self._tell = tell
        self._most_values = most_values
        self._walk = GraphWalk(filename, most_values)
        self._engine: Callable[..., Any] | None = None
        self._steps_taken = 0

    def start(self) -> None:
        """Begin: nodes remember the lines that make them, and the engine is watched."""
        self._engine = autograd_graph._engine_run_backward
        # Without check_nan anomaly mode only keeps where each node was made.
        torch.autograd.set_detect_anomaly(True, check_nan=False)
        for module in (autograd_graph, torch.autograd):
            module._engine_run_backward = self._run  # type: ignore[attr-defined]

    def finish(self) -> tuple[tuple[Variable, ...], tuple[Node, ...], tuple[Edge, ...]]:
        """End; the program's top-level tensors, and the nodes and edges that only they lead to."""
        assert self._engine is not None
        for module in (autograd_graph, torch.autograd):
            module._engine_run_backward = self._engine  # type: ignore[attr-defined]
        torch.autograd.set_detect_anomaly(False)
        tensors = {
            name: value
            for name, value in list(self._names().items())
            if isinstance(value, torch.Tensor) and not name.startswith("__")
        }
        self._walk.name_results(tensors)
        for tensor in tensors.values():
            root = _grad_fn(tensor)
            if root is not None and self._walk.size < MOST_NODES:
                self._walk.visit([root])
        nodes, edges = self._walk.take_new()
        variables = tuple(self._variable(name, tensor) for name, tensor in tensors.items())
        return variables, nodes, edges

    @property
    def result_names(self) -> dict[int, str]:
        """The names of the program's results by node id; some are only known at the end."""
        return self._walk.names_by_id

    def _variable(self, name: str, tensor: torch.Tensor) -> Variable:
        most = self._most_values
        grad = tensor.grad if tensor.is_leaf or tensor.retains_grad else None
        return Variable(
            name=name,
            value=tensor_values(tensor, most),
            grad=optional_values(grad, most),
            requires_grad=tensor.requires_grad,
            is_leaf=tensor.is_leaf,
            node=self._walk.node_of(tensor),
        )

    def _run(self, roots: Sequence[Any], *arguments: Any, **options: Any) -> Any:
        """Stands where torch calls its engine: the same call, watched."""
        assert self._engine is not None
        if self._walk.size >= MOST_NODES or self._steps_taken >= MOST_STEPS:
            return self._engine(roots, *arguments, **options)
        frame: FrameType | None = sys._getframe(1)
        line = None
        scopes = [self._names()]
        while frame is not None:
            if frame.f_code.co_filename == self._filename:
                line = line or frame.f_lineno
                scopes.append(frame.f_locals)
            frame = frame.f_back
        for scope in scopes:
            self._walk.name_results(
                {name: value for name, value in list(scope.items()) if isinstance(value, torch.Tensor)}
            )
        root_nodes = [node for node in map(_root_node, roots) if node is not None]
        visited = self._walk.visit(root_nodes)
        watch = PassWatch(self._walk, self._most_values)
        handles = [handle for node in visited for handle in watch.hook(node)]
        # With anomaly mode on, the engine would word its errors differently and warn besides. Only
        # a pass that makes a graph of its own needs it: for the lines of the second-order nodes.
        creating = bool(arguments[2]) if len(arguments) > 2 else bool(options.get("create_graph"))
        anomaly = torch.is_anomaly_enabled()
        if anomaly and not creating:
            torch.autograd.set_detect_anomaly(False)
        try:
            return self._engine(roots, *arguments, **options)
        finally:
            if anomaly:
                torch.autograd.set_detect_anomaly(True, check_nan=False)
            for handle in handles:
                handle.remove()
            self._steps_taken += len(watch.steps)
            nodes, edges = self._walk.take_new()
            root_ids = tuple(self._walk.id_of(node) for node in root_nodes)
            self._tell(Pass(line, root_ids, tuple(watch.steps)), nodes, edges)


class PassWatch:
    """The steps of one pass, in the order in which the nodes finished."""

    def __init__(self, walk: GraphWalk, most_values: int) -> None:
        self.steps: list[Step] = []
        self._walk = walk
        self._most = most_values
        self._arrived: dict[int, tuple[tuple[Tensor | None, ...], Tensor | None]] = {}

    def hook(self, node: GraphNode) -> list[Any]:
        """Watch a node; returns the handles to let go of."""
        number = self._walk.id_of(node)
        leaf = self._walk.is_leaf(number)
        width = len(node.next_functions)
        # Closures over the node would be cycles that are never collected: numbers only.
        variable = node.variable if leaf else None

        def before(incoming: tuple[torch.Tensor | None, ...]) -> None:
            received = tuple(optional_values(grad, self._most) for grad in incoming)
            self._arrived[number] = (
                received,
                optional_values(variable.grad, self._most) if variable is not None else None,
            )

        def after(outgoing: tuple[torch.Tensor | None, ...], *_: object) -> None:
            received, grad_before = self._arrived.pop(number, ((), None))
            sent = tuple(optional_values(grad, self._most) for grad in outgoing[:width])
            grad_after = optional_values(variable.grad, self._most) if variable is not None else None
            sent += (None,) * (width - len(sent))
            self.steps.append(Step(number, received, sent, grad_before, grad_after))

        return [node.register_prehook(before), node.register_hook(after)]


def _grad_fn(tensor: torch.Tensor) -> GraphNode | None:
    try:
        return tensor.grad_fn
    except RuntimeError:  # A view of something written in place where that is not allowed.
        return None


def _root_node(root: Any) -> GraphNode | None:
    """The node behind a tensor or a `GradientEdge`."""
    if isinstance(root, torch.Tensor):
        if not root.requires_grad:
            return None
        return autograd_graph.get_gradient_edge(root).node
    return getattr(root, "node", None)


def warm() -> None:
    """Do once what the first recording would wait for: read the formulas, start the engine."""
    recorder = Recorder("", dict, lambda *_: None)
    recorder.start()
    try:
        torch.autograd.backward((torch.ones(1, requires_grad=True) * 2).sum())
    finally:
        recorder.finish()
