"""One sentence to the user, above what it is about; it blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget
from typing_extensions import override

from gui.icons import icon_pixmap
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import IconButton, Label, row


class Notice(QFrame):
    """A sentence with a button to close it and, where there is more to tell, one that copies the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._details = ""
        self._kind = "problem"
        self._picture = QLabel()
        self.sentence = Label("body")
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton()
        self.close_button = IconButton("close")
        line = row(self, margins=(14, 8, 8, 8), spacing=10)
        line.addWidget(self._picture)
        line.addWidget(self.sentence, 1)
        line.addWidget(self.copy)
        line.addWidget(self.close_button)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.hide)
        theme().changed.connect(self._dress)
        self.retranslate()
        self.hide()

    def say(self, sentence: str, *, details: str = "", problem: bool = True) -> None:
        """Show a sentence in place of the last one.

        Args:
            sentence: In the user's language.
            details: What "Copy details" puts on the clipboard; no button if empty.
            problem: Whether something is wrong, rather than worth knowing.
        """
        self._details = details
        self._kind = "problem" if problem else "info"
        self.setProperty("kind", self._kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.sentence.setText(sentence)
        self.sentence.setAccessibleName(sentence)
        self.copy.setVisible(bool(details))
        self._dress()
        self.show()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.copy.setText(translate("Notice", "Copy details"))
        self.close_button.set_name(translate("Notice", "Close"), "Esc")

    def _dress(self) -> None:
        colour = theme().colour("danger" if self._kind == "problem" else "accent")
        size = theme().px(20)
        drawing = icon_pixmap(self._kind, colour)
        self._picture.setPixmap(drawing.scaled(size, size, mode=Qt.TransformationMode.SmoothTransformation))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
