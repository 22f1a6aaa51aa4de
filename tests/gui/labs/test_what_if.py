"""The page "What if": real programs, real copies of their passes, real clicks and keys; torch is the oracle."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.autograd.trace import Node
from core.autograd.what_if import Cut, Hook, Negate, Scale, Upstream
from core.labs.autograd import PassChange
from gui.labs.autograd.lab import AutogradLab
from gui.labs.autograd.names import node_title, node_titles
from gui.labs.autograd.what_if import WhatIfPage
from gui.labs.autograd.what_if_rows import PlaceRow, UpstreamRow
from gui.language import LanguageCode, language
from gui.main_window import MainWindow
from gui.what_if_messages import ACTS, Act
from tests.gui.conftest import type_text
from tests.gui.labs.test_autograd import PATIENCE, lab_with, run

Make = Callable[..., MainWindow]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="passes are kept by forking")
LEFT = Qt.MouseButton.LeftButton


def shown(window: MainWindow, qtbot: QtBot, program: str | None = None, name: str | None = None) -> AutogradLab:
    """The lab with a program that has run, its page "What if" in sight."""
    page = lab_with(window, program, name)
    run(page, qtbot, drawn=False)
    qtbot.mouseClick(page.segments.button("what_if"), LEFT)
    assert page.what_if.isVisible()
    return page


def answered(page: AutogradLab, qtbot: QtBot) -> WhatIfPage:
    """Waits until what is wanted has been answered."""
    shown = page.what_if
    qtbot.waitUntil(
        lambda: not shown.questions.asking and shown.questions.found is not None and shown.view.drawn,
        timeout=PATIENCE,
    )
    return shown


def choose(page: WhatIfPage, act: Act) -> None:
    """Choose an act with the keyboard."""
    page.adding.acts.setFocus()
    QTest.keyClick(page.adding.acts, Qt.Key.Key_Home)
    for _ in range(list(ACTS).index(act)):
        QTest.keyClick(page.adding.acts, Qt.Key.Key_Down)
    page.adding.acts.activated.emit(page.adding.acts.currentIndex())
    assert page.adding.act == act


def suggestions(page: WhatIfPage) -> list[QPushButton]:
    found = [page.suggestions.itemAt(place).widget() for place in range(page.suggestions.count())]  # type: ignore[union-attr]
    return [one for one in found if isinstance(one, QPushButton)]


def sentences(page: WhatIfPage) -> str:
    return f"{page.status.problem.text()} {page.status.unlike.text()}"


def leaf_values(page: WhatIfPage, place: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    row = page.view.leaf_rows[place]
    return tuple(one.grid.cells.values for one in (row.before, row.after, row.difference))  # type: ignore[return-value]


def test_before_a_run_there_is_an_invitation_that_runs(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    qtbot.mouseClick(page.segments.button("what_if"), LEFT)
    assert page.what_if.empty_card.isVisible()
    qtbot.mouseClick(page.what_if.run_button, LEFT)
    qtbot.waitUntil(lambda: len(suggestions(page.what_if)) == 2, timeout=PATIENCE)
    assert not page.what_if.empty_card.isVisible()
    assert page.what_if.invitation.isVisible()


def test_one_click_doubles_the_gradient_of_the_root(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = shown(window, qtbot)
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    assert page.state.changes == (PassChange(0, Upstream(0, 2.0)),)
    there = answered(page, qtbot)
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    (3 * (x - 2) ** 2).mean().backward(torch.tensor(2.0))
    assert x.grad is not None
    before, after, difference = leaf_values(there)
    np.testing.assert_allclose(after, x.grad.numpy())
    np.testing.assert_allclose(before, x.grad.numpy() / 2)
    np.testing.assert_allclose(difference, x.grad.numpy() / 2)
    comparison = there.view.comparison
    assert comparison is not None
    assert (len(comparison.nodes), comparison.same) == (5, 0)
    assert "▸" in there.view.node_rows[0].note.text()
    assert not there.view.node_rows[1].note.isVisible()
    window._store.undo()
    assert page.state.changes == ()
    assert not there.view.isVisible()
    assert there.invitation.isVisible()
    window._store.redo()
    assert answered(page, qtbot).view.isVisible()


def test_an_edge_of_a_fan_in_is_cut_and_the_click_on_a_node_goes_to_its_step(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, name="mean_of_products")
    qtbot.mouseClick(suggestions(page.what_if)[1], LEFT)
    there = answered(page, qtbot)
    before, after, _ = leaf_values(there)
    np.testing.assert_allclose(after, before / 2)  # One of both edges that carried the same.
    comparison = there.view.comparison
    assert comparison is not None
    assert comparison.nodes[0].output is None  # Where the edge begins, the same arrives.
    assert comparison.same == 2
    assert "2" in there.view.same.text()
    second = there.view.node_rows[1]
    qtbot.mouseClick(second.button, LEFT)
    assert page._replay is not None
    node = page._replay.frame(page.state.step).node
    assert node is not None
    assert node.id == comparison.nodes[1].node


def test_a_hook_is_added_at_the_node_on_the_clock(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot)
    page.playback.go(page.playback.last - 1)
    assert page._replay is not None
    node = page._replay.frame(page.state.step).node
    assert node is not None
    there = page.what_if
    assert node.name in there.adding.nodes.currentText()
    choose(there, "negate")
    qtbot.mouseClick(there.adding.add, LEFT)
    assert page.state.changes == (PassChange(0, Hook(node.id, 0, Negate())),)
    before, after, _ = leaf_values(answered(page, qtbot))
    np.testing.assert_allclose(after, -before)
    qtbot.mouseClick(there.list.rows[0].remove, LEFT)
    assert page.state.changes == ()
    assert there.adding.acts.hasFocus()


def test_every_act_can_be_added_and_is_answered(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot)
    for count, act in enumerate(ACTS, 1):
        choose(page.what_if, act)
        assert page.what_if.adding.add.isEnabled(), act
        qtbot.mouseClick(page.what_if.adding.add, LEFT)
        assert len(page.state.changes) == count
        assert page.what_if.list.rows[-1].words.text()
    there = answered(page, qtbot)
    assert there.questions.found is not None
    assert there.questions.found.answer.problem is None
    # Twice the same cut, or root, there is none.
    for act in ("cut", "root"):
        choose(there, act)  # type: ignore[arg-type]
        assert not there.adding.add.isEnabled()
        assert there.adding.add.toolTip()


def test_cells_of_the_roots_gradient_are_typed_over(make_window: Make, qtbot: QtBot) -> None:
    program = (
        "import torch\nx = torch.ones(2, 3, requires_grad=True)\ny = x * 5\n"
        "y.backward(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))\n"
    )
    page = shown(make_window("autograd"), qtbot, program)
    choose(page.what_if, "root")
    qtbot.mouseClick(page.what_if.adding.add, LEFT)
    one = page.what_if.list.rows[0]
    assert isinstance(one, UpstreamRow)
    place = one.grid.cell_rect(1, 2)
    assert place is not None
    QTest.mouseDClick(one.grid, LEFT, pos=place.center().toPoint())
    assert one.grid._editor is not None
    type_text(one.grid._editor, "-٧٫٥")  # Over the selected number; Arabic-Indic, as a lecturer's keyboard has them.
    QTest.keyClick(one.grid._editor, Qt.Key.Key_Return)
    assert page.state.changes == (PassChange(0, Upstream(0, ((1.0, 2.0, 3.0), (4.0, 5.0, -7.5)))),)
    assert page.what_if.list.rows[0] is one  # The row stays, and with it the keyboard.
    _, after, _ = leaf_values(answered(page, qtbot))
    np.testing.assert_allclose(after, 5 * np.array([[1, 2, 3], [4, 5, -7.5]]))
    for button, expected in ((one.double, -15.0), (one.negate, 15.0), (one.ones, 1.0), (one.zero, 0.0)):
        qtbot.mouseClick(button, LEFT)
        change = page.state.changes[0].change
        assert isinstance(change, Upstream)
        assert change.values[1][2] == expected
    one.number.setFocus()
    one.number.selectAll()
    type_text(one.number, "3")
    QTest.keyClick(one.number, Qt.Key.Key_Return)
    assert page.state.changes == (PassChange(0, Upstream(0, ((3.0,) * 3,) * 2)),)


def test_a_number_is_changed_in_its_row_and_what_is_none_is_refused(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot)
    qtbot.mouseClick(page.what_if.adding.add, LEFT)
    one = page.what_if.list.rows[0]
    assert isinstance(one, PlaceRow)
    for text, factor, told in (("٠٫٥", 0.5, False), ("abc", 0.5, True), ("1e999", 0.5, True), ("−3", -3.0, False)):
        one.number.setFocus()
        one.number.selectAll()
        type_text(one.number, text)
        QTest.keyClick(one.number, Qt.Key.Key_Return)
        change = page.state.changes[0].change
        assert isinstance(change, Hook)
        assert change.operation == Scale(factor)
        assert page.what_if.status.problem.isVisible() == told
        assert (text in page.what_if.status.problem.text()) == told
    choose(page.what_if, "clip value")
    page.what_if.adding.number.setFocus()
    page.what_if.adding.number.selectAll()
    type_text(page.what_if.adding.number, "-1")
    QTest.keyClick(page.what_if.adding.number, Qt.Key.Key_Return)
    assert page.what_if.status.problem.isVisible()
    assert page.what_if.adding.number.value >= 0


def test_of_many_changes_in_a_row_the_last_is_compared(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot)
    asked: list[object] = []
    page.what_if.questions.answered.connect(lambda: asked.append(page.what_if.questions.found))
    for factor in range(2, 12):
        page.what_if.changes_made.emit((PassChange(0, Upstream(0, float(factor))),))
    there = answered(page, qtbot)
    before, after, _ = leaf_values(there)
    np.testing.assert_allclose(after, 11 * before)
    assert len(asked) == 1


def test_out_of_sight_nothing_is_asked(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot, drawn=False)
    page.what_if.changes_made.emit((PassChange(0, Upstream(0, 2.0)),))
    assert not page.what_if.questions.asking
    qtbot.mouseClick(page.segments.button("what_if"), LEFT)
    assert answered(page, qtbot).view.isVisible()


def test_changes_belong_to_their_pass(make_window: Make, qtbot: QtBot) -> None:
    program = "import torch\nx = torch.tensor([2.0], requires_grad=True)\n(x * x).sum().backward()\n(3 * x).sum().backward()\n"
    page = shown(make_window("autograd"), qtbot, program)
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    assert leaf_values(answered(page, qtbot))[1] == 8.0
    page.playback.go(page.playback.last)
    assert page.what_if.invitation.isVisible()
    assert page.what_if.others.isVisible()
    assert not page.what_if.view.isVisible()
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    assert [one.number for one in page.state.changes] == [0, 1]
    before, after, _ = leaf_values(answered(page, qtbot))
    assert (before, after) == (7.0, 10.0)  # 4 were there, and 3 arrive, or 6.


def test_what_torch_autograd_grad_returns_is_compared(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, name="torch_grad")
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    there = answered(page, qtbot)
    before, after, _ = leaf_values(there)
    assert before.size
    np.testing.assert_allclose(after, 2 * before)
    assert "torch.autograd.grad" in there.view.leaf_heading.text()


def test_large_gradients_are_told_by_their_statistics(make_window: Make, qtbot: QtBot) -> None:
    program = "import torch\nx = torch.ones(100, 100, requires_grad=True)\n(x * 2).backward(torch.ones(100, 100))\n"
    page = shown(make_window("autograd"), qtbot, program)
    choose(page.what_if, "root")
    assert not page.what_if.adding.add.isEnabled()  # Its values were not kept.
    assert page.what_if.adding.add.toolTip()
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    row = answered(page, qtbot).view.leaf_rows[0]
    assert not row.after.grid.isVisible()
    assert "400" in row.after.words.text()
    assert "200" in row.difference.words.text()


def test_hooks_that_are_not_run_again_are_told(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, name="hooks")
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    text = sentences(answered(page, qtbot))
    assert "MulBackward0" in text
    assert page.what_if.status.unlike.isVisible()


def test_a_pass_that_was_not_kept_says_so(make_window: Make, qtbot: QtBot) -> None:
    program = "import torch\nx = torch.ones(2, requires_grad=True)\nfor i in range(6):\n    (x * i).sum().backward()\n"
    page = shown(make_window("autograd"), qtbot, program)
    assert page._replay is not None
    steps = [len(one.steps) for one in page._replay.trace.passes]
    place = next(step for step in range(page.playback.last) if page._replay.frame(step).pass_index == 2)
    assert len(steps) == 6
    page.playback.go(place)
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    there = answered(page, qtbot)
    assert there.status.problem.isVisible()
    assert not there.view.isVisible()
    assert there.status.again.isVisible()


def test_when_the_process_is_gone_one_click_runs_the_program_again(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot)
    page.runner.stop()
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    there = answered(page, qtbot)
    assert there.status.problem.isVisible()
    qtbot.mouseClick(there.status.again, LEFT)
    qtbot.waitUntil(lambda: there.view.isVisible() and there.view.drawn, timeout=PATIENCE)
    assert page.state.changes == (PassChange(0, Upstream(0, 2.0)),)
    assert not there.status.isVisible()


HANGS = """import torch
class Slow(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def backward(ctx, g):
        if g[0] == 2:
            while True: pass
        if g[0] == 3:
            raise ValueError('three is too many')
        return g
x = torch.ones(2, requires_grad=True)
Slow.apply(x * 2).sum().backward()
"""


def test_a_question_that_takes_long_is_given_up(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, HANGS)
    qtbot.mouseClick(suggestions(page.what_if)[0], LEFT)
    status = page.what_if.status
    qtbot.waitUntil(lambda: status.cancel.isVisible(), timeout=PATIENCE)
    assert status.progress.isVisible()
    qtbot.mouseClick(status.cancel, LEFT)
    assert not status.cancel.isVisible()
    assert not page.what_if.questions.asking
    qtbot.mouseClick(status.again, LEFT)
    assert page.what_if.questions.asking
    # Closed while it is under way: nothing may be left.


def test_a_node_that_raises_is_told_and_what_ran_before_is_compared(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, HANGS)
    page.what_if.changes_made.emit((PassChange(0, Upstream(0, 3.0)),))
    there = answered(page, qtbot)
    assert "three is too many" in sentences(there)
    assert "SlowBackward" in sentences(there)
    comparison = there.view.comparison
    assert comparison is not None
    assert not comparison.leaves[0].reached
    assert there.view.leaf_rows[0].after.words.text()


def test_changes_that_do_not_fit_another_program_are_marked_and_left_out(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot)
    changes = (PassChange(0, Upstream(0, 2.0)), PassChange(0, Cut(3, 7)), PassChange(0, Hook(99, 0, Negate())))
    page.what_if.changes_made.emit(changes)
    there = answered(page, qtbot)
    assert there.questions.found is not None
    assert there.questions.found.answer.problem is None
    assert [one.under.isVisible() for one in there.list.rows] == [False, True, True]
    before, after, _ = leaf_values(there)
    np.testing.assert_allclose(after, 2 * before)


def test_a_run_without_a_backward_pass_has_a_sentence(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, "x = 1\n")
    assert page.what_if.empty_card.isVisible()
    assert page.what_if.empty_hint.text()
    assert not page.what_if.changes_card.isVisible()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_titles_of_many_nodes_are_those_of_each(code: LanguageCode) -> None:
    language().set(code)
    nodes = [
        Node(place, name, kind, line, variable, {}, None)
        for place, (name, kind, line, variable) in enumerate(
            [
                ("MulBackward0", "operation", 3, "y"),
                ("MulBackward0", "operation", 3, None),
                ("SplitBackward", "custom", None, "p"),
                ("SplitBackward", "custom", None, None),
                ("AccumulateGrad", "leaf", None, "x"),
                ("AccumulateGrad", "leaf", 1, None),
            ]
        )
    ]
    bare = {ord(mark): None for mark in "\u200f\u2066\u2068\u2069"}
    pairs = zip(node_titles(nodes), nodes, strict=True)
    assert [one.translate(bare) for one, _ in pairs] == [node_title(node).translate(bare) for node in nodes]


def test_the_language_can_be_changed_under_it(make_window: Make, qtbot: QtBot) -> None:
    page = shown(make_window("autograd"), qtbot, name="mean_of_products")
    qtbot.mouseClick(suggestions(page.what_if)[1], LEFT)
    there = answered(page, qtbot)
    english = there.list.rows[0].words.text()
    language().set("ar")
    qtbot.waitUntil(lambda: there.view.drawn)
    arabic = there.list.rows[0].words.text()
    assert arabic != english
    assert "MulBackward0" in arabic
    assert there.mapTo(page, QPoint(0, 0)).x() >= 0
    assert {one.accessibleName() != "" for one in (there.adding.acts, there.adding.nodes, there.adding.number)} == {
        True
    }
