"""Custom functions: their backward entered line by line, and checked; real programs, real clicks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.labs.autograd import example
from gui.labs.autograd.custom import CustomPage
from gui.labs.autograd.lab import AutogradLab
from gui.main_window import MainWindow
from gui.widgets.parts import Label
from gui.widgets.tensor_grid import TensorGrid
from tests.gui.labs.test_autograd import engine_step, lab_with, run

Make = Callable[..., MainWindow]

WRONG = """import torch
from torch.autograd import Function


class Wrong(Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x**2 * w

    @staticmethod
    def backward(ctx, grad_output):
        x, w = ctx.saved_tensors
        slope = 2 * x
        return grad_output * slope, grad_output * x**2


x = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
w = torch.tensor([1.0, 3.0, 0.5], requires_grad=True)
y = Wrong.apply(x, w)
y.sum().backward()
"""


def click(qtbot: QtBot, button: object) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]


def entered(page: AutogradLab, qtbot: QtBot) -> CustomPage:
    click(qtbot, page.segments.button("custom"))
    qtbot.waitUntil(lambda: page.custom._lines is not None, timeout=30_000)
    return page.custom


def said(part: object) -> list[str]:
    return [one.text().strip("\u2066\u2069") for one in part.findChildren(Label)]  # type: ignore[attr-defined]


def test_backward_is_entered_line_by_line_with_its_context(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), WRONG)
    run(page, qtbot)
    shown = entered(page, qtbot)
    # Before the first line: what arrives, and what ctx holds.
    assert any("grad_output" in text or "ctx" in text for text in said(shown.lines))
    context = shown._lines
    assert context is not None
    assert context.context.names == ("x", "w")
    seen = []
    while shown.lines.next.isEnabled():
        click(qtbot, shown.lines.next)
        seen.append(shown.lines.line)
        assert page.editor._current == shown.lines.line
    assert seen == [12, 13, 14, 15]
    slope = next(line for line in context.lines if "slope" in line.changed).changed["slope"]
    assert slope.tensor is not None
    assert slope.tensor.values == [2.0, -4.0, 1.0]
    click(qtbot, shown.lines.back)
    assert "slope" in said(shown.lines)
    # Another page points at the clock's own line again.
    click(qtbot, page.segments.button("graph"))
    assert page._replay is not None
    assert page.editor._current == page._replay.frame(page.state.step).line


def test_gradcheck_marks_the_entries_that_fail(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), WRONG)
    run(page, qtbot)
    shown = entered(page, qtbot)
    assert shown.check.verdict.text() == ""
    click(qtbot, shown.check.button)
    qtbot.waitUntil(lambda: shown._check is not None, timeout=30_000)
    assert shown.check.verdict.text().startswith("✗")
    answer = shown._check
    assert answer is not None
    x, w = (torch.tensor(one, dtype=torch.float64) for one in ([1.0, -2.0, 0.5], [1.0, 3.0, 0.5]))
    by_x, by_w = torch.autograd.functional.jacobian(lambda a, b: a**2 * b, (x, w))
    for pair, expected in zip(answer.pairs, (by_x, by_w), strict=True):
        np.testing.assert_allclose(pair.matrix(pair.numerical), expected.numpy(), atol=1e-6)
    failing = [tuple(place) for place in np.argwhere(answer.pairs[0].fails).tolist()]
    # w is 1 at the first place, so there the mistake does not show.
    assert failing == [(1, 1), (2, 2)]
    assert not answer.pairs[1].fails.any()
    framed = [grid._cells.framed for grid in shown.check.findChildren(TensorGrid)]
    assert [sorted(places) for places in framed] == [failing, failing, [], []]
    assert any("-4 instead of -12" in text.replace("\u2066", "").replace("\u2069", "") for text in said(shown.check))


def test_a_right_function_agrees_and_the_choice_follows_the_clock(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="custom_network")
    run(page, qtbot)
    assert page._replay is not None
    assert page._replay.trace.passes
    last = len(page._replay.trace.passes) - 1
    places = [place for place, one in enumerate(page._replay.timeline.moments, 1) if one.pass_index == last]
    page.playback.go(places[-1])
    shown = entered(page, qtbot)
    names = [shown.node.itemText(at) for at in range(shown.node.count())]
    assert any("MaxBackward" in name for name in names)
    assert any("AddBackward" in name for name in names)
    add = next(at for at, name in enumerate(names) if "AddBackward" in name)
    shown.node.setCurrentIndex(add)
    shown.node.activated.emit(add)
    qtbot.waitUntil(lambda: shown._lines is not None and shown._lines.function == "Add", timeout=30_000)
    click(qtbot, shown.check.button)
    qtbot.waitUntil(lambda: shown._check is not None, timeout=30_000)
    assert shown.check.verdict.text().startswith("✓")


def test_without_a_custom_function_the_template_is_offered(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window)
    run(page, qtbot)
    click(qtbot, page.segments.button("custom"))
    assert page.custom.empty.isVisible()
    click(qtbot, page.custom.template)
    assert page.state.program == example("custom_template").program
    window._store.undo()
    assert page.state.program == example("mean_of_squares").program


def test_a_step_of_the_clock_at_the_node_enters_that_node(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="custom_split")
    run(page, qtbot)
    page.playback.go(engine_step(page, 1))
    shown = entered(page, qtbot)
    assert shown._asked is not None
    assert page._replay is not None
    assert page._replay.node(shown._asked.node).name.startswith("Split")
