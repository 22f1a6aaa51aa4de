"""Finding a text in a program: a bar over the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget
from typing_extensions import override

from gui.editor.marking import selection
from gui.palette import mix
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import IconButton, Label, row

if TYPE_CHECKING:
    from gui.editor.editor import CodeEditor

MOST_FOUND = 1000
"""Matches that are counted and marked."""


class FindBar(QWidget):
    """A field, the number of matches, and the way to the next and the one before.

    Signals:
        changed: Other matches are to be marked.
        folded: The bar was shown or folded away.
    """

    changed = Signal()
    folded = Signal()

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._editor = editor
        self._matches: list[QTextCursor] = []
        self.field = QLineEdit()
        self.count = Label("quiet")
        self.previous, self.following, self.close_button = IconButton("up"), IconButton("down"), IconButton("close")
        line = row(self, margins=(4, 4, 4, 4), spacing=4)
        line.addWidget(self.field, 1)
        for part in (self.count, self.previous, self.following, self.close_button):
            line.addWidget(part)
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self.previous.clicked.connect(lambda: self.go(-1))
        self.following.clicked.connect(lambda: self.go(1))
        self.close_button.clicked.connect(self.fold)
        editor.textChanged.connect(self._look)
        self.retranslate()
        self.hide()

    def ask(self, text: str) -> None:
        """Show the bar, with a text to begin with."""
        if text and "\u2029" not in text:
            self.field.setText(text)
        self.show()
        self.folded.emit()
        self._look()
        self.field.setFocus()
        self.field.selectAll()

    def fold(self) -> None:
        """Go away, back to the text."""
        self.hide()
        self._matches = []
        self.folded.emit()
        self.changed.emit()
        self._editor.setFocus()

    def go(self, by: int) -> None:
        """Select the next match (1) or the one before (-1); behind the last comes the first."""
        if not self._matches:
            return
        here = self._editor.textCursor()
        if by > 0:
            found = next(
                (one for one in self._matches if one.selectionStart() >= here.selectionEnd()), self._matches[0]
            )
            if here.hasSelection() is False:
                found = next(
                    (one for one in self._matches if one.selectionStart() >= here.position()), self._matches[0]
                )
        else:
            earlier = [one for one in self._matches if one.selectionEnd() <= here.selectionStart()]
            found = earlier[-1] if earlier else self._matches[-1]
        self._editor.setTextCursor(found)
        self._editor.ensureCursorVisible()
        self._write()

    def marks(self) -> list[QTextEdit.ExtraSelection]:
        """A background for every match."""
        shade = mix(theme().colour("paper"), theme().palette.kernel(4), 0.35)
        return [selection(one, shade) for one in self._matches]

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.field.setPlaceholderText(translate("Editor", "Find"))
        self.field.setAccessibleName(translate("Editor", "Find"))
        self.previous.set_name(translate("Editor", "Previous match"), "Shift+Enter")
        self.following.set_name(translate("Editor", "Next match"), "Enter")
        self.close_button.set_name(translate("Editor", "Close"), "Esc")
        self._write()

    def _look(self) -> None:
        if not self.isVisibleTo(self._editor):
            return
        wanted, document = self.field.text(), self._editor.document()
        self._matches = []
        place = QTextCursor(document)
        while wanted and len(self._matches) < MOST_FOUND:
            place = document.find(wanted, place, QTextDocument.FindFlag(0))
            if place.isNull():
                break
            self._matches.append(QTextCursor(place))
        self._write()
        self.changed.emit()

    def _write(self) -> None:
        here = self._editor.textCursor()
        number = next((n for n, one in enumerate(self._matches, 1) if one == here or _same(one, here)), 0)
        if not self.field.text():
            self.count.setText("")
        elif not self._matches:
            self.count.setText(translate("Editor", "None"))
        else:
            of = translate("Editor", "{number} of {total}")
            self.count.setText(fill(of, number=number or "–", total=len(self._matches)))

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.go(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.fold()
                return True
        return False


def _same(one: QTextCursor, other: QTextCursor) -> bool:
    return (one.selectionStart(), one.selectionEnd()) == (other.selectionStart(), other.selectionEnd())
