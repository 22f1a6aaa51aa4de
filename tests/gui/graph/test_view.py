"""The graph worked by real mouse and key events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.graph.box_item import BoxItem
from gui.graph.group_item import GroupItem
from gui.graph.node_item import NodeItem
from gui.graph.panned_view import FARTHEST, SMALLEST, SMALLEST_FIT
from gui.graph.view import GraphView
from gui.motion import motion
from gui.theme import theme
from tests.core.autograd.foldable import LOOP
from tests.gui.graph.runs import (
    FAN_IN,
    LONG,
    MARKS,
    NETWORK,
    backward_step,
    built,
    example_source,
    groups_of_view,
    replay_of,
    shown,
    step_of,
)

ALT = Qt.KeyboardModifier.AltModifier


def place_of(view: GraphView, key: str) -> QPoint:
    return view.mapFromScene(view.boxes[key].pos())


def move(view: GraphView, at: QPoint) -> None:
    QTest.mouseMove(view.viewport(), at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def wheel(view: GraphView, at: QPoint, turned: int, held: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def drag(view: GraphView, start: QPoint, by: QPoint) -> None:
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for part in (1, 2):
        at = QPointF(start + by * part / 2)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            view.viewport().mapToGlobal(at),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(view.viewport(), event)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + by)


def key_of(view: GraphView, name: str) -> str:
    return next(
        key
        for key, box in view.boxes.items()
        if isinstance(box, NodeItem) and name in (box.node.name, box.node.variable)
    )


def test_states_values_and_gradients_follow_the_clock(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"))
    replay = replay_of(view)
    mean = view.boxes[key_of(view, "MeanBackward0")]
    assert isinstance(mean, NodeItem)
    assert {item.state for item in view.nodes.values()} == {"unmade"}
    assert mean.value == ""
    view.show_frame(replay.frame(backward_step(replay, 1) - 1))
    assert (mean.state, mean.value, mean.gradient) == ("current", "4.5", "")
    view.show_frame(replay.frame(backward_step(replay, 1)))
    assert (mean.state, mean.gradient) == ("current", "1")
    view.show_frame(replay.frame(replay.length))
    assert mean.state == "done"
    # Whichever way the clock went there, the picture is that of the frame.
    for step in (3, replay.length, 0, 7, 2):
        frame = replay.frame(step)
        view.show_frame(frame)
        assert {key: item.state for key, item in view.nodes.items()} == {key: frame.state_of(key) for key in view.nodes}
        assert {i for i, edge in view.edges.items() if edge.state != "waiting"} == set(frame.travelled)


def test_two_nodes_of_one_moment_are_both_told_as_new(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset())
    replay = replay_of(view)
    step, fresh = next((step, nodes) for step, nodes in replay.timeline.fresh.items() if step and len(nodes) > 1)
    view.show_frame(replay.frame(step))
    assert {number for number, item in view.nodes.items() if item.fresh} == set(fresh)
    view.show_frame(replay.frame(step + 1))
    assert not any(view.nodes[number].fresh for number in fresh)


def test_parallel_edges_are_two_curves_and_their_gradients_add_up_in_sight(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_products"))
    replay = replay_of(view)
    step = step_of(replay, "SubBackward0")
    view.show_frame(replay.frame(step - 1))
    pills = view.flow.pills
    assert len(pills) == 2
    assert not pills[0].sceneBoundingRect().intersects(pills[1].sceneBoundingRect())
    assert {pill.text for pill in pills} == {"[−0.75, 0]\n[0.75, 1.5]"}
    frame = replay.frame(step)
    view.show_frame(frame)
    assert view.drawn is not None
    sum_item = view.drawn.sum_item
    assert sum_item is not None
    assert "[0, 0]:" in sum_item.text
    assert "−0.75 + −0.75 = −1.5" in sum_item.text
    paths = [view.edges[one.edge].path() for one in frame.contributions]
    assert paths[0] != paths[1]
    # The mouse over a term lights the edge that brought it and the node that sent it.
    move(view, view.mapFromScene(sum_item.place_of(0)))
    assert view.edges[frame.contributions[0].edge].lit
    assert not view.edges[frame.contributions[1].edge].lit
    assert view.nodes[frame.contributions[0].sender].lit
    view.show_frame(replay.frame(step + 1))
    assert view.drawn.sum_item is None


def test_a_sum_of_scalars_is_told_whole(qtbot: QtBot) -> None:
    view = shown(qtbot, FAN_IN)
    replay = replay_of(view)
    view.show_frame(replay.frame(step_of(replay, "y")))
    assert view.drawn is not None
    assert view.drawn.sum_item is not None
    assert view.drawn.sum_item.text == "1 + 6 + 6 = 13"


def test_gradients_move_as_they_are_sent_and_stand_in_their_place_when_interrupted(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"))
    replay = replay_of(view)
    first = backward_step(replay, 1)
    view.show_frame(replay.frame(first - 1))
    view._shown_at = 0.0  # As if the eye had had the time.
    view.show_frame(replay.frame(first))
    assert view.flow.moving
    pill = view.flow.pills[0]
    start = pill.pos()
    assert pill.share < 1
    qtbot.waitUntil(lambda: not view.flow.moving, timeout=5000)
    assert pill.share == 1
    assert pill.pos() != start
    view._shown_at = 0.0
    view.show_frame(replay.frame(first + 1))
    assert view.flow.moving
    view.show_frame(replay.frame(first + 2))  # At once: nobody could follow.
    assert not view.flow.moving
    assert [one.share for one in view.flow.pills] == [1.0]
    view._shown_at = 0.0
    view.show_frame(replay.frame(first + 1))  # Back.
    assert not view.flow.moving


def test_nothing_moves_where_motion_is_reduced(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"))
    replay = replay_of(view)
    motion().reduce(True)
    try:
        view.show_frame(replay.frame(backward_step(replay, 1) - 1))
        view._shown_at = 0.0
        view.show_frame(replay.frame(backward_step(replay, 1)))
        assert not view.flow.moving
        assert [pill.share for pill in view.flow.pills] == [1.0]
    finally:
        motion().reduce(False)


def test_hovering_lights_edges_neighbours_and_all_glyphs_of_a_leaf(qtbot: QtBot) -> None:
    source = "import torch\nw = torch.ones(2, requires_grad=True)\ny = w * 1\nfor _ in range(4):\n    y = y * w\ny.sum().backward()\n"
    view = shown(qtbot, source, frozenset(), size=(1500, 700))
    view.show_all()
    assert view.drawn is not None
    leaf = next(item.node.id for item in view.nodes.values() if item.node.kind == "leaf")
    glyphs = view.drawn.drawing.of_node[leaf]
    assert len(glyphs) > 1
    move(view, place_of(view, glyphs[0]))
    assert all(view.boxes[key].lit for key in glyphs)
    lit = {link.key for link in view.drawn.links.values() if link.lit}
    assert lit == {link.key for key in glyphs for link in view.drawn.links_of(key)}
    move(view, QPoint(2, 2))
    assert not any(box.lit for box in view.boxes.values())
    assert not any(link.lit for link in view.drawn.links.values())


def test_arrows_point_along_the_data_or_the_gradient(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"))
    edge = view.edges[0]
    source, target = view.boxes[edge.source].pos(), view.boxes[edge.target].pos()
    assert (edge.tip - target).manhattanLength() < (edge.tip - source).manhattanLength()
    view.set_arrows("data")
    assert (edge.tip - source).manhattanLength() < (edge.tip - target).manhattanLength()


def test_marked_nodes_say_why_in_their_tooltips(qtbot: QtBot) -> None:
    view = shown(qtbot, MARKS)
    written = view.boxes[key_of(view, "CopySlices")]
    assert "memory" in written.toolTip()
    plain = view.boxes[key_of(view, "ExpBackward0")]
    assert "no_grad" in plain.toolTip()
    assert view.boxes[key_of(view, "SumBackward0")].toolTip() == ""


def test_overwritten_is_said_from_the_write_on_and_not_before(qtbot: QtBot) -> None:
    view = shown(qtbot, WRITTEN)
    replay = replay_of(view)
    item = view.boxes[key_of(view, "ExpBackward0")]
    assert isinstance(item, NodeItem)
    write = next(position for position, one in enumerate(replay.timeline.moments, 1) if one.line == 5)
    for step in (0, write - 1, write, replay.length, write - 1, write, 1):
        view.show_frame(replay.frame(step))
        assert ("overwritten" in item.marks) == (step >= write)
        assert ("written to afterwards" in item.toolTip()) == (step >= write)
    view.set_cursor(item.key)
    assert "overwritten" not in view.accessibleDescription()
    view.show_frame(replay.frame(write))
    view.set_cursor(item.key)
    assert "overwritten" in view.accessibleDescription()


WRITTEN = """import torch
x = torch.ones(2, requires_grad=True)
y = x.exp()
a = y.sum()
y.add_(1)
b = a * 2
a.backward()
"""


def test_the_wheel_zooms_at_the_mouse_and_a_drag_pans(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset())
    at = QPoint(200, 150)
    before, scale = view.mapToScene(at), view.zoom
    wheel(view, at, 240, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > 1.3 * scale
    assert (view.mapToScene(at) - before).manhattanLength() < 4 / view.zoom
    scene = view.mapToScene(at)
    drag(view, at, QPoint(60, 40))
    assert (view.mapToScene(at + QPoint(60, 40)) - scene).manhattanLength() < 4 / view.zoom
    down = view.mapToScene(at).y()
    wheel(view, at, -120, Qt.KeyboardModifier.NoModifier)
    assert view.mapToScene(at).y() > down


def test_two_fingers_zoom_at_their_place(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset())
    at = QPointF(220, 160)
    before, scale = view.mapToScene(at.toPoint()), view.zoom
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(view.viewport().mapToGlobal(at)),
        0.4,
        QPointF(),
    )
    QApplication.sendEvent(view.viewport(), pinch)
    assert view.zoom > 1.3 * scale
    assert (view.mapToScene(at.toPoint()) - before).manhattanLength() < 4 / view.zoom


def test_a_drag_that_begins_on_a_node_is_no_click(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"))
    chosen: list[int] = []
    view.node_chosen.connect(chosen.append)
    at = place_of(view, "0")
    drag(view, at, QPoint(80, 0))
    assert chosen == []
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, "0"))
    assert chosen == [0]


def test_the_current_node_is_kept_in_view_and_ones_own_view_is_respected(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset(), size=(500, 300))
    replay = replay_of(view)
    for step in range(replay.length + 1):
        frame = replay.frame(step)
        view.show_frame(frame)
        view.settle()
        if frame.node is not None:
            item = view.nodes[frame.node.id]
            assert view.viewport().rect().contains(view.mapFromScene(item.pos()))
    seen = view.seen
    view.show_frame(replay.frame(replay.length))
    assert view.seen == seen
    view.zoom_by(0.2)
    scale = view.zoom
    view.show_frame(replay.frame(backward_step(replay, 1)))
    view.settle()
    assert view.zoom == scale


def test_the_minimap_is_there_for_what_does_not_fit_and_leads_anywhere(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset(), size=(900, 420))
    view.zoom_by(3)
    assert view.minimap.isVisible()
    for share in (0.1, 0.9):
        at = QPoint(round(view.minimap.width() * share), view.minimap.height() // 2)
        QTest.mouseClick(view.minimap, Qt.MouseButton.LeftButton, pos=at)
        seen = view.minimap.seen.center()
        assert abs(seen.x() - at.x()) < 3 + view.minimap.width() * 0.1
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.all_in_view
    assert not view.minimap.isVisible()


def test_fit_stops_where_boxes_can_still_be_read_and_the_minimap_has_the_whole(qtbot: QtBot) -> None:
    for size in ((900, 600), (320, 200)):
        view = shown(qtbot, LONG, frozenset(), size=size)
        replay = replay_of(view)
        view.show_frame(replay.frame(backward_step(replay, 60)))
        view.settle()
        wheel(view, QPoint(10, 10), 1200, Qt.KeyboardModifier.ControlModifier)
        drag(view, QPoint(200, 100), QPoint(-150, 60))
        for scale in (SMALLEST_FIT, SMALLEST, SMALLEST_FIT):  # A second time it is as large as a graph is at first.
            QTest.keyClick(view, Qt.Key.Key_F)
            assert view.zoom == pytest.approx(scale)
            assert abs(middle_of_current(view).x() - view.viewport().width() / 2) < 3
            assert view.minimap.isVisible()
            assert view.rect().contains(view.minimap.geometry())
        # Whatever is out of view: also after it was the whole.
        view.zoom_by(FARTHEST / view.zoom)
        assert view.minimap.isVisible() != view.all_in_view


def test_a_step_is_in_view_however_large_all_is_shown(qtbot: QtBot) -> None:
    view = shown(qtbot, LONG, frozenset(), size=(700, 400))
    replay = replay_of(view)
    steps = (2, backward_step(replay, 3), 30, replay.length - 2, backward_step(replay, 90))
    for percent in (200, 50, 400, 100):
        view.show_frame(replay.frame(steps[0]))
        theme().set_zoom(percent)
        view.redress()
        assert current_in_view(view)  # Before all boxes are made, too.
        for step in steps:
            view.show_frame(replay.frame(step))
            view.settle()
            assert current_in_view(view)
        built(view, qtbot)
        for factor in (2, 0.3):
            view.zoom_by(factor)
            for step in steps:
                view.show_frame(replay.frame(step))
                view.settle()
                assert current_in_view(view)
        view.resize(500, 300)
        assert current_in_view(view)
        view.resize(700, 400)


def test_a_step_leads_back_from_where_a_hand_has_panned_but_not_under_the_hand(qtbot: QtBot) -> None:
    view = shown(qtbot, LONG, frozenset(), size=(700, 400))
    replay = replay_of(view)
    step = backward_step(replay, 60)
    view.show_frame(replay.frame(step))
    view.settle()
    view.zoom_by(1.5)
    drag(view, QPoint(100, 200), QPoint(600, 0))
    assert not current_in_view(view)
    seen = view.seen
    view.resize(690, 390)  # Nobody stepped: what one looks at stays.
    assert abs(view.seen.left() - seen.left()) < 5
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    seen = view.seen
    view.show_frame(replay.frame(step + 1))
    view.settle()
    assert view.seen == seen
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    view.show_frame(replay.frame(step + 2))
    view.settle()
    assert current_in_view(view)


def middle_of_current(view: GraphView) -> QPoint:
    assert view.drawn is not None
    assert view.drawn.current_key is not None
    return view.mapFromScene(QPointF(*view.drawn.layout.centres[view.drawn.current_key]))


def current_in_view(view: GraphView) -> bool:
    return view.viewport().rect().contains(middle_of_current(view))


def test_the_keyboard_walks_along_edges_and_enter_chooses(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"))
    chosen: list[int] = []
    view.node_chosen.connect(chosen.append)
    view.setFocus()
    names = []
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Left, ALT)
        item = view.boxes[view.cursor_key or ""]
        assert isinstance(item, NodeItem)
        assert item.cursor_here
        names.append(item.node.name)
    assert names == ["MeanBackward0", "MulBackward0", "PowBackward0", "SubBackward0", "AccumulateGrad"]
    assert "shape (2, 2)" in view.accessibleDescription().replace("\u2068", "").replace("\u2069", "").replace(
        "\u2066", ""
    )
    QTest.keyClick(view, Qt.Key.Key_Right, ALT)
    QTest.keyClick(view, Qt.Key.Key_Return)
    sub = next(node.id for node in replay_of(view).trace.nodes if node.name == "SubBackward0")
    assert chosen == [sub]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.cursor_key is None
    assert not any(box.cursor_here for box in view.boxes.values())


def test_a_closed_group_tells_how_far_it_is_and_opens_and_closes(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset(), size=(1200, 700))
    replay = replay_of(view)
    groups = groups_of_view(view)
    view.fold_by("module")
    built(view, qtbot)
    boxes = [box for box in view.boxes.values() if isinstance(box, GroupItem)]
    assert {box.represents.kind for box in boxes} == {"module"}
    inside = next(iter(boxes[0].box.nodes & {step.node for one in replay.trace.passes for step in one.steps}))
    view.show_frame(replay.frame(replay.visits(inside)[-1]))
    assert [box.current for box in boxes] == [inside in box.box.nodes for box in boxes]
    key = boxes[0].key
    view.show_all()
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, key))
    built(view, qtbot)
    assert key not in view.boxes
    frame = view.frames[key]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.mapFromScene(frame.button.center()))
    built(view, qtbot)
    assert key in view.boxes
    assert key not in view.frames
    assert groups.of_kind("module") == view.drawing.closed  # type: ignore[union-attr]


def test_what_is_opened_stays_where_it_was(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset(), size=(600, 400))
    view.fold_by("module")
    built(view, qtbot)
    view.zoom_by(1.5)
    key, box = next((key, box) for key, box in view.boxes.items() if isinstance(box, GroupItem))
    view.look_at(box.pos())
    scale, at = view.zoom, place_of(view, key)
    view.open_group(key)
    built(view, qtbot)
    assert view.zoom == scale
    assert view.drawing is not None
    first = view.drawing.of_node[min(box.box.nodes)][0]
    assert (place_of(view, first) - at).manhattanLength() < 4


def test_what_was_closed_in_another_program_does_not_open_all_of_this_one(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset({"module:of another"}))
    assert view.drawing is not None
    assert view.drawing.closed == groups_of_view(view).automatic


def test_keys_open_and_close_groups(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset(), size=(1200, 700))
    view.fold_by("module")
    built(view, qtbot)
    key = next(key for key, box in view.boxes.items() if isinstance(box, GroupItem))
    view.setFocus()
    view.set_cursor(key)
    QTest.keyClicks(view, "+")
    built(view, qtbot)
    assert key not in view.boxes
    inner = next(
        box.key for box in view.boxes.values() if view.drawing is not None and view.drawing.frame_of(box.box) == key
    )
    view.set_cursor(inner)
    QTest.keyClicks(view, "-")
    built(view, qtbot)
    assert key in view.boxes


def test_a_group_is_done_when_all_of_it_that_runs_has_run(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset(), size=(1200, 700))
    replay = replay_of(view)
    view.fold_by("loop")
    built(view, qtbot)
    box = next(box for box in view.boxes.values() if isinstance(box, GroupItem))
    shares = []
    for step in range(backward_step(replay, 1), replay.stretch_at(backward_step(replay, 1)).last + 1):  # type: ignore[union-attr]
        view.show_frame(replay.frame(step))
        shares.append(box.share)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert shares[0] < 1


def test_a_weight_that_many_groups_share_is_current_in_one_of_them_alone(qtbot: QtBot) -> None:
    view = shown(qtbot, LOOP, frozenset(), size=(1200, 700))
    replay, groups = replay_of(view), groups_of_view(view)
    iterations = frozenset(group.key for group in groups.all if group.kind == "iteration")
    shared = {node.id for node in replay.trace.nodes if node.kind == "leaf"}
    # All iterations closed, one of them open, and none closed: glyphs in groups, of both kinds, and by themselves.
    for closed in (iterations, iterations - {max(iterations)}, frozenset[str]()):
        view.set_closed(closed)
        built(view, qtbot)
        assert view.drawing is not None
        assert any(len(view.drawing.of_node[node]) > 1 for node in shared)
        for step in range(1, replay.length + 1):
            frame = replay.frame(step)
            view.show_frame(frame)
            current = [key for key, box in view.boxes.items() if is_current(box)]
            assert len(current) == (frame.node is not None)
            if frame.backward and frame.node is not None and frame.node.id in shared:
                # It is that into which, or beside which, the last gradient came.
                last = frame.contributions[-1].sender
                near = {end for key in view.drawing.of_node[last] for end in ends(view, key)}
                assert current[0] in near


def is_current(box: BoxItem) -> bool:
    return box.current if isinstance(box, GroupItem) else isinstance(box, NodeItem) and box.state == "current"


def ends(view: GraphView, key: str) -> set[str]:
    assert view.drawn is not None
    return {key} | {end for link in view.drawn.links_of(key) for end in (link.source, link.target)}


def test_what_is_found_is_lit_and_gone_through(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_products"))
    count = view.search_for("mul")
    assert count == 2
    lit = [key for key, box in view.boxes.items() if box.hit]
    assert len(lit) == 2
    assert [view.next_hit() for _ in range(3)] == [0, 1, 0]
    assert view.cursor_key in lit
    assert view.next_hit(-1) == 1
    assert view.search_for("") == 0
    assert not any(box.hit for box in view.boxes.values())
    assert view.next_hit() is None


def test_another_run_takes_the_place_of_one_that_is_still_being_drawn(qtbot: QtBot) -> None:
    view = shown(qtbot, NETWORK, frozenset())
    other = shown(qtbot, example_source("mean_of_squares"))
    first = view.drawn
    assert first is not None
    view.show_run(replay_of(other), example_source("mean_of_squares"))
    built(view, qtbot)
    assert view.drawn is not first
    assert len(view.boxes) == 5
    qtbot.waitUntil(lambda: view._leftovers.empty)
    view.clear()
    assert view.boxes == {}
    qtbot.waitUntil(lambda: view._leftovers.empty)


def test_a_click_on_an_edge_chooses_the_node_that_sends_along_it(qtbot: QtBot) -> None:
    view = shown(qtbot, FAN_IN)
    replay = replay_of(view)
    edges = {edge.edges[0]: edge for edge in view.edges.values()}
    for number, edge in edges.items():
        at = view.mapFromScene(edge.middle)
        with qtbot.waitSignal(view.node_chosen) as chosen:
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert chosen.args == [replay.trace.edges[number].source]


def test_who_gets_what_is_sent_is_in_view(qtbot: QtBot) -> None:
    view = shown(qtbot, example_source("mean_of_squares"), size=(500, 480))
    replay = replay_of(view)
    assert not view.all_in_view
    for step in range(1, replay.length + 1):
        frame = replay.frame(step)
        view.show_frame(frame)
        view.settle()
        for sent in frame.sent:
            if sent.target is None:
                continue
            item = view.nodes[sent.target]
            assert view.seen.contains(item.mapRectToScene(item.rect))


def test_a_step_before_the_items_are_there_is_followed_later(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    source = example_source("training_loop")
    view = shown(qtbot, source, size=(500, 480))
    replay = replay_of(view)
    frame = replay.frame(replay.length)
    assert frame.node is not None
    with monkeypatch.context() as slow:
        slow.setattr("gui.graph.laid_out_view.SLICE", -1.0)
        view.show_run(replay, source)
        assert frame.node.id not in view.nodes
        view.show_frame(frame)
    built(view, qtbot)
    view.settle()
    item = view.nodes[frame.node.id]
    assert view.seen.contains(item.mapRectToScene(item.rect))
