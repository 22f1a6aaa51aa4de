"""A call of the program's into torch, as one would read it, and why it made no node."""

from __future__ import annotations

from typing import Any

from core.autograd.dependence.operations import plain_name
from core.autograd.details import Details, Operation, Ref, Untracked
from gui.text import translate

LONGEST = 60
"""Characters of one argument."""


def value_name(details: Details, value: int) -> str:
    """What a value is called: by the program, or by the operation that gave it."""
    found = details.values[value]
    if found.variable is not None:
        return found.variable
    for operation in details.operations:
        if value in operation.outputs:
            return plain_name(operation.name).strip("_")
    return "tensor"


def call_text(details: Details, operation: Operation) -> str:
    """Such as ``z = mul(pow, 3)``, with the names of values."""
    own = operation.name.rpartition(".")[2]
    arguments = [_argument(details, one) for one in operation.arguments]
    arguments += [f"{name}={_argument(details, one)}" for name, one in operation.options.items() if one is not None]
    names = [details.values[one].variable for one in operation.outputs]
    given = set(_refs(operation.arguments))
    named = [one for one, value in zip(names, operation.outputs, strict=True) if one and value not in given]
    if own == "__getitem__" and len(arguments) == 2:
        call = f"{arguments[0]}[{arguments[1].removeprefix('[').removesuffix(']')}]"
    elif own == "__setitem__" and len(arguments) == 3:
        return f"{arguments[0]}[{arguments[1].removeprefix('[').removesuffix(']')}] = {arguments[2]}"
    elif own.endswith("_") and not own.startswith("__") and arguments:
        return f"{arguments[0]}.{own}({', '.join(arguments[1:])})"
    else:
        call = f"{own.strip('_')}({', '.join(arguments)})"
    return f"{', '.join(dict.fromkeys(named))} = {call}" if named else call


def untracked_words(why: Untracked) -> str:
    """Why an operation made no node."""
    return {
        "no_grad": translate("Autograd", "No node: it ran under torch.no_grad()."),
        "inference_mode": translate("Autograd", "No node: it ran under torch.inference_mode()."),
        "detach": translate("Autograd", "No node: detach() cuts its result off from the graph."),
        "no input requires grad": translate("Autograd", "No node: nothing that it was given requires gradients."),
        "not differentiable": translate("Autograd", "No node: its result is not differentiable, as whole numbers are."),
    }[why]


def _argument(details: Details, argument: Any) -> str:
    if isinstance(argument, Ref):
        return value_name(details, argument.value)
    if isinstance(argument, (list, tuple)):
        text = f"[{', '.join(_argument(details, one) for one in argument)}]"
    elif isinstance(argument, float):
        text = f"{argument:.6g}"
    elif isinstance(argument, str) and not any(mark in argument for mark in ":.…<"):
        text = repr(argument)
    else:
        text = str(argument)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _refs(arguments: tuple[Any, ...]) -> list[int]:
    return [one.value for one in arguments if isinstance(one, Ref)]
