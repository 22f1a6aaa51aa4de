"""Calls a custom function's node as the engine does (torch/csrc/autograd/python_function.cpp, `PyNode::apply`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.autograd import Variable
from torch.autograd.graph import GradientEdge

GraphNode = Any  # torch's own type has none of a node's attributes


class _ProbedError(Exception):
    """Ends the engine's call once it has told what it would give."""


def is_custom(node: GraphNode) -> bool:
    """Whether a node is a `torch.autograd.Function` of the program's."""
    return isinstance(node, torch.autograd.function.BackwardCFunction)


def call_custom(
    node: GraphNode, arrived: Sequence[torch.Tensor | None], apply: Callable[..., Any] | None = None
) -> list[torch.Tensor | None]:
    """What a custom function's backward makes of gradients, one for each of the node's `next_functions`.

    Args:
        node: Of a custom function.
        arrived: One for each of its outputs.
        apply: Called in place of the node's own ``apply``.

    Raises:
        RuntimeError: In torch's words: a wrong count, a gradient that is no tensor or for what is none.
        Exception: Whatever the backward raises.
    """
    given = list(arrived)
    if any(one is None for one in given):
        given = _materialized(node, given)
    returned = (apply or node.apply)(*given)
    gradients = list(returned) if isinstance(returned, tuple) else [returned]
    wanted = node.needs_input_grad
    if len(gradients) > len(wanted) and all(one is None for one in gradients[len(wanted) :]):
        del gradients[len(wanted) :]
    if len(gradients) != len(wanted):
        raise RuntimeError(
            f"function {node.name()} returned an incorrect number of gradients "
            f"(expected {len(wanted)}, got {len(gradients)})"
        )
    for gradient in gradients:
        if gradient is not None and not isinstance(gradient, torch.Tensor):
            raise RuntimeError(f"expected Variable or None (got {type(gradient).__name__})")
    return _by_edge(node, gradients, wanted)


def _by_edge(
    node: GraphNode, gradients: list[torch.Tensor | None], wanted: Sequence[bool]
) -> list[torch.Tensor | None]:
    """Those of tensors only: other arguments have no edge, and torch does not tell which these are.

    An argument that needs a gradient has an edge to a node. Between two of them, the edges to nowhere belong
    to tensors that need none; what the backward gave a gradient must be one of these.
    """
    sent: list[torch.Tensor | None] = []
    rest = list(zip(gradients, wanted, strict=True))
    ways = [child is not None for child, _ in node.next_functions]
    while True:
        needless = ways.index(True) if True in ways else len(ways)
        until = next((place for place, (_, needed) in enumerate(rest) if needed), len(rest))
        surplus = until - needless
        for gradient, _ in rest[:until]:
            # Whose gradient is None may be no tensor: these are left out first.
            if surplus and gradient is None:
                surplus -= 1
            else:
                sent.append(gradient)
        if surplus:
            position = len(gradients) - len(rest) + until
            raise RuntimeError(
                f"function {node.name()} returned a gradient different than None at position {position}, "
                "but the corresponding forward input was not a Variable"
            )
        if needless == len(ways):
            return sent
        sent.append(rest[until][0])
        ways, rest = ways[needless + 1 :], rest[until + 1 :]


def _materialized(node: GraphNode, arrived: list[torch.Tensor | None]) -> list[torch.Tensor | None]:
    """Gradients with the zeros that torch puts where none arrived, unless `set_materialize_grads(False)`.

    Nothing tells that setting but the engine: it is let to call the node, with another `apply` in the way.
    """
    metadata = node._input_metadata
    outputs = [place for place, one in enumerate(arrived) if one is not None]
    probes = [arrived[place] for place in outputs]
    if not outputs:
        # The engine needs one; what it puts for the others, it would put for this one too.
        outputs, probes = [0], [_zeros(metadata[0])]
    way = next((child, output) for child, output in node.next_functions if child is not None)
    seen: list[Any] = []

    def apply(*given: Any) -> None:
        seen.extend(given)
        raise _ProbedError

    node.apply = apply
    try:
        Variable._execution_engine.run_backward(
            tuple(GradientEdge(node, place) for place in outputs),
            tuple(probes),
            True,  # retain_graph
            False,
            (GradientEdge(*way),),
            allow_unreachable=True,
            accumulate_grad=False,
        )
    except _ProbedError:
        pass
    finally:
        del node.apply
    given = [seen[place] if one is None else one for place, one in enumerate(arrived)]
    if all(one is None for one in arrived) and len(given) > 1 and all(one is None for one in given[1:]):
        given[0] = None
    return given


def _zeros(metadata: Any) -> torch.Tensor:
    return torch.zeros(tuple(metadata.shape), dtype=metadata.dtype, device=metadata.device)
