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
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from core.cards.example import run_example
from core.documentation import documentation_of
from core.labs.image import files as image_files
from core.labs.image import resolve as image
from core.labs.image.camera import CameraDesk
from core.labs.image.state import ImageState
from core.labs.judgement import ranges_of
from core.labs.signal import files, listening, resolve
from core.labs.signal.sound import SoundDesk
from core.labs.source import Source
from core.labs.wire import (
    AnswerQuestion,
    CameraFrozen,
    CameraMoved,
    CamerasListed,
    CodeOfImage,
    CodeOfSignal,
    DocumentationOf,
    Documented,
    ExampleOf,
    ExampleRun,
    Exported,
    ExportImage,
    ExportSignal,
    FreezeCamera,
    ImageOpened,
    ImageResolved,
    ImportWeights,
    LayerCode,
    LayerRanges,
    ListCameras,
    ListenSignal,
    Loading,
    NearResolved,
    OpenImage,
    OpenSignal,
    Outlined,
    PlaySound,
    QuestionAnswered,
    RangesOfLayer,
    Ready,
    Refused,
    Reply,
    Request,
    ResolveImage,
    ResolveNear,
    ResolveSignal,
    SetVolume,
    SignalHeard,
    SignalOpened,
    SignalResolved,
    SoundMoved,
    StartCamera,
    StopCamera,
    StopSound,
    decode_request,
    encode,
)
from core.lessons.answering import answer_of
from core.lessons.expression import ExpressionProblem
from core.lessons.layer_names import image_names, signal_names
from core.media.audio import LongRecording, Readable, read_audio
from core.media.images import Picture, prepared, read_image
from core.media.outline import Outline
from core.media.problem import MediaError
from core.media.samples import load_picture, load_recording
from core.runner.frames import read_frame, write_frame
from core.runner.process import take_streams

Medium = TypeVar("Medium")

KEPT_MEDIA = 2
"""Recordings and pictures kept, of each kind: the present one and the one before."""

TORCH_MODULES = 1300
"""About how many modules `import torch` brings; only the progress bar depends on it."""

Tell = Callable[[Reply], None]


class Media:
    """The recordings and pictures read last, and the camera."""

    def __init__(self) -> None:
        self.camera = CameraDesk()
        self._recordings: OrderedDict[Source, tuple[Readable, Outline]] = OrderedDict()
        self._pictures: OrderedDict[Source, Picture] = OrderedDict()
        self._input: tuple[tuple[Source, bool, int], Picture, npt.NDArray[np.float32]] | None = None

    def recording(self, source: Source) -> Readable:
        """A recording.

        Raises:
            MediaError: It cannot be had.
        """
        return self._recording(source)[0]

    def outline(self, source: Source) -> Outline:
        """Its outline, as far as it is known.

        Raises:
            MediaError: It cannot be had.
        """
        return self._recording(source)[1]

    def picture(self, source: Source, *, newest: bool = False) -> Picture:
        """A picture; of a camera the frame that was read before, or its newest one.

        Raises:
            MediaError: It cannot be had.
        """
        if source.kind == "camera":
            return self.camera.picture(source, newest=newest)
        return _kept(self._pictures, source, _load_picture, lambda _: None)

    def input_of(
        self, source: Source, state: ImageState, *, newest: bool = False
    ) -> tuple[npt.NDArray[np.float32], tuple[int, int]]:
        """A picture as a state of the image lab reads it, (Cin, height, width), and its own height and width.

        Of a camera it is the frame that was read before, or its newest one.

        Raises:
            MediaError: It cannot be had.
        """
        picture = self.picture(source, newest=newest)
        size = (picture.pixels.shape[1], picture.pixels.shape[2])
        key = (source, state.grey, state.shrink)
        if self._input is None or self._input[0] != key or self._input[1] is not picture:
            self._input = (key, picture, prepared(picture, grey=state.grey, shrink=state.shrink))
        return self._input[2], size

    def _recording(self, source: Source) -> tuple[Readable, Outline]:
        return _kept(self._recordings, source, _load_recording, _let_go)


def _load_recording(source: Source) -> tuple[Readable, Outline]:
    recording = read_audio(source.path) if source.kind == "file" else load_recording(source.name)
    return recording, Outline(recording)


def _let_go(pair: tuple[Readable, Outline]) -> None:
    pair[1].stop()
    if isinstance(pair[0], LongRecording):
        pair[0].close()


def _load_picture(source: Source) -> Picture:
    return read_image(source.path) if source.kind == "file" else load_picture(source.name)


def _kept(
    kept: OrderedDict[Source, Medium],
    source: Source,
    load: Callable[[Source], Medium],
    let_go: Callable[[Medium], None],
) -> Medium:
    if source not in kept:
        kept[source] = load(source)
    kept.move_to_end(source)
    while len(kept) > KEPT_MEDIA:
        let_go(kept.popitem(last=False)[1])
    return kept[source]


def answer(request: Request, media: Media, tell: Tell, desk: SoundDesk) -> Reply | None:
    """The reply to a request, or None where nothing is to be said; every failure is a `Refused`.

    Args:
        request: The request.
        media: Where recordings and pictures come from.
        tell: Takes what is to be said later, from any thread: outlines that fill in, sound that moves.
        desk: What plays sound.
    """
    number = request.generation
    try:
        match request:
            case ResolveSignal() | OpenSignal() | ListenSignal() | ImportWeights():
                return _answer_signal(request, media, tell)
            case ResolveImage(state=image_state):
                pixels, size = media.input_of(image_state.source, image_state, newest=request.with_input)
                scene = image.resolve(image_state, pixels, size, dragged=request.dragged, with_input=request.with_input)
                if image_state.source.kind == "camera":
                    scene = replace(scene, frame=media.camera.frame)
                return ImageResolved(number, scene)
            case ResolveNear(state=image_state):
                pixels, _ = media.input_of(image_state.source, image_state)
                return NearResolved(number, image_state, image.surroundings(image_state, pixels))
            case OpenImage(state=image_state, source=source) if image_files.holds_weights(source):
                return ImageOpened(number, image_files.import_weights(image_state, source.path))
            case OpenImage(state=image_state, source=source):
                return ImageOpened(number, image.opened(image_state, source, media.input_of(source, image_state)[0]))
            case ExportSignal(state=state, path=path):

                def written(share: float) -> None:
                    if share < 1:
                        tell(Exported(number, path, share))

                files.export_output(state, media.recording(state.source), Path(path), written)
                return Exported(number, path, 1.0)
            case CodeOfSignal(state=state):
                return LayerCode(number, files.code_of(state, media.recording(state.source)))
            case ExportImage(state=image_state, path=path):
                pixels, _ = media.input_of(image_state.source, image_state)
                image_files.export(image_state, pixels, Path(path), lambda share: tell(Exported(number, path, share)))
                return Exported(number, path, 1.0)
            case CodeOfImage(state=image_state):
                pixels, _ = media.input_of(image_state.source, image_state)
                return LayerCode(number, image_files.code_of(image_state, pixels))
            case RangesOfLayer(parameters=parameters, shape=shape):
                return LayerRanges(number, parameters.dimensions, ranges_of(parameters, shape))
            case DocumentationOf(name=name):
                return Documented(number, name, documentation_of(name))
            case AnswerQuestion():
                return _answer_question(request, media)
            case ExampleOf(card=card):
                return ExampleRun(number, card, run_example(card))
            case PlaySound(state=state):
                desk.play(
                    state,
                    media.recording(state.source),
                    request.kernel,
                    request.first,
                    request.volume,
                    lambda frame, playing: tell(SoundMoved(number, frame, playing)),
                )
            case StopSound():
                desk.stop()
            case SetVolume(volume=volume):
                desk.set_volume(volume)
            case ListCameras():
                return CamerasListed(number, media.camera.lister())
            case StartCamera(camera=camera):
                media.camera.start(
                    camera,
                    lambda frame: tell(CameraMoved(number, frame)),
                    lambda error: tell(Refused(number, "camera", error.code.value, dict(error.values))),
                )
            case StopCamera():
                media.camera.stop()
            case FreezeCamera(frame=frame, folder=folder):
                return CameraFrozen(number, str(media.camera.freeze(frame, Path(folder))))
    except MediaError as error:
        return Refused(number, request.lab, error.code.value, dict(error.values))
    except MemoryError:
        return Refused(number, request.lab, "memory", {})
    except Exception:
        return Refused(number, request.lab, "failed", {}, traceback.format_exc())
    return None


def _answer_question(request: AnswerQuestion, media: Media) -> QuestionAnswered:
    number, question = request.generation, request.question
    if request.shown == "signal":
        names = signal_names(request.signal, media.recording(request.signal.source))
    else:
        names = image_names(request.image, media.input_of(request.image.source, request.image)[0])
    try:
        found = answer_of(question, names).value
    except ExpressionProblem as problem:
        return QuestionAnswered(number, problem=problem.detail)
    if question.kind == "shape":
        assert isinstance(found, tuple)
        return QuestionAnswered(number, shape=found)
    if question.kind == "tensor":
        return QuestionAnswered(number, tensor=np.array(found, np.float64))
    assert isinstance(found, (int, float))
    return QuestionAnswered(number, number=float(found))


def _answer_signal(
    request: ResolveSignal | OpenSignal | ListenSignal | ImportWeights, media: Media, tell: Tell
) -> Reply:
    number, state = request.generation, request.state
    source = request.source if isinstance(request, OpenSignal) else state.source
    recording, outline = media.recording(source), media.outline(source)
    outline.begin(lambda: tell(Outlined(source, outline.values, outline.share)))
    match request:
        case ResolveSignal():
            return SignalResolved(number, resolve.resolve(state, recording, outline))
        case OpenSignal():
            return SignalOpened(number, resolve.opened(state, source, recording, outline))
        case ListenSignal():
            return SignalHeard(number, listening.resolve_listening(state, recording))
        case ImportWeights(path=path):
            return SignalOpened(number, files.import_weights(state, Path(path)))


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


def import_torch(tell: Tell) -> str:
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
    media, desk = Media(), SoundDesk()

    def serve(request: Request) -> None:
        reply = answer(request, media, tell, desk)
        if reply is not None:
            tell(reply)

    while (request := inbox.next()) is not None:
        # To write an hour of sound takes a while, to ask a platform for its cameras may; the lab goes on meanwhile.
        if isinstance(request, (ExportSignal, ExportImage, ListCameras)):
            threading.Thread(target=serve, args=(request,), daemon=True).start()
        else:
            serve(request)
    desk.stop()
    media.camera.close()


if __name__ == "__main__":
    main()
