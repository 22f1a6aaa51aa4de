"""What an expression can name of a run of a program: what was recorded, and nothing is computed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy.typing as npt

from core.autograd.trace import Tensor, Trace
from core.lessons.expression import ExpressionProblem, Named
from core.lessons.names import Names


def trace_names(trace: Trace) -> Names:
    """Names for a run of a program: its tensors, and what became of it."""
    nodes = {node.id: node.name for node in trace.nodes}
    counts = Counter(node.name for node in trace.nodes)
    found: dict[str, Any] = {
        "error": None if trace.error is None else trace.error.type,
        "finished": trace.outcome == "finished",
        "passes": len(trace.passes),
        "steps": sum(len(one.steps) for one in trace.passes),
        "node_count": len(trace.nodes),
        "edge_count": len(trace.edges),
        "count": lambda name: counts[name],
    }
    for variable in trace.variables:
        grad = None if variable.grad is None else _array(variable.grad)
        made_by = None if variable.node is None or variable.is_leaf else nodes.get(variable.node)
        found[variable.name] = Named(
            variable.value.array,
            {
                "grad": grad,
                "requires_grad": variable.requires_grad,
                "is_leaf": variable.is_leaf,
                "grad_fn": made_by,
                "shape": tuple(variable.value.shape),
            },
        )
    return Names({name: lambda value=value: value for name, value in found.items()})  # type: ignore[misc]


def _array(tensor: Tensor) -> npt.NDArray[Any]:
    array = tensor.array
    if array is None:
        raise ExpressionProblem(str(tensor.shape))
    return array
