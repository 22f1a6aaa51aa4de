"""The variables panel with real programs, clicks and keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.autograd.trace import Statistics, Tensor
from gui.labs.autograd.lab import AutogradLab
from gui.labs.autograd.variable_table import GRAD, MADE, MOST_SHOWN, NAME, VALUE, short_number, tensor_words
from gui.language import language
from gui.main_window import MainWindow
from gui.text import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE
from gui.theme import theme
from tests.gui.labs.test_autograd import PATIENCE, engine_step, lab_with, run

Make = Callable[..., MainWindow]


def click(page: AutogradLab, name: str, column: int = NAME) -> None:
    table = page.variables.table
    index = table.rows.index(place_of(page, name), column)
    table.scrollTo(index)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).topLeft() + QPoint(14, 18)
    )


def place_of(page: AutogradLab, name: str) -> int:
    return [row.name for row in page.variables.table.rows.rows].index(name)


def cells(page: AutogradLab, name: str) -> list[str]:
    rows = page.variables.table.rows
    return [str(rows.index(place_of(page, name), column).data()) for column in range(4)]


def plain(text: str) -> str:
    return text.replace(LEFT_TO_RIGHT_ISOLATE, "").replace(POP_ISOLATE, "").replace("\u200b", "")


def shown(buttons: list[QPushButton]) -> list[str]:
    return [plain(one.text()) for one in buttons if not one.isHidden()]


def press(buttons: list[QPushButton], text: str) -> None:
    button = next(one for one in buttons if not one.isHidden() and text in plain(one.text()))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def ran_again(page: AutogradLab, qtbot: QtBot, act: Callable[[], None]) -> None:
    before = page._replay
    act()
    qtbot.waitUntil(lambda: page._replay is not before and not page.runner.running, timeout=PATIENCE)


def test_rows_follow_the_clock(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    assert cells(page, "x") == ["x", "—", "", ""]
    page.playback.go(2)
    assert cells(page, "x") == ["x", "1 … 4", "None", "leaf"]
    assert cells(page, "y") == ["y", "−1 … 2", "None", "SubBackward0"]
    rows = page.variables.table.rows
    assert [row.fresh for row in rows.rows] == [False, True, False, False]
    assert rows.under(place_of(page, "y")) == "(2, 2)"
    assert page._replay is not None
    page.playback.go(page._replay.length)
    assert cells(page, "x")[GRAD] == "−1.5 … 3"
    assert cells(page, "a")[VALUE:] == ["4.5", "None", "MeanBackward0"]
    assert rows.rows[0].grad_fresh
    assert rows.lit == rows.rows[0].node


def test_a_step_makes_no_widget(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    click(page, "x")
    assert page._replay is not None
    for step in range(page._replay.length + 1):
        page.playback.go(step)
    before = set(page.variables.findChildren(QPushButton))
    for step in range(page._replay.length + 1):
        page.playback.go(step)
    assert set(page.variables.findChildren(QPushButton)) == before


def test_a_click_on_a_row_goes_to_its_node_and_opens_it(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    assert page.variables.details.isHidden()
    click(page, "y")  # It stands for nothing yet at 0: the clock goes to where it is made.
    assert page.state.step == 2
    details = page.variables.details
    assert not details.isHidden()
    assert details.value.grid.cells.values.tolist() == [[-1, 0], [1, 2]]
    assert details.grad.isHidden()
    assert "y.retain_grad()" in plain(details.answer.text())
    assert page.graph.nodes[page.variables.table.rows.rows[1].node or -1].state == "current"
    assert page.editor._current == 5
    assert page._replay is not None
    page.playback.go(page._replay.length)
    click(page, "x")
    assert details.grad.grid.cells.values.tolist() == [[-1.5, 0], [1.5, 3]]
    assert shown(details.line_buttons) == ["Pass 1: line 8"]


def test_keys_choose_rows_and_the_others_step(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    table = page.variables.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert (table.chosen_row, page.state.step) == (0, 1)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert (table.chosen_row, page.state.step) == (1, 2)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert (table.chosen_row, page.state.step) == (1, 3)
    QTest.keyClick(table, Qt.Key.Key_Up)
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert (table.chosen_row, page.state.step) == (0, 1)


def test_an_answer_leads_to_its_line(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="detach")
    run(page, qtbot)
    assert page._replay is not None
    page.playback.go(page._replay.length)
    click(page, "constant")
    details = page.variables.details
    assert details.reason is not None
    assert details.reason.code == "detached"
    press(details.line_buttons, "Go to line 6")
    assert page.editor.textCursor().blockNumber() == 5
    assert page.editor.hasFocus()


def test_requires_grad_is_switched_in_the_text_and_it_runs_again(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, name="one_leaf")
    run(page, qtbot)
    original = page.state.program
    page.playback.go(1)
    assert page.variables.table.rows.index(0, MADE).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    ran_again(page, qtbot, lambda: click(page, "x", MADE))
    assert "x = torch.arange(1.0, n + 1, requires_grad=True)" in page.editor.toPlainText()
    assert page._replay is not None
    page.playback.go(page._replay.length)
    assert cells(page, "x")[GRAD] == "4 × 1"
    table = page.variables.table
    table.setFocus()
    table.choose(0)
    ran_again(page, qtbot, lambda: QTest.keyClick(table, Qt.Key.Key_Space))
    assert page.editor.toPlainText() == original
    window._store.undo()
    assert "n + 1, requires_grad=True" in page.editor.toPlainText()
    window._store.undo()
    assert page.editor.toPlainText() == original


@pytest.mark.parametrize(
    ("program", "name", "words"),
    [
        ("import torch\nx = torch.arange(3)\ny = x * 2.0\n", "x", "Integers"),
        ("import torch\nx = torch.nn.Parameter(torch.ones(2))\ny = x * 2.0\n", "x", "parameter"),
        ("import torch\nx, y = torch.ones(2, 2)\n", "x", "No statement"),
    ],
)
def test_what_cannot_be_switched_is_a_sentence(
    program: str, name: str, words: str, make_window: Make, qtbot: QtBot
) -> None:
    window = make_window("autograd")
    page = lab_with(window, program)
    run(page, qtbot, drawn=False)
    assert page._replay is not None
    page.playback.go(page._replay.length)
    click(page, name, MADE)
    assert words in window.notice.sentence.text()
    assert page.state.program == program


def test_no_grad_is_taken_away_and_put_back(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="no_grad")
    run(page, qtbot, drawn=False)
    original = page.state.program
    click(page, "z")
    switch = page.variables.details.no_grad
    assert switch.isVisibleTo(page)
    assert switch.isChecked()
    ran_again(page, qtbot, switch.click)
    assert "no_grad():" not in page.editor.toPlainText()
    assert page._replay is not None
    assert page._replay.trace.error is None
    page.playback.go(page._replay.length)
    assert not switch.isChecked()
    assert cells(page, "w")[GRAD] == "[1, 2, 3]"
    ran_again(page, qtbot, switch.click)
    assert page.editor.toPlainText() == original
    assert switch.isChecked()


def test_the_seed_is_stepped_and_rolled(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="dynamic_graph")
    run(page, qtbot)
    panel = page.variables
    assert panel._seed_row.isVisibleTo(page)
    assert panel.seed.value == 7
    ran_again(page, qtbot, lambda: QTest.mouseClick(panel.seed.more, Qt.MouseButton.LeftButton))
    assert "torch.manual_seed(8)" in page.editor.toPlainText()
    ran_again(page, qtbot, lambda: QTest.mouseClick(panel.roll_button, Qt.MouseButton.LeftButton))
    assert panel.seed.value != 8
    assert f"torch.manual_seed({panel.seed.value})" in page.editor.toPlainText()
    page = lab_with(page.window(), name="mean_of_squares")  # type: ignore[arg-type]
    run(page, qtbot)
    assert not panel._seed_row.isVisibleTo(page)


def test_a_walk_by_clicks_and_its_expression(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    page.playback.go(engine_step(page, 1))
    walk = page.variables.walk
    click(page, "a")
    assert walk.shown_expression == "a.grad_fn"
    assert shown(walk.crumbs) == ["a.grad_fn  MeanBackward0"]
    places = []
    for target in ("MulBackward0", "PowBackward0", "SubBackward0", "AccumulateGrad"):
        press(walk.onward, target)
        places.append(page.state.step)
    assert places == [engine_step(page, number) for number in (2, 3, 4, 5)]
    assert walk.shown_expression == "a.grad_fn" + ".next_functions[0][0]" * 4
    press(walk.onward, ".variable")
    assert walk.shown_expression.endswith(".next_functions[0][0].variable")
    QTest.mouseClick(walk.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == walk.shown_expression
    assert plain(walk.expression.text()) == walk.shown_expression
    press(walk.crumbs, "MulBackward0")
    assert walk.shown_expression == "a.grad_fn.next_functions[0][0]"
    assert page.state.step == engine_step(page, 2)
    # A click on a node of the graph brings the walk there, too.
    press(walk.onward, "._saved_other")
    assert walk.shown_expression == "a.grad_fn.next_functions[0][0]._saved_other"
    sub = next(node for node, item in page.graph.nodes.items() if item.node.name == "SubBackward0")
    page.graph.node_chosen.emit(sub)
    qtbot.waitUntil(lambda: walk.shown_expression == "y.grad_fn")


def test_long_names_and_shapes_do_not_widen_the_column(make_window: Make, qtbot: QtBot) -> None:
    program = (
        "import torch\na_name_that_is_rather_long = torch.ones(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, requires_grad=True)\n"
        "(a_name_that_is_rather_long * 2).sum().backward()\n"
    )
    page = lab_with(make_window("autograd"), program)
    run(page, qtbot)
    assert page._replay is not None
    page.playback.go(page._replay.length)
    click(page, "a_name_that_is_rather_long")
    qtbot.waitUntil(lambda: not page.variables.walk.isHidden())
    room = page._controls_area.viewport().width()
    assert page.variables.minimumSizeHint().width() <= room
    qtbot.waitUntil(lambda: page.variables.width() <= room)


def test_long_names_are_told_apart_and_told_whole(make_window: Make, qtbot: QtBot) -> None:
    names = ["weights_of_the_first_layer_in", "weights_of_the_second_layer_in", "weights_of_the_second_layer_out"]
    program = "import torch\n" + "".join(f"{name} = torch.ones(2, requires_grad=True)\n" for name in names)
    page = lab_with(make_window("autograd"), program + f"({' + '.join(names)}).sum().backward()\n")
    run(page, qtbot)
    table = page.variables.table
    table.grab()
    painted = {name: table.rows.short_name(name, table.rows.room) for name in names}
    assert len(set(painted.values())) == len(names)
    assert all(len(text) < len(name) for name, text in painted.items())
    for name in names:
        index = table.rows.index(place_of(page, name), NAME)
        assert name in index.data(Qt.ItemDataRole.ToolTipRole)
        assert name in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_many_names_are_scrolled_to(make_window: Make, qtbot: QtBot) -> None:
    program = "import torch\n" + "".join(f"v{n} = torch.full((2,), float({n}))\n" for n in range(50))
    page = lab_with(make_window("autograd"), program)
    run(page, qtbot, drawn=False)
    table = page.variables.table
    assert len(table.rows.rows) == 50
    assert table.height() < theme().px(38) * (MOST_SHOWN + 2)
    assert page._replay is not None
    page.playback.go(page._replay.length)
    click(page, "v49")
    assert table.chosen_row == 49
    assert page.variables.details.value.grid.cells.values.tolist() == [[49, 49]]


def test_another_program_lets_go_of_the_name_and_the_language_changes(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    click(page, "y")
    language().set("ar")
    assert page.variables.table.rows.headerData(NAME, Qt.Orientation.Horizontal) == "الاسم"
    assert "y.retain_grad()" in page.variables.details.answer.text()
    page = lab_with(page.window(), name="detach")  # type: ignore[arg-type]
    run(page, qtbot)
    assert page.variables.table.chosen_row == place_of(page, "y")  # This program has one, too.
    page = lab_with(page.window(), "import torch\nq = torch.ones(1)\n")  # type: ignore[arg-type]
    run(page, qtbot, drawn=False)
    assert page.variables.table.chosen_row is None
    assert page.variables.details.isHidden()
    assert page.variables.walk.isHidden()


def tensor(values: object, kind: str = "float32", shape: tuple[int, ...] | None = None) -> Tensor:
    count = len(values) if isinstance(values, list) else 0
    return Tensor(shape if shape is not None else (count,), kind, values)


def test_numbers_in_few_characters() -> None:
    assert [short_number(one) for one in (-0.0, -1.5, 1234.6, 1e6, 1e-5, float("inf"))] == [
        "0", "−1.5", "1235", "1e6", "1e−5", "inf",
    ]  # fmt: skip
    assert tensor_words(tensor(2.5, shape=())) == "2.5"
    assert tensor_words(tensor([1.0, 2.0, 3.0])) == "[1, 2, 3]"
    assert tensor_words(tensor([0.25, 0.25, 0.25, 0.25])) == "4 × 0.25"
    assert tensor_words(tensor([-1.25, 0.0, 3.5])) == "−1.25 … 3.5"
    assert tensor_words(tensor([])) == "[]"
    assert tensor_words(tensor([True, False], "bool")) == "1 True"
    assert tensor_words(tensor(True, "bool", ())) == "True"
    assert tensor_words(tensor(["(1+2j)"], "complex64")) == "(1+2j)"
    assert tensor_words(Tensor((9, 9), "float32", None, Statistics(-1.0, "nan", 0.0, 1.0))) == "−1 … nan"
