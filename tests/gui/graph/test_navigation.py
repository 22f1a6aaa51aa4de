from __future__ import annotations

from core.autograd.folding import FoldedLink
from gui.graph.navigation import first_box, next_box

CENTRES = {"root": (300.0, 50.0), "a": (200.0, 0.0), "b": (200.0, 100.0), "x": (100.0, 50.0), "alone": (100.0, 200.0)}
LINKS = tuple(FoldedLink(f"{s}>{t}", s, t, (0,)) for s, t in (("root", "a"), ("root", "b"), ("a", "x"), ("b", "x")))


def test_a_walk_goes_along_edges_and_to_siblings() -> None:
    assert next_box("root", "leaf", LINKS, CENTRES) in ("a", "b")
    assert next_box("a", "down", LINKS, CENTRES) == "b"
    assert next_box("b", "up", LINKS, CENTRES) == "a"
    assert next_box("a", "root", LINKS, CENTRES) == "root"
    assert next_box("a", "up", LINKS, CENTRES) is None
    assert next_box("root", "root", LINKS, CENTRES) is None
    assert next_box("x", "down", LINKS, CENTRES) == "alone"


def test_a_walk_there_and_back_ends_where_it_began() -> None:
    assert next_box("x", "root", LINKS, CENTRES, came_from="b") == "b"
    assert next_box("x", "root", LINKS, CENTRES, came_from="a") == "a"


def test_a_walk_begins_at_the_root() -> None:
    assert first_box(CENTRES) == "root"
    assert first_box({}) is None
