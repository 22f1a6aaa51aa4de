"""What a run left behind: data only, in the format that other programs read (docs/trace-format.md).

Trace version 1. Every Struct here is one object of the JSON; names and nesting are the contract.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from core.autograd.details import Details, details_with_refs
from core.autograd.tensor import Statistics as Statistics
from core.autograd.tensor import Tensor as Tensor
from core.autograd.tensor import unpacked

FORMAT = "convgrad.trace"
VERSION = 1
MOST_VALUES = 4096
"""Values of a tensor that are kept; of a larger one only statistics are."""

Outcome = Literal["finished", "raised", "timed out", "out of memory", "died"]
NodeKind = Literal["operation", "leaf", "custom"]


Saved = Tensor | bool | int | float | str | list[Any] | None


class Error(msgspec.Struct, frozen=True):
    """What the program raised, or how its process ended.

    Attributes:
        type: The exception's class; "Exit" or "Signal" for a process that ended before its program.
        message: Torch's or Python's own words.
        line: Of the program, counted from 1.
    """

    type: str
    message: str
    line: int | None


class Variable(msgspec.Struct, frozen=True):
    """A top-level tensor of the program when it ended; `node` is what made it, or its AccumulateGrad."""

    name: str
    value: Tensor
    grad: Tensor | None
    requires_grad: bool
    is_leaf: bool
    node: int | None


class Node(msgspec.Struct, frozen=True):
    """A node of torch's graph.

    Attributes:
        id: The same over all passes of a run.
        name: Torch's class, such as ``MulBackward0``.
        kind: "leaf" for AccumulateGrad, "custom" for a user's `torch.autograd.Function`.
        line: Where the program made it, counted from 1.
        variable: The name that the program gave to its result, or to the leaf.
        saved: What it keeps for its derivative, by torch's names.
        formula: Torch's own derivative formulas, one a line, or None.
    """

    id: int
    name: str
    kind: NodeKind
    line: int | None
    variable: str | None
    saved: dict[str, Saved]
    formula: str | None


class Edge(
    msgspec.Struct,
    frozen=True,
    rename={"source": "from", "source_slot": "from_slot", "target": "to", "target_slot": "to_slot"},
):
    """A way that gradients flow: `source` is nearer the root.

    Attributes:
        source: Node id, "from" in JSON.
        source_slot: Place in the source's `next_functions`.
        target: Node id, "to" in JSON.
        target_slot: Which of the target's outputs.
    """

    source: int
    source_slot: int
    target: int
    target_slot: int


class Step(msgspec.Struct, frozen=True):
    """One node that the engine ran.

    Attributes:
        node: Its id.
        incoming: What it received, one for each of its outputs, summed over fan-in.
        outgoing: What it sent on, one for each of its `next_functions`.
        grad_before: The leaf's ``.grad`` before, only on AccumulateGrad.
        grad_after: The same after.
    """

    node: int
    incoming: tuple[Tensor | None, ...]
    outgoing: tuple[Tensor | None, ...]
    grad_before: Tensor | None
    grad_after: Tensor | None


class Pass(msgspec.Struct, frozen=True):
    """One run of the engine: the program's line that asked for it, its roots, its steps in real order."""

    line: int | None
    roots: tuple[int, ...]
    steps: tuple[Step, ...]


class Trace(msgspec.Struct, frozen=True):
    """A whole run; `details` is more than the contract of version 1 and only written when that is asked for."""

    torch: str
    outcome: Outcome
    error: Error | None
    output: str
    variables: tuple[Variable, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    passes: tuple[Pass, ...]
    format: str = FORMAT
    version: int = VERSION
    details: Details | None = None

    @property
    def step_count(self) -> int:
        """Engine steps over all passes."""
        return sum(len(one.steps) for one in self.passes)


_ORDER = ("format", "version", "torch", "outcome", "error", "output", "variables", "nodes", "edges", "passes")
_decoder = msgspec.json.Decoder(Trace)


def encode_json(trace: Trace, *, details: bool = False) -> bytes:
    """The trace as JSON in UTF-8, its first keys "format" and "version"; with its "details" if they are wanted."""
    names = (*_ORDER, "details") if details else _ORDER
    plain = msgspec.to_builtins({name: getattr(trace, name) for name in names}, builtin_types=(bytes,))
    return msgspec.json.encode(with_values(plain))


def with_values(plain: Any) -> Any:
    """Builtin values with every tensor's bytes as numbers."""
    if isinstance(plain, dict):
        if isinstance(plain.get("values"), bytes):
            return {**plain, "values": unpacked(tuple(plain["shape"]), plain["dtype"], plain["values"])}
        return {name: with_values(value) for name, value in plain.items()}
    if isinstance(plain, (list, tuple)):
        return [with_values(one) for one in plain]
    return plain


def decode_json(data: bytes) -> Trace:
    """A trace from JSON.

    Raises:
        msgspec.ValidationError: It is no trace of this version.
        msgspec.DecodeError: It is no JSON.
    """
    trace = _decoder.decode(data)
    if trace.format != FORMAT or trace.version != VERSION:
        raise msgspec.ValidationError(f"not a {FORMAT} of version {VERSION}")
    if trace.details is not None:
        return replace(trace, details=details_with_refs(trace.details))
    return trace
