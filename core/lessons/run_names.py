"""What an expression can name of a run of a program: what was recorded, and nothing is computed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from core.autograd.replay import Replay
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
        "printed": trace.output,
        "arrived": lambda name, number=0: _arrived(Replay(trace), name, number),
        "brought": lambda name, number=0: _brought(Replay(trace), name, number),
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


def _position(replay: Replay, name: str, number: int) -> int:
    """The position of the clock at which a node runs in a pass, by its result's name, its leaf's, or its own.

    Raises:
        ExpressionProblem: The pass runs none of that name.
    """
    for position in range(1, replay.length + 1):
        moment = replay.timeline.moments[position - 1]
        if moment.phase == "backward" and moment.pass_index == number:
            node = replay.node(replay.trace.passes[number].steps[moment.place].node)
            if name in (node.variable, node.name):
                return position
    raise ExpressionProblem(f"{name}, {number}")


def _arrived(replay: Replay, name: str, number: int) -> npt.NDArray[Any]:
    """The gradient that a node got for its first output, summed over the edges that brought it."""
    record = replay.frame(_position(replay, name, number)).record
    if record is None or not record.incoming or record.incoming[0] is None:
        raise ExpressionProblem(f"{name}, {number}")
    return _array(record.incoming[0])


def _brought(replay: Replay, name: str, number: int) -> npt.NDArray[Any]:
    """What each edge brought to a node, in the order of arrival, along a first dimension."""
    contributions = replay.frame(_position(replay, name, number)).contributions
    if not contributions:
        raise ExpressionProblem(f"{name}, {number}")
    return np.stack([_array(one.value) for one in contributions])


def _array(tensor: Tensor) -> npt.NDArray[Any]:
    array = tensor.array
    if array is None:
        raise ExpressionProblem(str(tensor.shape))
    return array
