"""The program is killed while it saves: what is there is the old file or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from core.session.files import open_session, save_session
from core.session.held import Packer

from .saver import states

KILLS = 220
ROOT = Path(__file__).parent.parent.parent.parent


def seconds_for_two(path: Path) -> float:
    """Seconds until a file was replaced twice."""
    begun, replaced, last = time.monotonic(), 0, path.stat().st_ino
    while replaced < 2:
        now = path.stat().st_ino
        replaced += now != last
        last = now
    return time.monotonic() - begun


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX does")
@pytest.mark.timeout(300)
def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    path, home = tmp_path / "lecture.convgrad", tmp_path / "home"
    one, other = states()
    whole = {}
    for state in (other, one):
        save_session(path, state, Packer(home))
        whole[path.read_bytes()] = state
    drawn, found, halves = random.Random(7), Counter[str](), 0
    saver = subprocess.Popen(
        [sys.executable, "-m", "tests.core.session.saver", str(home), str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert saver.stdin is not None
    assert saver.stdout is not None
    with saver, saver.stdin, saver.stdout:
        both = 0.1
        for kill in range(KILLS):
            print("save", file=saver.stdin, flush=True)
            child = int(saver.stdout.readline())
            if kill % 20 == 0:  # How long both saves take here and now; a busy machine is slower from time to time.
                both = seconds_for_two(path)
            else:
                threading.Event().wait(drawn.uniform(0.0, 1.2 * both))
            os.kill(child, signal.SIGKILL)
            print("wait", file=saver.stdin, flush=True)
            assert saver.stdout.readline() == "ended\n"
            data = path.read_bytes()
            assert data in whole
            found["one" if whole[data] is one else "other"] += 1
            left = [file for file in tmp_path.iterdir() if file.name.endswith(".partial")]
            halves += len(left)
            for file in left:
                file.unlink()
    # It was killed in the middle of writing, and after either state: else this would show nothing.
    assert halves > 10
    assert min(found["one"], found["other"]) > 10
    assert open_session(path, home).state in (one, other)
