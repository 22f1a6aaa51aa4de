"""The sentences of an export that did not come about."""

from __future__ import annotations

from gui.export.request import ExportProblem
from gui.text import QT_TRANSLATE_NOOP, fill, translate

MARKS = "\u200e\u200f\u2066\u2067\u2068\u2069"

PROBLEMS: dict[str, str] = {
    "unwritable": QT_TRANSLATE_NOOP("Export", "{name} cannot be written there: {reason}. Choose another folder."),
    "disk_full": QT_TRANSLATE_NOOP("Export", "There is no room for {name} on its disk. Nothing was left there."),
    "step": QT_TRANSLATE_NOOP("Export", "There is no step {step} here: they go from 0 to {last}."),
    "steps": QT_TRANSLATE_NOOP("Export", "There are no steps {first} to {end} here: they go from 0 to {last}."),
    "steps_of_still": QT_TRANSLATE_NOOP("Export", "A picture shows one step. Several make a GIF or an MP4."),
    "too_many_frames": QT_TRANSLATE_NOOP(
        "Export", "{count} steps are too many for a film; {limit} are the most. Choose a part of them."
    ),
    "too_many_pixels": QT_TRANSLATE_NOOP(
        "Export", "A picture may have {limit} million pixels. Choose a smaller size or scale."
    ),
    "late": QT_TRANSLATE_NOOP("Export", "The lab did not come to an end with what it shows. Try it again."),
    "lost": QT_TRANSLATE_NOOP("Export", "The process that computes ended. Try it again."),
    "encoder": QT_TRANSLATE_NOOP("Export", "There is no encoder for {format} here. Choose another format."),
    "live": QT_TRANSLATE_NOOP("Export", "A camera's picture moves. Switch the camera off, which keeps its frame."),
}


def export_sentence(problem: ExportProblem) -> str:
    """What is wrong, and what would be right, in the present language."""
    return problem.sentence or fill(translate("Export", PROBLEMS[problem.code]), **problem.values)


def plain_sentence(problem: ExportProblem) -> str:
    """The same in English and without marks of direction, for a terminal."""
    text = problem.sentence or PROBLEMS[problem.code].format(**problem.values)
    return without_marks(text)


def without_marks(text: str) -> str:
    """A sentence without the marks of direction that a terminal would show."""
    return "".join(one for one in text if one not in MARKS)
