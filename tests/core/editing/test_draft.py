"""The draft on disk: whole or the one before, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.editing import draft as drafts
from core.editing.draft import NAME, Draft, forget_draft, read_draft, write_draft


def test_what_is_written_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert read_draft(folder) is None
    for program in ("x = 1  # قيمة 😀\r\n", ""):
        write_draft(folder, Draft(program, "/some/مسار.py", "x"))
        assert read_draft(folder) == Draft(program, "/some/مسار.py", "x")
    assert [path.name for path in folder.iterdir()] == [NAME]
    forget_draft(folder)
    forget_draft(folder)
    assert read_draft(folder) is None


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b'{"program": 1}', b"null"])
def test_what_is_damaged_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(data)
    assert read_draft(tmp_path) is None
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).mkdir()
    assert read_draft(tmp_path) is None


def test_a_write_that_is_cut_short_leaves_the_draft_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_draft(tmp_path, Draft("before"))

    def full(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(drafts.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_draft(tmp_path, Draft("after"))
    assert read_draft(tmp_path) == Draft("before")
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
