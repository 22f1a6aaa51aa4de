"""Why a session cannot be opened or saved, and what of it could not come along: codes; the interface has the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from core.labs.state import LabName


class SessionCode(Enum):
    """What is wrong; the comments name the values that come along."""

    MISSING = "missing"  # name
    NOT_A_FILE = "not_a_file"  # name
    UNREADABLE = "unreadable"  # name
    EMPTY = "empty"  # name
    TOO_LARGE = "too_large"  # name, size, limit
    NOT_JSON = "not_json"  # name, detail
    TOO_DEEP = "too_deep"  # name, limit
    NOT_A_SESSION = "not_a_session"  # name
    NEWER = "newer"  # name, version, known
    FIELD = "field"  # name, where, detail
    STATE = "state"  # name, where, fault, detail
    UNWRITABLE = "unwritable"  # name, detail
    CHANGED = "changed"  # name
    CANNOT_KEEP = "cannot_keep"  # where


class SessionError(Exception):
    """A session that cannot be opened or saved. Nothing was changed by the attempt.

    Args:
        code: Why.
        values: What the sentence about it names; `where` is a path such as "state.signal.parameters.stride".
    """

    def __init__(self, code: SessionCode, **values: str | int) -> None:
        super().__init__(f"{code.value} {values}")
        self.code = code
        self.values = values

    @property
    def where(self) -> str:
        """Of what in the file; "" for all of it."""
        return str(self.values.get("where", ""))


class LossCode(Enum):
    """Why something that a session names could not come along; the values are its `name`."""

    MISSING = "missing"
    """Neither where it was nor beside the session."""
    CHANGED = "changed"
    """There is a file of that name, with something else in it."""
    DAMAGED = "damaged"
    """It stands in the session, and is not what it was."""
    UNPACKABLE = "unpackable"
    """It stands in the session, and could not be written to be read from."""
    CAMERA = "camera"
    """It was a camera: opening a session switches none on."""
    SAMPLE = "sample"
    """This version has no such sample."""
    NOT_KEPT = "not_kept"
    """When saving: the file is gone, so that the session only has its name."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that did not come along; everything else did.

    Attributes:
        code: Why.
        lab: Where it was used.
        values: What the sentence names.
    """

    code: LossCode
    lab: LabName
    values: dict[str, str] = field(default_factory=dict)
