"""Code out and in: what is copied runs and gives the same numbers, what is pasted is read and never run."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from core.convolution.code import CodeError, layer_code, program, read_layer, read_tensor
from core.convolution.operation import convolve
from core.convolution.parameters import ConvParameters, conv1d, conv2d
from core.convolution.validity import refusal

from .drawn import layers
from .test_part import drawn_numbers


@settings(max_examples=150, deadline=None)
@given(layers(1))
def test_the_program_gives_the_same_numbers(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    parameters, (length,) = layer
    if refusal(parameters, (parameters.in_channels, length)) is not None:
        return
    signal, weight, bias = drawn_numbers(parameters, (length,))
    own_bias = bias if parameters.bias else None
    names: dict[str, object] = {"print": lambda *_: None}
    exec(program(parameters, signal, weight, own_bias), names)
    made = names["y"]
    assert isinstance(made, torch.Tensor)
    np.testing.assert_array_equal(made.detach().numpy()[0], convolve(signal, weight, own_bias, parameters))


@settings(max_examples=200, deadline=None)
@given(layers(1))
def test_code_is_read_back(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    assert read_layer(layer_code(layer[0]), 1) == layer[0]


@settings(max_examples=100, deadline=None)
@given(layers(2))
def test_code_of_images_is_read_back(layer: tuple[ConvParameters, tuple[int, ...]]) -> None:
    assert read_layer(layer_code(layer[0]), 2) == layer[0]


def test_the_lectures_calls() -> None:
    assert layer_code(conv1d(2, 16, 3)) == "nn.Conv1d(2, 16, 3)"
    assert read_layer("conv = torch.nn.Conv1d(2, 16, kernel_size=5)  # five taps", 1) == conv1d(2, 16, 5)
    assert read_layer("nn.Conv2d(20, 16, (3, 5), stride=1, padding=(1, 2))", 2) == conv2d(
        20, 16, (3, 5), padding=(1, 2)
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nn.Conv1d(2, 16", "not_code"),
        ("nn.Linear(2, 16)", "not_layer"),
        ("", "not_layer"),
        ("nn.Conv2d(2, 16, 3)", "dimensions"),
        ("nn.Conv1d(2, 16)", "argument"),
        ("nn.Conv1d(2, 16, k)", "argument"),
        ("nn.Conv1d(2, 16, 3, 1, 0, 1, 1, True, 'zeros', None, None, 4)", "argument"),
        ("nn.Conv1d(2, 16, 3, strides=2)", "argument"),
        ("nn.Conv1d(2, 16, (3, 3))", "argument"),
        ("nn.Conv1d(2, 16, 3, padding='half')", "argument"),
        ("nn.Conv1d(2, 16, 3, padding_mode='mirror')", "argument"),
        ("nn.Conv1d(2.5, 16, 3)", "argument"),
        ("nn.Conv1d(2, 16, 3, bias='yes')", "argument"),
        ("nn.Conv1d(2, 16, 3, kernel_size=4)", "argument"),
        ("nn.Conv1d(*[2, 16, 3])", "argument"),
        ("nn.Conv1d(2, 16, 10**9)", "argument"),
        ("(" * 5000, "not_code"),
    ],
)
def test_what_is_no_layer_is_refused(text: str, code: str) -> None:
    with pytest.raises(CodeError) as caught:
        read_layer(text, 1)
    assert caught.value.code == code


def test_pasted_text_is_never_run(capsys: pytest.CaptureFixture[str]) -> None:
    for reader in (lambda text: read_layer(text, 1), read_tensor):
        with pytest.raises(CodeError):
            reader("print('run') or __import__('os').getcwd()")
        with pytest.raises(CodeError):
            reader("nn.Conv1d(print('run'), 2, 3)")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("tensor([[[1., -2.], [3., 4.]]])", (1, 2, 2)),
        ("[1, 2, 3]", (3,)),
        ("w = torch.tensor([[0.5, 1e-3]], requires_grad=True)", (1, 2)),
        (str(torch.randn(4, 2, 3)), (4, 2, 3)),
        (repr(torch.nn.Parameter(torch.ones(2, 2))), (2, 2)),
    ],
)
def test_tensors_are_read(text: str, shape: tuple[int, ...]) -> None:
    assert read_tensor(text).shape == shape


@pytest.mark.parametrize(
    "text", ["[[1, 2], [3]]", "[]", "hello", "['a']", "[1e999]", "torch.tensor(x)", "x = 1; y = 2", "f()"]
)
def test_what_is_no_tensor_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        read_tensor(text)
