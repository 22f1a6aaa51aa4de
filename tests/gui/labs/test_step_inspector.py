"""The inspector: real runs, hovering, clicks and keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.autograd.tensor import Statistics, Tensor
from gui.labs.autograd.inspector import StepInspector
from gui.labs.autograd.lab import AutogradLab
from gui.language import LanguageCode, language
from gui.main_window import MainWindow
from gui.text import isolate
from gui.widgets.tensor_view import TensorView
from tests.gui.labs.test_autograd import engine_step, lab_with, run

Make = Callable[..., MainWindow]
START = "import torch\n"


def ran(make_window: Make, qtbot: QtBot, program: str | None = None, name: str | None = None) -> AutogradLab:
    page = lab_with(make_window("autograd", (1600, 1000)), program, name)
    run(page, qtbot, drawn=False)
    return page


def at(page: AutogradLab, step: int) -> StepInspector:
    page.playback.go(step)
    QApplication.processEvents()
    return page.step_view


def hover(view: TensorView, row: int, column: int) -> None:
    """Move the mouse over a cell of the grid."""
    place = view.grid.cell_rect(row, column)
    assert place is not None
    move(view.grid, place.center())


def move(widget: QWidget, place: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        widget.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def node_step(page: AutogradLab, name: str) -> int:
    """The engine's first step of a node of that name."""
    assert page._replay is not None
    for position in range(1, page._replay.length + 1):
        frame = page._replay.frame(position)
        if frame.record is not None and frame.node is not None and frame.node.name == name:
            return position
    raise AssertionError(name)


def lit(views: dict[Hashable, TensorView], key: Hashable) -> list[int]:
    return views[key].entries


def test_a_call_is_written_as_one_reads_it(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    view = at(page, 4)
    assert [one.call.text().replace("\u200b", "").strip("\u2066\u2069") for one in view.forward.calls] == [
        "z = mul(mul, 3)"
    ]
    assert [one.title.text() for one in view.forward.views.values()][-1] == "z"
    assert "MulBackward0 · other" in view.forward.kept.text()


def test_why_there_is_no_node_is_a_sentence(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="no_grad")
    assert page._replay is not None
    said = set()
    for step in range(1, page._replay.length + 1):
        said |= {one.why.text() for one in at(page, step).forward.calls if not one.why.isHidden()}
    assert any("no_grad" in one for one in said)


def test_hovering_what_is_sent_lights_what_it_is_made_of(make_window: Make, qtbot: QtBot) -> None:
    page = ran(
        make_window,
        qtbot,
        START + "x = torch.rand(2, 3, requires_grad=True)\nw = torch.rand(3, 2)\ny = x @ w\ny.sum().backward()\n",
    )
    view = at(page, node_step(page, "MmBackward0")).backward
    views = view.views
    hover(views["sent", 0], 1, 2)
    assert lit(views, ("arrived", 0)) == [2, 3]
    assert lit(views, ("saved", "mat2")) == [4, 5]
    assert "2 entries of" in views["arrived", 0].lit.text()
    assert "[1, 0], [1, 1]" in views["arrived", 0].lit.text()
    hover(views["arrived", 0], 0, 1)
    assert lit(views, ("sent", 0)) == [0, 1, 2]
    leave(views["arrived", 0].grid)
    assert lit(views, ("sent", 0)) == []


def test_hovering_a_result_lights_what_it_was_given(make_window: Make, qtbot: QtBot) -> None:
    page = ran(
        make_window, qtbot, START + "x = torch.rand(2, 3, requires_grad=True)\ny = x.sum(1)\ny.sum().backward()\n"
    )
    views = at(page, 2).forward.views
    given, made = views.values()
    hover(made, 0, 1)
    assert given.entries == [3, 4, 5]
    hover(given, 0, 2)
    assert made.entries == [0]


def test_keys_move_the_chosen_entry_and_its_numbers(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    view = at(page, engine_step(page, 3)).backward
    grid = view.views["sent", 0].grid
    grid.setFocus()
    first = view.rules.lines[0]
    assert first.numbers.latex.endswith("= -0.75")
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert view.views["sent", 0].chosen == 2
    assert r"_{10}" in first.indexed.latex
    assert first.numbers.latex.endswith("= 0.75")
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert lit(view.views, ("saved", "other")) == [3]
    assert first.numbers.latex == r"= 0.75 \cdot 2 = 1.5"
    assert page.state.step == engine_step(page, 3)


def test_a_click_stays_when_the_mouse_leaves(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    view = at(page, engine_step(page, 3)).backward
    grid = view.views["sent", 0].grid
    place = grid.cell_rect(1, 1)
    assert place is not None
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(*place.center().toPoint().toTuple()))
    leave(grid)
    assert view.views["sent", 0].chosen == 3
    assert lit(view.views, ("arrived", 0)) == [3]


def test_fan_in_is_shown_as_a_sum_with_its_origins(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    view = at(page, node_step(page, "SubBackward0")).backward
    titles = [one.title.text() for one in view.arrived.shown.values()]
    assert len(titles) == 3
    assert all("MulBackward0" in one for one in titles[:2])
    signs = [one.text() for one in view.arrived._signs[:3]]
    assert signs == ["", "+", "="]
    parts = [one.tensor.array for one in view.arrived.shown.values() if one.tensor is not None]
    assert np.array_equal(parts[0] + parts[1], parts[2])
    hover(view.views["arrived", 0], 1, 0)
    assert [one.entries for one in view.arrived.shown.values()] == [[2], [2], [2]]


def test_accumulation_is_before_and_arrived_and_after(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="accumulation")
    assert page._replay is not None
    last = max(page._replay.visits(next(one.id for one in page._replay.trace.nodes if one.kind == "leaf")))
    shown = at(page, last).backward.sent.shown
    assert list(shown) == ["before", "added", "after"]
    before, added, after = (one.tensor.array for one in shown.values() if one.tensor is not None)
    assert np.allclose(before + added, after)
    assert [one.text() for one in page.step_view.backward.sent._signs[:3]] == ["", "+", "="]


def test_the_refusal_is_told_when_the_write_happens(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="in_place_error")
    assert at(page, 3).warning.isHidden()
    view = at(page, 4)
    assert not view.warning.isHidden()
    assert "ExpBackward0" in view.warning_text.text()
    plain = view.warning_text.text().replace("\u2066", "").replace("\u2069", "")
    assert "saved in line 5 at version 0, changed in line 7 to version 1" in plain


def test_a_matrix_products_rule_has_shapes_and_terms(make_window: Make, qtbot: QtBot) -> None:
    page = ran(
        make_window,
        qtbot,
        START
        + "x = torch.ones(2, 3, requires_grad=True)\nw = torch.full((3, 2), 2.0)\ny = x @ w\ny.sum().backward()\n",
    )
    line = at(page, node_step(page, "MmBackward0")).backward.rules.lines[0]
    assert r"\underset{2 \times 3}" in line.drawn.latex
    assert line.numbers.latex == r"= 1 \cdot 2 + 1 \cdot 2 = 4"


def test_what_is_not_known_is_said_and_can_be_learnt(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="custom_max")
    inspector = at(page, node_step(page, "MaxBackward"))
    view = inspector.backward
    hover(view.views["sent", 0], 0, 1)
    assert "MaxBackward" in view.unknown.text()
    assert not view.unknown.isHidden()
    inspector.show_dependence(np.array([[0.0], [1.0], [0.0]]))
    for name in ("0", "1"):
        inspector.show_dependence(np.zeros((3, 3 if name == "0" else 1)), ("saved", name))
    assert view.unknown.isHidden()
    assert lit(view.views, ("arrived", 0)) == [0]
    hover(view.views["sent", 0], 0, 0)
    assert lit(view.views, ("arrived", 0)) == []


def test_widgets_stay_from_step_to_step(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    assert page._replay is not None

    def walk() -> set[int]:
        for step in range(page._replay.length + 1):  # type: ignore[union-attr]
            at(page, step)
        return {id(one) for one in page.step_view.findChildren(QWidget)}

    walk()
    assert walk() == walk()


@pytest.fixture
def view(qtbot: QtBot) -> TensorView:
    shown = TensorView()
    qtbot.addWidget(shown)
    shown.resize(300, 400)
    shown.show()
    return shown


def tensor(array: np.ndarray) -> Tensor:  # type: ignore[type-arg]
    return Tensor(array.shape, str(array.dtype), array.tobytes())


def test_many_values_are_a_picture_with_statistics(view: TensorView) -> None:
    values = np.linspace(-1, 1, 40 * 50, dtype=np.float32).reshape(40, 50)
    values[3, 4], values[5, 6] = np.nan, np.inf
    view.show_tensor("x", tensor(values))
    assert view.map.isVisible()
    assert not view.grid.isVisible()
    assert "one value is NaN" in view.words.text()
    assert "one value is infinite" in view.words.text()
    assert "norm" in view.words.text()
    assert view.histogram.counts.sum() == 40 * 50 - 2
    pointed: list[object] = []
    view.pointed.connect(pointed.append)
    move(view.map, view.map.cell_rect(7, 11).center())
    assert pointed == [7 * 50 + 11]
    picked: list[int] = []
    view.picked.connect(picked.append)
    view.show_entries([361], 361)
    view.map.setFocus()
    QTest.keyClick(view.map, Qt.Key.Key_Right)
    assert picked == [362]


def test_the_pictures_colours_are_those_of_the_grid(view: TensorView) -> None:
    values = np.zeros((20, 20), np.float32)
    values[0, 0], values[0, 1] = 1, -1
    view.show_tensor("x", tensor(values))
    QApplication.processEvents()
    picture = view.map.grab().toImage()
    colours = [picture.pixelColor(view.map.cell_rect(0, column).center().toPoint()) for column in (0, 1, 2)]
    assert colours[0].red() > colours[0].blue()
    assert colours[1].blue() > colours[1].red()
    assert colours[2].red() == colours[2].blue()


def test_slices_of_more_dimensions_are_chosen(view: TensorView, qtbot: QtBot) -> None:
    values = np.arange(3 * 4 * 5 * 6, dtype=np.float32).reshape(3, 4, 5, 6)
    view.show_tensor("x", tensor(values))
    assert view.slices.isVisible()
    assert np.array_equal(view.grid.cells.values, values[0, 0])
    QTest.mouseClick(view.slices.steppers[0].more, Qt.MouseButton.LeftButton)
    assert np.array_equal(view.grid.cells.values, values[1, 0])
    entry = int(np.ravel_multi_index((2, 3, 1, 1), values.shape))
    view.show_entries([entry], None)
    assert view.slices.index == (2, 3)
    assert view.grid.cells.framed == {(1, 1)}


def test_beyond_what_is_kept_only_statistics_are_shown(view: TensorView) -> None:
    view.show_tensor("x", Tensor((100, 100), "float32", None, Statistics(-1.0, 2.0, 0.5, 7.0)))
    assert not view.map.isVisible()
    assert not view.grid.isVisible()
    assert "4,096" in view.words.text()
    assert "7.0000" in view.words.text()


@pytest.mark.parametrize(
    ("array", "texts"),
    [
        (np.array([1, -2]), ("1", "\u22122")),
        (np.array([True, False]), ("True", "False")),
        (np.array([1 - 2j, 0.5 + 0j], np.complex64), ("1.0\u22122.0i", "0.5+0.0i")),
    ],
)
def test_other_types_are_written_as_they_are(view: TensorView, array: np.ndarray, texts: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    view.show_tensor("x", tensor(array))
    assert view.grid.cells.texts == (texts,)
    assert str(array.dtype) in view.shape.text()


def test_numbers_that_are_none_are_marked(view: TensorView) -> None:
    view.show_tensor("x", tensor(np.array([1.0, np.nan], np.float32)))
    assert view.grid.cells.values.shape == (1, 2)
    assert view.grid._edge_of((0, 1)) == "odd"
    assert "one value is NaN" in view.words.text()


@pytest.mark.parametrize(("code", "title"), [("en", "product of entries"), ("ar", "الضرب عنصرًا بعنصر")])
def test_f1_opens_the_card_of_the_node_beside_what_torch_says(
    make_window: Make, qtbot: QtBot, code: LanguageCode, title: str
) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    window = page.window()
    assert isinstance(window, MainWindow)
    at(page, node_step(page, "MulBackward0"))
    language().set(code)
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F1)
    panel = window._documentation
    assert panel is not None
    assert title in panel.card.title.text()
    qtbot.waitUntil(lambda: panel.torch.text.isVisible())
    assert "Multiplies input by other" in panel.torch.text.toPlainText()
    assert "mul(input, other" in panel.torch.signature.text()
    assert panel.torch.text.layoutDirection() == Qt.LayoutDirection.LeftToRight
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


@pytest.mark.parametrize(("line", "back", "name"), [(2, 0, "torch.optim.SGD"), (1, 4, "")])
def test_f1_in_the_editor_is_about_the_word_at_the_cursor(
    make_window: Make, qtbot: QtBot, line: int, back: int, name: str
) -> None:
    window = make_window("autograd")
    page = lab_with(window, START + "x = torch.ones(2).nothing_of_that_name()\ntorch.optim.SGD\n")
    qtbot.waitUntil(page.stage_widget.hasFocus)
    cursor = QTextCursor(page.editor.document().findBlockByNumber(line))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    cursor.movePosition(QTextCursor.MoveOperation.Left, n=back)
    page.editor.setTextCursor(cursor)
    page.editor.setFocus()
    QTest.keyClick(page.editor, Qt.Key.Key_F1)
    panel = window._documentation
    assert panel is not None
    if name:
        qtbot.waitUntil(lambda: panel.torch.text.isVisible())
        assert name in panel.torch.name.text()
    else:
        qtbot.waitUntil(lambda: "no documentation" in panel.torch.note.text())
        assert not panel.torch.text.isVisible()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_f1_before_anything_ran_opens_the_glossary(make_window: Make) -> None:
    window = make_window("autograd")
    window.actions_table["help.documentation"].trigger()
    panel = window._documentation
    assert panel is not None
    assert panel.stack.currentWidget() is panel.glossary
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_in_arabic_the_words_change_and_the_grids_do_not(make_window: Make, qtbot: QtBot) -> None:
    page = ran(make_window, qtbot, name="mean_of_products")
    view = at(page, engine_step(page, 3)).backward
    language().set("ar")
    QApplication.processEvents()
    assert "محفوظ" in view.views["saved", "other"].title.text()
    hover(view.views["sent", 0], 0, 1)
    assert lit(view.views, ("saved", "other")) == [1]
    assert "عنصر واحد" in view.views["arrived", 0].lit.text()


def test_what_makes_a_leaf_is_not_told_to_make_no_node(make_window: Make, qtbot: QtBot) -> None:
    page = ran(
        make_window, qtbot, START + "w = torch.ones(2)\nx = torch.ones(2, requires_grad=True)\ny = (w * x).sum()\n"
    )
    told = []
    for step in (1, 2):
        view = at(page, step)
        told.append((view.under.text(), [call.why.isVisible() for call in view.forward._calls]))
    assert told[0] == ("", [True])
    assert "AccumulateGrad" in told[1][0]
    assert told[1][1] == [False]


def test_names_that_formulas_have_no_letters_for_stay_in_the_code(make_window: Make, qtbot: QtBot) -> None:
    program = START + "س = torch.tensor([1.0, 2.0], requires_grad=True)\nص = س * 2\nص.sum().backward()\n"
    page = ran(make_window, qtbot, program)
    view = at(page, engine_step(page, 2))
    drawn = view.backward.rules.lines[0].drawn.latex
    assert drawn.isascii()
    assert drawn
    forward = at(page, 2).forward
    assert isolate("س") in forward.calls[0].call.text()
