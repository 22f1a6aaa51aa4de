"""Signal handlers of the program's run between any two lines of Python, also of ours."""

from __future__ import annotations

import os
import sysconfig
import traceback
from pathlib import Path

import torch

_OURS_AND_TORCHS = tuple(
    f"{folder}{os.sep}"
    for folder in (Path(__file__).parent, Path(torch.__file__).parent, sysconfig.get_paths()["stdlib"])
)


def is_the_programs(error: BaseException) -> bool:
    """Whether an exception that came up in our own code, which calls none of the program's, was raised by it."""
    names = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(names) and not names[-1].startswith((*_OURS_AND_TORCHS, "<"))
