"""``main.py check``: says of lessons, line by line, what is wrong with them. Needs no display."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.lessons.command import check_file
from gui.language import language
from gui.lesson_messages import problem_sentence
from gui.text import COUNTED, fill, translate


def main(arguments: Sequence[str]) -> int:
    """Check lessons; returns 0 if all are right, 1 if one is not, 2 for wrong usage or a file that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="main.py check",
        description="Checks lessons: every step opens, every answer computes, both languages are there. "
        "The programs in them are run, each in a process of its own.",
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
            print(f"{name}:{problem.line}: {problem_sentence(problem)}", file=sys.stderr)
        if any(one.code == "unreadable" for one in problems):
            status = 2
        elif problems:
            status = max(status, 1)
        else:
            assert lesson is not None
            count = len(lesson.steps)
            steps = translate("Lesson", "%n step(s)", "", COUNTED, count)
            print(fill(translate("Lesson", "{name}: {steps}, all right"), name=name, steps=steps))
    del application
    return status
