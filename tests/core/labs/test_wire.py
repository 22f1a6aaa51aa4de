"""What travels between the processes arrives as it was sent."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import msgspec
import numpy as np
import pytest

from core.convolution.kernels import Kernel
from core.convolution.parameters import conv1d
from core.labs import wire
from core.labs.image.resolve import resolve as resolve_image
from core.labs.image.state import ImageState
from core.labs.signal import state as signal
from core.labs.signal.listening import resolve_listening
from core.labs.signal.resolve import resolve
from core.labs.source import Source
from core.media.audio import Recording
from core.media.images import Picture
from core.media.outline import Outline

RECORDING = Recording(np.random.default_rng(0).uniform(-1, 1, (2, 300)).astype(np.float32), 8000, "x")
PICTURE = Picture(np.random.default_rng(0).uniform(0, 1, (3, 12, 9)).astype(np.float32), "x")
STATE = signal.SignalState(
    parameters=conv1d(2, 4, 5, padding="same"),
    kernels=(Kernel.of(np.array([[1.0, 2.5], [0.0, -1.0]]), 0.5), Kernel("sine", 440.0)),
    edits=((0, 7, 0.25),),
    drawn=((1, 2, -1.0),),
)


def same(first: object, second: object) -> bool:
    if isinstance(first, np.ndarray):
        return isinstance(second, np.ndarray) and first.dtype == second.dtype and np.array_equal(first, second)
    if is_dataclass(first):
        if type(first) is not type(second):
            return False
        return all(same(getattr(first, field.name), getattr(second, field.name)) for field in fields(first))
    if isinstance(first, tuple):
        return isinstance(second, tuple) and len(first) == len(second) and all(map(same, first, second))
    return first == second


@pytest.mark.parametrize(
    "request_",
    [
        wire.ResolveSignal(1, STATE),
        wire.ResolveImage(2, ImageState()),
        wire.OpenSignal(3, signal.SignalState(), Source("file", "a/b.wav")),
        wire.OpenImage(4, ImageState(), Source("sample", "picture")),
        wire.ListenSignal(5, STATE),
        wire.PlaySound(6, STATE, -1, 100, 0.5),
        wire.StopSound(7),
        wire.SetVolume(8, 0.25),
        wire.ImportWeights(9, STATE, "w.npy"),
        wire.ExportSignal(10, STATE, "out.wav"),
        wire.CodeOfSignal(11, STATE),
    ],
)
def test_requests(request_: wire.Request) -> None:
    assert wire.decode_request(wire.encode(request_)) == request_


@pytest.mark.parametrize(
    "state",
    [
        signal.SignalState(),
        signal.SignalState(parameters=conv1d(2, 3, 999)),
        signal.SignalState(page="backward"),
        replace(STATE, length=300, span=300),
    ],
)
def test_signal_scenes(state: signal.SignalState) -> None:
    scene = resolve(state, RECORDING, Outline(RECORDING))
    reply = wire.decode_reply(wire.encode(wire.SignalResolved(7, scene)))
    assert isinstance(reply, wire.SignalResolved)
    assert reply.generation == 7
    assert same(scene, reply.scene)


def test_other_replies() -> None:
    picture = resolve_image(ImageState(), PICTURE.pixels, (12, 9))
    heard = resolve_listening(signal.SignalState(), RECORDING)
    outlined = wire.Outlined(Source("sample", "x"), Outline(RECORDING).values, 0.5)
    for reply in (
        wire.ImageResolved(8, picture),
        wire.SignalHeard(9, heard),
        wire.SignalHeard(9, None),
        outlined,
        wire.SoundMoved(10, 77, True),
        wire.Exported(11, "out.wav", 0.5),
        wire.LayerCode(12, "print()"),
    ):
        back = wire.decode_reply(wire.encode(reply))
        assert type(back) is type(reply)
        assert all(same(getattr(reply, name), getattr(back, name)) for name in reply.__struct_fields__)


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode_request(wire.encode(wire.Ready("2.13")))
