"""ConvGrad: the command line. Starts the window, or one command that needs no display."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status (see README.md)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["trace"]:
        from core.runner.command import main as trace

        return trace(given[1:])
    if given[:1] == ["export"]:
        from gui.export.command import main as export

        return export(given[1:])
    if given[:1] == ["doctor"]:
        from gui.doctor import main as doctor

        return doctor()
    if given[:1] == ["check"]:
        from gui.lessons.check_command import main as check

        return check(given[1:])
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Makes convolution and automatic differentiation visible.",
        epilog="Without a window: main.py trace PROGRAM.py, main.py check LESSON, main.py export SESSION --to FILE "
        "(each has --help), main.py doctor.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a session (.convgrad), a lesson (.lesson), an audio file, an image or a Python program",
    )
    parser.add_argument("--lab", choices=("signal", "image", "autograd"), help="the lab to show")
    parser.add_argument("--language", choices=("en", "ar"), help="the language of the interface")
    options = parser.parse_args(given)

    from gui.display import display_problem

    problem = display_problem()
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2

    from gui.start import start

    return start([Path(name) for name in options.files], options.lab, options.language)


if __name__ == "__main__":
    sys.exit(main())
