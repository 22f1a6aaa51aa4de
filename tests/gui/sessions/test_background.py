"""Work off the interface's thread: in order, told on it, and not after the end."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from core.session.problem import SessionCode, SessionError
from gui.sessions.background import Background


def test_in_order_and_told_here(qtbot: QtBot) -> None:
    background, told = Background(), []
    here = threading.get_ident()
    for number in range(5):
        background.run(
            lambda number=number: (number, threading.get_ident()),
            lambda done: told.append((*done, threading.get_ident())),
        )
    qtbot.waitUntil(lambda: not background.busy)
    assert [one[0] for one in told] == [0, 1, 2, 3, 4]
    assert all(one[1] != here and one[2] == here for one in told)
    background.close()


def test_what_fails_is_told_and_the_next_is_done(qtbot: QtBot) -> None:
    background, told = Background(), []

    def fail() -> None:
        raise SessionError(SessionCode.EMPTY, name="a")

    background.run(fail, told.append, lambda error: told.append(error.code))
    background.run(lambda: "next", told.append)
    qtbot.waitUntil(lambda: not background.busy)
    assert told == [SessionCode.EMPTY, "next"]
    background.close()


def test_closing_waits_and_tells_nothing_more(qtbot: QtBot) -> None:
    background, done, told = Background(), [], []
    gate = threading.Event()
    background.run(lambda: done.append(gate.wait(10)), told.append)
    threading.Timer(0.05, gate.set).start()
    background.close()
    assert done == [True]
    background.run(lambda: done.append(False))
    assert done == [True]
    assert told == []
