"""Questions under way, and changes made, while the program is exchanged, run again or stopped: nothing stale is shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.autograd.what_if import Negate, Upstream
from core.labs.autograd import PAGES as ALL_PAGES
from core.labs.autograd import CustomChoice, JacobianChoice, PassChange
from gui.labs.autograd.lab import AutogradLab
from gui.main_window import MainWindow
from tests.gui.labs.test_autograd import PATIENCE, lab_with, run

Make = Callable[..., MainWindow]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="passes are kept by forking")
LEFT = Qt.MouseButton.LeftButton
PAGES = ("jacobian", "custom", "what_if")


def test_changes_of_one_program_are_not_asked_of_another_that_has_no_such_pass(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="accumulation")
    run(page, qtbot)
    page._set(replace(page.state, page="what_if", changes=(PassChange(1, Upstream(0, (Negate(),))),)))
    qtbot.waitUntil(lambda: not page.what_if.questions.asking, timeout=PATIENCE)
    for name in ("mean_of_squares", "no_grad", "no_backward", "custom_split"):
        lab_with(page.window(), name=name)  # type: ignore[arg-type]
        run(page, qtbot, drawn=False)
        qtbot.waitUntil(lambda: not page.what_if.questions.asking, timeout=PATIENCE)
        assert page._replay is not None
        assert page.what_if._replay is page._replay
        for step in (0, page._replay.length):
            page.playback.go(step)
        # Choices of nodes that another program had are no choices here.
        for other in ALL_PAGES:
            gone = JacobianChoice((999, 0), (998, 3), assembled=7)
            page._set(replace(page.state, page=other, jacobian=gone, custom=CustomChoice(999, 40)))
            page.playback.go(1)
            page.playback.go(page._replay.length)


@pytest.mark.parametrize("asked", PAGES)
def test_answers_to_another_run_are_not_shown(asked: str, make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, name="custom_split")
    run(page, qtbot)
    assert page._replay is not None
    page.playback.go(page._replay.length)
    qtbot.mouseClick(page.segments.button(asked), LEFT)  # It asks; nobody waits for the answer.
    if asked == "custom":
        page.custom.check.asked.emit()
    lab_with(window, name="mean_of_products")
    page.run_program()
    page.stop_program()  # At once, and again.
    qtbot.waitUntil(lambda: not page.runner.running, timeout=PATIENCE)
    page.stop_program()
    ran_through(page, qtbot)
    shown = {node.name for node in page._replay.trace.nodes}
    assert "SubBackward0" in shown
    page.playback.go(page._replay.length)
    for name in PAGES:
        qtbot.mouseClick(page.segments.button(name), LEFT)
    page._set(replace(page.state, page="jacobian", jacobian=JacobianChoice()))
    qtbot.waitUntil(lambda: page.jacobian._answer is not None, timeout=PATIENCE)
    assert page.custom._check is None
    assert page.custom._lines is None
    assert not page.custom._checking
    # Closed with all of them under way.
    page.run_program()


def ran_through(page: AutogradLab, qtbot: QtBot) -> None:
    page._last = None
    run(page, qtbot)
