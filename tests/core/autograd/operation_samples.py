"""Run torch's own samples of its operations and print which nodes they make, as JSON.

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

SAMPLES_OF_EACH = 3


def tensors(made: object) -> Iterator[torch.Tensor]:
    if isinstance(made, torch.Tensor):
        yield made
    elif isinstance(made, (list, tuple)):
        for one in made:
            yield from tensors(one)


def nodes_met() -> Iterator[tuple[str, str, int, bool]]:
    """Each node's class, the operation that made it, how many edges leave it, and whether it is custom."""
    # The list imports a test package of which it needs one class to inherit from.
    stand_in = types.ModuleType("expecttest")
    stand_in.TestCase = unittest.TestCase  # type: ignore[attr-defined]
    sys.modules.setdefault("expecttest", stand_in)
    from torch.testing._internal.common_methods_invocations import op_db

    for operation in op_db:
        if not operation.supports_autograd or torch.float64 not in operation.dtypes:
            continue
        samples = operation.sample_inputs("cpu", torch.float64, requires_grad=True)
        for sample, _ in zip(samples, range(SAMPLES_OF_EACH), strict=False):
            stack: list[Any] = [one.grad_fn for one in tensors(operation(sample.input, *sample.args, **sample.kwargs))]
            met = set()
            while stack:
                node = stack.pop()
                if node is None or node in met:
                    continue
                met.add(node)
                stack += [child for child, _ in node.next_functions]
                custom = isinstance(node, torch.autograd.function.BackwardCFunction)
                yield type(node).__name__, operation.name, len(node.next_functions), custom


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(sorted(set(nodes_met()))))
