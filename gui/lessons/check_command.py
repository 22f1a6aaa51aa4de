"""``main.py check``: says of lessons, line by line, what is wrong with them. Needs no display."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.lessons.command import check_file
from gui.language import language
from gui.lesson_messages import problem_line
from gui.text import COUNTED, FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE, fill, translate

ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + LEFT_TO_RIGHT_ISOLATE + POP_ISOLATE)


def main(arguments: Sequence[str]) -> int:
    """Check lessons; returns 0 if all are right, 1 if one is not, 2 for wrong usage or a file that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="main.py check",
        description="Checks lessons: every step opens, every answer computes, both languages are there. "
        "The programs in them are run, each in a process of its own.",
        epilog="One line a problem: FILE:LINE: field: sentence. Exit status 0 if all is right, 1 if not, 2 for wrong "
        "usage or a file that cannot be read.",
    )
    parser.add_argument("lessons", nargs="+", metavar="LESSON")
    parser.add_argument("--language", choices=("en", "ar"), default="en", help="the language of what is said")
    options = parser.parse_args(arguments)
    application = QCoreApplication.instance() or QCoreApplication(["convgrad"])
    language().set(options.language)
    status = 0
    for name in options.lessons:
        lesson, problems = check_file(Path(name))
        for problem in problems:
            _print(problem_line(name, problem))
        if any(one.code == "unreadable" for one in problems):
            status = 2
        elif problems:
            status = max(status, 1)
        else:
            assert lesson is not None
            count = len(lesson.steps)
            steps = translate("Lesson", "%n step(s)", "", COUNTED, count)
            _print(f"{name}: {fill(translate('Lesson', '{steps}, all right'), steps=steps)}")
    del application
    return status


def _print(line: str) -> None:
    # English needs no isolates, and not every terminal hides them.
    text = line.translate(ISOLATES) if language().code == "en" else line
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)
