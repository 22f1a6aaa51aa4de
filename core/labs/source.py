"""What a lab works on: a built-in sample, a file of the user's or a camera, by reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording or a picture comes from.

    Attributes:
        kind: "sample" for one that the program brings along, "file" for one of the user's, "camera" for live pictures:
            to name a camera never switches it on.
        name: The sample's id, the file's absolute path, or the camera's device.
    """

    kind: Literal["sample", "file", "camera"]
    name: str

    @property
    def path(self) -> Path:
        """The file; only for kind "file"."""
        return Path(self.name)

    @property
    def title(self) -> str:
        """The file's name, the sample's id or the camera's device."""
        return Path(self.name).name if self.kind == "file" else self.name
