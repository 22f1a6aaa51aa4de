"""What a lab works on: a built-in sample or a file of the user's, by reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording or a picture comes from.

    Attributes:
        kind: "sample" for one that the program brings along, "file" for one of the user's.
        name: The sample's id, or the file's absolute path.
    """

    kind: Literal["sample", "file"]
    name: str

    @property
    def path(self) -> Path:
        """The file; only for kind "file"."""
        return Path(self.name)

    @property
    def title(self) -> str:
        """The file's name or the sample's id."""
        return Path(self.name).name if self.kind == "file" else self.name
