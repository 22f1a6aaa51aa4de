"""``main.py export``: a session as a picture or a film, without a display."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import get_args

from core.labs.autograd import example
from core.labs.image.state import ImageState
from core.labs.plain import StateProblem, from_plain
from core.labs.signal.state import SignalState
from core.labs.state import LABS, AppState, LabName
from core.session.files import open_session
from core.session.problem import SessionError
from gui.export.request import (
    FIRST_SIZE,
    FORMATS,
    LEAST_FPS,
    LEAST_SIZE,
    MOST_FPS,
    MOST_SCALE,
    MOST_SIZE,
    PARTS,
    ExportProblem,
    ExportRequest,
    Format,
)
from gui.export_messages import plain_sentence, without_marks
from gui.language import LANGUAGES
from gui.palette import ThemeName
from gui.session_messages import loss_sentence, session_sentence

WRONG_USAGE = 2
INTERRUPTED = 130
SAMPLE = "sample:"


class UnusableError(Exception):
    """What was named is no session; its text says why."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status of README.md."""
    options = _parser().parse_args(arguments)
    target = Path(options.to)
    ending = target.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        return _wrong(f"{options.to}: the ending says the format, one of {', '.join(FORMATS)}")
    with tempfile.TemporaryDirectory(prefix="convgrad-export-", ignore_cleanup_errors=True) as unpacked:
        try:
            state = state_of(options.session, options.lab, Path(unpacked))
        except UnusableError as error:
            return _wrong(str(error))
        return _export(_request(options, state, target, ending))


def _request(options: argparse.Namespace, state: AppState, target: Path, ending: Format) -> ExportRequest:
    return ExportRequest(
        state=state,
        format=ending,
        path=str(target.resolve()),
        part=options.part,
        width=options.size[0],
        height=options.size[1],
        scale=options.scale,
        theme=options.theme,
        language=options.language,
        steps=options.steps,
        fps=options.fps,
        run=options.run,
    )


def state_of(name: str, lab: LabName | None, home: Path) -> AppState:
    """The state of a session file, or of ``sample:signal``, ``sample:image`` or ``sample:autograd[:EXAMPLE]``.

    Args:
        name: Of the file or the sample.
        lab: The lab that is wanted, or None for the one that the session shows.
        home: Where files that are embedded in a session are unpacked.

    Raises:
        UnusableError: It is none, or what that lab works on did not come along.
    """
    if name.startswith(SAMPLE):
        state = _sample(name.removeprefix(SAMPLE))
        return state if lab is None else replace(state, lab=lab)
    try:
        opened = open_session(Path(name), home)
    except SessionError as error:
        raise UnusableError(without_marks(session_sentence(error))) from None
    state = opened.state if lab is None else replace(opened.state, lab=lab)
    lost = [loss for loss in opened.losses if loss.lab == state.lab]
    if lost:
        raise UnusableError(without_marks(loss_sentence(lost)))
    return state


def _sample(name: str) -> AppState:
    lab, _, which = name.partition(":")
    if lab == "signal" and not which:
        return AppState(lab="signal", signal=SignalState(), autograd=example())
    if lab == "image" and not which:
        return AppState(lab="image", image=ImageState(), autograd=example())
    if lab == "autograd":
        try:
            found = from_plain({"lab": "autograd", "autograd": {"example": which} if which else {}})
        except StateProblem as problem:
            raise UnusableError(f"{SAMPLE}{name}: there is no such example; there are {problem.detail}") from None
        return found
    raise UnusableError(f"{SAMPLE}{name}: there are sample:signal, sample:image and sample:autograd[:EXAMPLE]")


def _export(request: ExportRequest) -> int:
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    from gui.export.alone import make_alone

    try:
        make_alone(request, lambda _progressed: None, stopped.is_set)
    except ExportProblem as problem:
        return _wrong(plain_sentence(problem))
    except KeyboardInterrupt:
        return _wrong("stopped; nothing was written", INTERRUPTED)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py export",
        description="Draws a session without a display: a picture, or a film of its steps.",
        epilog="A program in a session is run only with --run; without it the picture shows it before Run.",
    )
    parser.add_argument(
        "session", metavar="SESSION", help="a session file, or sample:signal, sample:image, sample:autograd[:EXAMPLE]"
    )
    parser.add_argument("--to", metavar="FILE", required=True, help=f"ends with its format: {', '.join(FORMATS)}")
    parser.add_argument("--lab", choices=LABS, help="another lab of the session than the one that it shows")
    parser.add_argument("--part", choices=PARTS, default="view", help="the stage, with the inspector, or all (view)")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--theme", choices=get_args(ThemeName), default="light")
    parser.add_argument("--size", metavar="WxH", type=_size, default=FIRST_SIZE, help="at scale 1 (1280x720)")
    parser.add_argument("--scale", metavar="N", type=_scale, default=1, help=f"1 to {MOST_SCALE} pixels for one (1)")
    parser.add_argument(
        "--steps", metavar="A:B", type=_steps, help="of a film, the last included (all); of a picture one step, as A"
    )
    parser.add_argument("--fps", metavar="N", type=_fps, default=2.0, help="steps a second of a film (2)")
    parser.add_argument("--run", action="store_true", help="run the session's program, as the button Run does")
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text} is no size such as 1280x720")
    size = int(width), int(height)
    if not all(LEAST_SIZE <= length <= MOST_SIZE for length in size):
        raise argparse.ArgumentTypeError(f"{text} is not between {LEAST_SIZE} and {MOST_SIZE}")
    return size


def _scale(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SCALE:
        raise argparse.ArgumentTypeError(f"{text} is none of 1 to {MOST_SCALE}")
    return int(text)


def _steps(text: str) -> tuple[int, int | None]:
    first, colon, last = text.partition(":")
    if not all(part.isdecimal() or (colon and not part) for part in ((first, last) if colon else (first,))):
        raise argparse.ArgumentTypeError(f"{text} are no steps such as 0:12")
    if not colon:
        return int(first), int(first)
    steps = int(first or 0), int(last) if last else None
    if steps[1] is not None and steps[1] < steps[0]:
        raise argparse.ArgumentTypeError(f"{text} goes backwards")
    return steps


def _fps(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no number") from None
    if not LEAST_FPS <= value <= MOST_FPS:
        raise argparse.ArgumentTypeError(f"{text} is not between {LEAST_FPS} and {MOST_FPS:g}")
    return value


def _wrong(sentence: str, status: int = WRONG_USAGE) -> int:
    print(f"main.py export: {' '.join(sentence.split())}", file=sys.stderr)
    return status
