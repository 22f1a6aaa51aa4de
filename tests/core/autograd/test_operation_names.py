"""Names as a program writes them: whatever can be looked up in torch under its name is the function itself."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from core.autograd.operation_names import attribute_of, is_named_after, name_of, writes

NAMES = {
    "torch.add": torch.add,
    "torch.cat": torch.cat,
    "torch.Tensor.mul": torch.Tensor.mul,
    "torch.Tensor.__getitem__": torch.Tensor.__getitem__,
    "torch.nn.functional.linear": torch.nn.functional.linear,
    "torch.nn.functional.gelu": torch.nn.functional.gelu,
    "torch.linalg.det": torch.linalg.det,
    "torch.fft.fft": torch.fft.fft,
    "torch.special.erf": torch.special.erf,
    "torch.Tensor.norm": torch.Tensor.norm,
    "torch.functional.norm": torch.functional.norm,
    "torch.Tensor.T": torch.Tensor.T.__get__,
    "torch.Tensor.data.__set__": torch.Tensor.data.__set__,
    "torch.ops.aten.mul.Tensor": torch.ops.aten.mul.Tensor,
}


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    assert name_of(NAMES[name]) == name


def test_attributes() -> None:
    assert attribute_of(torch.Tensor.T.__get__) == "T"
    assert attribute_of(torch.add) == ""


@pytest.mark.parametrize(
    ("name", "function", "same"),
    [
        ("torch.relu", "relu", True),
        ("torch._C._nn.cross_entropy_loss", "cross_entropy", True),
        ("torch.max_pool2d", "_max_pool2d", True),
        ("torch.broadcast_tensors", "mse_loss", False),
        ("torch.relu", "", False),
    ],
)
def test_a_function_that_is_named_after_what_it_calls(name: str, function: str, same: bool) -> None:
    assert is_named_after(name, function) == same


@pytest.mark.parametrize("name", sorted(name for name in dir(torch.Tensor) if name.endswith("_") and name[0] != "_"))
def test_methods_that_write_say_so(name: str) -> None:
    function: Any = getattr(torch.Tensor, name)
    if type(function).__name__ == "method_descriptor":
        assert writes(function) == (name not in ("requires_grad_", "detach_"))


def test_other_methods_do_not_write() -> None:
    assert all(writes(one) for one in (torch.Tensor.__setitem__, torch.Tensor.__iadd__, torch.relu_))
    others = (
        torch.Tensor.__getitem__,
        torch.Tensor.__invert__,
        torch.Tensor.__int__,
        torch.add,
        torch.Tensor.requires_grad_,
    )
    assert not any(writes(one) for one in others)
