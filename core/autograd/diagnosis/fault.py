"""The facts about an exception of the program's: where it was raised, what was called there, what names stand for."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import CodeType, FrameType
from typing import Any

import torch

from core.autograd.diagnosis.failed_call import FailedCall, Given
from core.autograd.forward import ForwardRecord
from core.autograd.graph_walk import GraphWalk
from core.autograd.lesson import Code, Lesson, LessonLine, TensorFact
from core.autograd.places import instructions_of
from core.autograd.program_names import tensors_inside
from core.autograd.values import clean

LONGEST_NAME = 60
_GRAPH = torch.autograd.graph.__file__


@dataclass(frozen=True)
class PassEnd:
    """How a pass of the engine ended.

    Attributes:
        line: Of the program, that asked for it.
        stopped: The id of the node that began and did not finish.
    """

    line: int | None
    stopped: int | None


class Fault:
    """An exception that ends the program, while its traceback still holds everything.

    Attributes:
        error: It.
        line: The program's innermost line that it passed through.
        user: The frame of that line, and the offset of the instruction there.
        inner: Frame and offset where it was raised.
        call: The call into torch that raised it, if it was one.
        passes: How many passes of the engine ended before.
        engine: The frame that runs the engine's pass in which it was raised, if there is one.
    """

    def __init__(
        self,
        error: BaseException,
        filename: str,
        source: str,
        names: Mapping[str, Any],
        call: FailedCall | None,
        forward: ForwardRecord,
        walk: GraphWalk,
        ends: Mapping[int, PassEnd],
        freed: Mapping[int, int | None],
    ) -> None:
        self.error = error
        self.filename = filename
        self.source = source
        self.names = names
        self.forward = forward
        self.walk = walk
        self.freed = freed
        self.passes = len(ends)
        self.frames: list[tuple[FrameType, int, int]] = []
        found = error.__traceback__
        while found is not None:
            self.frames.append((found.tb_frame, found.tb_lasti, found.tb_lineno))
            found = found.tb_next
        place = next((i for i in reversed(range(len(self.frames))) if self._is_users(self.frames[i][0])), None)
        self.line = None if place is None else self.frames[place][2]
        self.user = None if place is None else self.frames[place][:2]
        self.inner = self.frames[-1][:2] if self.frames else None
        self.call = call if call is not None and _may_be(error) and self._raised(call) else None
        engines = [i for i, (frame, *_) in enumerate(self.frames) if _is(frame, _GRAPH, "_engine_run_backward")]
        self.engine = self.frames[engines[-1]][0] if engines else None
        self.end = None if self.engine is None else ends.get(id(self.engine))
        self.inside_pass = bool(engines) and place is not None and place > engines[-1]

    def line_in(self, error: BaseException) -> int | None:
        """The innermost of the program's lines that another exception passed through."""
        found, line = error.__traceback__, None
        while found is not None:
            line = found.tb_lineno if self._is_users(found.tb_frame) else line
            found = found.tb_next
        return line

    def _is_users(self, frame: FrameType) -> bool:
        return frame.f_code.co_filename == self.filename

    def _raised(self, call: FailedCall) -> bool:
        # Where torch works in Python inside of a call, its frames are further in.
        for frame, offset, _ in reversed(self.frames):
            if id(frame) == call.frame:
                return _instruction(frame.f_code, offset) == _instruction(frame.f_code, call.offset)
            if self._is_users(frame):
                break
        return False

    def torch_frame(self, filename: str, *functions: str) -> FrameType | None:
        """The innermost frame of one of these functions in a file."""
        return next((f for f, *_ in reversed(self.frames) if _is(f, filename, *functions)), None)

    def raised_in(self, filename: str, *functions: str) -> bool:
        """Whether one of these functions in a file itself raised."""
        return self.inner is not None and _is(self.inner[0], filename, *functions)

    @property
    def raised_by_program(self) -> bool:
        """Whether the program's own frame raised, with nothing of torch's in between."""
        return self.inner is not None and self._is_users(self.inner[0])

    @property
    def raised_itself(self) -> bool:
        """Whether the innermost instruction is a ``raise``."""
        return self.instruction in ("RAISE_VARARGS", "RERAISE")

    @property
    def instruction(self) -> str:
        """The name of the innermost instruction."""
        return self._innermost()[0]

    @property
    def instruction_value(self) -> Any:
        """What that instruction is about: a name, a number."""
        return self._innermost()[1]

    def _innermost(self) -> tuple[str, Any]:
        if self.inner is None:
            return "", None
        code, offset = self.inner[0].f_code, self.inner[1]
        one = instructions_of(code)[1][_instruction(code, offset)]
        return one.opname, one.argval

    @cached_property
    def tree(self) -> ast.Module | None:
        """The program's text as a tree."""
        try:
            return ast.parse(self.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def expression(self) -> ast.AST | None:
        """The part of the program's text that the program's innermost frame was at."""
        if self.user is None or self.tree is None:
            return None
        code, offset = self.user[0].f_code, self.user[1]
        at = next(islice(code.co_positions(), max(offset // 2, 0), None), None)
        if at is None or None in at:
            return None
        line, end, column, last = at
        for node in ast.walk(self.tree):
            place = [getattr(node, one, None) for one in ("lineno", "end_lineno", "col_offset", "end_col_offset")]
            if place == [line, end, column, last] and not isinstance(node, ast.Expr):
                return node
        return None

    def scopes(self) -> Iterator[Mapping[str, Any]]:
        """The names of the program that can be seen where it raised, innermost first."""
        for frame, *_ in reversed(self.frames):
            if self._is_users(frame) and frame.f_code.co_name != "<module>":
                yield frame.f_locals
        yield self.names

    def lookup(self, name: str) -> Any:
        """What a name stands for where the program raised.

        Raises:
            KeyError: Nothing.
        """
        for scope in self.scopes():
            if name in scope:
                return scope[name]
        raise KeyError(name)

    def name_of(self, tensor: torch.Tensor | None) -> str | None:
        """What the program calls a tensor."""
        if tensor is None:
            return None
        for scope in self.scopes():
            for name, value in list(scope.items()):
                if value is tensor:
                    return clean(name)[:LONGEST_NAME]
        for scope in self.scopes():
            for inside in tensors_inside(scope):
                for name, value in inside.items():
                    if value is tensor:
                        return clean(name)[:LONGEST_NAME]
        return None

    def fact(self, tensor: torch.Tensor | Given) -> TensorFact:
        """A tensor for a lesson."""
        if isinstance(tensor, Given):
            return TensorFact(self.name_of(tensor.tensor()), tensor.shape, short(tensor.dtype))
        return TensorFact(self.name_of(tensor), tuple(map(int, tensor.shape)), short(tensor.dtype))

    def lesson(self, code: Code, **others: Any) -> Lesson:
        """A lesson whose first line is the one that raised; other lines by their roles with ``_line``."""
        lines = [] if self.line is None else [LessonLine("raised", self.line)]
        values: dict[str, dict[str, Any]] = {"tensors": {}, "numbers": {}, "texts": {}}
        nodes: tuple[int, ...] = others.pop("nodes", ())
        for name, value in others.items():
            if name.endswith("_line"):
                role: Any = name.removesuffix("_line")
                lines.append(LessonLine(role, value))
            elif isinstance(value, TensorFact):
                values["tensors"][name] = value
            elif isinstance(value, (torch.Tensor, Given)):
                values["tensors"][name] = self.fact(value)
            elif type(value) is int:
                values["numbers"][name] = value
            else:
                values["texts"][name] = clean(str(value))[:200]
        return Lesson(code, tuple(lines), **values, nodes=nodes)


def short(dtype: object) -> str:
    """A dtype without "torch."."""
    return str(dtype).removeprefix("torch.")


def operation(name: str) -> str:
    """An operation's name as short as it is clear: ``matmul``, ``add_``, ``torch.cat``."""
    last = name.rpartition(".")[2]
    symbols = {
        "__matmul__": "@", "__rmatmul__": "@", "__add__": "+", "__radd__": "+", "__sub__": "-", "__rsub__": "-",
        "__mul__": "*", "__rmul__": "*", "__truediv__": "/", "__rtruediv__": "/", "__rdiv__": "/", "__pow__": "**",
        "__rpow__": "**", "__iadd__": "+=", "__isub__": "-=", "__imul__": "*=", "__itruediv__": "/=", "__idiv__": "/=",
        "__ipow__": "**=", "__eq__": "==", "__ne__": "!=", "__lt__": "<", "__gt__": ">", "__le__": "<=",
        "__ge__": ">=", "__setitem__": "[…] =", "__getitem__": "[…]", "__bool__": "bool", "__float__": "float",
        "__int__": "int", "__array__": "numpy", "__and__": "&", "__or__": "|", "__xor__": "^", "__mod__": "%",
        "__floordiv__": "//", "__rfloordiv__": "//",
    }  # fmt: skip
    return symbols.get(last, last)


def _may_be(error: BaseException) -> bool:
    """Whether torch raises such an error for the numbers and shapes that it is given."""
    return isinstance(error, (RuntimeError, IndexError, ValueError)) and not isinstance(error, RecursionError)


def _is(frame: FrameType, filename: str, *functions: str) -> bool:
    return frame.f_code.co_filename == filename and frame.f_code.co_name in functions


def _instruction(code: CodeType, offset: int) -> int:
    return max(bisect_right(instructions_of(code)[0], offset) - 1, 0)
