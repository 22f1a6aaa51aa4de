"""Programs are read as text and never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.media.problem import MediaError, MediaProblem
from core.media.programs import MOST_BYTES, MOST_LINES, read_program


def test_text_with_and_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_bytes("\ufeffx = 'مرحبا'\n".encode())
    assert read_program(path) == "x = 'مرحبا'\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", MediaProblem.EMPTY),
        (b"\xff\xfe\x00x", MediaProblem.NOT_PROGRAM),
        (b"x = 1\0", MediaProblem.NOT_PROGRAM),
        (b"#" * (MOST_BYTES + 1), MediaProblem.TOO_LARGE),
        (b"x = 1\n" * (MOST_LINES + 1), MediaProblem.TOO_MANY_LINES),
    ],
)
def test_what_is_no_program(content: bytes, problem: MediaProblem, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_bytes(content)
    with pytest.raises(MediaError) as caught:
        read_program(path)
    assert caught.value.code is problem
