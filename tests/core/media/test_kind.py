"""What a file is, by content and then by ending."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.media.kind import FileKind, kind_of
from core.media.sample_names import FOLDER, PICTURES, RECORDINGS


@pytest.mark.parametrize("name", [*RECORDINGS.values(), *PICTURES.values()])
def test_samples_under_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes((FOLDER / name).read_bytes())
    assert kind_of(path) is (FileKind.AUDIO if name.endswith("flac") else FileKind.IMAGE)


def test_programs_unknown_and_missing(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("x = 1")
    other = tmp_path / "other.dat"
    other.write_bytes(b"\0\1\2")
    assert kind_of(program) is FileKind.PROGRAM
    assert kind_of(other) is FileKind.UNKNOWN
    assert kind_of(tmp_path / "gone.wav") is FileKind.AUDIO


def test_sessions_by_what_they_say_of_themselves(tmp_path: Path) -> None:
    path = tmp_path / "from a mail.txt"
    for data in (b'{"format":"convgrad.session","version":1}', b'\xef\xbb\xbf {\n  "format": "convgrad.session"}'):
        path.write_bytes(data)
        assert kind_of(path) is FileKind.SESSION
    path.write_bytes(b'{"format":"convgrad.lesson"}')
    assert kind_of(path) is FileKind.UNKNOWN
    damaged = tmp_path / "damaged.convgrad"
    damaged.write_bytes(b"\0\1")
    assert kind_of(damaged) is FileKind.SESSION  # So that what is wrong is said of a session.
    picture = tmp_path / "picture.convgrad"
    picture.write_bytes((FOLDER / PICTURES["picture"]).read_bytes())
    assert kind_of(picture) is FileKind.IMAGE
