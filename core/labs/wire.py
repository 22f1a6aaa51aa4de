"""How states and scenes travel between the interface and the process that computes.

msgpack by msgspec, typed at both ends; arrays go as (dtype, shape, bytes). Never pickle.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal, get_origin

import msgspec
import numpy as np
import numpy.typing as npt

from core.cards.example import ExampleLine
from core.convolution.parameters import ConvParameters
from core.documentation import Documentation
from core.labs.image.scene import ImageScene, Near
from core.labs.image.state import ImageState
from core.labs.judgement import Ranges
from core.labs.signal.listening import ListeningScene
from core.labs.signal.scene import SignalScene
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.lessons.lesson import Question
from core.media.camera import Camera


class ResolveSignal(msgspec.Struct, frozen=True, tag=True):
    """Ask for the scene of a state. A newer request for the same lab replaces one not yet begun."""

    generation: int
    state: SignalState
    lab: ClassVar[str] = "signal"


class ResolveImage(msgspec.Struct, frozen=True, tag=True):
    """The same for the image lab.

    Attributes:
        dragged: Whether more states follow at once: the answer then has fewer values.
        with_input: Whether the answer is to hold the input; not where the asker has it from the scene before. Only with
            it a camera goes on to its newest frame: input and outputs are of the same one.
    """

    generation: int
    state: ImageState
    dragged: bool = False
    with_input: bool = True
    lab: ClassVar[str] = "image"


class ResolveNear(msgspec.Struct, frozen=True, tag=True):
    """Ask for what is around the image lab's cursor, for a scene that is there already."""

    generation: int
    state: ImageState
    lab: ClassVar[str] = "image near"


class OpenSignal(msgspec.Struct, frozen=True, tag=True):
    """Ask what the signal lab's state becomes when a source is opened in it."""

    generation: int
    state: SignalState
    source: Source
    lab: ClassVar[str] = "signal"


class OpenImage(msgspec.Struct, frozen=True, tag=True):
    """The same for the image lab."""

    generation: int
    state: ImageState
    source: Source
    lab: ClassVar[str] = "image"


class ListenSignal(msgspec.Struct, frozen=True, tag=True):
    """Ask for the spectra of a state's input and outputs."""

    generation: int
    state: SignalState
    lab: ClassVar[str] = "listening"


class PlaySound(msgspec.Struct, frozen=True, tag=True):
    """Ask for the input, or one output, to be heard.

    Attributes:
        kernel: The output, or -1 for the input.
        first: The sample of it to begin at.
        volume: 0 to 1.
    """

    generation: int
    state: SignalState
    kernel: int
    first: int
    volume: float
    lab: ClassVar[str] = "sound"


class StopSound(msgspec.Struct, frozen=True, tag=True):
    """Ask for silence."""

    generation: int
    lab: ClassVar[str] = "sound"


class SetVolume(msgspec.Struct, frozen=True, tag=True):
    """Change the volume, 0 to 1, of what is heard."""

    generation: int
    volume: float
    lab: ClassVar[str] = "volume"


class ImportWeights(msgspec.Struct, frozen=True, tag=True):
    """Ask what the signal lab's state becomes with the weights of a .npy file."""

    generation: int
    state: SignalState
    path: str
    lab: ClassVar[str] = "signal"


class ExportSignal(msgspec.Struct, frozen=True, tag=True):
    """Ask for the outputs to be written to a file, a WAV or .npy file by its ending."""

    generation: int
    state: SignalState
    path: str
    lab: ClassVar[str] = "export"


class CodeOfSignal(msgspec.Struct, frozen=True, tag=True):
    """Ask for the program that gives what is shown."""

    generation: int
    state: SignalState
    lab: ClassVar[str] = "code"


class ExportImage(msgspec.Struct, frozen=True, tag=True):
    """Ask for the output maps (.npy) or the weights (.npz) to be written to a file."""

    generation: int
    state: ImageState
    path: str
    lab: ClassVar[str] = "export"


class CodeOfImage(msgspec.Struct, frozen=True, tag=True):
    """Ask for the program that gives what the image lab shows."""

    generation: int
    state: ImageState
    lab: ClassVar[str] = "code"


class RangesOfLayer(msgspec.Struct, frozen=True, tag=True):
    """Ask for the values that torch accepts at each parameter, for an input (Cin, *size)."""

    generation: int
    parameters: ConvParameters
    shape: tuple[int, ...]
    lab: ClassVar[str] = "ranges"


class DocumentationOf(msgspec.Struct, frozen=True, tag=True):
    """Ask what torch says of a node, an operation or a name in a program."""

    generation: int
    name: str
    lab: ClassVar[str] = "documentation"


class AnswerQuestion(msgspec.Struct, frozen=True, tag=True):
    """Ask for the answer to a lesson's question about what the signal or the image lab shows."""

    generation: int
    shown: Literal["signal", "image"]
    signal: SignalState
    image: ImageState
    question: Question
    lab: ClassVar[str] = "lesson"


class ExampleOf(msgspec.Struct, frozen=True, tag=True):
    """Ask what torch makes of the example on a card."""

    generation: int
    card: str
    lab: ClassVar[str] = "card example"


class ListCameras(msgspec.Struct, frozen=True, tag=True):
    """Ask which cameras there are."""

    generation: int
    lab: ClassVar[str] = "cameras"


class StartCamera(msgspec.Struct, frozen=True, tag=True):
    """Ask for a camera to be switched on; `CameraMoved` tells of each frame, `Refused` why it ended by itself."""

    generation: int
    camera: Camera
    lab: ClassVar[str] = "camera"


class StopCamera(msgspec.Struct, frozen=True, tag=True):
    """Ask for it to be switched off."""

    generation: int
    lab: ClassVar[str] = "camera"


class FreezeCamera(msgspec.Struct, frozen=True, tag=True):
    """Ask for a frame to be kept as a file in a folder, and for the camera to be switched off.

    Attributes:
        frame: The frame of a scene that was made, as of `ImageScene.frame`.
    """

    generation: int
    frame: int
    folder: str
    lab: ClassVar[str] = "freeze"


class Loading(msgspec.Struct, frozen=True, tag=True):
    """Torch is being imported; `share` of it is done, 0 to 1."""

    share: float


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Torch is there."""

    version: str


class SignalResolved(msgspec.Struct, frozen=True, tag=True):
    """The answer to `ResolveSignal`."""

    generation: int
    scene: SignalScene


class SignalHeard(msgspec.Struct, frozen=True, tag=True):
    """The answer to `ListenSignal`; None where the layer is refused."""

    generation: int
    scene: ListeningScene | None


class Outlined(msgspec.Struct, frozen=True, tag=True):
    """More of a long recording's outline is known.

    Attributes:
        source: The recording.
        envelope: As of `SignalScene`.
        share: How much of the recording is in it, 0 to 1.
    """

    source: Source
    envelope: npt.NDArray[np.float32]
    share: float


class SoundMoved(msgspec.Struct, frozen=True, tag=True):
    """Where the sound is, as a sample of what is played; told about 25 times a second, and at the end."""

    generation: int
    frame: int
    playing: bool


class Exported(msgspec.Struct, frozen=True, tag=True):
    """The file is written, or `share` of it is."""

    generation: int
    path: str
    share: float


class LayerCode(msgspec.Struct, frozen=True, tag=True):
    """The answer to `CodeOfSignal` and `CodeOfImage`."""

    generation: int
    code: str


class LayerRanges(msgspec.Struct, frozen=True, tag=True):
    """The answer to `RangesOfLayer`, for a layer of so many dimensions."""

    generation: int
    dimensions: int
    ranges: Ranges


class ImageResolved(msgspec.Struct, frozen=True, tag=True):
    """The answer to `ResolveImage`."""

    generation: int
    scene: ImageScene


class NearResolved(msgspec.Struct, frozen=True, tag=True):
    """The answer to `ResolveNear`."""

    generation: int
    state: ImageState
    near: Near


class Documented(msgspec.Struct, frozen=True, tag=True):
    """The answer to `DocumentationOf`; None where torch says nothing of it."""

    generation: int
    name: str
    found: Documentation | None


class QuestionAnswered(msgspec.Struct, frozen=True, tag=True):
    """The answer to `AnswerQuestion`.

    Attributes:
        number, shape, tensor: The one that the question asks for; of a choice `number` is its place.
        problem: Which part of an expression has no value, or "".
    """

    generation: int
    number: float | None = None
    shape: tuple[int, ...] | None = None
    tensor: npt.NDArray[np.float64] | None = None
    problem: str = ""


class ExampleRun(msgspec.Struct, frozen=True, tag=True):
    """The answer to `ExampleOf`: its lines, with what they are; empty where the card has none."""

    generation: int
    card: str
    lines: tuple[ExampleLine, ...]


class CamerasListed(msgspec.Struct, frozen=True, tag=True):
    """The answer to `ListCameras`."""

    generation: int
    cameras: tuple[Camera, ...]


class CameraMoved(msgspec.Struct, frozen=True, tag=True):
    """The camera has another frame, its how-manieth; a scene that is asked for with its input is made of it."""

    generation: int
    frame: int


class CameraFrozen(msgspec.Struct, frozen=True, tag=True):
    """The answer to `FreezeCamera`: the file."""

    generation: int
    path: str


class SignalOpened(msgspec.Struct, frozen=True, tag=True):
    """The answer to `OpenSignal`."""

    generation: int
    state: SignalState


class ImageOpened(msgspec.Struct, frozen=True, tag=True):
    """The answer to `OpenImage`."""

    generation: int
    state: ImageState


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The answer to either when a source cannot be had.

    Attributes:
        code: The name of a `MediaProblem`, or "failed" for a fault of the program's own.
        values: What the sentence about it names.
        details: For "failed", the traceback; for the log and "Copy details".
    """

    generation: int
    lab: str
    code: str
    values: dict[str, str | int | float]
    details: str = ""


Request = (
    ResolveSignal
    | ResolveImage
    | ResolveNear
    | OpenSignal
    | OpenImage
    | ListenSignal
    | PlaySound
    | StopSound
    | SetVolume
    | ImportWeights
    | ExportSignal
    | CodeOfSignal
    | ExportImage
    | CodeOfImage
    | RangesOfLayer
    | DocumentationOf
    | AnswerQuestion
    | ExampleOf
    | ListCameras
    | StartCamera
    | StopCamera
    | FreezeCamera
)
Reply = (
    Loading
    | Ready
    | SignalResolved
    | ImageResolved
    | NearResolved
    | SignalOpened
    | ImageOpened
    | SignalHeard
    | Outlined
    | SoundMoved
    | Exported
    | LayerCode
    | LayerRanges
    | Documented
    | QuestionAnswered
    | ExampleRun
    | CamerasListed
    | CameraMoved
    | CameraFrozen
    | Refused
)


def _to_plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, np.ascontiguousarray(value).tobytes())
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"{type(value).__name__} does not travel")


def _from_plain(wanted: type, value: Any) -> object:
    if (get_origin(wanted) or wanted) is np.ndarray:
        dtype, shape, data = value
        return np.frombuffer(data, np.dtype(dtype)).reshape(shape)
    raise NotImplementedError(f"{wanted} does not travel")


_encoder = msgspec.msgpack.Encoder(enc_hook=_to_plain)
_requests = msgspec.msgpack.Decoder(Request, dec_hook=_from_plain)
_replies = msgspec.msgpack.Decoder(Reply, dec_hook=_from_plain)


def encode(message: Request | Reply) -> bytes:
    """A message as bytes."""
    return _encoder.encode(message)


def decode_request(data: bytes) -> Request:
    """A request from bytes.

    Raises:
        msgspec.ValidationError: The bytes are no request.
    """
    request: Request = _requests.decode(data)
    return request


def decode_reply(data: bytes) -> Reply:
    """A reply from bytes; its arrays are read-only views of them.

    Raises:
        msgspec.ValidationError: The bytes are no reply.
    """
    reply: Reply = _replies.decode(data)
    return reply
