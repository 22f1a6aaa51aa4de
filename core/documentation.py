"""What the installed torch says of an operation: its own docstring, found by a node's, a call's or a program's name.

Torch is imported when something is asked, so this runs in the computing process.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

import msgspec

LONGEST = 40_000
"""Characters of a docstring that are handed out."""

_SPECIAL = {
    "AccumulateGrad": "torch.Tensor.grad",
    "convolution": "torch.nn.functional.conv2d",
    "native_layer_norm": "torch.nn.functional.layer_norm",
    "native_group_norm": "torch.nn.functional.group_norm",
    "native_batch_norm": "torch.nn.functional.batch_norm",
    "native_dropout": "torch.nn.functional.dropout",
    "max_pool2d_with_indices": "torch.nn.functional.max_pool2d",
    "max_pool3d_with_indices": "torch.nn.functional.max_pool3d",
    "slow_conv2d": "torch.nn.functional.conv2d",
    "_reshape_alias": "torch.reshape",
    "_unsafe_view": "torch.Tensor.view",
    "_to_copy": "torch.Tensor.to",
    "nll_loss_forward": "torch.nn.functional.nll_loss",
    "nll_loss2d_forward": "torch.nn.functional.nll_loss",
    "__getitem__": "torch.Tensor.index_select",
    "linalg_vector_norm": "torch.linalg.vector_norm",
    "alias": "torch.Tensor.view",
}
"""Names whose documentation goes by another one."""
_ROOMS = (
    "torch",
    "torch.Tensor",
    "torch.nn.functional",
    "torch.nn",
    "torch.linalg",
    "torch.special",
    "torch.fft",
    "torch.autograd",
    "torch.autograd.Function",
    "torch.autograd.function.FunctionCtx",
    "torch.optim",
    "torch.nn.Module",
    "torch.optim.Optimizer",
    "torch.utils.data",
)
"""Where a bare name is looked for, in this order."""
_REFERENCE = re.compile(
    r"^(?:In-place version of|Alias for|See|Out-of-place version of)\s+:\w+:`~?([\w.]+)(?:\(\))?`\.?$"
)
_ROLE = re.compile(r":[\w:]+:`~?([^`<]*?)(?:\s*<[^`>]*>)?`")


class Documentation(msgspec.Struct, frozen=True):
    """What torch says.

    Attributes:
        name: Torch's name of what was found, such as ``torch.mul``.
        signature: How it is called, or "".
        text: The docstring in plain characters; formulas stay LaTeX.
    """

    name: str
    signature: str
    text: str


def documentation_of(asked: str) -> Documentation | None:
    """Torch's documentation of a node, an operation or a name in a program; None if torch says nothing of it.

    Args:
        asked: Such as ``MulBackward0``, ``torch.Tensor.add_``, ``F.relu``, ``nn.Linear`` or ``backward``.
    """
    for name in _candidates(asked.strip()):
        found = _look_up(name)
        if found is None:
            continue
        signature, text = _parts(name, found)
        reference = _REFERENCE.match(text.strip())
        if reference is not None:
            # "See :func:`torch.mul`": that is what one wants to read.
            for further in _candidates(reference.group(1)):
                whole = _look_up(further)
                if whole is not None and further != name:
                    text = f"{text.strip()}\n\n{_signed(*_parts(further, whole))}"
                    break
        if text.strip():
            return Documentation(name, signature, plain(text)[:LONGEST])
    return None


def plain(text: str) -> str:
    """A docstring without the marks of reStructuredText that are in a reader's way."""
    text = _ROLE.sub(lambda found: found.group(1).strip(), text)
    text = text.replace("``", "").replace("`", "")
    text = re.sub(r"^( *)\.\. math::\s*\n", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^( *)\.\. (\w+)::\s*", lambda found: f"{found.group(1)}{found.group(2).title()}: ", text, flags=re.M
    )
    text = re.sub(r"::\s*$", ":", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _headed(found: re.Match[str]) -> str:
    """The name of a directive, such as a warning's, as a word in front of it."""
    return f"{found.group(1)}{found.group(2).title()}: "


def _candidates(asked: str) -> Iterator[str]:
    """Full names under which it may be found, the likeliest first."""
    if not re.fullmatch(r"[A-Za-z_][\w.]*", asked):
        return
    own = asked
    if re.fullmatch(r"\w+Backward\d*(?:_copy)?|AccumulateGrad", asked):
        from core.autograd.formulas import function_of  # Reads YAML, which the window has no need of.

        function = function_of(asked)
        own = asked if function is None else function.partition(".")[0]
    last = own.rpartition(".")[2]
    for name in (own, last):
        if name in _SPECIAL:
            yield _SPECIAL[name]
    if own.startswith("torch."):
        yield own
    elif "." in own:
        # The program's name for a module is not known here: "nn.Linear", "F.relu", or a tensor's "x.sum".
        head, _, rest = own.partition(".")
        yield f"torch.{own}"
        if head in ("F", "functional"):
            yield f"torch.nn.functional.{rest}"
    for name in dict.fromkeys((last, last.strip("_"), last.lstrip("_"), _bare(last))):
        if name:
            yield from (f"{room}.{name}" for room in _ROOMS)


def _bare(name: str) -> str:
    """An operator's or an internal function's name as the public one is called."""
    bare = name.strip("_")
    bare = re.sub(r"_(?:backward|forward|jvp)$", "", bare)
    operators = ("add", "sub", "mul", "truediv", "pow", "matmul", "floordiv", "mod")
    if name.startswith("__") and bare[:1] in "ri" and bare[1:] in operators:
        bare = bare[1:]
    return {"truediv": "div", "floordiv": "floor_divide", "mod": "remainder", "invert": "bitwise_not"}.get(bare, bare)


def _look_up(name: str) -> Any:
    """What torch has under a full name, or None."""
    found: Any = importlib.import_module("torch")
    for part in name.split(".")[1:]:
        # Never anything that a module only computes when asked, nor what is none of torch's own.
        try:
            found = inspect.getattr_static(found, part) if isinstance(found, type) else getattr(found, part, None)
        except AttributeError:
            return None
        if found is None:
            return None
    if isinstance(found, (staticmethod, classmethod)):
        found = found.__func__
    documented = isinstance(getattr(found, "__doc__", None), str) and not isinstance(found, (int, float, str))
    return found if documented and not inspect.ismodule(found) else None


def _parts(name: str, found: Any) -> tuple[str, str]:
    """The signature and the rest of a docstring."""
    text = inspect.cleandoc(found.__doc__ or "")
    first, _, rest = text.partition("\n")
    own = name.rpartition(".")[2]
    if re.match(rf"(?:torch\.)?(?:[\w.]+\.)?{re.escape(own)}\(.*\)\s*(?:->.*)?$", first.strip()):
        return first.strip(), rest.strip()
    try:
        return f"{own}{inspect.signature(found)}", text
    except (TypeError, ValueError):
        return "", text


def _signed(signature: str, text: str) -> str:
    return f"{signature}\n\n{text}" if signature else text
