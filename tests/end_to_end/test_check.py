"""``main.py check`` in a process of its own, without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KINDS = ROOT / "tests" / "data" / "kinds.lesson"


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "check", *arguments],
        capture_output=True, text=True, check=False, timeout=300, env=environment, encoding="utf-8",
    )  # fmt: skip


def test_a_right_lesson() -> None:
    done = check(str(KINDS))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{KINDS}: 5 steps, all right\n"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_wrong_lesson_line_by_line(language: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.lesson"
    text = KINDS.read_text("utf-8").replace("kind: shape", "kind: essay")
    bad.write_text(text, "utf-8")
    wrong = tmp_path / "wrong.lesson"  # Read without a problem: only opening its steps tells.
    wrong.write_text(KINDS.read_text("utf-8").replace("answer: kernel[0]", "answer: kernel[77]"), "utf-8")
    done = check("--language", language, str(bad), str(wrong), str(KINDS))
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    at = text.splitlines().index("      kind: essay") + 1
    assert lines[0].startswith(f"{bad}:{at}: steps[1].question.kind: ")
    assert lines[1].startswith(f"{wrong}:")
    assert ": steps[3].question: " in lines[1]
    assert str(KINDS) in lines[2]
    assert any("\u0600" <= letter <= "\u06ff" for letter in lines[0]) == (language == "ar")


def test_what_cannot_be_read_and_wrong_usage(tmp_path: Path) -> None:
    done = check(str(tmp_path / "none.lesson"))
    assert done.returncode == 2
    assert done.stdout.startswith(f"{tmp_path / 'none.lesson'}:1: ")
    assert check().returncode == 2
    assert check("--language", "fr", str(KINDS)).returncode == 2
    assert "FILE:LINE" in check("--help").stdout
