"""What plain Python's own errors are about: names, attributes, modules, positions, types."""

from __future__ import annotations

import ast
import builtins
import difflib
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import torch

from core.autograd.diagnosis.fault import Fault
from core.autograd.lesson import Lesson, LessonLine
from core.autograd.values import clean

USUAL = {
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "optim": "from torch import optim",
    "np": "import numpy as np",
    "numpy": "import numpy",
    "plt": "import matplotlib.pyplot as plt",
    "math": "import math",
    "random": "import random",
    "time": "import time",
    "os": "import os",
    "sys": "import sys",
}
"""Names that everybody imports in the same way."""


def python_lesson(fault: Fault) -> Lesson | None:
    """The lesson of an error that Python itself raised in the program's own frame."""
    error = fault.error
    if isinstance(error, SyntaxError):
        return _syntax(fault, error)
    if isinstance(error, RecursionError):
        return fault.lesson("recursion")
    if isinstance(error, MemoryError):
        return fault.lesson("memory")
    if isinstance(error, ImportError):
        return _import(fault, error)
    if isinstance(error, AttributeError):
        return _attribute(fault, error)
    if not fault.raised_by_program or fault.call is not None:
        return None
    if isinstance(error, UnboundLocalError):
        return fault.lesson("local", name=fault.instruction_value)
    if isinstance(error, NameError):
        return _name(fault, error)
    if isinstance(error, ZeroDivisionError):
        return fault.lesson("zero_division")
    if isinstance(error, KeyError):
        return _key(fault, error)
    if isinstance(error, IndexError):
        return fault.lesson("list_index")
    if fault.instruction.startswith("UNPACK_"):
        wanted = fault.instruction_value
        return fault.lesson("unpack", wanted=wanted) if type(wanted) is int else None
    return _type(fault) if isinstance(error, TypeError) else None


def _syntax(fault: Fault, error: SyntaxError) -> Lesson | None:
    if error.filename != fault.filename or not error.lineno:
        return None
    line = (LessonLine("raised", error.lineno),)
    if isinstance(error, IndentationError):
        return Lesson("indentation", line)
    return Lesson("syntax", line, numbers={"column": max(error.offset or 1, 1)})


def _near(name: str, known: Iterable[str]) -> str | None:
    public = sorted({one for one in known if not one.startswith("_") or name.startswith("_")} - {name})
    same = [one for one in public if one.lower() == name.lower()]
    close = same or difflib.get_close_matches(name, public, 1, 0.7 if len(name) > 3 else 0.6)
    return close[0] if close else None


def _name(fault: Fault, error: NameError) -> Lesson | None:
    name = error.name or fault.instruction_value
    if type(name) is not str:
        return None
    if name in USUAL:
        return fault.lesson("name_import", name=name, statement=USUAL[name])
    near = _near(name, {key for scope in fault.scopes() for key in scope if type(key) is str} | set(dir(builtins)))
    return fault.lesson("name", name=name) if near is None else fault.lesson("name_near", name=name, near=near)


def _attribute(fault: Fault, error: AttributeError) -> Lesson | None:
    name, held = error.name, error.obj
    if type(name) is not str or fault.line is None:
        return None
    kind = type(held)
    if held is None:
        tensor = _without_gradient(fault, name)
        if tensor is not None:
            return fault.lesson("grad_is_none", tensor=tensor)
        return fault.lesson("attribute_none", name=name)
    if isinstance(held, ModuleType):
        known: Iterable[str] = [key for key in vars(held) if type(key) is str]
        what = vars(held).get("__name__", "module")
    else:
        known = {key for one in kind.__mro__ for key in vars(one)} | set(_own_names(held))
        what = kind.__name__
    near = _near(name, known)
    if near is None:
        return fault.lesson("attribute", what=what, name=name)
    return fault.lesson("attribute_near", what=what, name=name, near=near)


def _own_names(held: object) -> set[str]:
    try:
        own = object.__getattribute__(held, "__dict__")
    except AttributeError:
        return set()
    names = {key for key in own if type(key) is str}
    for inside in ("_parameters", "_buffers", "_modules"):  # Where modules keep their own.
        if isinstance(held, torch.nn.Module) and type(own.get(inside)) is dict:
            names |= set(own[inside])
    return names


def _without_gradient(fault: Fault, attribute: str = "") -> torch.Tensor | None:
    """The tensor in the failing expression whose ``.grad`` is read there and is None."""
    for node in ast.walk(fault.expression) if fault.expression is not None else ():
        if not isinstance(node, ast.Attribute) or node.attr != "grad" or attribute == "grad":
            continue
        held = _value(fault, node.value)
        if issubclass(type(held), torch.Tensor) and held.grad is None:
            tensor: torch.Tensor = held
            return tensor
    return None


def _value(fault: Fault, node: ast.expr) -> Any:
    """What a name stands for, or an attribute that an object or a module of torch's itself holds; else None."""
    if isinstance(node, ast.Name):
        try:
            return fault.lookup(node.id)
        except KeyError:
            return None
    if isinstance(node, ast.Attribute):
        own = getattr(_value(fault, node.value), "__dict__", {})
        for held in (own, own.get("_parameters"), own.get("_modules")):
            if type(held) is dict and node.attr in held:
                return held[node.attr]
    return None


def _import(fault: Fault, error: ImportError) -> Lesson | None:
    if fault.line is None or type(error.name) is not str:
        return None
    if isinstance(error, ModuleNotFoundError):
        return fault.lesson("import_missing", module=error.name)
    wanted = getattr(error, "name_from", None) or _imported(fault)
    module = sys.modules.get(error.name)
    if wanted is None or module is None:
        return None
    near = _near(wanted, [key for key in vars(module) if type(key) is str])
    if near is None:
        return fault.lesson("import_name", module=error.name, name=wanted)
    return fault.lesson("import_near", module=error.name, name=wanted, near=near)


def _imported(fault: Fault) -> str | None:
    """The first name that the import at the failing line cannot get."""
    for node in ast.walk(fault.tree) if fault.tree is not None else ():
        if isinstance(node, ast.ImportFrom) and node.lineno == fault.line and node.module:
            module = sys.modules.get(node.module)
            missing = [one.name for one in node.names if module is None or one.name not in vars(module)]
            return missing[0] if missing else None
    return None


def _key(fault: Fault, error: KeyError) -> Lesson | None:
    key = error.args[0] if error.args else None
    if type(key) not in (str, int, float, bool):
        return fault.lesson("key", key=f"<{type(key).__name__}>")
    held = None
    if isinstance(fault.expression, ast.Subscript):
        held = _value(fault, fault.expression.value)
    if type(key) is str and type(held) is dict:
        near = _near(key, [one for one in held if type(one) is str])
        if near is not None:
            return fault.lesson("key_near", key=repr(clean(key)), near=repr(clean(near)))
    return fault.lesson("key", key=repr(key))


def _type(fault: Fault) -> Lesson | None:
    tensor = _without_gradient(fault)
    if tensor is not None:
        return fault.lesson("grad_is_none", tensor=tensor)
    expression = fault.expression
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name):
        try:
            held = fault.lookup(expression.func.id)
        except KeyError:
            return fault.lesson("type")
        if not callable(held):
            return fault.lesson("not_callable", name=expression.func.id, kind=type(held).__name__)
    return fault.lesson("type")
