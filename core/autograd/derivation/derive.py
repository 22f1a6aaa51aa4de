"""A program's gradients derived by hand, and checked three ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.autograd.derivation.backward import adjoints_of, chain_line, general_line
from core.autograd.derivation.check import Check
from core.autograd.derivation.forward import lines_of, shown_step
from core.autograd.derivation.path import program_of, unmade
from core.autograd.derivation.problem import Clock, Inapplicable, InapplicableError, Limits
from core.autograd.derivation.program import Program, floats
from core.autograd.derivation.results import Derivation
from core.autograd.derivation.steps import steps_of
from core.autograd.derivation.symbols import Symbols
from core.autograd.details import Details
from core.autograd.trace import Pass, Tensor, Trace


def derive_pass(
    trace: Trace, details: Details, number: int = 0, limits: Limits | None = None
) -> Derivation | Inapplicable:
    """Derive what a backward pass computed; the gradient that it began with and those that it sent are its own.

    Args:
        trace: A run.
        details: Of the same run.
        number: Which of its passes.
        limits: How large it may be.
    """
    if not 0 <= number < len(trace.passes):
        return Inapplicable("not recorded")
    one = trace.passes[number]
    if len(one.roots) != 1:
        return Inapplicable("several results" if one.roots else "no gradient")
    arrived = next((record.incoming for record in one.steps if record.node == one.roots[0]), ())
    begun = {slot: tensor for slot, tensor in enumerate(arrived) if tensor is not None}
    # Of a tensor that was written in place only the last value has the node that was asked.
    roots = {value.slot: value for value in details.values if value.node == one.roots[0] and value.slot in begun}
    if not roots:
        return unmade(one.roots[0], 0, details, {node.id: node for node in trace.nodes})
    if len(roots) > 1:
        return Inapplicable("several results")
    [(slot, root)] = roots.items()
    upstream = begun[slot]
    return derive(trace, details, root.id, _sent_to_leaves(details, one), upstream.values, limits)


def _sent_to_leaves(details: Details, one: Pass) -> dict[int, Any]:
    arrived: dict[int | None, Tensor | None] = {
        record.node: record.incoming[0] for record in one.steps if record.incoming
    }
    sent = {value.id: arrived.get(value.node) for value in details.values if value.node is not None}
    return {
        number: tensor.values for number, tensor in sent.items() if tensor is not None and tensor.values is not None
    }


def derive(
    trace: Trace,
    details: Details,
    result: int,
    gradients: Mapping[int, Any],
    upstream: Any | None = None,
    limits: Limits | None = None,
) -> Derivation | Inapplicable:
    """Derive a value by every leaf that it depends on.

    Args:
        trace: A run; only its nodes are read.
        details: The forward pass of the same run.
        result: The id of a value.
        gradients: What autograd sent to leaves, as nested lists by the leaves' value ids.
        upstream: The gradient that the result begins with, as nested lists; needed where it is no scalar.
        limits: How large it may be.
    """
    limits = limits or Limits()
    try:
        with np.errstate(all="ignore"):
            program = program_of(details, result, {node.id: node for node in trace.nodes}, limits)
            return _derivation(program, _begun_with(program, upstream), gradients, limits)
    except InapplicableError as stopped:
        return stopped.why


def _begun_with(program: Program, upstream: Any | None) -> Any | None:
    """The gradient that the result begins with; None for 1 on a scalar, which needs no writing."""
    shape = program.value(program.result).tensor.shape
    given = None if upstream is None else np.asarray(floats(upstream), dtype=np.float64)
    if (given is None and shape) or (given is not None and given.shape != shape):
        raise InapplicableError(Inapplicable("needs upstream"))
    return None if given is None or (not shape and float(given) == 1) else given


def _derivation(program: Program, upstream: Any | None, gradients: Mapping[int, Any], limits: Limits) -> Derivation:
    clock, symbols = Clock(limits.seconds), Symbols(program)
    grids, _ = program.run({leaf: program.numbers(leaf) for leaf in program.leaves})
    steps = steps_of(program, symbols, grids, upstream, limits, clock)
    if not steps:  # The result is a leaf itself.
        raise InapplicableError(Inapplicable("no gradient"))
    whole = symbols.symbol((steps[-1].value, 0))
    adjoints = adjoints_of(steps, limits, clock)
    check = Check(program, steps, adjoints, symbols, grids, upstream, gradients, limits, clock)
    leaves = check.leaves()
    made_by = {step.value: step.operation for step in steps}
    chain = []
    for number in [*(step.value for step in reversed(steps[:-1])), *program.leaves]:
        clock.look()
        elements = [(number, place) for place in range(symbols.size(number))]
        known = [one for one in elements if one in adjoints]
        lines = [chain_line(one, adjoints, symbols, whole) for one in known[: limits.lines]]
        general = general_line(number, adjoints, symbols, whole)
        chain.append(lines_of(number, made_by.get(number), general, lines, symbols, len(known)))
    return Derivation(
        result=symbols.formula(whole),
        steps=tuple(shown_step(step, symbols, limits.lines) for step in steps),
        chain=tuple(chain),
        leaves=leaves,
    )
