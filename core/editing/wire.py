"""What the editor and the process that knows Python say to each other, as msgpack."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.editing.syntax import SyntaxProblem

Origin = Literal["program", "keyword", "builtin", "member", "parameter", "tensor"]
"""Where a name comes from; "tensor" is a guess: nothing is known of the thing, and most things here are tensors."""


class Place(msgspec.Struct, frozen=True):
    """A place in a program.

    Attributes:
        program: The text.
        path: The file that it came from, or "": what it imports is looked for beside it.
        line: Counted from 1.
        column: Characters before it, counted from 0.
    """

    program: str
    path: str
    line: int
    column: int


class Complete(msgspec.Struct, frozen=True, tag=True):
    """What could be written at a place? Answered by `Completed`, or by nothing when a newer one came."""

    number: int
    place: Place


class Describe(msgspec.Struct, frozen=True, tag=True):
    """What is one of the names that were offered last? Answered by `Described`."""

    number: int
    name: str


class Sign(msgspec.Struct, frozen=True, tag=True):
    """Which call is a place in? Answered by `Signed`."""

    number: int
    place: Place


class Check(msgspec.Struct, frozen=True, tag=True):
    """Can Python read this? Answered by `Checked`, before everything that takes longer."""

    number: int
    program: str


class Warm(msgspec.Struct, frozen=True, tag=True):
    """Be ready: what takes seconds the first time is done now. Not answered."""


Question = Warm | Complete | Describe | Sign | Check


class Offer(msgspec.Struct, frozen=True, array_like=True):
    """One name that could be written."""

    name: str
    origin: Origin


class Completed(msgspec.Struct, frozen=True, tag=True):
    """Names, the likeliest first.

    Attributes:
        start: The column at which the name that is being written begins.
    """

    number: int
    start: int
    offers: tuple[Offer, ...]


class Described(msgspec.Struct, frozen=True, tag=True):
    """A name in one line each; "" for what is not known."""

    number: int
    name: str
    signature: str
    summary: str


class Signed(msgspec.Struct, frozen=True, tag=True):
    """The call around a place.

    Attributes:
        signature: As torch or Python writes it, or "" outside of calls and for what is not known.
        active: The parameter that is being written, or "".
    """

    number: int
    signature: str
    active: str


class Checked(msgspec.Struct, frozen=True, tag=True):
    """The first place that Python cannot read, or None."""

    number: int
    problem: SyntaxProblem | None


Answer = Completed | Described | Signed | Checked

encode = msgspec.msgpack.Encoder().encode
decode_question = msgspec.msgpack.Decoder(Question).decode
decode_answer = msgspec.msgpack.Decoder(Answer).decode
