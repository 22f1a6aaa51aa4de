"""A session as bytes: the format, its bounds, and its checks. See docs/session-format.md."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import msgspec

from core.labs.autograd import example
from core.labs.plain import StateProblem, example_name, from_plain, to_plain
from core.labs.state import AppState
from core.media.sample_names import PICTURES, RECORDINGS
from core.session.migrations import VERSION, Plain, migrated
from core.session.problem import SessionCode, SessionError

FORMAT = "convgrad.session"
ENDING = ".convgrad"
MOST_BYTES = 96 * 2**20
"""Of a session's file: two embedded files of the program's own, and as many numbers as the labs take."""
MOST_DEPTH = 32
"""Lists and mappings inside each other; states need about ten."""
HELD = ("signal.source", "image.source", "autograd.program")
"""What a state may name on the disk: a recording, a picture, and the file that the program came from."""


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file that the state names: inside the session, or by its path.

    Attributes:
        name: The file's name.
        size, sha256: What it is checked by; None where that is not known.
        path: Absolute, on the machine that saved it; "" for one that is embedded.
        relative: From the session's folder, with "/"; "" if there is no such way.
        zlib: The file itself, compressed and in base64; None for one that is named by its path.
    """

    name: str
    size: int | None = None
    sha256: str | None = None
    path: str = ""
    relative: str = ""
    zlib: str | None = None


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Of what an autosave is.

    Attributes:
        path: The user's file, "" if there was none yet.
        saved: When it was kept, in seconds since 1970.
        digest: The SHA-256 that the user's file had.
    """

    path: str = ""
    saved: float = 0.0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a session file says, before its files are looked for.

    Attributes:
        state: Sources of kind "file" have a file's name only; which file that is tells `held`.
        held: By `HELD`, what the state names on the disk.
        origin: Only in autosaves.
        unknown_samples: By lab, a sample that this version does not have; the state has the first one there.
    """

    state: AppState
    held: dict[str, Held] = field(default_factory=dict)
    origin: Origin | None = None
    unknown_samples: dict[str, str] = field(default_factory=dict)


def encode(document: Document) -> bytes:
    """A session as the bytes of its file.

    Raises:
        SessionError: The state could not be read back as it is, or the file would be too large to be opened.
    """
    try:
        plain = to_plain(document.state)
        # The text stays what it is, also where a later version's example says something else.
        plain["autograd"]["program"] = document.state.autograd.program
        envelope: Plain = {"format": FORMAT, "version": VERSION, "state": plain, "data": document.held}
        if document.origin is not None:
            envelope["origin"] = document.origin
        data = msgspec.json.encode(envelope)
    except UnicodeEncodeError:  # Half a character, as a pasted text or a file's name may have it.
        whole = {"state": asdict(document.state), "data": document.held}
        raise SessionError(SessionCode.CANNOT_KEEP, where=_not_text(whole, "")) from None
    if len(data) > MOST_BYTES:
        raise SessionError(SessionCode.TOO_LARGE, name="", size=_megabytes(len(data)), limit=_megabytes(MOST_BYTES))
    try:
        again = decode(data).state
    except SessionError as problem:
        raise SessionError(SessionCode.CANNOT_KEEP, where=problem.where) from problem
    if again != document.state:
        raise SessionError(SessionCode.CANNOT_KEEP, where=_first_difference(document.state, again))
    return data


def decode(data: bytes, name: str = "") -> Document:
    """What the bytes of a session file say. Nothing of it is run, and no file is looked for.

    Args:
        data: The whole file.
        name: Of the file, for what is wrong with it.

    Raises:
        SessionError: It is no session, or not one that can be opened here.
    """
    if not data.strip():
        raise SessionError(SessionCode.EMPTY, name=name)
    if len(data) > MOST_BYTES:
        raise SessionError(SessionCode.TOO_LARGE, name=name, size=_megabytes(len(data)), limit=_megabytes(MOST_BYTES))
    try:
        plain = msgspec.json.decode(data)
    except RecursionError:
        raise SessionError(SessionCode.TOO_DEEP, name=name, limit=MOST_DEPTH) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise SessionError(SessionCode.NOT_JSON, name=name, detail=str(problem)) from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise SessionError(SessionCode.NOT_A_SESSION, name=name)
    if _deeper(plain, MOST_DEPTH):
        raise SessionError(SessionCode.TOO_DEEP, name=name, limit=MOST_DEPTH)
    version = plain.get("version")
    if type(version) is not int or version < 0:
        raise SessionError(SessionCode.FIELD, name=name, where="version", detail=f"0 … {VERSION}")
    if version > VERSION:
        raise SessionError(SessionCode.NEWER, name=name, version=version, known=VERSION)
    return _read(migrated(plain, version), name)


def _read(plain: Plain, name: str) -> Document:
    known = {"format", "version", "state", "data", "origin"}
    for key in plain:
        if key not in known:
            raise SessionError(SessionCode.FIELD, name=name, where=key[:80], detail=", ".join(sorted(known)))
    for key in ("state", "data"):
        if not isinstance(plain.get(key), dict):
            raise SessionError(SessionCode.FIELD, name=name, where=key, detail="{…}")
    held = {}
    for key, value in plain["data"].items():
        if key not in HELD:
            raise SessionError(SessionCode.FIELD, name=name, where=f"data.{key[:80]}", detail=", ".join(HELD))
        held[key] = _typed(value, Held, f"data.{key}", name)
    origin = None if "origin" not in plain else _typed(plain["origin"], Origin, "origin", name)
    told, unknown = _without_unknown_samples(_without_lost_example(plain["state"]))
    try:
        state = from_plain(told)
    except StateProblem as problem:
        raise SessionError(
            SessionCode.STATE,
            name=name,
            where=f"state.{problem.where}".rstrip("."),
            fault=problem.fault,
            detail=problem.detail[:200],
        ) from None
    return Document(_with_own_text(state), held, origin, unknown)


def _without_unknown_samples(state: Plain) -> tuple[Plain, dict[str, str]]:
    unknown = {}
    for lab, samples in (("signal", RECORDINGS), ("image", PICTURES)):
        own = state.get(lab)
        source = own.get("source") if isinstance(own, dict) else None
        if isinstance(own, dict) and isinstance(source, dict) and source.get("kind") == "sample":
            name = source.get("name")
            if isinstance(name, str) and name not in samples:
                unknown[lab] = name[:80]
                state = {**state, lab: {key: value for key, value in own.items() if key != "source"}}
    return state, unknown


def _without_lost_example(state: Plain) -> Plain:
    """A program of an example that this version does not have is text of the user's own."""
    own = state.get("autograd")
    if not isinstance(own, dict) or not isinstance(own.get("example"), str) or "program" not in own:
        return state
    try:
        example(own["example"])
    except (OSError, ValueError):
        return {**state, "autograd": {key: value for key, value in own.items() if key != "example"}}
    return state


def _with_own_text(state: AppState) -> AppState:
    """A text that is not its example's any more is of no file."""
    name = example_name(state.autograd.path)
    if name is None or state.autograd.program == example(name).program:
        return state
    return replace(state, autograd=replace(state.autograd, path=""))


def _typed(value: object, kind: type[Any], where: str, name: str) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as problem:
        text, _, inner = str(problem).partition(" - at `$")
        raise SessionError(SessionCode.FIELD, name=name, where=where + inner.rstrip("`"), detail=text) from None


def _deeper(plain: object, limit: int) -> bool:
    waiting = [(plain, 1)]
    while waiting:
        value, depth = waiting.pop()
        if not isinstance(value, (dict, list)):
            continue
        if depth > limit:
            return True
        inner = value.values() if isinstance(value, dict) else value
        waiting.extend((one, depth + 1) for one in inner if isinstance(one, (dict, list)))
    return False


def _not_text(plain: Any, where: str) -> str:
    """Where a text is that no file can hold, "" if there is none."""
    if isinstance(plain, msgspec.Struct):
        plain = msgspec.structs.asdict(plain)
    if isinstance(plain, str):
        try:
            plain.encode()
        except UnicodeEncodeError:
            return where
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, (list, tuple)) else ()
    found = (_not_text(value, f"{where}.{key}".lstrip(".")) for key, value in inner)
    return next((one for one in found if one), "")


def _first_difference(one: AppState, other: AppState) -> str:
    for lab in ("signal", "image", "autograd"):
        for name in getattr(one, lab).__dataclass_fields__:
            if getattr(getattr(one, lab), name) != getattr(getattr(other, lab), name):
                return f"state.{lab}.{name}"
    return "state.lab"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"
