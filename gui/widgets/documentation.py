"""What torch says of an operation, in a dialog: left to right, to be selected and copied; Escape closes it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from core.documentation import Documentation
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Label, column


class DocumentationPanel(QDialog):
    """Shows that it looks for a name, then what was found of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.asked = ""
        self.setModal(True)
        self.name, self.signature, self.note = Label("large"), Label("formula"), Label("quiet")
        self.signature.setWordWrap(True)
        self.signature.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.note.setWordWrap(True)
        for label in (self.name, self.signature):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit()
        self.text.setObjectName("output")
        self.text.setReadOnly(True)
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        # The keyboard reaches a selection in it.
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = column(self, margins=(20, 16, 20, 16), spacing=10)
        for part in (self.name, self.signature, self.note):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)

    def ask(self, name: str) -> None:
        """Open it for a name that is being looked for; "" if nothing is selected."""
        self.asked = name
        self.setWindowTitle(translate("Documentation", "Torch's documentation"))
        self.text.setAccessibleName(translate("Documentation", "Torch's documentation"))
        self.name.setText(name)
        self.signature.hide()
        self.text.hide()
        self.note.show()
        self.note.setText(
            translate("Documentation", "Looking it up…")
            if name
            else translate(
                "Documentation", "Nothing is selected. Go to a step, or put the cursor of the editor on a word."
            )
        )
        self.name.setVisible(bool(name))
        parent = self._window
        width = min(theme().px(760), parent.width() - theme().px(20))
        self.resize(width, min(theme().px(620), parent.height() - theme().px(20)))
        self.open()

    def show_found(self, name: str, found: Documentation | None) -> None:
        """Show what torch says of a name, if it is still the one that was asked for."""
        if name != self.asked:
            return
        self.note.setVisible(found is None)
        self.text.setVisible(found is not None)
        self.signature.setVisible(found is not None and bool(found.signature))
        if found is None:
            text = translate("Documentation", "The installed torch has no documentation of {name}.")
            self.note.setText(fill(text, name=name))
            return
        self.name.setText(found.name)
        self.signature.setText(found.signature)
        self.text.setPlainText(found.text)
        self.text.setFocus()


def word_at(cursor: QTextCursor) -> str:
    """The dotted name that a text cursor stands in or behind, such as ``nn.Linear``; "" if there is none."""
    place = cursor.positionInBlock()
    for found in re.finditer(r"[A-Za-z_][\w.]*", cursor.block().text()):
        if found.start() <= place <= found.end():
            return found.group().rstrip(".")
    return ""
