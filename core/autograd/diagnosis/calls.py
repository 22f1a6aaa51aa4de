"""Why autograd or a kind of numbers did not allow a call into torch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import torch

from core.autograd.diagnosis.failed_call import FailedCall, Given, Items
from core.autograd.diagnosis.fault import Fault, operation, short
from core.autograd.lesson import Lesson
from core.autograd.operation_names import writes

_PARAMETER = torch.nn.parameter.__file__

SAME_DTYPE = frozenset(
    {
        "__matmul__", "__rmatmul__", "matmul", "mm", "bmm", "mv", "dot", "vdot", "inner", "addmm", "addmv",
        "baddbmm", "linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d",
        "conv_transpose3d", "einsum", "tensordot", "bilinear", "lstm_cell", "gru_cell",
        "layer_norm", "batch_norm", "group_norm", "lerp",
    }
)  # fmt: skip
"""Operations whose tensors must be of one dtype."""
_FLOATING = frozenset(
    {
        "mean", "std", "var", "softmax", "log_softmax", "norm", "vector_norm", "matrix_norm", "inv", "det",
        "svd", "qr", "eig", "normal_", "uniform_", "bernoulli", "bernoulli_", "layer_norm", "batch_norm",
        "gelu", "silu", "elu", "selu", "celu", "softplus", "dropout", "binary_cross_entropy",
        "binary_cross_entropy_with_logits", "logsigmoid", "log_sigmoid", "lerp", "cholesky", "solve", "pinv",
        "nanmean",
    }
) | {name for name in SAME_DTYPE if name.startswith("conv")}  # fmt: skip
"""Operations that want numbers with a point."""
_MAKES = frozenset({"tensor", "as_tensor", "arange", "full", "randint", "randperm"})
_INDEXED_BY = {
    "embedding": 1,
    "cross_entropy_loss": 1,
    "nll_loss": 1,
    "nll_loss_nd": 1,
    "__getitem__": 1,
    "take": 1,
    "gather": 2,
    "scatter": 2,
    "scatter_": 2,
    "index_select": 2,
}
"""Which argument is of indices."""


def last_name(call: FailedCall) -> str:
    """A call's name without its module or class."""
    name = call.name
    return name.removesuffix(".__set__").rpartition(".")[2]


def tensors_of(given: Iterable[Any]) -> Iterator[Given]:
    """The tensors among arguments and in lists of these."""
    for one in given:
        if type(one) is Given:
            yield one
        elif type(one) is Items:
            yield from tensors_of(one.items)


def call_lesson(fault: Fault) -> Lesson | None:
    """The lesson of a call that torch refuses before it looks at any number."""
    if fault.raised_in(_PARAMETER, "__new__"):
        return _parameter(fault)
    call = fault.call
    if call is None:
        return None
    name, first = last_name(call), call.arguments[0] if call.arguments else None
    if name in _MAKES:
        return _integers(fault, call)
    if type(first) is not Given:
        return None
    doing = {"operation": operation(call.name)}
    if call.grad_mode and writes(call.function):
        if first.leaf and first.requires_grad:
            return fault.lesson("leaf_in_place", tensor=first, **doing)
        if first.base is not None and first.base.leaf and first.base.requires_grad:
            return fault.lesson("leaf_view_in_place", tensor=first, base=first.base, **doing)
    if name in ("numpy", "__array__") and first.requires_grad:
        return fault.lesson("numpy_requires_grad", tensor=first)
    if name in ("requires_grad", "requires_grad_"):
        wanted = call.arguments[1] if len(call.arguments) > 1 else call.options.get("requires_grad", True)
        if wanted and not _floating(first.dtype):
            return fault.lesson("integers_require_grad", dtype=short(first.dtype))
        if wanted is False and first.requires_grad:
            return fault.lesson("not_leaf", tensor=first)
    count = math.prod(first.shape)
    if name in ("item", "__float__", "__int__", "__index__", "__complex__") and count != 1:
        return fault.lesson("not_one_value", tensor=first, count=count)
    if name == "__bool__" and count > 1:
        return fault.lesson("ambiguous_truth", tensor=first, count=count)
    return None


def kind_lesson(fault: Fault) -> Lesson | None:
    """The lesson of a call whose shapes fit: devices, dtypes, inference mode."""
    call = fault.call
    if call is None:
        return None
    name = last_name(call)
    tensors = list(tensors_of([*call.arguments, *call.options.values()]))
    return (
        _devices(fault, tensors)
        or _index_dtype(fault, call, name)
        or _dtypes(fault, call, name, tensors)
        or _inference(fault, call, tensors)
    )


def _parameter(fault: Fault) -> Lesson | None:
    assert fault.inner is not None
    given = fault.inner[0].f_locals
    data: Any = given.get("data")
    if issubclass(type(data), torch.Tensor) and given.get("requires_grad") and not _floating(data.dtype):
        return fault.lesson("integers_require_grad", dtype=short(data.dtype))
    return None


def _integers(fault: Fault, call: FailedCall) -> Lesson | None:
    """Integers that shall require grad."""
    dtype: Any = call.options.get("dtype")
    if call.options.get("requires_grad") is not True:
        return None
    if dtype is None:
        kinds = {type(one) for one in _scalars(call.arguments)}
        if kinds and kinds <= {int, bool}:
            return fault.lesson("integers_require_grad", dtype="bool" if kinds == {bool} else "int64")
        dtype = next((one.dtype for one in tensors_of(call.arguments)), None)
    if type(dtype) is torch.dtype and not _floating(dtype):
        return fault.lesson("integers_require_grad", dtype=short(dtype))
    return None


def _scalars(given: Iterable[Any]) -> Iterator[Any]:
    for one in given:
        if type(one) is Items:
            yield from _scalars(one.items)
        elif type(one) in (int, float, bool):
            yield one
        elif one is not None:
            yield 0.5  # What no one here knows is no integer.


def _devices(fault: Fault, tensors: list[Given]) -> Lesson | None:
    # A scalar of the CPU may go along with anything.
    sized = [one for one in tensors if one.shape]
    for one in sized[1:]:
        if one.device != sized[0].device:
            return fault.lesson(
                "device", left=sized[0], right=one, left_device=str(sized[0].device), right_device=str(one.device)
            )
    return None


def _index_dtype(fault: Fault, call: FailedCall, name: str) -> Lesson | None:
    place = _INDEXED_BY.get(name)
    if place is None or len(call.arguments) <= place:
        return None
    first = call.arguments[0]
    for one in tensors_of([call.arguments[place]]):
        probabilities = "loss" in name and type(first) is Given and one.shape == first.shape
        if _floating(one.dtype) and not probabilities:
            return fault.lesson("index_dtype", tensor=one)
    return None


def _dtypes(fault: Fault, call: FailedCall, name: str, tensors: list[Given]) -> Lesson | None:
    doing = {"operation": operation(call.name)}
    if name in SAME_DTYPE:
        for one in tensors[1:]:
            if one.dtype != tensors[0].dtype:
                left, right = tensors[0], one
                # Towards the kind of what is learnt, which is floating.
                wanted = left.dtype if _floating(left.dtype) and not right.requires_grad else right.dtype
                if not _floating(wanted):
                    wanted = left.dtype
                return fault.lesson("dtype_mismatch", left=left, right=right, wanted=short(wanted), **doing)
    if name in _FLOATING and tensors and not _floating(tensors[0].dtype):
        return fault.lesson("needs_floating", tensor=tensors[0], **doing)
    return None


def _inference(fault: Fault, call: FailedCall, tensors: list[Given]) -> Lesson | None:
    made = next((one for one in tensors if one.inference), None)
    if made is None or type(fault.error) is not RuntimeError:
        return None
    if writes(call.function) and tensors[0].inference:
        return fault.lesson("inference_changed", tensor=tensors[0], operation=operation(call.name))
    if call.grad_mode and any(one.requires_grad for one in tensors):
        return fault.lesson("inference_saved", tensor=made, operation=operation(call.name))
    return None


def _floating(dtype: torch.dtype) -> bool:
    return dtype.is_floating_point or dtype.is_complex
