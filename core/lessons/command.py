"""What `main.py check` does with a lesson: reads it, opens every step, computes every answer."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from core.autograd.trace import Trace
from core.labs.autograd import AutogradState
from core.labs.image.state import ImageState
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.lessons.checking import Labs, Pixels, check_lesson
from core.lessons.lesson import Lesson
from core.lessons.problem import LessonProblem
from core.lessons.reading import inspect_lesson
from core.media.audio import Readable, read_audio
from core.media.images import prepared, read_image
from core.media.problem import MediaError, MediaProblem
from core.media.samples import load_picture, load_recording
from core.runner.client import Client
from core.runner.protocol import Event, Finished, Limits, Program

SECONDS = 60.0
"""That the program of a step may run while it is checked."""


def check_file(path: Path) -> tuple[Lesson | None, list[LessonProblem]]:
    """The lesson in a file and everything that is wrong with it; its programs run in children."""
    lesson, problems = inspect_lesson(path)
    if lesson is None:
        return None, problems
    return lesson, check_lesson(lesson, Labs(_recording, _pixels, run_program))


def run_program(state: AutogradState) -> Trace:
    """Run a state's program to its end, or to its limits."""
    over = threading.Event()
    ended: list[Finished] = []

    def take(event: Event) -> None:
        if isinstance(event, Finished):
            ended.append(event)
            over.set()

    with contextlib.closing(Client(take, keep_warm=False)) as client:
        client.run(Program(state.program, state.path), Limits(SECONDS))
        over.wait()
    return ended[0].trace


def _recording(state: SignalState) -> Readable:
    source = _real(state.source)
    return read_audio(source.path) if source.kind == "file" else load_recording(source.name)


def _pixels(state: ImageState) -> Pixels:
    source = _real(state.source)
    picture = read_image(source.path) if source.kind == "file" else load_picture(source.name)
    return prepared(picture, grey=state.grey, shrink=state.shrink)


def _real(source: Source) -> Source:
    """A camera shows something else each time: no answer can be checked with it."""
    if source.kind == "camera":
        raise MediaError(MediaProblem.CAMERA_OFF)
    return source
