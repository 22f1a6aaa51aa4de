"""A derivation in a process of its own: sympy cannot be interrupted, and the interface does not wait for it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from core.autograd.derivation.problem import Inapplicable
from core.autograd.derivation.results import Derivation
from core.autograd.details import with_refs
from core.autograd.trace import Trace
from core.runner.job import Job, serve


class Question(msgspec.Struct, frozen=True):
    """A trace with its details, and which of its passes is to be derived."""

    trace: Trace
    number: int


class Found(msgspec.Struct, frozen=True):
    """One of the two."""

    derivation: Derivation | None = None
    problem: Inapplicable | None = None


_encode = msgspec.msgpack.Encoder().encode
_questions = msgspec.msgpack.Decoder(Question)
_answers = msgspec.msgpack.Decoder(Found)


class DerivationJob(Job[Found]):
    """A derivation under way; see `Job`."""

    def __init__(self, trace: Trace, number: int, on_done: Callable[[Found | None], None]) -> None:
        # Of a long run only what this pass is derived from: it is written on the caller's thread.
        passes = tuple(
            one if place == number else replace(one, steps=()) for place, one in enumerate(trace.passes[: number + 1])
        )
        needed = replace(trace, passes=passes, edges=(), variables=(), output="")
        super().__init__("core.autograd.derivation.job", _encode(Question(needed, number)), _answers.decode, on_done)


def answer(data: bytes) -> bytes:
    """Derive."""
    from core.autograd.derivation.derive import derive_pass

    question = _questions.decode(data)
    trace = question.trace
    if trace.details is None:
        return _encode(Found(problem=Inapplicable("not recorded")))
    details = replace(trace.details, operations=tuple(with_refs(one) for one in trace.details.operations))
    found = derive_pass(trace, details, question.number)
    return _encode(Found(found, None) if isinstance(found, Derivation) else Found(None, found))


if __name__ == "__main__":
    serve(answer)
