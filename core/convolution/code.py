"""A layer as PyTorch code, and back: text is read, never run."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import numpy.typing as npt

from core.convolution.parameters import PADDING_MODES, ConvParameters

Array = npt.NDArray[np.float32]

NAMES = (
    "in_channels",
    "out_channels",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "groups",
    "bias",
    "padding_mode",
)
"""Of the constructor's parameters, in its order."""
MOST_CHARACTERS = 4_000_000


class CodeError(ValueError):
    """A text that is no layer and no tensor.

    Attributes:
        code: "not_code", "not_layer", "dimensions", "argument" or "not_numbers".
        what: The piece of the text that it is about, or "".
    """

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.what = what


def _plain(value: tuple[int, ...] | str) -> object:
    return value[0] if isinstance(value, tuple) and len(set(value)) == 1 and len(value) == 1 else value


def layer_code(parameters: ConvParameters) -> str:
    """The constructor's call, with what is not at its default by name."""
    defaults: dict[str, object] = {
        "stride": 1,
        "padding": 0,
        "dilation": 1,
        "groups": 1,
        "bias": True,
        "padding_mode": "zeros",
    }
    given = [str(parameters.in_channels), str(parameters.out_channels), repr(_plain(parameters.kernel_size))]
    for name, default in defaults.items():
        value = getattr(parameters, name)
        plain = _plain(value) if isinstance(value, tuple) else value
        if plain != default and plain != (default,) * parameters.dimensions:
            given.append(f"{name}={plain!r}")
    return f"{parameters.name}({', '.join(given)})"


def _tensor(values: Array) -> str:
    # Nine significant digits bring every float32 back as it was.
    text = np.array2string(
        values,
        separator=", ",
        threshold=values.size + 1,
        max_line_width=116,
        formatter={"float_kind": lambda v: f"{v:.9g}" if np.isfinite(v) else f'float("{v}")'},
    )
    return f"torch.tensor({text}, dtype=torch.float32)"


def program(parameters: ConvParameters, signal: Array, weight: Array, bias: Array | None) -> str:
    """A program that builds the layer with these weights, runs it on this input and prints the output.

    Args:
        parameters: The layer.
        signal: (Cin, *size).
        weight: (Cout, Cin / groups, *kernel_size).
        bias: (Cout,) or None.
    """
    lines = [
        "import torch",
        "from torch import nn",
        "",
        f"layer = {layer_code(parameters)}",
        "with torch.no_grad():",
        f"    layer.weight.copy_({_tensor(weight)})",
    ]
    if bias is not None:
        lines.append(f"    layer.bias.copy_({_tensor(bias)})")
    lines += ["", f"x = {_tensor(signal[None])}", "y = layer(x)", "print(y)", ""]
    return "\n".join(lines)


def read_layer(text: str, dimensions: int) -> ConvParameters:
    """The parameters of a constructor's call such as ``nn.Conv1d(2, 16, kernel_size=3)``.

    Any text around the call's line, such as ``layer =``, may stand before it.

    Raises:
        CodeError: The text holds no such call, or an argument that cannot be read.
    """
    call = _find_call(text)
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in {"Conv1d", "Conv2d"}:
        raise CodeError("not_layer")
    if name != f"Conv{dimensions}d":
        raise CodeError("dimensions", name)
    given: dict[str, Any] = {}
    for position, argument in enumerate(call.args):
        if position >= len(NAMES):
            raise CodeError("argument", ast.unparse(argument))
        given[NAMES[position]] = _value(argument)
    for keyword in call.keywords:
        if keyword.arg in {"device", "dtype"}:
            continue
        if keyword.arg not in NAMES or keyword.arg in given:
            raise CodeError("argument", keyword.arg or ast.unparse(keyword.value))
        given[keyword.arg] = _value(keyword.value)
    for needed in NAMES[:3]:
        if needed not in given:
            raise CodeError("argument", needed)
    return ConvParameters(
        in_channels=_whole(given, "in_channels", 1),
        out_channels=_whole(given, "out_channels", 1),
        kernel_size=_sizes(given, "kernel_size", 1, dimensions),
        stride=_sizes(given, "stride", 1, dimensions),
        padding=given["padding"]
        if given.get("padding") in ("same", "valid")
        else _sizes(given, "padding", 0, dimensions),
        dilation=_sizes(given, "dilation", 1, dimensions),
        groups=_whole(given, "groups", 1),
        bias=_flag(given),
        padding_mode=_mode(given),
    )


def _parse(text: str) -> ast.Module:
    if len(text) > MOST_CHARACTERS:
        raise CodeError("not_code")
    try:
        return ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise CodeError("not_code") from None


def _find_call(text: str) -> ast.Call:
    for node in ast.walk(_parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"Conv1d", "Conv2d"}:
                return node
    raise CodeError("not_layer")


def _value(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        raise CodeError("argument", ast.unparse(node)) from None


def _whole(given: dict[str, Any], name: str, default: int) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**6:
        raise CodeError("argument", f"{name}={value!r}")
    return value


def _sizes(given: dict[str, Any], name: str, default: int, dimensions: int) -> tuple[int, ...]:
    value = given.get(name, default)
    values = tuple(value) if isinstance(value, (tuple, list)) else (value,) * dimensions
    whole = all(isinstance(one, int) and not isinstance(one, bool) and abs(one) <= 10**6 for one in values)
    if len(values) != dimensions or not whole:
        raise CodeError("argument", f"{name}={value!r}")
    return values


def _flag(given: dict[str, Any]) -> bool:
    value = given.get("bias", True)
    if not isinstance(value, (bool, int)):
        raise CodeError("argument", f"bias={value!r}")
    return bool(value)


def _mode(given: dict[str, Any]) -> Any:
    value = given.get("padding_mode", "zeros")
    if value not in PADDING_MODES:
        raise CodeError("argument", f"padding_mode={value!r}")
    return value


def read_tensor(text: str) -> Array:
    """The numbers of a tensor as torch or Python writes it: ``tensor([[1., 2.]])``, ``[[1, 2]]``.

    Raises:
        CodeError: It is none, is ragged or holds values that are no finite numbers.
    """
    body = _parse(text.strip().removeprefix("Parameter containing:")).body
    if len(body) != 1 or not isinstance(body[0], (ast.Expr, ast.Assign, ast.AnnAssign)):
        raise CodeError("not_numbers")
    node = body[0].value
    if isinstance(node, ast.Call) and node.args:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in {"tensor", "array", "Parameter", "Tensor", "FloatTensor", "asarray"}:
            raise CodeError("not_numbers")
        return read_tensor(ast.unparse(node.args[0]))
    if node is None:
        raise CodeError("not_numbers")
    try:
        values = np.array(ast.literal_eval(node), np.float32)
    except (ValueError, TypeError, RecursionError, MemoryError, OverflowError):
        raise CodeError("not_numbers") from None
    if not values.size or not np.isfinite(values).all():
        raise CodeError("not_numbers")
    return values
