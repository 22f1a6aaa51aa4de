"""Jacobians, backward's lines and gradchecks through a real client; hostile programs, and nothing is left."""

from __future__ import annotations

import os
from typing import get_args

import numpy as np
import pytest

from core.autograd.backward_lines import BackwardLines, BackwardLinesAnswer, LinesLimits
from core.autograd.gradcheck import Gradcheck, GradcheckAnswer
from core.autograd.jacobian import Jacobian, JacobianAnswer
from core.autograd.problem import Problem
from core.autograd.questions import Question, refused
from core.autograd.trace import Trace
from core.autograd.what_if import Upstream, WhatIf
from core.labs.autograd import example
from core.runner.protocol import Answered
from tests.core.runner.running import Runs

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="passes are kept by forking")


def kept(runs: Runs, source: str) -> Trace:
    runs.start(source, what_if=True)
    return runs.finish().trace


def node(trace: Trace, name: str) -> int:
    return next(one.id for one in trace.nodes if name in (one.name, one.variable))


def jacobian(runs: Runs, question: Jacobian, seconds: float = 20.0) -> JacobianAnswer:
    answer = runs.ask(question, seconds=seconds)
    assert isinstance(answer, JacobianAnswer)
    return answer


def lines(runs: Runs, question: BackwardLines, seconds: float = 20.0) -> BackwardLinesAnswer:
    answer = runs.ask(question, seconds=seconds)
    assert isinstance(answer, BackwardLinesAnswer)
    return answer


def check(runs: Runs, question: Gradcheck, seconds: float = 20.0) -> GradcheckAnswer:
    answer = runs.ask(question, seconds=seconds)
    assert isinstance(answer, GradcheckAnswer)
    return answer


def test_every_pair_of_the_lectures_program(runs: Runs) -> None:
    trace = kept(runs, example("mean_of_squares").program)
    x, y, z, a = (node(trace, name) for name in "xyza")
    assert jacobian(runs, Jacobian(0, (a, 0), (x, 0))).array.tolist() == [[-1.5, 0.0, 1.5, 3.0]]
    assert jacobian(runs, Jacobian(0, (a, 0), (z, 0))).array.tolist() == [[0.25] * 4]
    assert jacobian(runs, Jacobian(0, (y, 0), (x, 0))).array.tolist() == np.eye(4).tolist()
    answer = jacobian(runs, Jacobian(0, (z, 0), (y, 0), rows=(0, 3)))
    assert answer.array.tolist() == [[-6.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 12.0]]
    assert (answer.y_shape, answer.x_shape, answer.dtype, answer.rows) == ((2, 2), (2, 2), "float32", (0, 3))


def test_a_large_matrix_comes_whole(runs: Runs) -> None:
    trace = kept(runs, "import torch\nx = torch.rand(2048, requires_grad=True)\ny = x * 2\ny.sum().backward()\n")
    answer = jacobian(runs, Jacobian(0, (node(trace, "y"), 0), (node(trace, "x"), 0)))
    assert answer.problem is None
    assert np.array_equal(answer.array, 2 * np.eye(2048))


def test_the_lectures_functions_line_by_line_and_checked(runs: Runs) -> None:
    trace = kept(runs, example("custom_max").program)
    custom = node(trace, "MaxBackward")
    found = lines(runs, BackwardLines(0, custom))
    assert (found.problem, found.function, found.context.names) == (None, "Max", ("values", "place"))
    assert [one.line for one in found.lines] == [14, 15, 16, 17, 18]
    verdict = check(runs, Gradcheck(0, custom))
    assert (verdict.problem, verdict.verdict, len(verdict.pairs)) == (None, True, 1)


def test_of_a_program_that_checks_itself_the_right_call_is_found(runs: Runs) -> None:
    trace = kept(runs, example("custom_network").program)
    last = len(trace.passes) - 1
    found = check(runs, Gradcheck(last, node(trace, "AddBackward")))
    assert (found.problem, found.verdict, found.function, len(found.pairs)) == (None, True, "Add", 2)


def test_the_gradient_that_arrived_is_the_recorded_one(runs: Runs) -> None:
    source = example("custom_max").program.replace(
        "largest.backward()", "largest.register_hook(lambda g: g * 7)\nlargest.backward()"
    )
    trace = kept(runs, source)
    found = lines(runs, BackwardLines(0, node(trace, "MaxBackward")))
    assert [one.values for one in found.arrived if one is not None] == [7.0]


HOSTILE = (
    "import torch, time, os, sys\nparent = os.getpid()\nclass Own(torch.autograd.Function):\n    @staticmethod\n"
    "    def forward(ctx, x):\n        return x * 1\n    @staticmethod\n    def backward(ctx, g):\n"
    "        first = True\n        if os.getpid() != parent: {act}\n        return g\n"
    "x = torch.rand(3, requires_grad=True)\nOwn.apply(x * 2).sum().backward()\n"
)


def hostile(runs: Runs, act: str) -> tuple[int, int]:
    """The custom node and the leaf's, of a program whose backward misbehaves only in a copy of its process."""
    trace = kept(runs, HOSTILE.format(act=act))
    assert trace.error is None
    return node(trace, "OwnBackward"), node(trace, "x")


def still_answers(runs: Runs, custom: int) -> bool:
    return runs.ask(Jacobian(0, (custom, 0), (custom, 0))).problem is None


ENDLESS = {
    "lines": "\n            while True: last = 1",
    "caught": "\n            while True:\n                try:\n                    while True: last = 1\n                except BaseException: pass",
    "recursion": "\n            def f(): return f()\n            sys.setrecursionlimit(10 ** 6); f()",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_backward_without_end_is_told_up_to_the_limit(runs: Runs, name: str) -> None:
    custom, leaf = hostile(runs, ENDLESS[name])
    found = lines(runs, BackwardLines(0, custom, LinesLimits(lines=30)))
    assert (found.problem, len(found.lines), found.returned) == ("too many lines", 30, None)
    assert jacobian(runs, Jacobian(0, (custom, 0), (leaf, 0)), 1.0).problem in ("timed out", "died", "raised")
    assert still_answers(runs, custom)


def test_what_sleeps_is_told_up_to_the_line_where_it_does(runs: Runs) -> None:
    custom, leaf = hostile(runs, "time.sleep(1000)")
    found = lines(runs, BackwardLines(0, custom), 1.0)
    assert found.problem == "timed out"
    assert [one.line for one in found.lines] == [8, 9, 10]
    assert jacobian(runs, Jacobian(0, (custom, 0), (leaf, 0)), 1.0).problem == "timed out"
    assert check(runs, Gradcheck(0, custom), 1.0).problem == "timed out"
    assert still_answers(runs, custom)


def test_rows_that_came_in_time_are_there(runs: Runs) -> None:
    custom, leaf = hostile(runs, "time.sleep(1000 * float(g[2]))")
    found = jacobian(runs, Jacobian(0, (custom, 0), (leaf, 0)), 2.0)
    assert (found.problem, found.rows) == ("timed out", (0, 1))
    assert found.array.tolist() == [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]


def test_what_holds_pythons_lock_is_killed(runs: Runs) -> None:
    custom, _ = hostile(runs, "sum(range(10 ** 12))")
    for question in (BackwardLines(0, custom), Gradcheck(0, custom)):
        assert runs.ask(question, seconds=1.0).problem == "timed out"
    assert still_answers(runs, custom)


ENDS = {
    "os._exit": "os._exit(3)",
    "crash": "import ctypes; ctypes.string_at(0)",
}


@pytest.mark.parametrize("name", ENDS)
def test_a_backward_that_ends_the_process(runs: Runs, name: str) -> None:
    custom, leaf = hostile(runs, ENDS[name])
    questions: list[Question] = [BackwardLines(0, custom), Gradcheck(0, custom), Jacobian(0, (custom, 0), (leaf, 0))]
    assert [runs.ask(one).problem for one in questions] == ["died"] * 3
    assert still_answers(runs, custom)


def test_a_backward_that_leaves_the_program(runs: Runs) -> None:
    custom, _ = hostile(runs, "sys.exit(3)")
    found = lines(runs, BackwardLines(0, custom))
    assert found.failure is not None
    assert (found.problem, found.failure.type, found.failure.line) == ("raised", "SystemExit", 10)
    verdict = check(runs, Gradcheck(0, custom))
    assert verdict.failure is not None
    assert (verdict.problem, verdict.failure.type) == ("raised", "SystemExit")
    assert still_answers(runs, custom)


def test_a_backward_that_wants_all_memory(runs: Runs) -> None:
    custom, leaf = hostile(runs, "torch.ones(1 << 33)")
    found = lines(runs, BackwardLines(0, custom))
    assert found.failure is not None
    assert "memory" in found.failure.message
    assert jacobian(runs, Jacobian(0, (custom, 0), (leaf, 0))).problem == "raised"
    assert check(runs, Gradcheck(0, custom)).problem == "raised"
    assert still_answers(runs, custom)


def test_what_nobody_waits_for_any_more_is_ended(runs: Runs) -> None:
    custom, leaf = hostile(runs, "time.sleep(1000)")
    endless = BackwardLines(0, custom)
    under_way = runs.client.ask(endless, seconds=500.0)
    in_line = runs.client.ask(endless, seconds=500.0)
    last = runs.client.ask(Jacobian(0, (custom, 0), (custom, 0)), seconds=500.0)
    runs.client.give_up(in_line)
    runs.client.give_up(under_way)
    assert runs.answer(last).problem is None
    told = [event.request for _, event in runs.events if isinstance(event, Answered)]
    assert told == [last]
    for _ in range(3):  # Also of what two runs are made, and of what has been answered.
        request = runs.client.ask(WhatIf(0, (Upstream(0, 2.0),)), seconds=500.0)
        runs.client.give_up(request)
        runs.client.give_up(last)
    assert jacobian(runs, Jacobian(0, (leaf, 0), (custom, 0))).problem is None


def test_giant_values_have_statistics(runs: Runs) -> None:
    custom, _ = hostile(
        runs, "large = torch.ones(2_000_000); text = 'a' * 10_000_000; many = list(range(10 ** 6)); many[0] = many"
    )
    found = lines(runs, BackwardLines(0, custom))
    assert found.problem is None
    shown = {name: one for line in found.lines for name, one in line.changed.items()}
    assert shown["large"].tensor is not None
    assert shown["large"].tensor.kept is None
    assert len(shown["text"].text) < 1000
    assert shown["many"].more > 900_000


def test_giant_outputs_have_codes(runs: Runs) -> None:
    source = (
        "import torch\nclass Own(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n        return x.expand(100_000) * 1\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return g.sum().reshape(1)\n"
        "x = torch.rand(1, requires_grad=True)\ny = Own.apply(x)\ny.sum().backward()\n"
    )
    trace = kept(runs, source)
    custom, leaf = node(trace, "OwnBackward"), node(trace, "x")
    found = jacobian(runs, Jacobian(0, (custom, 0), (leaf, 0)))
    assert (found.problem, found.y_shape, found.x_shape) == ("too many rows", (100_000,), (1,))
    assert jacobian(runs, Jacobian(0, (custom, 0), (leaf, 0), rows=(99_999,))).array.tolist() == [[1.0]]
    assert check(runs, Gradcheck(0, custom)).problem == "outputs too large"
    assert lines(runs, BackwardLines(0, custom)).problem is None


def test_without_a_kept_pass_each_question_has_its_code(runs: Runs) -> None:
    questions: list[Question] = [WhatIf(0), Jacobian(0, (0, 0), (0, 0)), BackwardLines(0, 0), Gradcheck(0, 0)]
    runs.run(example("custom_max").program)
    assert [runs.ask(one).problem for one in questions] == ["unavailable"] * 4
    kept(runs, example("custom_max").program)
    away: list[Question] = [WhatIf(7), Jacobian(7, (0, 0), (0, 0)), BackwardLines(7, 0), Gradcheck(7, 0)]
    assert [runs.ask(one).problem for one in away] == ["not kept"] * 4
    assert runs.ask(Gradcheck(0, 1)).problem == "not recorded"
    assert runs.ask(BackwardLines(0, 1)).problem == "not custom"


@pytest.mark.parametrize("problem", get_args(Problem))
def test_every_question_can_be_refused(problem: Problem) -> None:
    for question in (WhatIf(0), Jacobian(0, (0, 0), (0, 0)), BackwardLines(0, 0), Gradcheck(0, 0)):
        answer = refused(question, problem)
        assert answer.problem == problem
        assert type(answer).__name__ == f"{type(question).__name__}Answer"
