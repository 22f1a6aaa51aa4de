"""Graphviz places boxes of the given sizes; parallel edges stay apart; a layout can be cancelled."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import msgspec
import pytest

from core.autograd.layout import Box, Cluster, Direction, Layout, LayoutJob, Link, Request, WarmLayouts, lay_out

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


NESTED = Request(
    tuple(Box(key, 60, 30) for key in "abcdef"),
    tuple(Link(str(i), *pair) for i, pair in enumerate(("ab", "bc", "cd", "de", "bf", "ac"))),
    "RL",
    20,
    60,
    (
        Cluster("outer", (200, 24), None, ("b",)),
        Cluster("inner", (90, 18), "outer", ("c", "d"), 6),
        Cluster("empty", (90, 18), "outer", ()),
        Cluster("other", (0, 0), None, ("f",)),
    ),
)


def within(inner: tuple[float, float, float, float], outer: tuple[float, float, float, float], by: float = 0) -> bool:
    x, y, width, height = inner
    left, top, wide, high = outer
    return x >= left + by and y >= top + by and x + width <= left + wide - by and y + height <= top + high - by


def box_of(layout: Layout, request: Request, key: str) -> tuple[float, float, float, float]:
    box = next(one for one in request.boxes if one.key == key)
    x, y = layout.centres[key]
    return x - box.width / 2, y - box.height / 2, box.width, box.height


@pytest.mark.parametrize("direction", ["RL", "LR", "TB", "BT"])
def test_frames_hold_their_boxes_their_labels_and_each_other(direction: Direction) -> None:
    request = msgspec.structs.replace(NESTED, direction=direction)
    layout = lay_out(request)
    assert set(layout.frames) == {"outer", "inner", "other"}
    members = {"outer": "bcd", "inner": "cd", "other": "f"}
    for cluster in request.clusters:
        if cluster.key not in layout.frames:
            continue
        frame = layout.frames[cluster.key]
        assert within(frame, (0, 0, layout.width, layout.height))
        width, height = cluster.label
        assert frame[2] >= width
        for box in request.boxes:
            place = box_of(layout, request, box.key)
            if box.key in members[cluster.key]:
                assert within(place, frame, cluster.margin - 1)
                assert place[1] >= frame[1] + height  # Its label has the upper edge to itself.
            else:
                x, y, wide, high = place
                assert (
                    x + wide <= frame[0] or x >= frame[0] + frame[2] or y + high <= frame[1] or y >= frame[1] + frame[3]
                )
    assert within(layout.frames["inner"], layout.frames["outer"])


def test_frames_in_a_chain_stay_level() -> None:
    """Weights at the end of their frames, as layers of a net have them, push nothing aside."""
    boxes, links, clusters = [], [], []
    for layer in range(12):
        keys = [f"{layer}.{name}" for name in ("out", "turned", "weight", "bias")]
        boxes += [Box(key, 60, 30) for key in keys]
        pairs = [(keys[0], keys[1]), (keys[1], keys[2]), (keys[0], keys[3])]
        pairs += [(f"{layer - 1}.out", keys[0])] if layer else []
        links += [Link(f"{tail}-{head}", tail, head) for tail, head in pairs]
        clusters.append(Cluster(str(layer), (50, 20), None, tuple(keys)))
    layout = lay_out(Request(tuple(boxes), tuple(links), "RL", 20, 60, tuple(clusters)))
    assert len({round(layout.centres[f"{layer}.out"][1]) for layer in range(12)}) == 1
    assert layout.height < 400


def test_what_is_not_there_cannot_be_laid_out() -> None:
    with pytest.raises(KeyError):
        lay_out(Request((Box("a", 10, 10),), (Link("0", "a", "b"),), "LR", 10, 10))
    with pytest.raises(KeyError):
        lay_out(Request((), (), "LR", 10, 10, (Cluster("a", (1, 1), "b", ()),)))


def test_keys_may_be_any_text() -> None:
    keys = ('a"b', "<c>", "\\", "é\n", "", "leaf:1:2", "cluster0")
    boxes = tuple(Box(key, 20, 20) for key in keys)
    links = tuple(Link(key, keys[0], key) for key in keys[1:])
    layout = lay_out(Request(boxes, links, "LR", 10, 10, (Cluster(keys[0], (10, 10), None, keys[1:3]),)))
    assert (set(layout.centres), set(layout.curves), set(layout.frames)) == (set(keys), set(keys[1:]), {keys[0]})


@pytest.fixture
def layouts() -> Iterator[WarmLayouts]:
    made = WarmLayouts()
    yield made
    made.close()


def test_one_process_lays_out_again_and_again(layouts: WarmLayouts) -> None:
    answers: queue.Queue[Layout | None] = queue.Queue()
    layouts.warm()
    for request in (REQUEST, NESTED, REQUEST):
        layouts.lay_out(request, answers.put)
        assert answers.get(timeout=60) == lay_out(request)


def test_what_fails_leaves_the_process_ready(layouts: WarmLayouts) -> None:
    answers: queue.Queue[Layout | None] = queue.Queue()
    layouts.lay_out(Request((), (), "LR", "wide", 1), answers.put)  # type: ignore[arg-type]
    assert answers.get(timeout=60) is None
    layouts.lay_out(REQUEST, answers.put)
    assert answers.get(timeout=60) == lay_out(REQUEST)


def test_of_a_cancelled_layout_nothing_comes_and_the_next_one_does(layouts: WarmLayouts) -> None:
    # A graph that Graphviz would work at for minutes.
    boxes = tuple(Box(str(i), 20, 20) for i in range(600))
    links = tuple(Link(f"{i} {j}", str(i), str(j)) for i in range(600) for j in range(i + 1, min(i + 40, 600)))
    answers: queue.Queue[Layout | None] = queue.Queue()
    job = layouts.lay_out(Request(boxes, links, "RL", 20, 60), answers.put)
    job.cancel()
    job.cancel()
    after: queue.Queue[Layout | None] = queue.Queue()
    layouts.lay_out(REQUEST, after.put)
    assert after.get(timeout=60) == lay_out(REQUEST)
    assert answers.get(timeout=60) is None
    assert answers.empty()


def test_closing_ends_what_is_under_way_and_later_ones_get_nothing() -> None:
    layouts = WarmLayouts()
    answers: queue.Queue[Layout | None] = queue.Queue()
    layouts.lay_out(REQUEST, lambda _: None)
    layouts.close()
    layouts.lay_out(REQUEST, answers.put)
    assert answers.get(timeout=60) is None
    layouts.warm()
    layouts.close()
