"""The keys of presenting, over the stage."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.presenting.keys import KEYS
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Card, Label

GAP = 16
"""Pixels between keys and words."""


def written(keys: tuple[str, ...]) -> str:
    """Keys as they are shown to the user."""
    return "   ".join(keys)


class KeyHelp(Card):
    """A card in the middle of the window; keys that it does not name do what they always do."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("floating")
        self._window = window
        self._title = Label("large")
        self.column.addWidget(self._title)
        self._grid = QGridLayout()
        theme().space(self._grid, (0, 0, 0, 0), 4)
        self.column.addLayout(self._grid)
        self._lines: list[tuple[Label, QLabel]] = []
        for line, one in enumerate(KEYS):
            keys, words = Label("mono", written(one.keys)), QLabel()
            self._grid.addWidget(keys, line, 0)
            words.setContentsMargins(GAP, 0, GAP, 0)
            self._grid.addWidget(words, line, 1)
            self._lines.append((keys, words))
        self._other = Label("quiet")
        self._other.setWordWrap(True)
        self.column.addWidget(self._other)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(translate("Presenting", "Keys while presenting"))
        self.setAccessibleName(self._title.text())
        for one, (_, words) in zip(KEYS, self._lines, strict=True):
            words.setText(translate("Presenting", one.text))
        self._other.setText(translate("Presenting", "All other keys do what they always do."))

    def toggle(self) -> None:
        """Show the keys, or hide them."""
        if self.isVisible():
            self.hide()
            return
        self.place()
        self.raise_()
        self.show()

    def place(self) -> None:
        """Stand in the middle of the window."""
        self.ensurePolished()
        room = self._window.size()
        self.layout().activate()  # type: ignore[union-attr]
        size = self.sizeHint().boundedTo(room)
        self.resize(size)
        self.move(QPoint((room.width() - size.width()) // 2, (room.height() - size.height()) // 2))
