"""Sessions of older versions, made into those of the present one, a version at a time.

A migration takes the whole file as plain data and gives it in the next version. It trusts nothing: what is not of the
kind that it knows stays as it is, and is named when the result is checked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

Plain = dict[str, Any]
VERSION = 1
"""What is written, and the newest that is understood."""


def _files_apart(old: Plain) -> Plain:
    """Version 0 had no `data`: sources stood in the state alone, as the absolute paths of one machine."""
    new = dict(old)
    data = {}
    state = old.get("state")
    for lab in ("signal", "image"):
        own = state.get(lab) if isinstance(state, dict) else None
        source = own.get("source") if isinstance(own, dict) else None
        if isinstance(source, dict) and source.get("kind") == "file" and isinstance(source.get("name"), str):
            path = source["name"]
            kind = PureWindowsPath if "\\" in path else PurePosixPath
            data[f"{lab}.source"] = {"name": kind(path).name, "path": path}
    return {**new, "version": 1, "data": data}


MIGRATIONS: dict[int, Callable[[Plain], Plain]] = {0: _files_apart}
"""By the version that they start from."""


def migrated(plain: Plain, version: int) -> Plain:
    """A session's plain data in the present version.

    Args:
        plain: As of the file.
        version: Of the file, 0 to `VERSION`.
    """
    for number in range(version, VERSION):
        plain = MIGRATIONS[number](plain)
    return plain
