"""The graph in the autograd lab's window: its head, its folding as part of the state, its keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.graph.group_item import GroupItem
from gui.graph.node_item import NodeItem
from gui.labs.autograd.lab import AutogradLab
from gui.language import language
from gui.main_window import MainWindow
from gui.theme import theme
from tests.gui.graph.runs import NETWORK
from tests.gui.labs.test_autograd import PATIENCE, lab_with, run

Make = Callable[..., MainWindow]


def drawn(page: AutogradLab, qtbot: QtBot, closed: frozenset[str] | None = None) -> None:
    """Wait for a graph that is complete and closed as is wished."""

    def there() -> bool:
        graph = page.graph.drawn
        return graph is not None and graph.complete and (closed is None or graph.drawing.closed == closed)

    qtbot.waitUntil(there, timeout=PATIENCE)


def test_folding_is_part_of_the_state_and_undone(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd", (1500, 800))
    page = lab_with(window, NETWORK)
    run(page, qtbot)
    drawn(page, qtbot, frozenset())
    head = page.graph_page.head
    assert page.state.closed is None
    place = head._choices.index("module")
    head.fold.setCurrentIndex(place)
    head.fold.activated.emit(place)
    groups = page.graph.groups
    assert groups is not None
    modules = groups.of_kind("module")
    assert modules
    assert page.state.closed == modules
    drawn(page, qtbot, modules)
    assert any(isinstance(box, GroupItem) for box in page.graph.boxes.values())
    window._store.undo()
    assert page.state.closed is None
    drawn(page, qtbot, frozenset())
    assert all(isinstance(box, NodeItem) for box in page.graph.boxes.values())


def test_stepping_goes_on_while_the_graph_is_folded(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, NETWORK)
    run(page, qtbot)
    drawn(page, qtbot)
    assert page.graph.groups is not None
    page.graph.fold_by("loop")
    drawn(page, qtbot, page.graph.groups.of_kind("loop"))
    window.setFocus()
    lit = 0
    while page.state.step < page.playback.last:
        QTest.keyClick(window, Qt.Key.Key_Right)
        lit += sum(isinstance(box, GroupItem) and box.current for box in page.graph.boxes.values())
    assert lit > 5


def test_the_way_of_the_arrows_is_chosen_in_the_head(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    qtbot.mouseClick(page.graph_page.head.arrows.button("data"), Qt.MouseButton.LeftButton)
    assert page.state.arrows == "data"
    assert {edge.arrows for edge in page.graph.edges.values()} == {"data"}


def test_slash_leads_to_the_search_and_enter_from_hit_to_hit(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd", (1500, 800))
    page = lab_with(window, name="mean_of_products")
    run(page, qtbot)
    page.graph.setFocus()
    QTest.keyClick(page.graph, Qt.Key.Key_Slash)
    search = page.graph_page.head.search
    assert search.hasFocus()
    QTest.keyClicks(search, "mul")
    assert "2" in page.graph_page.head.found.text()
    for place in ("1 / 2", "2 / 2", "1 / 2"):
        QTest.keyClick(search, Qt.Key.Key_Return)
        assert place in page.graph_page.head.found.text()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert page.graph.hasFocus()
    assert page.graph.hits == ()


def test_walking_leaves_the_arrow_keys_to_the_clock(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window)
    run(page, qtbot)
    page.graph.setFocus()
    QTest.keyClick(page.graph, Qt.Key.Key_Right)
    assert page.state.step == 1
    QTest.keyClick(page.graph, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.state.step == 1
    assert page.graph.cursor_key is not None
    QTest.keyClick(page.graph, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(page.graph, Qt.Key.Key_Return)
    item = page.graph.boxes[page.graph.cursor_key]
    assert isinstance(item, NodeItem)
    assert page._replay is not None
    assert page.state.step in page._replay.visits(item.node.id)


def test_another_language_and_zoom_measure_the_graph_anew(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"))
    run(page, qtbot)
    drawn(page, qtbot)
    before = page.graph.drawn
    heights = {key: box.rect.height() for key, box in page.graph.boxes.items()}
    language().set("ar")
    qtbot.waitUntil(lambda: page.graph.drawn is not before, timeout=PATIENCE)
    drawn(page, qtbot)
    leaf = next(item for item in page.graph.nodes.values() if item.node.kind == "leaf")
    assert leaf.words.under == "موتر ورقي"
    root, end = page.graph.edges[0].source, page.graph.edges[0].target
    assert page.graph.boxes[root].pos().x() > page.graph.boxes[end].pos().x()
    before = page.graph.drawn
    theme().set_zoom(150)
    qtbot.waitUntil(lambda: page.graph.drawn is not before, timeout=PATIENCE)
    drawn(page, qtbot)
    assert all(box.rect.height() > 1.3 * heights[key] for key, box in page.graph.boxes.items())


def test_a_graph_of_more_nodes_than_can_be_drawn_is_folded_until_it_can(make_window: Make, qtbot: QtBot) -> None:
    source = "import torch\nx = torch.ones(2, requires_grad=True)\ny = x\nfor _ in range(90):\n    y = y * 2\n    y = y + 1\ny.sum().backward()\n"
    page = lab_with(make_window("autograd"), source)
    run(page, qtbot)
    drawn(page, qtbot)
    assert page._replay is not None
    assert len(page.graph.boxes) < len(page._replay.trace.nodes)
    assert page.graph.boxes
