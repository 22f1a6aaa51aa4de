"""The part of a recorded forward pass that a result depends on, to be run again on numbers or expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.autograd.derivation.elementwise import UnsupportedArgumentsError
from core.autograd.derivation.grid import Branches, Grid
from core.autograd.derivation.operations import OPERATIONS, PARAMETERS, plain_name
from core.autograd.derivation.problem import Code, Inapplicable, InapplicableError
from core.autograd.details import Details, Operation, Ref, Value

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
            raise stop("unsupported arguments", operation) from error
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


def made_of(operation: Operation) -> list[int]:
    """The values that an operation made; what it only handed back, as ``contiguous`` may, is not among them."""
    read = inputs_of(operation)
    return [out for out in operation.outputs if out not in read]


def stop(
    code: Code, operation: Operation | None = None, found: int | None = None, most: int | None = None
) -> InapplicableError:
    """What to raise for an operation."""
    name, line = (None, None) if operation is None else (operation.name, operation.line)
    return InapplicableError(Inapplicable(code, name, line, found, most))
