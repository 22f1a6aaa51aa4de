"""What F1 is about: the widget that has the focus, or the one under the mouse."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from core.cards.collection import collection
from gui.text import FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE, RIGHT_TO_LEFT_MARK

PROPERTY = "documented"
_MARKS = str.maketrans("", "", FIRST_STRONG_ISOLATE + LEFT_TO_RIGHT_ISOLATE + POP_ISOLATE + RIGHT_TO_LEFT_MARK)


def document(widget: QWidget, name: str) -> None:
    """Let F1 on a widget, and on all inside it, be about a name: torch's, a term, or a card's id.

    ``torch.nn.Conv1d.stride`` is a parameter of a layer: its card, beside what torch says of it in the layer's text.
    """
    widget.setProperty(PROPERTY, name)


def pointed_at(window: QWidget) -> str:
    """What the focus, or else the mouse, is on in a window; "" where that is nothing with a card.

    The focus goes first: a mouse that was left lying somewhere says nothing. A label or a button whose text is a term
    needs no mark of its own.
    """
    focused = QApplication.focusWidget()
    if focused is not None and window.isAncestorOf(focused):
        name = next((str(one.property(PROPERTY)) for one in _upwards(focused, window) if one.property(PROPERTY)), "")
        if name:
            return name
    under = window.childAt(window.mapFromGlobal(QCursor.pos()))
    if under is None:
        return ""
    for widget in _upwards(under, window):
        if widget.property(PROPERTY):
            return str(widget.property(PROPERTY))
        if isinstance(widget, QLabel | QAbstractButton):
            text = widget.text().translate(_MARKS).strip()
            if text and len(text) < 60 and collection().named(text) is not None:
                return text
    return ""


def _upwards(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    """A widget and those around it, up to the window."""
    one: QWidget | None = widget
    while one is not None and one is not window:
        yield one
        one = one.parentWidget()
