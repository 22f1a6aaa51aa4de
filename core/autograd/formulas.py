"""Torch's own derivative formulas, read from the installed torch (``derivatives.yaml``)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml


def _yaml_path() -> Path | None:
    spec = find_spec("torchgen")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "packaged" / "autograd" / "derivatives.yaml"
    return path if path.is_file() else None


def _node_prefix(function: str) -> str:
    # The rule of torch's code generator (tools/autograd/load_derivatives.py, _create_op_prefix).
    return "".join(part.title() for part in function.split("_")) + "Backward"


def _argument_formulas(signature: str, entry: dict[str, Any]) -> dict[str, str]:
    """The formulas of arguments; those named after results are for forward mode."""
    arguments = set(re.findall(r"(\w+)(?=[,)=])", signature.partition("->")[0]))
    return {
        str(names): str(formula)
        for names, formula in entry.items()
        if isinstance(formula, str) and set(re.split(r",\s*", str(names))) <= arguments
    }


@lru_cache(maxsize=1)
def formulas() -> dict[str, str]:
    """Each node's name with its formulas, one "argument: formula" a line; empty where torch brings none."""
    path = _yaml_path()
    if path is None:
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    counted: Counter[str] = Counter()
    found: dict[str, str] = {}
    for entry in entries:
        function = str(entry["name"]).partition("(")[0].partition(".")[0]
        default = entry.get("dispatch", {}).get("Default", entry)
        given = _argument_formulas(str(entry["name"]), default)
        if not any(formula != "non_differentiable" for formula in given.values()):
            continue
        prefix = _node_prefix(function)
        found[f"{prefix}{counted[prefix]}"] = "\n".join(
            f"{names}: {formula}" for names, formula in given.items() if formula != "non_differentiable"
        )
        counted[prefix] += 1
    return found


def formula_of(node_name: str) -> str | None:
    """The formulas of a node by its class's name, or None."""
    return formulas().get(node_name)
