"""What F1 is about: the widget under the mouse if the mouse was moved last, else the one that has the focus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from core.cards.collection import collection
from gui.text import FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE, RIGHT_TO_LEFT_MARK
from gui.widgets.segments import Segments

FOCUSED, HOVERED = "documented", "documented_under_mouse"
_MARKS = str.maketrans("", "", FIRST_STRONG_ISOLATE + LEFT_TO_RIGHT_ISOLATE + POP_ISOLATE + RIGHT_TO_LEFT_MARK)
LONGEST_TERM = 60


def document(widget: QWidget, name: str) -> None:
    """Let F1 on a widget, and on all inside it, be about a name: torch's, a term, or a card's id.

    ``torch.nn.Conv1d.stride`` is a parameter of a layer: its card, beside what torch says of it in the layer's text.
    """
    widget.setProperty(FOCUSED, name)
    widget.setProperty(HOVERED, name)


def document_pages(segments: Segments, names: Mapping[str, str]) -> None:
    """Let F1 over the buttons of a choice be about names: under the mouse alone; a clicked button keeps the focus."""
    for key, name in names.items():
        segments.button(key).setProperty(HOVERED, name)


class Pointer(QObject):
    """Knows what a window's user points at.

    The mouse counts if it was moved since the focus went where it is: one that was left lying somewhere says nothing to
    who uses the keyboard. Where neither is on anything with a card, the labels and buttons under the mouse are read.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._rested = QCursor.pos()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def name(self) -> str:
        """What is pointed at, as `document` was told or as it is written there; "" if that is nothing with a card."""
        window = self._window
        moved = QCursor.pos() != self._rested
        under = window.childAt(window.mapFromGlobal(QCursor.pos())) if moved else None
        focused = QApplication.focusWidget()
        if focused is not None and not window.isAncestorOf(focused):
            focused = None
        found = _property(under, window, HOVERED) or _property(focused, window, FOCUSED)
        return found or _written(under, window)

    def _focus_changed(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self._rested = QCursor.pos()


def _upwards(widget: QWidget | None, window: QWidget) -> Iterator[QWidget]:
    """A widget and those around it, up to the window."""
    while widget is not None and widget is not window:
        yield widget
        widget = widget.parentWidget()


def _property(widget: QWidget | None, window: QWidget, name: str) -> str:
    """The nearest mark at a widget or around it, or ""."""
    return next((str(one.property(name)) for one in _upwards(widget, window) if one.property(name)), "")


def _written(widget: QWidget | None, window: QWidget) -> str:
    """The text of a label or button, if it is a term; or ""."""
    for one in _upwards(widget, window):
        if isinstance(one, QLabel | QAbstractButton):
            text = one.text().translate(_MARKS).strip()
            if text and len(text) < LONGEST_TERM and collection().named(text) is not None:
                return text
    return ""
