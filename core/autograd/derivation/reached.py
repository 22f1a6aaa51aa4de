"""When a run's clock reaches each line of a derivation: a value when it is made, a gradient when it has arrived."""

from __future__ import annotations

from dataclasses import dataclass

from core.autograd.derivation.results import Derivation
from core.autograd.replay import Replay


@dataclass(frozen=True, slots=True)
class Reached:
    """Positions of the clock, in the order of a derivation's lines.

    Attributes:
        steps: Of each of `Derivation.steps`.
        chain: Of each of `Derivation.chain`.
        leaves: Of each of `Derivation.leaves`.
    """

    steps: tuple[int, ...]
    chain: tuple[int, ...]
    leaves: tuple[int, ...]


def reached(derivation: Derivation, replay: Replay, number: int) -> Reached:
    """When each line of a pass's derivation is reached.

    Args:
        derivation: Of that pass.
        replay: Of the run.
        number: The pass.

    Raises:
        IndexError: The run has no such pass.
    """
    timeline = replay.timeline
    steps = replay.trace.passes[number].steps
    ran = {record.node: timeline.position_of(number, place) for place, record in enumerate(steps)}
    first, last = min(ran.values(), default=replay.length) - 1, max(ran.values(), default=replay.length)

    def made(value: int | None) -> int:
        # A sum with the gradient that the pass began with stands for the call of backward.
        return first if value is None else min(timeline.when(value), first)

    def arrived(value: int | None) -> int:
        details = replay.trace.details
        node = None if value is None or details is None else details.values[value].node
        return last if node is None else ran.get(node, last)

    return Reached(
        steps=tuple(made(step.value.value) for step in derivation.steps),
        chain=tuple(arrived(lines.value) for lines in derivation.chain),
        leaves=tuple(arrived(leaf.value) for leaf in derivation.leaves),
    )
