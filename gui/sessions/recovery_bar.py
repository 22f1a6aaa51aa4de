"""The offer of what was not saved when the program ended in the middle; it blocks nothing and can be put off."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from core.session.recovery import Left
from gui.icons import icon_pixmap
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Label, column, row

LATEST = 4e9
"""Seconds since 1970 that every platform can put in words."""


class RecoveryBar(QWidget):
    """One sentence and three answers.

    Signals:
        recover_asked, discard_asked, later_asked: The answers.
    """

    recover_asked = Signal()
    discard_asked = Signal()
    later_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left: Left | None = None
        self._more = 0
        outer = column(self, margins=(20, 8, 20, 0), spacing=0)
        frame = QFrame()
        frame.setObjectName("notice")
        outer.addWidget(frame)
        self.sentence = Label("body")
        self.sentence.setWordWrap(True)
        self.recover, self.discard, self.later = QPushButton(), QPushButton(), QPushButton()
        self._picture = QLabel()
        line = row(frame, margins=(14, 8, 8, 8), spacing=10)
        line.addWidget(self._picture)
        line.addWidget(self.sentence, 1)
        for button in (self.recover, self.discard, self.later):
            line.addWidget(button)
        self.recover.setObjectName("primary")
        self.recover.clicked.connect(self.recover_asked)
        self.discard.clicked.connect(self.discard_asked)
        self.later.clicked.connect(self.later_asked)
        theme().changed.connect(self._dress)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        size = theme().px(20)
        drawing = icon_pixmap("info", theme().colour("accent"))
        self._picture.setPixmap(drawing.scaled(size, size, mode=Qt.TransformationMode.SmoothTransformation))

    def offer(self, left: Left | None, more: int = 0) -> None:
        """Offer something, or with None nothing any more.

        Args:
            left: What there is.
            more: How many others there are behind it.
        """
        self._left, self._more = left, more
        self.retranslate()
        self.setVisible(left is not None)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.recover.setText(translate("Sessions", "Recover"))
        self.discard.setText(translate("Sessions", "Discard"))
        self.later.setText(translate("Sessions", "Later"))
        left = self._left
        if left is None:
            return
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(min(max(0.0, left.origin.saved), LATEST)))
        if left.origin.path:
            text = translate("Sessions", "ConvGrad ended unexpectedly. Unsaved changes to {name} were kept ({when}).")
        else:
            text = translate("Sessions", "ConvGrad ended unexpectedly. A session without a name was kept ({when}).")
        sentence = fill(text, name=Path(left.origin.path).name, when=when)
        self.sentence.setText(sentence)
        self.sentence.setAccessibleName(sentence)
