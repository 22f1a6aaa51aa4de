"""One pass of the engine, seen through hooks on every node."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

from core.autograd.graph_walk import MADE_IN, GraphNode, GraphWalk
from core.autograd.interruptions import is_the_programs
from core.autograd.node_details import CREATED_BY, NUMBER, saved_versions
from core.autograd.trace import Step, Tensor
from core.autograd.values import Snapshots

SEND_EVERY = 0.1
"""Seconds of a long pass between two parts of it; what was sent survives the death of the process."""


class PassWatch:
    """Takes down the steps of one pass, in the order in which the nodes finished.

    Args:
        walk: Knows the nodes' numbers.
        snapshots: Copies the gradients.
        running_here: Gives the passes that run on the present thread, the innermost last.
        send: Takes the steps, some at a time.
        creating: With ``create_graph``, the line to give to the nodes that the pass makes; else None.
        anomaly: Whether anomaly mode may be switched on for the time of a custom function's backward.
        freeing: Whether the engine frees what a node saved once it has run.

    Attributes:
        complete: Whether everything was taken down.
        freed: How many steps were done when the saved tensors of a node were freed, by its number.
    """

    def __init__(
        self,
        walk: GraphWalk,
        snapshots: Snapshots,
        running_here: Callable[[], list[PassWatch]],
        send: Callable[[Sequence[Step]], None],
        creating: int | None,
        anomaly: bool,
        freeing: bool,
    ) -> None:
        self.complete = True
        self.freed: dict[int, int] = {}
        self._walk = walk
        self._snapshots = snapshots
        self._running_here = running_here
        self._stack = running_here()
        self._send = send
        self._creating = creating
        self._anomaly = anomaly
        self._freeing = freeing
        self._done = 0
        self._senders: dict[tuple[int, int], list[int]] = {}
        self._steps: list[Step] = []
        self._sent_at = time.monotonic()
        self._arrived: dict[int, tuple[tuple[Tensor | None, ...], Tensor | None]] = {}

    @staticmethod
    def is_custom(node: GraphNode) -> bool:
        """Whether a node is a `torch.autograd.Function` of the program's."""
        return isinstance(node, torch.autograd.function.BackwardCFunction)

    def hook(self, node: GraphNode) -> list[Any]:
        """Watch a node; returns the handles to let go of."""
        # Closures over the node would be cycles that are never collected: numbers only, and a leaf's tensor.
        number = self._walk.id_of(node)
        width = len(node.next_functions)
        variable = node.variable if self._walk.is_leaf(node) else None
        traced = self._creating is not None and self._anomaly and self.is_custom(node)
        saves = self._freeing and variable is None and bool(saved_versions(node))
        targets: list[tuple[int, int] | None] = []
        if self._creating is not None:
            targets = [None if one is None else (self._walk.id_of(one), slot) for one, slot in node.next_functions]

        def before(incoming: tuple[torch.Tensor | None, ...]) -> None:
            if self._mine():
                self._guarded(self._arrive, number, variable, incoming)
                if traced:
                    torch.autograd.set_detect_anomaly(True, check_nan=False)

        def after(outgoing: tuple[torch.Tensor | None, ...], *_: object) -> None:
            if self._mine():
                if traced:
                    torch.autograd.set_detect_anomaly(False)
                self._guarded(self._leave, number, variable, outgoing[:width], width)
                if saves:
                    self.freed[number] = self._done
                for target, sent in zip(targets, outgoing, strict=False):
                    if target is not None and sent is not None:
                        self._senders.setdefault(target, []).append(number)

        return [node.register_prehook(before), node.register_hook(after)]

    @property
    def stopped(self) -> int | None:
        """The node that began last and did not finish: after a pass that raised, the one that it raised in."""
        return next(reversed(self._arrived), None)

    def flush(self) -> None:
        """Send the steps that were not sent yet."""
        steps, self._steps = self._steps, []
        self._sent_at = time.monotonic()
        if steps:
            self._send(steps)

    def _mine(self) -> bool:
        """Whether this pass runs, and not one inside it or on another thread that shares some nodes."""
        # The engine moves passes that are nested very deeply to threads of its own, which have none of ours.
        return (self._running_here() or self._stack)[-1:] == [self]

    def _guarded(self, take: Callable[..., None], *values: Any) -> None:
        try:
            take(*values)
        except Exception as error:
            # Nothing that we fail to take down may end the program's pass.
            self.complete = False
            if is_the_programs(error):
                raise

    def _arrive(self, number: int, variable: torch.Tensor | None, incoming: tuple[torch.Tensor | None, ...]) -> None:
        self._mark_sums(number, incoming)
        self._mark(incoming, number)
        received = tuple(self._snapshots.of_optional(grad) for grad in incoming)
        self._arrived[number] = (received, self._grad(variable))

    def _leave(
        self, number: int, variable: torch.Tensor | None, outgoing: tuple[torch.Tensor | None, ...], width: int
    ) -> None:
        received, grad_before = self._arrived.pop(number, ((), None))
        self._mark(outgoing, number)
        sent = tuple(self._snapshots.of_optional(grad) for grad in outgoing)
        sent += (None,) * (width - len(sent))
        self._steps.append(Step(number, received, sent, grad_before, self._grad(variable)))
        self._done += 1
        if variable is not None and self._creating is not None:
            self._mark((variable.grad,), number)
        if time.monotonic() - self._sent_at > SEND_EVERY:
            self.flush()

    def _grad(self, variable: torch.Tensor | None) -> Tensor | None:
        return None if variable is None else self._snapshots.of_optional(variable.grad)

    def _mark_sums(self, number: int, incoming: tuple[torch.Tensor | None, ...]) -> None:
        """The engine sums what several nodes sent as it comes in, while each of them but the first still runs."""
        if self._creating is None:
            return
        for slot, grad in enumerate(incoming):
            senders = self._senders.pop((number, slot), [])
            node = None if grad is None else grad.grad_fn
            for sender in reversed(senders[1:]):
                if node is None or self._is_marked(node) or not node.next_functions:
                    break
                self._mark_one(node, sender)
                node = node.next_functions[0][0]  # The sum so far.

    def _mark(self, gradients: tuple[torch.Tensor | None, ...], running: int) -> None:
        """Tell the nodes behind gradients, which the engine itself has made, where that was asked for."""
        if self._creating is None:
            return
        stack: list[GraphNode | None] = [grad.grad_fn for grad in gradients if grad is not None]
        while stack:
            node = stack.pop()
            if node is None or self._is_marked(node):
                continue
            self._mark_one(node, running)
            stack.extend(child for child, _ in node.next_functions)

    def _mark_one(self, node: GraphNode, running: int) -> None:
        node.metadata[MADE_IN] = self._creating
        node.metadata[CREATED_BY] = running

    @staticmethod
    def _is_marked(node: GraphNode) -> bool:
        metadata = node.metadata
        return MADE_IN in metadata or NUMBER in metadata or "traceback_" in metadata


@contextlib.contextmanager
def warnings_of_anomaly_hidden() -> Iterator[None]:
    """Keep anomaly mode's remarks out of the output: the mode is ours, the program never asked for it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Error detected in")
        yield
