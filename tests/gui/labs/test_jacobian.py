"""The Jacobian page: real passes asked, real clicks, torch as the oracle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.labs.autograd.jacobian import JacobianPage
from gui.labs.autograd.lab import AutogradLab
from gui.main_window import MainWindow
from gui.question_messages import problem_sentence
from tests.gui.labs.test_autograd import lab_with, run

Make = Callable[..., MainWindow]


def answered(page: AutogradLab, qtbot: QtBot) -> JacobianPage:
    if page.state.page != "jacobian":
        qtbot.mouseClick(page.segments.button("jacobian"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.jacobian._answer is not None, timeout=30_000)
    return page.jacobian


def click(qtbot: QtBot, button: object) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]


def test_the_lectures_vector_jacobian_product(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="vector_jacobian")
    run(page, qtbot)
    shown = answered(page, qtbot)
    expected = torch.autograd.functional.jacobian(
        lambda t: torch.stack([t[0] * t[1], t[1] * t[2]]), torch.tensor([1.0, 2.0, 3.0])
    )
    assert shown.matrix is not None
    np.testing.assert_allclose(shown.matrix, expected.numpy())
    assert shown.dimensions.text().strip("\u2066\u2069") == "2 × 3"
    assert shown.words.verdict.text().startswith("✓")
    click(qtbot, shown.layouts.button("denominator"))
    assert shown.dimensions.text().strip("\u2066\u2069") == "3 × 2"
    picture = shown.view.picture
    assert picture is not None
    np.testing.assert_allclose(picture.numbers[0], expected.numpy().T)


def test_it_is_assembled_row_by_row_by_clicks_and_by_itself(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="vector_jacobian")
    run(page, qtbot)
    shown = answered(page, qtbot)
    assert shown.assembled == shown.rows == 2
    click(qtbot, shown.back)
    assert shown.assembled == 1
    picture = shown.view.picture
    assert picture is not None
    assert picture.joined is not None
    assert picture.joined.tolist() == [[True] * 3, [False] * 3]
    # Of the product there is what the assembled rows bring: v is (1, 10).
    assert picture.top_numbers is not None
    np.testing.assert_allclose(picture.top_numbers[0], [2.0, 1.0, 0.0])
    click(qtbot, shown.back)
    assert shown.assembled == 0
    assert not shown.words.row.isVisible()
    click(qtbot, shown.play)
    qtbot.waitUntil(lambda: shown.assembled == 2 and not shown._clock.isActive())
    click(qtbot, shown.back)
    frame = shown.view.frame()
    assert frame is not None
    QTest.mouseClick(shown.view, Qt.MouseButton.LeftButton, pos=QPointF(frame.entry(0, 1, 1).center()).toPoint())
    assert shown.assembled == 2


def test_any_pair_can_be_chosen_and_only_what_is_reached(make_window: Make, qtbot: QtBot) -> None:
    program = (
        "import torch\nx = torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)\nw = torch.tensor([[2.0], [1.0]], "
        "requires_grad=True)\nh = x @ w\ns = torch.sigmoid(h)\nloss = (s * h).sum()\nloss.backward()\n"
    )
    page = lab_with(make_window("autograd"), program)
    run(page, qtbot)
    shown = answered(page, qtbot)
    names = [shown.of.itemText(at) for at in range(shown.of.count())]
    place = next(at for at, name in enumerate(names) if name.strip("\u2066\u2069").startswith("s"))
    shown.of.setCurrentIndex(place)
    shown.of.activated.emit(place)
    reached = [shown.wrt.itemText(at) for at in range(shown.wrt.count())]
    assert not any("loss" in name for name in reached)
    place = next(at for at, name in enumerate(reached) if "w" in name)
    shown.wrt.setCurrentIndex(place)
    shown.wrt.activated.emit(place)
    qtbot.waitUntil(lambda: shown._answer is not None, timeout=30_000)
    x = torch.tensor([[1.0, -2.0], [0.5, 3.0]])
    expected = torch.autograd.functional.jacobian(lambda w: torch.sigmoid(x @ w), torch.tensor([[2.0], [1.0]]))
    assert shown.matrix is not None
    np.testing.assert_allclose(shown.matrix, expected.reshape(2, 2).numpy(), rtol=1e-5)
    # h is used twice: what arrives at w is more than what came through s, and that is said.
    assert shown.words.verdict.isVisible()
    assert not shown.words.verdict.text().startswith("✓")


def test_before_a_run_and_where_nothing_is_kept_there_is_a_sentence(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    click(qtbot, page.segments.button("jacobian"))
    assert len(page.jacobian.sentence.text()) > 20
    assert page.jacobian.sentence.isVisible()
    # Of five passes the third is not kept.
    program = "import torch\nx = torch.ones(2, requires_grad=True)\nfor i in range(5):\n    (x * x).sum().backward()\n"
    page = lab_with(page.window(), program)  # type: ignore[arg-type]
    run(page, qtbot, drawn=False)
    assert page._replay is not None
    page.playback.go(page._replay.timeline.position_of(2, 0))
    shown = answered(page, qtbot)
    qtbot.waitUntil(lambda: shown.sentence.text() == problem_sentence("not kept"), timeout=30_000)
    assert shown.matrix is None
    page.playback.go(page._replay.timeline.position_of(4, 0))
    qtbot.waitUntil(lambda: shown.matrix is not None, timeout=30_000)


def test_another_run_is_asked_anew(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="vector_jacobian")
    run(page, qtbot)
    shown = answered(page, qtbot)
    page._set(
        page.state.__class__(program=page.state.program.replace("[1.0, 2.0, 3.0]", "[4.0, 2.0, 3.0]"), page="jacobian")
    )
    page._last = None
    run(page, qtbot, drawn=False)
    qtbot.waitUntil(lambda: shown.matrix is not None and shown.matrix[0, 1] == 4.0, timeout=30_000)


def test_what_is_not_finite_is_compared_all_the_same(make_window: Make, qtbot: QtBot) -> None:
    text = "import torch\nx = torch.tensor([0.0, -1.0, 2.0], requires_grad=True)\ny = x.sqrt()\nz = y.sum()\nz.backward()\n"
    page = lab_with(make_window("autograd"), text)
    run(page, qtbot)
    shown = answered(page, qtbot)
    assert shown.matrix is not None
    assert np.isnan(shown.matrix).any()
    assert shown.words.verdict.text().startswith("✓")
