"""What is said of a saved tensor: its version, what was written over it, that it was freed."""

from __future__ import annotations

from core.autograd.saved_state import SavedState
from gui.text import fill, isolate, translate


def saved_words(state: SavedState) -> str:
    """The badge of one saved tensor."""
    if state.fate == "freed":
        return translate("Autograd", "freed after its pass")
    write = state.write
    if state.fate == "kept" or write is None:
        return fill(translate("Autograd", "version {version}"), version=state.version)
    values = {"saved": state.line, "before": state.version, "changed": write.line, "after": state.now}
    if state.line is None or write.line is None:
        text = translate("Autograd", "changed: saved at version {before}, now at version {after}; backward will refuse")
        return fill(text, before=state.version, after=state.now)
    text = translate(
        "Autograd",
        "changed: saved in line {saved} at version {before}, changed in line {changed} to version {after}; "
        "backward will refuse",
    )
    return fill(text, **values)


def announced_words(state: SavedState, node: str) -> str:
    """The same of a node that is not looked at, under its name."""
    return f"{isolate(f'{node} · {state.name}')}\n{saved_words(state)}"
