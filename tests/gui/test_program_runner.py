"""Programs and questions to their kept passes, as signals on the interface's thread."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.autograd.backward_lines import BackwardLines
from core.autograd.gradcheck import Gradcheck
from core.autograd.jacobian import Jacobian, JacobianAnswer
from core.autograd.questions import Question
from core.autograd.what_if import WhatIf
from core.labs.autograd import example
from core.runner.protocol import Answered, Finished, Limits, Program
from gui.program_runner import ProgramRunner

PATIENCE = 60_000
"""Milliseconds."""


@pytest.fixture
def runner(qapp: object) -> Iterator[ProgramRunner]:
    made = ProgramRunner()
    yield made
    made.close()


def test_a_program_is_run_and_its_pass_asked(runner: ProgramRunner, qtbot: QtBot) -> None:
    finished: list[Finished] = []
    answered: list[Answered] = []
    runner.finished.connect(finished.append)
    runner.answered.connect(answered.append)
    runner.run(Program(example("custom_max").program), Limits())
    qtbot.waitUntil(lambda: bool(finished), timeout=PATIENCE)
    questions: list[Question] = [Jacobian(0, (0, 0), (1, 0)), BackwardLines(0, 0), Gradcheck(0, 0), WhatIf(0)]
    requests = [runner.ask(one) for one in questions]
    qtbot.waitUntil(lambda: len(answered) == len(questions), timeout=PATIENCE)
    assert [(one.request, one.question) for one in answered] == list(zip(requests, questions, strict=True))
    wanted = None if hasattr(os, "fork") else "unavailable"
    assert [one.answer.problem for one in answered] == [wanted] * 4
    matrix = answered[0].answer
    assert isinstance(matrix, JacobianAnswer)
    if wanted is None:
        assert matrix.array.tolist() == [[0.0, 1.0, 0.0]]


def test_an_answer_that_is_known_at_once_comes_after_its_number(runner: ProgramRunner, qtbot: QtBot) -> None:
    answered: list[Answered] = []
    runner.answered.connect(answered.append)
    request = runner.ask(Jacobian(0, (0, 0), (0, 0)))
    assert answered == []
    qtbot.waitUntil(lambda: bool(answered), timeout=PATIENCE)
    assert (answered[0].request, answered[0].answer.problem) == (request, "unavailable")
    runner.give_up(request)
