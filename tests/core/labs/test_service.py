"""The computing process, spoken to as the interface speaks to it."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.convolution.parameters import conv1d
from core.labs import wire
from core.labs.image.state import ImageState
from core.labs.service import Inbox, Media, answer
from core.labs.signal.sound import SoundDesk
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.runner.process import ChildProcess


@pytest.fixture
def service() -> Iterator[tuple[ChildProcess, queue.Queue[wire.Reply]]]:
    replies: queue.Queue[wire.Reply] = queue.Queue()
    child = ChildProcess(
        "core.labs.service", on_message=lambda data: replies.put(wire.decode_reply(data)), on_exit=lambda _: None
    )
    yield child, replies
    child.stop()


def wait_for(replies: queue.Queue[wire.Reply], kind: type) -> wire.Reply:
    while True:
        reply = replies.get(timeout=60)
        if isinstance(reply, kind):
            return reply


def test_it_tells_of_torch_and_answers(service: tuple[ChildProcess, queue.Queue[wire.Reply]]) -> None:
    child, replies = service
    shares = []
    while not isinstance(reply := replies.get(timeout=60), wire.Ready):
        assert isinstance(reply, wire.Loading)
        shares.append(reply.share)
    assert reply.version.startswith("2.13")
    assert shares == sorted(shares)
    child.send(wire.encode(wire.ResolveSignal(1, SignalState())))
    resolved = wait_for(replies, wire.SignalResolved)
    assert isinstance(resolved, wire.SignalResolved)
    assert resolved.scene.shapes["output"] == (1, 3, 62)
    child.send(wire.encode(wire.OpenImage(2, ImageState(), Source("file", "no/such.png"))))
    refused = wait_for(replies, wire.Refused)
    assert isinstance(refused, wire.Refused)
    assert (refused.code, refused.lab, refused.values) == ("missing", "image", {"name": "such.png"})


def test_every_failure_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr("core.labs.signal.resolve.resolve", fail)
    reply = answer(wire.ResolveSignal(5, SignalState()), Media(), lambda _: None, SoundDesk())
    assert isinstance(reply, wire.Refused)
    assert (reply.generation, reply.code) == (5, "failed")
    assert "boom" in reply.details


def test_only_the_newest_request_of_a_kind_waits() -> None:
    inbox = Inbox()
    for number in range(5):
        inbox.put(wire.ResolveSignal(number, SignalState(parameters=conv1d(2, 3, number + 1))))
    inbox.put(wire.ResolveImage(9, ImageState()))
    inbox.close()
    first, second = inbox.next(), inbox.next()
    assert first is not None
    assert second is not None
    assert (first.generation, second.generation, inbox.next()) == (4, 9, None)


def test_media_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media = Media()
    first = media.recording(Source("sample", "mono_voice"))
    assert media.recording(Source("sample", "mono_voice")) is first
