"""What is said of sessions: why one cannot be opened or saved, and what of one did not come along."""

from __future__ import annotations

from collections.abc import Iterable

from core.session.problem import Loss, LossCode, SessionError
from gui.messages import lab_name
from gui.text import QT_TRANSLATE_NOOP, fill, translate

PROBLEMS: dict[str, str] = {
    "missing": QT_TRANSLATE_NOOP("Sessions", "The session {name} is not there any more. Choose another file."),
    "not_a_file": QT_TRANSLATE_NOOP("Sessions", "{name} is not a file. Choose a session's file."),
    "unreadable": QT_TRANSLATE_NOOP("Sessions", "You may not read {name}. Choose a file that you may read."),
    "empty": QT_TRANSLATE_NOOP("Sessions", "{name} is empty. There is no session in it."),
    "too_large": QT_TRANSLATE_NOOP(
        "Sessions", "The session {name} is too large: {size}, and at most {limit} can be opened."
    ),
    "not_json": QT_TRANSLATE_NOOP(
        "Sessions", "{name} is damaged or cut short and cannot be read ({detail}). Nothing was changed."
    ),
    "too_deep": QT_TRANSLATE_NOOP(
        "Sessions", "{name} is no session that ConvGrad wrote: it is nested deeper than {limit} levels."
    ),
    "not_a_session": QT_TRANSLATE_NOOP("Sessions", "{name} is no ConvGrad session. Nothing was changed."),
    "newer": QT_TRANSLATE_NOOP(
        "Sessions",
        "{name} was saved by a newer ConvGrad (format {version}; this one knows {known}). Open it with that one.",
    ),
    "field": QT_TRANSLATE_NOOP(
        "Sessions", "{name} cannot be opened: what stands at {where} is not what belongs there ({detail})."
    ),
    "unwritable": QT_TRANSLATE_NOOP(
        "Sessions", "{name} cannot be written there ({detail}). Choose another folder; your work is still here."
    ),
    "changed": QT_TRANSLATE_NOOP("Sessions", "{name} was changed by another program since it was opened here."),
    "cannot_keep": QT_TRANSLATE_NOOP(
        "Sessions",
        "This session cannot be saved: no file can hold what is at {where}. Change it, and save again.",
    ),
}

FAULTS: dict[str, str] = {
    "kind": QT_TRANSLATE_NOOP(
        "Sessions", "{name} cannot be opened: at {where} stands a value of another kind ({detail})."
    ),
    "unknown": QT_TRANSLATE_NOOP(
        "Sessions", "{name} cannot be opened: what stands at {where} is unknown here; known are {detail}."
    ),
    "bound": QT_TRANSLATE_NOOP(
        "Sessions", "{name} cannot be opened: what stands at {where} is out of bounds ({detail})."
    ),
    "example": QT_TRANSLATE_NOOP(
        "Sessions", "{name} cannot be opened: at {where} stands an example that is unknown here; known are {detail}."
    ),
}
"""The same for code "state", by its fault."""

LOSSES: dict[LossCode, str] = {
    LossCode.MISSING: QT_TRANSLATE_NOOP(
        "Sessions",
        "{lab}: {name} is neither where it was nor beside the session; here is the first sample.",
    ),
    LossCode.CHANGED: QT_TRANSLATE_NOOP(
        "Sessions", "{lab}: {name} has something else in it than when the session was saved; here is the first sample."
    ),
    LossCode.DAMAGED: QT_TRANSLATE_NOOP(
        "Sessions", "{lab}: {name} is damaged inside the session; here is the first sample."
    ),
    LossCode.UNPACKABLE: QT_TRANSLATE_NOOP(
        "Sessions", "{lab}: there was no room to unpack {name} from the session; here is the first sample."
    ),
    LossCode.CAMERA: QT_TRANSLATE_NOOP(
        "Sessions", "{lab}: a session switches no camera on; here is the first sample in place of {name}."
    ),
    LossCode.SAMPLE: QT_TRANSLATE_NOOP(
        "Sessions", "{lab}: this version has no sample called {name}; here is the first one."
    ),
    LossCode.NOT_KEPT: QT_TRANSLATE_NOOP(
        "Sessions", "{lab}: {name} is not there any more, so the session that was saved only has its name."
    ),
}


def session_sentence(error: SessionError) -> str:
    """Why a session cannot be opened or saved, in the present language."""
    values = dict(error.values)
    code = error.code.value
    text = FAULTS[str(values["fault"])] if code == "state" else PROBLEMS[code]
    if "detail" in values and not values["detail"]:
        values["detail"] = "…"
    return fill(translate("Sessions", text), **values)


def loss_sentence(losses: Iterable[Loss]) -> str:
    """What did not come along, in the present language; the rest did."""
    return " ".join(
        fill(translate("Sessions", LOSSES[loss.code]), lab=lab_name(loss.lab), **loss.values) for loss in losses
    )
