"""Predict: real runs, typed and clicked answers, the score."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.autograd.prediction import Hidden, Problem, Reading, Score, hidden
from core.autograd.replay import Replay
from core.autograd.tensor import Tensor
from core.labs.autograd import example
from gui.labs.autograd.predict import PredictCard, reading_sentence
from gui.language import LanguageCode, language
from gui.main_window import MainWindow
from tests.core.runner.running import running
from tests.gui.conftest import type_text
from tests.gui.labs.test_autograd import lab_with, run

LEFT = Qt.MouseButton.LeftButton
LARGE = "import torch\nx = torch.ones(9, 9, requires_grad=True)\n(x * 2).sum().backward()\n"
TWICE = (
    "import torch\nx = torch.ones(2, requires_grad=True)\nfor _ in range(2):\n    (x * 2).sum().backward()\ny = x * 3\n"
)
WITHOUT = "import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 3\n"
Make = Callable[[Replay | None, int], PredictCard]


@pytest.fixture(scope="module")
def replays() -> dict[str, Replay]:
    with running() as runs:
        programs = {"fan": example("mean_of_products").program, "large": LARGE, "twice": TWICE, "without": WITHOUT}
        return {name: Replay(runs.run(source).trace) for name, source in programs.items()}


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def made(replay: Replay | None, step: int) -> PredictCard:
        card = PredictCard()
        qtbot.addWidget(card)
        card.resize(420, 520)
        card.switch.setChecked(True)
        card.show_next(replay, step)
        card.show()
        qtbot.waitExposed(card)
        return card

    return made


def last_engine_step(replay: Replay, back: int = 0) -> int:
    """The position before the last step of the engine, or before one of those before it."""
    return [step for step in range(replay.length) if replay.frame(step + 1).record is not None][-1 - back]


def asked(replay: Replay, step: int) -> Hidden:
    one = hidden(replay, step)
    assert one is not None
    return one


def gradient(replay: Replay, step: int) -> Tensor:
    found = asked(replay, step).gradient
    assert found is not None
    return found


def test_a_gradient_typed_in_fractions_is_right(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    replay = replays["fan"]
    step = last_engine_step(replay)
    card = make(replay, step)
    assert ".grad" in card.question.text()
    assert not card.commit.isEnabled()
    assert not card.recorded.isVisible()
    card.field.setFocus()
    type_text(card.field, "-٣/٢ 0; 1.5 3")
    np.testing.assert_allclose(card.grid.cells.values, [[-1.5, 0], [1.5, 3]])
    with qtbot.waitSignal(card.revealed) as told:
        QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert told.args == [True]
    assert card.score == Score(1, 1)
    assert "✓" in card.verdict.text()
    assert card.recorded.isVisible()
    assert not card.field.isVisible()


def test_wrong_entries_are_marked_and_named(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    replay = replays["fan"]
    step = last_engine_step(replay)
    card = make(replay, step)
    place = card.grid.cell_rect(1, 1)
    assert place is not None
    for cell, text in (((0, 0), "-1.5"), ((1, 0), "1.5")):
        place = card.grid.cell_rect(*cell)
        assert place is not None
        QTest.mouseDClick(card.grid, LEFT, pos=place.center().toPoint())
        assert card.grid._editor is not None
        type_text(card.grid._editor, text)
        QTest.keyClick(card.grid._editor, Qt.Key.Key_Return)
    with qtbot.waitSignal(card.revealed) as told:
        qtbot.mouseClick(card.commit, LEFT)
    assert told.args == [False]
    assert card.score == Score(0, 1)
    assert "[1, 1]" in card.verdict.text()
    for grid in (card.grid, card.recorded):
        assert grid.cells.padded is not None
        assert grid.cells.padded.tolist() == [[False, False], [False, True]]
    np.testing.assert_allclose(card.recorded.cells.values, gradient(replay, step).array)  # type: ignore[arg-type]


def test_switched_off_it_is_one_line(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    card = make(replays["fan"], last_engine_step(replays["fan"]))
    assert card.commit.isVisible()
    qtbot.mouseClick(card.switch, LEFT)
    shown = (card.commit, card.question, card.field, card.grid, card.nodes, card.ways, card.hint, card.reset)
    assert [one for one in shown if one.isVisible()] == []
    qtbot.mouseClick(card.switch, LEFT)
    assert card.question.isVisible()
    assert card.field.isVisible()


def test_the_lab_asks_for_the_step_after_the_one_that_it_shows(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot, drawn=False)
    page.playback.go(page.playback.last - 1)
    qtbot.mouseClick(page.predict.switch, LEFT)
    page.predict.field.setFocus()
    type_text(page.predict.field, "-1.5 0; 1.5 3")
    QTest.keyClick(page.predict.field, Qt.Key.Key_Return)
    assert page.predict.score == Score(1, 1)
    page.playback.go(page.playback.last)
    assert not page.predict.commit.isVisible()


def test_what_cannot_be_read_is_told_and_costs_nothing(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    card = make(replays["fan"], last_engine_step(replays["fan"]))
    card.field.setFocus()
    for text, word in (("1 2 x", "x"), ("1 2 3", "4"), ("1; 2 3 4", "")):
        card.field.selectAll()
        type_text(card.field, text)
        assert not card.problem.isVisible()
        QTest.keyClick(card.field, Qt.Key.Key_Return)
        assert card.problem.isVisible()
        assert word in card.problem.text()
    assert card.score == Score(0, 0)
    assert not card.judged


def test_the_next_node_is_chosen_from_a_list(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    replay = replays["fan"]
    step = last_engine_step(replay, 1)
    card = make(replay, step)
    qtbot.mouseClick(card.ways.button("node"), LEFT)
    one = asked(replay, step)
    assert replay.node(one.node).name not in card.question.text()
    assert not card.commit.isEnabled()
    card.nodes.setFocus()
    for _ in range(1 + one.nodes.index(one.node)):
        QTest.keyClick(card.nodes, Qt.Key.Key_Down)
    card.nodes.activated.emit(card.nodes.currentIndex())
    with qtbot.waitSignal(card.revealed) as told:
        qtbot.mouseClick(card.commit, LEFT)
    assert told.args == [True]
    card.show_next(replay, step + 1)  # The way stays, the score goes on.
    assert card.way == "node"
    right = asked(replay, step + 1)
    wrong = next(place for place, node in enumerate(right.nodes) if node != right.node)
    card.nodes.setCurrentIndex(wrong)
    card.nodes.activated.emit(wrong)
    qtbot.mouseClick(card.commit, LEFT)
    assert card.score == Score(1, 2)
    assert "✗" in card.verdict.text()
    assert "1" in card.score_words.text()
    assert "2" in card.score_words.text()
    qtbot.mouseClick(card.reset, LEFT)
    assert card.score == Score(0, 0)
    assert not card.judged
    assert not card.reset.isVisible()


def test_one_number_for_a_scalar(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    card = make(replays["fan"], last_engine_step(replays["fan"], 4))
    card.field.setFocus()
    type_text(card.field, "1/4")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert card.score == Score(1, 1)  # The mean of four sends a quarter to each.


def test_a_gradient_of_many_numbers_gives_way_to_the_node(make: Make, replays: dict[str, Replay]) -> None:
    card = make(replays["large"], last_engine_step(replays["large"]))
    assert card.way == "node"
    assert not card.ways.button("gradient").isEnabled()
    assert card.hint.isVisible()


def test_where_no_step_comes_next_there_is_a_sentence(make: Make, replays: dict[str, Replay]) -> None:
    for replay, step in ((None, 0), (replays["fan"], replays["fan"].length)):
        card = make(replay, step)
        assert card.question.text()
        assert not card.commit.isVisible()
        assert not card.ways.isVisible()


def test_why_there_is_nothing_to_predict_is_said_of_each_place(make: Make, replays: dict[str, Replay]) -> None:
    def question(name: str, step: int) -> str:
        card = make(replays[name], step)
        return card.question.text()

    twice = replays["twice"]
    first, second = (one for one in twice.timeline.stretches if one.phase == "backward")
    assert "no backward pass" in question("without", 1)
    assert "no backward pass" in question("without", replays["without"].length)
    assert "forward pass" in question("twice", 0)
    assert "last step of" not in question("twice", first.last)
    assert "forward pass" in question("twice", first.last)
    assert "No backward pass comes after" in question("twice", second.last)
    assert second.last < twice.length
    for name in ("twice", "fan"):
        assert "the last step; nothing comes after" in question(name, replays[name].length)


def test_another_run_begins_another_score(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    card = make(replays["fan"], last_engine_step(replays["fan"]))
    type_text(card.field, "1")
    qtbot.mouseClick(card.commit, LEFT)
    assert card.score == Score(0, 1)
    card.show_next(replays["fan"], last_engine_step(replays["fan"]))
    assert card.judged  # The same step is not asked again.
    card.show_next(replays["large"], 0)
    assert card.score == Score(0, 0)


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("problem", get_args(Problem))
def test_every_problem_has_a_sentence(problem: Problem, code: LanguageCode) -> None:
    language().set(code)
    sentence = reading_sentence(Reading(None, problem, what="x", found=3, needed=4))
    assert len(sentence) > 15
    assert "{" not in sentence


def test_the_language_can_be_changed_under_it(make: Make, replays: dict[str, Replay], qtbot: QtBot) -> None:
    card = make(replays["fan"], last_engine_step(replays["fan"]))
    type_text(card.field, "1")
    qtbot.mouseClick(card.commit, LEFT)
    english = card.question.text(), card.verdict.text(), card.score_words.text()
    language().set("ar")
    card.retranslate()
    arabic = card.question.text(), card.verdict.text(), card.score_words.text()
    assert all(one != other for one, other in zip(english, arabic, strict=True))
