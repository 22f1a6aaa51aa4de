"""The sentences of "what if": its acts, its changes, and why there is no answer."""

from __future__ import annotations

from typing import Literal

from core.autograd.problem import Problem
from core.autograd.what_if import (
    ClipNorm,
    ClipValue,
    Cut,
    Hook,
    Negate,
    Noise,
    Operation,
    Replace,
    Scale,
    Upstream,
    WhatIfAnswer,
    Zero,
)
from gui import question_messages
from gui.text import QT_TRANSLATE_NOOP, fill, isolate, translate

Act = Literal["scale", "clip value", "clip norm", "zero", "negate", "noise", "cut", "root"]
ACTS: dict[Act, str] = {
    "scale": QT_TRANSLATE_NOOP("WhatIf", "scale by"),
    "clip value": QT_TRANSLATE_NOOP("WhatIf", "clip each value to ±"),
    "clip norm": QT_TRANSLATE_NOOP("WhatIf", "clip the norm to"),
    "zero": QT_TRANSLATE_NOOP("WhatIf", "zero"),
    "negate": QT_TRANSLATE_NOOP("WhatIf", "negate"),
    "noise": QT_TRANSLATE_NOOP("WhatIf", "add noise of deviation"),
    "cut": QT_TRANSLATE_NOOP("WhatIf", "cut an edge"),
    "root": QT_TRANSLATE_NOOP("WhatIf", "another gradient for a root"),
}

# What only the other questions of `core.autograd.questions` can be answered with is not here.
PROBLEMS: dict[Problem, str] = {
    "unavailable": QT_TRANSLATE_NOOP(
        "WhatIf", "Nothing was kept of this run, so its nodes cannot be called again. Run the program again."
    ),
    "running": QT_TRANSLATE_NOOP("WhatIf", "The program is still running. The answer comes when it has ended."),
    "gone": QT_TRANSLATE_NOOP(
        "WhatIf", "The process that kept this pass has ended. Run the program again; your changes stay."
    ),
    "not kept": QT_TRANSLATE_NOOP(
        "WhatIf",
        "This pass was not kept: only the first two and the last two of a run are. Step to one of those, or "
        "let the program run fewer passes and run it again.",
    ),
    "not main thread": QT_TRANSLATE_NOOP(
        "WhatIf",
        "This pass ran on a thread of the program's own, which cannot be kept. Call backward() on the main "
        "thread and run it again.",
    ),
    "too large": QT_TRANSLATE_NOOP(
        "WhatIf",
        "There was not enough memory to keep this pass, or to call its nodes. "
        "Make the tensors smaller and run it again.",
    ),
    "transformed": QT_TRANSLATE_NOOP(
        "WhatIf",
        "This pass ran inside torch.func or vmap, where nodes cannot be called one by one. Write it without "
        "them to ask here.",
    ),
    "unsupported": QT_TRANSLATE_NOOP(
        "WhatIf",
        "A node of this pass, or a gradient of this kind, cannot be handled from outside the engine. Take the"
        " last change back.",
    ),
    "unknown root": QT_TRANSLATE_NOOP(
        "WhatIf", "A change is about a root that this run does not have. Remove that change."
    ),
    "unknown node": QT_TRANSLATE_NOOP(
        "WhatIf", "A change is about a node that this run does not have. Remove that change."
    ),
    "unknown output": QT_TRANSLATE_NOOP(
        "WhatIf", "A change is about an output that its node does not have. Remove that change."
    ),
    "unknown edge": QT_TRANSLATE_NOOP(
        "WhatIf",
        "A change is about an edge that this run does not have, or that carries no gradient. Remove that change.",
    ),
    "bad shape": QT_TRANSLATE_NOOP(
        "WhatIf", "The gradient of a root does not have the shape of the root. Remove that change and make it again."
    ),
    "bad values": QT_TRANSLATE_NOOP("WhatIf", "The gradient of a root holds something that is no number. Mend it."),
    "raised": QT_TRANSLATE_NOOP("WhatIf", "{node} raised {type}: “{message}”. What ran before it is compared below."),
    "timed out": QT_TRANSLATE_NOOP(
        "WhatIf", "With these changes the pass did not come to an end, and was stopped. Take the last change back."
    ),
    "died": QT_TRANSLATE_NOOP(
        "WhatIf",
        "With these changes a node ended its process, so there is nothing to compare. Take the last change back.",
    ),
}

MENDED_BY_RUNNING: frozenset[Problem] = frozenset({"unavailable", "gone", "too large", "not kept"})
"""Problems after which the page offers to run the program again."""


def problem_sentence(answer: WhatIfAnswer, node: str = "") -> str:
    """Why there is no answer, or only part of one, and what to do; `node` names the one that raised."""
    assert answer.problem is not None
    if answer.problem not in PROBLEMS:  # What any question to a pass may get.
        return question_messages.problem_sentence(answer.problem, answer.failure)
    text = translate("WhatIf", PROBLEMS[answer.problem])
    if answer.problem != "raised":
        return text
    failure = answer.failure
    message = "" if failure is None else failure.message
    # A node's title runs in the direction of the language, torch's words from the left.
    text = text.replace("{node}", isolate(node, left_to_right=False))
    return fill(text, type="" if failure is None else failure.type, message=message)


def act_of(change: Upstream | Cut | Hook) -> Act | None:
    """Which act makes such a change; None for one that the page has no act for."""
    if isinstance(change, Upstream):
        return "root"
    return "cut" if isinstance(change, Cut) else act_of_operation(change.operation)


def act_of_operation(operation: Operation) -> Act | None:
    """Which act an operation on a gradient is."""
    match operation:
        case Scale():
            return "scale"
        case ClipValue():
            return "clip value"
        case ClipNorm():
            return "clip norm"
        case Zero():
            return "zero"
        case Negate():
            return "negate"
        case Noise():
            return "noise"
        case Replace():
            return None


def act_name(act: Act | None) -> str:
    """An act in the present language."""
    return translate("WhatIf", "other values") if act is None else translate("WhatIf", ACTS[act])
