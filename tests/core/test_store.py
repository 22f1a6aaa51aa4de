"""One store: undo, redo, and acts that belong together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.store import HISTORY_LIMIT, Store


def test_undo_and_redo() -> None:
    store = Store(0)
    store.set(1)
    store.set(2)
    store.undo()
    assert (store.state, store.can_undo, store.can_redo) == (1, True, True)
    store.undo()
    store.undo()
    assert (store.state, store.can_undo) == (0, False)
    store.redo()
    store.redo()
    store.redo()
    assert (store.state, store.can_redo) == (2, False)


def test_a_new_act_ends_redo() -> None:
    store = Store(0)
    store.set(1)
    store.undo()
    store.set(5)
    store.redo()
    assert store.state == 5


def test_merged_acts_are_one_and_settle_ends_them() -> None:
    store = Store(0)
    for value in (1, 2, 3):
        store.set(value, merge="drag")
    store.settle()
    store.set(4, merge="drag")
    store.undo()
    assert store.state == 3
    store.undo()
    assert store.state == 0


def test_noted_states_are_no_acts() -> None:
    store = Store(0)
    store.set(1)
    store.note(7)
    store.undo()
    assert store.state == 0


def test_changes_are_told_with_both_states() -> None:
    store, heard = Store(0), []
    store.changed.connect(lambda new, old: heard.append((new, old)))
    store.set(1)
    store.set(1)
    store.undo()
    assert heard == [(1, 0), (0, 1)]


@given(st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["undo", "redo"])), max_size=60))
def test_undo_is_a_list_of_states(acts: list[int | str]) -> None:
    store = Store(-1)
    past, present, future = [], -1, []
    for act in acts:
        if act == "undo":
            store.undo()
            if past:
                future.append(present)
                present = past.pop()
        elif act == "redo":
            store.redo()
            if future:
                past.append(present)
                present = future.pop()
        elif act != present:
            store.set(int(act))
            past.append(present)
            present, future = int(act), []
        assert store.state == present
        assert (store.can_undo, store.can_redo) == (bool(past), bool(future))


def test_the_past_is_bounded() -> None:
    store = Store(0)
    for value in range(1, HISTORY_LIMIT + 50):
        store.set(value)
    undone = 0
    while store.can_undo:
        store.undo()
        undone += 1
    assert undone == HISTORY_LIMIT


def test_revising_reaches_every_state_that_is_kept() -> None:
    store, heard = Store(0), []
    for value in (1, 2, 13, 4, 5):
        store.set(value)
    store.undo()
    store.changed.connect(lambda new, old: heard.append((new, old)))
    store.revise(lambda value: None if value == 13 else value * 10)
    assert heard == [(40, 4)]
    store.redo()
    assert (store.state, store.can_redo) == (50, False)
    seen = []
    while store.can_undo:
        store.undo()
        seen.append(store.state)
    assert seen == [40, 20, 10, 0]


def test_revising_leaves_no_act_that_changes_nothing() -> None:
    store = Store(1)
    for value in (2, 3, 2):
        store.set(value)
    store.undo()
    store.revise(lambda value: max(value, 2) if value != 3 else 2)
    assert (store.state, store.can_undo, store.can_redo) == (2, False, False)


def test_the_present_state_is_never_forgotten() -> None:
    store = Store(0)
    store.set(1)
    store.revise(lambda _: None)
    assert (store.state, store.can_undo) == (1, False)


def test_what_is_unsaved_follows_acts_undo_and_redo() -> None:
    store = Store(0)
    assert not store.unsaved
    store.note(5)
    assert not store.unsaved  # Where one looks is no act.
    store.set(1)
    assert store.unsaved
    store.mark_saved(store.act, store.state)
    assert (store.unsaved, store.saved) == (False, 1)
    store.set(2)
    store.undo()
    assert not store.unsaved
    store.undo()
    assert store.unsaved
    store.set(3)  # As many acts as were saved, and others.
    assert (store.acts, store.unsaved) == (1, True)


def test_a_drag_that_goes_on_after_saving_is_unsaved() -> None:
    store = Store(0)
    store.set(1, merge="drag")
    store.mark_saved(store.act, store.state)
    store.set(2, merge="drag")
    assert store.unsaved


def test_an_act_during_saving_stays_unsaved() -> None:
    store = Store(0)
    store.set(1)
    act, state = store.act, store.state
    store.set(2)
    store.mark_saved(act, state)
    assert store.unsaved
    store.undo()
    assert not store.unsaved


def test_begun_anew_nothing_of_before_can_come_back() -> None:
    store, heard = Store(0), []
    store.set(1)
    store.set(2)
    store.undo()
    store.changed.connect(lambda new, old: heard.append((new, old)))
    store.restart(7)
    assert (store.state, store.can_undo, store.can_redo, store.unsaved, store.saved) == (7, False, False, False, 7)
    store.undo()
    store.redo()
    assert store.state == 7
    assert heard == [(7, 1)]
    store.restart(7, saved=False)
    assert (store.unsaved, store.restarts) == (True, 2)
    assert heard[-1] == (7, 7)
    store.set(8)
    store.undo()
    assert store.unsaved


def test_acts_are_forgotten_with_their_states() -> None:
    store = Store(0)
    for value in (1, -2, 3, -4):
        store.set(value)
    store.revise(lambda state: None if state < 0 else state)
    assert store.state == -4
    store.undo()
    store.undo()
    store.undo()
    assert (store.state, store.unsaved) == (0, False)
    for value in range(1, HISTORY_LIMIT + 10):
        store.set(value)
    for _ in range(HISTORY_LIMIT + 10):
        store.undo()
    assert store.unsaved  # The first state is too far back to be reached.


@given(st.lists(st.sampled_from(["act", "undo", "redo", "save", "note"]), max_size=40))
def test_unsaved_is_whether_the_acts_before_are_those_that_were_saved(steps: list[str]) -> None:
    store: Store[int] = Store(0)
    past: list[int] = []
    future: list[int] = []
    saved: tuple[int, ...] = ()
    for number, step in enumerate(steps, 1):
        match step:
            case "act":
                store.set(number)
                past, future = [*past, number], []
            case "note":
                store.note(-number)
            case "undo" if past:
                store.undo()
                future.append(past.pop())
            case "redo" if future:
                store.redo()
                past.append(future.pop())
            case "save":
                store.mark_saved(store.act, store.state)
                saved = tuple(past)
        assert store.unsaved is (tuple(past) != saved)


def test_an_act_that_may_not_be_is_told_both_ways_and_leaves_nothing() -> None:
    store = Store(0)
    store.set(1)
    store.undo()
    seen: list[tuple[int, int]] = []
    refused: list[int] = []
    inner: list[int] = []
    store.changed.connect(lambda new, old: seen.append((new, old)))
    store.changed.connect(lambda new, old: inner.append(store.state))
    store.refused.connect(refused.append)
    store.guard = lambda new, old: new - old < 5
    store.set(9)
    assert (store.state, store.can_undo, store.can_redo) == (0, False, True)
    assert seen == [(9, 0), (0, 9)]  # Who shows the refused state already is told of the way back, in this order.
    assert inner == [9, 0]
    assert refused == [9]
    store.set(4)
    store.note(40)  # Where one looks is no act.
    assert (store.state, refused) == (40, [9])
    store.guard = None
    store.set(99)
    assert store.state == 99
    store.undo()
    assert store.state == 40
