"""Where in the program a call into torch was made, and what the program is about to call its result."""

from __future__ import annotations

import dis
import os
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

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
"""Instructions behind a call that are looked at for assignments."""


class Place(NamedTuple):
    """Of one call.

    Attributes:
        line: Of the program, counted from 1.
        names: Variables that the result of the program's own instruction there goes into at once, one for each
            part that it is taken apart into.
        callee: What that instruction calls, by its last name; None for an operator and the like, "" for
            something without a name.
        direct: Whether that instruction made the call, not a module or function of torch's that it led to.
        top: Whether it stands at the program's top level.
        function: The function of torch.nn.functional that made the call, or "".
        near: Whether the program's instruction called that function.
    """

    line: int
    names: tuple[str, ...]
    callee: str | None
    direct: bool
    top: bool
    function: str
    near: bool


class Places:
    """Finds places by the stack of frames; never asks a frame for its variables, which would hold them.

    Args:
        filename: The program's file name as its code objects carry it.
    """

    def __init__(self, filename: str) -> None:
        self._filename = filename
        # With the code object, so that its id stays its own.
        self._known: dict[tuple[int, int], tuple[CodeType, Place]] = {}

    def find(self, caller: FrameType) -> Place | None:
        """The place of a call made by a frame; None where torch works for itself or the program has no part."""
        frame: FrameType | None = caller
        by = caller.f_code.co_filename
        if by != self._filename and _worker(by) == "by":
            return None
        while frame is not None:
            name = frame.f_code.co_filename
            if name == self._filename:
                place = self._place(frame)
                if frame is caller:
                    return place
                function = caller.f_code.co_name if by == FUNCTIONAL else ""
                return place._replace(direct=False, function=function, near=caller.f_back is frame)
            if _worker(name) == "inside":
                return None
            frame = frame.f_back
        return None

    def _place(self, frame: FrameType) -> Place:
        """The place that the program's own frame is at."""
        code = frame.f_code
        key = (id(code), frame.f_lasti)
        known = self._known.get(key)
        if known is None:
            names, callee = instruction(code, frame.f_lasti)
            place = Place(frame.f_lineno or 0, names, callee, True, code.co_name == "<module>", "", False)
            known = self._known[key] = (code, place)
        return known[1]


@lru_cache(maxsize=4096)
def _worker(filename: str) -> str:
    """How a file's calls into torch count: those "by" it and those anywhere "inside" of it are torch's own work."""
    if not filename.startswith(_TORCH):
        return ""
    parts = Path(filename[len(_TORCH) :]).parts
    if parts[0] in _INSIDE or parts[:2] in _INSIDE_DEEPER:
        return "inside"
    return "by" if parts[0] in _BY or parts[:2] in _BY_DEEPER else ""


def instruction(code: CodeType, offset: int) -> tuple[tuple[str, ...], str | None]:
    """The variables that the result of the instruction at an offset goes into at once, and what it calls."""
    offsets, instructions = instructions_of(code)
    # While a call lasts, the offset may be that of the room behind the instruction for the interpreter's own notes.
    place = max(bisect_right(offsets, offset) - 1, 0)
    return _stored(instructions, place), _callee(instructions, place)


@lru_cache(maxsize=1024)
def instructions_of(code: CodeType) -> tuple[list[int], list[dis.Instruction]]:
    """The offsets of a code's instructions, and these, without those that only prepare others."""
    instructions = [one for one in dis.get_instructions(code) if one.opname not in ("PRECALL", "KW_NAMES", "NOP")]
    return [one.offset for one in instructions], instructions


def _stored(instructions: Sequence[dis.Instruction], place: int) -> tuple[str, ...]:
    names: list[str] = []
    wanted = 1
    if instructions[place].opname == "UNPACK_SEQUENCE":  # Of a tensor, which is itself a call into torch.
        wanted = instructions[place].argval
    for one in instructions[place + 1 : place + 1 + LONGEST]:
        if one.opname == "UNPACK_SEQUENCE" and not names:
            wanted = one.argval
        elif one.opname == "STORE_FAST_STORE_FAST":
            names.extend(one.argval)
        elif one.opname == "STORE_FAST_LOAD_FAST":
            names.append(one.argval[0])
        elif one.opname.startswith("STORE_") and one.opname not in _STORES_ELSEWHERE:
            names.append(one.argval)
        elif one.opname != "COPY":
            break
        if len(names) >= wanted:
            return tuple(names[:wanted])
    return ()


def _callee(instructions: Sequence[dis.Instruction], place: int) -> str | None:
    """What a call calls, found by going back over what its arguments put onto the interpreter's stack."""
    call = instructions[place]
    if not call.opname.startswith("CALL"):
        return None
    if call.opname not in ("CALL", "CALL_KW"):
        return ""
    left = (call.arg or 0) + (call.opname == "CALL_KW")
    while left > 0 and place > 0:
        place -= 1
        one = instructions[place]
        if one.opcode in dis.hasjabs or one.opcode in dis.hasjrel:
            return ""  # An argument with an "if" in it.
        left -= dis.stack_effect(one.opcode, one.arg if one.opcode >= dis.HAVE_ARGUMENT else None)
    place -= 1
    if place >= 0 and instructions[place].opname == "PUSH_NULL":
        place -= 1
    loads = place >= 0 and left == 0 and instructions[place].opname.startswith("LOAD_")
    return str(instructions[place].argval).rpartition(".")[2] if loads else ""
