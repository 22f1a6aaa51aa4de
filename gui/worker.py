"""The interface's end of the process that computes: numbered questions, and answers as signals."""

from __future__ import annotations

import logging

import msgspec
from PySide6.QtCore import QObject, Signal

from core.convolution.parameters import ConvParameters
from core.labs.image.state import ImageState
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.labs.state import AppState
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
    decode_reply,
    encode,
)
from core.lessons.lesson import Question
from core.media.camera import Camera
from core.runner.process import ChildProcess

log = logging.getLogger(__name__)

MOST_RESTARTS = 3
UNANSWERED = (PlaySound, StopSound, SetVolume, StartCamera, StopCamera, FreezeCamera)
"""Requests that a process started again need not see any more."""


class ComputeService(QObject):
    """Starts the process, sends states to it, and hands back what is still wanted.

    Every question has a number; an answer older than the lab's newest question is dropped.

    Signals:
        loading: The share of torch that has been imported, 0 to 1.
        ready: Torch's version.
        signal_resolved, image_resolved: The newest scene of a lab.
        signal_overtaken, image_overtaken: A scene that is newer than the one before, while a newer one is already
            asked for: what a hand that does not stop dragging gets to see.
        near_resolved: A state of the image lab, and the `Near` of its cursor.
        signal_opened, image_opened: The state after opening a source or importing weights.
        signal_heard: The newest spectra of the signal lab, or None where its layer is refused.
        outlined: An `Outlined`.
        sound_moved: Which sample is heard, and whether the sound goes on.
        exported: The file's path, and the share of it that is written.
        layer_code: A program's text.
        layer_ranges: The dimensions of a layer, and lowest and highest legal values by parameter.
        documented: A name, and its `Documentation` or None.
        question_answered: A `QuestionAnswered`.
        example_run: A card's id, and the `ExampleLine`s of its example.
        cameras_listed: Every `Camera` that was found.
        camera_moved: The number of a frame that came.
        camera_frozen: The path of the file that a frame is kept in.
        refused: A `Refused`.
        lost: The process died and could not be started again.
    """

    loading = Signal(float)
    ready = Signal(str)
    signal_resolved = Signal(object)
    image_resolved = Signal(object)
    signal_overtaken = Signal(object)
    image_overtaken = Signal(object)
    near_resolved = Signal(object, object)
    signal_opened = Signal(object)
    image_opened = Signal(object)
    signal_heard = Signal(object)
    outlined = Signal(object)
    sound_moved = Signal(int, bool)
    exported = Signal(str, float)
    layer_code = Signal(str)
    layer_ranges = Signal(int, object)
    documented = Signal(str, object)
    question_answered = Signal(object)
    example_run = Signal(str, object)
    cameras_listed = Signal(object)
    camera_moved = Signal(int)
    camera_frozen = Signal(str)
    refused = Signal(object)
    lost = Signal()

    _arrived = Signal(int, object)
    _ended = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child: ChildProcess | None = None
        self._life = 0
        self._restarts = 0
        self._generation = 0
        self._generation_shown = 0
        self._newest: dict[tuple[str, bool], int] = {}
        self._pending: dict[tuple[str, bool], Request] = {}
        self.torch_version = ""
        # The child's reader thread emits these; Qt carries them over to the interface's thread.
        self._arrived.connect(self._take)
        self._ended.connect(self._restart)

    @property
    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self._pending)

    def start(self) -> None:
        """Start the process; it begins to import torch at once."""
        self._life += 1
        life = self._life

        def message(data: bytes) -> None:
            try:
                self._arrived.emit(life, decode_reply(data))
            except msgspec.ValidationError:
                log.exception("an answer could not be read")

        def ended(code: int) -> None:
            self._ended.emit(life, code)

        self._child = ChildProcess("core.labs.service", on_message=message, on_exit=ended)
        for request in self._pending.values():
            self._child.send(encode(request))

    def stop(self) -> None:
        """End the process."""
        self._life += 1
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def resolve(self, state: SignalState) -> None:
        """Ask for the scene of a state of the signal lab."""
        self._ask(ResolveSignal(self._number(), state))

    def resolve_image(self, state: ImageState, *, dragged: bool, with_input: bool) -> None:
        """Ask for the scene of a state of the image lab; see `ResolveImage`."""
        self._ask(ResolveImage(self._number(), state, dragged, with_input))

    def resolve_near(self, state: ImageState) -> None:
        """Ask for what is around the cursor of a state of the image lab."""
        self._ask(ResolveNear(self._number(), state))

    def open(self, state: SignalState | ImageState, source: Source) -> None:
        """Ask what a lab's state becomes with another source."""
        number = self._number()
        self._ask(
            OpenSignal(number, state, source) if isinstance(state, SignalState) else OpenImage(number, state, source)
        )

    def listen(self, state: SignalState) -> None:
        """Ask for the spectra of a state's input and outputs."""
        self._ask(ListenSignal(self._number(), state))

    def play_sound(self, state: SignalState, kernel: int, first: int, volume: float) -> None:
        """Let the input (-1) or one output be heard, from a sample on; volume is 0 to 1."""
        self._ask(PlaySound(self._number(), state, kernel, first, volume))

    def stop_sound(self) -> None:
        """Fall silent."""
        self._ask(StopSound(self._number()))

    def set_volume(self, volume: float) -> None:
        """Change the volume, 0 to 1, of what is heard."""
        self._ask(SetVolume(self._number(), volume))

    def import_weights(self, state: SignalState, path: str) -> None:
        """Ask what a state becomes with the weights of a .npy file."""
        self._ask(ImportWeights(self._number(), state, path))

    def export(self, state: SignalState | ImageState, path: str) -> None:
        """Have a lab's outputs written to a file: .wav or .npy, of a picture .npy or .npz of the weights."""
        request = ExportSignal if isinstance(state, SignalState) else ExportImage
        self._ask(request(self._number(), state, path))  # type: ignore[arg-type]

    def ask_code(self, state: SignalState | ImageState) -> None:
        """Ask for the program that gives what is shown."""
        request = CodeOfSignal if isinstance(state, SignalState) else CodeOfImage
        self._ask(request(self._number(), state))  # type: ignore[arg-type]

    def ask_ranges(self, parameters: ConvParameters, shape: tuple[int, ...]) -> None:
        """Ask for the values that torch accepts at each parameter, for an input (Cin, L)."""
        self._ask(RangesOfLayer(self._number(), parameters, shape))

    def ask_documentation(self, name: str) -> None:
        """Ask what torch says of a node, an operation or a name in a program."""
        self._ask(DocumentationOf(self._number(), name))

    def ask_answer(self, state: AppState, question: Question) -> None:
        """Ask for the answer to a lesson's question about the signal or image lab, whichever a state shows."""
        assert state.lab != "autograd"
        self._ask(AnswerQuestion(self._number(), state.lab, state.signal, state.image, question))

    def ask_example(self, card: str) -> None:
        """Ask what torch makes of the example on a card."""
        self._ask(ExampleOf(self._number(), card))

    def list_cameras(self) -> None:
        """Ask which cameras there are."""
        self._ask(ListCameras(self._number()))

    def start_camera(self, camera: Camera) -> None:
        """Switch a camera on."""
        self._ask(StartCamera(self._number(), camera))

    def stop_camera(self) -> None:
        """Switch it off."""
        self._ask(StopCamera(self._number()))

    def freeze_camera(self, frame: int, folder: str) -> None:
        """Have a frame of which a scene was made kept as a file, and the camera switched off."""
        self._ask(FreezeCamera(self._number(), frame, folder))

    def _number(self) -> int:
        self._generation += 1
        return self._generation

    def _ask(self, request: Request) -> None:
        key = (request.lab, isinstance(request, (OpenSignal, OpenImage, ImportWeights)))
        self._newest[key] = request.generation
        if not isinstance(request, UNANSWERED):
            self._pending[key] = request
        if self._child is not None:
            self._child.send(encode(request))

    def _wanted(self, lab: str, opening: bool, generation: int) -> bool:
        key = (lab, opening)
        if self._newest.get(key) != generation:
            return False
        self._pending.pop(key, None)
        return True

    def _take(self, life: int, reply: Reply) -> None:
        if life != self._life:
            return
        match reply:
            case Loading():
                self.loading.emit(reply.share)
            case Ready():
                self.torch_version = reply.version
                self.ready.emit(reply.version)
            case SignalResolved() if self._wanted("signal", False, reply.generation):
                self._restarts = 0
                self._generation_shown = reply.generation
                self.signal_resolved.emit(reply.scene)
            case SignalResolved() if self._generation_shown < reply.generation:
                self._generation_shown = reply.generation
                self.signal_overtaken.emit(reply.scene)
            case ImageResolved() if self._wanted("image", False, reply.generation):
                self._restarts = 0
                self._generation_shown = reply.generation
                self.image_resolved.emit(reply.scene)
            case ImageResolved() if self._generation_shown < reply.generation:
                self._generation_shown = reply.generation
                self.image_overtaken.emit(reply.scene)
            case NearResolved() if self._wanted("image near", False, reply.generation):
                self.near_resolved.emit(reply.state, reply.near)
            case SignalOpened() if self._wanted("signal", True, reply.generation):
                self.signal_opened.emit(reply.state)
            case ImageOpened() if self._wanted("image", True, reply.generation):
                self.image_opened.emit(reply.state)
            case SignalHeard() if self._wanted("listening", False, reply.generation):
                self.signal_heard.emit(reply.scene)
            case LayerCode() if self._wanted("code", False, reply.generation):
                self.layer_code.emit(reply.code)
            case LayerRanges() if self._wanted("ranges", False, reply.generation):
                self.layer_ranges.emit(reply.dimensions, reply.ranges)
            case Documented() if self._wanted("documentation", False, reply.generation):
                self.documented.emit(reply.name, reply.found)
            case ExampleRun() if self._wanted("card example", False, reply.generation):
                self.example_run.emit(reply.card, reply.lines)
            case Exported() if self._newest.get(("export", False)) == reply.generation:
                if reply.share >= 1:
                    self._wanted("export", False, reply.generation)
                self.exported.emit(reply.path, reply.share)
            case SoundMoved() if self._newest.get(("sound", False)) == reply.generation:
                self.sound_moved.emit(reply.frame, reply.playing)
            case QuestionAnswered() if self._wanted("lesson", False, reply.generation):
                self.question_answered.emit(reply)
            case CamerasListed() if self._wanted("cameras", False, reply.generation):
                self.cameras_listed.emit(reply.cameras)
            case CameraMoved() if self._newest.get(("camera", False)) == reply.generation:
                self.camera_moved.emit(reply.frame)
            case CameraFrozen() if self._wanted("freeze", False, reply.generation):
                self.camera_frozen.emit(reply.path)
            case Outlined():
                self.outlined.emit(reply)
            case Refused():
                opening = self._wanted(reply.lab, True, reply.generation)
                if opening or self._wanted(reply.lab, False, reply.generation):
                    self.refused.emit(reply)
            case _:
                pass  # An answer that nobody waits for any more.

    def _restart(self, life: int, code: int) -> None:
        if life != self._life:
            return
        log.error("the computing process ended with %s", code)
        self._restarts += 1
        if self._restarts > MOST_RESTARTS:
            self._child = None
            self.lost.emit()
        else:
            self.start()
