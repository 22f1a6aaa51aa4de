"""Run torch's own samples of its operations and print which nodes they make and what their rules say, as JSON.

A process of its own: importing torch's list of samples changes torch's global flags for good.
"""

from __future__ import annotations

import json
import sys
import types
import unittest
import warnings
from collections.abc import Iterator
from typing import Any

import torch

from tests.core.autograd.rule_values import answers

SAMPLES_OF_EACH = 3


def tensors(made: object) -> Iterator[torch.Tensor]:
    if isinstance(made, torch.Tensor):
        yield made
    elif isinstance(made, (list, tuple)):
        for one in made:
            yield from tensors(one)


def nodes_met() -> Iterator[tuple[str, Any]]:
    """Each node with the operation that made it."""
    # The list imports a test package of which it needs one class to inherit from.
    stand_in = types.ModuleType("expecttest")
    stand_in.TestCase = unittest.TestCase  # type: ignore[attr-defined]
    sys.modules.setdefault("expecttest", stand_in)
    from torch.testing._internal.common_methods_invocations import op_db

    for operation in op_db:
        if not operation.supports_autograd or torch.float64 not in operation.dtypes:
            continue
        samples = operation.sample_inputs("cpu", torch.float64, requires_grad=True)
        for sample, turn in zip(samples, range(SAMPLES_OF_EACH), strict=False):
            made = list(tensors(operation(sample.input, *sample.args, **sample.kwargs)))
            met: set[Any] = set()
            yield from ((operation.name, node) for node in behind(made, met))
            if turn == 0:
                yield from ((operation.name, node) for node in behind(gradients(made, sample), met))


def behind(made: list[torch.Tensor], met: set[Any]) -> Iterator[Any]:
    stack: list[Any] = [one.grad_fn for one in made]
    while stack:
        node = stack.pop()
        if node is not None and node not in met:
            met.add(node)
            stack += [child for child, _ in node.next_functions]
            yield node


def gradients(made: list[torch.Tensor], sample: Any) -> list[torch.Tensor]:
    """Differentiated once, with a graph of that: its nodes are those of second order."""
    roots = [one for one in made if one.requires_grad and one.dtype == torch.float64 and one.layout == torch.strided]
    leaves = [one for one in tensors([sample.input, *sample.args]) if one.requires_grad]
    try:
        # Squares, so that the gradient depends on what arrives.
        total = sum((one * one).sum() for one in roots)
        found = torch.autograd.grad(total, leaves, create_graph=True, allow_unused=True) if roots and leaves else ()
    except (RuntimeError, NotImplementedError):
        return []  # Torch has no derivative there.
    return [one for one in found if one is not None]


def report() -> dict[str, list[Any]]:
    """Nodes: class, operation, edges that leave it, custom. Rules: class, argument, and what agrees with torch."""
    nodes, rules = set(), set()
    for operation, node in nodes_met():
        custom = isinstance(node, torch.autograd.function.BackwardCFunction)
        nodes.add((type(node).__name__, operation, len(node.next_functions), custom))
        for one in () if custom else answers(node):
            for way, value in (("text", one.by_text), ("latex", one.by_latex)):
                if value is not None:
                    rules.add((type(node).__name__, one.rule.arguments[0], way, one.agrees(value)))
    return {"nodes": sorted(nodes), "rules": sorted(rules)}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(report()))
