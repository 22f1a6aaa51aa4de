"""States drawn from their own types: a field that is added to a state is drawn without a word here, or fails loudly."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from core.autograd.what_if import Replace, Upstream
from core.convolution.image_kernels import PRESETS_2D
from core.convolution.kernels import PRESETS_1D, Kernel
from core.convolution.parameters import PADDING_MODES, ConvParameters
from core.labs.autograd import EXAMPLES, AutogradState, example
from core.labs.image.state import SHRINKS
from core.labs.plain import LOWEST
from core.labs.source import Source
from core.labs.state import AppState
from core.media.sample_names import PICTURES, RECORDINGS

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
EXAMPLE_NAMES = sorted(path.stem for path in EXAMPLES.glob("*.py"))


def whole(where: str) -> st.SearchStrategy[int]:
    return st.integers(LOWEST.get(where, -1000), 10_000)


def sources(samples: dict[str, str]) -> st.SearchStrategy[Source]:
    names = st.from_regex(r"[a-zأ-ي ]{1,12}\.[a-z]{3}", fullmatch=True)
    return st.one_of(
        st.sampled_from(sorted(samples)).map(lambda name: Source("sample", name)),
        names.map(lambda name: Source("file", name)),
        TEXTS.map(lambda name: Source("camera", name)),
    )


@st.composite
def kernels(draw: st.DrawFn, presets: tuple[str, ...], dimensions: int) -> Kernel:
    bias = draw(st.none() | NUMBERS)
    if draw(st.booleans()):
        shape = tuple(draw(st.lists(st.integers(1, 3), min_size=1 + dimensions, max_size=1 + dimensions)))
        count = 1
        for size in shape:
            count *= size
        weights = tuple(draw(st.lists(NUMBERS, min_size=count, max_size=count)))
        return Kernel("custom", weights=weights, shape=shape, bias=bias)
    return Kernel(draw(st.sampled_from(presets)), draw(NUMBERS), draw(NUMBERS), bias=bias)


@st.composite
def layers(draw: st.DrawFn, dimensions: int) -> ConvParameters:
    size = st.tuples(*[st.integers(0, 9)] * dimensions)
    return ConvParameters(
        draw(st.integers(1, 40)), draw(st.integers(1, 40)), draw(size), draw(size),
        draw(size | st.sampled_from(["same", "valid"])), draw(size),
        draw(st.integers(1, 8)), draw(st.booleans()), draw(st.sampled_from(PADDING_MODES)),
    )  # fmt: skip


def kernel_lists(presets: tuple[str, ...], dimensions: int) -> st.SearchStrategy[tuple[Kernel, ...]]:
    return st.lists(kernels(presets, dimensions), max_size=3).map(tuple)


@st.composite
def programs(draw: st.DrawFn, rest: st.SearchStrategy[AutogradState]) -> AutogradState:
    """A text that is in no file, or an example as it is: other files are named by what holds the state."""
    state = draw(rest)
    name = draw(st.none() | st.sampled_from(EXAMPLE_NAMES))
    text, path = (draw(TEXTS), "") if name is None else (example(name).program, example(name).path)
    values = {field.name: getattr(state, field.name) for field in fields(state)}
    return AutogradState(**{**values, "program": text, "path": path})


VALUES = st.recursive(
    NUMBERS | st.sampled_from(["NaN", "Infinity", "(1+2j)"]), lambda one: st.lists(one, max_size=3), max_leaves=6
)

SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "signal.source": sources(RECORDINGS),
    "image.source": sources(PICTURES),
    "signal.parameters": layers(1),
    "image.parameters": layers(2),
    "image.kept.parameters": layers(2),
    "signal.kernels": kernel_lists(PRESETS_1D, 1),
    "image.kernels": kernel_lists(PRESETS_2D, 2),
    "image.kept.kernels": kernel_lists(PRESETS_2D, 2),
    "image.shrink": st.sampled_from(SHRINKS),
}
"""By the way to a field: what its type alone does not tell."""


def drawn(hint: Any, where: str) -> st.SearchStrategy[Any]:
    """What a type allows.

    Raises:
        TypeError: It is of a kind that is not known here yet.
    """
    if where in SPECIAL:
        return SPECIAL[where]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, types.UnionType):
        return st.one_of([drawn(one, where) for one in inner])
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(drawn(inner[0], where), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*[drawn(one, where) for one in inner])
    if origin is frozenset:
        return st.frozensets(drawn(inner[0], where), max_size=3)
    if hint in (Upstream, Replace):
        others = {
            name: drawn(kind, f"{where}.{name}") for name, kind in get_type_hints(hint).items() if name != "values"
        }
        return st.builds(hint, values=VALUES, **others)
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, msgspec.Struct)):
        strategy = st.builds(
            hint, **{name: drawn(kind, f"{where}.{name}".lstrip(".")) for name, kind in own_hints(hint).items()}
        )
        return programs(strategy) if hint is AutogradState else strategy
    simple = {int: whole(where), float: NUMBERS, bool: st.booleans(), str: TEXTS, type(None): st.none()}
    if hint in simple:
        return simple[hint]
    raise TypeError(f"{where}: {hint}")


def own_hints(kind: Any) -> dict[str, Any]:
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(kind.__struct_fields__)
    hints = get_type_hints(kind)
    return {name: hints[name] for name in names}


def app_states() -> st.SearchStrategy[AppState]:
    return drawn(AppState, "")


def classes(hint: Any, found: set[Any] | None = None) -> set[Any]:
    """Every class that a state is made of, told by the types of its fields."""
    found = set() if found is None else found
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, msgspec.Struct)):
        if hint not in found:
            found.add(hint)
            for kind in own_hints(hint).values():
                classes(kind, found)
    else:
        for one in get_args(hint):
            classes(one, found)
    return found


def every_field() -> set[tuple[str, str]]:
    return {(kind.__name__, name) for kind in classes(AppState) for name in own_hints(kind)}


def differing(value: Any) -> set[tuple[str, str]]:
    """The fields of a state, and of all in it, that are not as they are at first."""
    found: set[tuple[str, str]] = set()
    if isinstance(value, (tuple, list)):
        for one in value:
            found |= differing(one)
    elif is_dataclass(value) or isinstance(value, msgspec.Struct):
        kind = type(value)
        firsts = {
            field.name: field.default if field.default is not MISSING else field.default_factory()  # type: ignore[misc]
            for field in (fields(value) if is_dataclass(value) else ())
            if field.default is not MISSING or field.default_factory is not MISSING
        }
        for name in own_hints(kind):
            own = getattr(value, name)
            if name not in firsts or firsts[name] != own:
                found.add((kind.__name__, name))
            found |= differing(own)
    return found
