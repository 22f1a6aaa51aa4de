"""From a request to a file: waits until all is seen, paints, writes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QStyleFactory

from gui.export.described import Description
from gui.export.files import growing
from gui.export.film import Film
from gui.export.painting import pdf, png
from gui.export.request import Done, ExportProblem, ExportRequest, check, frames_of
from gui.export.studio import Studio
from gui.export.svg import svg
from gui.language import language
from gui.motion import motion
from gui.theme import load_fonts, theme
from gui.worker import ComputeService

Tell = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""

PREPARED = 0.3
"""Of the whole, when all is there to be painted."""


def dress(request: ExportRequest) -> None:
    """Give the program the request's look, and let nothing move."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle(QStyleFactory.create("Fusion"))
    load_fonts()
    motion().reduce(True)
    theme().choose(request.theme)
    theme().set_zoom(request.zoom)
    theme().apply()
    language().set(request.language)


def make(
    request: ExportRequest, service: ComputeService, tell: Tell, cancelled: Callable[[], bool] = lambda: False
) -> Done:
    """Do what a request asks for, in a process that is dressed for it.

    Raises:
        ExportProblem: There is no file, and why.
        KeyboardInterrupt: It was cancelled.
    """
    check(request)
    with contextlib.ExitStack() as ending:
        target: Path | None = None
        if request.path:
            target = ending.enter_context(growing(Path(request.path)))
        studio = Studio(request, service, cancelled)
        ending.callback(studio.close)
        studio.prepare()
        tell(PREPARED)
        if request.is_film:
            if target is None:
                raise ValueError("a film needs a file")
            seen = _film(request, studio, target, tell)
            data = b""
        else:
            seen, data = _still(request, studio)
            if target is not None:
                target.write_bytes(data)
                data = b""
        last = studio.last
    tell(1.0)
    return Done(seen.title, seen.text, last, data)


def _still(request: ExportRequest, studio: Studio) -> tuple[Description, bytes]:
    if request.steps is not None:
        steps = frames_of(request, studio.last)
        if len(steps) != 1:
            raise ExportProblem("steps_of_still")
        studio.go(steps[0])
    seen = studio.described()
    match request.format:
        case "png":
            return seen, png(studio.picture(), seen.title, seen.text)
        case "svg":
            return seen, svg(studio.canvas, seen.title, seen.text)
        case _:
            return seen, pdf(studio.canvas, seen.title)


def _film(request: ExportRequest, studio: Studio, target: Path, tell: Tell) -> Description:
    steps = frames_of(request, studio.last)
    studio.go(steps[0])
    seen = studio.described()
    film = Film(target, request.format, request.fps, seen.title, seen.text)
    try:
        for number, step in enumerate(steps):
            studio.go(step)
            film.add(studio.picture())
            tell(PREPARED + (1 - PREPARED) * (number + 1) / (len(steps) + 1))
        film.finish()
    except BaseException:
        film.give_up()
        raise
    return seen
