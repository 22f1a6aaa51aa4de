"""The program's names for its tensors, by looking at its variables without running any of its code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch

MOST_NAMED = 1000
"""Items of one list that are looked at for names."""


def tensors_in(scope: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    """The variables that are tensors."""
    # By type: isinstance may run the program's own code.
    return {name: value for name, value in list(scope.items()) if issubclass(type(value), torch.Tensor)}


def tensors_inside(scope: Mapping[str, Any]) -> Iterator[dict[str, torch.Tensor]]:
    """The tensors in variables that are modules, lists and dictionaries, such as ``net.0.weight`` or ``ws[2]``."""
    for name, value in list(scope.items()):
        if issubclass(type(value), torch.nn.Module):
            yield {f"{name}.{inner}": one for inner, one in _parameters(value)}
        elif isinstance(value, (list, tuple)):
            yield tensors_in({f"{name}[{i}]": one for i, one in enumerate(value[:MOST_NAMED])})
        elif type(value) is dict and not name.startswith("__"):
            yield tensors_in({f"{name}[{key!r}]": one for key, one in _strings(value)})


def _parameters(module: torch.nn.Module) -> list[tuple[str, torch.Tensor]]:
    try:
        return list(torch.nn.Module.named_parameters(module))
    except Exception:  # The program's own class may be in any state.
        return []


def _strings(values: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(key, one) for key, one in list(values.items())[:MOST_NAMED] if type(key) is str]
