"""Why the shapes of a call's tensors do not fit, and what would make them fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch

from core.autograd.diagnosis.calls import last_name, tensors_of
from core.autograd.diagnosis.failed_call import FailedCall, Given, Items
from core.autograd.diagnosis.fault import Fault, operation
from core.autograd.lesson import Lesson

Shape = tuple[int, ...]

_CONV = torch.nn.modules.conv.__file__
_PRODUCTS = frozenset({"__matmul__", "__rmatmul__", "matmul", "mm", "bmm", "mv", "dot"})
_ELEMENTWISE = frozenset(
    {
        "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide", "pow",
        "maximum", "minimum", "fmod", "remainder", "atan2", "eq", "ne", "lt", "gt", "le", "ge", "logical_and",
        "logical_or", "where", "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "broadcast_tensors",
        "rsub", "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__",
        "__rtruediv__", "__rdiv__", "__floordiv__", "__pow__", "__rpow__", "__eq__", "__ne__", "__lt__",
        "__gt__", "__le__", "__ge__", "__and__", "__or__", "__mod__", "__iadd__", "__isub__", "__imul__",
        "__itruediv__", "__idiv__", "add_", "sub_", "mul_", "div_", "copy_", "addcmul", "addcdiv",
    }
)  # fmt: skip
_DIMS = frozenset(
    {
        "sum", "mean", "prod", "std", "var", "max", "min", "argmax", "argmin", "softmax", "log_softmax",
        "cumsum", "cumprod", "logsumexp", "sort", "any", "all", "norm", "squeeze", "unsqueeze", "transpose",
        "select", "flatten", "unbind", "size", "cat", "stack", "amax", "amin", "median", "chunk", "split",
    }
)  # fmt: skip
_PLACES = {"transpose": 2, "flatten": 2}
_LARGEST_LOOKED_AT = 1_000_000


def shape_lesson(fault: Fault) -> Lesson | None:
    """The lesson of a call whose shapes do not fit, or None."""
    if fault.raised_in(_CONV, "__init__"):
        return _groups(fault)
    call = fault.call
    if call is None:
        return None
    name = last_name(call)
    asked: tuple[tuple[bool, Callable[[Fault, FailedCall, str], Lesson | None]], ...] = (
        (name in _PRODUCTS, _product),
        (name == "linear", _linear),
        (name in _ELEMENTWISE, _elementwise),
        (name in ("cat", "concat", "concatenate"), _cat),
        (name == "stack", _stack),
        (name.startswith("conv") and name.endswith("d"), _conv),
        (name in ("view", "reshape"), _reshape),
        (name == "__getitem__", _index),
        (name == "embedding", _embedding),
        (name in ("cross_entropy_loss", "nll_loss", "nll_loss_nd"), _classes),
        (name in _DIMS and isinstance(fault.error, IndexError), _dim),
    )
    for applies, ask in asked:
        found = ask(fault, call, name) if applies else None
        if found is not None:
            return found
    return None


def _product(fault: Fault, call: FailedCall, name: str) -> Lesson | None:
    given = list(tensors_of(call.arguments))
    if len(given) != 2 or not all(one.shape for one in given):
        return None
    left, right = reversed(given) if name == "__rmatmul__" else given
    a, b = left.shape, right.shape
    inner = b[-2] if len(b) > 1 else b[-1]
    if a[-1] == inner:
        return None
    values: dict[str, Any] = {"left": left, "right": right, "left_size": a[-1], "right_size": inner}
    if len(b) > 1 and b[-1] == a[-1]:
        return fault.lesson("matmul_transpose_right", result=str((*a[:-1], b[-2])), **values)
    if len(a) > 1 and a[-2] == inner:
        result = (*a[:-2], a[-1], *b[-1:]) if len(b) > 1 else (*a[:-2], a[-1])
        return fault.lesson("matmul_transpose_left", result=str(result), **values)
    return fault.lesson("matmul", **values)


def _linear(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    given = list(tensors_of([*call.arguments, *call.options.values()]))
    if len(given) < 2 or not given[0].shape or len(given[1].shape) != 2:
        return None
    entered, weight = given[:2]
    wanted, found = weight.shape[1], entered.shape[-1]
    if wanted == found:
        return None
    values: dict[str, Any] = {"input": entered, "layer": _layer(fault, weight, "linear"), "wanted": wanted}
    if len(entered.shape) > 2 and math.prod(entered.shape[1:]) == wanted:
        return fault.lesson("linear_flatten", result=str((entered.shape[0], wanted)), found=found, **values)
    return fault.lesson("linear", found=found, **values)


def _layer(fault: Fault, weight: Given, otherwise: str) -> str:
    """What the program calls the layer of a weight."""
    name = fault.name_of(weight.tensor()) or ""
    return name.removesuffix(".weight") if name.endswith(".weight") else otherwise


def _elementwise(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    given = list(tensors_of([*call.arguments, *call.options.values()]))
    for place, right in enumerate(given):
        for left in given[:place]:
            clash = _clash(left.shape, right.shape)
            if clash is not None:
                return _not_broadcast(fault, call, left, right, clash)
    return None


def _clash(a: Shape, b: Shape) -> tuple[int, int, int] | None:
    """Two sizes that are neither equal nor 1, and their place counted from the last."""
    for place in range(1, min(len(a), len(b)) + 1):
        if a[-place] != b[-place] and 1 not in (a[-place], b[-place]):
            return a[-place], b[-place], -place
    return None


def _not_broadcast(fault: Fault, call: FailedCall, left: Given, right: Given, clash: tuple[int, int, int]) -> Lesson:
    a, b, place = clash
    values: dict[str, Any] = {
        "left": left, "right": right, "left_size": a, "right_size": b, "dim": place, "operation": operation(call.name)
    }  # fmt: skip
    for one, other in ((right, left), (left, right)):
        if len(one.shape) < len(other.shape) and _clash((*one.shape, 1), other.shape) is None:
            return fault.lesson("broadcast_unsqueeze", tensor=one, result=str((*one.shape, 1)), **values)
    for one, other in ((right, left), (left, right)):
        turned = (*one.shape[:-2], *one.shape[:-3:-1])
        if len(one.shape) > 1 and _clash(turned, other.shape) is None:
            return fault.lesson("broadcast_transpose", tensor=one, result=str(turned), **values)
    return fault.lesson("broadcast", **values)


def _joined(call: FailedCall) -> list[Given]:
    first = call.arguments[0] if call.arguments else call.options.get("tensors")
    return list(tensors_of([first])) if type(first) is Items else []


def _cat(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    given = [one for one in _joined(call) if one.shape != (0,)]
    dim = call.arguments[1] if len(call.arguments) > 1 else call.options.get("dim", call.options.get("axis", 0))
    if len(given) < 2 or type(dim) is not int:
        return None
    first = given[0]
    other = next((one for one in given if len(one.shape) != len(first.shape)), None)
    if other is not None:
        return fault.lesson("cat_dimensions", left=first, right=other)
    count = len(first.shape)
    if not -count <= dim < count:
        return _dim_lesson(fault, first, dim, 0)
    for one in given[1:]:
        places = [at for at in range(count) if at != dim % count and one.shape[at] != first.shape[at]]
        if places:
            values: dict[str, Any] = {"left": first, "right": one, "dim": dim}
            better = next((at for at in range(count) if _alike(given, at)), None)
            if better is not None:
                return fault.lesson("cat_dim", better=better, **values)
            return fault.lesson("cat", place=places[0], **values)
    return None


def _alike(given: Sequence[Given], but: int) -> bool:
    return len({one.shape[:but] + one.shape[but + 1 :] for one in given}) == 1


def _stack(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    given = _joined(call)
    other = next((one for one in given if one.shape != given[0].shape), None)
    return None if other is None else fault.lesson("stack", left=given[0], right=other)


def _conv(fault: Fault, call: FailedCall, name: str) -> Lesson | None:
    given = list(tensors_of([*call.arguments[:2], *call.options.values()]))
    if len(given) < 2:
        return None
    entered, weight = given[:2]
    dimensions, shape = int(name[-2]), entered.shape
    layer = _layer(fault, weight, name)
    if len(weight.shape) != dimensions + 2:
        return None
    values: dict[str, Any] = {"input": entered, "layer": layer}
    if len(shape) not in (dimensions + 1, dimensions + 2):
        return fault.lesson(
            "conv_dimensions", dimensions=dimensions, least=dimensions + 1, most=dimensions + 2,
            count=len(shape), **values,
        )  # fmt: skip
    place = 7 if "transpose" in name else 6
    groups = call.arguments[place] if len(call.arguments) > place else call.options.get("groups", 1)
    if "transpose" in name:
        groups = call.arguments[6] if len(call.arguments) > 6 else call.options.get("groups", 1)
    wanted = weight.shape[0] if "transpose" in name else weight.shape[1] * (groups if type(groups) is int else 1)
    found = shape[-dimensions - 1]
    if wanted != found:
        values.update(wanted=wanted, found=found)
        if wanted == 1 and len(shape) == dimensions + 1:
            return fault.lesson("conv_missing_channel", result=str((shape[0], 1, *shape[1:])), **values)
        return fault.lesson("conv_channels", groups=groups, **values)
    return None if "transpose" in name else _kernel(fault, call, entered, weight, layer, dimensions)


def _kernel(
    fault: Fault, call: FailedCall, entered: Given, weight: Given, layer: str, dimensions: int
) -> Lesson | None:
    def each(place: int, name: str, otherwise: int) -> list[int]:
        given = call.arguments[place] if len(call.arguments) > place else call.options.get(name, otherwise)
        sizes = list(given.items) if type(given) is Items else [given]
        sizes = sizes * dimensions if len(sizes) == 1 else sizes
        return [one if type(one) is int else 0 for one in sizes]

    padding, dilation = each(4, "padding", 0), each(5, "dilation", 1)
    sizes, kernel = entered.shape[-dimensions:], weight.shape[2:]
    padded = tuple(size + 2 * more for size, more in zip(sizes, padding, strict=True))
    reach = tuple(step * (size - 1) + 1 for size, step in zip(kernel, dilation, strict=True))
    if any(size < needed for size, needed in zip(padded, reach, strict=True)):
        return fault.lesson("conv_kernel", input=entered, layer=layer, kernel=str(reach), padded=str(padded))
    return None


def _groups(fault: Fault) -> Lesson | None:
    assert fault.inner is not None
    given = fault.inner[0].f_locals
    sizes = [given.get(name) for name in ("in_channels", "out_channels", "groups")]
    if not all(type(one) is int for one in sizes) or not sizes[2]:
        return None
    entering, leaving, groups = (int(one or 0) for one in sizes)
    if entering % groups or leaving % groups:
        return fault.lesson("conv_groups", entering=entering, leaving=leaving, groups=groups)
    return None


def _reshape(fault: Fault, call: FailedCall, name: str) -> Lesson | None:
    first, *rest = call.arguments or (None,)
    sizes = list(rest[0].items) if rest and type(rest[0]) is Items else rest
    sizes = sizes or [one for key in ("shape", "size") for one in getattr(call.options.get(key), "items", ())]
    if type(first) is not Given or not sizes or not all(type(one) is int for one in sizes):
        return None
    count, known = math.prod(first.shape), math.prod(one for one in sizes if one >= 0)
    open_ = sizes.count(-1)
    fits = known == count if not open_ else known > 0 and count % known == 0
    if open_ > 1 or any(one < -1 for one in sizes):
        return None
    wanted = str(tuple(sizes))
    if not fits:
        return fault.lesson("reshape", tensor=first, count=count, wanted=wanted, wanted_count=known)
    return fault.lesson("view_stride", tensor=first, wanted=wanted) if name == "view" else None


def _index(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    if len(call.arguments) < 2 or type(call.arguments[0]) is not Given:
        return None
    first, index = call.arguments[:2]
    parts = list(index.items) if type(index) is Items else [index]
    if any(type(one) not in (int, slice, type(None), type(Ellipsis)) for one in parts):
        return None
    used = [one for one in parts if one is not None and one is not Ellipsis]
    if len(used) > len(first.shape):
        return fault.lesson("too_many_indices", tensor=first, count=len(used), dims=len(first.shape))
    after = parts.index(Ellipsis) if Ellipsis in parts else len(parts)
    ahead = [one for one in parts[:after] if one is not None]
    behind = [one for one in parts[after + 1 :] if one is not None]
    where = [*enumerate(ahead), *enumerate(behind, len(first.shape) - len(behind))]
    for dim, one in where:
        size = first.shape[dim]
        if type(one) is int and not -size <= one < size:
            return fault.lesson("index", tensor=first, index=one, dim=dim, size=size, last=size - 1)
    return None


def _embedding(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    if len(call.arguments) < 2 or not all(type(one) is Given for one in call.arguments[:2]):
        return None
    weight, indices = call.arguments[:2]
    found = _outside(indices, weight.shape[0])
    if found is None:
        return None
    layer = _layer(fault, weight, "embedding")
    return fault.lesson("embedding_range", layer=layer, index=found, size=weight.shape[0], last=weight.shape[0] - 1)


def _classes(fault: Fault, call: FailedCall, _: str) -> Lesson | None:
    if len(call.arguments) < 2 or not all(type(one) is Given for one in call.arguments[:2]):
        return None
    scores, target = call.arguments[:2]
    if len(scores.shape) != 2 or len(target.shape) != 1:
        return None
    if scores.shape[0] != target.shape[0]:
        return fault.lesson("loss_rows", input=scores, target=target, rows=scores.shape[0], count=target.shape[0])
    found = _outside(target, scores.shape[1])
    if found is None or found == call.options.get("ignore_index", -100):
        return None
    return fault.lesson("class_range", input=scores, index=found, size=scores.shape[1], last=scores.shape[1] - 1)


def _outside(indices: Given, size: int) -> int | None:
    """One of the indices that is below 0 or not below a size; they are looked at if they are still there."""
    tensor = indices.tensor()
    if tensor is None or tensor.is_floating_point() or tensor.device.type != "cpu":
        return None
    if tensor.numel() > _LARGEST_LOOKED_AT:
        return None
    return next((one for one in tensor.detach().flatten().tolist() if not 0 <= one < size), None)


def _dim(fault: Fault, call: FailedCall, name: str) -> Lesson | None:
    first = call.arguments[0] if call.arguments else None
    if name == "stack" and type(first) is Items and first.items and type(first.items[0]) is Given:
        first = first.items[0]
    if type(first) is not Given:
        return None
    named = [call.options[key] for key in ("dim", "axis", "dim0", "dim1") if key in call.options]
    placed = call.arguments[1 : 1 + _PLACES.get(name, 1)]
    dims = [one for given in (*named, *placed) for one in (given.items if type(given) is Items else (given,))]
    more = 1 if name in ("unsqueeze", "stack") else 0
    count = len(first.shape) + more
    wrong = next((one for one in dims if type(one) is int and not -max(count, 1) <= one < max(count, 1)), None)
    return None if wrong is None else _dim_lesson(fault, first, wrong, more)


def _dim_lesson(fault: Fault, tensor: Given, dim: int, more: int) -> Lesson:
    count = len(tensor.shape)
    most = max(count + more, 1)
    return fault.lesson("dim", tensor=tensor, dim=dim, dims=count, least=-most, most=most - 1)
