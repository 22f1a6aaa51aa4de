"""Why a question to a recorded pass has no answer, or only part of one, in the user's language."""

from __future__ import annotations

from core.autograd.problem import Failure, Problem
from gui.text import QT_TRANSLATE_NOOP, fill, translate

PROBLEMS: dict[Problem, str] = {
    "unavailable": QT_TRANSLATE_NOOP(
        "Question", "Nothing was kept of this run that could be asked. Run the program again."
    ),
    "running": QT_TRANSLATE_NOOP("Question", "The program is still running. It can be asked when it has ended."),
    "gone": QT_TRANSLATE_NOOP("Question", "The process that kept this pass has ended. Run the program again."),
    "not kept": QT_TRANSLATE_NOOP(
        "Question",
        "This pass was not kept: only the first two and the last two passes of a run are. Step to one of those.",
    ),
    "not main thread": QT_TRANSLATE_NOOP(
        "Question", "This pass ran on a thread of the program's own, and such passes are not kept."
    ),
    "too large": QT_TRANSLATE_NOOP("Question", "There was not enough memory for this. Make the tensors smaller."),
    "transformed": QT_TRANSLATE_NOOP(
        "Question", "This pass ran inside torch.func or vmap, where nodes cannot be called one by one."
    ),
    "unsupported": QT_TRANSLATE_NOOP("Question", "A node on the way cannot be called from outside the engine."),
    "raised": QT_TRANSLATE_NOOP("Question", "A node raised {type}: {message}"),
    "timed out": QT_TRANSLATE_NOOP("Question", "It took too long and was stopped."),
    "died": QT_TRANSLATE_NOOP("Question", "A node ended the process that was asked. The run itself is as it was."),
    "unknown root": QT_TRANSLATE_NOOP("Question", "This run has no such root."),
    "unknown node": QT_TRANSLATE_NOOP("Question", "This pass has no such node."),
    "unknown output": QT_TRANSLATE_NOOP("Question", "That node has no such output."),
    "unknown edge": QT_TRANSLATE_NOOP("Question", "This run has no such edge."),
    "bad shape": QT_TRANSLATE_NOOP("Question", "A gradient does not have the shape of what it belongs to."),
    "bad values": QT_TRANSLATE_NOOP("Question", "A gradient holds something that is no number."),
    "unknown row": QT_TRANSLATE_NOOP("Question", "The Jacobian has no such row."),
    "too many rows": QT_TRANSLATE_NOOP(
        "Question", "The Jacobian has more than 4,096 rows. Choose a smaller tensor, such as the loss."
    ),
    "too many columns": QT_TRANSLATE_NOOP(
        "Question", "The Jacobian has more than 4,096 columns. Choose a smaller tensor."
    ),
    "too many numbers": QT_TRANSLATE_NOOP(
        "Question", "The Jacobian has more than four million numbers. Choose smaller tensors."
    ),
    "complex": QT_TRANSLATE_NOOP("Question", "For complex numbers there is no single Jacobian."),
    "not differentiable": QT_TRANSLATE_NOOP(
        "Question", "One of the two has no derivative: it holds integers, or no tensor."
    ),
    "not custom": QT_TRANSLATE_NOOP(
        "Question", "This node is torch's own; only custom functions have a backward in Python."
    ),
    "nothing arrives": QT_TRANSLATE_NOOP("Question", "No gradient reaches this node in this pass."),
    "too many lines": QT_TRANSLATE_NOOP("Question", "It ran more lines than are recorded; the first of them are here."),
    "not recorded": QT_TRANSLATE_NOOP(
        "Question", "The call that made this node was not seen, so its inputs are not known."
    ),
    "unknown arguments": QT_TRANSLATE_NOOP(
        "Question", "It was given something besides tensors and plain values, so it cannot be called again."
    ),
    "inputs too large": QT_TRANSLATE_NOOP(
        "Question", "Its inputs have more than 4,096 elements, too many to check each."
    ),
    "outputs too large": QT_TRANSLATE_NOOP(
        "Question", "Its outputs have more than 4,096 elements, too many to check each."
    ),
    "no floating inputs": QT_TRANSLATE_NOOP(
        "Question", "None of its inputs is of floating point and requires a gradient."
    ),
    "no floating outputs": QT_TRANSLATE_NOOP(
        "Question", "None of its outputs is of floating point and has a gradient."
    ),
    "forward raised": QT_TRANSLATE_NOOP("Question", "In float64, its forward raised {type}: {message}"),
}


def problem_sentence(problem: Problem, failure: Failure | None = None) -> str:
    """What is the matter, and where something helps, what."""
    text = translate("Question", PROBLEMS[problem])
    if problem in ("raised", "forward raised"):
        return fill(
            text, type="" if failure is None else failure.type, message="" if failure is None else failure.message
        )
    return text
