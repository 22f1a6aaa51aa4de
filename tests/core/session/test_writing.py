"""Files that are old or new, and never anything between."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from core.session import writing
from core.session.writing import write_whole


def test_new_old_and_nothing_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "جلسة.convgrad"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_what_fails_in_the_middle_leaves_the_old_file(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")
def test_a_link_stays_one_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    write_whole(real, b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_what_a_killed_program_left_is_swept_and_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    stale, fresh, other = (tmp_path / name for name in (".a.1.partial", ".a.2.partial", ".b.1.partial"))
    for one in (stale, fresh, other):
        one.write_bytes(b"half")
    for one in (stale, other):
        os.utime(one, (0, time.time() - 2 * writing.STALE_AFTER))
    write_whole(path, b"new")
    assert sorted(tmp_path.iterdir()) == sorted([path, fresh, other])
