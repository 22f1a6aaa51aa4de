"""Torch's own derivative formulas, read from the installed torch, and why a node has none.

Names follow torch's code generator (``torchgen/packaged/autograd/load_derivatives.py``), which the tests
compare with; that generator itself takes over a second, too long for the start of every program.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import yaml

from core.autograd.trace import NodeKind

WhyNone = Literal[
    "accumulates",
    "copies",
    "writes into a view",
    "raises",
    "undefined",
    "another process",
    "compiled",
    "custom",
    "unknown",
]
"""Why a node has no formula in torch's list; `WHY_NONE` says which nodes, the interface has the sentences.

accumulates: a leaf's; it adds what arrives to ``.grad``.
copies: ``copy_`` between types or devices; the gradient is turned back.
writes into a view: it runs the rule of the operation in place on that part and passes on the rest.
raises: torch knows no derivative there and says so when the engine comes by.
undefined: it stands for a gradient that is not there.
another process: it sends the gradient over the network.
compiled: ``torch.compile`` made one node of many operations.
custom: a `torch.autograd.Function` of the program's or of a library's; its rule is its ``backward``.
unknown: made by an extension in C++; no rule is listed.
"""

WHY_NONE: dict[str, WhyNone] = {
    "AccumulateGrad": "accumulates",
    "CopyBackwards": "copies",
    "CopySlices": "writes into a view",
    "DelayedError": "raises",
    "Error": "raises",
    "NotImplemented": "raises",
    "UndefinedGrad": "undefined",
    "UndefinedGradBackward": "undefined",
    "SendRpcBackward": "another process",
}
"""Every class of torch's own that derivatives.yaml does not list; the tests compare it with torch's classes."""

_COMPILED = "CompiledFunctionBackward"


def _packaged(*parts: str) -> Path | None:
    spec = find_spec("torchgen")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]).joinpath("packaged", *parts)
    return path if path.is_file() else None


def _load(*parts: str) -> list[dict[str, Any]]:
    path = _packaged(*parts)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [] if path is None else yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def _node_prefix(function: str) -> str:
    name = "".join(part.title() for part in function.split("_")) + "Backward"
    return name.replace("ForwardBackward", "Backward")


def _arguments(signature: str) -> list[str]:
    """The names of a function's arguments, in order."""
    given = signature.partition("(")[2].partition(") ->")[0]
    return [found.group(1) for part in given.split(", ") if (found := re.search(r"(\w+)(?:=\S*)?$", part))]


def _argument_formulas(order: list[str], entry: dict[str, Any]) -> dict[str, str]:
    """The formulas of arguments, in their order; those named after results are for forward mode."""
    given = {", ".join(re.split(r",\s*", names)): str(rule).strip() for names, rule in entry.items()}
    kept = {
        names: rule
        for names, rule in given.items()
        if set(names.split(", ")) <= set(order) and rule.lower() != "non_differentiable"
    }
    return dict(sorted(kept.items(), key=lambda one: min(order.index(name) for name in one[0].split(", "))))


def _copies() -> set[str]:
    """Functions, by name and overload, beside which torch has one that copies instead of viewing."""
    named = {str(function["func"]).partition("(")[0] for function in _load("ATen", "native", "native_functions.yaml")}
    return {name.replace("_copy", "", 1) for name in named if name.partition(".")[0].endswith("_copy")} & named


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[tuple[str, ...], str, str]]:
    """By node: its arguments, its rules a line, and the function that it is the derivative of."""
    counted: Counter[str] = Counter()
    found: dict[str, tuple[tuple[str, ...], str, str]] = {}
    views = _copies()
    for entry in _load("autograd", "derivatives.yaml"):
        schema = str(entry["name"]).partition("(")[0]
        order = _arguments(str(entry["name"]))
        for key, rules in entry.get("dispatch", {"Default": entry}).items():
            given = _argument_formulas(order, {names: rule for names, rule in rules.items() if names != "name"})
            if not given:
                continue
            prefix = _node_prefix(schema.partition(".")[0]) + ("" if key == "Default" else key)
            name = f"{prefix}{counted[prefix]}"
            counted[prefix] += 1
            named = {one for names in given for one in names.split(", ")}
            lines = "\n".join(f"{names}: {rule}" for names, rule in given.items())
            found[name] = tuple(one for one in order if one in named), lines, schema
            if schema in views:
                found[f"{name}_copy"] = found[name]
    return found


def formulas() -> dict[str, str]:
    """Each node's name with its formulas, one "arguments: formula" a line; empty where torch brings none."""
    return {name: lines for name, (_, lines, _) in _rules().items()}


def formula_of(node_name: str) -> str | None:
    """The formulas of a node by its class's name, or None."""
    return _rules().get(node_name, ((), None, None))[1]


def arguments_of(node_name: str) -> tuple[str, ...]:
    """The arguments that a node sends gradients to, in the order of its `next_functions`; () if unknown.

    An argument that is a list of tensors has one entry of `next_functions` for each of them.
    """
    return _rules().get(node_name, ((), None, None))[0]


def function_of(node_name: str) -> str | None:
    """The function, with its overload, that a node is the derivative of, such as ``mul.Tensor``; None if unknown."""
    return _rules().get(node_name, ((), None, None))[2]


def why_none(node_name: str, kind: NodeKind) -> WhyNone | None:
    """Why a node has no formula, or None if it has one."""
    if kind == "custom":
        return "compiled" if node_name == _COMPILED else "custom"
    if formula_of(node_name) is not None:
        return None
    return WHY_NONE.get(node_name, "unknown")
