"""Runs a call and notes each line of one file that it comes through; lines of other files are not looked at."""

from __future__ import annotations

import linecache
import opcode
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from core.autograd.backward_lines import Line, Shown
from core.autograd.call_arguments import LONGEST_TEXT, type_name
from core.autograd.raised import message_of
from core.autograd.shown_values import ShownValues, numbers_in
from core.autograd.values import clean

_LEAVES = {
    opcode.opmap[name]
    for name in ("RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE", "RETURN_GENERATOR")
    if name in opcode.opmap
}
_DEFINES = ("def ", "async ", "lambda", "class ")
_NO_ERRORS = (StopIteration, StopAsyncIteration, GeneratorExit)
"""How iterators say that they are through."""


class EnoughLinesError(BaseException):
    """There are more lines than are noted; no `except Exception` of the program's takes it for its own."""


@dataclass(slots=True)
class _Ran:
    """A line in the making."""

    line: int
    function: str
    depth: int
    call: int
    changed: dict[str, Shown] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    returned: Shown | None = None
    raised: str | None = None

    def done(self) -> Line:
        # Another thread may ask while this one still writes.
        return Line(
            self.line,
            self.function,
            self.depth,
            self.call,
            dict(self.changed),
            self.gone,
            self.returned,
            self.raised,
        )


@dataclass(slots=True)
class _Call:
    """One call of a function of the file's."""

    number: int
    depth: int
    latest: _Ran
    known: dict[str, Shown] = field(default_factory=dict)


class LineTracing:
    """Notes the lines of one call, on the thread that makes it.

    Args:
        filename: The file's name as its code objects carry it.
        values: Shows values.
        most_lines: That are noted.
        most_numbers: That tensors keep, in all; later ones have statistics.
        enough: Called when there are more lines; if it returns, the traced call is ended by an exception.

    Attributes:
        filename: As given.
    """

    def __init__(
        self,
        filename: str,
        values: ShownValues,
        most_lines: int,
        most_numbers: int,
        enough: Callable[[], None] = lambda: None,
    ) -> None:
        self.filename = filename
        self._values = values
        self._most_lines = most_lines
        self._left = most_numbers
        self._enough = enough
        self._ran: list[_Ran] = []
        self._calls: dict[FrameType, _Call] = {}
        self._count = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """Those noted so far, in the order in which they began; may be asked from another thread."""
        return tuple(one.done() for one in list(self._ran))

    def run(self, call: Callable[[], Any]) -> Any:
        """Make a call.

        Raises:
            EnoughLinesError: It ran more lines than are noted.
            BaseException: Whatever the call raises.
        """
        before = sys.gettrace()
        sys.settrace(self._entered)
        try:
            return call()
        finally:
            sys.settrace(before)
            self._calls.clear()

    def _entered(self, frame: FrameType, event: str, _given: Any) -> Any:
        if event != "call" or frame.f_code.co_filename != self.filename:
            return None
        call = self._calls.get(frame)
        if call is None:
            depth = self._depth(frame)
            ran = self._begin(_line_of_definition(frame.f_code), frame, depth, self._count)
            call = self._calls[frame] = _Call(self._count, depth, ran)
            self._count += 1
            self._compare(frame, call)
        else:  # A generator goes on.
            call.latest = self._begin(frame.f_lineno, frame, call.depth, call.number)
        return self._inside

    def _inside(self, frame: FrameType, event: str, given: Any) -> Any:
        call = self._calls.get(frame)
        if call is None:
            return None
        if event == "line":
            self._compare(frame, call)
            call.latest = self._begin(frame.f_lineno, frame, call.depth, call.number)
        elif event == "exception":
            kind, error, _ = given
            if not issubclass(kind, _NO_ERRORS):
                call.latest.raised = _words(kind, error)
        elif event == "return":
            self._compare(frame, call)
            instruction = frame.f_code.co_code[frame.f_lasti]
            # With None, Python tells of an exception that leaves in the same way.
            if given is not None or instruction in _LEAVES:
                call.latest.returned = self._kept(self._values.of(given), given)
            if opcode.opname[instruction] != "YIELD_VALUE":
                self._calls.pop(frame, None)
        return self._inside

    def _depth(self, frame: FrameType) -> int:
        depth, outer = 0, frame.f_back
        while outer is not None:
            depth += outer in self._calls
            outer = outer.f_back
        return depth

    def _begin(self, line: int, frame: FrameType, depth: int, call: int) -> _Ran:
        if len(self._ran) >= self._most_lines:
            self._enough()
            raise EnoughLinesError
        ran = _Ran(line, clean(frame.f_code.co_name), depth, call)
        self._ran.append(ran)
        return ran

    def _compare(self, frame: FrameType, call: _Call) -> None:
        """What the line that is over has changed."""
        present = frame.f_locals
        for name, value in list(present.items()):
            shown = self._values.of(value)
            if call.known.get(name) != shown:
                call.known[name] = shown
                call.latest.changed[clean(name)] = self._kept(shown, value)
        gone = [name for name in call.known if name not in present]
        for name in gone:
            del call.known[name]
        call.latest.gone = tuple(clean(name) for name in gone)

    def _kept(self, shown: Shown, value: Any) -> Shown:
        numbers = numbers_in(shown)
        if numbers > self._left:
            return self._values.of(value, numbers=False)
        self._left -= numbers
        return shown


def _line_of_definition(code: CodeType) -> int:
    """The line of ``def``: Python's own first line of a function is that of its first decorator."""
    first = code.co_firstlineno
    last = max((line for _, _, line in code.co_lines() if line is not None), default=first)
    for line in range(first, last + 1):
        if linecache.getline(code.co_filename, line).lstrip().startswith(_DEFINES):
            return line
    return first


def _words(kind: type[BaseException], error: BaseException) -> str:
    name, words = clean(type_name(kind)), message_of(error)[:LONGEST_TEXT]
    return f"{name}: {words}" if words else name
