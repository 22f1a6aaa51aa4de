"""Sees the program's calls into torch without standing in their way.

A `TorchFunctionMode` is handed every call into torch's C++ code, but an ordinary one shows: its frame is in
each traceback, warnings are told of its file, torch's Python functions take other ways because "something
overrides them" (`has_torch_function`), and `torch.compile` compiles it along. So this one

- has as its ``__torch_function__`` a C function, CPython's own `PyObject_VectorcallDict` through ctypes: the
  call goes on from C to C, and the result is looked at by ctypes' `errcheck` once it is there;
- hides from `has_torch_function` and its like as long as no mode of the program's is there too;
- leaves the thread while it runs what torch.compile made.

A signal handler of the program's that raises just while ctypes prepares a call shows, as an
`ctypes.ArgumentError`.

Only the thread that called `start` is watched: torch keeps modes thread by thread, and nothing tells when the
program starts another without changing what that thread does.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from ctypes import c_size_t, c_void_p, py_object
from types import FrameType, ModuleType
from typing import Any, Protocol

import torch
from torch.jit import _builtins as jit_builtins
from torch.overrides import TorchFunctionMode

from core.autograd.diagnosis.failed_call import FailedCall, describe
from core.autograd.interruptions import is_the_programs
from core.autograd.operation_names import writes
from core.autograd.recursion_room import RecursionRoom


class Listener(Protocol):
    """What is told of calls."""

    def before_write(self, caller: FrameType, written: object) -> None:
        """A frame calls what writes into its first argument."""

    def after(
        self,
        caller: FrameType,
        function: Any,
        arguments: tuple[Any, ...],
        options: Mapping[str, Any] | None,
        result: Any,
        writes: bool,
    ) -> None:
        """A call by a frame has given a result, and has written into its first argument or not."""


MOST_ARGUMENTS = 65_536
"""Given by place to one call; Python itself hardly allows more."""

_ASKING = ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic")
_NO_TENSORS = frozenset({bool, int, float, str, torch.Size, torch.dtype, torch.device, torch.layout})
_ENABLED = "_is_torch_function_mode_enabled"
_push, _pop = torch._C._push_on_torch_function_stack, torch._C._pop_torch_function_stack
_length, _at = torch._C._len_torch_function_stack, torch._C._get_function_stack_at
_eval_frame = torch._C._dynamo.eval_frame
_real_set_eval_frame = _eval_frame.set_eval_frame


class CallWatch:
    """Tells of calls into torch between `start` and `finish`, on the thread of `start`.

    Args:
        listener: Told of each that did not raise; calls from inside of it are not told.

    Attributes:
        complete: Whether the listener took all that it was told.
        failed: The latest call that gave no result, in plain data; None once another has given one.
    """

    def __init__(self, listener: Listener) -> None:
        self.complete = True
        self.failed: FailedCall | None = None
        self._listener = listener
        self._thread = 0
        self._room = RecursionRoom()
        self._late: Exception | None = None
        self._region: FrameType | None = None  # The call of something compiled that we have left for.
        self._mode = _Mode()
        before = weakref.WeakMethod(self._before)
        self._mode.__torch_function__ = _plain_call(self._mode, before, self._take)  # type: ignore[method-assign]
        self._stand_ins = {name: self._hidden_from(getattr(torch.overrides, name)) for name in (*_ASKING, _ENABLED)}
        self._replaced: list[tuple[ModuleType, str, Any]] = []

    def start(self) -> None:
        """Begin to watch this thread."""
        self._thread = threading.get_ident()
        self._room.start()
        self._hide()
        _replace_switch(_real_set_eval_frame, self._set_eval_frame)
        _push(self._mode)

    def finish(self) -> None:
        """Leave everything as it was found."""
        _replace_switch(self._set_eval_frame, _real_set_eval_frame)
        self._leave()
        self._show()
        self._room.finish()
        self._region = None
        table = jit_builtins._get_builtin_table()  # type: ignore[no-untyped-call]
        for stand_in in self._stand_ins.values():
            table.pop(id(stand_in), None)

    def retire(self) -> None:
        """Watch no longer, as far as this thread now allows: `finish` is still to come."""
        if self._region is None and threading.get_ident() == self._thread and self._leave():
            self._show()

    def _before(self, arguments: tuple[Any, ...], function: Any, options: Mapping[str, Any] | None) -> None:
        self.failed = None
        try:
            caller = sys._getframe(2)
            writing = bool(arguments) and writes(function)
            if writing:
                self._listener.before_write(caller, arguments[0])
            # Now, for nothing tells us when it raises, and what was given may be gone soon after.
            self.failed = describe(caller, function, arguments, options, writes=writing)
        except Exception as error:
            self.complete = False
            if is_the_programs(error):
                self._late = error  # Ctypes would put it into words of its own.

    def _take(self, result: Any, _call: object, given: tuple[Any, ...]) -> Any:
        self._room.check()
        self.failed = None
        if type(result) not in _NO_TENSORS:
            function, _, arguments, options = given
            try:
                self._listener.after(sys._getframe(1), function, arguments, options, result, writes(function))
            except Exception as error:
                self._failed(error)
        if self._late is not None:
            late, self._late = self._late, None
            raise late
        return result

    def _failed(self, error: Exception) -> None:
        """The program comes first, and what its signal handlers raise while we look is its own."""
        self.complete = False
        if is_the_programs(error):
            raise error

    def _hidden_from(self, ask: Callable[..., bool]) -> Callable[..., bool]:
        """The same question about the program's own modes and classes alone."""
        mode = self._mode

        def has_torch_function(*asked: Any) -> bool:
            if _length() != 1 or _at(0) is not mode:
                return ask(*asked)
            _pop()
            try:
                return ask(*asked)
            finally:
                _push(mode)

        return has_torch_function

    def _hide(self) -> None:
        """Put the stand-ins wherever torch keeps the questions under a name of its own."""
        originals = {name: getattr(torch.overrides, name) for name in self._stand_ins}
        for key, module in list(sys.modules.items()):
            if not key.startswith("torch") or type(module) is not ModuleType:
                continue
            own = vars(module)
            for name, original in originals.items():
                if own.get(name) is original:
                    own[name] = self._stand_ins[name]
                    self._replaced.append((module, name, original))
        table = jit_builtins._get_builtin_table()  # type: ignore[no-untyped-call]
        for name in _ASKING:  # TorchScript knows the questions by their identity.
            table[id(self._stand_ins[name])] = "aten::has_torch_function"

    def _show(self) -> None:
        originals = {id(self._stand_ins[name]): (name, original) for _, name, original in self._replaced}
        self._replaced.clear()
        # Modules that were imported meanwhile took what they found.
        for key, module in list(sys.modules.items()):
            if key.startswith("torch") and type(module) is ModuleType:
                own = vars(module)
                for name in (*_ASKING, _ENABLED):
                    found = originals.get(id(own.get(name)))
                    if found is not None:
                        own[name] = found[1]

    def _set_eval_frame(self, callback: Any) -> Any:
        """Torch switches its compiler on before it calls what is compiled, and off after that."""
        if callback is not None:
            # Our own code runs while the compiler is off: else it would be compiled along.
            if self._region is None and threading.get_ident() == self._thread and self._leave():
                self._show()
                self._region = _compiled_call(sys._getframe(1))
            return _real_set_eval_frame(callback)
        before = _real_set_eval_frame(None)
        if self._region is not None and _compiled_call(sys._getframe(1)) is self._region:
            self._region = None
            self._hide()
            self._enter()
        return before

    def _leave(self) -> bool:
        """Take our mode off this thread's stack; whether it was there."""
        stack = [_at(place) for place in range(_length())]
        if self._mode not in stack:
            return False
        self._set(mode for mode in stack if mode is not self._mode)
        return True

    def _enter(self) -> None:
        """Put our mode below all of the program's, where it was."""
        self._set([self._mode, *(_at(place) for place in range(_length()))])

    @staticmethod
    def _set(stack: Any) -> None:
        wanted = list(stack)
        for _ in range(_length()):
            _pop()
        for mode in wanted:
            _push(mode)


class _Mode(TorchFunctionMode):
    """What torch hands its calls to."""


def _replace_switch(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Replace what switches the compiler on: in C, and where torch._dynamo keeps it once that is imported."""
    for name in (_eval_frame.__name__, "torch._dynamo.eval_frame", "torch._dynamo.decorators"):
        own = vars(sys.modules[name]) if name in sys.modules else {}
        for key in ("set_eval_frame", "_maybe_set_eval_frame"):
            if own.get(key) == old:
                own[key] = new


def _compiled_call(frame: FrameType | None) -> FrameType | None:
    """The frame of torch's wrapper around something compiled that switches the compiler on or off."""
    while frame is not None and frame.f_code.co_name == "_maybe_set_eval_frame":
        frame = frame.f_back
    return frame


def _plain_call(
    owner: TorchFunctionMode, before: weakref.WeakMethod[Callable[..., None]], after: Callable[..., Any]
) -> Any:
    """A C function of (function, types, arguments, options) that calls the function, between two Python ones.

    The first of these is held weakly: what a type of ctypes' keeps the collector of garbage does not see.
    """
    room = (c_void_p * MOST_ARGUMENTS)()
    address, width, header = ctypes.addressof(room), ctypes.sizeof(c_void_p), tuple.__basicsize__
    start, counts = c_void_p(address), [c_size_t(count) for count in range(64)]
    copy, box = ctypes.memmove, py_object

    called: list[Any] = [None, ()]

    class Function:
        """What is called."""

        @staticmethod
        def from_param(function: object) -> Any:
            called[0] = function
            return box(function)

    class Room:
        """In place of the types, which nobody asks for: where the arguments are."""

        @staticmethod
        def from_param(_types: object) -> c_void_p:
            return start

    class Count:
        """The number of the arguments."""

        @staticmethod
        def from_param(arguments: tuple[Any, ...]) -> c_size_t:
            count = len(arguments)
            if count > MOST_ARGUMENTS:
                called[0] = None
                raise OverflowError(f"more than {MOST_ARGUMENTS} arguments")
            called[1] = arguments
            return counts[count] if count < 64 else c_size_t(count)

    class Options:
        """A dictionary, or none; and as the last before the call itself, the arguments are put into their place."""

        @staticmethod
        def from_param(options: dict[str, Any] | None) -> Any:
            function, arguments = called
            called[0], called[1] = None, ()  # Nothing is kept.
            look = before()
            if look is not None:
                look(arguments, function, options)
            # A tuple's items follow its header; the tuple outlives the call.
            copy(address, id(arguments) + header, len(arguments) * width)
            return None if options is None else box(options)

    # Ctypes takes anything that has `from_param`, and its functions any attribute.
    kinds: Any = (Function, Room, Count, Options)
    call: Any = ctypes.PYFUNCTYPE(py_object, *kinds)(
        ("PyObject_VectorcallDict", ctypes.pythonapi),
        ((1, "function"), (1, "types"), (1, "arguments", ()), (1, "options", None)),
    )
    call.errcheck = after
    call.__self__ = owner  # Torch asks whose method it is.
    call.room = room  # An address alone does not keep it.
    return call
