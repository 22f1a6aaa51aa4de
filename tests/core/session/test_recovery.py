"""What is kept of unsaved work: one process's never another's, and there when its process is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.labs.plain import first_state
from core.labs.state import AppState
from core.session.held import Packer
from core.session.recovery import Slot, left_behind, put_aside

ROOT = Path(__file__).parent.parent.parent.parent
KEEPER = """
import sys
from pathlib import Path
from dataclasses import replace
from core.labs.plain import first_state
from core.session.held import Packer
from core.session.recovery import Slot
home = Path(sys.argv[1])
slot = Slot(home)
slot.save(replace(first_state(), lab="image"), Path("/course/mine.convgrad"), Packer(home), "abc")
print("kept", flush=True)
sys.stdin.readline()
"""


def state(lab: str) -> AppState:
    return replace(first_state(), lab=lab)


def test_what_a_running_process_keeps_is_its_own_until_it_is_killed(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    with running, running.stdin, running.stdout:
        assert running.stdout.readline() == "kept\n"
        assert left_behind(tmp_path) == []
        os.kill(running.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        running.wait()
    (left,) = left_behind(tmp_path)
    assert (left.origin.path, left.origin.digest) == ("/course/mine.convgrad", "abc")
    assert left.origin.saved > 1e9
    assert left.slot.open(tmp_path).state == state("image")
    # Who looks has it, and nobody else, until it is let go or thrown away.
    assert left_behind(tmp_path) == []
    left.slot.release()
    (again,) = left_behind(tmp_path)
    again.slot.discard()
    assert left_behind(tmp_path) == []
    assert list((tmp_path / "recovery").iterdir()) == []


def test_the_newest_comes_last(tmp_path: Path) -> None:
    for lab in ("signal", "image", "autograd"):
        put_aside(tmp_path, state(lab), Packer(tmp_path))
    found = left_behind(tmp_path)
    assert [one.slot.open(tmp_path).state.lab for one in found] == ["signal", "image", "autograd"]
    for one in found:
        one.slot.discard()


def test_what_cannot_be_read_is_offered_all_the_same(tmp_path: Path) -> None:
    put_aside(tmp_path, state("signal"), Packer(tmp_path))
    (path,) = (tmp_path / "recovery").glob("*.convgrad")
    path.write_bytes(b"{damaged")
    (left,) = left_behind(tmp_path)
    assert left.origin.path == ""
    assert left.origin.saved > 1e9
    left.slot.discard()


def test_a_taken_place_is_refused(tmp_path: Path) -> None:
    slot = Slot(tmp_path, "mine")
    with pytest.raises(OSError, match=r"."):
        Slot(tmp_path, "mine")
    slot.discard()
    Slot(tmp_path, "mine").discard()
