"""The files that a session holds: put into it or named when it is saved, unpacked or looked for when it is opened."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import re
import shutil
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

import msgspec

from core.media.problem import MediaError, check_file
from core.session.document import Held
from core.session.problem import LossCode
from core.session.writing import write_whole

EMBEDDED_UP_TO = 4 * 2**20
"""Bytes of a file that stands in the session itself: a lecture's recordings and pictures do, and the session still
goes by mail. What is larger is named by its path."""
OWN_UP_TO = 24 * 2**20
"""The same for files of the settings folder, such as frozen frames and pasted pictures: nobody else keeps those."""
UNPACKED = "unpacked"
UNUSED_DAYS = 30
LONGEST_NAME, LONGEST_PATH = 80, 4096
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{kind}{number}" for kind in ("COM", "LPT") for number in range(1, 10))}
)


@dataclass
class Packer:
    """Makes files into `Held` ones; remembers those that did not change since.

    Args:
        home: The settings folder.
    """

    home: Path
    _known: dict[tuple[str, int, int], Held] = field(default_factory=dict)

    def pack(self, path: Path, folder: Path | None) -> Held:
        """A file as a session in a folder holds it; one that is gone is only named."""
        try:
            size = check_file(path)
            key = str(path), size, path.stat().st_mtime_ns
            if key not in self._known:
                held = self._embedded(path, size) if size <= self._limit(path) else _named(path, size)
                self._known = {one: kept for one, kept in self._known.items() if one[0] != str(path)} | {key: held}
                while len(self._known) > 4:
                    self._known.pop(next(iter(self._known)))
            held = self._known[key]
        except (MediaError, OSError):
            held = Held(path.name, path=str(path))
        return held if held.zlib is not None else msgspec.structs.replace(held, relative=relative_to(path, folder))

    def _limit(self, path: Path) -> int:
        return OWN_UP_TO if self.home in path.parents else EMBEDDED_UP_TO

    def _embedded(self, path: Path, size: int) -> Held:
        with path.open("rb") as file:
            data = file.read(size + 1)
        digest = hashlib.sha256(data).hexdigest()
        packed = base64.b64encode(zlib.compress(data, 6)).decode("ascii")
        return Held(path.name, len(data), digest, zlib=packed)


def _named(path: Path, size: int) -> Held:
    return Held(path.name, size, digest_of(path), path=str(path))


def relative_to(path: Path, folder: Path | None) -> str:
    """The way from a session's folder to a file, with "/"; "" if there is none."""
    if folder is None:
        return ""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return ""  # Another drive.


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find(held: Held, folder: Path, home: Path) -> Path | LossCode:
    """Where the file is that a session holds.

    Args:
        held: The file.
        folder: The session's.
        home: The settings folder, in which an embedded one is unpacked.
    """
    return _unpack(held, home) if held.zlib is not None else _look_for(held, folder)


def _look_for(held: Held, folder: Path) -> Path | LossCode:
    found: LossCode = LossCode.MISSING
    for path in candidates(held, folder):
        try:
            size = check_file(path)
            same = held.size in (None, size) and held.sha256 in (None, digest_of(path))
        except (MediaError, OSError, ValueError):
            continue
        if same:
            return path
        found = LossCode.CHANGED
    return found


def candidates(held: Held, folder: Path) -> list[Path]:
    """Where a named file may be: beside the session first, so that a folder can be moved as a whole."""
    found = []
    if held.relative and len(held.relative) < LONGEST_PATH and not _is_anchored(held.relative):
        found.append(Path(os.path.normpath(folder / held.relative)))
    path = Path(held.path)
    # To look at another machine's share would tell that machine who looks: only where the session itself lies there.
    foreign = held.path.startswith(("\\\\", "//")) and path.anchor != folder.anchor
    if held.path and len(held.path) < LONGEST_PATH and path.is_absolute() and not foreign:
        found.append(path)
    return [one for one in found if "\0" not in str(one)]


def _is_anchored(path: str) -> bool:
    return bool(PurePosixPath(path).anchor or PureWindowsPath(path).anchor)


def _unpack(held: Held, home: Path) -> Path | LossCode:
    data = _embedded_data(held)
    if data is None:
        return LossCode.DAMAGED
    path = home / UNPACKED / str(held.sha256)[:24] / safe_name(held.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.stat().st_size != len(data) or digest_of(path) != held.sha256:
            write_whole(path, data)
        os.utime(path.parent)
        _tidy(home / UNPACKED)
    except OSError:
        return LossCode.UNPACKABLE
    return path


def _embedded_data(held: Held) -> bytes | None:
    """The bytes that stand in a session; None if they are not what it says."""
    if held.size is None or not 0 < held.size <= OWN_UP_TO or held.sha256 is None:
        return None
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(held.zlib or "", validate=True), held.size + 1)
    except (binascii.Error, zlib.error, ValueError):
        return None
    whole = len(data) == held.size and unpacking.eof
    return data if whole and hashlib.sha256(data).hexdigest() == held.sha256 else None


def safe_name(name: str) -> str:
    """A file's name that is one on every system, and leads into no other folder."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .()+\-]", "_", last).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    stem = stem[:LONGEST_NAME].strip(". ") or "file"
    if stem.split(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}.{ending[:8]}" if ending else stem


def _tidy(folder: Path) -> None:
    """Take away what no session that was opened for a month has used."""
    oldest = time.time() - UNUSED_DAYS * 24 * 3600
    for one in folder.iterdir():
        with contextlib.suppress(OSError):
            if one.stat().st_mtime < oldest:
                shutil.rmtree(one)
