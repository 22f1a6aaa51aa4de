"""The part of a recorded forward pass that a result depends on, to be run again on numbers or expressions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.autograd.derivation.elementwise import UnsupportedArgumentsError
from core.autograd.derivation.grid import Branches, Grid
from core.autograd.derivation.operations import OPERATIONS, PARAMETERS, RANDOM, plain_name
from core.autograd.derivation.problem import Code, Inapplicable, InapplicableError, Limits
from core.autograd.derivation.shapes import VIEWS
from core.autograd.details import Details, Operation, Ref, Value
from core.autograd.trace import Node

PRECISION = {"float64": 1e-9, "float32": 1e-4, "float16": 2e-2, "bfloat16": 1e-1}
"""How far, against the greatest value, two ways of computing may differ, by the type that one was computed in."""

_SILENT = {"inplace", "_stacklevel", "size_average", "reduce", "dtype", "memory_format", "out"}


@dataclass(frozen=True, slots=True)
class Program:
    """What a result depends on.

    Attributes:
        details: The whole record.
        operations: In program order, only those that lead from a leaf to the result.
        leaves: Ids of the values that gradients are wanted of.
        constants: Ids of all other values that operations read.
        result: The id of the result.
    """

    details: Details
    operations: tuple[Operation, ...]
    leaves: tuple[int, ...]
    constants: tuple[int, ...]
    result: int

    def value(self, number: int) -> Value:
        """A recorded value."""
        return self.details.values[number]

    def numbers(self, number: int) -> Any:
        """What a recorded value was, as float64."""
        return numbers_of(self.value(number))

    def step(self, operation: Operation, grids: Mapping[int, Grid], branches: Branches) -> tuple[Grid | None, ...]:
        """Do one operation again.

        Raises:
            InapplicableError: It was called in a way that is not followed.
        """
        name = plain_name(operation.name)
        options = {
            PARAMETERS.get(key, key): _argument(one, grids, self.details, name)
            for key, one in operation.options.items()
            if key not in _SILENT and not (key == "weight" and one is None)
        }
        if name == "getitem":
            options["shape"] = self.value(operation.outputs[0]).tensor.shape
        arguments = [_argument(one, grids, self.details, name) for one in operation.arguments]
        try:
            made = OPERATIONS[name](branches, *arguments, **options)
        except (UnsupportedArgumentsError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise _stop("unsupported arguments", operation) from error
        return made if isinstance(made, tuple) else (made,)

    def run(self, leaves: Mapping[int, Any]) -> tuple[dict[int, Grid], Branches]:
        """All values in float64 for given numbers of the leaves; nothing of torch takes part."""
        grids = {number: Grid(self.numbers(number), None) for number in self.constants}
        grids |= {number: Grid(np.asarray(one, dtype=np.float64), None) for number, one in leaves.items()}
        branches = Branches()
        for operation in self.operations:
            made = self.step(operation, grids, branches)
            grids.update({out: one for out, one in zip(operation.outputs, made, strict=False) if one is not None})
        return grids, branches


def numbers_of(value: Value) -> Any:
    """A recorded value's numbers; it must have some."""
    return np.asarray(floats(value.tensor.values), dtype=np.float64).reshape(value.tensor.shape)


def floats(values: Any) -> Any:
    """Nested lists of numbers, or of "nan", "inf" and "-inf", as floats."""
    return [floats(one) for one in values] if isinstance(values, list) else float(values)


def _argument(given: Any, grids: Mapping[int, Grid], details: Details, name: str) -> Any:
    if isinstance(given, Ref):
        value = details.values[given.value]
        if name == "getitem" and value.tensor.dtype == "bool":
            return numbers_of(value) != 0
        return grids[given.value]
    if isinstance(given, (list, tuple)):
        return [_argument(one, grids, details, name) for one in given]
    return given


def refs_of(given: Any) -> list[int]:
    """The values that an argument refers to."""
    if isinstance(given, Ref):
        return [given.value]
    return [one for part in given for one in refs_of(part)] if isinstance(given, (list, tuple)) else []


def inputs_of(operation: Operation) -> list[int]:
    """The values that an operation reads, in order, each once."""
    given = [*operation.arguments, *operation.options.values()]
    return list(dict.fromkeys(one for argument in given for one in refs_of(argument)))


def _stop(
    code: Code, operation: Operation | None = None, found: int | None = None, most: int | None = None
) -> InapplicableError:
    name, line = (None, None) if operation is None else (operation.name, operation.line)
    return InapplicableError(Inapplicable(code, name, line, found, most))


def _writes(operation: Operation) -> bool:
    short = operation.name.rpartition(".")[2]
    if short.startswith("__"):
        return short == "__setitem__" or (short.startswith("__i") and short not in ("__invert__", "__index__"))
    given = operation.options
    return short.endswith("_") or given.get("inplace") is True or given.get("out") is not None


def program_of(details: Details, result: int, nodes: Mapping[int, Node], limits: Limits) -> Program:
    """What a result depends on.

    Args:
        details: The record.
        result: The id of a value.
        nodes: Of the same run, by their ids.
        limits: How large it may be.

    Raises:
        InapplicableError: It cannot be derived; the reason is inside.
    """
    if not 0 <= result < len(details.values):
        raise _stop("not recorded")
    if not details.values[result].requires_grad:
        raise _stop("no gradient")
    made_by = {out: operation for operation in details.operations for out in operation.outputs}
    found: dict[int, Operation] = {}
    leaves: set[int] = set()
    constants: set[int] = set()
    stack, seen = [result], {result}
    while stack:
        number = stack.pop()
        value, operation = details.values[number], made_by.get(number)
        if not value.requires_grad:
            constants.add(number)
            continue
        if _is_leaf(value, operation, details, nodes):
            leaves.add(number)
            continue
        if operation is None:
            raise InapplicableError(_unmade(value, nodes))
        _check(operation, value, nodes)
        found[operation.id] = operation
        if len(found) > limits.operations:
            raise _stop("too many operations", found=len(found), most=limits.operations)
        for one in inputs_of(operation):
            if one not in seen:
                seen.add(one)
                stack.append(one)
    if not leaves:
        raise _stop("no gradient")
    for number in seen:
        _check_value(details.values[number], made_by.get(number), number in constants)
    _check_writes(details, found, seen)
    _check_sizes(details, leaves, seen - constants, limits)
    program = Program(
        details,
        tuple(found[number] for number in sorted(found)),
        tuple(sorted(leaves)),
        tuple(sorted(constants)),
        result,
    )
    _check_again(program)
    return program


def _unmade(value: Value, nodes: Mapping[int, Node]) -> Inapplicable:
    """Why no operation is known to have made a value."""
    node = None if value.node is None else nodes.get(value.node)
    if node is not None and node.kind == "custom":
        return Inapplicable("custom function", node.name, node.line)
    # A write into memory that it shares is what else gives a tensor another value.
    code: Code = "in place" if value.version else "not recorded"
    return Inapplicable(code, None if node is None else node.name, None if node is None else node.line)


def _is_leaf(value: Value, operation: Operation | None, details: Details, nodes: Mapping[int, Node]) -> bool:
    if value.node is not None and value.node in nodes:
        return nodes[value.node].kind == "leaf"
    if operation is None:
        return value.node is None
    # What reads nothing that requires a gradient makes nothing but leaves that do.
    return not any(details.values[one].requires_grad for one in inputs_of(operation))


def _check(operation: Operation, value: Value, nodes: Mapping[int, Node]) -> None:
    name = plain_name(operation.name)
    node = None if value.node is None else nodes.get(value.node)
    if node is not None and node.kind == "custom":
        raise _stop("custom function", operation)
    if name in RANDOM:
        # Without training nothing is drawn, but then the operation is not needed either.
        raise _stop("random", operation)
    if name == "setitem":
        raise _stop("in place", operation)
    if name not in OPERATIONS:
        raise _stop("unsupported operation", operation)


def _check_value(value: Value, operation: Operation | None, constant: bool) -> None:
    kind = value.tensor.dtype
    if "complex" in kind or (not constant and kind not in PRECISION):
        raise _stop("not real", operation)
    if value.tensor.values is None:
        raise _stop("too many elements", operation, found=math.prod(value.tensor.shape))


def _check_writes(details: Details, found: Mapping[int, Operation], seen: set[int]) -> None:
    """Values written in place are followed only where nothing else looks at the same memory."""
    shared: dict[int, int] = {}

    def group(number: int) -> int:
        while number in shared:
            number = shared[number]
        return number

    viewed: set[int] = set()
    last = max(found, default=-1)  # What is written after the result was made changes nothing of it.
    writes = [one for one in details.operations if one.id <= last and _writes(one) and one.arguments]
    for operation in details.operations:
        name = plain_name(operation.name)
        if operation not in writes and name not in VIEWS:
            continue
        first = refs_of(operation.arguments[:1])
        for one in first:
            for out in operation.outputs:
                if group(out) != group(one):
                    shared[group(out)] = group(one)
        if name in VIEWS:
            viewed.update(first)
    looked_at = {group(number) for number in viewed}
    for operation in writes:
        target = refs_of(operation.arguments[:1])
        if any(group(one) in looked_at and group(one) in {group(number) for number in seen} for one in target):
            raise _stop("in place", operation)
        if operation.options.get("out") is not None and operation.id in found:
            raise _stop("in place", operation)


def _check_sizes(details: Details, leaves: set[int], tracked: set[int], limits: Limits) -> None:
    count = sum(math.prod(details.values[number].tensor.shape) for number in leaves)
    if count > limits.elements:
        raise _stop("too many elements", found=count, most=limits.elements)
    for number in tracked:
        count = math.prod(details.values[number].tensor.shape)
        if count > 4 * limits.elements:
            raise _stop("too many elements", found=count, most=4 * limits.elements)


def _check_again(program: Program) -> None:
    """What is done again must give what the program had: an operation that was misread shows here."""
    with np.errstate(all="ignore"):
        grids, _ = program.run({number: program.numbers(number) for number in program.leaves})
    for operation in program.operations:
        for out in operation.outputs:
            grid = grids.get(out)
            if grid is None:
                continue
            recorded = program.numbers(out)
            if grid.shape != recorded.shape:
                raise _stop("differs", operation)
            tolerance = 10 * PRECISION.get(program.value(out).tensor.dtype, 1e-4)
            finite = np.abs(recorded[np.isfinite(recorded)])
            scale = float(finite.max()) if finite.size else 1.0
            if not np.allclose(grid.numbers, recorded, rtol=tolerance, atol=tolerance * scale + 1e-300, equal_nan=True):
                raise _stop("differs", operation)
