"""Names that are cut are no longer than their place, and are told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from gui.labs.autograd.shortened import shortened


def test_what_fits_is_whole_and_the_rest_is_cut_in_its_middle() -> None:
    assert shortened(["x", "learning_rate"], 13) == {"x": "x", "learning_rate": "learning_rate"}
    assert shortened(["a_rather_long_name"], 9) == {"a_rather_long_name": "a_ra…name"}


def test_names_that_differ_only_in_the_middle_are_cut_before_it() -> None:
    names = ["layers.first.weight", "layers.second.weight", "layers.second.bias"]
    assert shortened(names[:2], 11) == {names[0]: "…first.wei…", names[1]: "…second.we…"}
    assert len(set(shortened(names, 11).values())) == 3
    assert len(set(shortened([f"hidden_state_of_step_{step}_of_the_loop" for step in range(30)], 12).values())) == 30


@given(some.sets(some.text("ab_", min_size=1, max_size=24), min_size=1, max_size=12), some.integers(4, 30))
def test_nothing_is_longer_than_its_room(names: set[str], room: int) -> None:
    found = shortened(sorted(names), room)
    assert set(found) == names
    assert all(len(text) <= room for text in found.values())
    assert all(found[name] == name for name in names if len(name) <= room)
