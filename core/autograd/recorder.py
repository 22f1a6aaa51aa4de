"""Records a program: its calls into torch, and what each node of the graph got and gave in each pass of the engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

import torch
from torch._guards import TracingContext
from torch.autograd import graph as autograd_graph

from core.autograd.apply_watch import ApplyWatch
from core.autograd.call_watch import CallWatch
from core.autograd.details import DetailsPart
from core.autograd.diagnosis.diagnose import diagnose
from core.autograd.diagnosis.fault import Fault, PassEnd
from core.autograd.engine_watch import EngineWatch
from core.autograd.forward import ForwardRecord
from core.autograd.graph_walk import GraphNode, GraphWalk, TooLargeError
from core.autograd.interruptions import is_the_programs
from core.autograd.lesson import Lesson
from core.autograd.pass_watch import PassWatch, warnings_of_anomaly_hidden
from core.autograd.program_names import tensors_in, tensors_inside
from core.autograd.statistics import StatisticsCache
from core.autograd.trace import MOST_VALUES, Edge, Node, Step, Variable
from core.autograd.values import Snapshots, clean

MOST_STEPS = 200_000
"""Beyond these a run goes on unrecorded, so that a long training loop does not fill the memory."""

MOST_FORWARD_NUMBERS = 12_000_000
"""Numbers that the values of the forward pass may keep in all; gradients have room of their own."""

TELL_EVERY = 0.1
"""Seconds between two parts of the forward pass."""
TELL_MOST = 1000
"""Operations and values of one part."""

MOST_ENDS = 64
"""Ends of passes that are remembered; more are never nested."""

Tell = Callable[[int, int | None, Sequence[int], Sequence[Step], Sequence[Node], Sequence[Edge]], None]
Keep = Callable[[int, Mapping[str, Any], GraphWalk], None]


class Recorder:
    """Watches calls and engine between `start` and `finish`.

    Args:
        filename: The program's file name as its code objects carry it.
        names: Gives the program's present global names.
        tell: Called with parts of passes as they happen: the pass's number, line and roots, its next
            steps, and the nodes and edges that are new.
        most_values: Values of a tensor that are kept.
        tell_details: Called with what is known beyond the trace's contract, as it comes to be.
        keep: Called before each pass that is recorded, while all that it needs is there: with its number,
            the arguments of ``_engine_run_backward`` by name, and the graph.
    """

    def __init__(
        self,
        filename: str,
        names: Callable[[], Mapping[str, Any]],
        tell: Tell,
        most_values: int = MOST_VALUES,
        tell_details: Callable[[DetailsPart], None] = lambda _: None,
        keep: Keep | None = None,
    ) -> None:
        self._keep = keep
        self._filename = filename
        self._names = names
        self._tell = tell
        cache = StatisticsCache()
        self._snapshots = Snapshots(most_values, cache=cache)
        self._walk = GraphWalk(filename, self._snapshots)
        self._tell_details = tell_details
        self._values = Snapshots(most_values, MOST_FORWARD_NUMBERS, cache)
        self._forward = ForwardRecord(filename, names, self._values, self._walk)
        self._calls = CallWatch(self)
        self._applies = ApplyWatch(self._forward)
        self._thread = 0
        self._told_at = 0.0
        self._freed: dict[int, tuple[int, int]] = {}
        self._spans: dict[int, tuple[int, int]] = {}
        self._passes = 0
        self._ends: dict[int, PassEnd] = {}
        self._freed_by: dict[int, int | None] = {}
        self._steps_taken = 0
        self._complete = True
        self._active = threading.local()
        self._engine = EngineWatch(filename, self._begin)

    @property
    def complete(self) -> bool:
        """Whether everything was recorded; a run beyond the limits is not."""
        return self._complete and not self._snapshots.exhausted and self.forward_complete

    @property
    def forward_complete(self) -> bool:
        """Whether every call into torch on the program's thread was taken down."""
        watched = self._calls.complete and self._applies.complete
        return self._forward.complete and watched and not self._values.exhausted

    @property
    def result_names(self) -> dict[int, str]:
        """The names of the program's results by node id; some are only known at the end."""
        return self._walk.names_by_id

    def start(self) -> None:
        """Begin: nodes remember the lines that make them, and the engine is watched."""
        self._engine.start()
        self._thread = threading.get_ident()
        self._applies.start()
        self._calls.start()

    def before_write(self, caller: FrameType, written: object) -> None:
        """See `Listener`."""
        self._forward.before_write(caller, written)

    def after(
        self,
        caller: FrameType,
        function: Any,
        arguments: tuple[Any, ...],
        options: Mapping[str, Any] | None,
        result: Any,
        writes: bool,
    ) -> None:
        """See `Listener`."""
        self._forward.after(caller, function, arguments, options, result, writes)
        if self._forward.waiting and (
            self._forward.waiting >= TELL_MOST or time.monotonic() - self._told_at > TELL_EVERY
        ):
            self._told_at = time.monotonic()
            self._tell_details(self.last_details())

    def last_details(self) -> DetailsPart:
        """What is known beyond the contract since it was last told."""
        nodes, versions = self._walk.take_details()
        freed, self._freed = self._freed, {}
        spans, self._spans = self._spans, {}
        if threading.get_ident() != self._thread:
            return DetailsPart(nodes=nodes, versions=versions, freed=freed, spans=spans)
        values, operations, made, names = self._forward.take()
        applications = self._forward.take_applications()
        modules, module_names = self._forward.take_modules()
        return DetailsPart(
            values, operations, nodes, made, names, versions, freed, spans, applications, modules, module_names
        )

    def lesson(self, error: BaseException, source: str) -> Lesson | None:
        """What there is to learn from an exception that ends the program; never raises."""
        failed = self._calls.failed
        try:
            names, filename = self._names(), self._filename
            fault = Fault(error, filename, source, names, failed, self._forward, self._walk, self._ends, self._freed_by)
            return diagnose(fault)
        except Exception:  # Whatever the program did to torch or Python: then there is no lesson.
            return None

    def finish(self) -> tuple[tuple[Variable, ...], tuple[Node, ...], tuple[Edge, ...]]:
        """End; the program's top-level tensors, and the nodes and edges that only they lead to."""
        self._calls.finish()
        self._applies.finish()
        self._engine.finish()
        tensors = {name: value for name, value in tensors_in(self._names()).items() if not name.startswith("__")}
        with torch._C.DisableTorchFunction():
            self._name(tensors)
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
            self._forward.name_modules([self._names()], again=True)
            self._forward.name(tensors)
            self._forward.see(tensors)
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
        except Exception as error:
            # Whatever the program did to torch, its pass runs; only our record of it is missing.
            self._complete = False
            if is_the_programs(error):
                raise
        return _nothing

    def _watch(self, roots: Sequence[Any], engine_frame: FrameType) -> Callable[[], None]:
        if TracingContext.try_get() is not None:
            return _nothing  # Torch compiles: this is its own pass, over tensors without numbers.
        if self._forward.full:
            # A long training loop shall not pay for what is not taken down.
            self._forward.complete = False
            self._calls.retire()
            self._snapshots.cache.stop()
        if self._steps_taken >= MOST_STEPS:
            self._complete = False
            return _nothing
        number = self._passes
        self._passes += 1
        line, scopes = self._place(engine_frame)
        with torch._C.DisableTorchFunction():
            for scope in scopes:
                self._name(tensors_in(scope))
            root_nodes = [node for node in map(_root_node, roots) if node is not None]
            visited = self._walk.visit(root_nodes)
            self._name_leaves(scopes)
            if threading.get_ident() == self._thread:
                self._forward.name_modules(scopes)
        root_ids = tuple(self._walk.id_of(node) for node in root_nodes)
        begun = self._forward.operation_count
        self._spans[number] = (begun, begun)
        self._tell(number, line, root_ids, (), *self._walk.take_new())
        self._tell_details(self.last_details())
        if self._keep is not None:
            self._keep(number, engine_frame.f_locals, self._walk)

        # With anomaly mode on, the engine would word its errors differently and warn besides. The
        # program's own anomaly mode, which looks for NaN, stays as it is.
        given = engine_frame.f_locals
        arguments, options = given.get("args", ()), given.get("kwargs", {})
        creating = bool(arguments[2]) if len(arguments) > 2 else bool(options.get("create_graph"))
        retaining = arguments[1] if len(arguments) > 1 else options.get("keep_graph", False)
        ours = torch.is_anomaly_enabled() and not torch.is_anomaly_check_nan_enabled()
        if ours:
            torch.autograd.set_detect_anomaly(False)

        def send(steps: Sequence[Step]) -> None:
            self._steps_taken += len(steps)
            self._tell(number, line, root_ids, steps, (), ())

        stack = self._running_here()
        watch = PassWatch(
            self._walk, self._snapshots, self._running_here, send, line if creating else None, ours, not retaining
        )
        handles = [handle for node in visited for handle in watch.hook(node)]
        custom = creating and ours and any(watch.is_custom(node) for node in visited)
        hidden = warnings_of_anomaly_hidden() if custom else None
        if hidden is not None:
            hidden.__enter__()
        stack.append(watch)

        frame = id(engine_frame)  # The frame itself would be a cycle with what it calls.

        # A leaf that is itself a root has nobody else to hold its AccumulateGrad, and our hooks on it, until the end.
        held = list(root_nodes)

        def end() -> None:
            held.clear()
            stack.remove(watch)
            if ours:
                torch.autograd.set_detect_anomaly(True, check_nan=False)
            if hidden is not None:
                hidden.__exit__(None, None, None)
            for handle in handles:
                handle.remove()
            watch.flush()
            self._complete &= watch.complete
            self._spans[number] = (begun, self._forward.operation_count)
            self._freed.update({node: (number, steps) for node, steps in watch.freed.items()})
            self._freed_by.update(dict.fromkeys(watch.freed, line))
            if len(self._ends) >= MOST_ENDS:
                del self._ends[next(iter(self._ends))]
            self._ends.pop(frame, None)
            self._ends[frame] = PassEnd(line, watch.stopped)

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

    def _name(self, tensors: Mapping[str, torch.Tensor]) -> None:
        self._walk.name_results(tensors)
        if threading.get_ident() == self._thread:
            self._forward.name(tensors)

    def _name_leaves(self, scopes: Sequence[Mapping[str, Any]]) -> None:
        """Name leaves that are in no variable of their own."""
        if self._walk.unnamed_leaves():
            for scope in scopes:
                for tensors in tensors_inside(scope):
                    self._name(tensors)


def _nothing() -> None:
    pass


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
