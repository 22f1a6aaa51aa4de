"""One question to a process of its own: answered, failed or cancelled, it ends and says so once."""

from __future__ import annotations

import threading

import msgspec
import pytest

from core.autograd.derivation.job import DerivationJob, Found, answer
from core.autograd.trace import Trace
from core.runner.job import Job

EMPTY = Trace("2.13.0", "finished", None, "", (), (), (), ())


def waited(start: object) -> list[object]:
    over, got = threading.Event(), []

    def done(found: object) -> None:
        got.append(found)
        over.set()

    job = start(done)  # type: ignore[operator]
    assert over.wait(30)
    job.cancel()
    return got


def test_an_answer_comes_once() -> None:
    got = waited(lambda done: DerivationJob(EMPTY, 0, done))
    assert len(got) == 1
    assert isinstance(got[0], Found)
    assert got[0].problem is not None
    assert got[0].problem.code == "not recorded"
    assert msgspec.msgpack.decode(answer(msgspec.msgpack.encode({"trace": EMPTY, "number": 0})), type=Found) == got[0]


@pytest.mark.parametrize(("module", "question"), [("core.autograd.derivation.job", b"no question"), ("core.none", b"")])
def test_what_fails_answers_nothing(module: str, question: bytes) -> None:
    assert waited(lambda done: Job(module, question, lambda data: data, done)) == [None]


def test_what_is_cancelled_answers_nothing() -> None:
    over, got = threading.Event(), []

    def done(found: object) -> None:
        got.append(found)
        over.set()

    DerivationJob(EMPTY, 0, done).cancel()
    assert over.wait(30)
    assert got == [None]
