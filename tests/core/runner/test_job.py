"""One question to a process of its own: answered, failed or cancelled, it ends and says so once."""

from __future__ import annotations

import threading

import msgspec
import pytest

from core.autograd.derivation.job import DerivationJob, Found, answer
from core.autograd.trace import Trace
from core.runner.job import Job, WarmJobs

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


def decoded(data: bytes) -> Found:
    return msgspec.msgpack.decode(data, type=Found)


def test_one_process_answers_again_and_again() -> None:
    jobs = WarmJobs("core.autograd.derivation.job", decoded)
    question = msgspec.msgpack.encode({"trace": EMPTY, "number": 0})
    expected = decoded(answer(question))
    try:
        for asked, found in ((question, [expected]), (b"no question", [None]), (question, [expected])):
            assert waited(lambda done, asked=asked: jobs.ask(asked, done)) == found
    finally:
        jobs.close()


def test_a_module_that_is_not_there_answers_nothing() -> None:
    jobs = WarmJobs("core.none", decoded)
    jobs.warm()
    try:
        assert waited(lambda done: jobs.ask(b"", done)) == [None]
        assert waited(lambda done: jobs.ask(b"", done)) == [None]
    finally:
        jobs.close()


def test_a_question_that_was_given_up_is_answered_with_nothing_and_the_others_are_not() -> None:
    jobs = WarmJobs("core.autograd.derivation.job", decoded)
    question = msgspec.msgpack.encode({"trace": EMPTY, "number": 0})
    over, given_up = threading.Event(), []

    def done(found: object) -> None:
        given_up.append(found)
        over.set()

    try:
        first = jobs.ask(question, done)
        first.cancel()
        assert waited(lambda done: jobs.ask(question, done)) == [decoded(answer(question))]
        assert over.wait(30)
        assert given_up == [None]
    finally:
        jobs.close()
