"""What travels between the processes arrives as it was sent."""

from __future__ import annotations

from dataclasses import fields

import msgspec
import numpy as np
import pytest

from core.convolution.parameters import conv1d
from core.labs import image, signal, wire
from core.labs.source import Source
from core.media.audio import Recording
from core.media.images import Picture

RECORDING = Recording(np.random.default_rng(0).uniform(-1, 1, (2, 300)).astype(np.float32), 8000, "x")
PICTURE = Picture(np.random.default_rng(0).uniform(0, 1, (3, 12, 9)).astype(np.float32), "x")


def same(first: object, second: object) -> bool:
    if isinstance(first, np.ndarray):
        return isinstance(second, np.ndarray) and first.dtype == second.dtype and np.array_equal(first, second)
    return first == second


@pytest.mark.parametrize(
    "request_",
    [
        wire.ResolveSignal(1, signal.SignalState(parameters=conv1d(2, 4, 5, padding="same"))),
        wire.ResolveImage(2, image.ImageState()),
        wire.OpenSignal(3, signal.SignalState(), Source("file", "a/b.wav")),
        wire.OpenImage(4, image.ImageState(), Source("sample", "picture")),
    ],
)
def test_requests(request_: wire.Request) -> None:
    assert wire.decode_request(wire.encode(request_)) == request_


@pytest.mark.parametrize("layer", [conv1d(2, 3, 3), conv1d(2, 3, 999)])
def test_scenes(layer) -> None:  # type: ignore[no-untyped-def]
    scene = signal.resolve(signal.SignalState(parameters=layer), RECORDING)
    reply = wire.decode_reply(wire.encode(wire.SignalResolved(7, scene)))
    assert isinstance(reply, wire.SignalResolved)
    assert reply.generation == 7
    for field in fields(scene):
        assert same(getattr(scene, field.name), getattr(reply.scene, field.name)), field.name
    picture = image.resolve(image.ImageState(), PICTURE)
    answer = wire.decode_reply(wire.encode(wire.ImageResolved(8, picture)))
    assert isinstance(answer, wire.ImageResolved)
    for field in fields(picture):
        assert same(getattr(picture, field.name), getattr(answer.scene, field.name)), field.name


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode_request(wire.encode(wire.Ready("2.13")))
