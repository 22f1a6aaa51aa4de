"""Saves a session again and again, in a process that is there to be killed: python -m tests.core.session.saver HOME FILE.

What is loaded takes long, so that it is done once: each line that comes in forks a process that saves without end, and
its number goes out; the next line waits until that one has ended.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from core.labs.plain import first_state
from core.labs.state import AppState
from core.session.files import save_session
from core.session.held import Packer


def states() -> tuple[AppState, AppState]:
    """Two that take a moment to be written."""
    first = first_state()
    return (
        replace(first, autograd=replace(first.autograd, path="", program="# one\n" * 150_000)),
        replace(first, autograd=replace(first.autograd, path="", program="# another\n" * 200_000)),
    )


def save_for_ever(home: Path, path: Path) -> None:
    """Until it is killed."""
    packer = Packer(home)
    for state in cycle(states()):
        save_session(path, state, packer)


def main(home: Path, path: Path) -> None:
    """See the module."""
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            save_for_ever(home, path)
        print(child, flush=True)
        sys.stdin.readline()
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
