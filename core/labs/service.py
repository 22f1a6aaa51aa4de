"""The process that computes: states come in, scenes go out. Started as ``python -m core.labs.service``.

Torch is imported here and never in the interface's process: importing it holds Python's lock for
fractions of a second at a time, and a decoder or a kernel that crashes takes only this process along.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from core.labs import image, signal
from core.labs.source import Source
from core.labs.wire import (
    ImageOpened,
    ImageResolved,
    Loading,
    OpenImage,
    OpenSignal,
    Ready,
    Refused,
    Reply,
    Request,
    ResolveImage,
    ResolveSignal,
    SignalOpened,
    SignalResolved,
    decode_request,
    encode,
)
from core.media.audio import Recording, read_audio
from core.media.images import Picture, read_image
from core.media.problem import MediaError
from core.media.samples import load_picture, load_recording
from core.runner.frames import read_frame, write_frame
from core.runner.process import take_streams

Medium = TypeVar("Medium", Recording, Picture)

KEPT_MEDIA = 2
"""Recordings and pictures kept in memory, of each kind: the present one and the one before."""

TORCH_MODULES = 1300
"""About how many modules `import torch` brings; only the progress bar depends on it."""


class Media:
    """The recordings and pictures read last."""

    def __init__(self) -> None:
        self._recordings: OrderedDict[Source, Recording] = OrderedDict()
        self._pictures: OrderedDict[Source, Picture] = OrderedDict()

    def recording(self, source: Source) -> Recording:
        """A recording.

        Raises:
            MediaError: It cannot be had.
        """
        return _kept(self._recordings, source, _load_recording)

    def picture(self, source: Source) -> Picture:
        """A picture.

        Raises:
            MediaError: It cannot be had.
        """
        return _kept(self._pictures, source, _load_picture)


def _load_recording(source: Source) -> Recording:
    return read_audio(source.path) if source.kind == "file" else load_recording(source.name)


def _load_picture(source: Source) -> Picture:
    return read_image(source.path) if source.kind == "file" else load_picture(source.name)


def _kept(kept: OrderedDict[Source, Medium], source: Source, load: Callable[[Source], Medium]) -> Medium:
    if source not in kept:
        kept[source] = load(source)
    kept.move_to_end(source)
    while len(kept) > KEPT_MEDIA:
        kept.popitem(last=False)
    return kept[source]


def answer(request: Request, media: Media) -> Reply:
    """The reply to a request; every failure is a `Refused`."""
    number = request.generation
    try:
        match request:
            case ResolveSignal(state=state):
                return SignalResolved(number, signal.resolve(state, media.recording(state.source)))
            case ResolveImage(state=picture_state):
                picture = media.picture(picture_state.source)
                return ImageResolved(number, image.resolve(picture_state, picture))
            case OpenSignal(state=state, source=source):
                return SignalOpened(number, signal.opened(state, source, media.recording(source)))
            case OpenImage(state=picture_state, source=source):
                return ImageOpened(number, image.opened(picture_state, source, media.picture(source)))
    except MediaError as error:
        return Refused(number, request.lab, error.code.value, dict(error.values))
    except MemoryError:
        return Refused(number, request.lab, "memory", {})
    except Exception:
        return Refused(number, request.lab, "failed", {}, traceback.format_exc())


class Inbox:
    """The newest unanswered request of each lab and kind; older ones are forgotten."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[type, Request] = OrderedDict()
        self._condition = threading.Condition()
        self._closed = False

    def put(self, request: Request) -> None:
        """Take a request in place of an older one of its kind."""
        with self._condition:
            self._waiting.pop(type(request), None)
            self._waiting[type(request)] = request
            self._condition.notify()

    def close(self) -> None:
        """No more will come."""
        with self._condition:
            self._closed = True
            self._condition.notify()

    def next(self) -> Request | None:
        """Wait for a request; None when there will be no more."""
        with self._condition:
            self._condition.wait_for(lambda: self._waiting or self._closed)
            return self._waiting.popitem(last=False)[1] if self._waiting else None


def import_torch(tell: Callable[[Reply], None]) -> str:
    """Import torch, telling how far it is; returns its version."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            loaded = sum(name.startswith("torch") for name in list(sys.modules))
            tell(Loading(min(0.99, loaded / TORCH_MODULES)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        import torch
    finally:
        done.set()
        watcher.join()
    # Convolutions of the sizes shown here run faster on one thread than on two (see benchmarks).
    torch.set_num_threads(1)
    return str(torch.__version__)  # a TorchVersion is no plain str


def main() -> None:
    """Serve until the parent closes its end."""
    incoming, outgoing = take_streams()
    sending = threading.Lock()
    inbox = Inbox()

    def tell(reply: Reply) -> None:
        with sending:
            write_frame(outgoing, encode(reply))

    def receive() -> None:
        try:
            while (data := read_frame(incoming)) is not None:
                inbox.put(decode_request(data))
        finally:
            inbox.close()

    threading.Thread(target=receive, daemon=True).start()
    tell(Ready(import_torch(tell)))
    media = Media()
    while (request := inbox.next()) is not None:
        tell(answer(request, media))


if __name__ == "__main__":
    main()
