"""The autograd lab: real programs, real processes, real keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.labs.autograd import EXAMPLES, example
from gui.labs.autograd.lab import AutogradLab
from gui.labs.autograd.program_panel import LONGEST_LINE, in_short_lines
from gui.labs.autograd.variable_table import GRAD
from gui.main_window import MainWindow
from gui.messages import example_names

Make = Callable[..., MainWindow]
PATIENCE = 30_000


def lab_with(window: MainWindow, program: str | None = None, name: str | None = None) -> AutogradLab:
    page = window.lab
    assert isinstance(page, AutogradLab)
    if name is not None:
        page._set(example(name))
    if program is not None:
        page._set(replace(page.state, program=program, path=""))
    return page


def run(page: AutogradLab, qtbot: QtBot, *, drawn: bool = True) -> None:
    page.run_program()
    qtbot.waitUntil(lambda: page._last is not None and not page.runner.running, timeout=PATIENCE)
    if drawn:
        qtbot.waitUntil(lambda: bool(page.graph.nodes), timeout=PATIENCE)


def engine_step(page: AutogradLab, number: int) -> int:
    """The position of the clock after a number of engine steps."""
    assert page._replay is not None
    line = page._replay.timeline
    return [place for place, one in enumerate(line.moments, 1) if one.phase == "backward"][number - 1]


def test_the_table_names_every_example() -> None:
    assert sorted(example_names()) == sorted(path.stem for path in EXAMPLES.glob("*.py"))


def test_stepping_forwards_and_backwards(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window)
    run(page, qtbot)
    names = [item.node.name for item in page.graph.nodes.values()]
    assert sorted(names) == ["AccumulateGrad", "MeanBackward0", "MulBackward0", "PowBackward0", "SubBackward0"]
    window.setFocus()
    forward, seen = [], []
    for _ in range(5):
        QTest.keyClick(window, Qt.Key.Key_Right)
        forward.append(page.step_view.name.text())
    assert forward == ["tensor", "sub", "pow", "mul", "mean"]
    for _ in range(5):
        QTest.keyClick(window, Qt.Key.Key_Right)
        seen.append(page.step_view.name.text())
    assert seen == ["MeanBackward0", "MulBackward0", "PowBackward0", "SubBackward0", "AccumulateGrad"]
    grad = page.variables.table.rows.index(0, GRAD)
    assert grad.data() == "−1.5 … 3"
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert page.step_view.name.text() == "SubBackward0"
    assert grad.data() == "None"
    states = {item.node.name: item.state for item in page.graph.nodes.values()}
    assert states == {
        "MeanBackward0": "done",
        "MulBackward0": "done",
        "PowBackward0": "done",
        "SubBackward0": "current",
        "AccumulateGrad": "pending",
    }


def test_a_rule_is_mathematics_with_the_programs_names_and_numbers(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    shown = []
    for step in (2, 3):
        page.playback.go(engine_step(page, step))
        shown.append([line.drawn.latex for line in page.step_view.backward.rules.lines])
    # z = 3 * y**2: the other factor needs no gradient, so nothing is said of it.
    assert [len(lines) for lines in shown] == [1, 1]
    assert shown[0][0].endswith("3")
    assert r"\bar{z}" in shown[0][0]
    assert shown[1][0].startswith(r"\bar{y} =")
    assert shown[1][0].endswith("y")


def test_keys_lead_to_passes_lines_and_visits(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window)
    run(page, qtbot)
    window.setFocus()
    places = []
    for key, held in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),  # To the backward pass.
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),  # Mean was made here, and runs in the next step.
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier),  # Pow is on the line of Mul.
        (Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(window, key, held)
        places.append(page.state.step)
    assert places == [5, 6, 7, 8, 3, 8, 5]


def test_a_click_on_a_node_goes_to_where_it_is_made_and_in_the_pass_to_its_step(
    make_window: Make, qtbot: QtBot
) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    node = next(item for item in page.graph.nodes.values() if item.node.name == "PowBackward0")
    place = page.graph.mapFromScene(node.scenePos())
    for start, found in ((0, 3), (6, 8)):
        page.playback.go(start)
        QTest.mouseClick(page.graph.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page.state.step == found


def test_two_edges_meet_and_are_shown_adding_up(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="mean_of_products")
    run(page, qtbot)
    place = engine_step(page, 4)
    page.playback.go(place)
    assert page._replay is not None
    frame = page._replay.frame(place)
    assert frame.node is not None
    assert frame.node.name == "SubBackward0"
    assert [one.value.values for one in frame.contributions] == [[[-0.75, 0.0], [0.75, 1.5]]] * 2
    assert frame.record is not None
    assert frame.record.incoming[0] is not None
    assert frame.record.incoming[0].values == [[-1.5, 0.0], [1.5, 3.0]]
    drawn = [page.graph.edges[one.edge] for one in frame.contributions]
    assert drawn[0].path() != drawn[1].path()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import os\nos._exit(1)", ["exit status 1"]),
        ("import ctypes\nctypes.string_at(0)", ["SIGSEGV"]),
    ],
)
def test_a_program_that_fails_is_a_sentence(program: str, words: list[str], make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, program)
    run(page, qtbot, drawn=False)
    sentence = window.notice.sentence.text()
    assert window.notice.isVisible()
    assert [word for word in words if word not in sentence] == []
    page = lab_with(window, name="mean_of_squares")
    run(page, qtbot)
    assert not window.notice.isVisible()


def test_an_endless_loop_is_stopped_and_the_next_run_works(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, "while True:\n    pass\n")
    took: list[float] = []
    while len(took) < 3 and min(took, default=0.5) >= 0.5:  # On a busy machine a stop may be late, but not each time.
        with qtbot.waitSignal(page.runner.started, timeout=PATIENCE):
            page.run_program()
        assert page.panel.stop_button.isEnabled()
        page._last = None
        begun = time.monotonic()
        qtbot.mouseClick(page.panel.stop_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not page.runner.running and page._last is not None, timeout=PATIENCE)
        took.append(time.monotonic() - begun)
        assert page._last is not None
        assert page._last.stopped
    assert min(took) < 0.5
    assert "did not come to its end" in page.graph_page.empty_hint.text()
    page = lab_with(window, name="mean_of_squares")
    run(page, qtbot)


def test_endless_printing_leaves_the_window_alive(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, "while True:\n    print('word ' * 20)\n")
    page.run_program()
    qtbot.waitUntil(lambda: len(page.output.toPlainText()) > 2000, timeout=PATIENCE)
    window.choose_lab("signal")
    window.choose_lab("autograd")
    page.stop_program()
    qtbot.waitUntil(lambda: not page.runner.running and page._last is not None, timeout=PATIENCE)
    assert len(page.output.toPlainText()) <= page._limits.output_bytes


def test_edits_are_undone_and_mark_the_graph_as_old(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window)
    run(page, qtbot)
    original = page.state.program
    page.editor.setFocus()
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(page.editor, "#")
    assert page.state.program == "#" + original
    assert page.panel.stale.text() == "Changed since it ran"
    window._store.undo()
    assert page.editor.toPlainText() == original
    assert page.panel.stale.text() == "Finished"


def test_an_error_marks_its_line(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="no_grad")
    run(page, qtbot, drawn=False)
    lines = page.state.program.splitlines()
    assert page.editor._wrong is not None
    assert "backward" in lines[page.editor._wrong - 1]
    assert [one.line for one in page.editor.errors] == [page.editor._wrong]
    assert "RuntimeError" in page.editor.errors[0].text


def test_a_click_on_a_lines_number_goes_from_visit_to_visit(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    assert page.editor.gutter.marks == {4: "forward", 5: "forward", 6: "forward", 7: "forward", 8: "backward"}
    block = page.editor.document().findBlockByNumber(5)
    middle = page.editor.blockBoundingGeometry(block).translated(page.editor.contentOffset()).center().y()
    place = QPoint(page.editor.gutter.width() // 2, round(middle))
    found = []
    for _ in range(5):
        QTest.mouseClick(page.editor.gutter, Qt.MouseButton.LeftButton, pos=place)
        found.append(page.state.step)
    assert found == [3, 4, 7, 8, 3]
    # A program that was changed since it ran has other lines.
    page._set(replace(page.state, program="# more\n" + page.state.program))
    assert page.editor.gutter.marks == {}
    QTest.mouseClick(page.editor.gutter, Qt.MouseButton.LeftButton, pos=place)
    assert page.state.step == 3


def test_a_printed_line_of_a_million_characters_leaves_the_window_alive(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), "print('y' * 900_000)\nprint('last')\n")
    run(page, qtbot, drawn=False)
    lines = page.output.toPlainText().splitlines()
    assert max(len(line) for line in lines) == LONGEST_LINE
    assert lines[-1] == "last"
    assert sum(len(line) for line in lines[:-1]) == 900_000


def test_lines_are_broken_where_the_one_before_ended() -> None:
    assert in_short_lines("ab\ncd") == "ab\ncd"
    assert in_short_lines("", LONGEST_LINE) == ""
    assert in_short_lines("\n", LONGEST_LINE) == "\n"
    assert in_short_lines("abc", LONGEST_LINE - 1) == "a\nbc"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import torch\nx = torch.ones(2)\n", "nothing required gradients"),
        ("import torch\nx = torch.ones(2, 3, requires_grad=True)\ny = x @ x\n", "No recorded operation"),
    ],
)
def test_why_there_is_no_graph_is_true_of_the_program(
    program: str, words: str, make_window: Make, qtbot: QtBot
) -> None:
    page = lab_with(make_window("autograd"), program)
    run(page, qtbot, drawn=False)
    assert words in page.graph_page.empty_hint.text()


def test_the_state_of_the_programs_process_is_always_there(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), "import time\nwhile True:\n    time.sleep(0.01)\n")
    shown = page.panel.stale
    qtbot.waitUntil(lambda: shown.text() == "Ready to run", timeout=PATIENCE)
    page.run_program()
    assert shown.text() == "Starting…"
    qtbot.waitUntil(lambda: shown.text().startswith("Running: "), timeout=PATIENCE)
    assert "MiB" in shown.text()
    page.stop_program()
    qtbot.waitUntil(lambda: shown.text() == "Stopped", timeout=PATIENCE)
    for program, words in (
        ("x = 1", "Finished"),
        ("1 / 0", "Ended by an error"),
        ("import os; os._exit(3)", "Its process ended"),
    ):
        page._set(replace(page.state, program=program))
        page._last = None
        run(page, qtbot, drawn=False)
        assert shown.text() == words


def test_a_click_on_an_edge_goes_to_where_its_gradient_is_sent(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    page.playback.go(engine_step(page, 1))
    assert page._replay is not None
    index, edge = next(
        (place, one)
        for place, one in enumerate(page._replay.trace.edges)
        if page._replay.node(one.source).name == "PowBackward0"
    )
    middle = page.graph.edges[index].path().pointAtPercent(0.5)
    page.graph.centerOn(middle)
    QTest.mouseClick(page.graph.viewport(), Qt.MouseButton.LeftButton, pos=page.graph.mapFromScene(middle))
    frame = page._replay.frame(page.state.step)
    assert frame.node is not None
    assert frame.node.id == edge.source
    assert frame.backward


def test_another_example_is_looked_at_on_the_same_page(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    QTest.mouseClick(page.segments.button("hand"), Qt.MouseButton.LeftButton)
    assert page.state.page == "hand"
    page.panel.examples.activated.emit(3)
    assert page.state.path == example(list(example_names())[3]).path
    assert page.state.page == "hand"
    assert page.by_hand.isVisible()


def test_a_good_file_takes_the_sentence_about_a_bad_one_away(make_window: Make, tmp_path: Path) -> None:
    window = make_window("autograd")
    (tmp_path / "bad.py").write_bytes(b"\0\xff")
    (tmp_path / "good.py").write_text("x = 1\n", encoding="utf-8")
    window.open_path(tmp_path / "bad.py")
    assert window.notice.isVisible()
    window.open_path(tmp_path / "good.py")
    assert not window.notice.isVisible()
