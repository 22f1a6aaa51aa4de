"""What the interface and the process of a user's program say to each other; msgpack, never pickle."""

from __future__ import annotations

import msgspec

from core.autograd.details import DetailsPart
from core.autograd.lesson import Lesson
from core.autograd.problem import Problem
from core.autograd.questions import Answer, Question
from core.autograd.trace import MOST_VALUES, Edge, Error, Node, Step, Trace, Variable


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


class Ask(msgspec.Struct, frozen=True, tag=True):
    """To the child that rests: a question to a kept pass.

    Attributes:
        request: Comes back with the answer.
        question: What is asked.
        seconds: That one run of it may take.
        memory_mib: That it may take beyond what the program held.
    """

    request: int
    question: Question
    seconds: float
    memory_mib: int


class GiveUp(msgspec.Struct, frozen=True, tag=True):
    """To the child that rests: nobody waits for this answer any more. There is none, unless it is on its way."""

    request: int


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
    """From the child: a process keeps this pass, to be asked."""

    number: int
    pid: int


class NotKept(msgspec.Struct, frozen=True, tag=True):
    """From the child: none does, or no longer."""

    number: int
    problem: Problem


class Resting(msgspec.Struct, frozen=True, tag=True):
    """From the child: the program is over and out of memory, each `Ask` is answered from now on."""


class Replied(msgspec.Struct, frozen=True, tag=True):
    """From the child that rests.

    Attributes:
        request: The question's.
        answer: Of the kind that belongs to the question.
        unchanged: To a "what if": `digests` of the steps that the nodes answer without any change.
    """

    request: int
    answer: Answer
    unchanged: dict[int, bytes] = {}


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
        rests: Whether the process stays to be asked; all that was printed is out, and `Resting` follows.
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
    rests: bool = False


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


class Answered(msgspec.Struct, frozen=True):
    """Event: a question to a kept pass is answered.

    Attributes:
        request: What `Client.ask` returned.
        question: As it was asked.
        answer: Of the kind that belongs to it, with a problem's code where it is not complete.
    """

    request: int
    question: Question
    answer: Answer


Event = Started | Output | Progress | Finished | Answered
FromChild = Warm | PassPart | MoreDetails | Done | Kept | NotKept | Resting | Replied

encode = msgspec.msgpack.Encoder().encode
decode_run = msgspec.msgpack.Decoder(Run).decode
decode_from_child = msgspec.msgpack.Decoder(FromChild).decode
decode_ask = msgspec.msgpack.Decoder(Ask).decode
decode_to_resting = msgspec.msgpack.Decoder(Ask | GiveUp).decode
decode_answer = msgspec.msgpack.Decoder(Answer).decode
