"""Torch's names of its functions, as a program would write them."""

from __future__ import annotations

from functools import lru_cache
from types import (
    BuiltinFunctionType,
    GetSetDescriptorType,
    MethodDescriptorType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import Any

import torch

LASTING = (BuiltinFunctionType, MethodDescriptorType, WrapperDescriptorType)
"""Types of functions that are written in C."""
_ROOMS = ("linalg", "fft", "special", "sparse", "nested")


def name_of(function: Any) -> str:
    """Such as ``torch.add``, ``torch.Tensor.mul``, ``torch.nn.functional.linear`` or ``torch.Tensor.T``."""
    if type(function) is MethodWrapperType:
        attribute = attribute_of(function)
        return f"torch.Tensor.{attribute}" + (".__set__" if function.__name__ == "__set__" else "")
    if type(function) in LASTING:
        return _lasting(function)
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    if isinstance(function, (torch._ops.OpOverload, torch._ops.OpOverloadPacket)):
        return f"torch.ops.{function}"
    if type(module) is str and type(name) is str:
        return f"torch.{name}" if module == "torch._tensor" else f"{module}.{name}"
    return type(function).__name__


def attribute_of(function: Any) -> str:
    """The attribute of tensors that is read or set by a call of this function, or ""."""
    if type(function) is MethodWrapperType and isinstance(function.__self__, GetSetDescriptorType):
        return function.__self__.__name__
    return ""


def is_named_after(name: str, function: str) -> bool:
    """Whether a function of torch.nn.functional is the same as the operation of that name which it calls."""
    own, called = function.removeprefix("_"), name.rpartition(".")[2]
    return bool(own) and (called == own or called in (f"{own}_loss", f"{own}_"))


@lru_cache(maxsize=4096)
def _lasting(function: Any) -> str:
    name = function.__name__
    if type(function) is not BuiltinFunctionType:
        return f"torch.Tensor.{name}"
    module = function.__module__ or ""
    if getattr(torch, name, None) is function:
        return f"torch.{name}"
    if getattr(torch.nn.functional, name, None) is function:
        return f"torch.nn.functional.{name}"
    room = module.rpartition("_")[2]
    if room in _ROOMS:
        return f"torch.{room}.{name.removeprefix(f'{room}_')}"
    return f"{module or 'torch'}.{name}"


def writes(function: Any) -> bool:
    """Whether a call of this function writes into its first argument."""
    return type(function) in LASTING and _writes(function)


@lru_cache(maxsize=4096)
def _writes(function: Any) -> bool:
    name: str = function.__name__
    if name in ("__setitem__", "requires_grad_", "detach_"):
        return name == "__setitem__"
    if name.startswith("__"):
        return name.startswith("__i") and name not in ("__index__", "__init__", "__invert__", "__int__")
    return name.endswith("_")
