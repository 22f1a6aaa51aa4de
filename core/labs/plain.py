"""States as plain data, for files: full for sessions, only what differs from the first state for lessons.

Plain are str, int, float, bool, None, lists and dicts with str keys. What is read may leave out anything; what is left
out is as in the first state. Written by hand, some things may be shorter: `kernel_size: 3` for both dimensions, a
preset's name for a kernel, a sample's name for a source, and `example: NAME` in place of a built-in program.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from core.convolution.image_kernels import PRESETS_2D
from core.convolution.kernels import CUSTOM, PRESETS_1D, Kernel
from core.labs.autograd import EXAMPLES, example
from core.labs.image.state import SHRINKS
from core.labs.state import AppState
from core.media.sample_names import PICTURES, RECORDINGS

Plain = dict[str, Any]
Fault = Literal["kind", "unknown", "bound", "example"]
"""Another kind of value is needed; nothing has that name; the number or text is out of bounds; no such example."""

LARGEST = 2**31
LONGEST_TEXT = 4 * 2**20
MOST_ENTRIES = 4_000_000
LOWEST = {
    "signal.start": 0,
    "signal.length": 1,
    "signal.cursor": 0,
    "signal.kernel": 0,
    "signal.span": 1,
    "image.kernel": 0,
    "image.channel": -1,
    "image.cursor": 0,
    "image.seen": 0,
    "image.learning.step": 0,
    "autograd.step": 0,
    "autograd.custom.line": 0,
}
"""The lowest number of what cannot be lower, and of all numbers in it."""
_PER_DIMENSION = ("kernel_size", "stride", "padding", "dilation")


class StateProblem(Exception):  # noqa: N818
    """What makes plain data no state.

    Attributes:
        fault: What is wrong.
        where: Of what, such as "signal.parameters.stride".
        detail: What stands there, or what would be right, as a short text that is the same in every language.
    """

    def __init__(self, fault: Fault, where: str, detail: str = "") -> None:
        super().__init__(f"{where}: {fault} {detail}".rstrip())
        self.fault, self.where, self.detail = fault, where, detail


def first_state() -> AppState:
    """What everything is at first, and what data that says nothing stands for."""
    return AppState(autograd=example())


def to_plain(state: AppState, *, full: bool = True) -> Plain:
    """A state as plain data.

    Args:
        state: The state.
        full: Whether what is as at first is there too, so that it stays when a later version begins otherwise.
    """
    plain: Plain = _plain(state)
    autograd = plain["autograd"]
    name = example_name(state.autograd.path)
    if name is not None:
        autograd["example"] = name
        del autograd["path"]
        if state.autograd.program == example(name).program:
            del autograd["program"]
    if full:
        return plain
    first = to_plain(first_state())
    return _difference(plain, first)


def from_plain(data: object, base: AppState | None = None) -> AppState:
    """The state that plain data stands for.

    Args:
        data: As of `to_plain`, or less.
        base: What is left out is as here; at first, if not given.

    Raises:
        StateProblem: It stands for none; the first thing that is wrong.
    """
    first = base or first_state()
    merged = _merged(first, data, "")
    try:
        state = msgspec.convert(merged, AppState)
    except msgspec.ValidationError as problem:
        text, _, where = str(problem).partition(" - at `$")
        raise StateProblem("kind", where.lstrip(".").rstrip("`"), text) from None
    _check(merged, "")
    _check_layers(state)
    return state


def example_name(path: str) -> str | None:
    """Which built-in example a path is of, or None."""
    found = Path(path)
    return found.stem if path and found.parent == EXAMPLES and found.suffix == ".py" else None


def is_place(path: str) -> bool:
    """Whether a state has something at a path, such as "signal.parameters.stride"."""
    return path in _places()


def places_like(path: str) -> list[str]:
    """What there is beside a place that is not there: all that has the same beginning."""
    around = path
    while around and around not in _places():
        around = around.rpartition(".")[0]
    depth = around.count(".") + 1 if around else 0
    return [one for one in _places() if one.count(".") == depth and one.startswith(f"{around}." if around else "")]


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    def within(value: Any, where: str) -> Iterator[str]:
        for field in fields(value):
            at = f"{where}.{field.name}".lstrip(".")
            yield at
            inner = getattr(value, field.name)
            if is_dataclass(inner) and not isinstance(inner, type):
                yield from within(inner, at)

    return tuple(within(first_state(), ""))


def _plain(state: object) -> Any:
    def unusual(value: Any) -> Any:
        return sorted(value) if isinstance(value, frozenset) else value

    # Bytes, in which the changes of "what if" may hold values, go as lists of numbers would: see `Replace`.
    plain: Any = msgspec.json.decode(msgspec.json.encode(state, enc_hook=unusual))
    return plain


def _difference(plain: Mapping[str, Any], first: Mapping[str, Any]) -> Plain:
    kept: Plain = {}
    for name, value in plain.items():
        if name not in first:
            kept[name] = value
        elif isinstance(value, dict) and isinstance(first[name], dict):
            inner = _difference(value, first[name])
            if inner:
                kept[name] = inner
        elif value != first[name]:
            kept[name] = value
    return kept


def _merged(base: Any, data: object, where: str) -> Plain:
    """What is said, over what it is said of."""
    if not isinstance(data, Mapping):
        raise StateProblem("kind", where, "mapping")
    merged: Plain = _plain(base)
    names = {field.name for field in fields(base)}
    if where == "autograd":
        data = _with_example(data, merged)
    for name, value in data.items():
        at = f"{where}.{name}".lstrip(".")
        if name not in names:
            raise StateProblem("unknown", at, ", ".join(sorted(names)))
        own = getattr(base, name)
        if is_dataclass(own) and isinstance(value, Mapping):
            merged[name] = _merged(own, value, at)
        elif name == "source" and isinstance(value, str):
            merged[name] = {"kind": "sample", "name": value}
        elif name == "kernels" and isinstance(value, list):
            merged[name] = [{"preset": one} if isinstance(one, str) else one for one in value]
        elif where.endswith("parameters") and name in _PER_DIMENSION and type(value) is int:
            merged[name] = [value] * len(base.kernel_size)
        else:
            merged[name] = value
    return merged


def _with_example(data: Mapping[Any, Any], merged: Plain) -> Plain:
    said = dict(data)
    name = said.pop("example", None)
    if name is None:
        if "program" in said and "path" not in said:
            merged["path"] = ""  # Text of its own is not the first example's.
        return said
    known = sorted(path.stem for path in EXAMPLES.glob("*.py"))
    if name not in known:
        raise StateProblem("example", "autograd.example", ", ".join(known))
    built_in = example(name)
    if merged["program"] != built_in.program:  # What was chosen for another program means nothing in this one.
        merged.update(_plain(built_in))
    return said


def _check(value: object, where: str) -> None:
    """Bounds of every number, text and list."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, float)):
        lowest = LOWEST.get(where.partition("[")[0], -LARGEST)
        # Whole numbers are sizes and places; of real ones the labs take whatever is finite, weights of a file say.
        if not (lowest <= value <= LARGEST if isinstance(value, int) else math.isfinite(value)):
            raise StateProblem("bound", where, f"{value:g}" if abs(value) < 10**300 else "")
    elif isinstance(value, str):
        if len(value) > LONGEST_TEXT or "\0" in value:
            raise StateProblem("bound", where)
    elif isinstance(value, (list, tuple)):
        if len(value) > MOST_ENTRIES:
            raise StateProblem("bound", where, str(len(value)))
        for index, one in enumerate(value):
            _check(one, f"{where}[{index}]")
    elif isinstance(value, dict):
        for name, one in value.items():
            _check(one, f"{where}.{name}".lstrip("."))


def _check_layers(state: AppState) -> None:
    """What holds between several numbers."""
    for lab, own, presets, dimensions in (
        ("signal", state.signal, PRESETS_1D, 1),
        ("image", state.image, PRESETS_2D, 2),
    ):
        layers = [(own.parameters, own.kernels, lab)]
        if lab == "image" and state.image.kept is not None:
            layers.append((state.image.kept.parameters, state.image.kept.kernels, "image.kept"))
        for parameters, kernels, where in layers:
            for name in _PER_DIMENSION:
                values = getattr(parameters, name)
                if not isinstance(values, str) and len(values) != dimensions:
                    raise StateProblem("bound", f"{where}.parameters.{name}", str(list(values)))
            for index, kernel in enumerate(kernels):
                _check_kernel(kernel, presets, f"{where}.kernels[{index}]")
    for lab, source, samples in (("signal", state.signal.source, RECORDINGS), ("image", state.image.source, PICTURES)):
        if source.kind == "sample" and source.name not in samples:
            raise StateProblem("unknown", f"{lab}.source.name", ", ".join(samples))
    if state.image.shrink not in SHRINKS:
        raise StateProblem("bound", "image.shrink", ", ".join(map(str, SHRINKS)))


def _check_kernel(kernel: Kernel, presets: tuple[str, ...], where: str) -> None:
    if kernel.preset not in (*presets, CUSTOM):
        raise StateProblem("unknown", f"{where}.preset", ", ".join((*presets, CUSTOM)))
    if any(size < 1 for size in kernel.shape) or math.prod(kernel.shape) != max(1, len(kernel.weights)):
        raise StateProblem("bound", f"{where}.shape", str(list(kernel.shape)))
