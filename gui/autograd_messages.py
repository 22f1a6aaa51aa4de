"""The sentences of the variables panel: why a `.grad` is None, and why an edit of the program is not made."""

from __future__ import annotations

from core.autograd.why_no_grad import Reason
from core.editing.refused import Refused
from gui.text import QT_TRANSLATE_NOOP, fill, translate

WHY: dict[str, str] = {
    "integer": QT_TRANSLATE_NOOP(
        "Why", "{name} is of type {operation}: only floating-point and complex tensors can require gradients."
    ),
    "not asked for": QT_TRANSLATE_NOOP(
        "Why", "{name} does not require a gradient: it was made without requires_grad=True."
    ),
    "from none": QT_TRANSLATE_NOOP(
        "Why", "Nothing that {name} was computed from requires a gradient, so {name} does not require one either."
    ),
    "made under no_grad": QT_TRANSLATE_NOOP(
        "Why", "{name} was computed under torch.no_grad(), where torch records nothing: it does not require a gradient."
    ),
    "made in inference_mode": QT_TRANSLATE_NOOP(
        "Why", "{name} was made in inference mode, where torch records nothing: it does not require a gradient."
    ),
    "detached": QT_TRANSLATE_NOOP(
        "Why", "{operation} gave {name} the values without their history: it does not require a gradient."
    ),
    "not differentiable": QT_TRANSLATE_NOOP(
        "Why", "{operation} has no derivative, so {name} does not require a gradient."
    ),
    "not a leaf": QT_TRANSLATE_NOOP(
        "Why", "{name} is not a leaf: {node} made it, and a pass keeps .grad for leaves alone. To keep it here too, "
        "call {mend} before the pass."
    ),
    "no backward": QT_TRANSLATE_NOOP("Why", "The program runs no backward pass, and nothing else fills .grad."),
    "raised before": QT_TRANSLATE_NOOP("Why", "The program raised an error before any gradient was computed."),
    "no pass yet": QT_TRANSLATE_NOOP("Why", "No backward pass has run yet; pass {number} is still to come."),
    "under way": QT_TRANSLATE_NOOP("Why", "Backward pass {number} is running and has not reached {name} yet."),
    "cleared": QT_TRANSLATE_NOOP(
        "Why", "Pass {number} filled it, and since then the program cleared it: zero_grad(), or .grad = None."
    ),
    "nothing arrived": QT_TRANSLATE_NOOP("Why", "In pass {number} {node} sent no gradient, so nothing was added."),
    "raised": QT_TRANSLATE_NOOP("Why", "Pass {number} raised an error before it reached {name}."),
    "grad only": QT_TRANSLATE_NOOP("Why", "torch.autograd.grad returns the gradients and leaves .grad as it was."),
    "other inputs": QT_TRANSLATE_NOOP("Why", "Pass {number} was asked for the gradients of other tensors only."),
    "cut by no_grad": QT_TRANSLATE_NOOP(
        "Why", "Pass {number} did not reach {name}: {operation} used it under torch.no_grad(), where the graph ends."
    ),
    "cut by inference_mode": QT_TRANSLATE_NOOP(
        "Why", "Pass {number} did not reach {name}: {operation} used it in inference mode, where the graph ends."
    ),
    "cut by detach": QT_TRANSLATE_NOOP(
        "Why", "Pass {number} did not reach {name}: {operation} on the way keeps only the values, and there the graph "
        "ends."
    ),
    "cut where not differentiable": QT_TRANSLATE_NOOP(
        "Why", "Pass {number} did not reach {name}: {operation} on the way has no derivative, and there the graph ends."
    ),
    "unused": QT_TRANSLATE_NOOP(
        "Why", "Pass {number} did not reach {name}: no path of the graph leads to it from where the pass began."
    ),
}  # fmt: skip


def why_sentence(reason: Reason, name: str) -> str:
    """Why the `.grad` of a variable is None, in the present language."""
    values = {
        "name": name,
        "operation": reason.operation or "torch",
        "node": reason.node or "torch",
        "number": reason.pass_number or 1,
        "mend": f"{name}.retain_grad()",
    }
    sentence = translate("Why", WHY[reason.code])
    return fill(sentence, **{key: value for key, value in values.items() if f"{{{key}}}" in sentence})


REFUSED: dict[str, str] = {
    "syntax": QT_TRANSLATE_NOOP("Edits", "The program cannot be read as Python. Mend its syntax first."),
    "not found": QT_TRANSLATE_NOOP("Edits", "No statement of its own makes this tensor. Change the program by hand."),
    "several": QT_TRANSLATE_NOOP("Edits", "Several lines give this name. Run the program, then choose again."),
    "parameter": QT_TRANSLATE_NOOP(
        "Edits", "A module's parameter requires a gradient from the start. Call requires_grad_(False) on it by hand."
    ),
    "not editable": QT_TRANSLATE_NOOP(
        "Edits", "This tensor is made in a way that ConvGrad cannot edit. Change {line} by hand."
    ),
    "another name": QT_TRANSLATE_NOOP("Edits", "This is a second name of a tensor. Change it at its first name."),
    "no torch": QT_TRANSLATE_NOOP("Edits", "The program has no import of torch by its name. Write {code} first."),
    "shared line": QT_TRANSLATE_NOOP(
        "Edits", "Several statements share a line. Give each its own, or change {line} by hand."
    ),
    "compound": QT_TRANSLATE_NOOP("Edits", "Only a single statement can be put under no_grad. Change {line} by hand."),
    "around": QT_TRANSLATE_NOOP("Edits", "no_grad is switched on further out. Change {line} by hand."),
    "several modes": QT_TRANSLATE_NOOP("Edits", "The with statement does more than no_grad. Change {line} by hand."),
    "not a number": QT_TRANSLATE_NOOP("Edits", "The program computes its seed. Change {line} by hand."),
    "no place": QT_TRANSLATE_NOOP("Edits", "No line of its own draws random numbers. Put the seed in by hand."),
    "integer": QT_TRANSLATE_NOOP("Edits", "Integers cannot require a gradient. Write {number} instead of 1."),
}  # fmt: skip


def refused_sentence(refused: Refused) -> str:
    """Why an edit is not made, and what can be done, in the present language."""
    return _refused(REFUSED[refused.code], refused.line)


def integer_sentence() -> str:
    """Why an integer tensor is not switched to requiring a gradient."""
    return _refused(REFUSED["integer"], None)


def _refused(source: str, line: int | None) -> str:
    values = {
        "line": translate("Edits", "the program") if line is None else line_words(line),
        "code": "import torch",
        "number": "1.0",
    }
    sentence = translate("Edits", source)
    return fill(sentence, **{key: value for key, value in values.items() if f"{{{key}}}" in sentence})


def line_words(line: int) -> str:
    """A line of the program by its number."""
    return fill(translate("Edits", "line {number}"), number=line)
