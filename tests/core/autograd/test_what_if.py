"""The words of "what if": they cross a pipe whole, and a difference of one bit is a difference."""

from __future__ import annotations

import msgspec
import pytest

from core.autograd.trace import Step, Tensor
from core.autograd.what_if import (
    Change,
    ClipNorm,
    ClipValue,
    Cut,
    Failure,
    Hook,
    Negate,
    Noise,
    Replace,
    Scale,
    Upstream,
    WhatIfAnswer,
    Zero,
    differing,
    digests,
)

OPERATIONS = [Scale(2.0), ClipValue(1.0), ClipNorm(1.0), Zero(), Negate(), Replace([[1.0, "nan"]]), Replace(b"\0" * 8), Noise(0.5, 3)]  # fmt: skip
CHANGES: list[Change] = [Upstream(0, 1.0), Cut(3, 1), *(Hook(2, 0, one) for one in OPERATIONS)]


@pytest.mark.parametrize("change", CHANGES)
def test_changes_cross_a_pipe(change: Change) -> None:
    data = msgspec.msgpack.encode(change)
    assert msgspec.msgpack.decode(data, type=Change) == change


def step(node: int, value: float) -> Step:
    tensor = Tensor((), "float32", value)
    return Step(node, (tensor,), (), None, tensor)


def test_answers_cross_a_pipe() -> None:
    answer = WhatIfAnswer(
        (step(0, 1.0),), (None, Tensor((), "float32", 2.0)), "raised", Failure(1, "RuntimeError", "no")
    )
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=WhatIfAnswer) == answer


def test_steps_differ_by_their_last_bit_or_by_being_there() -> None:
    ones = digests([step(0, 1.0), step(1, 0.0), step(2, 5.0), step(4, 1.0)])
    others = digests([step(0, 1.0), step(1, -0.0), step(2, 5.000000000000001), step(3, 1.0)])
    assert differing(ones, others) == {1, 2, 3, 4}
    assert differing(ones, ones) == frozenset()
