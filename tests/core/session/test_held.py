"""Files inside a session, and files that it names."""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.session import held as module
from core.session.document import Held
from core.session.held import EMBEDDED_UP_TO, OWN_UP_TO, UNPACKED, Packer, candidates, find, safe_name
from core.session.problem import LossCode


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_small_file_goes_along_and_comes_out_of_the_cache(tmp_path: Path, home: Path) -> None:
    source = written(tmp_path / "tone.wav", b"RIFF" * 50)
    held = Packer(home).pack(source, tmp_path)
    assert held.zlib is not None
    assert held.path == held.relative == ""  # Nothing of this machine goes along.
    source.unlink()
    found = find(held, tmp_path, home)
    assert isinstance(found, Path)
    assert found.read_bytes() == b"RIFF" * 50
    assert found.name == "tone.wav"
    assert home / UNPACKED in found.parents
    assert find(held, tmp_path, home) == found
    found.write_bytes(b"RAFF" * 50)  # What was changed in the cache is not believed.
    assert find(held, tmp_path, home) == found
    assert found.read_bytes() == b"RIFF" * 50


def test_the_limit_and_that_of_the_programs_own_files(tmp_path: Path, home: Path) -> None:
    packer = Packer(home)
    at_most = written(tmp_path / "a.png", bytes(EMBEDDED_UP_TO))
    larger = written(tmp_path / "b.png", bytes(EMBEDDED_UP_TO + 1))
    own = written(home / "pasted" / "c.png", bytes(EMBEDDED_UP_TO + 1))
    too_large = written(home / "pasted" / "d.png", bytes(OWN_UP_TO + 1))
    assert packer.pack(at_most, tmp_path).zlib is not None
    assert packer.pack(larger, tmp_path).zlib is None
    assert packer.pack(own, tmp_path).zlib is not None
    assert packer.pack(too_large, tmp_path).zlib is None


def named(path: Path, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    monkeypatch.setattr(module, "EMBEDDED_UP_TO", 1)
    return Packer(home).pack(path, folder)


def test_a_large_file_is_found_where_it_was_and_beside_the_session(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "course"
    source = written(folder / "data" / "long.wav", b"sound")
    held = named(source, folder, home, monkeypatch)
    assert (held.path, held.relative) == (str(source), "data/long.wav")
    assert find(held, tmp_path / "elsewhere", home) == source
    moved = tmp_path / "moved"
    folder.rename(moved)
    assert find(held, moved, home) == moved / "data" / "long.wav"
    (moved / "data" / "long.wav").write_bytes(b"other")
    assert find(held, moved, home) is LossCode.CHANGED
    (moved / "data" / "long.wav").unlink()
    assert find(held, moved, home) is LossCode.MISSING
    (moved / "data" / "long.wav").mkdir()
    assert find(held, moved, home) is LossCode.MISSING


def test_a_file_that_is_gone_when_saving_keeps_its_name(tmp_path: Path, home: Path) -> None:
    held = Packer(home).pack(tmp_path / "gone.wav", tmp_path)
    assert (held.name, held.sha256) == ("gone.wav", None)


def test_a_file_that_changed_is_packed_anew(tmp_path: Path, home: Path) -> None:
    packer = Packer(home)
    source = written(tmp_path / "a.wav", b"one")
    first = packer.pack(source, tmp_path)
    assert packer.pack(source, tmp_path) is first
    source.write_bytes(b"other")
    assert packer.pack(source, tmp_path).sha256 == hashlib.sha256(b"other").hexdigest()


def embedded(data: bytes, **changes: object) -> Held:
    packed = base64.b64encode(zlib.compress(data)).decode()
    held = Held("a.wav", len(data), hashlib.sha256(data).hexdigest(), zlib=packed)
    return msgspec.structs.replace(held, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"zlib": "%%%"},
        {"zlib": ""},
        {"zlib": base64.b64encode(b"no zlib").decode()},
        {"zlib": base64.b64encode(zlib.compress(b"sound")[:-3]).decode()},
        {"sha256": "0" * 64},
        {"sha256": None},
        {"size": None},
        {"size": -1},
        {"size": 4},
        {"size": 2**60},
        {"zlib": base64.b64encode(zlib.compress(bytes(2**24))).decode()},  # Larger than it says.
    ],
)
def test_what_is_not_what_it_says_is_not_unpacked(changes: dict[str, object], tmp_path: Path, home: Path) -> None:
    assert find(embedded(b"sound", **changes), tmp_path, home) is LossCode.DAMAGED
    assert not home.exists()


def test_no_room_to_unpack(tmp_path: Path) -> None:
    assert find(embedded(b"sound"), tmp_path, written(tmp_path / "home", b"a file")) is LossCode.UNPACKABLE


@given(
    st.text(max_size=200)
    | st.sampled_from(["../../.ssh/id", r"..\..\a.wav", "CON.wav", "a/", "..", ".", "\0", "صوت.wav"])
)
def test_a_name_leads_into_no_other_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name
    assert safe not in ("", ".", "..")
    assert not set(safe) & set('/\\\0:*?"<>|')
    assert len(safe) <= 90
    assert not safe.upper().startswith(("CON.", "NUL."))


def test_arabic_names_stay() -> None:
    assert safe_name("صوت جديد.wav") == "صوت جديد.wav"


def test_another_machines_share_is_not_looked_at(tmp_path: Path) -> None:
    assert candidates(Held("a.wav", path="//server/share/a.wav"), tmp_path) == []
    assert candidates(Held("a.wav", path="a.wav", relative="/etc/passwd"), tmp_path) == []
    assert candidates(Held("a.wav", path="/x/a\0.wav"), tmp_path) == []


def test_what_was_long_unused_leaves_the_cache(tmp_path: Path, home: Path) -> None:
    old = written(home / UNPACKED / "old" / "a.wav", b"x").parent
    os.utime(old, (0, 0))
    assert isinstance(find(embedded(b"sound"), tmp_path, home), Path)
    assert not old.exists()
