"""What the interface and the process of a user's program say to each other; msgpack, never pickle."""

from __future__ import annotations

import msgspec

from core.autograd.details import DetailsPart
from core.autograd.lesson import Lesson
from core.autograd.trace import MOST_VALUES, Edge, Error, Node, Step, Trace, Variable
from core.autograd.what_if import Answer, Change, Problem


class Program(msgspec.Struct, frozen=True):
    """A program to run.

    Attributes:
        source: Its text.
        path: Its file, or "" for text that is in no file.
        seed: For `torch.manual_seed` before it starts, or None.
    """

    source: str
    path: str = ""
    seed: int | None = None


class Limits(msgspec.Struct, frozen=True):
    """How far a program may go.

    Attributes:
        seconds: Of running, or None.
        memory_mib: Resident memory of its process.
        output_bytes: Of what it prints; the rest is left out, and said to be.
        values: Values of one tensor that are kept.
    """

    seconds: float | None = None
    memory_mib: int = 6144
    output_bytes: int = 1_000_000
    values: int = MOST_VALUES


class Run(msgspec.Struct, frozen=True, tag=True):
    """To the child: run this."""

    program: Program
    values: int
    what_if: bool = False


class WhatIf(msgspec.Struct, frozen=True, tag=True):
    """To the child that rests: run a kept pass over again.

    Attributes:
        request: Comes back with the answer.
        number: Of the pass.
        changes: What is to be otherwise.
        order: The nodes in the order in which they were recorded.
        seconds: That one run of the pass may take.
        memory_mib: That it may take beyond what the program held.
    """

    request: int
    number: int
    changes: tuple[Change, ...]
    order: tuple[int, ...]
    seconds: float
    memory_mib: int


class Warm(msgspec.Struct, frozen=True, tag=True):
    """From the child: torch is imported, a program can start at once."""

    torch: str


class PassPart(msgspec.Struct, frozen=True, tag=True):
    """From the child: what the engine did next in one of its passes.

    Attributes:
        number: Of the pass, in the order in which passes began.
        line: Of the program, that asked for it.
        roots: Its root nodes.
        steps: Those that were not told yet.
        nodes, edges: Met for the first time.
    """

    number: int
    line: int | None
    roots: tuple[int, ...]
    steps: tuple[Step, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class MoreDetails(msgspec.Struct, frozen=True, tag=True):
    """From the child: what is known beyond the trace's contract since the last of these."""

    part: DetailsPart


class Kept(msgspec.Struct, frozen=True, tag=True):
    """From the child: a process keeps this pass for "what if"."""

    number: int
    pid: int


class NotKept(msgspec.Struct, frozen=True, tag=True):
    """From the child: none does, or no longer."""

    number: int
    problem: Problem


class Resting(msgspec.Struct, frozen=True, tag=True):
    """From the child: the program is over and out of memory, `WhatIf` is answered from now on."""


class WhatIfDone(msgspec.Struct, frozen=True, tag=True):
    """From the child that rests.

    Attributes:
        request: The question's.
        number: Of the pass.
        answer: What its nodes answered.
        unchanged: `digests` of the steps that they answer without any change.
    """

    request: int
    number: int
    answer: Answer
    unchanged: dict[int, bytes]


class Done(msgspec.Struct, frozen=True, tag=True):
    """From the child: the program ended, or is being ended.

    Attributes:
        error: What it raised, or None.
        variables: Its top-level tensors.
        nodes, edges: Met for the first time from those.
        names: Names of results by node id that were learnt after the node was sent.
        ended: Whether it came to its end by itself.
        complete: Whether everything was recorded.
        details: The last that is known beyond the trace's contract.
        details_complete: Whether the whole forward pass is listed.
        lesson: What there is to learn from the error, if that is known.
    """

    error: Error | None
    variables: tuple[Variable, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    names: dict[int, str]
    ended: bool
    complete: bool
    details: DetailsPart = DetailsPart()
    details_complete: bool = True
    lesson: Lesson | None = None


class Started(msgspec.Struct, frozen=True):
    """Event: the program's first line is about to run."""


class Output(msgspec.Struct, frozen=True):
    """Event: the program printed something."""

    text: str


class Progress(msgspec.Struct, frozen=True):
    """Event, a few times a second: the program still runs.

    Attributes:
        seconds: Since its start.
        steps: Of the engine, recorded so far.
        memory_mib: Resident memory of its process.
    """

    seconds: float
    steps: int
    memory_mib: float


class Finished(msgspec.Struct, frozen=True):
    """Event: the run is over.

    Attributes:
        trace: What was recorded, whatever the outcome.
        stopped: Whether the user stopped it.
        cut: Whether output beyond the limit was left out.
        complete: Whether everything was recorded, forward and backward; a run beyond the limits is not.
    """

    trace: Trace
    stopped: bool
    cut: bool
    complete: bool = True


class WhatIfFinished(msgspec.Struct, frozen=True):
    """Event: a "what if" is answered.

    Attributes:
        request: What `Client.what_if` returned.
        number: Of the pass.
        answer: The steps, as in a trace, or why there are none.
        differs: Nodes whose step is not the recorded one, to the last bit of what is kept.
        unlike: Nodes whose step is not the recorded one even without a change: hooks of the program's changed
            gradients there, which are not run again, or a node computes otherwise each time. What was
            recorded is what the program did.
    """

    request: int
    number: int
    answer: Answer
    differs: frozenset[int] = frozenset()
    unlike: frozenset[int] = frozenset()


Event = Started | Output | Progress | Finished | WhatIfFinished
FromChild = Warm | PassPart | MoreDetails | Done | Kept | NotKept | Resting | WhatIfDone

encode = msgspec.msgpack.Encoder().encode
decode_run = msgspec.msgpack.Decoder(Run).decode
decode_from_child = msgspec.msgpack.Decoder(FromChild).decode
decode_what_if = msgspec.msgpack.Decoder(WhatIf).decode
decode_answer = msgspec.msgpack.Decoder(Answer).decode
