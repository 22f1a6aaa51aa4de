"""Runs programs in child processes, one each, with a warm one waiting; enforces limits; never blocks."""

from __future__ import annotations

import codecs
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from core.autograd.backward_lines import BackwardLines
from core.autograd.details import Details, DetailsGathering
from core.autograd.gradcheck import Gradcheck, given_to
from core.autograd.problem import Problem, ProblemError
from core.autograd.questions import Question, refused
from core.autograd.trace import Edge, Error, Node, Outcome, Pass, Step, Trace, Variable
from core.autograd.what_if import WhatIf, WhatIfAnswer, differing, digests
from core.runner.process import ChildProcess
from core.runner.protocol import (
    Answered,
    Ask,
    Done,
    Event,
    Finished,
    GiveUp,
    Kept,
    Limits,
    MoreDetails,
    NotKept,
    Output,
    PassPart,
    Program,
    Progress,
    Replied,
    Resting,
    Run,
    Started,
    Warm,
    decode_from_child,
    encode,
)

WATCH_EVERY = 0.05
"""Seconds between two looks at a process's time and memory."""
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
OUTPUT_EVERY = 0.05
"""Seconds between two `Output` events: a flood of printing must not become a flood of events."""
PROGRESS_EVERY = 0.25
"""Seconds between two `Progress` events."""
SHARE_OF_MEMORY = 0.9
"""Of the memory that is free when a program starts, which it may use at most: the system must live on."""


KEPT_EVERY = 0.5
"""Seconds between two looks at the memory of what is kept of a program."""
LAST_OUTPUT_WAIT = 0.1
"""Seconds that the last of the output may take to arrive when a program says that it is over."""
ANSWER_SECONDS = 20.0
"""That one run of what is asked of a kept pass may take."""
ANSWER_MIB = 1024
"""Memory that it may take beyond what the program held."""


WARM_AFTER = 0.25
"""Seconds that the next process waits with importing torch: a short program and its graph have the processors for
themselves, and whoever runs a second one does not wait for long."""


class Client:
    """Runs one program at a time.

    Args:
        on_event: Called with each event, on a thread of the client's.
        keep_warm: Whether a process is made ready for the next program when one ends.
    """

    def __init__(self, on_event: Callable[[Event], None], *, keep_warm: bool = True) -> None:
        self._on_event = on_event
        self._keep_warm = keep_warm
        self._lock = threading.RLock()
        self._spare: Session | None = None
        self._running: Session | None = None
        self._resting: Session | None = None
        self._requests = 0
        self._closed = False
        self._warming: threading.Timer | None = None

    def warm(self) -> None:
        """Have a process ready with torch imported."""
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = Session(self._on_event, self._ended)

    def run(self, program: Program, limits: Limits | None = None, *, what_if: bool = False) -> None:
        """Run a program; one that still runs is stopped first, and what was kept of the one before is let go.

        Args:
            program: The program.
            limits: How far it may go.
            what_if: Whether to keep passes of it for `ask`; its process then stays, resting, when it has
                ended.
        """
        self.stop()
        with self._lock:
            self.warm()
            self._running, self._spare = self._spare, None
            self._resting = None
            if self._running is not None:
                self._running.run(program, limits or Limits(), what_if=what_if)
            # Already now: after a stop or a crash the next run must not wait for torch.
            self._warm_soon()

    @property
    def ready(self) -> bool:
        """Whether the next program can start at once: its process is there and has imported torch."""
        spare = self._spare
        return spare is not None and spare.is_warm

    @property
    def running(self) -> bool:
        """Whether a program runs."""
        return self._running is not None

    def stop(self) -> None:
        """Stop the running program; its `Finished` says so. What is kept of one that has ended is let go."""
        for session in (self._running, self._resting):
            if session is not None:
                session.stop()

    def ask(self, question: Question, *, seconds: float = ANSWER_SECONDS) -> int:
        """Ask a kept pass of the program that ended last; `Answered` follows.

        Args:
            question: What is asked.
            seconds: That one run of the answer may take.

        Returns:
            A number that the event carries. Where it is known at once that there is no answer, the event comes
            before this returns, on the caller's thread.
        """
        with self._lock:
            self._requests += 1
            request, session, running = self._requests, self._resting, self._running
        if session is not None and running is None:
            session.ask(request, question, seconds)
        else:
            problem: Problem = "unavailable" if running is None else "running"
            self._on_event(Answered(request, question, refused(question, problem)))
        return request

    def give_up(self, request: int) -> None:
        """Want no answer to a question any more: what works at it is ended, and the next one is answered.

        Only an answer that is already being told still comes.
        """
        session = self._resting
        if session is not None:
            session.give_up(request)

    def close(self) -> None:
        """Stop everything; no process and no thread is left."""
        with self._lock:
            self._closed = True
            sessions = (self._running, self._spare, self._resting)
            self._running = self._spare = self._resting = None
            warming = self._warming
        if warming is not None:
            warming.cancel()
            warming.join()
        for session in sessions:
            if session is not None:
                session.close()

    def _ended(self, session: Session) -> None:
        with self._lock:
            if self._spare is session:
                self._spare = None
                return
            if self._running is session:
                # Of one whose passes are not kept it is still known why.
                self._running, self._resting = None, session
            self._warm_soon()

    def _warm_soon(self) -> None:
        """Have the next process ready in a while; called with the lock held."""
        if not self._keep_warm or self._closed or self._spare is not None:
            return
        if self._warming is None or not self._warming.is_alive():
            self._warming = threading.Timer(WARM_AFTER, self.warm)
            self._warming.daemon = True
            self._warming.start()


class Session:
    """One child process and the one program that it runs."""

    def __init__(self, on_event: Callable[[Event], None], on_end: Callable[[Session], None]) -> None:
        self._on_event = on_event
        self._on_end = on_end
        self._lock = threading.RLock()
        self._limits = Limits()
        self._torch = ""
        self._started_at: float | None = None
        self._asked = False
        self._verdict: Outcome | None = None
        self._stopped = False
        self._silent = False
        self._done: Done | None = None
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._passes: dict[int, tuple[int | None, tuple[int, ...], list[Step]]] = {}
        self._details = DetailsGathering()
        self._steps = 0
        self._printed: list[str] = []
        self._unsent: list[str] = []
        self._bytes = 0
        self._cut = False
        self._last_output = 0.0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._over = threading.Event()
        self._kept: dict[int, int | Problem] = {}
        self._keeps = False
        self._alive = True
        self._rests = False
        self._finished = False
        self._to_resting: list[bytes] = []  # What is said to the process that rests before it does.
        self._asked_for: dict[int, Question] = {}
        self._known_details = Details()
        self._child = ChildProcess(
            "core.runner.child", on_message=self._message, on_exit=self._exited, on_output=self._output
        )
        self._watcher = threading.Thread(target=self._watch, name="program watcher", daemon=True)

    @property
    def is_warm(self) -> bool:
        """Whether torch is imported."""
        return bool(self._torch)

    def run(self, program: Program, limits: Limits, *, what_if: bool) -> None:
        """Send the program; it starts as soon as the process is warm."""
        self._limits = limits
        self._asked = True
        self._keeps = what_if
        self._child.send(encode(Run(program, limits.values, what_if)))
        self._watcher.start()
        if self._torch:
            self._start()

    def stop(self) -> None:
        """End the process, by request of the user."""
        self._stopped = True
        self._child.stop()

    def ask(self, request: int, question: Question, seconds: float) -> None:
        """Ask the process that rests, or tell at once why there is nobody to ask."""
        with self._lock:
            kept = self._kept.get(question.number, "not kept") if self._keeps else "unavailable"
            problem: Problem | None = kept if isinstance(kept, str) else None if self._alive else "gone"
            if problem is None:
                self._asked_for[request] = question
        if problem is None:
            try:
                self._tell_resting(encode(Ask(request, self._completed(question), seconds, ANSWER_MIB)))
                return
            except ProblemError as error:
                problem = error.problem
                with self._lock:
                    self._asked_for.pop(request, None)
        self._emit(Answered(request, question, refused(question, problem)))

    def give_up(self, request: int) -> None:
        """Have no answer to a question any more."""
        with self._lock:
            known = self._asked_for.pop(request, None) is not None
        if known:
            self._tell_resting(encode(GiveUp(request)))

    def _tell_resting(self, message: bytes) -> None:
        with self._lock:
            if self._rests:
                self._child.send(message)
            else:
                self._to_resting.append(message)

    def _completed(self, question: Question) -> Question:
        """A question with what was recorded put into it."""
        match question:
            case WhatIf(number=number):
                return replace(question, order=tuple(step.node for step in self._steps_of(number)))
            case BackwardLines(number=number, node=node):
                incoming = next((step.incoming for step in self._steps_of(number) if step.node == node), ())
                return replace(question, arrived=incoming)
            case Gradcheck(node=node):
                return replace(question, given=given_to(self._known_details, node))
            case _:
                return question

    def close(self) -> None:
        """End the process without another event."""
        self._silent = True
        self._child.stop()
        self._over.set()
        if self._asked and threading.current_thread() is not self._watcher:
            self._watcher.join()

    def _start(self) -> None:
        with self._lock:
            if self._started_at is not None:
                return
            self._started_at = time.monotonic()
        self._emit(Started())

    def _emit(self, event: Event) -> None:
        if not self._silent:
            self._on_event(event)

    def _message(self, data: bytes) -> None:
        try:
            message = decode_from_child(data)
        except msgspec.MsgspecError:
            return  # The program wrote into our pipe; what it broke is told by how the process ends.
        match message:
            case Warm(torch=version):
                self._torch = version
                if self._asked:
                    self._start()
            case PassPart():
                known = self._passes.setdefault(message.number, (message.line, message.roots, []))
                known[2].extend(message.steps)
                self._steps += len(message.steps)
                self._nodes.extend(message.nodes)
                self._edges.extend(message.edges)
            case MoreDetails(part=part):
                self._details.add(part)
            case Done():
                if not self._finished:
                    self._done = message
                # What it becomes takes longer to come up than the whole run of a small program takes. Where something
                # that the program started may still print, that is ended first.
                if message.rests and self._child.wait_for_output(LAST_OUTPUT_WAIT):
                    self._finish(0)
            case Kept(number=number, pid=pid):
                self._kept[number] = pid
            case NotKept(number=number, problem=problem):
                self._kept[number] = problem
            case Resting():
                self._rest()
            case Replied():
                self._answered(message)

    def _steps_of(self, number: int) -> Sequence[Step]:
        return self._passes[number][2] if number in self._passes else ()

    def _answered(self, replied: Replied) -> None:
        with self._lock:
            question = self._asked_for.pop(replied.request, None)
        if question is None:
            return
        answer = replied.answer
        if isinstance(answer, WhatIfAnswer):
            recorded = digests(self._steps_of(question.number))
            differs = differing(recorded, digests(answer.steps))
            unlike = differing(recorded, replied.unchanged) if replied.unchanged else frozenset()
            answer = replace(answer, differs=differs, unlike=unlike)
        self._emit(Answered(replied.request, question, answer))

    def _rest(self) -> None:
        """The program is over, and its process stays to answer."""
        self._child.settle(self._kept_pids())
        with self._lock:
            self._rests = True
            waiting, self._to_resting = self._to_resting, []
        for message in waiting:
            self._child.send(message)
        self._finish(0)

    def _kept_pids(self) -> list[int]:
        return [pid for pid in list(self._kept.values()) if isinstance(pid, int)]

    def _output(self, part: bytes) -> None:
        room = self._limits.output_bytes - self._bytes
        if room <= 0:
            self._cut = True
            return
        if len(part) > room:
            self._cut, part = True, part[:room]
        self._bytes += len(part)
        text = self._decoder.decode(part)
        with self._lock:
            self._printed.append(text)
            self._unsent.append(text)
        if time.monotonic() - self._last_output >= OUTPUT_EVERY:
            self._flush_output()

    def _flush_output(self) -> None:
        with self._lock:
            text, self._unsent = "".join(self._unsent), []
            self._last_output = time.monotonic()
        if text:
            self._emit(Output(text))

    def _watch(self) -> None:
        """Ends the process when it takes too long or too much memory; sends on what it printed last."""
        limits = self._limits
        most_memory = min(limits.memory_mib, available_mib() * SHARE_OF_MEMORY)
        told_at = looked_at = kept_memory = 0.0
        while not self._over.wait(WATCH_EVERY):
            self._flush_output()
            running = 0.0 if self._started_at is None else time.monotonic() - self._started_at
            memory = resident_mib(self._child.pid)
            if running - looked_at >= KEPT_EVERY:
                looked_at = running
                kept_memory = sum(shared_mib(pid) for pid in self._kept_pids())
            if running - told_at >= PROGRESS_EVERY:
                told_at = running
                self._emit(Progress(running, self._steps, memory))
            verdict: Outcome | None = None
            if limits.seconds is not None and running > limits.seconds:
                verdict = "timed out"
            elif memory > most_memory:
                verdict = "out of memory"
            elif memory + kept_memory > most_memory:
                # The program comes first.
                self._let_go_of_kept()
                kept_memory = 0.0
            if verdict is not None and self._done is None:
                self._verdict = verdict
                self._child.stop()
                return

    def _let_go_of_kept(self) -> None:
        pids = self._kept_pids()
        self._kept.update({number: "too large" for number, pid in list(self._kept.items()) if isinstance(pid, int)})
        self._child.end_some(pids)

    def _exited(self, status: int) -> None:
        self._over.set()
        with self._lock:
            self._alive = False
            unanswered, self._asked_for = self._asked_for, {}
        for request, question in unanswered.items():
            self._emit(Answered(request, question, refused(question, "gone")))
        self._finish(status)

    def _finish(self, status: int) -> None:
        with self._lock:
            if self._finished:
                return
            self._finished = True
        self._over.set()
        # First, so that whoever hears of the end may ask for the next run.
        self._on_end(self)
        if self._asked and not self._silent:
            self._flush_output()
            trace = self._trace(status)
            done = self._done
            stopped = self._stopped and (done is None or not done.ended)
            complete = done is not None and done.complete and done.ended
            self._emit(Finished(trace, stopped, self._cut, complete))

    def _trace(self, status: int) -> Trace:
        done = self._done
        error: Error | None
        outcome: Outcome
        variables: tuple[Variable, ...] = ()
        if done is not None:
            variables = done.variables
            self._nodes.extend(done.nodes)
            self._edges.extend(done.edges)
            self._details.add(done.details)
        if done is not None and done.ended:
            error = done.error
            outcome = "finished" if error is None else "raised"
        else:
            outcome = self._verdict or "died"
            error = None if self._verdict or self._stopped else exit_error(status)
        names = {} if done is None else done.names
        complete, lesson = (False, None) if done is None else (done.details_complete, done.lesson)
        nodes = tuple(
            replace(node, variable=names[node.id]) if node.variable is None and node.id in names else node
            for node in self._nodes
        )
        self._known_details = self._details.details(nodes, complete=complete, lesson=None if error is None else lesson)
        return Trace(
            torch=self._torch,
            outcome=outcome,
            error=error,
            output="".join(self._printed),
            variables=variables,
            nodes=nodes,
            edges=tuple(self._edges),
            passes=tuple(Pass(line, roots, tuple(steps)) for _, (line, roots, steps) in sorted(self._passes.items())),
            details=self._known_details,
        )


def exit_error(status: int) -> Error:
    """How a process ended that did not tell: its exit status, or the signal that killed it."""
    if status >= 0:
        return Error("Exit", f"exit status {status}", None)
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    return Error("Signal", name, None)


def available_mib() -> float:
    """Memory that is free, in MiB; infinite where the system does not tell (only Linux does here)."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) / 1024
    return float("inf")


def resident_mib(pid: int) -> float:
    """Memory that a process holds, in MiB; 0 where the system does not tell (only Linux does here)."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * PAGE / (1 << 20)
    return 0.0


def shared_mib(pid: int) -> float:
    """A process's share of the memory that it holds with others, in MiB; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
