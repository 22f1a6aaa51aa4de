"""The derivation by hand in the window: real programs, derived in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.autograd.derivation.problem import Code, Inapplicable
from gui.labs.autograd.lab import AutogradLab
from gui.main_window import MainWindow
from gui.messages import inapplicable_sentence
from gui.widgets.formula import Formula
from gui.widgets.parts import Label
from tests.gui.labs.test_autograd import lab_with, run

Make = Callable[..., MainWindow]


def derived(page: AutogradLab, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.segments.button("hand"), Qt.MouseButton.LeftButton)
    shown = page.by_hand
    qtbot.waitUntil(lambda: shown._found is not None and shown.drawn, timeout=30_000)


@pytest.mark.parametrize("name", ["mean_of_squares", "mean_of_products"])
def test_the_lectures_gradient_comes_out_beside_autograds(name: str, make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name=name)
    run(page, qtbot)
    derived(page, qtbot)
    page.playback.finish()
    assert page.by_hand.isVisible()
    assert not page.graph.isVisible()
    drawn = [one.accessibleName().replace(" ", "") for one in page.by_hand.findChildren(Formula)]
    assert any(text.endswith("(3/2)x_i-3") for text in drawn)
    words = [one.text() for one in page.by_hand.findChildren(Label)]
    assert any(text.startswith("✓") for text in words)
    assert sum("−1.500000" in text for text in words) == 3


def test_what_is_not_derived_says_why(make_window: Make, qtbot: QtBot) -> None:
    program = "import torch\nx = torch.ones(1, 1, 5, requires_grad=True)\ntorch.conv1d(x, torch.ones(1, 1, 3)).sum().backward()\n"
    page = lab_with(make_window("autograd"), program)
    run(page, qtbot)
    derived(page, qtbot)
    words = " ".join(one.text() for one in page.by_hand.findChildren(Label))
    assert "conv1d" in words
    assert page.by_hand.derivation is None


def test_each_pass_is_derived_as_it_is_stepped_to(make_window: Make, qtbot: QtBot) -> None:
    program = "import torch\nx = torch.tensor([2.0], requires_grad=True)\n(x * x).sum().backward()\n(3 * x).sum().backward()\n"
    page = lab_with(make_window("autograd"), program)
    run(page, qtbot)
    derived(page, qtbot)
    first = page.by_hand.derivation
    assert first is not None
    assert first.leaves[0].elements[0].symbolic == 4.0
    page.playback.go(page.playback.last)
    qtbot.waitUntil(lambda: page.by_hand.derivation not in (None, first) and page.by_hand.drawn, timeout=30_000)
    second = page.by_hand.derivation
    assert second is not None
    assert second.leaves[0].elements[0].symbolic == 3.0


def test_before_a_run_there_is_a_sentence_and_a_new_run_is_derived_anew(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    qtbot.mouseClick(page.segments.button("hand"), Qt.MouseButton.LeftButton)
    assert page.by_hand.derivation is None
    assert any("gradients" in one.text() for one in page.by_hand.findChildren(Label))
    run(page, qtbot)
    qtbot.waitUntil(lambda: page.by_hand.derivation is not None and page.by_hand.drawn, timeout=30_000)
    qtbot.mouseClick(page.segments.button("graph"), Qt.MouseButton.LeftButton)
    assert page.graph.isVisible()


def test_closing_while_it_derives_leaves_nothing(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    qtbot.mouseClick(page.segments.button("hand"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("code", get_args(Code))
def test_every_code_has_a_sentence(code: Code) -> None:
    sentence = inapplicable_sentence(Inapplicable(code, "torch.conv1d", 3, 70, 64))
    assert len(sentence) > 20
    assert "{" not in sentence


def test_it_appears_line_by_line_as_the_clock_reaches_it_or_all_at_once(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    derived(page, qtbot)
    found = page.by_hand.derivation
    assert found is not None

    def shown() -> int:
        # Qt shows what was put into a layout in its next turn; what counts is what was not hidden.
        return sum(not part.isHidden() for _, part in page.by_hand._parts)

    counts = []
    for step in range(page.playback.last + 1):
        page.playback.go(step)
        counts.append(shown())
    # Of x nothing is said before the end; forward come y, z (in one step) and a; back the gradients of z and y as
    # they arrive, and at the end that of x with its table.
    assert counts == [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 7]
    page.playback.go(3)
    qtbot.mouseClick(page.by_hand.follow.button("all"), Qt.MouseButton.LeftButton)
    assert shown() == len(found.steps) + len(found.chain) + len(found.leaves)
    assert not page.by_hand.place.text()
    qtbot.mouseClick(page.by_hand.follow.button("steps"), Qt.MouseButton.LeftButton)
    assert shown() == 1
    assert page.by_hand.place.text()


def test_what_autograd_says_is_beside_what_was_derived_when_the_gradient_is_there(
    make_window: Make, qtbot: QtBot
) -> None:
    """Each line of the chain rule stands for the gradient that arrives at that very step."""
    page = lab_with(make_window("autograd"), name="mean_of_products")
    run(page, qtbot)
    derived(page, qtbot)
    replay, reached_at, found = page._replay, page.by_hand._reached, page.by_hand.derivation
    assert replay is not None
    assert reached_at is not None
    assert found is not None
    details = replay.trace.details
    assert details is not None
    for position, lines in zip(reached_at.chain, found.chain, strict=True):
        frame = replay.frame(position)
        assert frame.node is not None
        assert lines.value is not None
        assert details.values[lines.value].node == frame.node.id
