"""From a result back to its leaves, and whether a derivation can go that way."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from core.autograd.derivation.operations import OPERATIONS, RANDOM, plain_name
from core.autograd.derivation.problem import Code, Inapplicable, InapplicableError, Limits
from core.autograd.derivation.program import PRECISION, Program, inputs_of, made_of, refs_of, stop
from core.autograd.derivation.shapes import VIEWS
from core.autograd.details import Details, Operation, Value
from core.autograd.trace import Node


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
        raise stop("not recorded")
    if not details.values[result].requires_grad:
        raise stop("no gradient")
    made_by: dict[int, Operation] = {}
    for one in details.operations:
        for out in made_of(one):
            made_by.setdefault(out, one)
    found: dict[int, Operation] = {}
    leaves: set[int] = set()
    constants: set[int] = set()
    stack, seen = [result], {result}
    while stack:
        number = stack.pop()
        if number >= len(details.values):  # A long run is recorded up to a limit.
            raise stop("not recorded")
        value, operation = details.values[number], made_by.get(number)
        if not value.requires_grad:
            constants.add(number)
            continue
        if _is_leaf(value, operation, details, nodes):
            leaves.add(number)
            continue
        if operation is None:
            raise InapplicableError(unmade(value.node, value.version, details, nodes))
        _check(operation, value, nodes)
        found[operation.id] = operation
        if len(found) > limits.operations:
            raise stop("too many operations", found=len(found), most=limits.operations)
        for read in inputs_of(operation):
            if read not in seen:
                seen.add(read)
                stack.append(read)
    if not leaves:
        raise stop("no gradient")
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


def unmade(number: int | None, version: int, details: Details, nodes: Mapping[int, Node]) -> Inapplicable:
    """Why no operation is known to have made the value of a node, of so many writes."""
    node = None if number is None else nodes.get(number)
    if node is None:
        return Inapplicable("in place" if version else "not recorded")
    code: Code = "not recorded"
    if node.kind == "custom":
        code = "custom function"
    elif any(one.id == node.id and one.created_by is not None for one in details.nodes):
        code = "second order"
    elif version:  # A write into memory that it shares is what else gives a tensor another value.
        code = "in place"
    return Inapplicable(code, node.name, node.line)


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
        raise stop("custom function", operation)
    if name in RANDOM:
        # Without training nothing is drawn, but then the operation is not needed either.
        raise stop("random", operation)
    if name == "setitem":
        raise stop("in place", operation)
    if name not in OPERATIONS:
        raise stop("unsupported operation", operation)


def _check_value(value: Value, operation: Operation | None, constant: bool) -> None:
    kind = value.tensor.dtype
    if "complex" in kind or (not constant and kind not in PRECISION):
        raise stop("not real", operation)
    if value.tensor.kept is None:
        raise stop("too many elements", operation, found=math.prod(value.tensor.shape))


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
            raise stop("in place", operation)
        if operation.options.get("out") is not None and operation.id in found:
            raise stop("in place", operation)


def _check_sizes(details: Details, leaves: set[int], tracked: set[int], limits: Limits) -> None:
    count = sum(math.prod(details.values[number].tensor.shape) for number in leaves)
    if count > limits.elements:
        raise stop("too many elements", found=count, most=limits.elements)
    for number in tracked:
        count = math.prod(details.values[number].tensor.shape)
        if count > 4 * limits.elements:
            raise stop("too many elements", found=count, most=4 * limits.elements)


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
                raise stop("differs", operation)
            tolerance = 10 * PRECISION.get(program.value(out).tensor.dtype, 1e-4)
            finite = np.abs(recorded[np.isfinite(recorded)])
            scale = float(finite.max()) if finite.size else 1.0
            if not np.allclose(grid.numbers, recorded, rtol=tolerance, atol=tolerance * scale + 1e-300, equal_nan=True):
                raise stop("differs", operation)
