"""Finds the lesson of an exception that ends the program: facts of torch and Python decide, never its words."""

from __future__ import annotations

from torch._C import DisableTorchFunction

from core.autograd.diagnosis.backward import backward_lesson, raised_inside
from core.autograd.diagnosis.calls import call_lesson, kind_lesson
from core.autograd.diagnosis.endings import ending_lesson
from core.autograd.diagnosis.fault import Fault
from core.autograd.diagnosis.python import python_lesson
from core.autograd.diagnosis.shapes import shape_lesson
from core.autograd.lesson import Lesson

_ASKED = (backward_lesson, call_lesson, shape_lesson, kind_lesson, python_lesson, raised_inside)


def diagnose(fault: Fault) -> Lesson | None:
    """The lesson of an exception, or None where the facts do not tell. Runs nothing of the program's."""
    ending = ending_lesson(fault)
    if ending is not None:
        return ending
    if fault.raised_by_program and fault.raised_itself and not fault.inside_pass:
        return _asserted(fault)  # Its own exception, which says what it has to say.
    with DisableTorchFunction():
        for ask in _ASKED:
            found = ask(fault)
            if found is not None:
                return found
    return None


def _asserted(fault: Fault) -> Lesson | None:
    return fault.lesson("assertion") if type(fault.error) is AssertionError else None
