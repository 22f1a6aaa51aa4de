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
