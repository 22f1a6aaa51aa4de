"""The oracle: every program run by torch alone, then once more under simple hooks of the test's own.

``python -m tests.core.autograd.plain_run FILE`` writes what it saw with `torch.save`. It knows nothing of the
recorder: it stands before torch's own `_engine_run_backward`, walks the graph and hooks each node.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from tests.core.autograd.programs import DIGEST, FILE, PROGRAMS

WRAPPED = "a wrapper of torch.func, which has no numbers of its own"


def copied(tensor: Any) -> torch.Tensor | str | None:
    if not isinstance(tensor, torch.Tensor):
        return None
    return WRAPPED if torch._C._functorch.is_functorch_wrapped_tensor(tensor) else tensor.detach().clone()


def seeded() -> None:
    torch.manual_seed(0)
    random.seed(0)
    np.random.seed(0)


def run(
    source: str, scope: dict[str, Any], explain: Callable[[BaseException], object] = lambda _: None
) -> tuple[str, str, int | None] | None:
    """Run a program; its error as type, text and innermost line."""
    try:
        exec(compile(source, FILE, "exec", dont_inherit=True), scope)
    except Exception as error:
        explain(error)
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
        return type(error).__name__, str(error), lines[-1]
    return None


def printed_run(source: str) -> tuple[str, tuple[str, str, int | None] | None]:
    """What a program prints, a digest of all that it holds in the end included; and its error."""
    seeded()
    scope: dict[str, Any] = {"__name__": "__main__"}
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        error = run(source, scope)
        exec(DIGEST, scope)
    return output.getvalue(), error


class Passes:
    """Each run of the engine while this is open: the graph behind its roots, and what its nodes did."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.leaves: list[torch.Tensor] = []
        self._here = threading.local()
        self._real = torch.autograd.graph._engine_run_backward

    def __enter__(self) -> Passes:
        torch.autograd._engine_run_backward = torch.autograd.graph._engine_run_backward = self._run  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        torch.autograd._engine_run_backward = torch.autograd.graph._engine_run_backward = self._real  # type: ignore[attr-defined]

    def _run(self, roots: Any, *arguments: Any, **options: Any) -> Any:
        starts = []
        if any(
            torch._is_functional_tensor(root) or type(root).__torch_dispatch__ is not torch.Tensor.__torch_dispatch__
            for root in roots
            if isinstance(root, torch.Tensor)
        ):
            return self._real(roots, *arguments, **options)  # Torch compiles.
        for root in roots:
            if isinstance(root, torch.Tensor) and root.requires_grad:
                starts.append(torch.autograd.graph.get_gradient_edge(root).node)
        nodes: list[Any] = []
        place: dict[Any, int] = {}
        waiting = list(starts)
        while waiting:
            node = waiting.pop(0)
            if node not in place:
                place[node] = len(nodes)
                nodes.append(node)
                waiting.extend(child for child, _ in node.next_functions if child is not None)
        one: dict[str, Any] = {
            "roots": [place[node] for node in starts],
            "names": [type(node).__name__ for node in nodes],
            "edges": [
                [None if child is None else (place[child], slot) for child, slot in node.next_functions]
                for node in nodes
            ],
            "lines": [line_of(node) for node in nodes],
            "sequences": [node._sequence_nr() for node in nodes],
            "leaves": [self._leaf(node) for node in nodes],
            "created_by": [creator_of(node) for node in nodes],
            "steps": [],
        }
        self.seen.append(one)
        stack = self._here.__dict__.setdefault("stack", [])
        handles = [handle for node in nodes for handle in hook(node, place[node], one, stack)]
        stack.append(one)
        try:
            return self._real(roots, *arguments, **options)
        finally:
            stack.remove(one)
            for handle in handles:
                handle.remove()

    def _leaf(self, node: Any) -> int | None:
        if type(node).__name__ != "AccumulateGrad":
            return None
        known = [place for place, leaf in enumerate(self.leaves) if leaf is node.variable]
        if known:
            return known[0]
        self.leaves.append(node.variable)
        return len(self.leaves) - 1


def creator_of(node: Any) -> tuple[str, int | None] | None:
    parent = node.metadata.get("parent_")
    return None if parent is None else (type(parent).__name__, line_of(parent))


def line_of(node: Any) -> int | None:
    for entry in reversed(node.metadata.get("traceback_", ())):
        lines = re.findall(rf'File "{FILE}", line (\d+)', entry)
        if lines:
            return int(lines[-1])
    return None


def hook(node: Any, place: int, one: dict[str, Any], stack: list[Any]) -> list[Any]:
    leaf = node.variable if type(node).__name__ == "AccumulateGrad" else None
    before: dict[str, Any] = {}

    def mine() -> bool:
        return not stack or stack[-1] is one

    def arrived(incoming: Any) -> None:
        if mine():
            before["incoming"] = [copied(one) for one in incoming]
            before["grad"] = None if leaf is None else copied(leaf.grad)

    def left(outgoing: Any, *_: Any) -> None:
        if mine():
            sent = [copied(one) for one in outgoing]
            after = None if leaf is None else copied(leaf.grad)
            one["steps"].append((place, before.pop("incoming"), sent, before.pop("grad"), after))

    return [node.register_prehook(arrived), node.register_hook(left)]


class History:
    """Every value that each variable of the program's own frames ever had, looked at before each of its lines."""

    def __init__(self) -> None:
        self.values: dict[str, list[torch.Tensor]] = {}
        self._last: dict[tuple[int, str], tuple[int, int]] = {}

    def look(self, frame: Any) -> None:
        for name, value in [*frame.f_globals.items(), *frame.f_locals.items()]:
            if type(value) in (torch.Tensor, torch.nn.Parameter):
                wrapped = torch._C._functorch.is_functorch_wrapped_tensor(value)
                if not wrapped:
                    known = self.values.setdefault(name, [])
                    now = value.detach().clone()
                    if not any(same(now, one) for one in known):
                        known.append(now)

    def trace(self, frame: Any, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != FILE:
            return None
        self.look(frame)
        return self.trace


def same(a: torch.Tensor, b: torch.Tensor) -> bool:
    if a.layout != torch.strided or a.dtype != b.dtype or a.shape != b.shape:
        return False
    return torch.equal(torch.nan_to_num(a), torch.nan_to_num(b)) and torch.equal(a.isnan(), b.isnan())


def hooked_run(source: str) -> dict[str, Any]:
    """A program under hooks, with anomaly mode to tell the lines."""
    seeded()
    scope: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), Passes() as passes:
        torch.autograd.set_detect_anomaly(True, check_nan=False)
        try:
            run(source, scope)
        finally:
            torch.autograd.set_detect_anomaly(False)
    variables = {
        name: (
            copied(value),
            copied(value.grad) if value.is_leaf or value.retains_grad else None,
            value.requires_grad,
            value.is_leaf,
        )
        for name, value in scope.items()
        if isinstance(value, torch.Tensor)
    }
    names = [names_of(leaf, scope) for leaf in passes.leaves]
    return {"passes": passes.seen, "variables": variables, "leaf_names": names}


def names_of(leaf: torch.Tensor, scope: dict[str, Any]) -> list[str]:
    found = [name for name, value in scope.items() if value is leaf]
    for name, value in scope.items():
        if isinstance(value, torch.nn.Module):
            found += [f"{name}.{inner}" for inner, one in value.named_parameters() if one is leaf]
        elif isinstance(value, list):
            found += [f"{name}[{place}]" for place, one in enumerate(value) if one is leaf]
        elif isinstance(value, dict):
            found += [f"{name}[{key!r}]" for key, one in value.items() if one is leaf]
    return found


def history_of(source: str) -> dict[str, list[torch.Tensor]]:
    seeded()
    history = History()
    scope: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        sys.settrace(history.trace)
        try:
            run(source, scope)
        finally:
            sys.settrace(None)
    return history.values


def main(path: str) -> None:
    warnings.simplefilter("ignore")
    found = {}
    for name, source in PROGRAMS.items():
        output, error = printed_run(source)
        found[name] = {"output": output, "error": error, **hooked_run(source), "history": history_of(source)}
    torch.save(found, path)


if __name__ == "__main__":
    main(sys.argv[1])
