"""What the engine does to gradients between two nodes, to the last bit: fit, sum, accumulate."""

from __future__ import annotations

import torch

from core.autograd.graph_walk import GraphNode, GraphWalk


def expected(node: GraphNode, output: int) -> tuple[tuple[int, ...], torch.dtype | None]:
    """The shape and type of the gradient that a node takes; None for any type."""
    metadata = node._input_metadata[output]
    dtype = node.variable.grad_dtype if GraphWalk.is_leaf(node) else metadata.dtype
    return tuple(metadata.shape), dtype


def fitted(gradient: torch.Tensor, node: GraphNode, output: int) -> torch.Tensor:
    """A gradient as its receiver takes it: summed over what was broadcast, cast, on its device.

    Raises:
        RuntimeError: It cannot be made so.
    """
    if node._input_metadata[output].is_nested_tensor:
        return gradient
    shape, dtype = expected(node, output)
    if tuple(gradient.shape) != shape:
        gradient = gradient.sum_to_size(shape)
    if dtype is not None and gradient.dtype != dtype:
        if gradient.is_complex() and not dtype.is_complex:
            raise RuntimeError(f"expected a gradient of {dtype} but got {gradient.dtype}")
        gradient = gradient.to(dtype)
    device = node._input_metadata[output].device
    if gradient.device != device and gradient.dim() == 0:
        gradient = gradient.to(device)
    return gradient


def summed(there: torch.Tensor | None, arriving: torch.Tensor) -> torch.Tensor:
    """The engine's order of summands; it writes in place where it may, which gives the same bits."""
    if there is None:
        return arriving
    return arriving + there if there.is_sparse else there + arriving


def accumulated(
    before: torch.Tensor | None, arrived: torch.Tensor | None, *, create_graph: bool
) -> torch.Tensor | None:
    """What a leaf's ``.grad`` would become; torch/csrc/autograd/functions/accumulate_grad.h."""
    if before is None or arrived is None:
        return before if arrived is None else arrived
    if create_graph or (before.is_sparse and not arrived.is_sparse):
        return summed(before, arrived)
    return before.detach().clone().add_(arrived)
