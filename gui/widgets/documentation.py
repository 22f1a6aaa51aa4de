"""What the installed torch says of a name: left to right, to be selected and copied; and the name under a cursor."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from core.documentation import Documentation
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Label, Note, column, show_if


class TorchText(QWidget):
    """Shows that it looks for a name, then what was found of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = ""
        self._parameter = ""
        self._version = ""
        self._found: Documentation | None = None
        self._waits = False
        self.source = Note("heading")
        self.name, self.signature, self.note = Label("mono"), Label("formula"), Label("quiet")
        self.note.setWordWrap(True)
        for label in (self.name, self.signature):
            label.setWordWrap(True)
            label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit()
        self.text.setObjectName("output")
        self.text.setReadOnly(True)
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        # The keyboard reaches a selection in it, and Tab leaves it.
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = column(self, spacing=8)
        for part in (self.source, self.name, self.signature, self.note):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)
        layout.addStretch()
        self.wait_for("")

    def wait_for(self, name: str, parameter: str = "") -> None:
        """Show that a name is being looked for; "" for none.

        Args:
            name: What torch is asked about.
            parameter: One of its parameters: the text is opened at what it says of that.
        """
        self.asked, self._parameter, self._found, self._waits = name, parameter, None, bool(name)
        self.retranslate()

    def show_found(self, name: str, found: Documentation | None, version: str) -> None:
        """Show what torch says of a name, if it is still the one that was asked for."""
        if name == self.asked and self._waits:
            self._found, self._waits, self._version = found, False, version
            self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language; torch's words stay torch's."""
        title = translate("Documentation", "Torch's documentation")
        self.text.setAccessibleName(title)
        installed = fill(translate("Documentation", "From what is installed: {torch}"), torch=f"torch {self._version}")
        self.source.setText(installed if self._found is not None and self._version else title)
        found = self._found
        self.name.setText(self.asked if found is None else found.name)
        self.signature.setText("" if found is None else found.signature)
        show_if(self.signature, found is not None and bool(found.signature))
        show_if(self.text, found is not None)
        show_if(self.note, found is None)
        if found is not None:
            if self.text.toPlainText() != found.text:
                self.text.setPlainText(found.text)
            self._open_at(self._parameter)
        elif self._waits:
            self.note.setText(translate("Documentation", "Looking it up…"))
        else:
            text = translate("Documentation", "The installed torch has no documentation of {name}.")
            self.note.setText(fill(text, name=self.asked))

    def _open_at(self, parameter: str) -> None:
        """Mark the line about a parameter and bring it to the top."""
        cursor = self.text.textCursor()
        cursor.setPosition(0)
        marks = []
        found = re.search(rf"^ *{re.escape(parameter)} \(.*$", self.text.toPlainText(), re.M) if parameter else None
        if found is not None:
            self.text.moveCursor(QTextCursor.MoveOperation.End)  # So that the line comes to the top and not the bottom.
            cursor.setPosition(found.start())
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(cursor)
            mark.cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(theme().colour("wash"))
            mark.format.setFontWeight(600)
            marks.append(mark)
        self.text.setExtraSelections(marks)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()


def word_at(cursor: QTextCursor) -> str:
    """The dotted name that a text cursor stands in or behind, such as ``nn.Linear``; "" if there is none."""
    place = cursor.positionInBlock()
    for found in re.finditer(r"[A-Za-z_][\w.]*", cursor.block().text()):
        if found.start() <= place <= found.end():
            return found.group().rstrip(".")
    return ""
