"""Programs under the recorder, gathered as the client gathers them.

``python -m tests.core.autograd.recorded_run FOLDER`` writes each program's trace there, with its details, and what
the program printed.
"""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from msgspec.structs import replace

from core.autograd.details import Details, DetailsGathering
from core.autograd.lesson import Lesson
from core.autograd.recorder import Recorder
from core.autograd.trace import Edge, Error, Node, Outcome, Pass, Step, Trace, Variable, encode_json
from tests.core.autograd.plain_run import run, seeded
from tests.core.autograd.programs import DIGEST, FILE, PROGRAMS

RUN_TWICE = {"scripted"}
"""Torch runs these in another way the second time, as the plain run does."""


class Recorded:
    """A program run under the recorder in this process, and what was told of it."""

    def __init__(self, source: str, most_values: int = 4096, digest: bool = False) -> None:
        self.scope: dict[str, Any] = {"__name__": "__main__"}
        self._parts: dict[int, tuple[int | None, tuple[int, ...], list[Step]]] = {}
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._details = DetailsGathering()
        self._lesson: Lesson | None = None
        recorder = Recorder(FILE, lambda: self.scope, self._take, most_values, self._details.add)
        self.recorder = recorder
        recorder.start()
        try:
            error = run(source, self.scope, lambda raised: self._explain(raised, source))
            if digest:
                exec(DIGEST, self.scope)
        finally:
            variables, nodes, edges = recorder.finish()
        self._nodes += nodes
        self._edges += edges
        self._details.add(recorder.last_details())
        outcome: Outcome = "finished" if error is None else "raised"
        self.trace = self._trace(outcome, None if error is None else Error(*error), variables)

    @property
    def details(self) -> Details:
        """Of the trace."""
        assert self.trace.details is not None
        return self.trace.details

    def _explain(self, raised: BaseException, source: str) -> None:
        self._lesson = self.recorder.lesson(raised, source)

    def _take(
        self,
        number: int,
        line: int | None,
        roots: Sequence[int],
        steps: Sequence[Step],
        nodes: Sequence[Node],
        edges: Sequence[Edge],
    ) -> None:
        self._parts.setdefault(number, (line, tuple(roots), []))[2].extend(steps)
        self._nodes += nodes
        self._edges += edges

    def _trace(self, outcome: Outcome, error: Error | None, variables: tuple[Variable, ...]) -> Trace:
        names = self.recorder.result_names
        self._nodes = [replace(node, variable=node.variable or names.get(node.id)) for node in self._nodes]
        return Trace(
            torch=str(torch.__version__),
            outcome=outcome,
            error=error,
            output="",
            variables=variables,
            nodes=tuple(self._nodes),
            edges=tuple(self._edges),
            passes=tuple(Pass(line, roots, tuple(steps)) for _, (line, roots, steps) in sorted(self._parts.items())),
            details=self._details.details(self._nodes, complete=self.recorder.forward_complete, lesson=self._lesson),
        )


def main(folder: Path) -> None:
    warnings.simplefilter("ignore")
    for name, source in PROGRAMS.items():
        if name in RUN_TWICE:
            run(source, {"__name__": "__main__"})
        seeded()
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            recorded = Recorded(source, digest=True)
        (folder / f"{name}.txt").write_text(output.getvalue())
        (folder / f"{name}.json").write_bytes(encode_json(recorded.trace, details=True))
        (folder / f"{name}.complete").write_text(str(recorded.recorder.complete))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
