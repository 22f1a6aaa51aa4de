"""What is to be exported, as data that goes to another process; and what can be wrong with it."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from core.labs.state import AppState
from core.runner.protocol import Finished
from gui.language import LanguageCode
from gui.palette import ThemeName

Format = Literal["png", "svg", "pdf", "gif", "mp4"]
FORMATS: tuple[Format, ...] = get_args(Format)
FILMS: tuple[Format, ...] = ("gif", "mp4")
Part = Literal["view", "inspector", "page"]
"""The stage alone; the stage with the inspector; all of the lab's page."""
PARTS: tuple[Part, ...] = get_args(Part)

FIRST_SIZE = (1280, 720)
LEAST_SIZE, MOST_SIZE = 320, 4096
MOST_SCALE = 4
MOST_PIXELS = 64_000_000
"""Of one picture: four bytes each in memory, several times over."""
LEAST_FPS, MOST_FPS = 0.2, 60.0
MOST_FRAMES = 3000

Code = Literal[
    "unwritable",
    "disk_full",
    "step",
    "steps",
    "steps_of_still",
    "too_many_frames",
    "too_many_pixels",
    "refused",
    "late",
    "lost",
    "encoder",
    "live",
]


class Recorded(msgspec.Struct, frozen=True):
    """A run that is to be shown as it was, and the program that it was of."""

    finished: Finished
    ran: str


class ExportRequest(msgspec.Struct, frozen=True):
    """One picture or film.

    Attributes:
        state: What it shows: the lab of that name.
        format: Of the file.
        path: The file; "" has the picture come back as bytes.
        part: How much of the lab's page.
        width, height: In pixels at scale 1.
        scale: Pixels of the file for one of those, 1 to `MOST_SCALE`.
        theme, zoom, language: As in the window; the zoom in per cent.
        steps: First and last step of a film, the last included, None for the end; of a picture its step, twice.
            None for the state's own step, and for a film for all of them.
        fps: Steps a second.
        run: Whether the autograd lab's program may be run; it is shown as before Run otherwise.
        recorded: A run to be shown in place of another one.
    """

    state: AppState
    format: Format
    path: str = ""
    part: Part = "view"
    width: int = FIRST_SIZE[0]
    height: int = FIRST_SIZE[1]
    scale: int = 1
    theme: ThemeName = "light"
    zoom: int = 100
    language: LanguageCode = "en"
    steps: tuple[int, int | None] | None = None
    fps: float = 2.0
    run: bool = False
    recorded: Recorded | None = None

    @property
    def is_film(self) -> bool:
        """Whether it has one frame a step."""
        return self.format in FILMS

    @property
    def size(self) -> tuple[int, int]:
        """Width and height at scale 1; of a film even at every scale, as players need it."""
        odd = 1 if self.is_film else 0
        return self.width + (self.width & odd), self.height + (self.height & odd)


class ExportProblem(Exception):  # noqa: N818
    """Why there is no picture.

    Attributes:
        code: What is wrong.
        values: What its sentence names.
        sentence: The sentence itself, where a lab has said it already.
    """

    def __init__(self, code: Code, sentence: str = "", **values: str | int) -> None:
        super().__init__(code)
        self.code: Code = code
        self.sentence, self.values = sentence, values


def check(request: ExportRequest) -> None:
    """Refuse what could not be drawn anyhow.

    Raises:
        ExportProblem: It has too many pixels, or shows a camera.
    """
    width, height = request.size
    if width * height * request.scale**2 > MOST_PIXELS:
        raise ExportProblem("too_many_pixels", limit=MOST_PIXELS // 1_000_000)
    if request.state.lab == "image" and request.state.image.source.kind == "camera":
        raise ExportProblem("live")


def frames_of(request: ExportRequest, last: int) -> range:
    """The steps that are drawn.

    Args:
        request: With the steps that are wanted.
        last: The last step that there is.

    Raises:
        ExportProblem: There are no such steps, or too many of them.
    """
    if request.steps is None:
        if not request.is_film:
            raise ValueError("a picture without steps shows the state's own")
        first, end = 0, last
    else:
        first, end = request.steps[0], last if request.steps[1] is None else request.steps[1]
    if first == end > last:
        raise ExportProblem("step", step=first, last=last)
    if not 0 <= first <= end <= last:
        raise ExportProblem("steps", first=first, end=end, last=last)
    count = end - first + 1
    if count > MOST_FRAMES:
        raise ExportProblem("too_many_frames", count=count, limit=MOST_FRAMES)
    return range(first, end + 1)


# What the process that draws says.


class Progressed(msgspec.Struct, frozen=True, tag=True):
    """So much of it is done, 0 to 1."""

    share: float


class Done(msgspec.Struct, frozen=True, tag=True):
    """The file is written, or the picture is here.

    Attributes:
        data: The picture, where no file was named.
        title, description: What is seen in it.
        last: The last step that there is.
    """

    title: str
    description: str
    last: int
    data: bytes = b""


class Failed(msgspec.Struct, frozen=True, tag=True):
    """There is no picture; as of `ExportProblem`."""

    code: Code
    sentence: str = ""
    values: dict[str, str | int] = {}


Reply = Progressed | Done | Failed
_request_decoder = msgspec.msgpack.Decoder(ExportRequest)
_reply_decoder: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def encode(message: ExportRequest | Reply) -> bytes:
    """A message as a frame."""
    return msgspec.msgpack.encode(message)


def decode_request(data: bytes) -> ExportRequest:
    """Read what `encode` made of a request."""
    return _request_decoder.decode(data)


def decode_reply(data: bytes) -> Reply:
    """Read what `encode` made of a reply."""
    return _reply_decoder.decode(data)
