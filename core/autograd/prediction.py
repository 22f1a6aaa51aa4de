"""Predictions of the engine's next step: what is asked, typed answers read and judged, and the score. Data only."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.autograd.replay import Replay
from core.autograd.trace import Tensor
from core.typed_numbers import normalise

TOLERANCE = 1e-3
"""Relative; three digits of a third are a third."""
SLACK = 1.01
"""For 0.333 is just so far from float32's third, and a little more."""
MOST_VALUES = 64
"""Entries of a gradient that is asked for: nobody types more."""
MOST_NODES = 8
"""Nodes that are offered."""

Numbers = npt.NDArray[np.float64]
Kind = Literal["sends", "grad", "arrives"]
Problem = Literal["empty", "not a number", "wrong count", "unequal rows"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the next step will show.

    Attributes:
        node: The node that runs next.
        kind: Whether the gradient is what that node sends on, a leaf's `.grad` afterwards, or what arrives there.
        target: With "sends": the node to which, or None.
        gradient: It; None where it is none, was not kept, is complex, or has more than `MOST_VALUES` entries.
        nodes: Nodes that may be next, the true one among them, by name and id.
    """

    node: int
    kind: Kind
    target: int | None
    gradient: Tensor | None
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed answer.

    Attributes:
        values: In the gradient's shape, or None with a problem.
        problem: Why there are none.
        what: With "not a number": the part that is none.
        found: With "wrong count": how many numbers there are.
        needed: And how many there must be.
    """

    values: Numbers | None
    problem: Problem | None = None
    what: str = ""
    found: int = 0
    needed: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """How many predictions were right, of how many."""

    right: int = 0
    asked: int = 0

    def after(self, right: bool) -> Score:
        """The score with one more prediction."""
        return Score(self.right + right, self.asked + 1)


def hidden(replay: Replay, step: int) -> Hidden | None:
    """What comes after a position of the clock; None where no step of the engine does."""
    frame = replay.frame(step + 1) if step < replay.length else None
    if frame is None or frame.record is None or frame.node is None:
        return None
    record, node = frame.record, frame.node
    kind: Kind = "arrives"
    target: int | None = None
    gradient = next((one for one in record.incoming if one is not None), None)
    if node.kind == "leaf":
        kind, gradient = "grad", record.grad_after
    else:
        sent = next((one for one in frame.sent if one.value is not None), None)
        if sent is not None:
            kind, target, gradient = "sends", sent.target, sent.value
    if gradient is not None and not _askable(gradient):
        gradient = None
    ahead = replay.trace.passes[frame.pass_index].steps
    place = next(place for place, one in enumerate(ahead) if one is record)
    offered = list(dict.fromkeys(one.node for one in ahead[place : place + MOST_NODES]))
    if len(offered) < MOST_NODES:
        # Near the end of the pass those that were there before are as good a guess for who does not look.
        before = [one.node for one in reversed(ahead[:place])]
        offered = list(dict.fromkeys([*offered, *before]))[:MOST_NODES]
    by_name = sorted(offered, key=lambda one: (replay.node(one).name, one))
    return Hidden(node.id, kind, target, gradient, tuple(by_name))


def _askable(gradient: Tensor) -> bool:
    if not 0 < math.prod(gradient.shape) <= MOST_VALUES:
        return False
    kept = gradient.array
    return kept is not None and kept.dtype.kind != "c"


def read_number(text: str) -> float | None:
    """A number as typed: ``-0.75``, ``3/4``, ``-3/4``, ``1e-3``, ``inf``, ``nan``, digits of any script; or None."""
    plain = normalise(text)
    try:
        if "/" in plain:
            above, below = (float(part) for part in plain.split("/"))
            return above / below if math.isfinite(above) and math.isfinite(below) else None
        return float(plain)
    except (ValueError, ZeroDivisionError):
        return None


def read_values(text: str, shape: tuple[int, ...]) -> Reading:
    """A tensor as typed, row by row.

    Entries stand between commas or spaces, rows between semicolons, line ends or brackets; one number alone stands
    for all entries.

    Args:
        text: What was typed.
        shape: Of the gradient; not empty.
    """
    needed = math.prod(shape)
    plain = normalise(text).replace("،", ",").replace("؛", ";").replace("−", "-")
    plain = re.sub(r"\s*/\s*", "/", plain).replace("tensor", "").strip("() \t")
    rows = [
        re.split(r"[,\s]+", one.strip(" \t,"))
        for one in re.split(r"[;\n\]]+", plain.replace("[", ""))
        if one.strip(" \t,")
    ]
    if not rows:
        return Reading(None, "empty")
    numbers = [[read_number(one) for one in line] for line in rows]
    wrong = next(
        (
            word
            for line, some in zip(rows, numbers, strict=True)
            for word, one in zip(line, some, strict=True)
            if one is None
        ),
        None,
    )
    if wrong is not None:
        return Reading(None, "not a number", what=wrong)
    flat = np.array([one for line in numbers for one in line], dtype=np.float64)
    if flat.size == 1:
        return Reading(np.full(shape, flat[0]))
    if flat.size != needed:
        return Reading(None, "wrong count", found=flat.size, needed=needed)
    if len(rows) > 1 and len({len(line) for line in rows}) > 1:
        return Reading(None, "unequal rows")
    return Reading(flat.reshape(shape))


def wrong_entries(values: Numbers, gradient: Tensor) -> npt.NDArray[np.bool_]:
    """Which entries of a prediction are wrong, in the gradient's shape.

    An entry may be off by `TOLERANCE` of the recorded one; where that is zero, or next to nothing beside the
    largest entry, by a thousandth of what the tolerance is for the largest.
    """
    kept = gradient.array
    assert kept is not None
    recorded = kept.astype(np.float64)
    finite = np.abs(recorded[np.isfinite(recorded)])
    largest = float(finite.max()) if finite.size else 0.0
    with np.errstate(invalid="ignore"):
        room = TOLERANCE * SLACK * np.maximum(np.abs(recorded), 1e-3 * largest)
        near = np.abs(values - recorded) <= room
    same = (values == recorded) | (np.isnan(values) & np.isnan(recorded))
    found: npt.NDArray[np.bool_] = ~np.where(np.isfinite(recorded), near | same, same)
    return found
