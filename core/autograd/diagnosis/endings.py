"""What ends a program without being an error of one value: it asks for input, leaves, or has several errors at once."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from core.autograd.diagnosis.fault import Fault
from core.autograd.lesson import Lesson
from core.autograd.raised import message_of

LONGEST_MESSAGE = 120


def ending_lesson(fault: Fault) -> Lesson | None:
    """The lesson of an end of input, of ``sys.exit`` and of a group of exceptions, whoever raised it."""
    error = fault.error
    if fault.line is None:
        return None
    if isinstance(error, SystemExit):
        return fault.lesson("exit", status=_status(error.code))
    if isinstance(error, BaseExceptionGroup):
        return _group(fault, error)
    if isinstance(error, EOFError) and not (fault.raised_by_program and fault.raised_itself):
        return fault.lesson("input" if _asks_for_input(fault) else "end_of_file")
    return None


def _status(code: object) -> str:
    if type(code) in (int, bool, str):
        return repr(code)
    return f"<{type(code).__name__}>"  # The program's own class may do anything when it is asked for its words.


def _asks_for_input(fault: Fault) -> bool:
    called = fault.expression.func if isinstance(fault.expression, ast.Call) else None
    if not fault.raised_by_program or not isinstance(called, ast.Name):
        return False
    try:
        return fault.lookup(called.id) is builtins.input
    except KeyError:
        return called.id == "input"


def _group(fault: Fault, group: BaseExceptionGroup[BaseException]) -> Lesson:
    inside = list(_alone(group))
    first = inside[0]
    message = message_of(first)[:LONGEST_MESSAGE]
    line = fault.line_in(first)
    where = {} if line is None or line == fault.line else {"cause_line": line}
    kind = type(first).__name__
    return fault.lesson("group", count=len(inside), first=f"{kind}: {message}" if message else kind, **where)


def _alone(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    """The exceptions in a group and in the groups in it; there is at least one."""
    waiting: list[BaseException] = [group]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseExceptionGroup):
            waiting[:0] = one.exceptions
        else:
            yield one
