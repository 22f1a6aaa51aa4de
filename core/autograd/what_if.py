"""What if: changes to a recorded pass, and what its nodes answer to them. Data only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from core.autograd.problem import Failure, Problem
from core.autograd.trace import Step, Tensor

Values = Any
"""Of a tensor: nested lists, a bare number for no dimensions, or bytes as they lie in memory.

In lists NaN and infinities may be the strings of `trace.Tensor`, complex numbers Python's text of them.
"""


class Scale(msgspec.Struct, frozen=True, tag=True):
    """Multiply by a number; 0 drops it, -1 turns it round."""

    factor: float


class ClipValue(msgspec.Struct, frozen=True, tag=True):
    """Each element into -`limit` to `limit`, as `torch.clamp` does."""

    limit: float


class ClipNorm(msgspec.Struct, frozen=True, tag=True):
    """Scale to a Euclidean norm of `limit`, should it be longer."""

    limit: float


class Zero(msgspec.Struct, frozen=True, tag=True):
    """Zeros in its place."""


class Negate(msgspec.Struct, frozen=True, tag=True):
    """The other sign."""


class Replace(msgspec.Struct, frozen=True, tag=True):
    """Other values in its place."""

    values: Values


class Noise(msgspec.Struct, frozen=True, tag=True):
    """Add normal noise of a standard deviation, by a torch generator of its own with this seed."""

    deviation: float
    seed: int


Operation = Scale | ClipValue | ClipNorm | Zero | Negate | Replace | Noise


class Upstream(msgspec.Struct, frozen=True, tag=True):
    """Another gradient for a root, in its own dtype.

    Attributes:
        root: Its place among the pass's roots.
        values: Of the root's shape.
    """

    root: int
    values: Values


class Cut(msgspec.Struct, frozen=True, tag=True):
    """Drop what a node sends along one edge.

    Attributes:
        node: The sender's id.
        slot: Place in its `next_functions`.
    """

    node: int
    slot: int


class Hook(msgspec.Struct, frozen=True, tag=True):
    """Change the gradient of one of a node's outputs before the node runs, as `Tensor.register_hook` would.

    A gradient that is None stays so. Several hooks on one output work in the order in which they are given.

    Attributes:
        node: Its id.
        output: Which of its outputs; 0 for most nodes, and for a leaf.
        operation: What is done.
    """

    node: int
    output: int
    operation: Operation


Change = Upstream | Cut | Hook


class WhatIf(msgspec.Struct, frozen=True, tag=True):
    """The question: what do the nodes of a kept pass answer to changes?

    Attributes:
        number: Of the pass.
        changes: What is to be otherwise.
        order: The pass's nodes in the order in which they were recorded; the client puts it in.
    """

    number: int
    changes: tuple[Change, ...] = ()
    order: tuple[int, ...] = ()


class WhatIfAnswer(msgspec.Struct, frozen=True, tag=True):
    """What the nodes answered.

    Attributes:
        steps: As in a trace. A leaf's `grad_after` is what its ``.grad`` would have become.
        captured: For a pass of `torch.autograd.grad`, the gradient of each of its inputs; else empty.
        problem: Why that is not all, or None.
        failure: With "raised": which node, and its words.
        differs: Nodes whose step is not the recorded one, to the last bit of what is kept.
        unlike: Nodes whose step is not the recorded one even without a change: hooks of the program's changed
            gradients there, which are not run again, or a node computes otherwise each time. What was
            recorded is what the program did.
    """

    steps: tuple[Step, ...] = ()
    captured: tuple[Tensor | None, ...] = ()
    problem: Problem | None = None
    failure: Failure | None = None
    differs: frozenset[int] = frozenset()
    unlike: frozenset[int] = frozenset()


_encode = msgspec.msgpack.Encoder().encode


def digests(steps: Iterable[Step]) -> dict[int, bytes]:
    """By node: a short word for a step, which differs where one bit of what is kept does."""
    return {step.node: blake2b(_encode(step), digest_size=16).digest() for step in steps}


def differing(ones: Mapping[int, bytes], others: Mapping[int, bytes]) -> frozenset[int]:
    """The nodes of which two `digests` differ, or that only one of both has."""
    return frozenset(node for node in ones.keys() | others.keys() if ones.get(node) != others.get(node))
