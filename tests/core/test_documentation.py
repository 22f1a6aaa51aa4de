"""Torch's own words, found by any of its names."""

from __future__ import annotations

import pytest
import torch

from core.autograd.formulas import formulas, function_of
from core.documentation import documentation_of, plain
from core.labs import service, wire
from core.labs.signal.sound import SoundDesk


@pytest.mark.parametrize(
    ("asked", "name", "words"),
    [
        ("MulBackward0", "torch.mul", "Multiplies input by other"),
        ("AddmmBackward0", "torch.addmm", "matrix multiplication"),
        ("TanhBackward0", "torch.tanh", "hyperbolic tangent"),
        ("ConvolutionBackward0", "torch.nn.functional.conv2d", "convolution"),
        ("MseLossBackward0", "torch.nn.functional.mse_loss", "mean squared error"),
        ("LogSoftmaxBackward0", "torch.nn.functional.log_softmax", "log"),
        ("NativeLayerNormBackward0", "torch.nn.functional.layer_norm", "Layer Normalization"),
        ("ViewBackward0", "torch.Tensor.view", "same data"),
        ("AccumulateGrad", "torch.Tensor.grad", "None by default"),
        ("torch.nn.functional.linear", "torch.nn.functional.linear", "linear transformation"),
        ("torch.Tensor.mul", "torch.Tensor.mul", "Multiplies input by other"),
        ("torch.Tensor.add_", "torch.Tensor.add_", "In-place version of"),
        ("torch.Tensor.__rsub__", "torch.sub", "Subtracts"),
        ("nn.Linear", "torch.nn.Linear", "affine"),
        ("F.relu", "torch.nn.functional.relu", "rectified linear"),
        ("x.sum", "torch.sum", "sum of all elements"),
        ("backward", "torch.Tensor.backward", "gradient"),
        ("save_for_backward", "torch.autograd.Function.save_for_backward", "backward"),
        ("torch.optim.SGD", "torch.optim.SGD", "gradient descent"),
    ],
)
def test_it_is_found_under_any_name(asked: str, name: str, words: str) -> None:
    found = documentation_of(asked)
    assert found is not None
    if asked == "backward":
        assert found.name in ("torch.Tensor.backward", "torch.autograd.backward")
    else:
        assert found.name == name
    assert words in found.text


@pytest.mark.parametrize(
    "asked", ["", "nothing_of_that_name", "x", "1 + 2", "MaxOfMineBackward", "torch", "..", "os.path"]
)
def test_of_other_things_nothing_is_found(asked: str) -> None:
    assert documentation_of(asked) is None


def test_the_signature_stands_apart() -> None:
    found = documentation_of("torch.mul")
    assert found is not None
    assert found.signature == "mul(input, other, *, out=None) -> Tensor"
    assert found.signature not in found.text
    linear = documentation_of("torch.nn.Linear")
    assert linear is not None
    assert "in_features" in linear.signature


def test_marks_of_the_source_are_gone() -> None:
    assert plain("See :func:`~torch.add` and ``x``.\n\n.. math::\n    y = x") == "See torch.add and x.\n\n    y = x"
    found = documentation_of("AddmmBackward0")
    assert found is not None
    assert ":attr:" not in found.text
    assert "`" not in found.text


def test_most_nodes_have_documentation() -> None:
    """Of the nodes of public functions, whose name says which."""
    own = {one: (function_of(one) or "").partition(".")[0] for one in formulas()}
    names = [one for one, function in own.items() if getattr(getattr(torch, function, None), "__doc__", None)]
    assert len(names) > 200
    missing = [one for one in names if documentation_of(one) is None]
    assert len(missing) <= len(names) // 50, missing


def test_the_computing_process_answers() -> None:
    request = wire.decode_request(wire.encode(wire.DocumentationOf(7, "MulBackward0")))
    reply = service.answer(request, service.Media(), lambda told: None, SoundDesk())
    assert reply is not None
    told = wire.decode_reply(wire.encode(reply))
    assert isinstance(told, wire.Documented)
    assert (told.generation, told.name) == (7, "MulBackward0")
    assert told.found is not None
    assert told.found.name == "torch.mul"
