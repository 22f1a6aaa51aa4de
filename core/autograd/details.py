"""What a trace holds beyond its first version's contract: the forward pass, and more about each node.

`main.py trace --details` writes it under the trace's key ``details``; without that option the JSON is the
contract to the letter (docs/trace-format.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec.structs import replace

from core.autograd.lesson import Lesson
from core.autograd.tensor import Tensor

if TYPE_CHECKING:
    from core.autograd.trace import Node

Untracked = Literal["no_grad", "inference_mode", "detach", "no input requires grad", "not differentiable"]
"""Why an operation made no node; "not differentiable" is torch's word for results such as integers."""


class Ref(msgspec.Struct, frozen=True):
    """In the arguments of an operation: a tensor, by the id of its `Value`."""

    value: int


Argument = Any
"""A `Ref`, a bool, an int, a float, a str, None, or a list of these; anything else as its text."""


class Value(msgspec.Struct, frozen=True):
    """A tensor at one moment of the forward pass; written in place it becomes another value.

    Attributes:
        id: Its place in `Details.values`.
        tensor: The numbers that it had then.
        requires_grad: As torch said then.
        node: The id of the node that made it, or of its AccumulateGrad; None where there is none.
        slot: Which of that node's outputs it is.
        variable: What the program calls it, if it does.
        version: Torch's count of writes into its memory.
    """

    id: int
    tensor: Tensor
    requires_grad: bool
    node: int | None
    slot: int
    variable: str | None
    version: int


class Module(msgspec.Struct, frozen=True):
    """A module that was called.

    Attributes:
        id: Its place in `Details.modules`.
        kind: The name of its class, such as ``Conv2d``.
        name: What the program calls it, such as ``model.layer1.0.conv1``, if it does.
    """

    id: int
    kind: str
    name: str | None = None


class Operation(msgspec.Struct, frozen=True):
    """One call of the program's into torch, in program order; calls inside of it are not listed.

    Attributes:
        id: Its place in `Details.operations`.
        name: Torch's name, such as ``torch.Tensor.mul`` or ``torch.nn.functional.relu``.
        line: Of the program, counted from 1.
        arguments: Those given by place.
        options: Those given by name.
        outputs: The ids of the values that it made or wrote into.
        untracked: Why none of its outputs has a node, or None where one has.
        stack: How the program came to it, from outside in. A call of a module's is ``(id,)``; a line of the program's
            is ``(line, column, offset, *turns)``: where on the line what it called begins (bytes from 0, -1 if
            unknown), the place of that instruction in its function, which grows from one to the next until a loop
            goes back, and for each ``for`` loop around it at the top level a number that changes with its variable.
        site: The same for calls from the same place of torch's own code below the innermost of these lines; None
            where that line's call may come to it many times by itself, as Python's ``sum`` does.
    """

    id: int
    name: str
    line: int | None
    arguments: tuple[Argument, ...]
    options: dict[str, Argument]
    outputs: tuple[int, ...]
    untracked: Untracked | None
    stack: tuple[tuple[int, ...], ...] = ()
    site: int | None = None

    @property
    def modules(self) -> tuple[int, ...]:
        """The ids of the modules that it was called in, from outside in."""
        return tuple(one[0] for one in self.stack if len(one) == 1)


class Application(msgspec.Struct, frozen=True):
    """One call of a custom function's ``apply`` while gradients were recorded, in program order.

    Attributes:
        name: Of the function's class.
        line: Of the program, counted from 1.
        arguments: As those of an `Operation`.
        whole: Whether these are all that was given; a module or a NumPy array, say, has only a text.
        sequence: The sequence number of the node that it made, if it made one.
        node: That node's id, once it was met and if there is no doubt about it.
        after: How many operations were listed when it was called; those of its forward come next.
    """

    name: str
    line: int
    arguments: tuple[Argument, ...]
    whole: bool
    sequence: int
    node: int | None = None
    after: int = 0


class NodeDetails(msgspec.Struct, frozen=True):
    """More about one node.

    Attributes:
        id: Of the `Node`.
        sequence: Torch's sequence number, which decides the engine's order; per thread.
        shapes: Of the node's outputs in the forward pass, one for each gradient that arrives.
        versions: By the name of what it saved: the version when it was saved, and that at the last look.
        created_by: Of a node that a backward pass made (``create_graph``): the node that was then running.
        freed: Where its saved tensors were freed: (pass, steps done in it); None while they are there.
        arguments: Of the operation, by torch's names, that it sends gradients to: one for each of its
            `next_functions`, or none where torch does not name them.
        operation: The id of the operation that made it; None for leaves, for custom functions and for what torch's
            own part of a backward pass made.
    """

    id: int
    sequence: int
    shapes: tuple[tuple[int, ...], ...]
    versions: dict[str, tuple[int, int]]
    created_by: int | None
    freed: tuple[int, int] | None
    arguments: tuple[str, ...] = ()
    operation: int | None = None


class Details(msgspec.Struct, frozen=True):
    """Of a whole run.

    Attributes:
        values: In the order in which they came to be.
        operations: In program order.
        nodes: One for each of `Trace.nodes`, in the same order.
        modules: Those that were called, in the order of their first calls into torch.
        complete: Whether the whole forward pass is listed; a run beyond the limits is not.
        spans: Of each pass: how many operations were listed when it began and when it ended; those between
            were called from inside of it, by hooks and custom functions.
        applications: Calls of custom functions on the program's main thread.
        lesson: What there is to learn from the exception that ended the program, if that is known.
    """

    values: tuple[Value, ...] = ()
    operations: tuple[Operation, ...] = ()
    nodes: tuple[NodeDetails, ...] = ()
    complete: bool = True
    spans: tuple[tuple[int, int], ...] = ()
    applications: tuple[Application, ...] = ()
    modules: tuple[Module, ...] = ()
    lesson: Lesson | None = None


def details_with_refs(details: Details) -> Details:
    """Details that came from JSON, where a `Ref` has no type of its own."""
    return replace(
        details,
        operations=tuple([with_refs(one) for one in details.operations]),
        applications=tuple([_application_with_refs(one) for one in details.applications]),
    )


def _application_with_refs(application: Application) -> Application:
    return replace(application, arguments=tuple([_with_refs(one) for one in application.arguments]))


def with_refs(operation: Operation) -> Operation:
    """An operation that came from JSON or a message, where a `Ref` has no type of its own."""
    return replace(
        operation,
        arguments=tuple([_with_refs(one) for one in operation.arguments]),
        options={name: _with_refs(one) for name, one in operation.options.items()},
    )


def _with_refs(argument: Argument) -> Argument:
    if isinstance(argument, dict):
        return Ref(argument["value"])
    return [_with_refs(one) for one in argument] if isinstance(argument, list) else argument


class DetailsPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came to be known since the part before.

    Attributes:
        values, operations, nodes, modules: New ones.
        module_names: Of modules, by id, as they are learnt.
        made: Node and slot of values, by value id, where these were learnt after the value was sent.
        names: Of values, likewise.
        versions: A later look at what a node saved, by node id.
        freed: Where a node's saved tensors were freed, by node id.
        spans: Of passes, by number, as in `Details`; while a pass runs, its end is its beginning.
        applications: New ones.
    """

    values: tuple[Value, ...] = ()
    operations: tuple[Operation, ...] = ()
    nodes: tuple[NodeDetails, ...] = ()
    made: dict[int, tuple[int, int]] = {}
    names: dict[int, str] = {}
    versions: dict[int, dict[str, tuple[int, int]]] = {}
    freed: dict[int, tuple[int, int]] = {}
    spans: dict[int, tuple[int, int]] = {}
    applications: tuple[Application, ...] = ()
    modules: tuple[Module, ...] = ()
    module_names: dict[int, str] = {}


class DetailsGathering:
    """Puts the parts of a run together."""

    def __init__(self) -> None:
        self._parts: list[DetailsPart] = []

    def add(self, part: DetailsPart) -> None:
        """Take the next part."""
        self._parts.append(part)

    def details(self, nodes: Sequence[Node], *, complete: bool, lesson: Lesson | None = None) -> Details:
        """All of it, for these nodes of the trace."""
        made: dict[int, tuple[int, int]] = {}
        names: dict[int, str] = {}
        versions: dict[int, dict[str, tuple[int, int]]] = {}
        freed: dict[int, tuple[int, int]] = {}
        spans: dict[int, tuple[int, int]] = {}
        described: dict[int, NodeDetails] = {}
        module_names: dict[int, str] = {}
        for part in self._parts:
            made.update(part.made)
            names.update(part.names)
            versions.update(part.versions)
            freed.update(part.freed)
            spans.update(part.spans)
            module_names.update(part.module_names)
            described.update({one.id: one for one in part.nodes})
        values = []
        for one in (value for part in self._parts for value in part.values):
            node, slot = made.get(one.id, (one.node, one.slot))
            values.append(replace(one, node=node, slot=slot, variable=names.get(one.id)))
        return Details(
            values=tuple(values),
            operations=tuple(with_refs(one) for part in self._parts for one in part.operations),
            nodes=tuple(
                replace(one, versions=versions.get(one.id, one.versions), freed=freed.get(one.id))
                for one in (described[node.id] for node in nodes if node.id in described)
            ),
            complete=complete,
            lesson=lesson,
            spans=tuple(spans[number] for number in sorted(spans)),
            applications=self._applications(nodes, described),
            modules=tuple(replace(one, name=module_names.get(one.id)) for part in self._parts for one in part.modules),
        )

    def _applications(self, nodes: Sequence[Node], described: dict[int, NodeDetails]) -> tuple[Application, ...]:
        """Calls with their nodes. Other threads count on their own: what fits twice is left open."""
        made: dict[tuple[str, int], list[int]] = {}
        for node in nodes:
            if node.kind == "custom" and node.id in described:
                made.setdefault((node.name, described[node.id].sequence), []).append(node.id)
        applications = []
        for one in (application for part in self._parts for application in part.applications):
            found = made.get((f"{one.name}Backward", one.sequence), [])
            number = found[0] if len(found) == 1 else None
            applications.append(_application_with_refs(replace(one, node=number)))
        return tuple(applications)
