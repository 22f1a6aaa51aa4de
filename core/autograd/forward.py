"""Takes down the forward pass: each call of the program's into torch, and each value that it saw or made.

A value is known by its tensor and the tensor's version; nothing is kept alive for it, and none of the
program's own code is run. What torch is not asked to do through its functions (memory that NumPy shares, say)
is only seen when the tensor is used next, if its version tells.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import torch
from torch._C import DisableTorchFunction

from core.autograd.call_arguments import MOST_ITEMS, PlainArguments, is_whole, type_name
from core.autograd.call_stacks import CallStacks
from core.autograd.details import Application, Module, Operation, Untracked, Value
from core.autograd.diagnosis.history import History, Maker, Seen
from core.autograd.graph_walk import MADE, GraphWalk, grad_fn_of
from core.autograd.node_details import NUMBER, remember_call
from core.autograd.operation_names import attribute_of, is_named_after, name_of
from core.autograd.places import Place, Places
from core.autograd.values import Snapshots, clean

MOST_FORWARD_VALUES = 50_000
"""Values of a run that are listed; beyond these the program goes on unrecorded."""
MOST_OPERATIONS = 50_000
"""Calls of a run that are listed."""
MOST_APPLICATIONS = 10_000
"""Calls of custom functions that are listed."""
_NO_OPERATION = frozenset({"grad", "_grad", "_base", "grad_fn"})
_REPEATING = frozenset({"sum", "map", "max", "min", "sorted", "list", "tuple", "all", "any", "reduce", "accumulate"})
"""Functions of Python's that call operators and functions many times."""
_DETACH = frozenset({"detach", "detach_", "data"})


@dataclass(slots=True)
class _Known:
    """The latest value of one tensor."""

    tensor: weakref.ref[torch.Tensor]
    version: int
    requires_grad: bool
    value: int


class ForwardRecord:
    """The values and operations of a run, handed out in parts by `take`.

    Args:
        filename: The program's file name as its code objects carry it.
        names: Gives the program's present global names.
        snapshots: Copies the values.
        walk: Knows the nodes' numbers.
    """

    def __init__(
        self, filename: str, names: Callable[[], Mapping[str, Any]], snapshots: Snapshots, walk: GraphWalk
    ) -> None:
        self.complete = True
        self.history = History()
        self._filename = filename
        self._places = Places(filename)
        self._stacks = CallStacks(filename)
        self._names = names
        self._snapshots = snapshots
        self._walk = walk
        self._known: dict[int, _Known] = {}
        self._aliases: dict[int, tuple[weakref.ref[torch.Tensor], weakref.ref[torch.Tensor]]] = {}
        self._leaves: list[tuple[weakref.ref[torch.Tensor], int]] = []
        self._expected: tuple[tuple[weakref.ref[torch.Tensor], str, int], ...] = ()
        self._values: list[Value] = []
        self._operations: list[Operation] = []
        self._applications: list[Application] = []
        self._application_count = 0
        self._named: dict[int, str] = {}
        self._all_named: dict[int, str] = {}
        self._value_count = 0
        self._operation_count = 0

    @property
    def operation_count(self) -> int:
        """Operations listed so far."""
        return self._operation_count

    @property
    def waiting(self) -> int:
        """Operations and values that were not taken yet."""
        return len(self._operations) + len(self._values)

    @property
    def full(self) -> bool:
        """Whether nothing more is taken down."""
        return self._value_count >= MOST_FORWARD_VALUES or self._operation_count >= MOST_OPERATIONS

    def before_write(self, caller: FrameType, written: object) -> None:
        """A call is about to write into a tensor: the value that it has until then is seen once more."""
        if issubclass(type(written), torch.Tensor) and self._open() and self._places.find(caller) is not None:
            with DisableTorchFunction():
                self._value(written)  # type: ignore[arg-type]  # Asked above; isinstance would run the program's code.

    def after(
        self,
        caller: FrameType,
        function: Any,
        arguments: tuple[Any, ...],
        options: Mapping[str, Any] | None,
        result: Any,
        writes: bool,
    ) -> None:
        """A call that a frame made has given a result; `writes` if it wrote into its first argument."""
        outputs = _tensors_of(result)
        attribute = attribute_of(function)
        if result is None and arguments and (writes or attribute == "data"):
            outputs, writes = _tensors_of(arguments[0]), True
        writes = writes or (options is not None and options.get("out") is not None)
        if writes:
            self._forget_statistics(outputs)
            self._note_write(caller, function, outputs)
        elif not outputs and arguments and type(result).__name__ == "ndarray":
            self._forget_statistics(_tensors_of(arguments[0]), for_good=True)
        if not outputs or attribute in _NO_OPERATION or not self._open():
            return
        place = self._places.find(caller)
        if place is None:
            return
        with DisableTorchFunction():
            self._take_down(caller, place, function, arguments, options or {}, result, outputs, writes)

    def applied(self, caller: FrameType, function: type, arguments: tuple[Any, ...], sequence: int) -> None:
        """A frame calls a custom function's `apply`, whose node will have this sequence number."""
        if self._application_count >= MOST_APPLICATIONS or not self._open():
            return
        place = self._places.find(caller)
        if place is None:
            return
        with DisableTorchFunction():
            given = PlainArguments(self._value).all(arguments)
        whole = len(arguments) <= MOST_ITEMS and all(is_whole(one) for one in arguments)
        name = clean(type_name(function))
        after = self._operation_count
        self._applications.append(Application(name, place.line, given, whole, sequence, after=after))
        self._application_count += 1

    def name(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Learn what the program calls the tensors that it can reach now; the first name stays."""
        with DisableTorchFunction():
            self._look_for_expected()
            for name, tensor in tensors.items():
                known = self._known.get(id(tensor))
                if known is not None and known.tensor() is tensor and known.version == _version(tensor):
                    self._set_name(known.value, name)

    def see(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """List tensors that the program holds at its end, which no call may have given."""
        with DisableTorchFunction():
            for name, tensor in tensors.items():
                if not self._open():
                    return
                self._set_name(self._value(tensor), name)

    def take_applications(self) -> tuple[Application, ...]:
        """Calls of custom functions since the last call."""
        applications, self._applications = self._applications, []
        return tuple(applications)

    def take(self) -> tuple[tuple[Value, ...], tuple[Operation, ...], dict[int, tuple[int, int]], dict[int, str]]:
        """What is new since the last call: values, operations, nodes and slots by value id, names by value id."""
        values, self._values = self._values, []
        operations, self._operations = self._operations, []
        names, self._named = self._named, {}
        made = self._walk.take_made()
        waiting = []
        for tensor, value in self._leaves:
            leaf = tensor()
            if leaf is None:
                continue
            number = self._walk.node_of(leaf)
            if number is None:
                waiting.append((tensor, value))
            else:
                made[value] = (number, 0)
        self._leaves = waiting
        return tuple(values), tuple(operations), made, names

    def name_modules(self, scopes: Sequence[Mapping[str, Any]], *, again: bool = False) -> None:
        """Learn what the program calls its modules; see `CallStacks.name`."""
        self._stacks.name(scopes, again=again)

    def take_modules(self) -> tuple[tuple[Module, ...], dict[int, str]]:
        """Since the last call: modules that were met, and names by id."""
        return self._stacks.take()

    def _forget_statistics(self, written: tuple[torch.Tensor, ...], *, for_good: bool = False) -> None:
        cache = self._snapshots.cache
        with DisableTorchFunction(), contextlib.suppress(RuntimeError, NotImplementedError):
            for tensor in written:
                (cache.distrust if for_good else cache.forget)(tensor)

    def value_of(self, tensor: torch.Tensor) -> int | None:
        """The id of a tensor's latest value that was listed."""
        known = self._known.get(id(tensor))
        return known.value if known is not None and known.tensor() is tensor else None

    def tensor_of(self, value: int) -> torch.Tensor | None:
        """The tensor of a value, if it is still there and still has that value."""
        return next((one.tensor() for one in self._known.values() if one.value == value), None)

    def name_of(self, value: int) -> str | None:
        """What the program calls a value, if that is known."""
        return self._all_named.get(value)

    def _note_write(self, caller: FrameType, function: Any, written: tuple[torch.Tensor, ...]) -> None:
        # Also what optimisers and torch's other own code write: it is the program's line that asked for it.
        frame: FrameType | None = caller
        while frame is not None and frame.f_code.co_filename != self._filename:
            frame = frame.f_back
        if frame is not None and self._open():
            with DisableTorchFunction(), contextlib.suppress(RuntimeError, NotImplementedError):
                self.history.wrote(written, frame.f_lineno or 0, name_of(function))

    def _open(self) -> bool:
        """Whether to take anything down; looking at a tensor while torch.jit traces would be traced too."""
        if self.full:
            self.complete = False
            return False
        return torch._C._get_tracing_state() is None

    def _take_down(
        self,
        caller: FrameType,
        place: Place,
        function: Any,
        arguments: tuple[Any, ...],
        options: Mapping[str, Any],
        result: Any,
        outputs: tuple[torch.Tensor, ...],
        writes: bool,
    ) -> None:
        self._look_for_expected()
        written = {id(one) for one in outputs} if writes else frozenset()
        used: list[int] = []

        def value_given(tensor: torch.Tensor) -> int:
            used.append(self._value_given(tensor, written, place.line))
            return used[-1]

        seen = PlainArguments(value_given)
        given = seen.all(arguments)
        named = {name: seen.one(option) for name, option in options.items() if name != "out"}
        inputs = seen.tensors
        known_before = self._value_count
        made = tuple(self._value(one, written=writes) for one in outputs[:MOST_ITEMS])
        for one in outputs[:MOST_ITEMS]:
            node = grad_fn_of(one)
            if node is not None:
                remember_call(node, place.line, self._operation_count)
        name = name_of(function)
        attribute = name.rpartition(".")[2]
        sure = place.direct and place.callee in (None, attribute)
        if is_named_after(name, place.function):
            name, sure = f"torch.nn.functional.{place.function.removeprefix('_')}", place.near
        self._expect(place, sure, result, outputs, made, known_before)
        if attribute == "data" and not writes and inputs:
            self._aliases[id(outputs[0])] = (weakref.ref(outputs[0]), weakref.ref(inputs[0]))
        elif writes and self._aliases:
            self._forget_what_shares(outputs)
        stack, site = self._stacks.of(caller)
        if place.direct and place.callee in _REPEATING and place.callee != attribute:
            site = None
        untracked = _untracked(attribute, inputs, outputs)
        maker = Maker(name, place.line, tuple(used), untracked)
        self.history.makers.update({value: maker for value in made if value >= known_before})
        self._operations.append(
            Operation(
                id=self._operation_count,
                name=name,
                line=place.line,
                arguments=given,
                options=named,
                outputs=made,
                untracked=untracked,
                stack=stack,
                site=site,
            )
        )
        self._operation_count += 1

    def _value(self, tensor: torch.Tensor, *, written: bool = False) -> int:
        """The id of a tensor's present value, listed now if it was not."""
        version, requires_grad = _version(tensor), tensor.requires_grad
        known = self._known.get(id(tensor))
        if known is not None and known.tensor() is tensor:
            same = known.version == version and known.requires_grad == requires_grad
            if same and not written:
                return known.value
        number = self._value_count
        self._value_count += 1
        reference = weakref.ref(tensor)
        self._known[id(tensor)] = _Known(reference, version, requires_grad, number)
        node, slot = None, 0
        made_by = grad_fn_of(tensor)
        if made_by is not None:
            slot = tensor.output_nr
            metadata = made_by.metadata
            node = metadata.get(NUMBER)
            if node is None:
                metadata.setdefault(MADE, []).append((number, slot))
        elif requires_grad and _is_leaf(tensor):
            node = self._walk.node_of(tensor)
            if node is None:
                self._leaves.append((reference, number))
        self._values.append(Value(number, self._snapshots.of(tensor), requires_grad, node, slot, None, version))
        kept = self._values[-1].tensor
        self.history.values.append(Seen(kept.shape, kept.dtype, requires_grad))
        return number

    def _value_given(self, tensor: torch.Tensor, written: Container[int], line: int) -> int:
        """The value of an argument when it was given, which a call that writes has changed."""
        if id(tensor) in written:
            known = self._known.get(id(tensor))
            return known.value if known is not None and known.tensor() is tensor else self._value(tensor)
        before = self._value_count
        value = self._value(tensor)
        if value >= before:
            # What no call gave, a custom function's result above all: its node is not this call's.
            node = grad_fn_of(tensor)
            if node is not None:
                remember_call(node, line, None)
        return value

    def _expect(
        self,
        place: Place,
        sure: bool,
        result: Any,
        outputs: tuple[torch.Tensor, ...],
        made: tuple[int, ...],
        known_before: int,
    ) -> None:
        """Name what goes into variables at once, if that is sure; else wait to see whether it is found there."""
        single = issubclass(type(result), torch.Tensor)
        if len(place.names) != len(outputs) or (not single and len(place.names) == 1):
            return
        if sure:
            for name, value in zip(place.names, made, strict=True):
                if value >= known_before:
                    self._set_name(value, name)
        elif place.top:
            self._expected = tuple(
                (weakref.ref(one), n, v) for one, n, v in zip(outputs, place.names, made, strict=True)
            )

    def _look_for_expected(self) -> None:
        expected, self._expected = self._expected, ()
        if expected:
            present = self._names()
            for tensor, name, value in expected:
                found = tensor()
                if found is not None and present.get(name) is found:
                    self._set_name(value, name)

    def _set_name(self, value: int, name: str) -> None:
        if value not in self._all_named:
            self._all_named[value] = self._named[value] = clean(name)

    def _forget_what_shares(self, written: tuple[torch.Tensor, ...]) -> None:
        """A write into ``x.data`` changes x, and x's version does not tell."""
        for one in written:
            base = one._base if one._is_view() and not one.is_inference() else one
            alias, shared = self._aliases.get(id(base), (None, None))
            if alias is not None and shared is not None and alias() is base and (owner := shared()) is not None:
                self._known.pop(id(owner), None)


def _is_leaf(tensor: torch.Tensor) -> bool:
    try:
        return tensor.is_leaf
    except RuntimeError:  # A view of something written in place where that is not allowed.
        return False


def _tensors_of(result: Any) -> tuple[torch.Tensor, ...]:
    kind = type(result)
    if issubclass(kind, torch.Tensor):
        return (result,)
    items: Any = result if kind is list else tuple.__iter__(result) if issubclass(kind, tuple) else ()
    return tuple([one for one in items if issubclass(type(one), torch.Tensor)])


def _version(tensor: torch.Tensor) -> int:
    # Torch counts no writes into inference tensors.
    return 0 if tensor.is_inference() else tensor._version


def _untracked(attribute: str, inputs: list[torch.Tensor], outputs: tuple[torch.Tensor, ...]) -> Untracked | None:
    if torch.is_inference_mode_enabled():
        return "inference_mode"
    tracking = torch.is_grad_enabled()
    if tracking and any(one.requires_grad and not one.is_leaf for one in outputs):
        return None
    if not any(one.requires_grad for one in inputs):
        return "no input requires grad"
    if attribute in _DETACH:
        return "detach"
    return "not differentiable" if tracking else "no_grad"
