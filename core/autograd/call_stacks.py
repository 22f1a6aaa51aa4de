"""How the program came to a call into torch: its own lines, and the modules that were called on the way."""

from __future__ import annotations

import dis
import weakref
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

import torch

from core.autograd.details import Module
from core.autograd.values import clean

LONGEST_STACK = 1000
"""Frames that are looked at; of a deeper call nothing is told."""
MOST_MODULES = 10_000
"""Modules below one variable that are looked at for names."""
MOST_LISTED = 1000
"""Items of one list that are looked at for names."""
_CALL = torch.nn.Module._wrapped_call_impl.__code__
_class_name = type.__dict__["__name__"].__get__  # A metaclass of the program's may have one of its own.


class CallStacks:
    """Reads stacks and knows modules by number, without keeping any of them alive.

    The only frames that are asked for their variables are those of torch's own ``Module._wrapped_call_impl``, which
    holds the module and its arguments until it returns in any case.

    Args:
        filename: The program's file name as its code objects carry it.
    """

    def __init__(self, filename: str) -> None:
        self._filename = filename
        # With the code object, so that its id stays its own.
        self._frames: dict[tuple[int, int], tuple[CodeType, tuple[int, ...], tuple[tuple[int, str], ...]]] = {}
        self._turns: dict[int, tuple[int, int]] = {}
        self._sites: dict[tuple[int, ...], int] = {}
        self._modules: dict[int, tuple[weakref.ref[torch.nn.Module], int]] = {}
        self._count = 0
        self._unnamed: dict[int, weakref.ref[torch.nn.Module]] = {}
        self._untried = False
        self._new: list[Module] = []
        self._new_names: dict[int, str] = {}

    def of(self, caller: FrameType) -> tuple[tuple[tuple[int, ...], ...], int | None]:
        """The stack and the site of a call that a frame makes, as `Operation` has them."""
        stack: list[tuple[int, ...]] = []
        site: list[int] = []
        frame: FrameType | None = caller
        filename, left, inner = self._filename, LONGEST_STACK, True
        while frame is not None:
            code = frame.f_code
            if code is _CALL:
                module: Any = frame.f_locals.get("self")
                if issubclass(type(module), torch.nn.Module):
                    stack.append((self._number(module),))
            elif code.co_filename == filename:
                inner = False
                stack.append(self._place(frame, code))
                if code.co_name == "<module>":
                    break
            if inner:
                site += (id(code), frame.f_lasti)
            left -= 1
            if not left:
                return (), None
            frame = frame.f_back
        stack.reverse()
        key = tuple(site)
        return tuple(stack), self._sites.setdefault(key, len(self._sites))

    def name(self, scopes: Sequence[Mapping[str, Any]], *, again: bool = False) -> None:
        """Learn what the program calls its modules; the first name stays.

        Args:
            scopes: Where its variables are.
            again: Also for those that had no name the last time.
        """
        if not self._unnamed or not (self._untried or again):
            return
        self._untried = False
        for scope in scopes:
            for name, module in _modules_in(scope):
                known = self._modules.get(id(module))
                if known is not None and known[1] in self._unnamed and known[0]() is module:
                    del self._unnamed[known[1]]
                    self._new_names[known[1]] = clean(name)
                    if not self._unnamed:
                        return

    def take(self) -> tuple[tuple[Module, ...], dict[int, str]]:
        """Since the last call: modules that were met, and names by number."""
        new, self._new = tuple(self._new), []
        names, self._new_names = self._new_names, {}
        return new, names

    def _number(self, module: torch.nn.Module) -> int:
        known = self._modules.get(id(module))
        if known is not None and known[0]() is module:
            return known[1]
        number = self._count
        self._count += 1
        reference = weakref.ref(module)
        self._modules[id(module)] = (reference, number)
        self._unnamed[number] = reference
        self._untried = True
        self._new.append(Module(number, clean(_class_name(type(module)))))
        return number

    def _place(self, frame: FrameType, code: CodeType) -> tuple[int, ...]:
        key = (id(code), frame.f_lasti)
        known = self._frames.get(key)
        if known is None:
            place = (frame.f_lineno or 0, _column(code, frame.f_lasti), frame.f_lasti)
            # Variables at the top level can be looked at: they are in a dictionary anyway.
            around = loops_around(code, frame.f_lasti) if code.co_name == "<module>" else ()
            known = self._frames[key] = (code, place, around)
        _, here, loops = known
        return here + tuple([self._turn(loop, frame.f_globals.get(name)) for loop, name in loops]) if loops else here

    def _turn(self, loop: int, value: object) -> int:
        """How often a loop's variable was seen to be another object than before."""
        last, count = self._turns.get(loop, (0, 0))
        if last != id(value):
            self._turns[loop] = (id(value), count + 1)
            return count + 1
        return count


@lru_cache(maxsize=64)
def _loops(code: CodeType) -> tuple[tuple[int, int, str], ...]:
    """The ``for`` loops of the top level: from where to where their bodies go, and their (first) variables."""
    found = []
    instructions = list(dis.get_instructions(code))
    for place, one in enumerate(instructions):
        if one.opname == "FOR_ITER":
            stored = [
                after for after in instructions[place + 1 : place + 4] if after.opname in ("STORE_NAME", "STORE_GLOBAL")
            ]
            hidden = any(after.opname.startswith("STORE_FAST") for after in instructions[place + 1 : place + 4])
            if not hidden:
                found.append((one.offset, one.argval, stored[0].argval if stored else ""))
    return tuple(found)


def loops_around(code: CodeType, offset: int) -> tuple[tuple[int, str], ...]:
    """The ``for`` loops of the top level around an instruction, from outside in: where each begins, its variable."""
    return tuple((start, name) for start, end, name in _loops(code) if start < offset < end)


def _column(code: CodeType, offset: int) -> int:
    """The column, in bytes of UTF-8 and counted from 0, where what an instruction stands for begins; -1 if unknown."""
    for place, (_, _, column, _) in enumerate(code.co_positions()):
        if place * 2 == offset:
            return -1 if column is None else column
    return -1


def _modules_in(scope: Mapping[str, Any]) -> Iterator[tuple[str, torch.nn.Module]]:
    """The modules in variables and in lists and dictionaries there, with all inside of them, by their names."""
    for name, value in list(scope.items()):
        if issubclass(type(value), torch.nn.Module):
            yield from _inside(name, value)
        elif isinstance(value, (list, tuple)):
            for place, one in enumerate(value[:MOST_LISTED]):
                if issubclass(type(one), torch.nn.Module):
                    yield from _inside(f"{name}[{place}]", one)
        elif type(value) is dict and not name.startswith("__"):
            for key, one in list(value.items())[:MOST_LISTED]:
                if type(key) is str and issubclass(type(one), torch.nn.Module):
                    yield from _inside(f"{name}[{key!r}]", one)


def _inside(name: str, module: torch.nn.Module) -> Iterator[tuple[str, torch.nn.Module]]:
    """As torch's ``named_modules``, which a class of the program's may have replaced."""
    seen: set[int] = set()
    stack = [(name, module)]
    while stack and len(seen) < MOST_MODULES:
        name, module = stack.pop()
        if id(module) in seen:
            continue
        seen.add(id(module))
        yield name, module
        children = object.__getattribute__(module, "__dict__").get("_modules")
        if type(children) is dict:
            found = [(f"{name}.{key}", one) for key, one in children.items() if issubclass(type(one), torch.nn.Module)]
            stack += reversed(found)
