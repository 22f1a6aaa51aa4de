"""Where in the program a call into torch was made, and what the program is about to call its result."""

from __future__ import annotations

import dis
import os
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

import torch

_TORCH = f"{Path(torch.__file__).parent}{os.sep}"
_INSIDE = ("optim", "fx", "testing", "distributed", "export", "_dynamo", "_inductor", "_tensor_str.py")
_INSIDE_DEEPER = (("_functorch", "_aot_autograd"),)
_BY = ("autograd", "_functorch", "random.py", "serialization.py", "storage.py", "_utils.py")
_BY_DEEPER = (("utils", "checkpoint.py"),)
_STORES_ELSEWHERE = ("STORE_SUBSCR", "STORE_ATTR", "STORE_SLICE")
FUNCTIONAL = f"{_TORCH}nn{os.sep}functional.py"
"""The file of torch.nn.functional."""
LONGEST = 32
"""Names of one assignment that are looked at."""


class Place(NamedTuple):
    """Of one call.

    Attributes:
        line: Of the program, counted from 1.
        names: Variables that the result goes into at once, one for each part that it is taken apart into.
        direct: Whether the call stands in the program itself, not in a module or function of torch's.
        outside: Variables that the result of the function goes into that led to the call, at the
            program's top level.
        function: The function of torch.nn.functional that made the call, or "".
    """

    line: int
    names: tuple[str, ...]
    direct: bool
    outside: tuple[str, ...]
    function: str


class Places:
    """Finds places by the stack of frames; never asks a frame for its variables, which would hold them.

    Args:
        filename: The program's file name as its code objects carry it.
    """

    def __init__(self, filename: str) -> None:
        self._filename = filename
        # With the code object, so that its id stays its own.
        self._known: dict[tuple[int, int], tuple[CodeType, int, tuple[str, ...]]] = {}

    def find(self, caller: FrameType) -> Place | None:
        """The place of a call made by a frame; None where torch works for itself or the program has no part."""
        frame: FrameType | None = caller
        by = caller.f_code.co_filename
        if by != self._filename and _worker(by) == "by":
            return None
        while frame is not None:
            name = frame.f_code.co_filename
            if name == self._filename:
                line, names = self._line(frame)
                if frame is caller:
                    return Place(line, names, True, (), "")
                function = caller.f_code.co_name if by == FUNCTIONAL else ""
                if function and caller.f_back is frame:
                    return Place(line, names, False, (), function)
                top = frame.f_code.co_name == "<module>"
                return Place(line, (), False, names if top else (), function)
            if _worker(name) == "inside":
                return None
            frame = frame.f_back
        return None

    def _line(self, frame: FrameType) -> tuple[int, tuple[str, ...]]:
        key = (id(frame.f_code), frame.f_lasti)
        known = self._known.get(key)
        if known is None:
            known = (frame.f_code, frame.f_lineno or 0, stored(frame.f_code, frame.f_lasti))
            self._known[key] = known
        return known[1], known[2]


@lru_cache(maxsize=4096)
def _worker(filename: str) -> str:
    """How a file's calls into torch count: those "by" it and those anywhere "inside" of it are torch's own work."""
    if not filename.startswith(_TORCH):
        return ""
    parts = Path(filename[len(_TORCH) :]).parts
    if parts[0] in _INSIDE or parts[:2] in _INSIDE_DEEPER:
        return "inside"
    return "by" if parts[0] in _BY or parts[:2] in _BY_DEEPER else ""


def stored(code: CodeType, offset: int) -> tuple[str, ...]:
    """The variables that the result of the instruction at an offset goes into at once."""
    offsets, following = _following(code)
    # While a call lasts, the offset may be that of the room behind the instruction for the interpreter's own notes.
    rest = following[max(bisect_right(offsets, offset) - 1, 0)]
    names: list[str] = []
    wanted = 1
    for name, argument in rest:
        if name == "UNPACK_SEQUENCE" and not names:
            wanted = argument
        elif name == "COPY":
            continue
        elif name == "STORE_FAST_STORE_FAST":
            names.extend(argument)
        elif name == "STORE_FAST_LOAD_FAST":
            names.append(argument[0])
        else:
            names.append(argument)
        if len(names) >= wanted:
            break
    return tuple(names[:wanted]) if len(names) >= wanted else ()


@lru_cache(maxsize=1024)
def _following(code: CodeType) -> tuple[list[int], list[tuple[tuple[str, Any], ...]]]:
    """Each instruction's offset, and the stores, with what takes apart or copies, that stand right behind it."""
    offsets: list[int] = []
    following: list[tuple[tuple[str, Any], ...]] = []
    run: tuple[tuple[str, Any], ...] = ()
    for one in reversed(list(dis.get_instructions(code))):
        offsets.append(one.offset)
        following.append(run)
        stores = one.opname.startswith("STORE_") and one.opname not in _STORES_ELSEWHERE
        if stores or (run and one.opname in ("UNPACK_SEQUENCE", "COPY")):
            run = ((one.opname, one.argval), *run[:LONGEST])
        else:
            run = ()
    return offsets[::-1], following[::-1]
