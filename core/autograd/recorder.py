"""Records every pass of torch's engine over a program: which node ran when, what came in, what went out.

Every backward pass goes through torch's ``_engine_run_backward``, which lets a logger hook the graph before
the engine starts and unhook it afterwards. The recorder stands in for that logger: no function is wrapped,
so that a traceback of the program's is the one it would see without us.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

import torch
from torch.autograd import graph as autograd_graph

from core.autograd.graph_walk import GraphNode, GraphWalk, TooLargeError
from core.autograd.pass_watch import PassWatch, warnings_of_anomaly_hidden
from core.autograd.trace import MOST_VALUES, Edge, Node, Step, Variable
from core.autograd.values import Snapshots, clean

MOST_STEPS = 200_000
"""Beyond these a run goes on unrecorded, so that a long training loop does not fill the memory."""

MOST_NAMED = 1000
"""Items of one list that are looked at for names."""

Tell = Callable[[int, int | None, Sequence[int], Sequence[Step], Sequence[Node], Sequence[Edge]], None]
Keep = Callable[[int, Mapping[str, Any], GraphWalk], None]


class Recorder:
    """Watches the engine between `start` and `finish`.

    Args:
        filename: The program's file name as its code objects carry it.
        names: Gives the program's present global names.
        tell: Called with parts of passes as they happen: the pass's number, line and roots, its next
            steps, and the nodes and edges that are new.
        most_values: Values of a tensor that are kept.
        keep: Called before each pass that is recorded, while all that it needs is there: with its number,
            the arguments of ``_engine_run_backward`` by name, and the graph.
    """

    def __init__(
        self,
        filename: str,
        names: Callable[[], Mapping[str, Any]],
        tell: Tell,
        most_values: int = MOST_VALUES,
        keep: Keep | None = None,
    ) -> None:
        self._keep = keep
        self._filename = filename
        self._names = names
        self._tell = tell
        self._snapshots = Snapshots(most_values)
        self._walk = GraphWalk(filename, self._snapshots)
        self._passes = 0
        self._steps_taken = 0
        self._complete = True
        self._active = threading.local()
        self._before: tuple[Any, Any] | None = None

    @property
    def complete(self) -> bool:
        """Whether everything was recorded; a run beyond the limits is not."""
        return self._complete and not self._snapshots.exhausted

    @property
    def result_names(self) -> dict[int, str]:
        """The names of the program's results by node id; some are only known at the end."""
        return self._walk.names_by_id

    def start(self) -> None:
        """Begin: nodes remember the lines that make them, and the engine is watched."""
        # Without check_nan anomaly mode only keeps where each node was made.
        torch.autograd.set_detect_anomaly(True, check_nan=False)
        log, hook_graph = autograd_graph.log, autograd_graph._register_logging_hooks_on_whole_graph
        self._before = (log, hook_graph)

        def watch_too(roots: Sequence[Any]) -> Callable[[], None]:
            wanted = log.getEffectiveLevel() <= logging.DEBUG
            unhook = hook_graph(roots) if wanted else None
            stop = self._begin(roots, sys._getframe(1))

            def both() -> None:
                stop()
                if unhook is not None:
                    unhook()

            return both

        autograd_graph.log = _AlwaysAsked(log)  # type: ignore[assignment]
        autograd_graph._register_logging_hooks_on_whole_graph = watch_too  # type: ignore[assignment]

    def finish(self) -> tuple[tuple[Variable, ...], tuple[Node, ...], tuple[Edge, ...]]:
        """End; the program's top-level tensors, and the nodes and edges that only they lead to."""
        if self._before is not None:
            autograd_graph.log, autograd_graph._register_logging_hooks_on_whole_graph = self._before
            self._before = None
        torch.autograd.set_detect_anomaly(False)
        tensors = {name: value for name, value in _tensors(self._names()).items() if not name.startswith("__")}
        with torch._C.DisableTorchFunction():
            self._walk.name_results(tensors)
            for tensor in tensors.values():
                try:
                    root = tensor.grad_fn
                    if root is not None:
                        self._walk.visit([root])
                except TooLargeError:
                    self._complete = False
                except RuntimeError:  # A view of something written in place where that is not allowed.
                    continue
            self._name_leaves([self._names()])
            variables = tuple(self._variable(name, tensor) for name, tensor in tensors.items())
        nodes, edges = self._walk.take_new()
        return variables, nodes, edges

    def _variable(self, name: str, tensor: torch.Tensor) -> Variable:
        grad = tensor.grad if tensor.is_leaf or tensor.retains_grad else None
        return Variable(
            name=clean(name),
            value=self._snapshots.of(tensor),
            grad=self._snapshots.of_optional(grad),
            requires_grad=tensor.requires_grad,
            is_leaf=tensor.is_leaf,
            node=self._walk.node_of(tensor),
        )

    def _begin(self, roots: Sequence[Any], engine_frame: FrameType) -> Callable[[], None]:
        """A pass is about to run; returns what to call after it. Never raises: the program comes first."""
        try:
            return self._watch(roots, engine_frame)
        except TooLargeError:
            self._complete = False
        except Exception:
            # Whatever the program did to torch, its pass runs; only our record of it is missing.
            self._complete = False
        return _nothing

    def _watch(self, roots: Sequence[Any], engine_frame: FrameType) -> Callable[[], None]:
        if self._steps_taken >= MOST_STEPS:
            self._complete = False
            return _nothing
        number = self._passes
        self._passes += 1
        line, scopes = self._place(engine_frame)
        with torch._C.DisableTorchFunction():
            for scope in scopes:
                self._walk.name_results(_tensors(scope))
            root_nodes = [node for node in map(_root_node, roots) if node is not None]
            visited = self._walk.visit(root_nodes)
            self._name_leaves(scopes)
        root_ids = tuple(self._walk.id_of(node) for node in root_nodes)
        self._tell(number, line, root_ids, (), *self._walk.take_new())
        if self._keep is not None:
            self._keep(number, engine_frame.f_locals, self._walk)

        # With anomaly mode on, the engine would word its errors differently and warn besides. The
        # program's own anomaly mode, which looks for NaN, stays as it is.
        given = engine_frame.f_locals
        arguments, options = given.get("args", ()), given.get("kwargs", {})
        creating = bool(arguments[2]) if len(arguments) > 2 else bool(options.get("create_graph"))
        ours = torch.is_anomaly_enabled() and not torch.is_anomaly_check_nan_enabled()
        if ours:
            torch.autograd.set_detect_anomaly(False)

        def send(steps: Sequence[Step]) -> None:
            self._steps_taken += len(steps)
            self._tell(number, line, root_ids, steps, (), ())

        stack = self._running_here()
        watch = PassWatch(self._walk, self._snapshots, self._running_here, send, line if creating else None, ours)
        handles = [handle for node in visited for handle in watch.hook(node)]
        custom = creating and ours and any(watch.is_custom(node) for node in visited)
        hidden = warnings_of_anomaly_hidden() if custom else None
        if hidden is not None:
            hidden.__enter__()
        stack.append(watch)

        def end() -> None:
            stack.remove(watch)
            if ours:
                torch.autograd.set_detect_anomaly(True, check_nan=False)
            if hidden is not None:
                hidden.__exit__(None, None, None)
            for handle in handles:
                handle.remove()
            watch.flush()
            self._complete &= watch.complete

        return end

    def _running_here(self) -> list[PassWatch]:
        """The passes under way on this thread, the innermost last."""
        stack: list[PassWatch] = self._active.__dict__.setdefault("stack", [])
        return stack

    def _place(self, frame: FrameType | None) -> tuple[int | None, list[Mapping[str, Any]]]:
        """The program's line that asked for the pass, and the names that it can see, innermost last."""
        line = None
        scopes: list[Mapping[str, Any]] = [self._names()]
        while frame is not None:
            if frame.f_code.co_filename == self._filename:
                line = line or frame.f_lineno
                if frame.f_code.co_name != "<module>":
                    scopes.append(frame.f_locals)
            frame = frame.f_back
        return line, scopes

    def _name_leaves(self, scopes: Sequence[Mapping[str, Any]]) -> None:
        """Name leaves that are in no variable of their own: a module's parameters, a list's items."""
        if not self._walk.unnamed_leaves():
            return
        for scope in scopes:
            for name, value in list(scope.items()):
                if issubclass(type(value), torch.nn.Module):
                    self._walk.name_results({f"{name}.{inner}": one for inner, one in _parameters(value)})
                elif isinstance(value, (list, tuple)):
                    items = {f"{name}[{i}]": one for i, one in enumerate(value[:MOST_NAMED])}
                    self._walk.name_results(_tensors(items))
                elif type(value) is dict and not name.startswith("__"):
                    self._walk.name_results(_tensors({f"{name}[{key!r}]": one for key, one in _strings(value)}))


class _AlwaysAsked:
    """Stands where torch looks whether anybody wants its graph hooked: somebody does."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log

    def getEffectiveLevel(self) -> int:  # noqa: N802 - the logger's own name
        """Low enough."""
        return logging.DEBUG

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


def _nothing() -> None:
    pass


def _parameters(module: torch.nn.Module) -> list[tuple[str, torch.Tensor]]:
    try:
        return list(torch.nn.Module.named_parameters(module))
    except Exception:  # The program's own class may be in any state.
        return []


def _strings(values: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(key, one) for key, one in list(values.items())[:MOST_NAMED] if type(key) is str]


def _tensors(scope: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    # By type: isinstance may run the program's own code.
    return {name: value for name, value in list(scope.items()) if issubclass(type(value), torch.Tensor)}


def _root_node(root: Any) -> GraphNode | None:
    """The node behind a tensor or a `GradientEdge`."""
    if issubclass(type(root), torch.Tensor):
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
