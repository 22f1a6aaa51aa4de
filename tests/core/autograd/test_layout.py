"""Graphviz places boxes of the given sizes; parallel edges stay apart; a layout can be cancelled."""

from __future__ import annotations

import queue

import pytest

from core.autograd.layout import Box, Layout, LayoutJob, Link, Request, lay_out

REQUEST = Request(
    (Box("a", 100, 40), Box("b", 80, 40), Box("c", 60, 30)),
    (Link("0", "a", "b"), Link("1", "a", "b"), Link("2", "b", "c")),
    "RL",
    20,
    60,
)


def test_root_right_leaves_left_and_parallel_edges_apart() -> None:
    layout = lay_out(REQUEST)
    assert layout.centres["a"][0] > layout.centres["b"][0] > layout.centres["c"][0]
    assert layout.curves["0"] != layout.curves["1"]
    for box in REQUEST.boxes:
        x, y = layout.centres[box.key]
        assert box.width / 2 - 1 <= x <= layout.width - box.width / 2 + 1
        assert box.height / 2 - 1 <= y <= layout.height - box.height / 2 + 1
    assert all(len(points) % 3 == 1 for points in layout.curves.values())


def test_boxes_do_not_overlap() -> None:
    boxes = tuple(Box(str(i), 70, 30) for i in range(40))
    links = tuple(Link(str(i), str(i // 2), str(i)) for i in range(1, 40))
    centres = lay_out(Request(boxes, links, "TB", 10, 40)).centres
    places = list(centres.values())
    for i, (x, y) in enumerate(places):
        for other_x, other_y in places[i + 1 :]:
            assert abs(x - other_x) >= 70 - 1 or abs(y - other_y) >= 30 - 1


def test_a_job_answers_from_its_own_process() -> None:
    answers: queue.Queue[Layout | None] = queue.Queue()
    job = LayoutJob(REQUEST, answers.put)
    answer = answers.get(timeout=60)
    job.cancel()
    assert answer is not None
    assert answer == lay_out(REQUEST)


def test_a_cancelled_job_answers_nothing() -> None:
    answers: queue.Queue[Layout | None] = queue.Queue()
    job = LayoutJob(REQUEST, answers.put)
    job.cancel()
    answers.get(timeout=10)
    assert answers.empty()


def test_an_empty_graph_has_no_places() -> None:
    layout = lay_out(Request((), (), "LR", 10, 10))
    assert (layout.centres, layout.curves) == ({}, {})


def test_what_graphviz_cannot_place_ends_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    answers: queue.Queue[Layout | None] = queue.Queue()
    job = LayoutJob(Request((Box("a", 10, 10),), (), "LR", float("nan"), float("inf")), answers.put)
    answers.get(timeout=60)
    job.cancel()
    bad = LayoutJob(Request((), (), "LR", "wide", 1), answers.put)  # type: ignore[arg-type]
    assert answers.get(timeout=60) is None
    bad.cancel()
    assert capfd.readouterr().err == ""
